/* The versions of documents in a history: of each commit what is other than in all of its parents. Trees that a parent
 * has too are never looked at. */
#include "git.h"

#include <regtrail/buf.h>

#include <stdlib.h>
#include <string.h>

#define PARENTS_MAX 16 /* of a merge; further ones are not compared with */
#define DEPTH_MAX   64 /* directories below one another */

enum naming { BY_ID, BY_SUFFIX };

struct walk {
	struct rt_git *git;
	struct rt_arena *arena;
	enum naming naming;
	struct git_ids seen;
	git_oid *stack;
	size_t depth, room;
	struct rt_git_version *versions;
	size_t count, capacity;
	git_commit *commit; /* the one at hand */
	struct rt_buf path;
	struct rt_error *err;
};

/* ---- which files ---- */

static bool is_wanted(const struct walk *w, rt_str path, rt_str name)
{
	const struct rt_git_request *request = w->git->request;
	const rt_str suffix = RT_STR(".xml");

	if (request->path)
		return rt_str_equal(path, rt_str_of(request->path));
	if (!rt_str_ends_with(name, suffix))
		return false;
	if (w->naming == BY_SUFFIX)
		return true;
	name.len -= suffix.len;
	for (size_t i = 0; i < request->registry_count; i++)
		if (rt_str_equal(request->registries[i], name))
			return true;
	return false;
}

/* A clock was wrong, or a tool: git fsck refuses times before 1970, and no document came from the future. */
static rt_time possible(rt_time time, rt_time now)
{
	return time >= 0 && time <= now ? time : now;
}

static void add_version(struct walk *w, const git_oid *blob)
{
	char commit[GIT_OID_HEXSZ + 1];

	if (w->count == w->capacity) {
		w->capacity = w->capacity * 2 + 256;
		struct rt_git_version *versions = rt_arena_array(w->arena, w->capacity, sizeof *versions);

		for (size_t i = 0; i < w->count; i++)
			versions[i] = w->versions[i];
		w->versions = versions;
	}
	struct rt_git_version *version = &w->versions[w->count++];
	memcpy(version->blob.bytes, blob->id, sizeof version->blob.bytes);
	version->path = rt_str_copy(w->arena, rt_buf_str(&w->path));
	version->source = rt_str_format(w->arena, "%s %s:%s", w->git->request->repository,
	                                git_oid_tostr(commit, sizeof commit, git_commit_id(w->commit)), w->path.data);
	version->committed = possible(git_commit_time(w->commit), w->git->request->now);
	version->authored = possible(git_commit_author(w->commit)->when.time, version->committed);
}

/* ---- trees ---- */

static enum rt_code damaged(const struct walk *w, const char *what, const git_oid *id)
{
	char text[GIT_OID_HEXSZ + 1];

	return rt_fail(w->err, RT_EINVALID, "%s: %s %s cannot be read: %s", w->git->request->repository, what,
	               git_oid_tostr(text, sizeof text, id), git_source_message());
}

static enum rt_code walk_tree(struct walk *w, const git_oid *id, const git_oid *parents, size_t count, size_t depth);

static enum rt_code walk_entry(struct walk *w, const git_tree_entry *entry, git_tree *const *parents, size_t count,
                               size_t depth)
{
	const char *name = git_tree_entry_name(entry);
	const git_oid *id = git_tree_entry_id(entry);
	git_filemode_t mode = git_tree_entry_filemode(entry);
	git_oid below[PARENTS_MAX];
	size_t known = 0, path = w->path.len;
	enum rt_code code = RT_OK;

	for (size_t i = 0; i < count; i++) {
		const git_tree_entry *old = git_tree_entry_byname(parents[i], name);

		if (old && git_oid_equal(git_tree_entry_id(old), id))
			return RT_OK;
		if (old && git_tree_entry_filemode(old) == GIT_FILEMODE_TREE)
			below[known++] = *git_tree_entry_id(old);
	}
	rt_buf_add_str(&w->path, rt_str_of(name));
	if (mode == GIT_FILEMODE_TREE) {
		rt_buf_add_char(&w->path, '/');
		code = walk_tree(w, id, below, known, depth + 1);
	} else if (mode != GIT_FILEMODE_LINK && mode != GIT_FILEMODE_COMMIT &&
	           is_wanted(w, rt_buf_str(&w->path), rt_str_of(name))) {
		add_version(w, id);
	}
	w->path.len = path;
	w->path.data[path] = '\0';
	return code;
}

static enum rt_code walk_tree(struct walk *w, const git_oid *id, const git_oid *parents, size_t count, size_t depth)
{
	git_tree *tree, *others[PARENTS_MAX];
	size_t known = 0;
	enum rt_code code = RT_OK;

	if (depth > DEPTH_MAX)
		return RT_OK;
	if (git_tree_lookup(&tree, w->git->repository, id) < 0)
		return damaged(w, "tree", id);
	for (size_t i = 0; i < count; i++)
		known += git_tree_lookup(&others[known], w->git->repository, &parents[i]) == 0;
	for (size_t i = 0; i < git_tree_entrycount(tree) && !code; i++)
		code = walk_entry(w, git_tree_entry_byindex(tree, i), others, known, depth);
	for (size_t i = 0; i < known; i++)
		git_tree_free(others[i]);
	git_tree_free(tree);
	return code;
}

/* ---- commits ---- */

static void push(struct walk *w, const git_oid *id)
{
	if (!git_ids_add(&w->seen, id))
		return;
	if (w->depth == w->room) {
		w->room = w->room * 2 + 64;
		git_oid *stack = realloc(w->stack, w->room * sizeof *stack);
		if (!stack)
			rt_out_of_memory(w->room * sizeof *stack);
		w->stack = stack;
	}
	w->stack[w->depth++] = *id;
}

/* The trees of the parents that are there: where a shallow clone ends there are none. */
static enum rt_code parents_of(struct walk *w, git_oid *trees, size_t *count)
{
	*count = 0;
	for (unsigned i = 0; i < git_commit_parentcount(w->commit); i++) {
		const git_oid *id = git_commit_parent_id(w->commit, i);
		git_commit *parent;
		int result = git_commit_lookup(&parent, w->git->repository, id);

		if (result == GIT_ENOTFOUND && git_repository_is_shallow(w->git->repository) == 1)
			continue;
		if (result < 0)
			return damaged(w, "commit", id);
		if (*count < PARENTS_MAX)
			trees[(*count)++] = *git_commit_tree_id(parent);
		git_commit_free(parent);
		push(w, id);
	}
	return RT_OK;
}

static enum rt_code walk_commit(struct walk *w, const git_oid *id)
{
	git_oid trees[PARENTS_MAX];
	size_t count;

	if (git_commit_lookup(&w->commit, w->git->repository, id) < 0)
		return damaged(w, "commit", id);
	enum rt_code code = parents_of(w, trees, &count);
	if (!code)
		code = walk_tree(w, git_commit_tree_id(w->commit), trees, count, 0);
	git_commit_free(w->commit);
	return code;
}

static enum rt_code walk_history(struct walk *w)
{
	enum rt_code code = RT_OK;

	push(w, &w->git->start);
	while (w->depth && !code) {
		git_oid id = w->stack[--w->depth];

		code = walk_commit(w, &id);
	}
	git_ids_release(&w->seen);
	return code;
}

/* Versions of one moment by path, so that the order does not hang on the way through the history. */
static int by_time(const void *a, const void *b)
{
	const struct rt_git_version *x = a, *y = b;
	int order = (x->committed > y->committed) - (x->committed < y->committed);

	if (!order)
		order = rt_str_compare(x->path, y->path);
	return order ? order : memcmp(x->blob.bytes, y->blob.bytes, sizeof x->blob.bytes);
}

enum rt_code rt_git_versions(struct rt_git *git, struct rt_arena *arena, struct rt_git_version **out, size_t *count,
                             struct rt_error *err)
{
	struct walk w = { .git = git, .arena = arena, .err = err, .path = RT_BUF_INIT };
	const struct rt_git_request *request = git->request;

	rt_buf_reserve(&w.path, 1); /* so that there are bytes */
	w.naming = request->registry_count ? BY_ID : BY_SUFFIX;
	enum rt_code code = walk_history(&w);
	if (!code && !w.count && w.naming == BY_ID && !request->path) {
		w.naming = BY_SUFFIX;
		code = walk_history(&w);
	}
	free(w.stack);
	rt_buf_release(&w.path);
	if (!code && !w.count)
		code = rt_fail(err, RT_EINVALID, "%s: there is no %s in the history of %s", request->repository,
		               request->path ? request->path : "*.xml", request->ref ? request->ref : "HEAD");
	if (!code)
		qsort(w.versions, w.count, sizeof *w.versions, by_time);
	*out = w.versions;
	*count = w.count;
	return code;
}
