/* regtrail/snapshot.h - one published version of a registry, and where it came from. */
#ifndef REGTRAIL_SNAPSHOT_H
#define REGTRAIL_SNAPSHOT_H

#include <regtrail/date.h>

#define RT_NOT_COUNTED ((size_t)-1)

struct rt_snapshot {
	rt_str registry;
	rt_time date;         /* the document's own <updated>, midnight UTC */
	rt_time archived;     /* when it was taken; RT_NO_TIME for a document outside an archive */
	rt_str commit;        /* 40 hex digits; absent for a document outside an archive */
	rt_str sha256;        /* of the document, 64 hex digits */
	size_t records;       /* all of them */
	size_t entries;       /* those that are assigned */
	size_t changes;       /* since the snapshot before, as the usual report counts them; RT_NOT_COUNTED for the first */
	rt_str source;        /* URL or path */
	rt_str etag, last_modified; /* as the server sent them, absent if it did not */
};

#endif
