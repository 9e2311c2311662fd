/* What the text report says of a period, around the net changes. */
#include "fold.h"
#include "period.h"
#include "text.h"

static void put(struct text *t, const char *text)
{
	rt_buf_add_str(t->out, rt_str_of(text));
}

/* What PUT says, on a line of its own; nothing if it says nothing. */
static void put_line_of(struct text *t, const struct rt_report *report,
                        void (*put_words)(struct rt_buf *out, const struct rt_report *report))
{
	put_words(&t->line, report);
	if (t->line.len)
		text_put_line(t, 0);
}

void text_period_head(struct text *t, const struct rt_report *report)
{
	t->body = 0;
	put_line_of(t, report, render_only);
	put_line_of(t, report, render_extent);
	for (size_t i = 0; i < report->gaps.count; i++) {
		render_gap(&t->line, &report->gaps.items[i]);
		text_put_line(t, 0);
	}
}

/* ---- what came and went ---- */

static void put_passing(struct text *t, const struct rt_report *report)
{
	const struct rt_changes *passing = &report->passing;

	if (!passing->count)
		return;
	put(t, "\n");
	text_put_title(t, "Came and went, or changed and changed back");
	t->body = 2;
	for (size_t i = 0; i < passing->count; i++) {
		render_brief_title(&t->line, report->registry, &passing->items[i], RT_NO_STR);
		rt_buf_add_str(&t->line, RT_STR(": "));
		render_passage(&t->line, report, &passing->items[i]);
		text_put_line(t, 0);
	}
}

/* ---- snapshot by snapshot ---- */

static void put_step(struct text *t, const struct rt_report *step)
{
	put(t, "  ");
	render_day(t->out, step->to.date);
	put(t, "  ");
	rt_render_summary(&step->changes, t->out);
	put(t, "\n");
	t->body = 4;
	struct render_folded *items = rt_arena_array(&t->arena, step->changes.count, sizeof *items);
	size_t count = render_fold(&step->changes, &t->arena, items);
	for (size_t i = 0; i < count; i++) {
		render_brief(&t->line, step->registry, items[i].change, items[i].protocols);
		text_put_line(t, 0);
	}
}

static void put_steps(struct text *t, const struct rt_report *report)
{
	bool begun = false;

	for (size_t i = 0; i < report->step_count && report->step_count > 1; i++) {
		if (!report->steps[i].changes.count)
			continue;
		if (!begun) {
			put(t, "\n");
			text_put_title(t, "Snapshot by snapshot");
		}
		begun = true;
		put_step(t, &report->steps[i]);
	}
}

void text_period_end(struct text *t, const struct rt_report *report)
{
	put_passing(t, report);
	put_steps(t, report);
	put(t, "\n");
	render_witness(t->out, report);
	put(t, "\n");
}
