/* handover.h - what becomes of the report of a new snapshot: printed, and given to a command. */
#ifndef CMD_HANDOVER_H
#define CMD_HANDOVER_H

#include <regtrail/diff.h>
#include <regtrail/fetch.h>

struct handover {
	struct rt_filter filter;
	rt_str only; /* the filter in words, see struct rt_report */
	const struct rt_renderer *renderer; /* NULL: one line on standard error instead of a report */
	struct rt_style style;
	const char *command; /* for the shell, with the report as JSON on its standard input; NULL: none */
	const char *archive; /* its path, for the environment of the command */
	long seconds;        /* that the command may take; 0: as long as it likes */
	bool late;           /* it took longer */
};

/* RT_EINVALID if the report cannot be written, or the command fails or takes too long. */
enum rt_code handover_report(struct handover *handover, const struct rt_fetched *fetched, struct rt_arena *arena,
                             struct rt_error *err);

#endif
