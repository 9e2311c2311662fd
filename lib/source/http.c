#include "http_transfer.h"
#include "retry.h"

#include <regtrail/limits.h>

#include <stdlib.h>
#include <strings.h>
#include <string.h>

struct rt_http {
	struct rt_curl api;
	CURL *curl; /* NULL until something is fetched */
};

struct rt_http *rt_http_new(void)
{
	struct rt_http *http = calloc(1, sizeof *http);

	if (!http)
		rt_out_of_memory(sizeof *http);
	return http;
}

static enum rt_code start(struct rt_http *http, struct rt_error *err)
{
	if (http->curl)
		return RT_OK;
	enum rt_code code = rt_curl_load(&http->api, err);
	if (code)
		return code;
	http->curl = http->api.easy_init();
	if (!http->curl)
		return rt_fail(err, RT_EINVALID, "libcurl does not start: check its installation (libcurl4)");
	return RT_OK;
}

static void stop(struct rt_http *http)
{
	if (http->curl)
		http->api.easy_cleanup(http->curl);
}

void rt_http_free(struct rt_http *http)
{
	if (!http)
		return;
	stop(http);
	free(http);
}

static bool has_scheme(const char *url, const char *scheme)
{
	return strncasecmp(url, scheme, strlen(scheme)) == 0;
}

static enum rt_code check_request(const struct rt_http_request *request, struct rt_error *err)
{
	if (rt_url_has_user(request->url))
		return rt_fail(err, RT_EINVALID,
		               "the URL has a user name or password, which would be kept in the "
		               "archive for all to see: leave it out");
	if (!has_scheme(request->url, "http://") && !has_scheme(request->url, "https://"))
		return rt_fail(err, RT_EINVALID,
		               "%s: is no URL that can be fetched: write https://, http:// or file:", request->url);
	if (request->user_agent && !rt_is_field_value(rt_str_of(request->user_agent)))
		return rt_fail(err, RT_EINVALID, "the User-Agent is empty or has a control character: check it");
	return RT_OK;
}

/* Wait for another try at what failed; false: there is none. */
static bool wait_for_another(const struct rt_transfer *t, struct rt_retry *retry)
{
	const struct rt_http_request *request = t->request;
	long pause = t->may_pass ? rt_retry_pause(retry, t->wait) : -1;

	if (pause < 0)
		return false;
	if (request->waiting)
		request->waiting(request->waiting_data, pause, t->err);
	rt_retry_wait(retry, pause);
	return true;
}

static enum rt_code get(struct rt_http *http, const struct rt_http_request *request, size_t limit,
                        struct rt_arena *arena, struct rt_source_document *out, struct rt_error *err)
{
	struct rt_transfer t = { .request = request, .api = &http->api, .arena = arena, .err = err };
	struct rt_retry retry;
	enum rt_code code = start(http, err);

	if (code)
		return code;
	t.curl = http->curl;
	rt_intake_init(&t.intake, arena, limit, 0);
	rt_retry_begin(&retry, &rt_system_clock, request->retry_time, rt_retry_seed());
	do
		code = rt_transfer_try(&t, out);
	while (code && wait_for_another(&t, &retry));
	if (t.headers.len)
		out->headers = rt_str_copy(arena, rt_buf_str(&t.headers));
	rt_buf_release(&t.headers);
	return code;
}

enum rt_code rt_source_http(struct rt_http *http, const struct rt_http_request *request, struct rt_arena *arena,
                            struct rt_source_document *out, struct rt_error *err)
{
	size_t limit = request->max_bytes ? request->max_bytes : RT_MAX_DOCUMENT;
	struct rt_http once = { .curl = NULL };
	struct rt_error why; /* of the last try: what failed before one that did not is no error */

	*out = (struct rt_source_document){ .not_modified = false };
	if (has_scheme(request->url, "file:"))
		return rt_source_file_url(request->url, limit, arena, out, err);
	enum rt_code code = check_request(request, err);
	if (code)
		return code;
	code = get(http ? http : &once, request, limit, arena, out, &why);
	stop(&once);
	if (code && err)
		*err = why;
	return code;
}
