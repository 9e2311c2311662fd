/* regtrail/trail.h - the stages joined: what the commands of the program do, as functions. Here: reading and comparing;
 * regtrail/import.h and regtrail/fetch.h archive.
 *
 * The only part of the library that knows source, format, archive, diff and render at once.
 */
#ifndef REGTRAIL_TRAIL_H
#define REGTRAIL_TRAIL_H

#include <regtrail/archive.h>
#include <regtrail/diff.h>
#include <regtrail/look.h>
#include <regtrail/render.h>
#include <regtrail/source.h>
#include <regtrail/status.h>
#include <regtrail/stats.h>

/* A document that was read: where it came from, its records. */
struct rt_loaded {
	struct rt_snapshot snapshot; /* commit absent, archived RT_NO_TIME */
	struct rt_records records;
};

/* Read BYTES as a registry document. SHA256 says whether snapshot.sha256 is wanted. Errors name SOURCE. */
enum rt_code rt_trail_load(rt_str bytes, rt_str source, bool sha256, struct rt_arena *arena, struct rt_loaded *out,
                           struct rt_error *err);

/* One side of a comparison of documents. */
struct rt_side {
	rt_str bytes, source;
	const struct rt_snapshot *snapshot; /* what the archive knows of it; NULL for a document from elsewhere */
};

/* All changes between two documents, or between two snapshots of an archive. SHA256: as above. PEOPLE: with those of
 * the contact list. */
enum rt_code rt_trail_diff_documents(const struct rt_side *old, const struct rt_side *new, bool sha256,
                                     struct rt_arena *arena, struct rt_report *out, struct rt_error *err);
enum rt_code rt_trail_diff_snapshots(struct rt_archive *archive, const struct rt_archived *old,
                                     const struct rt_archived *new, bool people, struct rt_arena *arena,
                                     struct rt_report *out, struct rt_error *err);

/* Count what SNAPSHOT has; rt_trail_stats() also what came and went in each year of the archive up to it. */
enum rt_code rt_trail_count(struct rt_archive *archive, const struct rt_archived *snapshot, struct rt_arena *arena,
                            struct rt_stats *out, struct rt_error *err);
enum rt_code rt_trail_stats(struct rt_archive *archive, const struct rt_archived *snapshot, struct rt_arena *arena,
                            struct rt_stats *out, struct rt_error *err);

/* The same of the last of the COUNT snapshots in each year, or with MONTHS in each month, oldest first, and what came
 * and went since the one before. */
enum rt_code rt_trail_stats_each(struct rt_archive *archive, const struct rt_archived *snapshots, size_t count,
                                 bool months, struct rt_arena *arena, struct rt_stats **out, size_t *out_count,
                                 struct rt_error *err);

/* When nobody looked at REGISTRY for longer than THRESHOLD seconds, up to NOW. What counts as a look is a good one that
 * was recorded, and the archived time of each snapshot; before the first look on record nobody knows, so there the
 * threshold is RT_GAP_UNKNOWN if that is more. Times that only a clock that was wrong can have made do not count: a
 * snapshot archived long before its registry date, a look before the first snapshot. */
enum rt_code rt_trail_gaps(struct rt_archive *archive, rt_str registry, rt_time now, rt_time threshold,
                           struct rt_arena *arena, struct rt_gaps *out, struct rt_error *err);
#define RT_GAP (7 * RT_DAY) /* the threshold, unless the setting regtrail.gap says otherwise */
#define RT_GAP_UNKNOWN (30 * RT_DAY)

/* How REGISTRY stands at NOW, or, if it is absent, each registry that has a branch, is named by the setting
 * regtrail.registry, or was looked at within the last two months; by name. */
enum rt_code rt_trail_status(struct rt_archive *archive, rt_str registry, rt_time now, struct rt_arena *arena,
                             struct rt_status **out, size_t *count, struct rt_error *err);

#endif
