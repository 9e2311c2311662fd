/* trailers.h - the last lines of a commit's message, `Name: value` each, as `git interpret-trailers` knows them: made
 * from the members of a struct and read back into them, by a table.
 *
 * Nothing here knows libgit2.
 */
#ifndef ARCHIVE_TRAILERS_H
#define ARCHIVE_TRAILERS_H

#include <regtrail/buf.h>
#include <regtrail/snapshot.h>

enum trailer_type {
	TRAILER_TEXT,  /* rt_str; left out if it is empty */
	TRAILER_COUNT, /* size_t; left out if it is RT_NOT_COUNTED */
	TRAILER_FLAG   /* bool: `yes`, or left out */
};

struct trailer {
	const char *name;
	size_t offset; /* of the member in the struct */
	enum trailer_type type;
};

/* TEXT in one line: git takes what follows a line end for another trailer. */
void trailers_add_line(struct rt_buf *out, rt_str text);

void trailers_add(struct rt_buf *out, const struct trailer *table, size_t rows, const void *from);

/* The lines of a message that may be trailers, for trailers_next(). */
rt_str trailers_of(rt_str message);
bool trailers_next(rt_str *rest, rt_str *name, rt_str *value);

/* Set the member that NAME stands for, if there is one. The strings of TO lie where VALUE does. */
void trailers_set(rt_str name, rt_str value, const struct trailer *table, size_t rows, void *to);

#endif
