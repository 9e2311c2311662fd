/* Quarantine: for each document that was refused a commit of its own, without parent, and a reference to it. */
#include "internal.h"
#include "trailers.h"

#include <regtrail/quarantine.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define QUARANTINE "refs/quarantine/"
#define DOCUMENT   "document"
#define REFUSED    " refused: " /* between registry and reason in the subject */
#define ID_MIN     4            /* digits that name one */

static const struct trailer trailers[] = {
	{ "Source", offsetof(struct rt_quarantined, source), TRAILER_TEXT },
	{ "SHA-256", offsetof(struct rt_quarantined, sha256), TRAILER_TEXT },
	{ "ETag", offsetof(struct rt_quarantined, etag), TRAILER_TEXT },
	{ "Last-Modified", offsetof(struct rt_quarantined, last_modified), TRAILER_TEXT },
	{ "Size", offsetof(struct rt_quarantined, size), TRAILER_COUNT },
	{ "Partial", offsetof(struct rt_quarantined, partial), TRAILER_FLAG },
};
#define TRAILERS (sizeof trailers / sizeof *trailers)

static const char *reference_name(const struct rt_quarantined *entry, char out[ARCHIVE_REF_NAME])
{
	snprintf(out, ARCHIVE_REF_NAME, QUARANTINE "%.*s/%.*s", RT_ARG(entry->registry), RT_ARG(entry->id));
	return out;
}

static rt_str id_text(const git_oid *oid, struct rt_arena *arena)
{
	char text[GIT_OID_HEXSZ + 1];

	return rt_str_copy(arena, rt_str_of(git_oid_tostr(text, sizeof text, oid)));
}

/* ---- what is there ---- */

/* What is looked for, and what was found of it. */
struct search {
	struct rt_arena *arena;
	rt_str registry; /* absent: of any */
	rt_str prefix;   /* how the id begins */
	struct rt_quarantined *items;
	size_t count, capacity;
};

/* Add REFERENCE if it is looked for. What is not named as we name them is of no concern to us. */
static void add_reference(struct search *s, const git_reference *reference)
{
	rt_str id = rt_str_of(git_reference_name(reference) + sizeof QUARANTINE - 1), registry;
	const git_oid *commit = git_reference_target(reference);

	if (!rt_str_split(&id, '/', &registry) || id.len != RT_QUARANTINE_ID || !rt_str_is_hex(id) || !commit)
		return;
	if ((s->registry.data && !rt_str_equal(registry, s->registry)) || !rt_str_starts_with(id, s->prefix))
		return;
	if (s->count == s->capacity) {
		s->capacity = s->capacity * 2 + 16;
		struct rt_quarantined *items = rt_arena_array(s->arena, s->capacity, sizeof *items);

		for (size_t i = 0; i < s->count; i++)
			items[i] = s->items[i];
		s->items = items;
	}
	s->items[s->count++] = (struct rt_quarantined){ .id = rt_str_copy(s->arena, id),
		                                        .registry = rt_str_copy(s->arena, registry),
		                                        .commit = id_text(commit, s->arena) };
}

/* All that is looked for, each with its id, registry and commit. */
static enum rt_code find_references(struct rt_archive *archive, struct search *s, struct rt_error *err)
{
	git_reference_iterator *iterator;
	git_reference *reference;
	int result = git_reference_iterator_glob_new(&iterator, archive->repository, QUARANTINE "*");

	if (result < 0)
		return archive_read_failed(archive, QUARANTINE, err);
	while ((result = git_reference_next(&reference, iterator)) == 0) {
		add_reference(s, reference);
		git_reference_free(reference);
	}
	git_reference_iterator_free(iterator);
	return result == GIT_ITEROVER ? RT_OK : archive_read_failed(archive, QUARANTINE, err);
}

/* ---- reading ---- */

static void read_message(rt_str message, struct rt_arena *arena, struct rt_quarantined *entry)
{
	rt_str rest = rt_str_copy(arena, message), trailing = trailers_of(rest), subject, name, value;

	rt_str_split(&rest, '\n', &subject);
	size_t start = entry->registry.len + sizeof REFUSED - 1;
	if (subject.len >= start)
		entry->reason = (rt_str){ subject.data + start, subject.len - start };
	while (trailers_next(&trailing, &name, &value))
		trailers_set(name, value, trailers, TRAILERS, entry);
}

static enum rt_code not_ours(const struct rt_archive *archive, const struct rt_quarantined *entry, struct rt_error *err)
{
	char name[ARCHIVE_REF_NAME];

	return rt_fail(err, RT_EDAMAGED,
	               "%s is damaged: %s was made by another program; `git update-ref -d` on that name gives it up",
	               archive->path, reference_name(entry, name));
}

/* All that the commit of ENTRY says. */
static enum rt_code read_entry(struct rt_archive *archive, struct rt_arena *arena, struct rt_quarantined *entry,
                               struct rt_error *err)
{
	char what[GIT_OID_HEXSZ + 16] = "commit ";
	git_commit *commit;
	git_oid oid;

	strncat(what, entry->commit.data, GIT_OID_HEXSZ);
	if (git_oid_fromstr(&oid, entry->commit.data) < 0 || git_commit_lookup(&commit, archive->repository, &oid) < 0)
		return archive_read_failed(archive, what, err);
	entry->taken = git_commit_committer(commit)->when.time;
	read_message(rt_str_of(git_commit_message_raw(commit)), arena, entry);
	git_commit_free(commit);
	return rt_str_starts_with(entry->sha256, entry->id) ? RT_OK : not_ours(archive, entry, err);
}

static int in_order(const void *a, const void *b)
{
	const struct rt_quarantined *x = a, *y = b;
	int order = rt_str_compare(x->registry, y->registry);

	if (!order)
		order = (x->taken > y->taken) - (x->taken < y->taken);
	return order ? order : rt_str_compare(x->id, y->id);
}

/* All that S found, in order. */
static enum rt_code read_found(struct rt_archive *archive, struct search *s, struct rt_quarantined **out,
                               size_t *count, struct rt_error *err)
{
	enum rt_code code = RT_OK;

	for (size_t i = 0; i < s->count && !code; i++)
		code = read_entry(archive, s->arena, &s->items[i], err);
	*out = s->items;
	*count = code ? 0 : s->count;
	if (*count)
		qsort(s->items, s->count, sizeof *s->items, in_order);
	return code;
}

enum rt_code rt_archive_quarantined(struct rt_archive *archive, rt_str registry, struct rt_arena *arena,
                                    struct rt_quarantined **out, size_t *count, struct rt_error *err)
{
	struct search s = { .arena = arena, .registry = registry };
	enum rt_code code = find_references(archive, &s, err);

	*count = 0;
	return code ? code : read_found(archive, &s, out, count, err);
}

enum rt_code rt_archive_find_quarantined(struct rt_archive *archive, rt_str id, struct rt_arena *arena,
                                         struct rt_quarantined **out, size_t *count, struct rt_error *err)
{
	struct search s = { .arena = arena };
	rt_str rest = id, part;

	if (rt_str_split(&rest, '/', &part) && rest.data)
		s.registry = part;
	s.prefix = rt_str_fold(arena, rest.data ? rest : id);
	if (s.prefix.len < ID_MIN || !rt_str_is_hex(s.prefix))
		return rt_fail(err, RT_EINVALID,
		               "`%.*s` names nothing in quarantine: give 4 digits of an id or more, as "
		               "`regtrail snapshots --quarantine` lists them",
		               RT_ARG(id));
	enum rt_code code = find_references(archive, &s, err);
	if (code)
		return code;
	if (!s.count)
		return rt_fail(err, RT_EINVALID,
		               "nothing in quarantine is named `%.*s`: "
		               "`regtrail snapshots --quarantine` lists what is there",
		               RT_ARG(id));
	for (size_t i = 1; i < s.count; i++)
		if (!rt_str_equal(s.items[i].id, s.items[0].id))
			return rt_fail(err, RT_EINVALID,
			               "more than one document in quarantine is named `%.*s`: "
			               "give more of it, such as %.*s",
			               RT_ARG(id), RT_ARG(s.items[0].id));
	return read_found(archive, &s, out, count, err);
}

enum rt_code rt_archive_quarantined_document(struct rt_archive *archive, const struct rt_quarantined *entry,
                                             struct rt_arena *arena, rt_str *bytes, struct rt_error *err)
{
	git_commit *commit;
	git_oid oid;
	git_tree *tree = NULL;

	if (git_oid_fromstr(&oid, entry->commit.data) < 0 || git_commit_lookup(&commit, archive->repository, &oid) < 0)
		return archive_read_failed(archive, "a commit of quarantine", err);
	enum rt_code code = archive_read_tree(archive, git_commit_tree_id(commit), &tree, err);
	const git_tree_entry *document = tree ? git_tree_entry_byname(tree, DOCUMENT) : NULL;
	if (document)
		code = archive_read_blob(archive, git_tree_entry_id(document), arena, bytes, err);
	else if (!code)
		code = not_ours(archive, entry, err);
	git_tree_free(tree);
	git_commit_free(commit);
	return code;
}

/* ---- writing ---- */

/* At most MAX bytes of TEXT, cut between two characters. */
static rt_str clip(rt_str text, size_t max)
{
	if (text.len <= max)
		return text;
	text.len = max;
	while (text.len && ((unsigned char)text.data[text.len] & 0xc0) == 0x80)
		text.len--;
	return text;
}

/* Keep TEXT as the file NAME of the tree RAW; not if it is absent. Files are added in the order of their names. */
static enum rt_code add_file(struct rt_archive *archive, struct rt_buf *raw, const char *name, rt_str text,
                             struct rt_error *err)
{
	git_oid id;

	if (!text.data)
		return RT_OK;
	enum rt_code code = archive_keep_new(archive, GIT_OBJECT_BLOB, text, &id, err);
	if (!code)
		archive_add_tree_entry(raw, "100644 ", rt_str_of(name), id.id);
	return code;
}

static enum rt_code keep_tree(struct rt_archive *archive, rt_str bytes, rt_str headers, rt_str reason, git_oid *id,
                              struct rt_error *err)
{
	struct rt_buf raw = RT_BUF_INIT, line = RT_BUF_INIT;
	enum rt_code code = add_file(archive, &raw, DOCUMENT, bytes.data ? bytes : RT_STR(""), err);

	rt_buf_add_str(&line, reason);
	rt_buf_add_char(&line, '\n');
	if (!code)
		code = add_file(archive, &raw, "headers", headers, err);
	if (!code)
		code = add_file(archive, &raw, "reason", rt_buf_str(&line), err);
	if (!code)
		code = archive_keep_new(archive, GIT_OBJECT_TREE, rt_buf_str(&raw), id, err);
	rt_buf_release(&raw);
	rt_buf_release(&line);
	return code;
}

static enum rt_code keep_commit(struct rt_archive *archive, const struct rt_quarantined *entry, const git_oid *tree,
                                git_oid *id, struct rt_error *err)
{
	struct rt_buf text = RT_BUF_INIT;

	archive_add_commit_head(&text, NULL, tree, entry->taken, entry->taken);
	rt_buf_add_str(&text, entry->registry);
	rt_buf_add_str(&text, RT_STR(REFUSED));
	rt_buf_add_str(&text, entry->reason);
	rt_buf_add_str(&text, RT_STR("\n\n"));
	trailers_add(&text, trailers, TRAILERS, entry);
	enum rt_code code = archive_keep_new(archive, GIT_OBJECT_COMMIT, rt_buf_str(&text), id, err);
	rt_buf_release(&text);
	return code;
}

static enum rt_code add_reference_to(struct rt_archive *archive, const char *name, const git_oid *commit,
                                     struct rt_error *err)
{
	git_reference *reference;
	int result = git_reference_create(&reference, archive->repository, name, commit, 0, NULL);

	if (result < 0)
		return archive_reference_failed(archive, result, name, err);
	git_reference_free(reference);
	return RT_OK;
}

/* The reason as it is kept: one line of bounded length. */
static rt_str line_of(rt_str reason, struct rt_arena *arena)
{
	struct rt_buf line = RT_BUF_INIT;

	trailers_add_line(&line, reason);
	rt_str copy = rt_str_copy(arena, clip(rt_str_trim(rt_buf_str(&line)), RT_MAX_REASON));
	rt_buf_release(&line);
	return copy;
}

static enum rt_code write_entry(struct rt_archive *archive, struct rt_quarantined *entry, rt_str bytes, rt_str headers,
                                const char *name, struct rt_arena *arena, struct rt_error *err)
{
	git_oid tree, commit;

	entry->reason = line_of(entry->reason, arena);
	enum rt_code code = keep_tree(archive, bytes, headers, entry->reason, &tree, err);
	if (!code)
		code = keep_commit(archive, entry, &tree, &commit, err);
	if (!code)
		code = rt_archive_flush(archive, err);
	if (!code)
		code = add_reference_to(archive, name, &commit, err);
	if (!code)
		entry->commit = id_text(&commit, arena);
	return code;
}

enum rt_code rt_archive_quarantine(struct rt_archive *archive, struct rt_quarantined *entry, rt_str bytes,
                                   rt_str headers, struct rt_arena *arena, bool *kept, struct rt_error *err)
{
	struct search s = { .arena = arena, .registry = entry->registry };
	char name[ARCHIVE_REF_NAME];

	*kept = false;
	if (!rt_registry_id_ok(entry->registry))
		return rt_fail(err, RT_EINVALID, "`%.*s` cannot name a registry", RT_ARG(entry->registry));
	entry->id = rt_str_copy(arena, clip(entry->sha256, RT_QUARANTINE_ID));
	entry->size = bytes.len;
	enum rt_code code = find_references(archive, &s, err);
	for (size_t i = 0; i < s.count && !code; i++) {
		if (!rt_str_equal(s.items[i].id, entry->id))
			continue;
		entry->commit = s.items[i].commit;
		return RT_OK;
	}
	if (!code && s.count >= RT_MAX_QUARANTINE)
		entry->id = RT_NO_STR;
	if (code || !entry->id.data)
		return code;
	code = write_entry(archive, entry, bytes, headers, reference_name(entry, name), arena, err);
	*kept = !code;
	return code;
}

enum rt_code rt_archive_drop_quarantined(struct rt_archive *archive, const struct rt_quarantined *entry,
                                         struct rt_error *err)
{
	char name[ARCHIVE_REF_NAME];
	int result = git_reference_remove(archive->repository, reference_name(entry, name));

	return result < 0 && result != GIT_ENOTFOUND ? archive_reference_failed(archive, result, name, err) : RT_OK;
}
