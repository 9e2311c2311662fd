/* backfill.h - what the two passes of a backfill share. */
#ifndef TRAIL_BACKFILL_H
#define TRAIL_BACKFILL_H

#include "internal.h"

#include <regtrail/backfill.h>

/* A document of the history, once for all versions with the same bytes. */
struct backfill_item {
	const struct rt_git_version *version; /* the first */
	rt_str registry;                      /* absent: it could not be read */
	rt_time date;
	bool undated;                         /* DATE is that of the commit */
	bool there;                           /* in the archive already */
};

struct backfill {
	struct rt_archive *archive;
	const struct rt_backfill *ask;
	struct rt_backfill_result *result;
	struct rt_git *git;
	struct rt_arena *arena;      /* lives as long as the import */
	struct backfill_item *items; /* by name of the blob, for the first pass; then by registry and date */
	size_t count;
	size_t done, total; /* steps of progress, of each pass */
};

void backfill_step(struct backfill *b);

/* Tell that ITEM is refused because of WHY; BYTES (absent: could not be read) go to quarantine. */
enum rt_code backfill_refuse(struct backfill *b, const struct backfill_item *item, rt_str bytes,
                             struct rt_arena *scratch, struct rt_error *why, struct rt_error *err);

/* ---- backfill_archive.c: the second pass ---- */

/* Archive ITEMS, which are sorted by registry, date and time, and not there yet. */
enum rt_code backfill_archive(struct backfill *b, const struct backfill_item *items, size_t count,
                              struct rt_error *err);

#endif
