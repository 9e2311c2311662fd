/* One file of entries, found by its path and without a look at the others. */
#include "internal.h"

rt_str rt_archive_entry_path(const struct rt_record *record, rt_str registry, struct rt_arena *arena)
{
	struct rt_buf path = RT_BUF_INIT;

	archive_add_path(&path, record, registry);
	rt_str copy = rt_str_copy(arena, rt_buf_str(&path));
	rt_buf_release(&path);
	return copy;
}

/* *FOUND: is there a file at PATH? Then it is *BLOB. */
static enum rt_code find_blob(struct rt_archive *archive, const git_oid *tree, const char *path, git_oid *blob,
                              bool *found, struct rt_error *err)
{
	git_tree *root;
	git_tree_entry *entry;
	enum rt_code code = archive_read_tree(archive, tree, &root, err);

	*found = false;
	if (code)
		return code;
	int result = git_tree_entry_bypath(&entry, root, path);
	if (result < 0 && result != GIT_ENOTFOUND)
		code = archive_read_failed(archive, path, err);
	if (!result) {
		*found = git_tree_entry_type(entry) == GIT_OBJECT_BLOB;
		*blob = *git_tree_entry_id(entry);
		git_tree_entry_free(entry);
	}
	git_tree_free(root);
	return code;
}

enum rt_code rt_archive_entries(struct rt_archive *archive, rt_str registry, const struct rt_object_id *tree,
                                rt_str path, struct rt_arena *arena, struct rt_records *out, struct rt_error *err)
{
	struct archive_records records = { .arena = arena };
	const char *text = rt_str_copy(arena, path).data;
	git_oid root = archive_oid_of(tree), blob;
	struct archive_place place;
	git_odb_object *object;
	struct rt_error why;
	bool found = false;
	enum rt_code code = RT_OK;

	*out = (struct rt_records){ NULL, 0 };
	if (archive_place_of(path, registry, arena, &place))
		code = find_blob(archive, &root, text, &blob, &found, err);
	if (code || !found)
		return code;
	code = archive_read_object(archive, &blob, GIT_OBJECT_BLOB, &object, err);
	if (code)
		return code;
	rt_str bytes = { git_odb_object_data(object), git_odb_object_size(object) };
	code = archive_parse_records(bytes, &place, &records, &why);
	git_odb_object_free(object);
	*out = (struct rt_records){ records.items, records.count };
	return code ? archive_damaged(archive, err, "%s: %s", text, why.message) : RT_OK;
}
