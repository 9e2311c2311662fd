/* The fields of a record in the making: values are collected where they lie, and copied once when all are there. */
#include "fields.h"

#include "text.h"

#include <regtrail/buf.h>

#include <string.h>

void fields_start(struct builder *b)
{
	b->drafts = NULL;
	b->count = b->capacity = 0;
}

struct draft fields_draft(const struct rt_field *field)
{
	return (struct draft){ .name = field->name, .is_list = field->is_list };
}

struct draft *fields_append(struct builder *b, struct draft draft)
{
	if (b->count == b->capacity) {
		b->capacity = b->capacity * 2 + 16;
		struct draft *more = rt_arena_array(b->scratch, b->capacity, sizeof *more);

		if (b->count)
			memcpy(more, b->drafts, b->count * sizeof *more);
		b->drafts = more;
	}
	b->drafts[b->count] = draft;
	return &b->drafts[b->count++];
}

static rt_str keep_name(struct builder *b, rt_str name)
{
	for (size_t i = 0; i < b->name_count; i++)
		if (rt_str_equal(b->names[i], name))
			return b->names[i];
	name = rt_str_copy(b->arena, name);
	if (b->name_count < FIELDS_NAMES)
		b->names[b->name_count++] = name;
	return name;
}

struct draft *fields_named(struct builder *b, rt_str name, bool is_list)
{
	for (size_t i = 0; i < b->count; i++)
		if (rt_str_equal(b->drafts[i].name, name))
			return &b->drafts[i];
	return fields_append(b, (struct draft){ .name = keep_name(b, name), .is_list = is_list });
}

void fields_add_value(struct builder *b, struct draft *draft, rt_str value)
{
	if (!value.data)
		return;
	if (draft->count == draft->capacity) {
		draft->capacity = draft->capacity ? draft->capacity * 2 : 1;
		rt_str *more = rt_arena_array(b->scratch, draft->capacity, sizeof *more);

		if (draft->count)
			memcpy(more, draft->values, draft->count * sizeof *more);
		draft->values = more;
	}
	draft->values[draft->count++] = value;
}

void fields_add_named(struct builder *b, rt_str name, rt_str value)
{
	if (value.data)
		fields_add_value(b, fields_named(b, name, false), value);
}

/* ---- what elements add ---- */

void fields_add_data(struct builder *b, struct draft *list, const struct rt_node *element)
{
	size_t before = list->count;

	for (const struct rt_node *child = element->children; child; child = child->next) {
		rt_str data = child->element == RT_EL_XREF ? rt_node_attribute(child, "data") : RT_NO_STR;

		fields_add_value(b, list, data);
	}
	if (list->count == before)
		fields_add_value(b, list, model_text(element, b->scratch));
}

void fields_add_attributes(struct builder *b, const struct rt_node *element)
{
	for (const struct rt_attribute *a = element->attributes; a; a = a->next) {
		rt_str name = rt_str_format(b->scratch, "%.*s@%.*s", RT_ARG(element->name), RT_ARG(a->name));

		fields_add_named(b, name, a->value);
	}
}

void fields_add_xref(struct builder *b, const struct rt_node *xref, struct draft *contact, struct draft *reference)
{
	if (!rt_str_equal(rt_node_attribute(xref, "type"), RT_STR("person"))) {
		fields_add_value(b, reference, model_xref(xref, b->scratch));
		return;
	}
	rt_str data = rt_node_attribute(xref, "data");
	fields_add_value(b, contact, data.data ? data : RT_STR(""));
}

/* ---- the finished record ---- */

/* Several values of a plain field are its lines. */
static void join_lines(struct builder *b, struct draft *draft)
{
	struct rt_buf lines = RT_BUF_INIT;

	for (uint32_t i = 0; i < draft->count; i++) {
		if (i)
			rt_buf_add_char(&lines, '\n');
		rt_buf_add_str(&lines, draft->values[i]);
	}
	draft->values[0] = rt_str_copy(b->scratch, rt_buf_str(&lines));
	draft->count = 1;
	rt_buf_release(&lines);
}

/* Values and their text in one piece. */
static rt_str *copy_values(struct rt_arena *arena, const struct draft *draft)
{
	size_t size = draft->count * sizeof(rt_str) + 1;

	for (uint32_t i = 0; i < draft->count; i++)
		size += draft->values[i].len;
	rt_str *values = rt_arena_alloc(arena, size);
	char *text = (char *)(values + draft->count);
	for (uint32_t i = 0; i < draft->count; i++) {
		values[i] = (rt_str){ text, draft->values[i].len };
		memcpy(text, draft->values[i].data, values[i].len);
		text += values[i].len;
	}
	return values;
}

/* The value that the record before has in that PLACE, if it is the same: most entries of the port registry come in
 * twins, for TCP and UDP, so that half of all values need no copy. */
static const rt_str *value_before(const struct builder *b, size_t place, const struct draft *draft)
{
	if (!b->before || place >= RT_PORT_FIELDS || draft->count != 1 || b->before[place].count != 1)
		return NULL;
	return rt_str_equal(b->before[place].values[0], draft->values[0]) ? b->before[place].values : NULL;
}

void fields_finish(struct builder *b, struct rt_record *out)
{
	out->count = b->count;
	out->fields = rt_arena_array(b->arena, b->count, sizeof *out->fields);
	for (size_t i = 0; i < b->count; i++) {
		struct draft *draft = &b->drafts[i];

		if (!draft->is_list && draft->count > 1)
			join_lines(b, draft);
		const rt_str *same = value_before(b, i, draft);
		if (!same && draft->count)
			same = copy_values(b->arena, draft);
		out->fields[i] = (struct rt_field){ draft->name, draft->is_list, draft->count, same };
	}
	rt_record_complete(out);
}
