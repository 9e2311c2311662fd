/* A commit is a snapshot: its dates are the commit's, all else is in trailers, written and read by one table. */
#include "internal.h"

#include <stdlib.h>
#include <string.h>

#define IDENTITY "regtrail <regtrail@localhost>"
#define DATE     "Registry-Date" /* only for a date before 1970: git has none */

/* Trailers as `git interpret-trailers` knows them. A value that is absent is left out. */
static const struct trailer {
	const char *name;
	size_t offset; /* in struct rt_snapshot: of an rt_str, or of a size_t if it counts something */
	bool counts;
} trailers[] = {
	{ "Source", offsetof(struct rt_snapshot, source), false },
	{ "SHA-256", offsetof(struct rt_snapshot, sha256), false },
	{ "ETag", offsetof(struct rt_snapshot, etag), false },
	{ "Last-Modified", offsetof(struct rt_snapshot, last_modified), false },
	{ "Records", offsetof(struct rt_snapshot, records), true },
	{ "Entries", offsetof(struct rt_snapshot, entries), true },
	{ "Changes", offsetof(struct rt_snapshot, changes), true },
};
#define TRAILERS (sizeof trailers / sizeof *trailers)

/* ---- writing ---- */

/* Printable, in one line: git takes what follows a line end for another trailer. */
static void add_one_line(struct rt_buf *out, rt_str value)
{
	for (size_t i = 0; i < value.len; i++) {
		unsigned char c = (unsigned char)value.data[i];

		rt_buf_add_char(out, c < 0x20 || c == 0x7f ? ' ' : value.data[i]);
	}
}

static void add_trailer(struct rt_buf *out, const struct trailer *trailer, const struct rt_snapshot *snapshot)
{
	const char *place = (const char *)snapshot + trailer->offset;
	rt_str text;
	size_t count;

	if (trailer->counts) {
		memcpy(&count, place, sizeof count);
		if (count != RT_NOT_COUNTED)
			rt_buf_printf(out, "%s: %zu\n", trailer->name, count);
		return;
	}
	memcpy(&text, place, sizeof text);
	text = rt_str_trim(text);
	if (!text.len)
		return;
	rt_buf_printf(out, "%s: ", trailer->name);
	add_one_line(out, text);
	rt_buf_add_char(out, '\n');
}

/* MESSAGE without what git does not allow in it (NUL) and without empty lines at the end. */
static void add_message(struct rt_buf *out, rt_str message)
{
	while (message.len && message.data[message.len - 1] == '\n')
		message.len--;
	for (size_t i = 0; i < message.len; i++)
		rt_buf_add_char(out, message.data[i] ? message.data[i] : '?');
}

static void add_commit(struct rt_buf *out, const git_oid *parent, const git_oid *tree,
                       const struct rt_snapshot *snapshot, rt_str message)
{
	char id[GIT_OID_HEXSZ + 1], date[RT_TIME_TEXT];
	long long registry_date = snapshot->date > 0 ? snapshot->date : 0;

	rt_buf_printf(out, "tree %s\n", git_oid_tostr(id, sizeof id, tree));
	if (parent)
		rt_buf_printf(out, "parent %s\n", git_oid_tostr(id, sizeof id, parent));
	rt_buf_printf(out, "author " IDENTITY " %lld +0000\n", registry_date);
	rt_buf_printf(out, "committer " IDENTITY " %lld +0000\n\n", (long long)snapshot->archived);
	add_message(out, message);
	rt_buf_add_str(out, RT_STR("\n\n"));
	for (size_t i = 0; i < TRAILERS; i++)
		add_trailer(out, &trailers[i], snapshot);
	if (snapshot->date < 0)
		rt_buf_printf(out, DATE ": %s\n", rt_date_text(snapshot->date, date));
}

enum rt_code rt_archive_write_commit(struct rt_archive *archive, const struct rt_object_id *parent,
                                     const struct rt_object_id *tree, const struct rt_snapshot *snapshot,
                                     rt_str message, struct rt_object_id *commit, struct rt_error *err)
{
	git_oid parent_oid, tree_oid = archive_oid_of(tree), oid;
	struct rt_buf text = RT_BUF_INIT;
	enum rt_code code = RT_OK;

	if (parent)
		parent_oid = archive_oid_of(parent);
	add_commit(&text, parent ? &parent_oid : NULL, &tree_oid, snapshot, message);
	if (git_odb_hash(&oid, text.data, text.len, GIT_OBJECT_COMMIT) < 0)
		code = archive_write_failed(archive, "a commit", err);
	else
		code = archive_keep(archive, &oid, GIT_OBJECT_COMMIT, rt_buf_str(&text), err);
	rt_buf_release(&text);
	if (!code)
		*commit = archive_id_of(&oid);
	return code;
}

/* ---- reading ---- */

static rt_str last_paragraph(rt_str message)
{
	while (message.len && message.data[message.len - 1] == '\n')
		message.len--;
	for (size_t i = message.len; i-- > 1;)
		if (message.data[i] == '\n' && message.data[i - 1] == '\n')
			return (rt_str){ message.data + i + 1, message.len - i - 1 };
	return RT_NO_STR; /* nothing but a subject */
}

static bool parse_count(rt_str text, size_t *out)
{
	size_t count = 0;

	for (size_t i = 0; i < text.len; i++) {
		if (text.data[i] < '0' || text.data[i] > '9' || count > SIZE_MAX / 20)
			return false;
		count = count * 10 + (size_t)(text.data[i] - '0');
	}
	*out = count;
	return text.len > 0;
}

static void read_trailer(rt_str name, rt_str value, struct rt_snapshot *snapshot)
{
	rt_time date;

	for (size_t i = 0; i < TRAILERS; i++) {
		char *place = (char *)snapshot + trailers[i].offset;
		size_t count;

		if (!rt_str_equal_nocase(name, rt_str_of(trailers[i].name)))
			continue;
		if (!trailers[i].counts)
			memcpy(place, &value, sizeof value);
		else if (parse_count(value, &count))
			memcpy(place, &count, sizeof count);
		return;
	}
	if (rt_str_equal_nocase(name, RT_STR(DATE)) && rt_date_parse(value, &date))
		snapshot->date = date;
}

static void read_trailers(rt_str message, struct rt_arena *arena, struct rt_snapshot *snapshot)
{
	rt_str rest = rt_str_copy(arena, last_paragraph(message)), line, name;

	snapshot->changes = RT_NOT_COUNTED;
	while (rt_str_split(&rest, '\n', &line))
		if (rt_str_split(&line, ':', &name) && line.data)
			read_trailer(name, rt_str_trim(line), snapshot);
}

enum rt_code archive_read_commit(struct rt_archive *archive, rt_str registry, const git_oid *id, struct rt_arena *arena,
                                 struct rt_archived *out, git_oid *parent, bool *has_parent, struct rt_error *err)
{
	char text[GIT_OID_HEXSZ + 1], what[GIT_OID_HEXSZ + 16] = "commit ";
	git_commit *commit;

	git_oid_tostr(text, sizeof text, id);
	if (git_commit_lookup(&commit, archive->repository, id) < 0)
		return archive_read_failed(archive, strcat(what, text), err);
	*out = (struct rt_archived){ .commit = archive_id_of(id), .tree = archive_id_of(git_commit_tree_id(commit)) };
	out->snapshot.registry = registry;
	out->snapshot.commit = rt_str_copy(arena, rt_str_of(text));
	out->snapshot.date = git_commit_author(commit)->when.time;
	out->snapshot.archived = git_commit_committer(commit)->when.time;
	read_trailers(rt_str_of(git_commit_message_raw(commit)), arena, &out->snapshot);
	*has_parent = git_commit_parentcount(commit) > 0;
	if (*has_parent)
		*parent = *git_commit_parent_id(commit, 0);
	git_commit_free(commit);
	return RT_OK;
}

enum rt_code archive_read_snapshot(struct rt_archive *archive, rt_str registry, const git_oid *id,
                                   struct rt_arena *arena, struct rt_archived *out, git_oid *parent, bool *has_parent,
                                   struct rt_error *err)
{
	enum rt_code code = archive_read_commit(archive, registry, id, arena, out, parent, has_parent, err);

	if (code || out->snapshot.sha256.data)
		return code;
	return rt_fail(err, RT_EDAMAGED,
	               "%s is damaged: commit %.*s of %.*s was made by another program; move the branch back behind it "
	               "with `git update-ref`",
	               archive->path, RT_ARG(out->snapshot.commit), RT_ARG(registry));
}
