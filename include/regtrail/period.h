/* regtrail/period.h - the report over a period: net, and snapshot by snapshot. */
#ifndef REGTRAIL_PERIOD_H
#define REGTRAIL_PERIOD_H

#include <regtrail/trail.h>

/* A period, as it was asked for. Either end is a date (`2020`, `2021-03`, `2021-03-05`), a time, words that
 * rt_time_parse_words() knows, or the name of a snapshot; see rt_archive_find(). */
struct rt_period {
	/* What changed from the beginning of that time on, or after that snapshot, or after the last report that was
	 * marked: `last-report`. Absent: last-report if there is one that is not later than UNTIL, else the last
	 * step. */
	rt_str since;
	rt_str until;     /* to the end of that time, or up to that snapshot; absent: to the newest */
	bool by_archived; /* dates mean the archived time */
	rt_time now;
};

struct rt_report_request {
	struct rt_period period;
	const struct rt_filter *filter; /* which changes: of the steps, net, and passing */
	rt_time gap;                    /* nobody looked for longer than that: see rt_trail_gaps() */
	bool marks;                     /* is the picture of the ports wanted? It takes reading a document */
};

/* REPORT->from is the newest snapshot before the period; where there is none, the first of all. RT_EINVALID: the
 * registry has no snapshot, or the period names none, ends before the first, or before it begins. */
enum rt_code rt_trail_report(struct rt_archive *archive, rt_str registry, const struct rt_report_request *request,
                             struct rt_arena *arena, struct rt_report *out, struct rt_error *err);

#endif
