/* internal.h - what the files of the archive share: the open archive, its objects, branches and commits. */
#ifndef ARCHIVE_INTERNAL_H
#define ARCHIVE_INTERNAL_H

#include "files.h"

#include <regtrail/limits.h>

#include <git2.h>
#include <git2/sys/odb_backend.h>

#define ARCHIVE_FORMAT     1
#define ARCHIVE_FORMAT_KEY "regtrail.format"
#define ARCHIVE_DOCUMENT   "registry.xml"
#define ARCHIVE_ENTRIES    "entries"
#define ARCHIVE_BRANCHES   "refs/heads/"
#define ARCHIVE_ROOM       "tmp_room_" /* how the name of a file begins that is there for its size only */
#define ARCHIVE_TAKEN      "tmp_taken_" /* ... that is to become a pack or its index */
#define ARCHIVE_REF_NAME   (RT_MAX_ID + 128) /* bytes of a reference's name with its NUL */

/* A branch: its registry and the commit that it is at. */
struct archive_tip {
	rt_str registry;
	git_oid commit;
};

/* Objects that are written but not yet durable. */
struct archive_pending {
	git_odb_backend *memory; /* belongs to the archive's odb; NULL until something is written */
	git_odb_backend *disk;   /* loose objects, each durable at once */
	git_oid *ids;            /* of those in memory */
	size_t count, capacity;
	size_t bytes; /* their sizes together */
};

/* The tree written last: the next one most often differs little. */
struct archive_written {
	rt_str registry; /* absent: none yet */
	git_oid tree;
	struct archive_listing listing; /* empty if the tree was written by another run */
};

/* A pack that a flush left; see rt_archive_pack_flushed(). */
struct archive_flushed {
	const struct archive_flushed *before;
	const char *name; /* the hexadecimal part of it */
};

struct rt_archive {
	struct rt_arena arena; /* lives as long as this */
	const char *path;
	git_repository *repository;
	git_odb *odb;
	struct archive_pending pending;
	struct archive_written last;
	const struct archive_flushed *flushed; /* since they were made one, the last one first */
	int lock;                 /* file descriptor, -1 if not locked */
	struct archive_tip *tips; /* the branches as they were when it was locked */
	size_t tip_count;
};

/* ---- objects.c ---- */

struct rt_object_id archive_id_of(const git_oid *oid);
git_oid archive_oid_of(const struct rt_object_id *id);

/* The directory of its objects; an archive is a bare repository, and has no other. */
const char *archive_objects_path(const struct rt_archive *archive, struct rt_arena *arena);

/* What libgit2 said last. */
const char *archive_git_message(void);

/* RT_EDAMAGED with what is wrong and what to do about it. */
enum rt_code archive_damaged(const struct rt_archive *archive, struct rt_error *err, const char *format, ...)
#if defined(__GNUC__)
	__attribute__((format(printf, 3, 4)))
#endif
	;

/* What libgit2 said last as an error about WHAT, when something was to be read: the archive is damaged, or RT_EINVALID
 * if it was the system that refused. */
enum rt_code archive_read_failed(const struct rt_archive *archive, const char *what, struct rt_error *err);

/* Likewise, when something was to be written: RT_EINVALID. */
enum rt_code archive_write_failed(const struct rt_archive *archive, const char *what, struct rt_error *err);

/* The object ID, which must be of TYPE; free it with git_odb_object_free(). */
enum rt_code archive_read_object(struct rt_archive *archive, const git_oid *id, git_object_t type, git_odb_object **out,
                                 struct rt_error *err);

enum rt_code archive_read_tree(struct rt_archive *archive, const git_oid *id, git_tree **out, struct rt_error *err);

/* Write an object whose id is known: in memory until rt_archive_flush(), or durable at once and no burden on memory. */
enum rt_code archive_keep(struct rt_archive *archive, const git_oid *id, git_object_t type, rt_str data,
                          struct rt_error *err);
enum rt_code archive_store(struct rt_archive *archive, const git_oid *id, git_object_t type, rt_str data,
                           struct rt_error *err);

/* Keep an object, whose id becomes *ID. */
enum rt_code archive_keep_new(struct rt_archive *archive, git_object_t type, rt_str data, git_oid *id,
                              struct rt_error *err);

/* Flush if so much is pending that it weighs on memory. */
enum rt_code archive_flush_if_large(struct rt_archive *archive, struct rt_error *err);

void archive_pending_release(struct archive_pending *pending);

/* Make sure that there is room for a pack of so many objects, BYTES in all. */
enum rt_code archive_check_room(struct rt_archive *archive, size_t bytes, size_t objects, struct rt_error *err);

/* Call TAKE with the id of each loose object; it returns 0. */
enum rt_code archive_each_loose(struct rt_archive *archive, git_odb_foreach_cb take, void *data, struct rt_error *err);

/* ---- config.c ---- */

/* Set in the config what an archive is to have, where it is not set. 0, or what libgit2 says. */
int archive_set_up(git_repository *repository);

/* ---- branch.c ---- */

/* All branches, by name. */
enum rt_code archive_list_tips(struct rt_archive *archive, struct rt_arena *arena, struct archive_tip **out,
                               size_t *count, struct rt_error *err);

/* The commit that REGISTRY is at; *FOUND says if there is a branch. */
enum rt_code archive_tip_of(struct rt_archive *archive, rt_str registry, git_oid *out, bool *found,
                            struct rt_error *err);

/* What libgit2 said, RESULT, when the reference NAME was to be moved, as an error. */
enum rt_code archive_reference_failed(const struct rt_archive *archive, int result, const char *name,
                                      struct rt_error *err);

/* ---- read.c ---- */

/* The bytes of a blob, which are what its id says. */
enum rt_code archive_read_blob(struct rt_archive *archive, const git_oid *id, struct rt_arena *arena, rt_str *bytes,
                               struct rt_error *err);

/* ---- tree.c ---- */

/* An entry of a tree object: mode and a space, name, NUL, id. */
void archive_add_tree_entry(struct rt_buf *raw, const char *mode, rt_str name, const void *id);

/* ---- commit.c ---- */

/* What a commit's text begins with, up to the message. PARENT may be NULL. */
void archive_add_commit_head(struct rt_buf *out, const git_oid *parent, const git_oid *tree, rt_time author,
                             rt_time committer);

/* The snapshot that commit ID is, its strings in ARENA. *PARENT, *HAS_PARENT: the one before. */
enum rt_code archive_read_commit(struct rt_archive *archive, rt_str registry, const git_oid *id, struct rt_arena *arena,
                                 struct rt_archived *out, git_oid *parent, bool *has_parent, struct rt_error *err);

/* Likewise; RT_EDAMAGED if the commit is none of ours, which all name the SHA-256 of their document. */
enum rt_code archive_read_snapshot(struct rt_archive *archive, rt_str registry, const git_oid *id,
                                   struct rt_arena *arena, struct rt_archived *out, git_oid *parent, bool *has_parent,
                                   struct rt_error *err);

/* ---- stale.c ---- */

/* To be called by whoever holds the lock. */
void archive_remove_stale_locks(struct rt_archive *archive);

#endif
