#include "http_curl.h"

#include <dlfcn.h>
#include <stddef.h>
#include <string.h>

#define LIBRARY "libcurl.so.4" /* the ABI since 2006: https://curl.se/libcurl/abi.html */

/* Each function declared once more: where the table and curl.h disagree, this does not compile. */
#define SAME_AS_CURL_H(type, name, parameters) type(curl_##name) parameters;
RT_CURL_FUNCTIONS(SAME_AS_CURL_H)

struct symbol {
	const char *name;
	size_t member; /* its place in struct rt_curl */
};

#define SYMBOL(type, name, parameters) { "curl_" #name, offsetof(struct rt_curl, name) },
static const struct symbol symbols[] = { RT_CURL_FUNCTIONS(SYMBOL) };

enum rt_code rt_curl_load(struct rt_curl *out, struct rt_error *err)
{
	/* Never closed: TLS libraries leave handlers behind that must stay mapped. Loading twice costs nothing. */
	void *library = dlopen(LIBRARY, RTLD_NOW | RTLD_LOCAL);

	if (!library)
		return rt_fail(err, RT_EINVALID, "libcurl is not installed (libcurl4): %s", dlerror());
	for (size_t i = 0; i < sizeof symbols / sizeof symbols[0]; i++) {
		void *address = dlsym(library, symbols[i].name);

		if (!address)
			return rt_fail(err, RT_EINVALID, "libcurl is too old, 7.85 is needed: it has no %s",
			               symbols[i].name);
		/* dlsym() gives functions as void *; copying is the conversion that C allows. */
		memcpy((char *)out + symbols[i].member, &address, sizeof address);
	}
	return RT_OK;
}
