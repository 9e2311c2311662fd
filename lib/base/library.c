#include "library.h"

#include <dlfcn.h>
#include <string.h>

enum rt_code rt_library_load(const struct rt_library *library, void *pointers, struct rt_error *err)
{
	/* Never closed: TLS libraries, for one, leave handlers behind that must stay mapped. Of the many functions that
	 * it and those behind it use, a run calls few: each is looked up when it is called. */
	void *handle = dlopen(library->file, RTLD_LAZY | RTLD_LOCAL);

	if (!handle)
		return rt_fail(err, RT_EINVALID, "%s is not installed (%s): %s", library->name, library->package,
		               dlerror());
	for (size_t i = 0; i < library->count; i++) {
		void *address = dlsym(handle, library->functions[i].name);

		if (!address)
			return rt_fail(err, RT_EINVALID, "%s is too old, %s is needed: it has no %s", library->name,
			               library->version, library->functions[i].name);
		/* dlsym() gives functions as void *; copying is the conversion that C allows. */
		memcpy((char *)pointers + library->functions[i].place, &address, sizeof address);
	}
	return RT_OK;
}
