/* The log: the steps that have something asked for, one at a time, so that a long log needs no more memory than a
 * short one. */
#include "follow.h"

#include <string.h>

struct rt_log {
	struct rt_history *history;
	struct rt_query query;
	struct rt_arena *arena;
	bool *wanted;      /* by row */
	size_t first, end; /* points: `end` is one past the last */
	size_t next;       /* point; in reverse order of points it is one more, and 0 the end */
	bool rebuilt;      /* the index did not fit once already */
};

/* ---- what is wanted, by the index alone ---- */

static bool any_glob(const rt_str *globs, size_t count, const struct key *key)
{
	for (size_t i = 0; i < count; i++)
		if ((key->name.data && rt_str_glob(globs[i], key->name)) ||
		    (key->cell.data && rt_str_glob(globs[i], key->cell)))
			return true;
	return !count || !(key->flags & KEY_ENTRY);
}

/* May the filter let pass what KEY tells of? Who holds it the index does not know. */
static bool may_pass(const struct rt_filter *filter, const struct history_index *index, uint32_t number)
{
	bool selected = !filter->selector_count;

	if (!number)
		return false;
	struct key key = key_at(index, number);
	for (size_t i = 0; i < filter->selector_count && !selected; i++) /* ports are only in that of ports */
		selected = key.flags & KEY_PORT && key_is_taken(&filter->selectors[i], &key);
	return selected && any_glob(filter->services, filter->service_count, &key);
}

static void drop_filtered(struct rt_log *log)
{
	const struct history_index *index = &log->history->index;
	const struct rt_filter *filter = &log->query.filter;
	size_t first_end = index->count ? index->points[1].first_row : 0;

	/* Of the first snapshot there are records, no changes: they are shown unless only some kinds are. */
	for (size_t i = 0; i < index->row_count; i++) {
		const struct row *row = &index->rows[i];
		unsigned flags = row->after ? index->keys[row->after - 1].flags : 0;
		bool begins = (filter->kinds & RT_KINDS_USUAL) == RT_KINDS_USUAL && log->query.selector_count &&
		              row->after && (flags & KEY_ASSIGNED || filter->kinds & RT_KIND_POOL);

		if (!log->wanted[i])
			continue;
		if (!(i < first_end ? begins : (row->kinds & filter->kinds) != 0) ||
		    !(may_pass(filter, index, row->before) || may_pass(filter, index, row->after)))
			log->wanted[i] = false;
	}
}

/* The number of the points up to COMMIT; NONE if it is not there. */
static size_t points_up_to(const struct history_index *index, rt_str commit, size_t none)
{
	char text[RT_OBJECT_ID_TEXT];
	size_t n = commit.data ? index->count : 0;

	while (n && !rt_str_equal(commit, rt_str_of(rt_object_id_text(&index->points[n - 1].commit, text))))
		n--;
	return n ? n : none;
}

static void plan(struct rt_log *log)
{
	const struct rt_query *query = &log->query;

	log->first = points_up_to(&log->history->index, query->after, 0);
	log->end = points_up_to(&log->history->index, query->up_to, log->history->index.count);
	log->wanted =
		follow(&log->history->index, query->selectors, query->selector_count, query->follow, log->arena);
	drop_filtered(log);
}

struct rt_log *rt_log_new(struct rt_history *history, const struct rt_query *query, struct rt_arena *arena)
{
	struct rt_log *log = rt_arena_alloc(arena, sizeof *log);

	*log = (struct rt_log){ .history = history, .query = *query, .arena = arena };
	log->next = query->reverse ? 0 : history->index.count;
	plan(log);
	return log;
}

/* ---- which step is next ---- */

static bool is_inside(const struct rt_log *log, size_t at)
{
	rt_time since = log->query.since, until = log->query.until, date = log->history->index.points[at].date;

	return at >= log->first && at < log->end && (since == RT_NO_TIME || date >= since) &&
	       (until == RT_NO_TIME || date <= until);
}

static bool has_wanted(const struct rt_log *log, size_t at)
{
	const struct point *point = &log->history->index.points[at];
	size_t rows = point[1].first_row - point->first_row;

	return is_inside(log, at) && rows && memchr(log->wanted + point->first_row, true, rows);
}

static bool next_point(struct rt_log *log, size_t *at)
{
	size_t count = log->history->index.count;

	while (log->query.reverse ? log->next < count : log->next > 0) {
		*at = log->query.reverse ? log->next++ : --log->next;
		if (has_wanted(log, *at))
			return true;
	}
	return false;
}

/* ---- one step ---- */

static enum rt_code compare(struct rt_log *log, size_t at, struct rt_arena *arena, struct rt_changes *out,
                            struct rt_error *err)
{
	struct rt_history *history = log->history;
	bool fits;
	enum rt_code code = index_changes(history, at, log->wanted, arena, out, &fits, err);

	if (!code && !fits && !log->rebuilt) {
		log->rebuilt = true;
		code = history_rebuild(history, err);
		if (code)
			return code;
		plan(log);
		fits = at < history->index.count;
		if (fits)
			code = index_changes(history, at, log->wanted, arena, out, &fits, err);
	}
	if (code)
		return code;
	if (!fits)
		return rt_fail(err, RT_EINVALID, "the branch of %.*s was rewritten meanwhile: run again",
		               RT_ARG(history->registry));
	*out = rt_changes_select(*out, &log->query.filter, arena);
	return RT_OK;
}

/* The records with which the archive begins, as far as the filter lets them pass. */
static enum rt_code begin(struct rt_log *log, struct rt_arena *arena, struct rt_records *out, struct rt_error *err)
{
	const struct history_index *index = &log->history->index;
	bool *marks = rt_arena_array(arena, index->key_count, sizeof *marks);
	struct rt_filter filter = log->query.filter;
	struct rt_changes changes = { NULL, 0 };

	for (size_t i = 0; i < index->points[1].first_row; i++)
		if (log->wanted[i] && index->rows[i].after)
			marks[index->rows[i].after - 1] = true;
	enum rt_code code = history_records(log->history, 0, marks, arena, out, err);
	if (code)
		return code;
	changes.items = rt_arena_array(arena, out->count, sizeof *changes.items);
	for (; changes.count < out->count; changes.count++)
		changes.items[changes.count] =
			(struct rt_change){ .kinds = RT_KIND_NEW, .after = &out->items[changes.count] };
	filter.kinds = RT_KIND_NEW;
	changes = rt_changes_select(changes, &filter, arena);
	struct rt_records passed = { rt_arena_array(arena, changes.count, sizeof *passed.items), 0 };
	while (passed.count < changes.count) {
		passed.items[passed.count] = *changes.items[passed.count].after;
		passed.count++;
	}
	*out = passed;
	return RT_OK;
}

static enum rt_code read_step(struct rt_log *log, size_t at, struct rt_arena *arena, struct rt_log_step *out,
                              struct rt_error *err)
{
	enum rt_code code = at ? compare(log, at, arena, &out->changes, err) : begin(log, arena, &out->records, err);

	out->registry = log->history->registry;
	if (!code)
		code = history_snapshot(log->history, at, arena, &out->to, err);
	if (!code && at)
		code = history_snapshot(log->history, at - 1, arena, &out->from, err);
	return code;
}

enum rt_code rt_log_next(struct rt_log *log, struct rt_arena *arena, struct rt_log_step *out, bool *more,
                         struct rt_error *err)
{
	size_t at;

	while ((*more = next_point(log, &at))) {
		*out = (struct rt_log_step){ .records = { NULL, 0 } };
		enum rt_code code = read_step(log, at, arena, out, err);

		if (code || out->changes.count || out->records.count)
			return code;
	}
	return RT_OK;
}

/* ---- counts ---- */

#define YEAR_FIRST 1900 /* those that dates can have, see regtrail/date.h */
#define YEAR_LAST  9999

static int year_of(rt_time date)
{
	char text[RT_TIME_TEXT] = "";
	rt_time first, last;
	int year = 0;

	rt_date_from_civil(YEAR_FIRST, 1, 1, &first);
	rt_date_from_civil(YEAR_LAST, 12, 31, &last);
	if (date < first || date > last)
		return date < first ? YEAR_FIRST : YEAR_LAST;
	rt_date_text(date, text);
	for (size_t i = 0; i < 4; i++)
		year = year * 10 + (text[i] - '0');
	return year;
}

/* All years that have snapshots of those asked for, and those between. */
static void make_years(const struct rt_log *log, struct rt_arena *arena, struct rt_stat *out)
{
	const struct point *points = log->history->index.points;
	size_t at = 0, end = log->history->index.count;

	while (at < end && !is_inside(log, at))
		at++;
	while (end > at && !is_inside(log, end - 1))
		end--;
	if (at == end)
		return;
	int first = year_of(points[at].date), last = year_of(points[end - 1].date);
	out->count = last >= first ? (size_t)(last - first) + 1 : 1;
	out->years = rt_arena_array(arena, out->count, sizeof *out->years);
	for (size_t i = 0; i < out->count; i++)
		out->years[i].year = first + (int)i;
}

/* Which kinds of a change count: those asked for, and without any asked for all that it has, as in a report. */
static unsigned kinds_counted(const struct rt_filter *filter)
{
	return (filter->kinds & RT_KINDS_USUAL) == RT_KINDS_USUAL ? RT_KINDS_ALL : filter->kinds;
}

static void count_change(struct rt_year *year, unsigned kinds)
{
	year->changes++;
	for (unsigned bit = 0; bit < RT_KINDS; bit++)
		year->kinds[bit] += kinds >> bit & 1;
}

static struct rt_year *year_in(const struct rt_stat *stat, rt_time date)
{
	int place = stat->count ? year_of(date) - stat->years[0].year : 0;

	return place >= 0 && (size_t)place < stat->count ? &stat->years[place] : NULL;
}

/* By the index alone, which knows all but who holds what. */
static void count_rows(struct rt_log *log, struct rt_stat *out)
{
	const struct history_index *index = &log->history->index;

	for (size_t at; next_point(log, &at);) {
		struct rt_year *year = year_in(out, index->points[at].date);
		size_t counted = 0;

		for (size_t i = index->points[at].first_row; at && year && i < index->points[at + 1].first_row; i++) {
			if (!log->wanted[i])
				continue;
			count_change(year, index->rows[i].kinds & kinds_counted(&log->query.filter));
			counted++;
		}
		out->steps += counted > 0;
	}
}

static enum rt_code count_changes(struct rt_log *log, struct rt_stat *out, struct rt_error *err)
{
	struct rt_log_step step;
	struct rt_arena arena;
	enum rt_code code;
	bool more;

	rt_arena_init(&arena);
	while (!(code = rt_log_next(log, &arena, &step, &more, err)) && more) {
		struct rt_year *year = year_in(out, step.to.date);

		out->steps += step.changes.count > 0;
		for (size_t i = 0; i < step.changes.count && year; i++)
			count_change(year, step.changes.items[i].kinds & kinds_counted(&log->query.filter));
		rt_arena_clear(&arena);
	}
	rt_arena_release(&arena);
	return code;
}

enum rt_code rt_log_stat(struct rt_log *log, struct rt_arena *arena, struct rt_stat *out, struct rt_error *err)
{
	const struct rt_filter *filter = &log->query.filter;
	bool exact = filter->assignee_count || filter->protocol_count || filter->service_count;

	*out = (struct rt_stat){ .snapshots = log->history->index.count };
	if (!out->snapshots)
		return RT_OK;
	make_years(log, arena, out);
	if (exact)
		return count_changes(log, out, err);
	count_rows(log, out);
	return RT_OK;
}
