/* regtrail/source.h - where documents come from: files, directories and HTTP servers, each -> bytes + provenance. */
#ifndef REGTRAIL_SOURCE_H
#define REGTRAIL_SOURCE_H

#include <regtrail/date.h>
#include <regtrail/error.h>

/* What a source gave. The bytes are the document, decompressed, as if it had been served so. */
struct rt_source_document {
	rt_str bytes;
	rt_str source;        /* the URL after redirects, or the path as given */
	rt_str etag;          /* as the server sent it, for the next request; absent if none or unfit */
	rt_str last_modified; /* likewise */
	rt_str headers;       /* of the last response, a line each as it came; absent for a file. At most
	                         RT_MAX_HEADERS */
	bool not_modified;    /* the server answered 304: no bytes */
	bool partial;         /* with RT_EREFUSED: BYTES are only the first RT_MAX_PARTIAL of what came */
	bool stream;          /* from a pipe or the like, not from a regular file: it can be read only once */
};

/* Read a file, plain or gzip (RFC 1952, recognised by its first bytes). At most RT_MAX_DOCUMENT bytes.
 * RT_EINVALID: cannot be read. RT_EREFUSED: too large, broken compression. */
enum rt_code rt_source_file(const char *path, struct rt_arena *arena, struct rt_source_document *out,
                            struct rt_error *err);

/* The documents (*.xml, *.xml.gz) below directory PATH, at any depth, sorted by name, each NUL-terminated; hidden ones
 * are left out, symbolic links to directories are not followed. RT_EINVALID: a directory cannot be listed. */
enum rt_code rt_source_directory(const char *path, struct rt_arena *arena, rt_str **paths, size_t *count,
                                 struct rt_error *err);

struct rt_http_request {
	const char *url;            /* http:, https: or file: */
	const char *user_agent;     /* NULL: regtrail/VERSION */
	rt_str etag, last_modified; /* make the request conditional; absent or empty: not */
	long timeout;               /* seconds for the whole transfer; 0: RT_HTTP_TIMEOUT */
	long retry_time;            /* seconds from now in which another try may begin; 0: only one try */
	size_t max_bytes;           /* of the document after decompression; 0: RT_MAX_DOCUMENT */
	const char *ca_file;        /* certificates to trust instead of the system's; NULL: the system's */
	/* Called now and then with the bytes so far and in all (0: unknown); may be NULL. */
	void (*progress)(void *data, size_t so_far, size_t total);
	void *progress_data;
	/* Called before the wait for another try; may be NULL. */
	void (*waiting)(void *data, long milliseconds, const struct rt_error *why);
	void *waiting_data;
};
#define RT_HTTP_TIMEOUT         120 /* seconds, whole transfer */
#define RT_HTTP_CONNECT_TIMEOUT 20  /* seconds */
#define RT_HTTP_STALL_TIMEOUT   30  /* seconds at less than 100 bytes a second */
#define RT_HTTP_REDIRECTS       5

/* Connections that are kept open from one request to the next (RFC 9112 section 9.3). */
struct rt_http;
struct rt_http *rt_http_new(void); /* nothing is loaded or opened yet */
void rt_http_free(struct rt_http *http); /* NULL is fine */

/* A GET, conditional if validators are given: If-None-Match and If-Modified-Since exactly as the server sent them
 * (RFC 9110 section 13.1). Certificates are checked; redirects are followed, only to https; the proxy is
 * taken from the environment.
 * What may pass (no connection, a time out, a body cut short, status 408, 425, 429, 500, 502, 503, 504) is tried again
 * within retry_time, after pauses that double from one second, with jitter, or after what Retry-After says (RFC 9110
 * section 10.2.3); if that is later than retry_time allows, there is no other try.
 * HTTP: connections to reuse; NULL: none is kept.
 * Messages are the same for the same trouble: they hold no counts or times that vary from one try to the next.
 * RT_EUNREACHABLE: no document came: no connection, a certificate that does not hold, time out, a redirect to http or
 *   in a loop, any status but 200 and 304, a body cut short, a file: URL that cannot be read. The message names the URL
 *   and the cause.
 * RT_EREFUSED: what came cannot be one: larger than max_bytes, broken compression. OUT holds what is to be known of it.
 * RT_EINVALID: the URL is none, or holds a password; ca_file cannot be read; libcurl is not installed (it is loaded
 *   when first needed).
 */
enum rt_code rt_source_http(struct rt_http *http, const struct rt_http_request *request, struct rt_arena *arena,
                            struct rt_source_document *out, struct rt_error *err);

/* The SHA-256 of BYTES (FIPS 180-4) as 64 hex digits. */
rt_str rt_source_sha256(rt_str bytes, struct rt_arena *arena);

#endif
