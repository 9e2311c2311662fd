/* A log as an outline, written in parts. */
#include "outline_words.h"
#include "period.h"

void outline_put_log_title(const struct outline_markup *markup, rt_str registry, rt_str what, struct rt_buf *out)
{
	struct outline o;

	outline_open(&o, markup, out);
	log_add_title(&o.words, registry, what);
	outline_put_in(&o, markup->title);
	if (what.data) {
		rt_buf_add_str(&o.words, RT_STR("In the registry "));
		rt_render_safe(&o.words, registry);
		rt_buf_add_char(&o.words, '.');
		outline_put_in(&o, markup->paragraph);
	}
	outline_close(&o);
}

/* Below its day there is no heading for an inner registry: it stands in front of the entry. */
static void name_registry(struct outline *o, struct text_item *item)
{
	const struct rt_record *entry = rt_change_entry(item->change);

	if (entry->subject != RT_ENTRY || entry->in_port_registry || rt_str_equal(entry->registry, o->report->registry))
		return;
	rt_render_safe(&o->words, entry->registry);
	item->number = rt_str_format(&o->text.arena, "%.*s %.*s", RT_ARG(rt_buf_str(&o->words)), RT_ARG(item->number));
	rt_buf_clear(&o->words);
}

static void put_log_head(struct outline *o, bool begins)
{
	const struct rt_snapshot *to = &o->report->to;
	size_t digits = to->commit.len < LOG_COMMIT ? to->commit.len : LOG_COMMIT;

	render_day(&o->words, to->date);
	rt_buf_add_str(&o->words, RT_STR(": "));
	if (begins)
		rt_buf_add_str(&o->words, RT_STR("the archive begins with"));
	else
		rt_render_summary(&o->report->changes, &o->words);
	outline_put_in(o, o->markup->section);
	rt_buf_printf(&o->words, "Commit %.*s, archived ", (int)digits, to->commit.data);
	outline_add_minute(&o->words, to->archived);
	rt_buf_add_char(&o->words, '.');
	outline_put_in(o, o->markup->paragraph);
}

void outline_put_log_step(const struct outline_markup *markup, const struct rt_log_step *step, struct rt_buf *out)
{
	static const struct text_group changes = { .signs = true, .labels = true, .body = log_body_change };
	static const struct text_group records = { .body = log_body_record };
	const bool begins = !step->from.commit.data;
	struct outline o;

	outline_open(&o, markup, out);
	const struct rt_report report = log_step_report(step, &o.text.arena);
	o.report = &report;
	o.marks = log_add_marks;
	put_log_head(&o, begins);
	text_collect(&o.text, &report.changes);
	outline_add(&o, markup->list.open);
	for (size_t i = 0; i < o.text.count; i++) {
		name_registry(&o, &o.text.items[i]);
		outline_put_entry(&o, begins ? &records : &changes, &o.text.items[i]);
	}
	outline_add(&o, markup->list.close);
	outline_close(&o);
}
