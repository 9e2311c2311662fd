/* The words for snapshots and entries, as histories say them. */
#include "log.h"

#include <string.h>

struct rt_report log_step_report(const struct rt_log_step *step, struct rt_arena *arena)
{
	struct rt_report report = { .registry = step->registry, .from = step->from, .to = step->to };
	struct rt_change *records = rt_arena_array(arena, step->records.count, sizeof *records);

	report.changes = step->changes;
	if (step->from.commit.data)
		return report;
	report.from.date = RT_NO_TIME;
	for (size_t i = 0; i < step->records.count; i++)
		records[i] = (struct rt_change){ .after = &step->records.items[i] };
	report.changes = (struct rt_changes){ .items = records, .count = step->records.count };
	return report;
}

void log_add_title(struct rt_buf *out, rt_str registry, rt_str what)
{
	rt_render_safe(out, what.data ? what : registry);
	rt_buf_add_str(out, RT_STR(": log"));
}

void log_text_open(struct text *t, const struct rt_style *style, struct rt_buf *out)
{
	*t = (struct text){ .style = style, .out = out, .line = RT_BUF_INIT };
	rt_arena_init(&t->arena);
}

void log_text_close(struct text *t)
{
	rt_buf_release(&t->line);
	rt_arena_release(&t->arena);
}

void log_put_snapshot(struct text *t, const struct rt_snapshot *s)
{
	char date[RT_TIME_TEXT], archived[RT_TIME_TEXT];
	size_t digits = s->commit.len < LOG_COMMIT ? s->commit.len : LOG_COMMIT;

	if (t->style->color)
		rt_buf_add_str(t->out, RT_STR("\x1b[1m"));
	rt_buf_add_str(t->out, s->date == RT_NO_TIME ? RT_STR("undated") : rt_str_of(rt_date_text(s->date, date)));
	if (t->style->color)
		rt_buf_add_str(t->out, RT_STR("\x1b[0m"));
	rt_buf_printf(t->out, "  %.*s  archived %.*sZ", (int)digits, s->commit.data, (int)strlen("2025-09-23T01:53"),
	              rt_time_text(s->archived, archived));
}

static void add_words(struct rt_buf *out, rt_str before, rt_str text)
{
	if (!text.data)
		return;
	rt_buf_add_str(out, before);
	rt_render_safe(out, text);
}

void log_add_change(struct text *t, const struct rt_change *change, rt_str protocols, rt_str outermost)
{
	const struct rt_record *entry = rt_change_entry(change);

	if (entry->subject == RT_ENTRY && !entry->in_port_registry && !rt_str_equal(entry->registry, outermost)) {
		rt_render_safe(&t->line, entry->registry);
		rt_buf_add_char(&t->line, ' ');
	}
	render_number(&t->line, change, protocols);
	if (entry->in_port_registry)
		rt_buf_add_char(&t->line, ' ');
	render_name(&t->line, change);
}

void log_add_entry(struct text *t, const struct rt_record *record, rt_str outermost)
{
	const struct rt_change itself = { .kinds = RT_KIND_MODIFIED, .after = record };

	log_add_change(t, &itself, RT_NO_STR, outermost);
}

void log_add_values(struct rt_buf *out, const struct rt_field *field)
{
	for (uint32_t i = 0; field && i < field->count; i++)
		add_words(out, i ? RT_STR(", ") : RT_STR(""), field->values[i]);
}

void log_put_fields(struct text *t, const struct rt_record *record, unsigned skip)
{
	for (size_t i = 0; i < record->count; i++) {
		const struct rt_field *field = &record->fields[i];

		if (!field->count || (i < RT_PORT_FIELDS && record->in_port_registry && skip >> i & 1))
			continue;
		rt_render_safe(&t->line, field->name);
		rt_buf_add_str(&t->line, RT_STR(": "));
		log_add_values(&t->line, field);
		text_put_line(t, 0);
	}
}
