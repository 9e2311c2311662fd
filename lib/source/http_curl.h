/* http_curl.h - libcurl, loaded when something is fetched and not before.
 *
 * Linked in, libcurl and the libraries behind it would cost every command 3 to 4 ms of dynamic loading, a third of what
 * `diff` may take in all; git keeps it in git-remote-https for the same reason.
 */
#ifndef SOURCE_HTTP_CURL_H
#define SOURCE_HTTP_CURL_H

#include "../base/library.h"

#include <curl/curl.h>

/* The functions used: type, name without "curl_", parameters. They are checked against curl.h in http_curl.c. */
#define RT_CURL_FUNCTIONS(F)                                                                                           \
	F(CURL *, easy_init, (void))                                                                                   \
	F(CURLcode, easy_setopt, (CURL * handle, CURLoption option, ...))                                              \
	F(CURLcode, easy_perform, (CURL * handle))                                                                     \
	F(CURLcode, easy_getinfo, (CURL * handle, CURLINFO info, ...))                                                 \
	F(CURLHcode, easy_header,                                                                                      \
	  (CURL * handle, const char *name, size_t index, unsigned int origin, int request, struct curl_header **out)) \
	F(const char *, easy_strerror, (CURLcode code))                                                                \
	F(void, easy_reset, (CURL * handle))                                                                           \
	F(void, easy_cleanup, (CURL * handle))                                                                         \
	F(struct curl_slist *, slist_append, (struct curl_slist * list, const char *text))                             \
	F(void, slist_free_all, (struct curl_slist * list))

struct rt_curl {
	RT_CURL_FUNCTIONS(LIBRARY_POINTER)
};

/* RT_EINVALID: it is not installed, or too old. */
enum rt_code rt_curl_load(struct rt_curl *out, struct rt_error *err);

#endif
