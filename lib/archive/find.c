/* Snapshots by name. Kinds of names are tried in order; the first that NAME is one of decides. */
#include "internal.h"

#define ID_MIN    4 /* digits of a commit id */
#define NAMED_MAX 8 /* registries that a message names */

/* What is looked for, and where. */
struct search {
	struct rt_archive *archive;
	struct rt_arena *arena;
	rt_str registry, name;
	bool by_archived;
	struct rt_archived *all; /* oldest first */
	size_t count;
	struct rt_error *err;
};

enum { NOT_FOUND = -1, NOT_SUCH_A_NAME = -2, AMBIGUOUS = -3 };

/* ---- from the newest back: needs no more than those on the way ---- */

/* Where to stop: after N steps, or at a registry date of UNTIL or before. */
struct back {
	size_t n;
	rt_time until;
};

/* `latest`, `previous`, `latest~N`, `latest~` and registry dates; false if NAME is none of them. */
static bool parse_back(rt_str name, bool by_archived, struct back *out)
{
	const rt_str prefix = RT_STR("latest~");
	rt_time time;

	*out = (struct back){ SIZE_MAX, RT_NO_TIME };
	if (!by_archived && rt_time_parse(name, &time, &out->until))
		return true;
	out->n = rt_str_equal(name, RT_STR("latest")) ? 0 : 1;
	if (!out->n || rt_str_equal(name, RT_STR("previous")) || rt_str_equal(name, prefix))
		return true;
	if (!rt_str_starts_with(name, prefix) || name.len > prefix.len + 9)
		return false;
	out->n = 0;
	for (size_t i = prefix.len; i < name.len; i++) {
		if (name.data[i] < '0' || name.data[i] > '9')
			return false;
		out->n = out->n * 10 + (size_t)(name.data[i] - '0');
	}
	return true;
}

/* *FOUND: is there one? Branches are in order of registry dates. */
static enum rt_code go_back(struct search *s, const struct back *back, struct rt_archived *out, bool *found)
{
	git_oid id, parent;
	bool more;
	enum rt_code code = archive_tip_of(s->archive, s->registry, &id, &more, s->err);

	*found = false;
	for (size_t i = 0; more && !*found && !code; i++) {
		code = archive_read_snapshot(s->archive, s->registry, &id, s->arena, out, &parent, &more, s->err);
		*found = !code && (i == back->n || out->snapshot.date <= back->until);
		id = parent;
	}
	return code;
}

/* ---- among all: the index of the snapshot, or why there is none ---- */

static bool is_first(rt_str name)
{
	return rt_str_equal(name, RT_STR("first"));
}

static long find_first(const struct search *s)
{
	return is_first(s->name) ? 0 : NOT_SUCH_A_NAME;
}

/* What was the latest at that time: an older document that is archived later becomes that never. */
static long find_archived(const struct search *s)
{
	rt_time time, last;
	long found = (long)s->count;

	if (!rt_time_parse(s->name, &time, &last))
		return NOT_SUCH_A_NAME;
	while (found-- > 0 && s->all[found].snapshot.archived > last)
		;
	return found >= 0 ? found : NOT_FOUND;
}

/* The first digits of one, or all. */
static bool is_id(rt_str name)
{
	return name.len >= ID_MIN && name.len < RT_OBJECT_ID_TEXT && rt_str_is_hex(name);
}

static long find_commit(const struct search *s)
{
	long found = NOT_FOUND;

	if (!is_id(s->name))
		return NOT_SUCH_A_NAME;
	for (size_t i = 0; i < s->count; i++) {
		rt_str start = { s->all[i].snapshot.commit.data, s->name.len };

		if (!rt_str_equal_nocase(start, s->name))
			continue;
		if (found >= 0)
			return AMBIGUOUS;
		found = (long)i;
	}
	return found;
}

/* A name such as `2025` could be a date or an id: it is a date. */
static long (*const finders[])(const struct search *s) = { find_first, find_archived, find_commit };

bool rt_archive_is_name(rt_str name)
{
	struct back back;

	return parse_back(name, false, &back) || is_first(name) || is_id(name);
}

/* ---- and if there is none ---- */

/* An archive may have other registries only: name them. */
static enum rt_code no_snapshot(struct search *s)
{
	struct rt_buf others = RT_BUF_INIT;
	rt_str *ids;
	size_t count;
	enum rt_code code = rt_archive_registries(s->archive, s->arena, &ids, &count, s->err);

	if (code)
		return code;
	for (size_t i = 0; i < count && i < NAMED_MAX; i++)
		rt_buf_printf(&others, "%s%.*s", i ? ", " : "", RT_ARG(ids[i]));
	if (count > NAMED_MAX)
		rt_buf_printf(&others, " and %zu more", count - NAMED_MAX);
	if (count)
		code = rt_fail(s->err, RT_EINVALID, "%s has no snapshot of %.*s; it has %s (choose with -r)",
		               s->archive->path, RT_ARG(s->registry), others.data);
	else
		code = rt_fail(s->err, RT_EINVALID,
		               "%s has no snapshot of %.*s yet: `regtrail fetch` or `regtrail import` makes one",
		               s->archive->path, RT_ARG(s->registry));
	rt_buf_release(&others);
	return code;
}

/* The first and last of the dates that names mean. */
static void find_span(const struct search *s, rt_time *first, rt_time *last)
{
	*first = s->all[0].snapshot.date;
	*last = s->all[s->count - 1].snapshot.date;
	if (!s->by_archived)
		return;
	*first = *last = s->all[0].snapshot.archived;
	for (size_t i = 1; i < s->count; i++) {
		rt_time archived = s->all[i].snapshot.archived;

		*first = archived < *first ? archived : *first;
		*last = archived > *last ? archived : *last;
	}
}

static enum rt_code not_found(struct search *s, long why)
{
	char first_text[RT_TIME_TEXT], last_text[RT_TIME_TEXT];
	rt_time first, last;

	if (why == AMBIGUOUS)
		return rt_fail(s->err, RT_EINVALID,
		               "more than one snapshot of %.*s has an id that begins with %.*s: "
		               "give more digits",
		               RT_ARG(s->registry), RT_ARG(s->name));
	if (why == NOT_SUCH_A_NAME)
		return rt_fail(s->err, RT_EINVALID,
		               "`%.*s` names no snapshot: give latest, previous, latest~N, first, a date or time "
		               "such as 2025-10-22 or 2025-10-22T12:00Z, or a commit id",
		               RT_ARG(s->name));
	find_span(s, &first, &last);
	const char *(*text)(rt_time, char *) = s->by_archived ? rt_time_text : rt_date_text;
	return rt_fail(s->err, RT_EINVALID, "no snapshot `%.*s` of %.*s: the archive holds %zu%s from %s to %s",
	               RT_ARG(s->name), RT_ARG(s->registry), s->count, s->by_archived ? ", archived" : "",
	               text(first, first_text), text(last, last_text));
}

static enum rt_code find_among_all(struct search *s, struct rt_archived *out)
{
	enum rt_code code = rt_archive_snapshots(s->archive, s->registry, s->arena, &s->all, &s->count, s->err);
	long found = NOT_SUCH_A_NAME;

	if (code || !s->count)
		return code ? code : no_snapshot(s);
	for (size_t i = 0; i < sizeof finders / sizeof *finders && found == NOT_SUCH_A_NAME; i++)
		found = finders[i](s);
	if (found < 0)
		return not_found(s, found);
	*out = s->all[found];
	return RT_OK;
}

enum rt_code rt_archive_find(struct rt_archive *archive, rt_str registry, rt_str name, bool by_archived,
                             struct rt_arena *arena, struct rt_archived *out, struct rt_error *err)
{
	struct search s = { .archive = archive,
		            .arena = arena,
		            .registry = rt_str_copy(arena, registry),
		            .name = name,
		            .by_archived = by_archived,
		            .err = err };
	struct back back;
	bool found;

	if (!parse_back(name, by_archived, &back))
		return find_among_all(&s, out);
	enum rt_code code = go_back(&s, &back, out, &found);
	if (code || found)
		return code;
	code = rt_archive_snapshots(archive, registry, arena, &s.all, &s.count, err);
	if (code)
		return code;
	return s.count ? not_found(&s, NOT_FOUND) : no_snapshot(&s);
}
