/* diff_stat.h - `diff --stat`: how many changes instead of which. */
#ifndef CMD_DIFF_STAT_H
#define CMD_DIFF_STAT_H

#include "cmd.h"

#include <regtrail/diff.h>
#include <regtrail/render.h>

/* Write the counts of REPORT, from which what FILTER does not want is gone already. */
enum rt_code diff_stat_show(struct session *session, const struct rt_report *report, const struct rt_filter *filter,
                            bool json);

#endif
