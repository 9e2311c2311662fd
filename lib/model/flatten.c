/* From the tree of a document to flat records: one function per subject, one builder of fields. */
#include <regtrail/limits.h>
#include <regtrail/record.h>

#include "text.h"

#include <string.h>

#define NAMES 64 /* different names of fields that are kept once; the most seen in a document is 24 */

/* A record in the making; its space serves all the records of a document, one after the other. */
struct builder {
	struct rt_arena *arena;   /* of the records */
	struct rt_arena *scratch; /* of what is needed on the way */
	struct rt_field *fields;
	size_t count, capacity;
	const struct rt_field *before; /* RT_PORT_FIELDS fields of the record kept before, or NULL */
	rt_str names[NAMES]; /* of fields, kept once */
	size_t name_count;
};

const struct rt_field rt_port_fields[RT_PORT_FIELDS] = {
	[RT_SERVICE] = { .name = { "service", 7 } },
	[RT_PORT] = { .name = { "port", 4 } },
	[RT_PROTOCOL] = { .name = { "protocol", 8 } },
	[RT_DESCRIPTION] = { .name = { "description", 11 } },
	[RT_ASSIGNEE] = { .name = { "assignee", 8 }, .is_list = true },
	[RT_CONTACT] = { .name = { "contact", 7 }, .is_list = true },
	[RT_REGISTERED_ON] = { .name = { "registered", 10 } },
	[RT_MODIFIED_ON] = { .name = { "modified", 8 } },
	[RT_REFERENCE] = { .name = { "reference", 9 }, .is_list = true },
	[RT_SERVICE_CODE] = { .name = { "service_code", 12 } },
	[RT_UNAUTHORIZED] = { .name = { "unauthorized", 12 } },
	[RT_NOTES] = { .name = { "notes", 5 } },
};

static bool is_list_name(rt_str name)
{
	return rt_str_equal(name, RT_STR("assignee")) || rt_str_equal(name, RT_STR("contact")) ||
	       rt_str_equal(name, RT_STR("reference"));
}

static struct rt_field *append_field(struct builder *b, struct rt_field field)
{
	if (b->count == b->capacity) {
		struct rt_field *more = rt_arena_array(b->scratch, b->capacity * 2 + 16, sizeof *more);

		for (size_t i = 0; i < b->count; i++)
			more[i] = b->fields[i];
		b->fields = more;
		b->capacity = b->capacity * 2 + 16;
	}
	b->fields[b->count] = field;
	return &b->fields[b->count++];
}

static rt_str keep_name(struct builder *b, rt_str name)
{
	for (size_t i = 0; i < b->name_count; i++)
		if (rt_str_equal(b->names[i], name))
			return b->names[i];
	name = rt_str_copy(b->arena, name);
	if (b->name_count < NAMES)
		b->names[b->name_count++] = name;
	return name;
}

static struct rt_field *field_named(struct builder *b, rt_str name, bool is_list)
{
	for (size_t i = 0; i < b->count; i++)
		if (rt_str_equal(b->fields[i].name, name))
			return &b->fields[i];
	return append_field(b, (struct rt_field){ .name = keep_name(b, name), .is_list = is_list });
}

/* Room for COUNT values and the TEXT of the last one behind them; that value is set. */
static rt_str *new_values(struct builder *b, uint32_t count, rt_str text)
{
	rt_str *values = rt_arena_alloc(b->arena, count * sizeof *values + text.len + 1);
	char *copy = (char *)(values + count);

	memcpy(copy, text.data, text.len);
	values[count - 1] = (rt_str){ copy, text.len };
	return values;
}

/* The value that the record before has in that place, if it is the same: most entries of the port registry come in twins,
 * for TCP and UDP, so that half of all values need no copy. */
static const rt_str *value_before(const struct builder *b, const struct rt_field *field, rt_str value)
{
	size_t place = (size_t)(field - b->fields);

	if (!b->before || field->count || place >= RT_PORT_FIELDS || b->before[place].count != 1)
		return NULL;
	return rt_str_equal(b->before[place].values[0], value) ? b->before[place].values : NULL;
}

/* Add a copy of VALUE: one more of a list; a further line of a plain field that is there already. */
static void add_value(struct builder *b, struct rt_field *field, rt_str value)
{
	if (!value.data)
		return;
	if (!field->is_list && field->count) {
		value = rt_str_format(b->scratch, "%.*s\n%.*s", RT_ARG(field->values[0]), RT_ARG(value));
		field->count = 0;
	}
	const rt_str *same = value_before(b, field, value);
	if (same) {
		field->values = same;
		field->count = 1;
		return;
	}
	rt_str *values = new_values(b, field->count + 1, value);
	for (uint32_t i = 0; i < field->count; i++)
		values[i] = field->values[i];
	field->values = values;
	field->count++;
}

static void finish(struct builder *b, struct rt_record *out)
{
	out->count = b->count;
	out->fields = rt_arena_array(b->arena, b->count, sizeof *out->fields);
	if (b->count)
		memcpy(out->fields, b->fields, b->count * sizeof *out->fields);
	rt_record_complete(out);
}

/* Add VALUE to the plain field NAME, which is there only if it has a value. */
static void add_named(struct builder *b, rt_str name, rt_str value)
{
	if (value.data)
		add_value(b, field_named(b, name, false), value);
}

/* ---- elements and attributes that are no field of their own in the model ---- */

/* Data of the references in ELEMENT; its text, if it has no reference. */
static void add_data_of_xrefs(struct builder *b, struct rt_field *list, const struct rt_node *element)
{
	size_t before = list->count;

	for (const struct rt_node *child = element->children; child; child = child->next) {
		rt_str data = child->element == RT_EL_XREF ? rt_node_attribute(child, "data") : RT_NO_STR;

		add_value(b, list, data);
	}
	if (list->count == before)
		add_value(b, list, model_text(element, b->scratch));
}

/* Attributes of an element inside a record, as NAME@ATTRIBUTE: nothing that IANA writes gets lost. */
static void add_attributes(struct builder *b, const struct rt_node *element)
{
	for (const struct rt_attribute *a = element->attributes; a; a = a->next) {
		rt_str name = rt_str_format(b->scratch, "%.*s@%.*s", RT_ARG(element->name), RT_ARG(a->name));

		add_named(b, name, a->value);
	}
}

static void add_xref(struct builder *b, const struct rt_node *xref, struct rt_field *contact, struct rt_field *reference)
{
	if (!rt_str_equal(rt_node_attribute(xref, "type"), RT_STR("person"))) {
		add_value(b, reference, model_xref(xref, b->scratch));
		return;
	}
	rt_str data = rt_node_attribute(xref, "data");
	add_value(b, contact, data.data ? data : RT_STR(""));
}

/* ---- entries of the port registry ---- */

static enum rt_port_field place_of(enum rt_element element)
{
	switch (element) {
	case RT_EL_NAME: return RT_SERVICE;
	case RT_EL_NUMBER: return RT_PORT;
	case RT_EL_PROTOCOL: return RT_PROTOCOL;
	case RT_EL_DESCRIPTION: return RT_DESCRIPTION;
	case RT_EL_SC: return RT_SERVICE_CODE;
	case RT_EL_UNAUTHORIZED: return RT_UNAUTHORIZED;
	case RT_EL_NOTE: return RT_NOTES;
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
		taken = taken || rt_str_equal(name, b->fields[i].name);
	if (taken)
		name = rt_str_format(b->scratch, "%.*s-element", RT_ARG(name));
	add_named(b, name, value);
}

static void add_port_child(struct builder *b, const struct rt_node *child)
{
	enum rt_port_field place = place_of(child->element);

	if (child->element == RT_EL_XREF) {
		add_xref(b, child, &b->fields[RT_CONTACT], &b->fields[RT_REFERENCE]);
		return;
	}
	if (child->element == RT_EL_ASSIGNEE)
		add_data_of_xrefs(b, &b->fields[RT_ASSIGNEE], child);
	else if (place == RT_PORT)
		add_value(b, &b->fields[place], without_space(model_text(child, b->scratch), b->scratch));
	else if (place < RT_PORT_FIELDS)
		add_value(b, &b->fields[place], model_text(child, b->scratch));
	else
		add_unknown(b, child->name, model_text(child, b->scratch));
	add_attributes(b, child);
}

static void build_port_entry(struct builder *b, const struct rt_node *node)
{
	while (b->count < RT_PORT_FIELDS)
		append_field(b, rt_port_fields[b->count]);
	for (const struct rt_attribute *a = node->attributes; a; a = a->next) {
		if (rt_str_equal(a->name, RT_STR("date")))
			add_value(b, &b->fields[RT_REGISTERED_ON], a->value);
		else if (rt_str_equal(a->name, RT_STR("updated")))
			add_value(b, &b->fields[RT_MODIFIED_ON], a->value);
		else
			add_unknown(b, a->name, a->value);
	}
	for (const struct rt_node *child = node->children; child; child = child->next)
		if (child->element != RT_EL_TEXT)
			add_port_child(b, child);
}

/* What no entry can be, by the rules of RFC 6335: a sign of a document that was damaged or made up. */
static enum rt_code check_port_entry(const struct rt_record *record, struct rt_error *err)
{
	rt_str port = rt_port_get(record, RT_PORT);

	if (!port.data && !rt_port_get(record, RT_SERVICE).data && !rt_port_get(record, RT_DESCRIPTION).data)
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

/* ---- entries of other registries ---- */

static void add_general_child(struct builder *b, const struct rt_node *child, struct rt_field *common[4])
{
	struct rt_field *contact = common[0], *reference = common[1];

	if (child->element == RT_EL_XREF) {
		add_xref(b, child, contact, reference);
		return;
	}
	rt_str name = child->name;
	for (size_t i = 0; i < 4; i++) { /* an element called like a common field */
		if (!rt_str_equal(name, common[i]->name))
			continue;
		if (common[i]->is_list) {
			add_data_of_xrefs(b, common[i], child);
			return;
		}
		name = rt_str_format(b->scratch, "%.*s-element", RT_ARG(name));
	}
	bool is_list = is_list_name(name);
	if (is_list)
		add_data_of_xrefs(b, field_named(b, name, true), child);
	else
		add_named(b, name, model_text(child, b->scratch));
	add_attributes(b, child);
}

static void build_general_entry(struct builder *b, const struct rt_node *node)
{
	struct rt_field contact = { .name = RT_STR("contact"), .is_list = true };
	struct rt_field reference = { .name = RT_STR("reference"), .is_list = true };
	struct rt_field registered = { .name = RT_STR("registered") }, modified = { .name = RT_STR("modified") };
	struct rt_field *common[4] = { &contact, &reference, &registered, &modified };

	for (const struct rt_node *child = node->children; child; child = child->next)
		if (child->element != RT_EL_TEXT)
			add_general_child(b, child, common);
	for (const struct rt_attribute *a = node->attributes; a; a = a->next) {
		if (rt_str_equal(a->name, RT_STR("date")))
			add_value(b, &registered, a->value);
		else if (rt_str_equal(a->name, RT_STR("updated")))
			add_value(b, &modified, a->value);
		else
			add_named(b, rt_str_format(b->scratch, "@%.*s", RT_ARG(a->name)), a->value);
	}
	for (size_t i = 0; i < 4; i++)
		append_field(b, *common[i]);
}

/* ---- heads and people ---- */

/* The text of an element of a head, with the values of its attributes in front: `Request an Assignment: ...`. */
static rt_str head_text(struct builder *b, const struct rt_node *child)
{
	rt_str text = child->element == RT_EL_XREF ? model_xref(child, b->scratch) : model_text(child, b->scratch);

	for (const struct rt_attribute *a = child->attributes; a && child->element != RT_EL_XREF; a = a->next)
		text = rt_str_format(b->scratch, "%.*s: %.*s", RT_ARG(a->value), RT_ARG(text));
	return text;
}

/* Everything a registry says of itself but its date, which changes every time. */
static void build_head(struct builder *b, const struct rt_node *node, rt_str parent)
{
	add_named(b, RT_STR("parent"), parent);
	for (const struct rt_node *child = node->children; child; child = child->next) {
		switch (child->element) {
		case RT_EL_TEXT:
		case RT_EL_RECORD:
		case RT_EL_REGISTRY:
		case RT_EL_PEOPLE:
		case RT_EL_UPDATED:
			break;
		case RT_EL_XREF:
			add_named(b, RT_STR("references"), head_text(b, child));
			break;
		default:
			add_named(b, child->name, head_text(b, child));
		}
	}
}

static void build_person(struct builder *b, const struct rt_node *node)
{
	for (const struct rt_attribute *a = node->attributes; a; a = a->next)
		add_named(b, a->name, a->value);
	for (const struct rt_node *child = node->children; child; child = child->next)
		if (child->element != RT_EL_TEXT)
			add_named(b, child->name, model_text(child, b->scratch));
}

/* ---- one node after the other ---- */

struct rt_flattener {
	struct builder builder;
	struct rt_arena scratch;
	struct rt_arena *arena;         /* of what is kept */
	struct rt_arena passing;        /* of the record at hand, while it is not known whether it is kept */
	struct rt_record_filter filter; /* without `keep`: all are, and made in `arena` at once */
	struct rt_records out;
	size_t capacity, expected;
	bool port_registry;
	rt_str outermost;
	rt_str registry; /* the last one that was named, kept once for all its records */
};

struct rt_flattener *rt_flattener_new(struct rt_arena *arena, rt_str outermost, size_t expected,
                                      const struct rt_record_filter *filter)
{
	struct rt_flattener *f = rt_arena_alloc(arena, sizeof *f);

	rt_arena_init(&f->scratch);
	rt_arena_init(&f->passing);
	f->arena = arena;
	f->expected = filter ? 64 : expected + 64;
	if (filter)
		f->filter = *filter;
	f->builder = (struct builder){ .arena = f->filter.keep ? &f->passing : arena, .scratch = &f->scratch };
	f->port_registry = rt_str_equal(outermost, RT_STR(RT_PORTS));
	f->outermost = rt_str_copy(arena, outermost);
	return f;
}

struct rt_records rt_flattener_end(struct rt_flattener *f)
{
	if (!f)
		return (struct rt_records){ NULL, 0 };
	rt_arena_release(&f->scratch);
	rt_arena_release(&f->passing);
	return f->out;
}

static rt_str keep_registry(struct rt_flattener *f, rt_str id)
{
	if (!rt_str_equal(f->registry, id))
		f->registry = rt_str_copy(f->arena, id);
	return f->registry;
}

static void keep(struct rt_flattener *f, struct rt_record record)
{
	if (f->out.count == f->capacity) {
		size_t capacity = f->capacity ? f->capacity * 2 : f->expected;
		struct rt_record *items = rt_arena_array(f->arena, capacity, sizeof *items);

		if (f->out.count)
			memcpy(items, f->out.items, f->out.count * sizeof *items);
		f->out.items = items;
		f->capacity = capacity;
	}
	f->out.items[f->out.count++] = record;
	f->builder.before = record.in_port_registry && !f->filter.keep ? record.fields : NULL;
}

/* Forget what was needed for the record before. */
static void start_over(struct rt_flattener *f)
{
	struct builder *b = &f->builder;

	rt_arena_clear(&f->scratch);
	b->fields = NULL;
	b->count = b->capacity = 0;
	if (!f->filter.keep)
		return;
	rt_arena_clear(&f->passing);
	b->name_count = 0;
}

static void build(struct rt_flattener *f, const struct rt_node *node, rt_str registry, struct rt_record *record)
{
	struct builder *b = &f->builder;

	switch (node->element) {
	case RT_EL_REGISTRY:
		record->subject = RT_HEAD;
		record->registry = keep_registry(f, rt_node_attribute(node, "id"));
		build_head(b, node, registry);
		break;
	case RT_EL_PERSON:
		record->subject = RT_PERSON;
		record->registry = f->outermost;
		build_person(b, node);
		break;
	default:
		record->registry = keep_registry(f, registry);
		record->in_port_registry = f->port_registry && rt_str_equal(registry, f->outermost);
		if (record->in_port_registry)
			build_port_entry(b, node);
		else
			build_general_entry(b, node);
	}
	finish(b, record);
}

enum rt_code rt_flattener_add(struct rt_flattener *f, const struct rt_node *node, rt_str registry, struct rt_error *err)
{
	struct rt_record record = { .subject = RT_ENTRY, .line = node->line };

	start_over(f);
	build(f, node, registry, &record);
	if (!f->filter.keep)
		keep(f, record);
	else if (f->filter.keep(f->filter.data, &record))
		keep(f, rt_record_copy(f->arena, &record));
	return record.in_port_registry ? check_port_entry(&record, err) : RT_OK;
}

/* ---- a whole document ---- */

static enum rt_code add_people(struct rt_flattener *f, const struct rt_node *people, struct rt_error *err)
{
	enum rt_code code = RT_OK;

	for (const struct rt_node *child = people->children; child && !code; child = child->next)
		if (child->element == RT_EL_PERSON)
			code = rt_flattener_add(f, child, f->outermost, err);
	return code;
}

static enum rt_code add_registry(struct rt_flattener *f, const struct rt_node *node, rt_str parent, struct rt_error *err)
{
	rt_str id = rt_node_attribute(node, "id");
	enum rt_code code = rt_flattener_add(f, node, parent, err);

	for (const struct rt_node *child = node->children; child && !code; child = child->next) {
		if (child->element == RT_EL_RECORD)
			code = rt_flattener_add(f, child, id, err);
		else if (child->element == RT_EL_REGISTRY)
			code = add_registry(f, child, id, err); /* depth: the reader allows RT_MAX_DEPTH */
		else if (child->element == RT_EL_PEOPLE)
			code = add_people(f, child, err);
	}
	return code;
}

enum rt_code rt_records_of(const struct rt_document *document, struct rt_arena *arena, struct rt_records *out,
                           struct rt_error *err)
{
	struct rt_flattener *f = rt_flattener_new(arena, document->id, document->records, NULL);
	enum rt_code code = add_registry(f, document->root, RT_NO_STR, err);

	*out = rt_flattener_end(f);
	return code;
}
