/* alike.h - what is told of many registries at once: if a server is down, it is down for all of them. */
#ifndef CMD_ALIKE_H
#define CMD_ALIKE_H

#include <regtrail/buf.h>

#include <stdbool.h>

struct alike {
	bool all;             /* tell each, however many there are */
	size_t count;         /* of those that came with TEXT */
	struct rt_buf text;   /* without the name before it */
	struct rt_buf latest; /* the name of the last of them */
};

/* Tell "NAME: TEXT". Of those that come with the same TEXT, one after the other, the first three are told and the
 * others counted: then the value is false. */
bool alike_tell(struct alike *alike, rt_str name, rt_str text);

/* Tell how many others there were, if any, and give back what ALIKE holds; it can be used again. */
void alike_end(struct alike *alike);

#endif
