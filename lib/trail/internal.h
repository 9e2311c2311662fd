/* internal.h - what import and fetch share: placing snapshots in the series of a registry, and what may be one. */
#ifndef TRAIL_INTERNAL_H
#define TRAIL_INTERNAL_H

#include <regtrail/gate.h>
#include <regtrail/import.h>
#include <regtrail/trail.h>
#include <regtrail/xml.h>

/* A series in the making: the snapshots of one registry, in order, those of the archive and new ones. */
struct series {
	rt_str registry;
	struct rt_archived *items;
	size_t count, capacity;
	size_t first_new; /* index of the first new one; `count` if there is none */
	bool rebuilt;     /* a snapshot of the archive stands behind a new one */
};

/* The series of REGISTRY as the archive has it. */
enum rt_code series_open(struct rt_archive *archive, rt_str registry, struct rt_arena *arena, struct series *out,
                         struct rt_error *err);

/* The last of it with a document of that SHA-256; NULL if there is none. It stays where it is until the next is
 * added. */
const struct rt_archived *series_find(const struct series *series, rt_str sha256);

/* Write the tree of LOADED, and put it where it belongs: behind all snapshots of an earlier registry date, or of the
 * same and not archived later. */
enum rt_code series_add(struct rt_archive *archive, struct series *series, const struct rt_loaded *loaded, rt_str bytes,
                        struct rt_arena *arena, struct rt_error *err);

/* Likewise, but behind all: the registry date of LOADED is none earlier, and it came last, whatever the clock said when
 * the others came. */
enum rt_code series_append(struct rt_archive *archive, struct series *series, const struct rt_loaded *loaded,
                           rt_str bytes, struct rt_arena *arena, struct rt_error *err);

/* As series_add(), if its tree is written already. */
void series_put(struct series *series, const struct rt_loaded *loaded, const struct rt_object_id *tree,
                struct rt_arena *arena);

/* Write the commits from the first new snapshot on. LAST, if not NULL, becomes the report of the last one; *LAST_FIRST
 * says that there is none before it. Nothing is durable before rt_archive_flush(), and the branch does not move. */
enum rt_code series_commit(struct rt_archive *archive, struct series *series, struct rt_arena *arena,
                           struct rt_report *last, bool *last_first, struct rt_error *err);

/* ---- compare.c ---- */

/* Bytes that are not durable yet, at which an import flushes: some twenty-five snapshots of the port registry, the
 * second or two that a kill can cost. What was read is given back first: packing wants the memory, and one document in
 * twenty-five is read whole. */
#define FLUSH_AT ((size_t)2 << 20)

/* Documents of one registry, one after the other, of which each is read by what it has in common with the one
 * before. */
struct documents {
	struct rt_xml_series *series; /* NULL at first */
	struct rt_arena last;         /* where the last document lies */
};

/* Like rt_trail_load(), but what it gives, and BYTES and all else in ARENA, which is empty then, is given up by the
 * next call. */
enum rt_code documents_load(struct documents *documents, rt_str bytes, rt_str source, bool sha256,
                            struct rt_arena *arena, struct rt_loaded *out, struct rt_error *err);

/* Give back all memory; the next one is read whole. */
void documents_release(struct documents *documents);

/* ---- admit.c ---- */

/* Keep GOT in quarantine, which was refused because of WHY, to whose message is added under what name it is there.
 * ASKED: the registry that was asked for; absent: none was. *AGAIN: it was there already. */
enum rt_code quarantine_refused(struct rt_archive *archive, const struct rt_source_document *got, rt_str asked,
                                rt_time now, struct rt_arena *scratch, bool *again, struct rt_error *why,
                                struct rt_error *err);

/* Say in WHY that what was refused is not kept, as there was no room for more of REGISTRY. */
void quarantine_was_full(rt_str registry, struct rt_error *why);

/* Take out of quarantine what is new in SERIES, if it is there: by its name alone, nothing is read. */
enum rt_code quarantine_release(struct rt_archive *archive, const struct series *series, struct rt_error *err);

/* ---- gate.c ---- */

/* May GOT, which was fetched for REGISTRY and is not the newest snapshot of SERIES, be archived? A registry date that
 * the document does not have is set: by the server's date, else by NOW; but to none before the newest snapshot's,
 * unless the server says that it is older. RT_EREFUSED if not: *OUTCOME says whether it is only stale. Messages begin
 * with the source. */
enum rt_code gate_check(const struct rt_gate *gate, rt_str registry, const struct series *series,
                        struct rt_snapshot *got, rt_time now, enum rt_outcome *outcome, struct rt_error *err);

#endif
