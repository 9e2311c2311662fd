/* regtrail/status.h - how a registry stands: when it was last looked at, when it last changed, what is wrong. */
#ifndef REGTRAIL_STATUS_H
#define REGTRAIL_STATUS_H

#include <regtrail/look.h>
#include <regtrail/snapshot.h>

/* Looks later than now, which a clock that was set back leaves behind, prove nothing: they are counted, no more. */
struct rt_status {
	rt_str registry;
	struct rt_look last;       /* its time is RT_NO_TIME if nobody ever looked */
	rt_time good;              /* the last good look, or when the newest snapshot was archived; RT_NO_TIME: never */
	rt_time trouble;           /* since when no look is good; RT_NO_TIME: the last one was */
	bool has_snapshot;
	struct rt_snapshot newest;
	size_t quarantined;        /* documents that were refused and wait for a decision */
	size_t ahead;              /* looks later than now */
};

/* Is the last good look longer than MAX_AGE seconds ago, or was there none? */
bool rt_status_is_old(const struct rt_status *status, rt_time now, rt_time max_age);

#endif
