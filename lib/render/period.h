/* period.h - the words for a period, safe for a terminal. */
#ifndef RENDER_PERIOD_H
#define RENDER_PERIOD_H

#include <regtrail/render.h>

/* Is it over a period, with a witness? */
bool render_is_period(const struct rt_report *report);

void render_day(struct rt_buf *out, rt_time time); /* 2025-10-22 or "undated" */

/* Of CHANGE, which is one of report->passing: "assigned 2025-02-13, given back 2025-06-12", "changed ..., changed back
 * ...". */
void render_passage(struct rt_buf *out, const struct rt_report *report, const struct rt_change *change);

void render_gap(struct rt_buf *out, const struct rt_gap *gap); /* "nobody looked from ... to ... (12 days)" */
void render_extent(struct rt_buf *out, const struct rt_report *report); /* "6 snapshots; the archive begins with ..." */
void render_only(struct rt_buf *out, const struct rt_report *report); /* "only --kind=new"; nothing without a filter */
void render_witness(struct rt_buf *out, const struct rt_report *report); /* "archive at ID, 6 snapshots" */

#endif
