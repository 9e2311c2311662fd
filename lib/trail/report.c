/* The report over a period: each step, and net the first snapshot against the last. */
#include "gaps.h"
#include "report.h"

/* ---- what changed ---- */

static enum rt_code make_steps(struct rt_archive *archive, const struct rt_archived *all, const struct stretch *stretch,
                               bool people, struct rt_arena *arena, struct rt_report **out, struct rt_error *err)
{
	size_t count = stretch->to - stretch->from;
	enum rt_code code = RT_OK;

	*out = rt_arena_array(arena, count, sizeof **out);
	for (size_t i = 0; i < count && !code; i++) {
		const struct rt_archived *old = &all[stretch->from + i];

		code = rt_trail_diff_snapshots(archive, old, old + 1, people, arena, &(*out)[i], err);
	}
	return code;
}

/* Leave what FILTER lets pass; to know what is passing takes all changes. */
static void select_changes(struct rt_report *report, struct rt_report *steps, const struct rt_filter *filter,
                           struct rt_arena *arena)
{
	struct rt_passage *passages;
	const struct rt_changes passing = passing_of(steps, report->step_count, &report->changes, arena, &passages);

	report->passing = rt_changes_select(passing, filter, arena);
	report->passages = passages;
	for (size_t i = 0, kept = 0; kept < report->passing.count; i++)
		if (passing.items[i].before == report->passing.items[kept].before &&
		    passing.items[i].after == report->passing.items[kept].after)
			passages[kept++] = passages[i];
	report->changes = rt_changes_select(report->changes, filter, arena);
	report->all = filter->kinds & RT_KIND_POOL && filter->kinds & RT_KIND_CONTACTS;
	for (size_t i = 0; i < report->step_count; i++) {
		steps[i].changes = rt_changes_select(steps[i].changes, filter, arena);
		steps[i].all = report->all;
	}
}

/* ---- what else there is to know ---- */

static enum rt_code find_gaps(struct rt_archive *archive, rt_str registry, const struct rt_report_request *request,
                              const struct stretch *stretch, struct rt_arena *arena, struct rt_gaps *out,
                              struct rt_error *err)
{
	struct rt_gaps all;
	enum rt_code code = rt_trail_gaps(archive, registry, request->period.now, request->gap, arena, &all, err);

	if (!code)
		*out = gaps_within(&all, stretch->start, stretch->end, arena);
	return code;
}

static enum rt_code make_marks(struct rt_archive *archive, const struct rt_archived *snapshot, struct rt_arena *arena,
                               struct rt_report *out, struct rt_error *err)
{
	unsigned char *marks = rt_arena_array(arena, RT_PORT_NUMBERS, sizeof *marks);
	struct rt_loaded loaded;
	struct rt_arena scratch;
	rt_str bytes;

	rt_arena_init(&scratch);
	enum rt_code code = rt_archive_document(archive, snapshot, &scratch, &bytes, err);
	if (!code)
		code = rt_trail_load(bytes, snapshot->snapshot.commit, false, &scratch, &loaded, err);
	if (!code)
		rt_port_marks(loaded.records, RT_ANY_TRANSPORT, marks);
	out->marks = marks;
	rt_arena_release(&scratch);
	return code;
}

/* Net and step by step. */
static enum rt_code make_changes(struct rt_archive *archive, const struct rt_archived *all,
                                 const struct stretch *stretch, const struct rt_filter *filter, struct rt_arena *arena,
                                 struct rt_report *out, struct rt_error *err)
{
	const struct rt_archived *from = &all[stretch->from], *to = &all[stretch->to];
	bool people = filter->kinds & RT_KIND_CONTACTS;
	struct rt_report *steps;
	enum rt_code code = rt_trail_diff_snapshots(archive, from, to, people, arena, out, err);

	if (!code)
		code = make_steps(archive, all, stretch, people, arena, &steps, err);
	if (code)
		return code;
	out->begins = stretch->begins;
	out->steps = steps;
	out->step_count = stretch->to - stretch->from;
	select_changes(out, steps, filter, arena);
	return RT_OK;
}

enum rt_code rt_trail_report(struct rt_archive *archive, rt_str registry, const struct rt_report_request *request,
                             struct rt_arena *arena, struct rt_report *out, struct rt_error *err)
{
	struct rt_archived *all, newest;
	struct stretch stretch;
	size_t count;
	enum rt_code code = rt_archive_snapshots(archive, registry, arena, &all, &count, err);

	if (!code && !count) /* says so, and what there is */
		return rt_archive_find(archive, registry, RT_STR("latest"), false, arena, &newest, err);
	if (!code)
		code = period_find(archive, registry, &request->period, all, count, arena, &stretch, err);
	if (!code)
		code = make_changes(archive, all, &stretch, request->filter, arena, out, err);
	if (!code)
		code = find_gaps(archive, registry, request, &stretch, arena, &out->gaps, err);
	if (!code && request->marks)
		code = make_marks(archive, &all[stretch.to], arena, out, err);
	if (!code)
		out->witness = (struct rt_witness){ all[count - 1].snapshot.commit, count };
	return code;
}
