/* Snapshots and their documents. */
#include "internal.h"

#include <string.h>

static void reverse(struct rt_archived *items, size_t count)
{
	for (size_t i = 0; i < count / 2; i++) {
		struct rt_archived other = items[i];

		items[i] = items[count - 1 - i];
		items[count - 1 - i] = other;
	}
}

enum rt_code rt_archive_snapshots_since(struct rt_archive *archive, rt_str registry,
                                        bool (*known)(void *data, const struct rt_object_id *commit), void *data,
                                        struct rt_arena *arena, struct rt_archived **out, size_t *count,
                                        struct rt_object_id *last_known, bool *found, struct rt_error *err)
{
	git_oid id, parent;
	bool more;
	size_t capacity = 0;
	enum rt_code code = archive_tip_of(archive, registry, &id, &more, err);

	*out = NULL;
	*count = 0;
	*found = false;
	registry = rt_str_copy(arena, registry);
	while (more && !code) {
		*last_known = archive_id_of(&id);
		*found = known && known(data, last_known);
		if (*found)
			break;
		if (*count == capacity) {
			capacity = capacity * 2 + 64;
			struct rt_archived *items = rt_arena_array(arena, capacity, sizeof *items);

			for (size_t i = 0; i < *count; i++)
				items[i] = (*out)[i];
			*out = items;
		}
		code = archive_read_snapshot(archive, registry, &id, arena, &(*out)[*count], &parent, &more, err);
		*count += !code;
		id = parent;
	}
	reverse(*out, *count);
	return code;
}

enum rt_code rt_archive_snapshots(struct rt_archive *archive, rt_str registry, struct rt_arena *arena,
                                  struct rt_archived **out, size_t *count, struct rt_error *err)
{
	struct rt_object_id last_known;
	bool found;

	return rt_archive_snapshots_since(archive, registry, NULL, NULL, arena, out, count, &last_known, &found, err);
}

enum rt_code rt_archive_snapshot(struct rt_archive *archive, rt_str registry, const struct rt_object_id *commit,
                                 struct rt_arena *arena, struct rt_archived *out, struct rt_error *err)
{
	git_oid id = archive_oid_of(commit), parent;
	bool has_parent;

	return archive_read_snapshot(archive, rt_str_copy(arena, registry), &id, arena, out, &parent, &has_parent, err);
}

enum rt_code rt_archive_newest(struct rt_archive *archive, rt_str registry, struct rt_arena *arena,
                               struct rt_archived *out, bool *found, struct rt_error *err)
{
	git_oid id, parent;
	bool more;
	enum rt_code code = archive_tip_of(archive, registry, &id, found, err);

	if (code || !*found)
		return code;
	registry = rt_str_copy(arena, registry);
	return archive_read_snapshot(archive, registry, &id, arena, out, &parent, &more, err);
}

enum rt_code rt_archive_tree_document(struct rt_archive *archive, const struct rt_object_id *tree,
                                      struct rt_object_id *blob, struct rt_error *err)
{
	git_oid oid = archive_oid_of(tree);
	git_tree *root;
	enum rt_code code = archive_read_tree(archive, &oid, &root, err);

	if (code)
		return code;
	const git_tree_entry *entry = git_tree_entry_byname(root, ARCHIVE_DOCUMENT);
	if (entry)
		*blob = archive_id_of(git_tree_entry_id(entry));
	else
		code = archive_damaged(archive, err, "tree %s has no " ARCHIVE_DOCUMENT, git_oid_tostr_s(&oid));
	git_tree_free(root);
	return code;
}

/* The very bytes, or none: is ID what they hash to? */
static enum rt_code check_id(const struct rt_archive *archive, const struct rt_object_id *id, rt_str bytes,
                             struct rt_error *err)
{
	char text[RT_OBJECT_ID_TEXT];
	struct rt_object_id is;
	enum rt_code code = rt_archive_blob_id(bytes, &is, err);

	if (code || memcmp(is.bytes, id->bytes, sizeof is.bytes) == 0)
		return code;
	return archive_damaged(archive, err, "object %s is not what was archived", rt_object_id_text(id, text));
}

enum rt_code archive_read_blob(struct rt_archive *archive, const git_oid *id, struct rt_arena *arena, rt_str *bytes,
                               struct rt_error *err)
{
	git_odb_object *object;
	enum rt_code code = archive_read_object(archive, id, GIT_OBJECT_BLOB, &object, err);

	if (code)
		return code;
	*bytes = rt_str_copy(arena, (rt_str){ git_odb_object_data(object), git_odb_object_size(object) });
	git_odb_object_free(object);
	struct rt_object_id blob = archive_id_of(id);
	return check_id(archive, &blob, *bytes, err);
}

enum rt_code rt_archive_document(struct rt_archive *archive, const struct rt_archived *snapshot, struct rt_arena *arena,
                                 rt_str *bytes, struct rt_error *err)
{
	struct rt_object_id blob;
	enum rt_code code = rt_archive_tree_document(archive, &snapshot->tree, &blob, err);

	if (code)
		return code;
	git_oid oid = archive_oid_of(&blob);
	return archive_read_blob(archive, &oid, arena, bytes, err);
}
