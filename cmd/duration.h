/* duration.h - spans of time that the user gives: `36h`, `7d`. */
#ifndef CMD_DURATION_H
#define CMD_DURATION_H

#include "cmd.h"

/* TEXT, the value of WHAT ("--max-age", "the setting regtrail.gap"), as seconds. */
enum rt_code duration_of(struct session *session, const char *what, rt_str text, rt_time *out);

/* How long nobody may look before it is a gap: OPTION (NULL: not given), else the setting `gap`, else RT_GAP. */
enum rt_code duration_gap(struct session *session, const char *option, rt_time *out);

#endif
