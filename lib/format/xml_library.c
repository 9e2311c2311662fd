#include "xml_library.h"

/* The structs of its headers, into which we look, are those of one ABI. */
#if LIBXML_VERSION < 21400
#define FILE_NAME "libxml2.so.2"
#define PACKAGE   "libxml2"
#else
#define FILE_NAME "libxml2.so.16"
#define PACKAGE   "libxml2-16"
#endif

#define SAME_AS_HEADERS(type, name, parameters) type(xml##name) parameters;
#define FUNCTION(type, name, parameters)        { "xml" #name, offsetof(struct rt_libxml, name) },

RT_LIBXML_FUNCTIONS(SAME_AS_HEADERS)

static const struct rt_library_function functions[] = { RT_LIBXML_FUNCTIONS(FUNCTION) };

static const struct rt_library libxml2 = {
	.name = "libxml2",
	.package = PACKAGE,
	.file = FILE_NAME,
	.version = "2.9.14",
	.functions = functions,
	.count = sizeof functions / sizeof *functions,
};

enum rt_code rt_libxml_load(struct rt_libxml *out, struct rt_error *err)
{
	return rt_library_load(&libxml2, out, err);
}
