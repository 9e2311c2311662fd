/* regtrail/archive.h - a bare git repository that holds dated snapshots of registries.
 *
 * One branch per registry, one commit per snapshot, in the order of registry dates; author date = registry date,
 * committer date = archived time. A snapshot's tree holds the document as served (registry.xml) and its records as
 * small files (entries/...), a pure function of the document, so that comparing two snapshots is comparing two trees:
 * it costs what changed, not what is there.
 *
 * Writing: take the lock, write trees and commits (kept in memory), flush (one durable step), move the branch.
 * Whatever happens before the branch moves, the archive is as it was.
 */
#ifndef REGTRAIL_ARCHIVE_H
#define REGTRAIL_ARCHIVE_H

#include <regtrail/error.h>
#include <regtrail/look.h>
#include <regtrail/record.h>
#include <regtrail/snapshot.h>

struct rt_archive;

#define RT_OBJECT_ID_TEXT 41 /* bytes of the hex form with its NUL */
const char *rt_object_id_text(const struct rt_object_id *id, char out[RT_OBJECT_ID_TEXT]);

/* ---- open ---- */

/* Make an empty archive at PATH, and the folders on the way. An archive that is there already is left as it is;
 * anything else that is there is RT_EINVALID. *CREATED says which. */
enum rt_code rt_archive_init(const char *path, bool *created, struct rt_error *err);
enum rt_code rt_archive_open(const char *path, struct rt_archive **out, struct rt_error *err);
void rt_archive_free(struct rt_archive *archive); /* NULL is fine; gives up the lock */

/* A setting of the archive's own config, `regtrail.NAME`; absent if it is not set. */
rt_str rt_archive_config(struct rt_archive *archive, const char *name, struct rt_arena *arena);

/* All values of a setting that may be there more than once, in the order of the file. */
enum rt_code rt_archive_config_all(struct rt_archive *archive, const char *name, struct rt_arena *arena,
                                   rt_str **values, size_t *count, struct rt_error *err);

/* May what the config says be run as a command? Only if nobody but this user and root can write it, and it includes no
 * settings of ours from elsewhere. RT_EINVALID if not: the message says who can. */
enum rt_code rt_archive_config_is_trusted(struct rt_archive *archive, struct rt_error *err);

/* ---- read ---- */

struct rt_archived {
	struct rt_snapshot snapshot;
	struct rt_object_id commit, tree;
};

/* The registries that have a branch, by name. */
enum rt_code rt_archive_registries(struct rt_archive *archive, struct rt_arena *arena, rt_str **ids, size_t *count,
                                   struct rt_error *err);

/* All snapshots of a registry, oldest first; COUNT 0 if there are none. */
enum rt_code rt_archive_snapshots(struct rt_archive *archive, rt_str registry, struct rt_arena *arena,
                                  struct rt_archived **out, size_t *count, struct rt_error *err);

/* Those behind the newest one that KNOWN says is known, oldest first; all if none is. *FOUND: is there such a one? Then
 * it is *LAST_KNOWN. */
enum rt_code rt_archive_snapshots_since(struct rt_archive *archive, rt_str registry,
                                        bool (*known)(void *data, const struct rt_object_id *commit), void *data,
                                        struct rt_arena *arena, struct rt_archived **out, size_t *count,
                                        struct rt_object_id *last_known, bool *found, struct rt_error *err);

/* The snapshot that COMMIT is. */
enum rt_code rt_archive_snapshot(struct rt_archive *archive, rt_str registry, const struct rt_object_id *commit,
                                 struct rt_arena *arena, struct rt_archived *out, struct rt_error *err);

/* The last of them; *FOUND: is there any? */
enum rt_code rt_archive_newest(struct rt_archive *archive, rt_str registry, struct rt_arena *arena,
                               struct rt_archived *out, bool *found, struct rt_error *err);

/* The snapshot called NAME: latest, previous, latest~N, first, a date or time, a commit id of 4 digits or more. With
 * BY_ARCHIVED, dates mean the archived time. RT_EINVALID if there is none: the message names what is there. */
enum rt_code rt_archive_find(struct rt_archive *archive, rt_str registry, rt_str name, bool by_archived,
                             struct rt_arena *arena, struct rt_archived *out, struct rt_error *err);

/* Is NAME one of the above, whether or not any archive has such a snapshot? */
bool rt_archive_is_name(rt_str name);

/* The document, byte for byte as served. */
enum rt_code rt_archive_document(struct rt_archive *archive, const struct rt_archived *snapshot, struct rt_arena *arena,
                                 rt_str *bytes, struct rt_error *err);

/* The records in the files that differ between two trees (a few more than differ themselves). OLD_TREE may be NULL:
 * then everything in the new one. Without PEOPLE the contact list is left out: over years it is half of the work. */
enum rt_code rt_archive_compare(struct rt_archive *archive, const struct rt_object_id *old_tree,
                                const struct rt_object_id *new_tree, bool people, struct rt_arena *arena,
                                struct rt_records *old, struct rt_records *new, struct rt_error *err);

/* The path of the file below a snapshot's tree that RECORD of REGISTRY is kept in. */
rt_str rt_archive_entry_path(const struct rt_record *record, rt_str registry, struct rt_arena *arena);

/* The records that TREE keeps at PATH; none if there is no such file. */
enum rt_code rt_archive_entries(struct rt_archive *archive, rt_str registry, const struct rt_object_id *tree,
                                rt_str path, struct rt_arena *arena, struct rt_records *out, struct rt_error *err);

/* ---- derived data ----
 *
 * Beside git's files, in regtrail.index/: what can be made anew at any time. It is no part of the archive, so nothing
 * here is an error. */

enum rt_derived {
	RT_DERIVED_INDEX,     /* which changes concern which entry */
	RT_DERIVED_VALIDATORS /* of the newest snapshot, if its server has sent others since it was archived */
};

/* What was kept for REGISTRY, if anything is. */
rt_str rt_archive_derived(struct rt_archive *archive, enum rt_derived kind, rt_str registry, struct rt_arena *arena);

/* Keep BYTES for REGISTRY, all of them or none; whoever may not write does without. Needs no lock. */
void rt_archive_keep_derived(struct rt_archive *archive, enum rt_derived kind, rt_str registry, rt_str bytes);

/* ---- write ---- */

/* RT_ELOCKED if another run has it for longer than WAIT seconds (RT_WAIT_FOREVER: wait as long as it takes). The lock
 * goes with the process, so a killed run leaves none behind. */
enum rt_code rt_archive_lock(struct rt_archive *archive, long wait, struct rt_error *err);
#define RT_WAIT_FOREVER (-1L)

/* The git blob id that BYTES have in every repository. */
enum rt_code rt_archive_blob_id(rt_str bytes, struct rt_object_id *out, struct rt_error *err);

/* Write what a snapshot of the document BYTES with RECORDS looks like. */
enum rt_code rt_archive_write_tree(struct rt_archive *archive, rt_str bytes, struct rt_records records,
                                   struct rt_object_id *tree, struct rt_error *err);

/* Likewise for a document whose blob is in the archive already, as rt_archive_has() says: it is not hashed again. */
enum rt_code rt_archive_write_tree_of(struct rt_archive *archive, const struct rt_object_id *document,
                                      struct rt_records records, struct rt_object_id *tree, struct rt_error *err);
bool rt_archive_has(struct rt_archive *archive, const struct rt_object_id *id);

/* Take over PACK, objects as another repository has them compressed (gitformat-pack(5)), and its INDEX; durable when it
 * returns. Both are believed: see rt_git_copy_packed(). RT_EINVALID: it cannot be written. */
enum rt_code rt_archive_take_pack(struct rt_archive *archive, rt_str pack, rt_str index, struct rt_error *err);

/* The blob id of registry.xml in TREE. */
enum rt_code rt_archive_tree_document(struct rt_archive *archive, const struct rt_object_id *tree,
                                      struct rt_object_id *blob, struct rt_error *err);

/* Write a commit; its dates and trailers are taken from SNAPSHOT, its subject and body from MESSAGE. PARENT may be
 * NULL. */
enum rt_code rt_archive_write_commit(struct rt_archive *archive, const struct rt_object_id *parent,
                                     const struct rt_object_id *tree, const struct rt_snapshot *snapshot,
                                     rt_str message, struct rt_object_id *commit, struct rt_error *err);

/* Make everything written so far durable. */
enum rt_code rt_archive_flush(struct rt_archive *archive, struct rt_error *err);

/* Bytes of what is not durable yet. They are in memory; what gets too much is flushed without being asked for. */
size_t rt_archive_pending(const struct rt_archive *archive);

/* Move the branch of REGISTRY to COMMIT, which must be durable. If that rewrites history (the old tip is not behind
 * COMMIT) the old tip is kept under refs/replaced/REGISTRY/. The first branch made becomes HEAD. */
enum rt_code rt_archive_set_branch(struct rt_archive *archive, rt_str registry, const struct rt_object_id *commit,
                                   struct rt_error *err);

/* ---- looks ----
 *
 * The reference refs/looks/all is a branch of its own: each commit adds lines to the file of the month. (`git push`
 * takes no reference with fewer levels.) */

/* Append LOOKS, all of one run and so of one time; durable when it returns. The archive must be locked. Reasons are
 * made fit by rt_look_reason(). Lines that are there already are never parsed, so one that is damaged stops nobody from
 * adding more; RT_EDAMAGED only if git itself cannot read what is there. */
enum rt_code rt_archive_add_looks(struct rt_archive *archive, const struct rt_look *looks, size_t count,
                                  struct rt_error *err);

/* The looks at REGISTRY (absent: at all) from the month of SINCE on (RT_NO_TIME: all). RT_EDAMAGED if there is a line
 * that is none: nothing is left out in silence. */
enum rt_code rt_archive_looks(struct rt_archive *archive, rt_str registry, rt_time since, struct rt_arena *arena,
                              struct rt_looks *out, struct rt_error *err);

/* ---- reports still to be made ----
 *
 * A run that is killed between archiving and reporting must not swallow the report: refs/unreported/REGISTRY is the
 * last snapshot whose changes were reported, while there are later ones. */

/* Set it before the branch moves (SNAPSHOT: its tip); what is set already stays. NULL: reported, take it away. */
enum rt_code rt_archive_set_unreported(struct rt_archive *archive, rt_str registry, const struct rt_object_id *snapshot,
                                       struct rt_error *err);
enum rt_code rt_archive_unreported(struct rt_archive *archive, rt_str registry, struct rt_arena *arena,
                                   struct rt_archived *out, bool *found, struct rt_error *err);

/* ---- reports that were made ----
 *
 * refs/reported/REGISTRY is the snapshot up to which a report was marked as read. */
enum rt_code rt_archive_set_reported(struct rt_archive *archive, rt_str registry, const struct rt_object_id *snapshot,
                                     struct rt_error *err);
enum rt_code rt_archive_reported(struct rt_archive *archive, rt_str registry, struct rt_arena *arena,
                                 struct rt_archived *out, bool *found, struct rt_error *err);

/* ---- housekeeping ---- */

/* Pack loose objects, and many packs into few. Nothing is deleted that is not in a pack. AUTOMATIC: only when it is
 * worth it, as `git gc --auto` does, and never with the setting gc.auto = 0. *PACKED counts objects that went into a
 * new pack. The archive must be locked. */
enum rt_code rt_archive_pack(struct rt_archive *archive, bool automatic, size_t *packed, struct rt_error *err);

/* Make one pack of those that flushes left since this was done last, if they have BYTES or more: objects of one flush
 * are stored as what differs from others of the same. */
enum rt_code rt_archive_pack_flushed(struct rt_archive *archive, size_t bytes, struct rt_error *err);

/* Bytes that its objects take on disk. */
unsigned long long rt_archive_size(struct rt_archive *archive);

#endif
