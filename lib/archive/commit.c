/* A commit is a snapshot: its dates are the commit's, all else is in trailers, written and read by one table. */
#include "internal.h"
#include "trailers.h"

#include <string.h>

#define IDENTITY "regtrail <regtrail@localhost>"
#define DATE     "Registry-Date" /* only for a date before 1970: git has none */

static const struct trailer trailers[] = {
	{ "Source", offsetof(struct rt_snapshot, source), TRAILER_TEXT },
	{ "SHA-256", offsetof(struct rt_snapshot, sha256), TRAILER_TEXT },
	{ "ETag", offsetof(struct rt_snapshot, etag), TRAILER_TEXT },
	{ "Last-Modified", offsetof(struct rt_snapshot, last_modified), TRAILER_TEXT },
	{ "Records", offsetof(struct rt_snapshot, records), TRAILER_COUNT },
	{ "Entries", offsetof(struct rt_snapshot, entries), TRAILER_COUNT },
	{ "Changes", offsetof(struct rt_snapshot, changes), TRAILER_COUNT },
};
#define TRAILERS (sizeof trailers / sizeof *trailers)

/* ---- writing ---- */

/* MESSAGE without what git does not allow in it (NUL) and without empty lines at the end. */
static void add_message(struct rt_buf *out, rt_str message)
{
	while (message.len && message.data[message.len - 1] == '\n')
		message.len--;
	for (size_t i = 0; i < message.len; i++)
		rt_buf_add_char(out, message.data[i] ? message.data[i] : '?');
}

void archive_add_commit_head(struct rt_buf *out, const git_oid *parent, const git_oid *tree, rt_time author,
                             rt_time committer)
{
	char id[GIT_OID_HEXSZ + 1];

	rt_buf_printf(out, "tree %s\n", git_oid_tostr(id, sizeof id, tree));
	if (parent)
		rt_buf_printf(out, "parent %s\n", git_oid_tostr(id, sizeof id, parent));
	rt_buf_printf(out, "author " IDENTITY " %lld +0000\n", (long long)author);
	rt_buf_printf(out, "committer " IDENTITY " %lld +0000\n\n", (long long)committer);
}

static void add_commit(struct rt_buf *out, const git_oid *parent, const git_oid *tree,
                       const struct rt_snapshot *snapshot, rt_str message)
{
	char date[RT_TIME_TEXT];

	archive_add_commit_head(out, parent, tree, snapshot->date > 0 ? snapshot->date : 0, snapshot->archived);
	add_message(out, message);
	rt_buf_add_str(out, RT_STR("\n\n"));
	trailers_add(out, trailers, TRAILERS, snapshot);
	if (snapshot->date < 0)
		rt_buf_printf(out, DATE ": %s\n", rt_date_text(snapshot->date, date));
}

enum rt_code rt_archive_write_commit(struct rt_archive *archive, const struct rt_object_id *parent,
                                     const struct rt_object_id *tree, const struct rt_snapshot *snapshot,
                                     rt_str message, struct rt_object_id *commit, struct rt_error *err)
{
	git_oid parent_oid, tree_oid = archive_oid_of(tree), oid;
	struct rt_buf text = RT_BUF_INIT;

	if (parent)
		parent_oid = archive_oid_of(parent);
	add_commit(&text, parent ? &parent_oid : NULL, &tree_oid, snapshot, message);
	enum rt_code code = archive_keep_new(archive, GIT_OBJECT_COMMIT, rt_buf_str(&text), &oid, err);
	rt_buf_release(&text);
	if (!code)
		*commit = archive_id_of(&oid);
	return code;
}

/* ---- reading ---- */

static void read_trailers(rt_str message, struct rt_arena *arena, struct rt_snapshot *snapshot)
{
	rt_str rest = rt_str_copy(arena, trailers_of(message)), name, value;
	rt_time date;

	snapshot->changes = RT_NOT_COUNTED;
	while (trailers_next(&rest, &name, &value)) {
		trailers_set(name, value, trailers, TRAILERS, snapshot);
		if (rt_str_equal_nocase(name, RT_STR(DATE)) && rt_date_parse(value, &date))
			snapshot->date = date;
	}
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
