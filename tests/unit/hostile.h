/* hostile.h - values that want to command what shows them, reports that have them anywhere, looks for what got
 * through. */
#ifndef UNIT_HOSTILE_H
#define UNIT_HOSTILE_H

#include "by_hand.h"

/* ---- hostile.c ---- */

struct hostile_value {
	const char *name;
	rt_str value; /* without data: one that is too long to be written in the table */
};
extern const struct hostile_value hostile_values[]; /* ends with one without name */
rt_str hostile_make_value(size_t which, struct rt_arena *arena);

struct hostile_shape {
	const char *name;
	struct by_hand changes[MOST];
	bool in_registry; /* the id of the registry is hostile, too */
};
extern const struct hostile_shape hostile_shapes[]; /* ends with one without name */

/* How many places SHAPE has for a hostile value. */
size_t hostile_places(const struct hostile_shape *shape, struct rt_arena *arena);

/* The new record has VALUE, where there is none the old one; of what is de-assigned both have. */
struct rt_report hostile_plain(const struct hostile_shape *shape, size_t place, rt_str value, struct rt_arena *arena);

/* The same over a period. */
struct rt_report hostile_period(struct rt_report plain, struct rt_arena *arena);

/* ---- hostile_looks.c ---- */

struct hostile_format {
	const char *name;
	const char *(*look)(rt_str text);              /* what is wrong with TEXT; NULL: nothing */
	void (*read)(struct rt_buf *out, rt_str text); /* what a reader makes of it; NULL: as it is */
	const char *forbidden[12];
};

/* The test fails if there is none of that NAME. */
const struct hostile_format *hostile_find_format(const char *name);

/* What is wrong with TEXT in FORMAT; NULL: nothing. */
const char *hostile_fault(const struct hostile_format *format, rt_str text);

#endif
