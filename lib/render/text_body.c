/* The lines under an entry of the text report: what a reader wants to know of each kind of change. */
#include "text.h"

static void add(struct text *t, const char *text)
{
	rt_buf_add_str(&t->line, rt_str_of(text));
}

/* Begin the next part of a line such as `by A; RFC1; registered 2025-01-01`. */
static void begin_part(struct text *t)
{
	if (t->line.len)
		add(t, "; ");
}

static void add_part(struct text *t, const char *label, rt_str value)
{
	if (!value.data)
		return;
	begin_part(t);
	add(t, label);
	rt_render_safe(&t->line, value);
}

static void add_values(struct text *t, const struct rt_field *field)
{
	for (size_t i = 0; i < field->count; i++) {
		if (i)
			add(t, ", ");
		rt_render_safe(&t->line, field->values[i]);
	}
}

static void add_list(struct text *t, const char *label, const struct rt_field *field)
{
	if (!field->count)
		return;
	begin_part(t);
	add(t, label);
	add_values(t, field);
}

static void put_if_any(struct text *t)
{
	if (t->line.len)
		text_put_line(t, 0);
}

/* ---- fields that changed ---- */

static bool has_value(const struct rt_field *field, rt_str value)
{
	for (size_t i = 0; field && i < field->count; i++)
		if (rt_str_equal(field->values[i], value))
			return true;
	return false;
}

/* The values of FIELD that OTHER has not, each behind SIGN. */
static void add_missing(struct text *t, const char *sign, const struct rt_field *field, const struct rt_field *other,
                        size_t start)
{
	for (size_t i = 0; field && i < field->count; i++) {
		if (has_value(other, field->values[i]))
			continue;
		if (t->line.len > start)
			add(t, ", ");
		add(t, sign);
		rt_render_safe(&t->line, field->values[i]);
	}
}

static void put_list_change(struct text *t, const struct rt_field_change *f)
{
	size_t start = t->line.len;

	add_missing(t, "- ", f->before, f->after, start);
	add_missing(t, "+ ", f->after, f->before, start);
	if (t->line.len == start) /* only how often a value is given */
		add_values(t, f->after);
	text_put_line(t, 0);
}

static void put_plain_change(struct text *t, const struct rt_field_change *f)
{
	bool was = f->before && f->before->count, is = f->after && f->after->count;
	size_t split = 0;

	if (!was || !is)
		add(t, is ? "+ " : "- ");
	if (was)
		rt_render_safe(&t->line, f->before->values[0]);
	if (was && is) {
		add(t, " ");
		split = t->line.len;
		add(t, "-> ");
	}
	if (is)
		rt_render_safe(&t->line, f->after->values[0]);
	text_put_line(t, split);
}

static void put_field_change(struct text *t, const struct rt_field_change *f)
{
	rt_render_safe(&t->line, f->name);
	add(t, ": ");
	if ((f->before && f->before->is_list) || (f->after && f->after->is_list))
		put_list_change(t, f);
	else if (!text_put_hunks(t, f))
		put_plain_change(t, f);
}

bool text_is_date_mark(const struct rt_change *change, const struct rt_field_change *f)
{
	bool listed = change->kinds & (RT_KIND_MODIFIED | RT_KIND_POOL | RT_KIND_CONTACTS) && change->field_count > 1;

	return listed && rt_str_equal(f->name, RT_STR("modified")) && f->after && f->after->count;
}

/* Is it said elsewhere: in the entry line, at its end, or under the unauthorized uses? */
static bool is_said(const struct rt_change *change, const struct rt_field_change *f)
{
	bool flag =
		change->kinds & (RT_KIND_FLAGGED | RT_KIND_UNFLAGGED) && rt_str_equal(f->name, RT_STR("unauthorized"));

	return flag || text_is_date_mark(change, f) || render_is_in_title(change, f);
}

/* ---- a record that came or went: what it says besides the entry line ---- */

static void add_other_fields(struct text *t, const struct rt_record *record)
{
	const struct rt_field *cell = rt_record_first_cell(record), *what = render_what(record);

	for (size_t i = 0; i < record->count; i++) {
		const struct rt_field *field = &record->fields[i];

		if (!field->count || field == cell || field == what)
			continue;
		begin_part(t);
		rt_render_safe(&t->line, field->name);
		add(t, ": ");
		add_values(t, field);
	}
}

void text_body_changed(struct text *t, const struct rt_change *change)
{
	const struct rt_record *entry = rt_change_entry(change);

	for (size_t i = 0; i < change->field_count; i++)
		if (!is_said(change, &change->fields[i]))
			put_field_change(t, &change->fields[i]);
	bool came_or_went = !change->before || !change->after;
	if (came_or_went && !entry->in_port_registry && entry->subject != RT_PERSON)
		add_other_fields(t, entry);
	if (came_or_went && entry->in_port_registry)
		add_part(t, "", rt_port_get(entry, RT_FIELD_NOTES));
	put_if_any(t);
}

/* ---- the port registry ---- */

void text_body_deassigned(struct text *t, const struct rt_change *change)
{
	const struct rt_field *held = change->before->fields;

	render_fate(&t->line, change);
	if (change->link && !(change->labels & RT_LABEL_REASSIGNED))
		add(t, "; the name stays, without a number");
	add_list(t, "was held by ", &held[held[RT_FIELD_ASSIGNEE].count ? RT_FIELD_ASSIGNEE : RT_FIELD_CONTACT]);
	text_put_line(t, 0);
	add_part(t, "IANA: ", render_fate_note(change));
	put_if_any(t);
}

void text_body_flagged(struct text *t, const struct rt_change *change)
{
	rt_str before = change->before ? rt_port_get(change->before, RT_FIELD_UNAUTHORIZED) : RT_NO_STR;
	rt_str after = change->after ? rt_port_get(change->after, RT_FIELD_UNAUTHORIZED) : RT_NO_STR;

	rt_render_safe(&t->line, after);
	put_if_any(t);
	add_part(t, "was: ", before);
	put_if_any(t);
}

static void add_origin(struct text *t, const struct rt_change *change)
{
	struct rt_buf origin = RT_BUF_INIT;

	render_origin(&origin, change);
	if (origin.len)
		add_part(t, "", rt_buf_str(&origin));
	rt_buf_release(&origin);
}

void text_body_new(struct text *t, const struct rt_change *change)
{
	const struct rt_record *record = change->after;

	if (!record->in_port_registry) {
		text_body_changed(t, change);
		return;
	}
	add_list(t, "by ",
	         &record->fields[record->fields[RT_FIELD_ASSIGNEE].count ? RT_FIELD_ASSIGNEE : RT_FIELD_CONTACT]);
	add_list(t, "", &record->fields[RT_FIELD_REFERENCE]);
	add_part(t, "registered ", rt_port_get(record, RT_FIELD_REGISTERED));
	add_part(t, "service code ", rt_port_get(record, RT_FIELD_SERVICE_CODE));
	add_origin(t, change);
	add_part(t, "notes: ", rt_port_get(record, RT_FIELD_NOTES));
	put_if_any(t);
}
