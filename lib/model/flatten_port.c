/* The entries of the port registry as flat records. */
#include <regtrail/limits.h>

#include "flatten.h"
#include "text.h"

static enum rt_port_field place_of(enum rt_element element)
{
	switch (element) {
	case RT_EL_NAME: return RT_FIELD_SERVICE;
	case RT_EL_NUMBER: return RT_FIELD_PORT;
	case RT_EL_PROTOCOL: return RT_FIELD_PROTOCOL;
	case RT_EL_DESCRIPTION: return RT_FIELD_DESCRIPTION;
	case RT_EL_SC: return RT_FIELD_SERVICE_CODE;
	case RT_EL_UNAUTHORIZED: return RT_FIELD_UNAUTHORIZED;
	case RT_EL_NOTE: return RT_FIELD_NOTES;
	default: return RT_PORT_FIELDS;
	}
}

/* Numbers are compared as text, so white space in them goes altogether. */
static rt_str without_space(rt_str text, struct rt_arena *arena)
{
	struct rt_buf buf = RT_BUF_INIT;

	while (text.len) {
		size_t space = rt_space_length(text), step = space ? space : 1;

		if (!space)
			rt_buf_add_char(&buf, *text.data);
		text = (rt_str){ text.data + step, text.len - step };
	}
	rt_str copy = buf.len ? rt_str_copy(arena, rt_buf_str(&buf)) : RT_NO_STR;
	rt_buf_release(&buf);
	return copy;
}

/* An element or attribute that the port registry did not have when this was written. */
static void add_unknown(struct builder *b, rt_str name, rt_str value)
{
	bool taken = rt_str_equal(name, RT_STR("state"));

	for (size_t i = 0; i < RT_PORT_FIELDS; i++)
		taken = taken || rt_str_equal(name, b->drafts[i].name);
	if (taken)
		name = rt_str_format(b->scratch, "%.*s-element", RT_ARG(name));
	fields_add_named(b, name, value);
}

static void add_port_child(struct builder *b, const struct rt_node *child)
{
	enum rt_port_field place = place_of(child->element);

	if (child->element == RT_EL_XREF) {
		fields_add_xref(b, child, &b->drafts[RT_FIELD_CONTACT], &b->drafts[RT_FIELD_REFERENCE]);
		return;
	}
	if (child->element == RT_EL_ASSIGNEE)
		fields_add_data(b, &b->drafts[RT_FIELD_ASSIGNEE], child);
	else if (place == RT_FIELD_PORT)
		fields_add_value(b, &b->drafts[place], without_space(model_text(child, b->scratch), b->scratch));
	else if (place < RT_PORT_FIELDS)
		fields_add_value(b, &b->drafts[place], model_text(child, b->scratch));
	else
		add_unknown(b, child->name, model_text(child, b->scratch));
	fields_add_attributes(b, child);
}

void flatten_port_entry(struct builder *b, const struct rt_node *node)
{
	while (b->count < RT_PORT_FIELDS)
		fields_append(b, fields_draft(&rt_port_fields[b->count]));
	for (const struct rt_attribute *a = node->attributes; a; a = a->next) {
		if (rt_str_equal(a->name, RT_STR("date")))
			fields_add_value(b, &b->drafts[RT_FIELD_REGISTERED], a->value);
		else if (rt_str_equal(a->name, RT_STR("updated")))
			fields_add_value(b, &b->drafts[RT_FIELD_MODIFIED], a->value);
		else
			add_unknown(b, a->name, a->value);
	}
	for (const struct rt_node *child = node->children; child; child = child->next)
		if (child->element != RT_EL_TEXT)
			add_port_child(b, child);
}

enum rt_code flatten_check_port_entry(const struct rt_record *record, struct rt_error *err)
{
	rt_str port = rt_port_get(record, RT_FIELD_PORT);

	if (!port.data && !rt_port_get(record, RT_FIELD_SERVICE).data &&
	    !rt_port_get(record, RT_FIELD_DESCRIPTION).data)
		return rt_fail(err, RT_EREFUSED, "line %u: a record without service name, port number or description",
		               (unsigned)record->line);
	rt_str rest = port, part;
	int previous = 0;
	while (rt_str_split(&rest, '-', &part)) {
		size_t digits = 0;
		while (digits < part.len && part.data[digits] >= '0' && part.data[digits] <= '9')
			digits++;
		if (!digits || digits != part.len) /* not a number: kept as it is, IANA may know why */
			return RT_OK;
		int number = rt_ports_parse(part).first;
		if (number == RT_NO_PORT || number > RT_MAX_PORT)
			return rt_fail(err, RT_EREFUSED, "line %u: port number %.*s is above %d (RFC 6335 section 6)",
			               (unsigned)record->line, RT_ARG(part), RT_MAX_PORT);
		if (number < previous)
			return rt_fail(err, RT_EREFUSED, "line %u: port range %.*s runs from high to low",
			               (unsigned)record->line, RT_ARG(port));
		previous = number;
	}
	return RT_OK;
}
