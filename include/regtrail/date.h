/* regtrail/date.h - points in time, in UTC.
 *
 * An rt_time counts seconds since 1970-01-01T00:00:00Z without leap seconds (POSIX time). A registry date is the
 * midnight that begins its day. Text forms are those of RFC 3339.
 */
#ifndef REGTRAIL_DATE_H
#define REGTRAIL_DATE_H

#include <regtrail/str.h>

typedef int64_t rt_time;

#define RT_NO_TIME INT64_MIN
#define RT_DAY     86400 /* seconds */

/* Parse `2025-10-22`, `2025-10` (its first day) or `2025` (likewise). False when it is not a date of the Gregorian
 * calendar between the years 1900 and 9999. */
bool rt_date_parse(rt_str text, rt_time *out);

/* Parse the above or `2025-10-22T12:00[:00][Z|+02:00]` (a space may stand for the T; no zone means UTC).
 * *LAST, if not NULL, becomes the last second that the text can mean: 23:59:59 for a day. */
bool rt_time_parse(rt_str text, rt_time *out, rt_time *last);

/* Parse `today`, `yesterday` or `30 days ago` as of NOW; the units are seconds to years, and a dot may stand for a
 * space. *FIRST and *LAST become the same moment, or the first and last second of a day. */
bool rt_time_parse_words(rt_str text, rt_time now, rt_time *first, rt_time *last);

/* Parse HTTP's `Wed, 22 Oct 2025 12:00:00 GMT` (RFC 9110 section 5.6.7, the preferred form). */
bool rt_time_parse_http(rt_str text, rt_time *out);

#define RT_TIME_TEXT 32 /* bytes that the forms below need, with the NUL */
const char *rt_date_text(rt_time time, char out[RT_TIME_TEXT]);  /* 2025-10-22; RT_NO_TIME gives "" */
const char *rt_time_text(rt_time time, char out[RT_TIME_TEXT]);  /* 2025-10-22T12:00:00Z; RT_NO_TIME gives "" */

/* Parse a span of time, `45s`, `90m`, `36h`, `7d` or `2w`, to seconds. A number alone is none: of what? */
bool rt_duration_parse(rt_str text, rt_time *out);

/* SECONDS (0 or more) for people, rounded down: 45 s, 90 min, 36 h, 3 days. The smallest unit of which there are no
 * more than 119 or, of hours, 47. */
const char *rt_duration_text(rt_time seconds, char out[RT_TIME_TEXT]);

/* The midnight that begins the day of TIME. */
rt_time rt_date_of(rt_time time);

/* The day of Y-M-D as an rt_time; false when there is no such day. */
bool rt_date_from_civil(int year, int month, int day, rt_time *out);

#endif
