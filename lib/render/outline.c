/* The report as an outline: what markdown and the page in a mail have in common, all but the marks around the words. */
#include "fold.h"
#include "outline_words.h"
#include "period.h"

/* ---- the head ---- */

void outline_title(const struct rt_report *report, struct rt_buf *out)
{
	rt_render_safe(out, report->registry);
	rt_buf_add_str(out, RT_STR(", "));
	render_day(out, report->from.date);
	rt_buf_add_str(out, RT_STR(" to "));
	render_day(out, report->to.date);
}

static void put_head(struct outline *o)
{
	const struct rt_snapshot *from = &o->report->from, *to = &o->report->to;

	outline_title(o->report, &o->words);
	outline_put_in(o, o->markup->title);
	outline_add(o, o->markup->paragraph.open);
	outline_add(o, o->markup->strong.open);
	if (o->report->changes.count)
		rt_render_summary(&o->report->changes, o->out);
	else
		outline_add(o, "No changes");
	outline_add(o, o->markup->strong.close);
	outline_add(o, o->markup->paragraph.close);
	render_count(&o->words, from->records);
	rt_buf_add_str(&o->words, RT_STR(" records before, "));
	render_count(&o->words, to->records);
	rt_buf_add_str(&o->words, RT_STR(" after."));
	if (from->archived != RT_NO_TIME || to->archived != RT_NO_TIME) {
		rt_buf_add_str(&o->words, RT_STR(" Archived "));
		outline_add_minute(&o->words, from->archived);
		rt_buf_add_str(&o->words, RT_STR(" and "));
		outline_add_minute(&o->words, to->archived);
		rt_buf_add_char(&o->words, '.');
	}
	outline_put_in(o, o->markup->paragraph);
}

/* ---- groups ---- */

/* Put the items that GROUP is of, those of each inner registry under its name. */
static void put_group(struct outline *o, const struct text_group *group)
{
	rt_str registry = o->report->registry;
	bool entries = group->kind != RT_KIND_REGISTRY && group->kind != RT_KIND_CONTACTS, begun = false;

	for (size_t i = 0; i < o->text.count; i++) {
		const struct text_item *item = &o->text.items[i];
		const struct rt_record *entry = rt_change_entry(item->change);

		if (!(item->change->kinds & (unsigned)group->kind))
			continue;
		if (!begun)
			outline_put_heading(o, o->markup->section, group->title);
		bool inner = entries && !rt_str_equal(entry->registry, registry);
		if (inner && begun)
			outline_add(o, o->markup->list.close);
		if (inner) {
			registry = entry->registry;
			rt_render_safe(&o->words, registry);
			outline_put_in(o, o->markup->part);
		}
		if (inner || !begun)
			outline_add(o, o->markup->list.open);
		begun = true;
		outline_put_entry(o, group, item);
	}
	if (begun)
		outline_add(o, o->markup->list.close);
}

static void put_changes(struct outline *o, const struct rt_changes *changes)
{
	text_collect(&o->text, changes);
	for (const struct text_group *group = text_groups; group->title; group++)
		if (render_kinds_shown(changes) & (unsigned)group->kind)
			put_group(o, group);
}

void outline_put_changes(const struct outline_markup *markup, const struct rt_report *report, struct rt_buf *out)
{
	struct outline o;

	outline_open(&o, markup, out);
	o.report = report;
	put_changes(&o, &report->changes);
	outline_close(&o);
}

/* ---- a period ---- */

static void put_extent(struct outline *o)
{
	if (!render_is_period(o->report))
		return;
	render_only(&o->words, o->report);
	if (o->words.len)
		outline_put_in(o, o->markup->paragraph);
	render_extent(&o->words, o->report);
	if (o->words.len)
		outline_put_in(o, o->markup->paragraph);
}

static void put_gaps(struct outline *o)
{
	for (size_t i = 0; i < o->report->gaps.count; i++) {
		render_gap(&o->words, &o->report->gaps.items[i]);
		outline_put_in(o, o->markup->paragraph);
	}
}

static void put_passing(struct outline *o)
{
	const struct rt_changes *passing = &o->report->passing;

	if (!passing->count)
		return;
	outline_put_heading(o, o->markup->section, "Came and went, or changed and changed back");
	outline_add(o, o->markup->list.open);
	for (size_t i = 0; i < passing->count; i++) {
		render_brief_title(&o->words, o->report->registry, &passing->items[i], RT_NO_STR);
		rt_buf_add_str(&o->words, RT_STR(": "));
		render_passage(&o->words, o->report, &passing->items[i]);
		outline_put_in(o, o->markup->item);
	}
	outline_add(o, o->markup->list.close);
}

static void put_step(struct outline *o, const struct rt_report *step)
{
	render_day(&o->words, step->to.date);
	rt_buf_add_str(&o->words, RT_STR(": "));
	rt_render_summary(&step->changes, &o->words);
	outline_put_in(o, o->markup->part);
	outline_add(o, o->markup->list.open);
	struct render_folded *items = rt_arena_array(&o->text.arena, step->changes.count, sizeof *items);
	size_t count = render_fold(&step->changes, &o->text.arena, items);
	for (size_t i = 0; i < count; i++) {
		render_brief(&o->words, step->registry, items[i].change, items[i].protocols);
		outline_put_in(o, o->markup->item);
	}
	outline_add(o, o->markup->list.close);
}

/* Of a single step, all is said already. */
static void put_steps(struct outline *o)
{
	bool begun = false;

	for (size_t i = 0; i < o->report->step_count && o->report->step_count > 1; i++) {
		if (!o->report->steps[i].changes.count)
			continue;
		if (!begun)
			outline_put_heading(o, o->markup->section, "Snapshot by snapshot");
		begun = true;
		put_step(o, &o->report->steps[i]);
	}
}

static void put_witness(struct outline *o)
{
	if (!render_is_period(o->report))
		return;
	render_witness(&o->words, o->report);
	outline_put_in(o, o->markup->paragraph);
}

void outline_put(const struct outline_markup *markup, const struct rt_report *report, struct rt_buf *out)
{
	struct outline o;

	outline_open(&o, markup, out);
	o.report = report;
	put_head(&o);
	put_extent(&o);
	put_gaps(&o);
	put_changes(&o, &report->changes);
	put_passing(&o);
	put_steps(&o);
	put_witness(&o);
	outline_close(&o);
}
