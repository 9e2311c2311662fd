/* regtrail/look.h - one look at the source of a registry: when, and what came of it.
 *
 * Every look is recorded, so that "nothing changed" and "nobody looked" differ.
 */
#ifndef REGTRAIL_LOOK_H
#define REGTRAIL_LOOK_H

#include <regtrail/date.h>
#include <regtrail/error.h>

enum rt_outcome {
	RT_SAW_NEW,         /* a new snapshot was archived */
	RT_SAW_UNCHANGED,   /* the server said so: 304 (RFC 9110 section 15.4.5) */
	RT_SAW_SAME,        /* it sent the bytes of the newest snapshot again */
	RT_SAW_STALE,       /* it sent something older than the newest snapshot */
	RT_SAW_REFUSED,     /* it sent something that is not to be archived */
	RT_SAW_UNREACHABLE  /* it sent nothing */
};
#define RT_OUTCOMES 6

/* "new", "unchanged", "same", "stale", "refused", "unreachable". */
const char *rt_outcome_name(enum rt_outcome outcome);
bool rt_outcome_parse(rt_str name, enum rt_outcome *out);

/* Does it tell what the registry was at that time? True of the first three. */
bool rt_outcome_is_good(enum rt_outcome outcome);

/* TEXT as the reason of a look: one line, at most RT_MAX_REASON bytes, cut at a character; control characters are
 * spaces, bytes that are not UTF-8 are `?`. Absent if nothing is left. A reason stays as it is. */
rt_str rt_look_reason(rt_str text, struct rt_arena *arena);

struct rt_look {
	rt_time time;
	enum rt_outcome outcome;
	rt_str registry;
	bool told;     /* the user was told then: of a good look, that all is well again; else the reason */
	rt_str reason; /* what was wrong, in one line; absent if nothing was */
};

struct rt_looks {
	struct rt_look *items; /* by time, oldest first */
	size_t count;
};

/* A span in which nobody looked. */
struct rt_gap {
	rt_time from, to; /* the good looks at both ends; TO is RT_NO_TIME if there was none since */
};

struct rt_gaps {
	struct rt_gap *items; /* oldest first */
	size_t count;
};

#endif
