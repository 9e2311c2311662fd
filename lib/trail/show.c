/* What stood somewhere on a day, and from when to when. */
#include "gaps.h"
#include "history.h"

#include <string.h>

/* ---- which snapshot ---- */

static size_t find_date(const struct history_index *index, rt_time last)
{
	size_t n = index->count;

	while (n && index->points[n - 1].date > last)
		n--;
	return n;
}

/* What was the latest at that time. */
static size_t find_archived(const struct history_index *index, rt_time last)
{
	size_t n = index->count;

	while (n && index->points[n - 1].archived > last)
		n--;
	return n;
}

static size_t find_commit(const struct history_index *index, const struct rt_object_id *commit)
{
	size_t n = index->count;

	while (n && memcmp(index->points[n - 1].commit.bytes, commit->bytes, sizeof commit->bytes) != 0)
		n--;
	return n;
}

/* The point called NAME. Dates are looked up here, as rt_archive_find() would, but without a walk; it knows the other
 * names, and what to say if there is none. */
static enum rt_code find_point(struct rt_history *history, rt_str name, bool by_archived, struct rt_arena *arena,
                               size_t *at, struct rt_error *err)
{
	const struct history_index *index = &history->index;
	struct rt_archived archived;
	rt_time time, last;
	size_t found = rt_str_equal(name, RT_STR("latest")) ? index->count : 0;

	if (!found && rt_time_parse(name, &time, &last))
		found = by_archived ? find_archived(index, last) : find_date(index, last);
	if (!found) {
		enum rt_code code = rt_archive_find(history->archive, history->registry, name, by_archived, arena,
		                                    &archived, err);

		if (code)
			return code;
		found = find_commit(index, &archived.commit);
	}
	if (!found)
		return rt_fail(err, RT_EINVALID, "the branch of %.*s was rewritten meanwhile: run again",
		               RT_ARG(history->registry));
	*at = found - 1;
	return RT_OK;
}

/* ---- from when to when ---- */

struct standing {
	struct rt_history *history;
	struct rt_arena *arena;
	const bool *marks; /* by key: does a selector take it? */
	struct rt_error *err;
};

/* Did the step to AT touch something that a selector takes? */
static bool touches(const struct standing *s, size_t at)
{
	const struct history_index *index = &s->history->index;

	for (size_t i = index->points[at].first_row; i < index->points[at + 1].first_row; i++) {
		const struct row *row = &index->rows[i];

		if ((row->before && s->marks[row->before - 1]) || (row->after && s->marks[row->after - 1]))
			return true;
	}
	return false;
}

static enum rt_code read_point(const struct standing *s, size_t at, struct rt_snapshot *out)
{
	return history_snapshot(s->history, at, s->arena, out, s->err);
}

/* The snapshots that bound the state that AT is in. */
static enum rt_code find_bounds(const struct standing *s, size_t at, struct rt_standing *out)
{
	size_t count = s->history->index.count, first = at, last = at;

	while (first > 0 && !touches(s, first))
		first--;
	while (last + 1 < count && !touches(s, last + 1))
		last++;
	enum rt_code code = read_point(s, first, &out->from);
	if (!code && first)
		code = read_point(s, first - 1, &out->before);
	if (!code)
		code = read_point(s, last, &out->last);
	if (!code && last + 1 < count)
		code = read_point(s, last + 1, &out->until);
	return code;
}

/* ---- when nobody looked ---- */

static enum rt_code find_gaps(const struct standing *s, rt_time now, rt_time threshold, struct rt_gaps *out)
{
	const struct rt_history *history = s->history;
	const struct history_index *index = &history->index;
	struct dated *snapshots = rt_arena_array(s->arena, index->count, sizeof *snapshots);

	for (size_t i = 0; i < index->count; i++)
		snapshots[i] = (struct dated){ index->points[i].date, index->points[i].archived };
	return gaps_find(history->archive, history->registry, snapshots, index->count, now, threshold, s->arena, out,
	                 s->err);
}

static enum rt_code add_gaps(const struct standing *s, rt_time now, rt_time threshold, struct rt_standing *out)
{
	struct rt_gaps gaps;
	enum rt_code code = find_gaps(s, now, threshold, &gaps);

	if (code)
		return code;
	if (out->before.commit.data)
		out->gaps_from = gaps_within(&gaps, out->before.archived, out->from.archived, s->arena);
	rt_time end = out->until.commit.data ? out->until.archived : now;
	out->gaps_until = gaps_within(&gaps, out->last.archived, end, s->arena);
	return RT_OK;
}

enum rt_code rt_history_show(struct rt_history *history, const struct rt_view *view, struct rt_arena *arena,
                             struct rt_standing *out, struct rt_error *err)
{
	struct standing s = { history, arena, NULL, err };
	size_t point = 0;
	enum rt_code code = find_point(history, view->at, view->by_archived, arena, &point, err);

	*out = (struct rt_standing){ .registry = history->registry };
	if (code)
		return code;
	s.marks = history_mark(history, view->selectors, view->selector_count, arena);
	code = read_point(&s, point, &out->at);
	if (!code)
		code = history_records(history, point, s.marks, arena, &out->records, err);
	if (!code)
		code = find_bounds(&s, point, out);
	return code ? code : add_gaps(&s, view->now, view->threshold, out);
}
