/* regtrail/snapshot.h - one published version of a registry, and where it came from; and what was not taken for one. */
#ifndef REGTRAIL_SNAPSHOT_H
#define REGTRAIL_SNAPSHOT_H

#include <regtrail/date.h>

/* The name of a git object. */
struct rt_object_id {
	unsigned char bytes[20];
};

#define RT_NOT_COUNTED ((size_t)-1)

struct rt_snapshot {
	rt_str registry;
	rt_time date;         /* the document's own <updated>, midnight UTC */
	rt_time archived;     /* when it was taken; RT_NO_TIME for a document outside an archive */
	rt_str commit;        /* 40 hex digits; absent for a document outside an archive */
	rt_str sha256;        /* of the document, 64 hex digits */
	size_t records;       /* all of them */
	size_t entries;       /* those that are assigned */
	size_t changes;       /* since the snapshot before, as the usual report counts them; RT_NOT_COUNTED for the
	                         first */
	rt_str source;        /* URL or path */
	rt_str etag, last_modified; /* as the server sent them, absent if it did not */
};

/* A document that was refused; see regtrail/quarantine.h. */
struct rt_quarantined {
	rt_str id;
	rt_str registry;            /* the one that was asked for, or that it says it is */
	rt_time taken;              /* when it came first */
	rt_str reason;              /* why it was refused, one line */
	rt_str sha256;              /* of the bytes kept */
	rt_str source;              /* URL or path */
	rt_str etag, last_modified; /* as the server sent them, absent if it did not */
	bool partial;               /* it was too large or broken: only its beginning was kept */
	size_t size;                /* bytes kept */
	rt_str commit;              /* 40 hex digits; set by the archive */
};

#endif
