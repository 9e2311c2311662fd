#include "http_curl.h"

#define SAME_AS_CURL_H(type, name, parameters) type(curl_##name) parameters;
#define FUNCTION(type, name, parameters)       { "curl_" #name, offsetof(struct rt_curl, name) },

RT_CURL_FUNCTIONS(SAME_AS_CURL_H)

static const struct rt_library_function functions[] = { RT_CURL_FUNCTIONS(FUNCTION) };

static const struct rt_library libcurl = {
	.name = "libcurl",
	.package = "libcurl4",
	.file = "libcurl.so.4", /* the ABI since 2006: https://curl.se/libcurl/abi.html */
	.version = "7.85",
	.functions = functions,
	.count = sizeof functions / sizeof *functions,
};

enum rt_code rt_curl_load(struct rt_curl *out, struct rt_error *err)
{
	return rt_library_load(&libcurl, out, err);
}
