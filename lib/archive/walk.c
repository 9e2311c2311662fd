/* Tree against tree: both are walked in parallel, and what has the same id on both sides is never looked at. */
#include "internal.h"

#include <string.h>

#define DEPTH_MAX 8 /* directories below one another; layout.c makes five */

enum side { OLD, NEW };

struct walk {
	struct rt_archive *archive;
	struct rt_arena *arena;
	struct archive_records records[2]; /* by side */
	rt_str outermost[2];
	struct rt_buf path; /* of the directory or file at hand */
	struct rt_error *err;
};

/* ---- files ---- */

static enum rt_code bad_file(struct walk *w, const char *why)
{
	return rt_fail(w->err, RT_EDAMAGED, "%s is damaged: file %.*s: %s; restore it from a copy", w->archive->path,
	               RT_ARG(rt_buf_str(&w->path)), why);
}

/* The records of the file at w->path. */
static enum rt_code take_file(struct walk *w, enum side side, const git_oid *id)
{
	struct archive_place place;
	git_odb_object *object;
	struct rt_error why;

	if (!archive_place_of(rt_buf_str(&w->path), w->outermost[side], w->arena, &place))
		return bad_file(w, "no file of an archive has such a name");
	enum rt_code code = archive_read_object(w->archive, id, GIT_OBJECT_BLOB, &object, w->err);
	if (code)
		return code;
	rt_str text = { git_odb_object_data(object), git_odb_object_size(object) };
	code = archive_parse_records(text, &place, &w->records[side], &why);
	git_odb_object_free(object);
	return code ? bad_file(w, why.message) : RT_OK;
}

/* ---- directories ---- */

static enum rt_code walk_trees(struct walk *w, const git_oid *const ids[2], size_t depth);

/* What is at w->path on either side; an id is NULL where there is nothing. */
static enum rt_code take(struct walk *w, const git_tree_entry *const entries[2], size_t depth)
{
	const git_oid *const ids[2] = { entries[OLD] ? git_tree_entry_id(entries[OLD]) : NULL,
		                        entries[NEW] ? git_tree_entry_id(entries[NEW]) : NULL };
	enum rt_code code = RT_OK;

	if (ids[OLD] && ids[NEW] && git_oid_equal(ids[OLD], ids[NEW]))
		return RT_OK;
	if (git_tree_entry_type(entries[entries[OLD] ? OLD : NEW]) == GIT_OBJECT_TREE) {
		rt_buf_add_char(&w->path, '/');
		return walk_trees(w, ids, depth + 1);
	}
	if (ids[OLD])
		code = take_file(w, OLD, ids[OLD]);
	if (ids[NEW] && !code)
		code = take_file(w, NEW, ids[NEW]);
	return code;
}

/* In git's order of a tree's entries, which puts a directory where its name with a `/` belongs. */
static int compare_entries(const git_tree_entry *a, const git_tree_entry *b)
{
	rt_str x = rt_str_of(git_tree_entry_name(a)), y = rt_str_of(git_tree_entry_name(b));
	size_t common = x.len < y.len ? x.len : y.len;
	int order = memcmp(x.data, y.data, common);
	int x_next = x.len > common ? (unsigned char)x.data[common] : git_tree_entry_type(a) == GIT_OBJECT_TREE ? '/' : 0;
	int y_next = y.len > common ? (unsigned char)y.data[common] : git_tree_entry_type(b) == GIT_OBJECT_TREE ? '/' : 0;

	if (!order)
		order = x_next - y_next;
	return order ? order : (x.len > y.len) - (x.len < y.len);
}

/* Merge the entries of both; a tree may be NULL. */
static enum rt_code merge(struct walk *w, const git_tree *const trees[2], size_t depth)
{
	size_t at[2] = { 0, 0 }, path = w->path.len;
	enum rt_code code = RT_OK;

	while (!code) {
		const git_tree_entry *next[2];

		for (size_t side = OLD; side <= NEW; side++)
			next[side] = trees[side] ? git_tree_entry_byindex(trees[side], at[side]) : NULL;
		if (!next[OLD] && !next[NEW])
			break;
		int order = !next[OLD] ? 1 : !next[NEW] ? -1 : compare_entries(next[OLD], next[NEW]);
		at[OLD] += order <= 0;
		at[NEW] += order >= 0;
		next[OLD] = order <= 0 ? next[OLD] : NULL;
		next[NEW] = order >= 0 ? next[NEW] : NULL;
		rt_buf_add_str(&w->path, rt_str_of(git_tree_entry_name(next[order <= 0 ? OLD : NEW])));
		code = take(w, next, depth);
		w->path.len = path;
	}
	return code;
}

static enum rt_code walk_trees(struct walk *w, const git_oid *const ids[2], size_t depth)
{
	git_tree *trees[2] = { NULL, NULL };
	enum rt_code code = depth > DEPTH_MAX ? bad_file(w, "too deep") : RT_OK;

	for (size_t side = OLD; side <= NEW && !code; side++)
		if (ids[side])
			code = archive_read_tree(w->archive, ids[side], &trees[side], w->err);
	if (!code)
		code = merge(w, (const git_tree *const[2]){ trees[OLD], trees[NEW] }, depth);
	git_tree_free(trees[OLD]);
	git_tree_free(trees[NEW]);
	return code;
}

/* ---- the whole ---- */

/* The registry that the document of a tree is, from the file of its head; *ENTRIES becomes the id of its files. */
static enum rt_code open_side(struct walk *w, enum side side, const struct rt_object_id *id, git_oid *entries)
{
	const struct archive_place head = { .subject = RT_HEAD };
	struct archive_records records = { .arena = w->arena };
	struct rt_error why;
	git_oid root_id = archive_oid_of(id);
	git_tree *root;
	git_tree_entry *about = NULL;
	git_odb_object *object;
	enum rt_code code = archive_read_tree(w->archive, &root_id, &root, w->err);

	if (code)
		return code;
	const git_tree_entry *directory = git_tree_entry_byname(root, ARCHIVE_ENTRIES);
	if (!directory || git_tree_entry_bypath(&about, root, ARCHIVE_ENTRIES "/about") < 0) {
		git_tree_free(root);
		return bad_file(w, "it is not there");
	}
	*entries = *git_tree_entry_id(directory);
	code = archive_read_object(w->archive, git_tree_entry_id(about), GIT_OBJECT_BLOB, &object, w->err);
	git_tree_entry_free(about);
	git_tree_free(root);
	if (code)
		return code;
	rt_str text = { git_odb_object_data(object), git_odb_object_size(object) };
	code = archive_parse_records(text, &head, &records, &why);
	git_odb_object_free(object);
	if (code)
		return bad_file(w, why.message);
	w->outermost[side] = records.items[0].registry;
	return RT_OK;
}

static enum rt_code walk_entries(struct walk *w, const struct rt_object_id *const trees[2])
{
	git_oid entries[2];
	const git_oid *ids[2] = { NULL, NULL };
	enum rt_code code = RT_OK;

	rt_buf_add_str(&w->path, RT_STR(ARCHIVE_ENTRIES "/about"));
	for (size_t side = OLD; side <= NEW && !code; side++) {
		if (!trees[side])
			continue;
		code = open_side(w, (enum side)side, trees[side], &entries[side]);
		ids[side] = &entries[side];
	}
	w->path.len = sizeof ARCHIVE_ENTRIES;
	return code ? code : walk_trees(w, ids, 1);
}

enum rt_code rt_archive_compare(struct rt_archive *archive, const struct rt_object_id *old_tree,
                                const struct rt_object_id *new_tree, struct rt_arena *arena, struct rt_records *old,
                                struct rt_records *new, struct rt_error *err)
{
	const struct rt_object_id *const trees[2] = { old_tree, new_tree };
	struct walk w = { .archive = archive,
		          .arena = arena,
		          .records = { { .arena = arena }, { .arena = arena } },
		          .path = RT_BUF_INIT,
		          .err = err };
	enum rt_code code = walk_entries(&w, trees);

	rt_buf_release(&w.path);
	*old = (struct rt_records){ w.records[OLD].items, w.records[OLD].count };
	*new = (struct rt_records){ w.records[NEW].items, w.records[NEW].count };
	return code;
}
