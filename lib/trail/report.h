/* report.h - the parts of a report over a period: which snapshots it is about, and what came and went on the way. */
#ifndef TRAIL_REPORT_H
#define TRAIL_REPORT_H

#include <regtrail/period.h>

/* Snapshots by their index, and the time meanwhile. */
struct stretch {
	size_t from, to;    /* from <= to */
	bool begins;        /* there is no snapshot before the period: FROM is the first */
	rt_time start, end; /* in which gaps are of interest */
};

/* ALL: the snapshots of REGISTRY, at least one. */
enum rt_code period_find(struct rt_archive *archive, rt_str registry, const struct rt_period *period,
                         const struct rt_archived *all, size_t count, struct rt_arena *arena, struct stretch *out,
                         struct rt_error *err);

/* What came and went, was flagged and unflagged, or changed and changed back in STEPS, so that NET does not tell: the
 * last change of each entry, and of each in *PASSAGES when. */
struct rt_changes passing_of(const struct rt_report *steps, size_t count, const struct rt_changes *net,
                             struct rt_arena *arena, struct rt_passage **passages);

#endif
