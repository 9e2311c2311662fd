/* regtrail/git_source.h - the history of any git repository as a source: every version of the documents in it. */
#ifndef REGTRAIL_GIT_SOURCE_H
#define REGTRAIL_GIT_SOURCE_H

#include <regtrail/error.h>
#include <regtrail/snapshot.h>

struct rt_git;

struct rt_git_request {
	const char *repository;   /* a path, or a URL that libgit2 can fetch */
	const char *ref;          /* branch, tag or commit; NULL: HEAD */
	const char *path;         /* of the document; NULL: see rt_git_versions() */
	const rt_str *registries; /* those wanted; none: all */
	size_t registry_count;
	rt_time now;              /* instead of times of commits that cannot be: later, or before 1970 */
	const char *scratch;      /* directory to fetch into; what is there is removed, and again by rt_git_free() */
};

/* A document as one commit made it: other than in each of its parents. */
struct rt_git_version {
	struct rt_object_id blob;
	rt_str path;    /* in the tree */
	rt_str source;  /* "REPOSITORY COMMIT:PATH" */
	rt_time committed, authored;
};

/* RT_EINVALID: no repository, no such REF, nothing in it. RT_EUNREACHABLE: it cannot be fetched. REQUEST must outlive
 * *OUT. */
enum rt_code rt_git_open(const struct rt_git_request *request, struct rt_git **out, struct rt_error *err);
void rt_git_free(struct rt_git *git); /* NULL is fine */

/* All versions that are in the history of the ref, oldest commit first. Without a path, documents are the files *.xml;
 * with registries those named ID.xml, or, if there are none, all *.xml. Where a shallow clone ends is its beginning.
 * RT_EINVALID: there are none, or the history is damaged. */
enum rt_code rt_git_versions(struct rt_git *git, struct rt_arena *arena, struct rt_git_version **out, size_t *count,
                             struct rt_error *err);

/* The bytes of a document. RT_EINVALID: damaged. RT_EREFUSED: larger than RT_MAX_DOCUMENT. */
enum rt_code rt_git_read(struct rt_git *git, const struct rt_object_id *blob, struct rt_arena *arena, rt_str *bytes,
                         struct rt_error *err);

/* Give back what is kept of the last document because the next one is probably much the same. */
void rt_git_forget(struct rt_git *git);

/* The first LIMIT bytes of a document, all if it has no more, where that is cheaper than all of it. They are not held
 * against its name, so what they say is to be read again in the whole. False: read the whole. */
bool rt_git_read_start(struct rt_git *git, const struct rt_object_id *blob, size_t limit, struct rt_arena *arena,
                       rt_str *bytes);

/* A pack (gitformat-pack(5)) and the index of it, both valid until it returns. */
typedef enum rt_code rt_git_take(void *data, rt_str pack, rt_str index, struct rt_error *err);

/* The blobs IDS, and those that they are stored as differences from, copied from the packs of the repository without
 * being compressed anew. TAKE is called with each pack made so, at most one for each of the repository's; the names in
 * its index are computed from the blobs, which were read. Left out, and to be compressed anew by whoever keeps them,
 * are blobs that are in no pack, those that are stored oddly there, and all of a pack if one that was copied out of it
 * turns out to be unsound. What TAKE returns other than RT_OK ends it, and is returned. */
enum rt_code rt_git_copy_packed(struct rt_git *git, const struct rt_object_id *ids, size_t count, rt_git_take *take,
                                void *data, struct rt_error *err);

#endif
