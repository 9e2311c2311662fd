#include "http_curl.h"
#include "internal.h"

#include <regtrail/limits.h>
#include <regtrail/version.h>

#include <stdlib.h>
#include <string.h>
#include <strings.h>

#define MAX_VALIDATOR 1024 /* bytes of an ETag or Last-Modified; the longest seen is 40 */
#define STALL_RATE    100L /* bytes a second; less for RT_HTTP_STALL_TIMEOUT is a stall */
#define LAST_REQUEST  (-1) /* curl_easy_header(3): of the final response, not of the redirects before */

struct rt_http {
	struct rt_curl api;
	CURL *curl; /* NULL until something is fetched */
};

struct transfer {
	const struct rt_http_request *request;
	struct rt_arena *arena;
	struct rt_error *err;
	struct rt_curl api;
	CURL *curl;
	struct curl_slist *headers;
	bool ready; /* every option so far was taken */
	struct rt_intake intake;
	enum rt_code refused; /* why the intake stopped the transfer */
	char cause[CURL_ERROR_SIZE];
};

/* ---- what libcurl tells ---- */

static long status_of(const struct transfer *t)
{
	long status = 0;

	t->api.easy_getinfo(t->curl, CURLINFO_RESPONSE_CODE, &status);
	return status;
}

/* A field of the final response; absent if it is not there. Valid while the handle is. */
static rt_str header_of(const struct transfer *t, const char *name)
{
	struct curl_header *header;

	if (t->api.easy_header(t->curl, name, 0, CURLH_HEADER, LAST_REQUEST, &header) != CURLHE_OK)
		return RT_NO_STR;
	return rt_str_of(header->value);
}

/* RFC 3986 section 3.2.1. Such a URL is not repeated in messages: a password may be in it. */
static bool has_user(const char *url)
{
	const char *host = strstr(url, "//");

	return host && memchr(host + 2, '@', strcspn(host + 2, "/?#"));
}

/* For messages: the URL asked for, and where that led. */
static const char *place(const struct transfer *t)
{
	const char *url = NULL;
	long redirects = 0;

	t->api.easy_getinfo(t->curl, CURLINFO_REDIRECT_COUNT, &redirects);
	t->api.easy_getinfo(t->curl, CURLINFO_EFFECTIVE_URL, &url);
	if (!redirects || !url || has_user(url))
		return t->request->url;
	return rt_str_format(t->arena, "%s (led to %s)", t->request->url, url).data;
}

/* ---- the request ---- */

/* Whether TEXT may stand in a header field: bytes that end the line would let it add fields of its own. */
static bool is_field_value(rt_str text)
{
	for (size_t i = 0; i < text.len; i++)
		if ((unsigned char)text.data[i] < 0x20 || text.data[i] == 0x7f)
			return false;
	return text.len > 0;
}

static bool is_validator(rt_str text)
{
	return text.len <= MAX_VALIDATOR && is_field_value(text);
}

static bool is_conditional(const struct rt_http_request *request)
{
	return is_validator(request->etag) || is_validator(request->last_modified);
}

/* curl_easy_setopt() takes anything; these take what the option wants. */
static void set_number(struct transfer *t, CURLoption option, long value)
{
	t->ready = t->api.easy_setopt(t->curl, option, value) == CURLE_OK && t->ready;
}

static void set_pointer(struct transfer *t, CURLoption option, const void *value)
{
	t->ready = t->api.easy_setopt(t->curl, option, value) == CURLE_OK && t->ready;
}

static void set_text(struct transfer *t, CURLoption option, const char *value)
{
	set_pointer(t, option, value);
}

static void add_header(struct transfer *t, const char *name, rt_str value)
{
	rt_str line = rt_str_format(t->arena, "%s: %.*s", name, RT_ARG(value));
	struct curl_slist *longer = t->api.slist_append(t->headers, line.data);

	if (!longer)
		rt_out_of_memory(line.len);
	t->headers = longer;
}

static void set_headers(struct transfer *t)
{
	/* Not CURLOPT_ACCEPT_ENCODING: the intake inflates, within its limit, and notices an end in the middle. */
	add_header(t, "Accept-Encoding", RT_STR("gzip"));
	/* RFC 9110 section 13.1: the validators are the server's own words, never our clock. */
	if (is_validator(t->request->etag))
		add_header(t, "If-None-Match", t->request->etag);
	if (is_validator(t->request->last_modified))
		add_header(t, "If-Modified-Since", t->request->last_modified);
	set_pointer(t, CURLOPT_HTTPHEADER, t->headers);
}

static size_t on_body(char *data, size_t size, size_t count, void *transfer)
{
	struct transfer *t = transfer;

	if (status_of(t) != 200) /* an error page: the status says enough */
		return 0;
	t->refused = rt_intake_add(&t->intake, data, size * count, t->err);
	return t->refused ? 0 : size * count;
}

static int on_progress(void *transfer, curl_off_t total, curl_off_t so_far, curl_off_t to_send, curl_off_t sent)
{
	const struct rt_http_request *request = ((struct transfer *)transfer)->request;

	(void)to_send;
	(void)sent;
	request->progress(request->progress_data, (size_t)so_far, (size_t)total);
	return 0;
}

static void set_callbacks(struct transfer *t)
{
	curl_write_callback body = on_body;
	curl_xferinfo_callback progress = on_progress;

	t->ready = t->api.easy_setopt(t->curl, CURLOPT_WRITEFUNCTION, body) == CURLE_OK && t->ready;
	set_pointer(t, CURLOPT_WRITEDATA, t);
	set_pointer(t, CURLOPT_ERRORBUFFER, t->cause);
	if (!t->request->progress)
		return;
	t->ready = t->api.easy_setopt(t->curl, CURLOPT_XFERINFOFUNCTION, progress) == CURLE_OK && t->ready;
	set_pointer(t, CURLOPT_XFERINFODATA, t);
	set_number(t, CURLOPT_NOPROGRESS, 0);
}

struct number_option {
	CURLoption option;
	long value;
};
static const struct number_option number_options[] = {
	{ CURLOPT_NOSIGNAL, 1 }, /* a library leaves the process's signals alone */
	{ CURLOPT_FOLLOWLOCATION, 1 },
	{ CURLOPT_MAXREDIRS, RT_HTTP_REDIRECTS },
	{ CURLOPT_CONNECTTIMEOUT, RT_HTTP_CONNECT_TIMEOUT },
	{ CURLOPT_LOW_SPEED_LIMIT, STALL_RATE },
	{ CURLOPT_LOW_SPEED_TIME, RT_HTTP_STALL_TIMEOUT },
	{ CURLOPT_SSL_VERIFYPEER, 1 },
	{ CURLOPT_SSL_VERIFYHOST, 2 }, /* 2: the name in the certificate must be the host's */
	{ CURLOPT_NETRC, CURL_NETRC_IGNORED },
	{ CURLOPT_DISALLOW_USERNAME_IN_URL, 1 }, /* the URL goes into the archive */
};

static void set_options(struct transfer *t)
{
	const struct rt_http_request *request = t->request;
	curl_off_t max_bytes = (curl_off_t)t->intake.limit;

	for (size_t i = 0; i < sizeof number_options / sizeof number_options[0]; i++)
		set_number(t, number_options[i].option, number_options[i].value);
	set_number(t, CURLOPT_TIMEOUT, request->timeout > 0 ? request->timeout : RT_HTTP_TIMEOUT);
	t->ready = t->api.easy_setopt(t->curl, CURLOPT_MAXFILESIZE_LARGE, max_bytes) == CURLE_OK && t->ready;
	set_text(t, CURLOPT_URL, request->url);
	set_text(t, CURLOPT_PROTOCOLS_STR, "http,https");
	set_text(t, CURLOPT_REDIR_PROTOCOLS_STR, "https");
	set_text(t, CURLOPT_USERAGENT, request->user_agent ? request->user_agent : "regtrail/" RT_VERSION);
	if (request->ca_file) {
		set_text(t, CURLOPT_CAINFO, request->ca_file);
		set_text(t, CURLOPT_CAPATH, NULL); /* else the system's directory of certificates still counts */
	}
	set_headers(t);
	set_callbacks(t);
}

/* ---- the answer ---- */

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
	{ 403, "Forbidden", "it may refuse unknown clients: name yourself in the User-Agent (setting regtrail.contact)" },
	{ 404, "Not Found", "check the URL" },
	{ 407, "Proxy Authentication Required", "check the proxy in the environment" },
	{ 410, "Gone", "check the URL" },
	{ 429, "Too Many Requests", "ask less often" },
	{ 500, "Internal Server Error", "try again later" },
	{ 502, "Bad Gateway", "try again later" },
	{ 503, "Service Unavailable", "try again later" },
	{ 504, "Gateway Timeout", "try again later" },
};

static enum rt_code fail_answer(const struct transfer *t, long status)
{
	struct answer answer = { status, "(a status regtrail does not know)",
		                 status >= 500 ? "try again later" : "check the URL" };
	rt_str retry = header_of(t, "Retry-After"); /* RFC 9110 section 10.2.3 */

	for (size_t i = 0; i < sizeof answers / sizeof answers[0]; i++)
		if (answers[i].status == status)
			answer = answers[i];
	return rt_fail(t->err, RT_EUNREACHABLE, "%s: the server answered %ld %s%s%.*s: %s", place(t), status,
	               answer.name, retry.data ? ", Retry-After: " : "", RT_ARG(retry), answer.advice);
}

struct failure {
	CURLcode result;
	enum rt_code code;
	const char *advice;
};
static const struct failure failures[] = {
	{ CURLE_COULDNT_RESOLVE_HOST, RT_EUNREACHABLE, "check the name and the network" },
	{ CURLE_COULDNT_RESOLVE_PROXY, RT_EUNREACHABLE, "check the proxy in the environment" },
	{ CURLE_LOGIN_DENIED, RT_EUNREACHABLE, "a URL with a user name is not followed" },
	{ CURLE_OPERATION_TIMEDOUT, RT_EUNREACHABLE, "try again later, or allow more time" },
	{ CURLE_PARTIAL_FILE, RT_EUNREACHABLE, "the answer was cut short: try again later" },
	{ CURLE_PEER_FAILED_VERIFICATION, RT_EUNREACHABLE, "not trusted, so nothing was taken" },
	{ CURLE_SSL_CACERT_BADFILE, RT_EINVALID, "check the file of certificates" },
	{ CURLE_TOO_MANY_REDIRECTS, RT_EUNREACHABLE, "check the URL" },
	/* The URL given was checked before, so this one came in a redirect. */
	{ CURLE_UNSUPPORTED_PROTOCOL, RT_EUNREACHABLE, "redirects are followed only to https; check the URL" },
	{ CURLE_URL_MALFORMAT, RT_EINVALID, "check the URL" },
};

static enum rt_code fail_transfer(const struct transfer *t, CURLcode result)
{
	struct failure failure = { result, RT_EUNREACHABLE, "try again later" };
	const char *cause = t->cause[0] ? t->cause : t->api.easy_strerror(result);

	if (result == CURLE_FILESIZE_EXCEEDED) {
		rt_refuse_large(t->intake.limit, t->err);
		rt_error_context(t->err, "%s", place(t));
		return RT_EREFUSED;
	}
	for (size_t i = 0; i < sizeof failures / sizeof failures[0]; i++)
		if (failures[i].result == result)
			failure = failures[i];
	if (result == CURLE_URL_MALFORMAT && status_of(t)) /* a server's redirect, not what we were given */
		failure.code = RT_EUNREACHABLE;
	return rt_fail(t->err, failure.code, "%s: %s: %s", place(t), cause, failure.advice);
}

/* What the intake knows how to decode: gzip, alone. */
static bool is_known_encoding(rt_str encoding)
{
	return !encoding.len || rt_str_equal_nocase(encoding, RT_STR("gzip")) ||
	       rt_str_equal_nocase(encoding, RT_STR("x-gzip")) || rt_str_equal_nocase(encoding, RT_STR("identity"));
}

static enum rt_code finish_document(struct transfer *t, struct rt_source_document *out)
{
	rt_str encoding = header_of(t, "Content-Encoding");

	if (!is_known_encoding(encoding))
		return rt_fail(t->err, RT_EREFUSED, "%s: compressed as %.*s, which was not asked for: try again later",
		               place(t), RT_ARG(encoding));
	enum rt_code code = rt_intake_finish(&t->intake, &out->bytes, t->err);
	if (code)
		rt_error_context(t->err, "%s", place(t));
	return code;
}

static rt_str keep_validator(const struct transfer *t, const char *name)
{
	rt_str value = header_of(t, name);

	return is_validator(value) ? rt_str_copy(t->arena, value) : RT_NO_STR;
}

static void keep_provenance(const struct transfer *t, struct rt_source_document *out)
{
	const char *url = NULL;

	t->api.easy_getinfo(t->curl, CURLINFO_EFFECTIVE_URL, &url);
	out->source = rt_str_copy(t->arena, rt_str_of(url ? url : t->request->url));
	out->etag = keep_validator(t, "ETag");
	out->last_modified = keep_validator(t, "Last-Modified");
}

static enum rt_code judge(struct transfer *t, CURLcode result, struct rt_source_document *out)
{
	long status = status_of(t);
	/* We stop a transfer ourselves when the status, the size or the bytes of the answer are enough to judge it. */
	bool answered = result == CURLE_OK || result == CURLE_WRITE_ERROR || result == CURLE_FILESIZE_EXCEEDED;

	if (t->refused) {
		rt_error_context(t->err, "%s", place(t));
		return t->refused;
	}
	out->not_modified = answered && status == 304 && is_conditional(t->request);
	if (answered && status != 200 && !out->not_modified)
		return fail_answer(t, status);
	if (result != CURLE_OK)
		return fail_transfer(t, result);
	keep_provenance(t, out);
	return out->not_modified ? RT_OK : finish_document(t, out);
}

static enum rt_code run(struct transfer *t, struct rt_source_document *out)
{
	set_options(t);
	if (!t->ready)
		return rt_fail(t->err, RT_EINVALID, "%s: libcurl is too old or built without HTTPS: install libcurl4",
		               t->request->url);
	return judge(t, t->api.easy_perform(t->curl), out);
}

/* ---- the way in ---- */

static bool has_scheme(const char *url, const char *scheme)
{
	return strncasecmp(url, scheme, strlen(scheme)) == 0;
}

static enum rt_code check_request(const struct rt_http_request *request, struct rt_error *err)
{
	if (has_user(request->url))
		return rt_fail(err, RT_EINVALID,
		               "the URL has a user name or password, which would be kept in the "
		               "archive for all to see: leave it out");
	if (!has_scheme(request->url, "http://") && !has_scheme(request->url, "https://"))
		return rt_fail(err, RT_EINVALID,
		               "%s: is no URL that can be fetched: write https://, http:// or file:", request->url);
	if (request->user_agent && !is_field_value(rt_str_of(request->user_agent)))
		return rt_fail(err, RT_EINVALID, "the User-Agent is empty or has a control character: check it");
	return RT_OK;
}

static enum rt_code start(struct rt_http *http, struct rt_error *err)
{
	enum rt_code code = http->curl ? RT_OK : rt_curl_load(&http->api, err);

	if (code)
		return code;
	if (!http->curl)
		http->curl = http->api.easy_init();
	else
		http->api.easy_reset(http->curl); /* forgets the options, keeps the connections */
	if (!http->curl)
		return rt_fail(err, RT_EINVALID, "libcurl does not start: check its installation (libcurl4)");
	return RT_OK;
}

static void stop(struct rt_http *http)
{
	if (http->curl)
		http->api.easy_cleanup(http->curl);
}

static enum rt_code get(struct rt_http *http, const struct rt_http_request *request, struct rt_arena *arena,
                        struct rt_source_document *out, struct rt_error *err)
{
	struct transfer t = { .request = request, .arena = arena, .err = err, .ready = true };
	enum rt_code code = start(http, err);

	if (code)
		return code;
	t.api = http->api;
	t.curl = http->curl;
	rt_intake_init(&t.intake, arena, request->max_bytes ? request->max_bytes : RT_MAX_DOCUMENT, 0);
	code = run(&t, out);
	t.api.slist_free_all(t.headers);
	return code;
}

enum rt_code rt_source_http(struct rt_http *http, const struct rt_http_request *request, struct rt_arena *arena,
                            struct rt_source_document *out, struct rt_error *err)
{
	size_t limit = request->max_bytes ? request->max_bytes : RT_MAX_DOCUMENT;
	struct rt_http once = { .curl = NULL };

	*out = (struct rt_source_document){ .not_modified = false };
	if (has_scheme(request->url, "file:"))
		return rt_source_file_url(request->url, limit, arena, out, err);
	enum rt_code code = check_request(request, err);
	if (code)
		return code;
	code = get(http ? http : &once, request, arena, out, err);
	stop(&once);
	return code;
}

struct rt_http *rt_http_new(void)
{
	struct rt_http *http = calloc(1, sizeof *http);

	if (!http)
		rt_out_of_memory(sizeof *http);
	return http;
}

void rt_http_free(struct rt_http *http)
{
	if (!http)
		return;
	stop(http);
	free(http);
}
