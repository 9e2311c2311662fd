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
	bool people;        /* is the contact list wanted? */
	struct rt_buf path; /* of the directory or file at hand */
	struct rt_error *err;
};

/* ---- files ---- */

static enum rt_code bad_file(struct walk *w, const char *why)
{
	return archive_damaged(w->archive, w->err, "%.*s: %s", RT_ARG(rt_buf_str(&w->path)), why);
}

/* The records of the file at w->path, which differs; an id is NULL where there is none. */
static enum rt_code take_file(struct walk *w, const git_oid *const ids[2])
{
	git_odb_object *objects[2] = { NULL, NULL };
	rt_str texts[2] = { RT_NO_STR, RT_NO_STR };
	struct archive_place places[2];
	struct rt_error why;
	enum rt_code code = RT_OK;

	for (size_t side = OLD; side <= NEW; side++)
		if (!archive_place_of(rt_buf_str(&w->path), w->outermost[side], w->arena, &places[side]))
			return bad_file(w, "no file of an archive has such a name");
	for (size_t side = OLD; side <= NEW && !code; side++) {
		if (!ids[side])
			continue;
		code = archive_read_object(w->archive, ids[side], GIT_OBJECT_BLOB, &objects[side], w->err);
		if (!code)
			texts[side] =
				(rt_str){ git_odb_object_data(objects[side]), git_odb_object_size(objects[side]) };
	}
	if (!code && archive_parse_unlike(texts, places, w->records, &why))
		code = bad_file(w, why.message);
	for (size_t side = OLD; side <= NEW; side++)
		if (objects[side])
			git_odb_object_free(objects[side]);
	return code;
}

/* ---- directories ----
 *
 * Trees are read as the bytes that they are, `MODE NAME NUL ID` an entry: most entries are the same on both sides and
 * need no more than that to be passed over.
 */

struct entry {
	rt_str name;
	bool is_tree;
	git_oid id;
};

/* The entry that RAW begins with; how many bytes it takes, 0 if it is none. */
static size_t read_entry(rt_str raw, struct entry *out)
{
	const char *space = memchr(raw.data, ' ', raw.len);
	const char *nul = space ? memchr(space, '\0', raw.len - (size_t)(space - raw.data)) : NULL;
	size_t size = nul ? (size_t)(nul - raw.data) + 1 + GIT_OID_RAWSZ : 0;

	if (!size || size > raw.len)
		return 0;
	out->name = (rt_str){ space + 1, (size_t)(nul - space) - 1 };
	out->is_tree = *raw.data == '4'; /* 40000; files are 100644 */
	memcpy(out->id.id, nul + 1, GIT_OID_RAWSZ);
	return size;
}

/* In git's order of a tree's entries, which puts a directory where its name with a `/` belongs. */
static int compare_entries(const struct entry *a, const struct entry *b)
{
	size_t common = a->name.len < b->name.len ? a->name.len : b->name.len;
	int order = memcmp(a->name.data, b->name.data, common);
	int a_next = a->name.len > common ? (unsigned char)a->name.data[common] : a->is_tree ? '/' : 0;
	int b_next = b->name.len > common ? (unsigned char)b->name.data[common] : b->is_tree ? '/' : 0;

	if (!order)
		order = a_next - b_next;
	return order ? order : (a->name.len > b->name.len) - (a->name.len < b->name.len);
}

static enum rt_code walk_trees(struct walk *w, const git_oid *const ids[2], size_t depth);

/* What differs at w->path; an entry is NULL where there is nothing. */
static enum rt_code take(struct walk *w, const struct entry *const entries[2], size_t depth)
{
	const git_oid *const ids[2] = { entries[OLD] ? &entries[OLD]->id : NULL,
		                        entries[NEW] ? &entries[NEW]->id : NULL };

	if (!entries[entries[OLD] ? OLD : NEW]->is_tree)
		return take_file(w, ids);
	rt_buf_add_char(&w->path, '/');
	return walk_trees(w, ids, depth + 1);
}

/* The next entry of either tree, or of both if it is the same name, is taken off the front of RAW. */
static enum rt_code step(struct walk *w, rt_str raw[2], size_t depth)
{
	struct entry next[2];
	size_t size[2] = { 0, 0 }, path = w->path.len;

	for (size_t side = OLD; side <= NEW; side++) {
		if (raw[side].len && !(size[side] = read_entry(raw[side], &next[side])))
			return bad_file(w, "not a tree of git");
	}
	int order = !size[OLD] ? 1 : !size[NEW] ? -1 : compare_entries(&next[OLD], &next[NEW]);
	const struct entry *const entries[2] = { order <= 0 ? &next[OLD] : NULL, order >= 0 ? &next[NEW] : NULL };

	for (size_t side = OLD; side <= NEW; side++)
		if (entries[side])
			raw[side] = (rt_str){ raw[side].data + size[side], raw[side].len - size[side] };
	if (!order && git_oid_equal(&next[OLD].id, &next[NEW].id))
		return RT_OK;
	rt_str name = next[order <= 0 ? OLD : NEW].name;
	if (depth == 1 && !w->people && rt_str_equal(name, RT_STR("contacts")))
		return RT_OK;
	rt_buf_add_str(&w->path, name);
	enum rt_code code = take(w, entries, depth);
	w->path.len = path;
	return code;
}

/* An id may be NULL: nothing on that side. */
static enum rt_code walk_trees(struct walk *w, const git_oid *const ids[2], size_t depth)
{
	git_odb_object *trees[2] = { NULL, NULL };
	rt_str raw[2] = { { NULL, 0 }, { NULL, 0 } };
	enum rt_code code = depth > DEPTH_MAX ? bad_file(w, "too deep") : RT_OK;

	for (size_t side = OLD; side <= NEW && !code; side++) {
		if (!ids[side])
			continue;
		code = archive_read_object(w->archive, ids[side], GIT_OBJECT_TREE, &trees[side], w->err);
		if (!code)
			raw[side] = (rt_str){ git_odb_object_data(trees[side]), git_odb_object_size(trees[side]) };
	}
	while (!code && (raw[OLD].len || raw[NEW].len))
		code = step(w, raw, depth);
	for (size_t side = OLD; side <= NEW; side++)
		if (trees[side])
			git_odb_object_free(trees[side]);
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
                                const struct rt_object_id *new_tree, bool people, struct rt_arena *arena,
                                struct rt_records *old, struct rt_records *new, struct rt_error *err)
{
	const struct rt_object_id *const trees[2] = { old_tree, new_tree };
	struct walk w = { .archive = archive,
		          .arena = arena,
		          .records = { { .arena = arena }, { .arena = arena } },
		          .people = people,
		          .path = RT_BUF_INIT,
		          .err = err };
	enum rt_code code = walk_entries(&w, trees);

	rt_buf_release(&w.path);
	*old = (struct rt_records){ w.records[OLD].items, w.records[OLD].count };
	*new = (struct rt_records){ w.records[NEW].items, w.records[NEW].count };
	return code;
}
