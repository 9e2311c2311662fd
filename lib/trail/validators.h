/* validators.h - what to ask a server with, whether it still has the newest snapshot (RFC 9110 section 8.8).
 *
 * A server may send the same bytes with other validators, as a new one does, or one that is asked the first time after
 * an import. Nothing is archived then; without the new ones all would be sent again every night until something
 * changes.
 */
#ifndef TRAIL_VALIDATORS_H
#define TRAIL_VALIDATORS_H

#include <regtrail/archive.h>
#include <regtrail/source.h>

struct validators {
	rt_str etag, last_modified; /* absent: none is known */
};

/* Those that URL sent last with the bytes of NEWEST. */
struct validators validators_find(struct rt_archive *archive, const struct rt_snapshot *newest, rt_str url,
                                  struct rt_arena *arena);

/* URL sent the bytes of NEWEST again, as GOT: remember with what, if that was not known. */
void validators_keep(struct rt_archive *archive, const struct rt_snapshot *newest, rt_str url,
                     const struct rt_source_document *got, struct rt_arena *arena);

#endif
