/* filter.h - the options that say which changes of a report are wanted. */
#ifndef CMD_FILTER_H
#define CMD_FILTER_H

#include "options.h"

#include <regtrail/diff.h>
#include <regtrail/render.h>

struct filter_options {
	bool all;
	struct opt_list kinds, ports, protocols, services, assignees;
};
extern const struct opt filter_options[];

/* What the options mean; it lives in ARENA. */
enum rt_code filter_make(const struct filter_options *options, struct rt_arena *arena, struct rt_filter *out,
                         struct rt_error *err);

/* The options as they can be typed, `--kind=new,deassigned --port=443`; absent if they leave nothing out. Lives in
 * ARENA. */
rt_str filter_words(const struct filter_options *options, struct rt_arena *arena);

/* Leave in REPORT what passes FILTER. */
void filter_report(struct rt_report *report, const struct rt_filter *filter, struct rt_arena *arena);

#endif
