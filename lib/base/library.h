/* library.h - a library of others that is loaded when it is needed, not at each start.
 *
 * What is linked is found, mapped and relocated by every command, with all that stands behind it, also by those that
 * have no use for it. A library that is loaded late has a header with the list of the functions used, a macro of rows
 * F(type, name without prefix, parameters). Three things are made of the list: the struct of pointers, the table of
 * names and places, and each function declared once more, which does not compile where the library's header disagrees.
 */
#ifndef BASE_LIBRARY_H
#define BASE_LIBRARY_H

#include <regtrail/error.h>

#include <stddef.h>

#define LIBRARY_POINTER(type, name, parameters) type(*name) parameters;

struct rt_library_function {
	const char *name;
	size_t place; /* of its pointer, in bytes from the start of the struct */
};

struct rt_library {
	const char *name, *package; /* what it is called, and Debian's package */
	const char *file;           /* its soname: the ABI that its header describes */
	const char *version;        /* the first that has all of the functions */
	const struct rt_library_function *functions;
	size_t count;
};

/* Load LIBRARY, and fill in the struct of its POINTERS. It is never unloaded; loading it again takes microseconds.
 * RT_EINVALID: it is not installed, or too old. */
enum rt_code rt_library_load(const struct rt_library *library, void *pointers, struct rt_error *err);

#endif
