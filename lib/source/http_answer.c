/* What came of a try. The messages say the same of the same trouble each night, so that it need not be told each night:
 * libcurl's own words are taken only where they hold no times and counts. */
#include "http_transfer.h"
#include "retry.h"

#include <regtrail/limits.h>

#include <string.h>

#define LAST_REQUEST (-1) /* curl_easy_header(3): of the final response, not of the redirects before */

/* ---- what libcurl tells ---- */

static long number_of(const struct rt_transfer *t, CURLINFO info)
{
	long number = 0;

	t->api->easy_getinfo(t->curl, info, &number);
	return number;
}

/* A field of the final response; absent if it is not there. Valid while the handle is. */
static rt_str header_of(const struct rt_transfer *t, const char *name)
{
	struct curl_header *header;

	if (t->api->easy_header(t->curl, name, 0, CURLH_HEADER, LAST_REQUEST, &header) != CURLHE_OK)
		return RT_NO_STR;
	return rt_str_of(header->value);
}

/* Where the redirects led. */
static const char *final_url(const struct rt_transfer *t)
{
	const char *url = NULL;

	t->api->easy_getinfo(t->curl, CURLINFO_EFFECTIVE_URL, &url);
	return url ? url : t->request->url;
}

bool rt_url_has_user(const char *url)
{
	const char *host = strstr(url, "//");

	return host && memchr(host + 2, '@', strcspn(host + 2, "/?#"));
}

/* For messages: the URL asked for, and where that led. */
static const char *place(const struct rt_transfer *t)
{
	const char *url = final_url(t);

	if (!number_of(t, CURLINFO_REDIRECT_COUNT) || rt_url_has_user(url))
		return t->request->url;
	return rt_str_format(t->arena, "%s (led to %s)", t->request->url, url).data;
}

/* ---- an answer that is no document ---- */

struct answer {
	long status;
	const char *name, *advice;
};
static const struct answer answers[] = {
	{ 204, "No Content", "check the URL" },
	{ 206, "Partial Content", "no part was asked for; try again later" },
	{ 300, "Multiple Choices", "give the URL of one" },
	{ 301, "Moved Permanently", "it does not say where to; check the URL" },
	{ 302, "Found", "it does not say where; check the URL" },
	{ 304, "Not Modified", "though no condition was set; try again later" },
	{ 401, "Unauthorized", "check the URL; a registry needs no password" },
	{ 403, "Forbidden",
	  "it may refuse unknown clients: name yourself in the User-Agent (setting regtrail.contact)" },
	{ 404, "Not Found", "check the URL" },
	{ 407, "Proxy Authentication Required", "check the proxy in the environment" },
	{ 408, "Request Timeout", "try again later" },
	{ 410, "Gone", "check the URL" },
	{ 425, "Too Early", "try again later" },
	{ 429, "Too Many Requests", "ask less often" },
	{ 500, "Internal Server Error", "try again later" },
	{ 502, "Bad Gateway", "try again later" },
	{ 503, "Service Unavailable", "try again later" },
	{ 504, "Gateway Timeout", "try again later" },
};

/* Retry-After (RFC 9110 section 10.2.3), seconds or a date; libcurl reads both. A date that is past asks for
 * nothing. */
static int64_t asked_wait(const struct rt_transfer *t)
{
	curl_off_t seconds = 0;

	if (!header_of(t, "Retry-After").data) /* what libcurl says may be of a redirect */
		return 0;
	t->api->easy_getinfo(t->curl, CURLINFO_RETRY_AFTER, &seconds);
	return seconds > 0 ? seconds : 0;
}

/* How long it asks to wait is not said: it counts down from one try to the next. */
static enum rt_code fail_answer(struct rt_transfer *t, long status)
{
	struct answer answer = { status, "(a status regtrail does not know)",
		                 status >= 500 ? "try again later" : "check the URL" };

	for (size_t i = 0; i < sizeof answers / sizeof answers[0]; i++)
		if (answers[i].status == status)
			answer = answers[i];
	t->may_pass = rt_retry_status(status);
	t->wait = asked_wait(t);
	return rt_fail(t->err, RT_EUNREACHABLE, "%s: the server answered %ld %s%s: %s", place(t), status, answer.name,
	               t->wait ? " and asks to wait (Retry-After)" : "", answer.advice);
}

/* ---- no answer, or not the whole of it ---- */

struct failure {
	CURLcode result;
	bool may_pass;
	const char *cause; /* NULL: libcurl's own words, which are the same each time */
	const char *advice;
};
static const struct failure failures[] = {
	{ CURLE_COULDNT_CONNECT, true, "cannot connect",
	  "try again later; check the network, and the proxy if there is one" },
	{ CURLE_COULDNT_RESOLVE_HOST, true, "the name of the server cannot be resolved",
	  "check the name and the network" },
	{ CURLE_COULDNT_RESOLVE_PROXY, true, "the name of the proxy cannot be resolved",
	  "check the proxy in the environment" },
	{ CURLE_GOT_NOTHING, true, "the server ended the connection without an answer", "try again later" },
	{ CURLE_HTTP2, true, "the connection broke", "try again later" },
	{ CURLE_HTTP2_STREAM, true, "the connection broke", "try again later" },
	{ CURLE_LOGIN_DENIED, false, "a URL with a user name is not followed", "check the URL" },
	/* libcurl has one word for both */
	{ CURLE_OUT_OF_MEMORY, false, "a header of more than 100 KiB, or no memory left", "check the URL" },
	{ CURLE_PARTIAL_FILE, true, "the answer was cut short", "try again later" },
	{ CURLE_PEER_FAILED_VERIFICATION, false, NULL, "not trusted, so nothing was taken" },
	{ CURLE_RECV_ERROR, true, "the connection broke", "try again later" },
	{ CURLE_SEND_ERROR, true, "the connection broke", "try again later" },
	{ CURLE_SSL_CACERT_BADFILE, false, NULL, "check the file of certificates" },
	{ CURLE_SSL_CONNECT_ERROR, true, "no TLS with this server", "check the URL, or try again later" },
	{ CURLE_TOO_MANY_REDIRECTS, false, NULL, "check the URL" },
	{ CURLE_UNSUPPORTED_PROTOCOL, false, "the answer is no HTTP", "check the URL" },
	{ CURLE_URL_MALFORMAT, false, NULL, "check the URL" },
	{ CURLE_WEIRD_SERVER_REPLY, false, "the answer is no HTTP", "check the URL" },
};

/* What has one result in libcurl, and causes that ask for different advice. */
static const struct failure unconnected = { CURLE_OPERATION_TIMEDOUT, true, "timed out before there was a connection",
	                                    "try again later; check the network, and the proxy if there is one" };
static const struct failure unanswered = { CURLE_OPERATION_TIMEDOUT, true,
	                                   "timed out before the whole answer was there",
	                                   "try again later, or allow more time" };
static const struct failure unfollowed = { CURLE_UNSUPPORTED_PROTOCOL, false, NULL,
	                                   "redirects are followed only to https; check the URL" };

/* A redirect came last: what is wrong is wrong with where it leads, for the URL given was checked before. */
static bool is_redirected(const struct rt_transfer *t)
{
	return rt_transfer_status(t) / 100 == 3;
}

static struct failure failure_of(const struct rt_transfer *t, CURLcode result)
{
	if (result == CURLE_OPERATION_TIMEDOUT)
		return number_of(t, CURLINFO_REQUEST_SIZE) ? unanswered : unconnected;
	if (result == CURLE_UNSUPPORTED_PROTOCOL && is_redirected(t))
		return unfollowed;
	for (size_t i = 0; i < sizeof failures / sizeof failures[0]; i++)
		if (failures[i].result == result)
			return failures[i];
	return (struct failure){ result, false, t->api->easy_strerror(result), "try again later" };
}

/* Is it for the user to mend? */
static bool is_misused(const struct rt_transfer *t, CURLcode result)
{
	return result == CURLE_SSL_CACERT_BADFILE || (result == CURLE_URL_MALFORMAT && !is_redirected(t));
}

static enum rt_code fail_transfer(struct rt_transfer *t, CURLcode result)
{
	struct failure failure = failure_of(t, result);
	long proxy = number_of(t, CURLINFO_HTTP_CONNECTCODE);

	t->may_pass = failure.may_pass;
	if (proxy && proxy / 100 != 2) {
		t->may_pass = rt_retry_status(proxy);
		return rt_fail(t->err, RT_EUNREACHABLE,
		               "%s: the proxy answered %ld and did not connect: check the proxy in the environment",
		               place(t), proxy);
	}
	if (!failure.cause)
		failure.cause = t->cause[0] ? t->cause : t->api->easy_strerror(result);
	return rt_fail(t->err, is_misused(t, result) ? RT_EINVALID : RT_EUNREACHABLE, "%s: %s: %s", place(t),
	               failure.cause, failure.advice);
}

/* ---- a document ---- */

/* What the intake knows how to decode: gzip, alone. */
static bool is_known_encoding(rt_str encoding)
{
	return !encoding.len || rt_str_equal_nocase(encoding, RT_STR("gzip")) ||
	       rt_str_equal_nocase(encoding, RT_STR("x-gzip")) || rt_str_equal_nocase(encoding, RT_STR("identity"));
}

static rt_str keep_validator(const struct rt_transfer *t, const char *name)
{
	rt_str value = header_of(t, name);

	return rt_is_validator(value) ? rt_str_copy(t->arena, value) : RT_NO_STR;
}

static void keep_provenance(const struct rt_transfer *t, struct rt_source_document *out)
{
	out->source = rt_str_copy(t->arena, rt_str_of(final_url(t)));
	out->etag = keep_validator(t, "ETag");
	out->last_modified = keep_validator(t, "Last-Modified");
}

static enum rt_code finish_document(struct rt_transfer *t, struct rt_source_document *out)
{
	rt_str encoding = header_of(t, "Content-Encoding");

	if (!is_known_encoding(encoding))
		return rt_fail(t->err, RT_EREFUSED, "%s: compressed as %.*s, which was not asked for: try again later",
		               place(t), RT_ARG(encoding));
	enum rt_code code = t->refused ? t->refused : rt_intake_finish(&t->intake, &out->bytes, t->err);
	if (code)
		rt_error_context(t->err, "%s", place(t));
	return code;
}

enum rt_code rt_transfer_judge(struct rt_transfer *t, CURLcode result, struct rt_source_document *out)
{
	bool conditional = rt_is_validator(t->request->etag) || rt_is_validator(t->request->last_modified);
	long status = rt_transfer_status(t);
	/* We stop a transfer ourselves when the status or the bytes of the answer are enough to judge it. */
	bool answered = result == CURLE_OK || result == CURLE_WRITE_ERROR;

	if (t->header_bytes > RT_MAX_HEADERS_TAKEN)
		return rt_fail(t->err, RT_EUNREACHABLE,
		               "%s: the server sent more than %u KiB of headers: check the URL", place(t),
		               RT_MAX_HEADERS_TAKEN >> 10);
	out->not_modified = answered && status == 304 && conditional;
	if (answered && status != 200 && !out->not_modified)
		return fail_answer(t, status);
	if (!answered)
		return fail_transfer(t, result);
	keep_provenance(t, out);
	enum rt_code code = out->not_modified ? RT_OK : finish_document(t, out);
	if (code == RT_EREFUSED) {
		out->bytes = rt_intake_partial(&t->intake);
		out->partial = true;
	}
	return code;
}
