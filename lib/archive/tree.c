/* The tree of a snapshot, built bottom up in memory, so that its ids are known before anything is written. What the
 * tree before had already is not written again; only the directories on the way to a difference are looked at. */
#include "internal.h"

#include <string.h>

#define COMPONENT 256 /* bytes of one part of a path with its NUL; layout.c makes none longer */

/* ---- the tree before ---- */

/* A directory of the tree before; both NULL if it had none there. The tree is loaded when first asked for. */
struct old_tree {
	const git_oid *id;
	git_tree *tree;
};

/* The id of NAME in OLD, which must be of that kind; NULL if it is not there. */
static enum rt_code old_child(struct rt_archive *archive, struct old_tree *old, rt_str name, git_object_t type,
                              const git_oid **out, struct rt_error *err)
{
	char text[COMPONENT];
	enum rt_code code = RT_OK;

	*out = NULL;
	if (!old->id)
		return RT_OK;
	if (!old->tree)
		code = archive_read_tree(archive, old->id, &old->tree, err);
	if (code)
		return code;
	memcpy(text, name.data, name.len);
	text[name.len] = '\0';
	const git_tree_entry *entry = git_tree_entry_byname(old->tree, text);
	if (entry && git_tree_entry_type(entry) == type)
		*out = git_tree_entry_id(entry);
	return RT_OK;
}

/* ---- building ---- */

struct builder {
	struct rt_archive *archive;
	const struct archive_listing *listing;
	size_t at; /* the next file */
	struct rt_error *err;
};

/* A directory that is being built: its path (a prefix of those of its files) and its tree so far. */
struct directory {
	rt_str path; /* with the closing `/` */
	struct old_tree old;
	struct rt_buf raw;
};

/* The part of PATH behind the directory's, up to the next `/`; *IS_FILE if there is none. */
static rt_str component(const struct directory *d, rt_str path, bool *is_file)
{
	rt_str rest = { path.data + d->path.len, path.len - d->path.len }, part;

	rt_str_split(&rest, '/', &part);
	*is_file = !rest.data;
	return part;
}

void archive_add_tree_entry(struct rt_buf *raw, const char *mode, rt_str name, const void *id)
{
	rt_buf_add_str(raw, rt_str_of(mode));
	rt_buf_add_str(raw, name);
	rt_buf_add(raw, "", 1);
	rt_buf_add(raw, id, GIT_OID_RAWSZ);
}

/* Keep a finished tree, if it is not the one that was there; its id becomes *OUT. */
static enum rt_code keep_tree(struct rt_archive *archive, const struct rt_buf *raw, const git_oid *old_id, git_oid *out,
                              struct rt_error *err)
{
	if (git_odb_hash(out, raw->data, raw->len, GIT_OBJECT_TREE) < 0)
		return archive_write_failed(archive, "a tree", err);
	if (old_id && git_oid_equal(out, old_id))
		return RT_OK;
	return archive_keep(archive, out, GIT_OBJECT_TREE, rt_buf_str(raw), err);
}

/* The files from FIRST on that lie in D itself and are not in its old tree. */
static enum rt_code keep_files(struct builder *b, struct directory *d, size_t first)
{
	for (size_t i = first; i < b->at; i++) {
		const struct archive_file *file = &b->listing->files[i];
		const git_oid *old;
		git_oid id = archive_oid_of(&file->id);
		rt_str text = archive_file_text(b->listing, file);
		bool is_file;
		rt_str name = component(d, file->path, &is_file);

		if (!is_file)
			continue;
		enum rt_code code = old_child(b->archive, &d->old, name, GIT_OBJECT_BLOB, &old, b->err);
		if (!code && !(old && git_oid_equal(old, &id)))
			code = archive_keep(b->archive, &id, GIT_OBJECT_BLOB, text, b->err);
		if (code)
			return code;
	}
	return RT_OK;
}

static enum rt_code build(struct builder *b, rt_str path, const git_oid *old_id, git_oid *out);

/* The next file of D, or the directory that it lies in with all its files. */
static enum rt_code add_child(struct builder *b, struct directory *d)
{
	const struct archive_file *file = &b->listing->files[b->at];
	const git_oid *old;
	git_oid id;
	bool is_file;
	rt_str name = component(d, file->path, &is_file);

	if (is_file) {
		archive_add_tree_entry(&d->raw, "100644 ", name, file->id.bytes);
		b->at++;
		return RT_OK;
	}
	enum rt_code code = old_child(b->archive, &d->old, name, GIT_OBJECT_TREE, &old, b->err);
	if (!code)
		code = build(b, (rt_str){ file->path.data, d->path.len + name.len + 1 }, old, &id);
	if (!code)
		archive_add_tree_entry(&d->raw, "40000 ", name, id.id);
	return code;
}

/* Build the directory PATH from the next file on; its depth is that of layout.c's paths. */
static enum rt_code build(struct builder *b, rt_str path, const git_oid *old_id, git_oid *out)
{
	struct directory d = { .path = path, .old = { .id = old_id }, .raw = RT_BUF_INIT };
	size_t first = b->at;
	enum rt_code code = RT_OK;

	while (!code && b->at < b->listing->count && rt_str_starts_with(b->listing->files[b->at].path, path))
		code = add_child(b, &d);
	if (!code)
		code = keep_tree(b->archive, &d.raw, old_id, out, b->err);
	if (!code && !(old_id && git_oid_equal(out, old_id)))
		code = keep_files(b, &d, first);
	git_tree_free(d.old.tree);
	rt_buf_release(&d.raw);
	return code;
}

/* ---- the whole ---- */

static enum rt_code hash_files(struct rt_archive *archive, struct archive_listing *listing, struct rt_error *err)
{
	for (size_t i = 0; i < listing->count; i++) {
		struct archive_file *file = &listing->files[i];
		rt_str text = archive_file_text(listing, file);
		git_oid id;

		if (file->hashed)
			continue;
		if (git_odb_hash(&id, text.data, text.len, GIT_OBJECT_BLOB) < 0)
			return archive_write_failed(archive, "an entry", err);
		file->id = archive_id_of(&id);
		file->hashed = true;
	}
	return RT_OK;
}

/* Make archive->last the newest tree of REGISTRY: the one written last, else that of its branch. */
static enum rt_code find_last(struct rt_archive *archive, rt_str registry, bool *found, struct rt_error *err)
{
	struct archive_written *last = &archive->last;
	struct rt_arena scratch;
	struct rt_archived tip;
	git_oid id, parent;
	bool has_parent;

	*found = rt_str_equal(last->registry, registry);
	if (*found)
		return RT_OK;
	archive_listing_release(&last->listing);
	rt_arena_init(&scratch);
	enum rt_code code = archive_tip_of(archive, registry, &id, found, err);
	if (!code && *found)
		code = archive_read_commit(archive, registry, &id, &scratch, &tip, &parent, &has_parent, err);
	if (!code && *found)
		last->tree = archive_oid_of(&tip.tree);
	rt_arena_release(&scratch);
	return code;
}

static enum rt_code build_root(struct rt_archive *archive, const struct archive_listing *listing,
                               const git_oid *document, const git_oid *old_id, git_oid *out, struct rt_error *err)
{
	struct builder b = { .archive = archive, .listing = listing, .err = err };
	struct old_tree old = { .id = old_id };
	struct rt_buf raw = RT_BUF_INIT;
	const git_oid *old_entries;
	git_oid entries;
	enum rt_code code = old_child(archive, &old, RT_STR(ARCHIVE_ENTRIES), GIT_OBJECT_TREE, &old_entries, err);

	if (!code)
		code = build(&b, RT_STR(ARCHIVE_ENTRIES "/"), old_entries, &entries);
	if (!code) {
		archive_add_tree_entry(&raw, "40000 ", RT_STR(ARCHIVE_ENTRIES), entries.id);
		archive_add_tree_entry(&raw, "100644 ", RT_STR(ARCHIVE_DOCUMENT), document->id);
		code = keep_tree(archive, &raw, old_id, out, err);
	}
	rt_buf_release(&raw);
	git_tree_free(old.tree);
	return code;
}

/* The tree of LISTING and DOCUMENT, and what of it is new since the last one. */
static enum rt_code write_listing(struct rt_archive *archive, struct archive_listing *listing, rt_str registry,
                                  const git_oid *document, git_oid *tree, struct rt_error *err)
{
	struct archive_written *last = &archive->last;
	bool found;
	enum rt_code code = find_last(archive, registry, &found, err);

	if (code)
		return code;
	archive_listing_reuse(listing, &last->listing);
	code = hash_files(archive, listing, err);
	if (!code)
		code = build_root(archive, listing, document, found ? &last->tree : NULL, tree, err);
	if (code)
		return code;
	if (!rt_str_equal(last->registry, registry))
		last->registry = rt_str_copy(&archive->arena, registry);
	archive_listing_release(&last->listing);
	last->listing = *listing;
	last->tree = *tree;
	return RT_OK;
}

/* The id of the outermost registry: its head names no parent. Absent if it is not among RECORDS. */
static rt_str outermost_of(struct rt_records records)
{
	for (size_t i = 0; i < records.count; i++) {
		const struct rt_record *record = &records.items[i];

		if (record->subject == RT_HEAD && !rt_record_get(record, RT_STR("parent")).data)
			return record->registry;
	}
	return RT_NO_STR;
}

bool rt_archive_has(struct rt_archive *archive, const struct rt_object_id *id)
{
	git_oid oid = archive_oid_of(id);

	return git_odb_exists_ext(archive->odb, &oid, GIT_ODB_LOOKUP_NO_REFRESH);
}

enum rt_code rt_archive_write_tree_of(struct rt_archive *archive, const struct rt_object_id *document,
                                      struct rt_records records, struct rt_object_id *tree, struct rt_error *err)
{
	struct archive_listing listing;
	git_oid blob = archive_oid_of(document), id;
	rt_str registry = outermost_of(records);

	if (!registry.data)
		return rt_fail(err, RT_EINVALID, "records without the head of their registry cannot be archived");
	archive_listing_init(&listing);
	archive_listing_make(&listing, records, registry);
	enum rt_code code = write_listing(archive, &listing, registry, &blob, &id, err);
	if (code) {
		archive_listing_release(&listing);
		return code;
	}
	*tree = archive_id_of(&id);
	return archive_flush_if_large(archive, err);
}

enum rt_code rt_archive_write_tree(struct rt_archive *archive, rt_str bytes, struct rt_records records,
                                   struct rt_object_id *tree, struct rt_error *err)
{
	git_oid document;

	if (git_odb_hash(&document, bytes.data, bytes.len, GIT_OBJECT_BLOB) < 0)
		return archive_write_failed(archive, "the document", err);
	enum rt_code code = archive_store(archive, &document, GIT_OBJECT_BLOB, bytes, err);
	if (code)
		return code;
	struct rt_object_id id = archive_id_of(&document);
	return rt_archive_write_tree_of(archive, &id, records, tree, err);
}
