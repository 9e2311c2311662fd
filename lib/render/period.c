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

static void put_event(struct rt_buf *out, const char *words, rt_time date)
{
	put(out, words);
	put(out, " ");
	render_day(out, date);
}

/* How to tell of what passes, by the kinds of its end and of its beginning. */
static const struct passage_words {
	unsigned end, begin;
	const char *began, *ended;
} passage_words[] = {
	{ RT_KIND_DEASSIGNED, RT_KIND_NEW, "assigned", ", given back" },
	{ RT_KIND_NEW, RT_KIND_DEASSIGNED, "given back", ", again assigned" },
	{ RT_KIND_REMOVED, RT_KIND_NEW, "added", ", removed" },
	{ RT_KIND_NEW, RT_KIND_REMOVED, "removed", ", again added" },
	{ RT_KIND_UNFLAGGED, RT_KIND_FLAGGED, "unauthorized use reported", ", withdrawn" },
	{ RT_KIND_FLAGGED, RT_KIND_UNFLAGGED, "unauthorized use withdrawn", ", again reported" },
	{ RT_KINDS_ALL, RT_KINDS_ALL, "changed", ", changed back" },
};

void render_passage(struct rt_buf *out, const struct rt_report *report, const struct rt_change *change)
{
	const struct rt_passage *passage = &report->passages[change - report->passing.items];
	const struct passage_words *words = passage_words;

	while (!(change->kinds & words->end) || !(passage->began & words->begin))
		words++;
	put_event(out, words->began, passage->from);
	put_event(out, words->ended, passage->to);
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
