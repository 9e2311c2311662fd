/* git.h - what the files of the git source share. */
#ifndef SOURCE_GIT_H
#define SOURCE_GIT_H

#include <regtrail/git_source.h>

#include <git2.h>

/* ---- git_pack.c: all packs of the repository, opened when first asked for ---- */

struct git_pack;

struct git_packs {
	struct git_pack *items;
	size_t count;
	bool listed;
};

/* A blob that others are stored as differences from, inflated. */
struct git_base {
	const struct git_pack *pack; /* NULL: none yet */
	size_t entry;
	char *data;
	size_t len;
};

struct rt_git {
	const struct rt_git_request *request;
	git_repository *repository;
	git_odb *odb;
	git_oid start; /* the commit that the ref is at */
	bool fetched;  /* into request->scratch */
	struct git_packs packs;
	struct git_base base;
};

const struct git_packs *git_packs_of(struct rt_git *git);
void git_packs_release(struct git_packs *packs);

/* What libgit2 said last. */
const char *git_source_message(void);

/* ---- git_fetch.c ---- */

/* Fetch branches and tags into the scratch directory. HEAD there becomes what it is at the other end. */
enum rt_code git_source_fetch(struct rt_git *git, struct rt_error *err);
void git_source_remove(const char *directory);

/* ---- git_ids.c: a set of object names ---- */

struct git_ids {
	git_oid *slots;
	size_t count, capacity; /* a power of two, or 0 */
};

/* False if it is in there already. */
bool git_ids_add(struct git_ids *ids, const git_oid *id);
void git_ids_release(struct git_ids *ids);

#endif
