/* From the words for a period to the snapshots that it is about. */
#include "report.h"

/* What one end of a period names. */
struct end {
	bool is_snapshot;
	size_t index;        /* of the snapshot */
	rt_time first, last; /* else the seconds that the words can mean */
};

struct search {
	struct rt_archive *archive;
	rt_str registry;
	const struct rt_period *period;
	const struct rt_archived *all;
	size_t count;
	struct rt_arena *arena;
	struct rt_error *err;
};

/* ---- names of snapshots ---- */

/* The place of SNAPSHOT. After a branch was rebuilt its commit is another one, its document is not. */
static bool find_place(const struct search *s, const struct rt_archived *snapshot, size_t *out)
{
	for (size_t i = 0; i < s->count; i++) {
		if (rt_str_equal(s->all[i].snapshot.sha256, snapshot->snapshot.sha256) &&
		    s->all[i].snapshot.date == snapshot->snapshot.date) {
			*out = i;
			return true;
		}
	}
	return false;
}

/* How far the last report went that was marked. *FOUND: was there any? */
static enum rt_code find_mark(const struct search *s, struct end *out, bool *found)
{
	struct rt_archived mark;
	enum rt_code code = rt_archive_reported(s->archive, s->registry, s->arena, &mark, found, s->err);

	if (code || !*found)
		return code;
	out->is_snapshot = true;
	if (find_place(s, &mark, &out->index))
		return RT_OK;
	return rt_fail(s->err, RT_EINVALID,
	               "the snapshot %.8s of %.*s, up to which the last report went, is no longer there: "
	               "give a beginning with --since, and --mark for the next report to follow on",
	               mark.snapshot.commit.data, RT_ARG(s->registry));
}

static enum rt_code find_snapshot(const struct search *s, const char *option, rt_str name, struct end *out)
{
	struct rt_archived found;

	if (!rt_archive_is_name(name))
		return rt_fail(s->err, RT_EINVALID,
		               "%s wants a date such as 2025, 2025-10 or 2025-10-22, `30 days ago`, yesterday, "
		               "last-report, or a snapshot, not `%.*s`",
		               option, RT_ARG(name));
	enum rt_code code = rt_archive_find(s->archive, s->registry, name, false, s->arena, &found, s->err);
	if (code)
		return code;
	out->is_snapshot = true;
	if (!find_place(s, &found, &out->index))
		return rt_fail(s->err, RT_EINVALID, "the branch of %.*s was rewritten meanwhile: run again",
		               RT_ARG(s->registry));
	return RT_OK;
}

static enum rt_code find_end(const struct search *s, const char *option, rt_str name, struct end *out)
{
	bool found;

	*out = (struct end){ .is_snapshot = false };
	if (rt_time_parse(name, &out->first, &out->last))
		return RT_OK;
	if (rt_time_parse_words(name, s->period->now, &out->first, &out->last)) {
		if (!s->period->by_archived) /* registry dates are days */
			out->first = rt_date_of(out->first);
		return RT_OK;
	}
	if (!rt_str_equal(name, RT_STR("last-report")))
		return find_snapshot(s, option, name, out);
	enum rt_code code = find_mark(s, out, &found);
	if (!code && !found)
		return rt_fail(s->err, RT_EINVALID,
		               "no report of %.*s was marked yet: `regtrail report --mark` marks one",
		               RT_ARG(s->registry));
	return code;
}

/* ---- times ---- */

/* How many snapshots there are up to the last one of TIME or before. */
static size_t count_until(const struct search *s, rt_time time)
{
	size_t count = s->count;

	while (count) {
		const struct rt_snapshot *last = &s->all[count - 1].snapshot;

		if ((s->period->by_archived ? last->archived : last->date) <= time)
			break;
		count--;
	}
	return count;
}

static enum rt_code nothing_until(const struct search *s)
{
	char text[RT_TIME_TEXT];
	const struct rt_snapshot *first = &s->all[0].snapshot;

	rt_date_text(s->period->by_archived ? first->archived : first->date, text);
	return rt_fail(s->err, RT_EINVALID, "no snapshot of %.*s until `%.*s`: the first is of %s", RT_ARG(s->registry),
	               RT_ARG(s->period->until), text);
}

/* ---- the two ends ---- */

/* *LAST: the last second that it means, if it means a time. */
static enum rt_code find_until(const struct search *s, struct stretch *out, rt_time *last)
{
	struct end end;

	*last = INT64_MAX;
	out->to = s->count - 1;
	out->end = s->period->now;
	if (!s->period->until.data)
		return RT_OK;
	enum rt_code code = find_end(s, "--until", s->period->until, &end);
	if (code)
		return code;
	size_t count = end.is_snapshot ? end.index + 1 : count_until(s, end.last);
	if (!count)
		return nothing_until(s);
	out->to = count - 1;
	if (!end.is_snapshot) {
		*last = end.last;
		out->end = end.last < out->end ? end.last : out->end;
	} else if (count < s->count) {
		out->end = s->all[out->to].snapshot.archived;
	}
	return RT_OK;
}

/* Without words: since the last report that was marked, else the last step. */
static enum rt_code find_default(const struct search *s, struct stretch *out)
{
	struct end mark;
	bool found;
	enum rt_code code = find_mark(s, &mark, &found);

	if (code)
		return code;
	if (found && mark.index <= out->to)
		out->from = mark.index;
	else
		out->from = out->to ? out->to - 1 : 0;
	out->begins = !found && !out->to;
	out->start = s->all[out->from].snapshot.archived;
	return RT_OK;
}

static enum rt_code ends_before(const struct search *s)
{
	return rt_fail(s->err, RT_EINVALID, "the period ends before it begins: it is --since `%.*s` --until `%.*s`",
	               RT_ARG(s->period->since), RT_ARG(s->period->until));
}

static enum rt_code find_since(const struct search *s, rt_time last, struct stretch *out)
{
	struct end end;

	if (!s->period->since.data)
		return find_default(s, out);
	enum rt_code code = find_end(s, "--since", s->period->since, &end);
	if (code)
		return code;
	if (end.is_snapshot) {
		out->from = end.index;
		out->start = s->all[end.index].snapshot.archived;
		return out->from > out->to ? ends_before(s) : RT_OK;
	}
	if (end.first > last)
		return ends_before(s);
	size_t before = count_until(s, end.first - 1);
	out->begins = before == 0;
	out->from = before ? before - 1 : 0;
	out->start = end.first;
	return out->from > out->to ? ends_before(s) : RT_OK;
}

enum rt_code period_find(struct rt_archive *archive, rt_str registry, const struct rt_period *period,
                         const struct rt_archived *all, size_t count, struct rt_arena *arena, struct stretch *out,
                         struct rt_error *err)
{
	const struct search s = { archive, registry, period, all, count, arena, err };
	rt_time last;

	*out = (struct stretch){ .from = 0 };
	enum rt_code code = find_until(&s, out, &last);
	return code ? code : find_since(&s, last, out);
}
