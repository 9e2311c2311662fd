/* The words of a report over a period: what came and went or was undone, when nobody looked, what the archive was. */
#include "period.h"
#include "words.h"

static void put(struct rt_buf *out, const char *text)
{
	rt_buf_add_str(out, rt_str_of(text));
}

bool render_is_period(const struct rt_report *report)
{
	return report->witness.head.data != NULL;
}

void render_day(struct rt_buf *out, rt_time time)
{
	char text[RT_TIME_TEXT];

	put(out, time == RT_NO_TIME ? "undated" : rt_date_text(time, text));
}

/* ---- what came and went ---- */

/* The step that has CHANGE; what passes is a copy of it. */
static const struct rt_report *step_of(const struct rt_report *report, const struct rt_change *change)
{
	for (size_t i = 0; i < report->step_count; i++) {
		const struct rt_changes *changes = &report->steps[i].changes;

		for (size_t k = 0; k < changes->count; k++)
			if (changes->items[k].before == change->before && changes->items[k].after == change->after)
				return &report->steps[i];
	}
	return NULL;
}

static bool is_of(const struct rt_change *change, rt_str key, struct rt_arena *arena)
{
	return rt_str_equal(key, rt_record_key(rt_change_entry(change), arena)) ||
	       (change->before && rt_str_equal(key, rt_record_key(change->before, arena)));
}

/* The first step in which the entry of CHANGE has one of KINDS, by that name. */
static const struct rt_report *first_step_of(const struct rt_report *report, const struct rt_change *change,
                                             unsigned kinds, struct rt_arena *arena)
{
	rt_str key = rt_record_key(rt_change_entry(change), arena);

	for (size_t i = 0; i < report->step_count; i++) {
		const struct rt_changes *changes = &report->steps[i].changes;

		for (size_t k = 0; k < changes->count; k++)
			if (changes->items[k].kinds & kinds && is_of(&changes->items[k], key, arena))
				return &report->steps[i];
	}
	return NULL;
}

static void put_event(struct rt_buf *out, const char *word, const struct rt_report *step)
{
	put(out, word);
	if (!step) /* the filter did not let it pass */
		return;
	put(out, " ");
	render_day(out, step->to.date);
}

#define OTHERS 1u
#define PORTS  2u

/* How to tell of what passes, by the kind of its end; and where that alone does not say it, of its beginning. */
static const struct passage_words {
	unsigned end, begin;
	bool sure;
	unsigned where;
	const char *began, *ended;
} passage_words[] = {
	{ RT_KIND_DEASSIGNED, RT_KIND_NEW, true, PORTS, "assigned", ", given back" },
	{ RT_KIND_NEW, RT_KIND_DEASSIGNED, true, PORTS, "given back", ", again assigned" },
	{ RT_KIND_REMOVED, RT_KIND_NEW, true, OTHERS, "added", ", removed" },
	{ RT_KIND_NEW, RT_KIND_REMOVED, true, OTHERS, "removed", ", again added" },
	{ RT_KIND_UNFLAGGED, RT_KIND_FLAGGED, true, PORTS, "unauthorized use reported", ", withdrawn" },
	{ RT_KIND_FLAGGED, RT_KIND_UNFLAGGED, false, PORTS, "unauthorized use withdrawn", ", again reported" },
	{ RT_KINDS_ALL, RT_KINDS_ALL, true, PORTS | OTHERS, "changed", ", changed back" },
};

void render_passage(struct rt_buf *out, const struct rt_report *report, const struct rt_change *change)
{
	unsigned here = rt_change_entry(change)->in_port_registry ? PORTS : OTHERS;
	const struct passage_words *words = passage_words;
	const struct rt_report *first;
	struct rt_arena arena;

	rt_arena_init(&arena);
	for (;; words++) {
		if (!(change->kinds & words->end) || !(words->where & here))
			continue;
		first = first_step_of(report, change, words->begin, &arena);
		if (words->sure || first)
			break;
	}
	put_event(out, words->began, first);
	put_event(out, words->ended, step_of(report, change));
	rt_arena_release(&arena);
}

/* ---- what else there is to say ---- */

void render_gap(struct rt_buf *out, const struct rt_gap *gap)
{
	char from[RT_TIME_TEXT], to[RT_TIME_TEXT], length[RT_TIME_TEXT];

	rt_time_text(gap->from, from);
	if (gap->to == RT_NO_TIME)
		rt_buf_printf(out, "nobody has looked since %s", from);
	else
		rt_buf_printf(out, "nobody looked from %s to %s (%s)", from, rt_time_text(gap->to, to),
		              rt_duration_text(gap->to - gap->from, length));
}

void render_extent(struct rt_buf *out, const struct rt_report *report)
{
	if (!report->step_count && !report->begins) {
		put(out, "no snapshot in the period");
	} else if (report->step_count > 1) {
		render_count(out, report->step_count);
		put(out, " snapshots");
	}
	if (!report->begins)
		return;
	put(out, report->step_count > 1 ? "; " : "");
	put(out, "the archive begins with the snapshot of ");
	render_day(out, report->from.date);
}

void render_only(struct rt_buf *out, const struct rt_report *report)
{
	if (!report->only.len)
		return;
	put(out, "only ");
	rt_render_safe(out, report->only);
}

void render_witness(struct rt_buf *out, const struct rt_report *report)
{
	put(out, "archive at ");
	rt_render_safe(out, report->witness.head);
	put(out, ", ");
	render_count(out, report->witness.snapshots);
	put(out, report->witness.snapshots == 1 ? " snapshot" : " snapshots");
}
