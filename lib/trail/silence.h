/* silence.h - what the user is told of a look, by the looks before it alone: nothing here knows a clock or an archive.
 * So a copy of the archive is as silent as the archive was. */
#ifndef TRAIL_SILENCE_H
#define TRAIL_SILENCE_H

#include <regtrail/look.h>

/* An error is told again after a week; an hour less, since no nightly job comes to the second. */
#define SILENCE (7 * RT_DAY - RT_DAY / 24) /* seconds */

/* Whoever was told that all is well again is told of the same error once more, when it has lasted that long: a server
 * that is well every other night makes no mail, one that stays away is not taken to be well for a week. Less than a
 * day, so that the second night in a row counts even if it comes early. */
#define RELAPSE (18 * RT_DAY / 24) /* seconds */

/* Was the user told lately what LOOK, which is no good one, says again, and not that this is over? PAST: the looks
 * before it, at whatever registries, oldest first. Reasons are the same that differ in numbers only, unless something
 * is stale: then those are dates. */
bool silence_covers(const struct rt_looks *past, const struct rt_look *look);

/* Is a good look at REGISTRY at NOW, after PAST, the end of trouble that the user was told of? *SINCE: when it began.
 * Looks later than NOW, which a clock that was set back leaves behind, prove nothing. */
bool silence_ends(const struct rt_looks *past, rt_str registry, rt_time now, rt_time *since);

#endif
