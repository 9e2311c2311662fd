/* nearest.h - what was meant by a mistyped word. */
#ifndef CMD_NEAREST_H
#define CMD_NEAREST_H

#include <regtrail/str.h>

struct nearest {
	rt_str word;
	const char *best; /* NULL while nothing offered is like it */
	size_t distance;
};

void nearest_init(struct nearest *nearest, rt_str word);
void nearest_offer(struct nearest *nearest, const char *name);

#endif
