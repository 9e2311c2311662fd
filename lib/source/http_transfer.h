/* http_transfer.h - one try at one request: what is sent, what came, and what to make of it. */
#ifndef SOURCE_HTTP_TRANSFER_H
#define SOURCE_HTTP_TRANSFER_H

#include "http_curl.h"
#include "internal.h"

#include <regtrail/buf.h>

struct rt_transfer {
	const struct rt_http_request *request;
	const struct rt_curl *api;
	CURL *curl;
	struct rt_arena *arena;
	struct rt_error *err;
	bool ready;                /* every option so far was taken */
	struct curl_slist *fields; /* of the request */
	struct rt_buf headers;     /* of the response that came last, a line each */
	size_t header_bytes;       /* of all responses, whether kept or not */
	struct rt_intake intake;
	enum rt_code refused; /* why the intake stopped the transfer */
	char cause[CURL_ERROR_SIZE];
	bool may_pass; /* it failed, and another try may not */
	int64_t wait;  /* seconds that the server asks to wait before that; 0: it does not say */
};

/* What was to be had, in *OUT. May be called again for another try. */
enum rt_code rt_transfer_try(struct rt_transfer *t, struct rt_source_document *out);

/* What RESULT of libcurl and the answer mean. */
enum rt_code rt_transfer_judge(struct rt_transfer *t, CURLcode result, struct rt_source_document *out);

/* The status of the last response; 0: there was none. */
long rt_transfer_status(const struct rt_transfer *t);

/* Whether TEXT may stand in a header field: bytes that end the line would let it add fields of its own. */
bool rt_is_field_value(rt_str text);
bool rt_is_validator(rt_str text);

#endif
