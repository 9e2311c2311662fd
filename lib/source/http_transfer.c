#include "http_transfer.h"

#include <regtrail/limits.h>
#include <regtrail/version.h>

#include <string.h>

#define MAX_VALIDATOR 1024 /* bytes of an ETag or Last-Modified; the longest seen is 40 */
#define STALL_RATE    100L /* bytes a second; less for RT_HTTP_STALL_TIMEOUT is a stall */

bool rt_is_field_value(rt_str text)
{
	for (size_t i = 0; i < text.len; i++)
		if ((unsigned char)text.data[i] < 0x20 || text.data[i] == 0x7f)
			return false;
	return text.len > 0;
}

bool rt_is_validator(rt_str text)
{
	return text.len <= MAX_VALIDATOR && rt_is_field_value(text);
}

long rt_transfer_status(const struct rt_transfer *t)
{
	long status = 0;

	t->api->easy_getinfo(t->curl, CURLINFO_RESPONSE_CODE, &status);
	return status;
}

/* ---- what is sent ---- */

/* curl_easy_setopt() takes anything; these take what the option wants. */
static void set_number(struct rt_transfer *t, CURLoption option, long value)
{
	t->ready = t->api->easy_setopt(t->curl, option, value) == CURLE_OK && t->ready;
}

static void set_pointer(struct rt_transfer *t, CURLoption option, const void *value)
{
	t->ready = t->api->easy_setopt(t->curl, option, value) == CURLE_OK && t->ready;
}

static void set_text(struct rt_transfer *t, CURLoption option, const char *value)
{
	set_pointer(t, option, value);
}

static void add_field(struct rt_transfer *t, const char *name, rt_str value)
{
	rt_str line = rt_str_format(t->arena, "%s: %.*s", name, RT_ARG(value));
	struct curl_slist *longer = t->api->slist_append(t->fields, line.data);

	if (!longer)
		rt_out_of_memory(line.len);
	t->fields = longer;
}

static void set_fields(struct rt_transfer *t)
{
	/* Not CURLOPT_ACCEPT_ENCODING: the intake inflates, within its limit, and notices an end in the middle. */
	add_field(t, "Accept-Encoding", RT_STR("gzip"));
	/* RFC 9110 section 13.1: the validators are the server's own words, never our clock. */
	if (rt_is_validator(t->request->etag))
		add_field(t, "If-None-Match", t->request->etag);
	if (rt_is_validator(t->request->last_modified))
		add_field(t, "If-Modified-Since", t->request->last_modified);
	set_pointer(t, CURLOPT_HTTPHEADER, t->fields);
}

/* ---- what comes ---- */

/* A line of a response, of redirects and of a proxy's too: each begins with a status line and forgets the one before.
 * libcurl 7.88 has a limit, too, of 300 KiB, and tells what exceeds it as a connection that broke. */
static size_t on_header(char *data, size_t size, size_t count, void *transfer)
{
	struct rt_transfer *t = transfer;
	rt_str line = { data, size * count };

	if (rt_str_starts_with(line, RT_STR("HTTP/")))
		rt_buf_clear(&t->headers);
	while (line.len && (line.data[line.len - 1] == '\n' || line.data[line.len - 1] == '\r'))
		line.len--;
	t->header_bytes += line.len;
	if (t->header_bytes > RT_MAX_HEADERS_TAKEN)
		return 0;
	if (line.len && line.len < RT_MAX_HEADERS - t->headers.len) {
		rt_buf_add_str(&t->headers, line);
		rt_buf_add_char(&t->headers, '\n');
	}
	return size * count;
}

/* Does the answer say that it is larger than is taken? */
static bool is_announced_large(const struct rt_transfer *t)
{
	curl_off_t length = -1;

	t->api->easy_getinfo(t->curl, CURLINFO_CONTENT_LENGTH_DOWNLOAD_T, &length);
	return length > 0 && (uintmax_t)length > t->intake.limit;
}

static size_t on_body(char *data, size_t size, size_t count, void *transfer)
{
	struct rt_transfer *t = transfer;

	if (rt_transfer_status(t) != 200) /* an error page: the status says enough */
		return 0;
	t->refused = rt_intake_add(&t->intake, data, size * count, t->err);
	if (!t->refused && is_announced_large(t)) /* its first piece shows what it is */
		t->refused = rt_refuse_large(t->intake.limit, t->err);
	return t->refused ? 0 : size * count;
}

static int on_progress(void *transfer, curl_off_t total, curl_off_t so_far, curl_off_t to_send, curl_off_t sent)
{
	const struct rt_http_request *request = ((struct rt_transfer *)transfer)->request;

	(void)to_send;
	(void)sent;
	request->progress(request->progress_data, (size_t)so_far, (size_t)total);
	return 0;
}

static void set_callbacks(struct rt_transfer *t)
{
	curl_write_callback header = on_header, body = on_body;
	curl_xferinfo_callback progress = on_progress;

	t->ready = t->api->easy_setopt(t->curl, CURLOPT_HEADERFUNCTION, header) == CURLE_OK && t->ready;
	set_pointer(t, CURLOPT_HEADERDATA, t);
	t->ready = t->api->easy_setopt(t->curl, CURLOPT_WRITEFUNCTION, body) == CURLE_OK && t->ready;
	set_pointer(t, CURLOPT_WRITEDATA, t);
	set_pointer(t, CURLOPT_ERRORBUFFER, t->cause);
	if (!t->request->progress)
		return;
	t->ready = t->api->easy_setopt(t->curl, CURLOPT_XFERINFOFUNCTION, progress) == CURLE_OK && t->ready;
	set_pointer(t, CURLOPT_XFERINFODATA, t);
	set_number(t, CURLOPT_NOPROGRESS, 0);
}

/* ---- the try ---- */

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

static void set_options(struct rt_transfer *t)
{
	const struct rt_http_request *request = t->request;

	for (size_t i = 0; i < sizeof number_options / sizeof number_options[0]; i++)
		set_number(t, number_options[i].option, number_options[i].value);
	set_number(t, CURLOPT_TIMEOUT, request->timeout > 0 ? request->timeout : RT_HTTP_TIMEOUT);
	set_text(t, CURLOPT_URL, request->url);
	set_text(t, CURLOPT_PROTOCOLS_STR, "http,https");
	set_text(t, CURLOPT_REDIR_PROTOCOLS_STR, "https");
	set_text(t, CURLOPT_USERAGENT, request->user_agent ? request->user_agent : "regtrail/" RT_VERSION);
	if (request->ca_file) {
		set_text(t, CURLOPT_CAINFO, request->ca_file);
		set_text(t, CURLOPT_CAPATH, NULL); /* else the system's directory of certificates still counts */
	}
	set_fields(t);
	set_callbacks(t);
}

/* As if nothing had been tried before. */
static void start_over(struct rt_transfer *t)
{
	rt_buf_clear(&t->headers);
	t->header_bytes = 0;
	rt_intake_restart(&t->intake);
	t->ready = true;
	t->refused = RT_OK;
	t->cause[0] = '\0';
	t->may_pass = false;
	t->wait = 0;
}

enum rt_code rt_transfer_try(struct rt_transfer *t, struct rt_source_document *out)
{
	enum rt_code code;

	start_over(t);
	set_options(t);
	if (t->ready)
		code = rt_transfer_judge(t, t->api->easy_perform(t->curl), out);
	else
		code = rt_fail(t->err, RT_EINVALID, "%s: libcurl is too old or built without HTTPS: install libcurl4",
		               t->request->url);
	t->api->easy_reset(t->curl); /* keeps the connections, and nothing that points into T */
	t->api->slist_free_all(t->fields);
	t->fields = NULL;
	return code;
}
