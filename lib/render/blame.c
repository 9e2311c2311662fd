/* Which snapshot gave each field of an entry its value. */
#include "json_change.h"
#include "log.h"

#include <stdio.h>

/* ---- for reading ---- */

#define NAME_WIDTH 12 /* columns of `unauthorized`, the longest name of a field in the port registry */

static void put_was(struct text *t, const struct rt_blamed_field *f)
{
	if (!f->before)
		return;
	rt_buf_add_str(&t->line, f->before->count ? RT_STR("was: ") : RT_STR("had no value"));
	log_add_values(&t->line, f->before);
	t->body = NAME_WIDTH + 8;
	text_put_line(t, 0);
}

static void put_field(struct text *t, const struct rt_blamed_field *f)
{
	char date[RT_TIME_TEXT];
	size_t digits = f->since && f->since->commit.len > LOG_COMMIT ? LOG_COMMIT : 0;

	rt_render_safe(&t->line, f->field->name);
	size_t columns = rt_str_columns(rt_buf_str(&t->line));
	rt_buf_pad(t->out, ' ', 4);
	rt_buf_add_str(t->out, rt_buf_str(&t->line));
	rt_buf_clear(&t->line);
	rt_buf_pad(t->out, ' ', columns < NAME_WIDTH ? NAME_WIDTH - columns : 0);
	if (f->since)
		rt_buf_printf(t->out, "  %-10s %.*s  ", rt_date_text(f->since->date, date), (int)digits,
		              f->since->commit.data);
	else
		rt_buf_printf(t->out, "  %-*s  ", 11 + LOG_COMMIT, "as it began");
	if (f->field->count)
		log_add_values(&t->line, f->field);
	else
		rt_buf_add_str(&t->line, RT_STR("(none)"));
	size_t indent = 4 + NAME_WIDTH + 2 + 11 + LOG_COMMIT + 2;
	text_flow(t->out, rt_buf_str(&t->line), indent, indent, t->style->width);
	rt_buf_add_char(t->out, '\n');
	rt_buf_clear(&t->line);
	put_was(t, f);
}

void rt_render_blame(const struct rt_blame *blame, const struct rt_style *style, struct rt_buf *out)
{
	struct text t;

	log_text_open(&t, style, out);
	for (size_t i = 0; i < blame->count; i++) {
		if (i)
			rt_buf_add_char(out, '\n');
		t.body = 0;
		log_add_entry(&t, blame->items[i].record, blame->registry);
		text_put_line(&t, 0);
		for (size_t k = 0; k < blame->items[i].count; k++)
			put_field(&t, &blame->items[i].fields[k]);
	}
	log_text_close(&t);
}

/* ---- for programs ---- */

static json_t *json_of_blamed(const struct rt_blamed_field *f)
{
	bool is_list = f->field->is_list || (f->before && f->before->is_list);
	json_t *object = json_checked(json_object());

	json_put(object, RT_STR("field"), json_of_text(f->field->name));
	json_put(object, RT_STR("value"), json_of_field(f->field, is_list));
	json_put(object, RT_STR("since"), f->since ? json_of_side(f->since) : json_null());
	json_put(object, RT_STR("before"), f->before ? json_of_field(f->before, is_list) : json_null());
	return object;
}

void rt_render_blame_json(const struct rt_blame *blame, rt_str what, struct rt_buf *out)
{
	json_write(out, "{\"format\": ", json_checked(json_string("regtrail-blame/1")));
	json_write(out, ", \"registry\": ", json_of_text(blame->registry));
	json_write(out, ", \"of\": ", json_of_text(what));
	json_write(out, ",\n \"first\": ", json_of_side(&blame->first));
	json_write(out, ",\n \"latest\": ", json_of_side(&blame->latest));
	rt_buf_add_str(out, RT_STR(",\n \"entries\": ["));
	for (size_t i = 0; i < blame->count; i++) {
		json_write(out, i ? ",\n  {\"record\": " : "\n  {\"record\": ", json_of_record(blame->items[i].record));
		rt_buf_add_str(out, RT_STR(",\n   \"fields\": ["));
		for (size_t k = 0; k < blame->items[i].count; k++)
			json_write(out, k ? ",\n    " : "\n    ", json_of_blamed(&blame->items[i].fields[k]));
		rt_buf_add_str(out, RT_STR("]}"));
	}
	rt_buf_add_str(out, RT_STR("]}\n"));
}
