/* From the tree of a document to flat records: one function per subject. */
#include <regtrail/limits.h>
#include <regtrail/record.h>

#include "fields.h"
#include "text.h"

#include <string.h>

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

const struct rt_field rt_common_fields[RT_COMMON_FIELDS] = {
	[RT_COMMON_CONTACT] = { .name = { "contact", 7 }, .is_list = true },
	[RT_COMMON_REFERENCE] = { .name = { "reference", 9 }, .is_list = true },
	[RT_COMMON_REGISTERED_ON] = { .name = { "registered", 10 } },
	[RT_COMMON_MODIFIED_ON] = { .name = { "modified", 8 } },
};

bool rt_is_common_field(rt_str name)
{
	for (size_t i = 0; i < RT_COMMON_FIELDS; i++)
		if (rt_str_equal(name, rt_common_fields[i].name))
			return true;
	return false;
}

/* A field without values, as it is in one of the tables above. */
static struct draft draft_of(const struct rt_field *field)
{
	return (struct draft){ .name = field->name, .is_list = field->is_list };
}

/* ---- elements and attributes that are no field of their own in the model ---- */

/* Data of the references in ELEMENT; its text, if it has no reference. */
static void add_data_of_xrefs(struct builder *b, struct draft *list, const struct rt_node *element)
{
	size_t before = list->count;

	for (const struct rt_node *child = element->children; child; child = child->next) {
		rt_str data = child->element == RT_EL_XREF ? rt_node_attribute(child, "data") : RT_NO_STR;

		fields_add_value(b, list, data);
	}
	if (list->count == before)
		fields_add_value(b, list, model_text(element, b->scratch));
}

/* Attributes of an element inside a record, as NAME@ATTRIBUTE: nothing that IANA writes gets lost. */
static void add_attributes(struct builder *b, const struct rt_node *element)
{
	for (const struct rt_attribute *a = element->attributes; a; a = a->next) {
		rt_str name = rt_str_format(b->scratch, "%.*s@%.*s", RT_ARG(element->name), RT_ARG(a->name));

		fields_add_named(b, name, a->value);
	}
}

static void add_xref(struct builder *b, const struct rt_node *xref, struct draft *contact, struct draft *reference)
{
	if (!rt_str_equal(rt_node_attribute(xref, "type"), RT_STR("person"))) {
		fields_add_value(b, reference, model_xref(xref, b->scratch));
		return;
	}
	rt_str data = rt_node_attribute(xref, "data");
	fields_add_value(b, contact, data.data ? data : RT_STR(""));
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
		taken = taken || rt_str_equal(name, b->drafts[i].name);
	if (taken)
		name = rt_str_format(b->scratch, "%.*s-element", RT_ARG(name));
	fields_add_named(b, name, value);
}

static void add_port_child(struct builder *b, const struct rt_node *child)
{
	enum rt_port_field place = place_of(child->element);

	if (child->element == RT_EL_XREF) {
		add_xref(b, child, &b->drafts[RT_CONTACT], &b->drafts[RT_REFERENCE]);
		return;
	}
	if (child->element == RT_EL_ASSIGNEE)
		add_data_of_xrefs(b, &b->drafts[RT_ASSIGNEE], child);
	else if (place == RT_PORT)
		fields_add_value(b, &b->drafts[place], without_space(model_text(child, b->scratch), b->scratch));
	else if (place < RT_PORT_FIELDS)
		fields_add_value(b, &b->drafts[place], model_text(child, b->scratch));
	else
		add_unknown(b, child->name, model_text(child, b->scratch));
	add_attributes(b, child);
}

static void build_port_entry(struct builder *b, const struct rt_node *node)
{
	while (b->count < RT_PORT_FIELDS)
		fields_append(b, draft_of(&rt_port_fields[b->count]));
	for (const struct rt_attribute *a = node->attributes; a; a = a->next) {
		if (rt_str_equal(a->name, RT_STR("date")))
			fields_add_value(b, &b->drafts[RT_REGISTERED_ON], a->value);
		else if (rt_str_equal(a->name, RT_STR("updated")))
			fields_add_value(b, &b->drafts[RT_MODIFIED_ON], a->value);
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

static void add_general_child(struct builder *b, const struct rt_node *child, struct draft common[RT_COMMON_FIELDS])
{
	if (child->element == RT_EL_XREF) {
		add_xref(b, child, &common[RT_COMMON_CONTACT], &common[RT_COMMON_REFERENCE]);
		return;
	}
	rt_str name = child->name;
	for (size_t i = 0; i < RT_COMMON_FIELDS; i++) { /* an element called like a common field */
		if (!rt_str_equal(name, common[i].name))
			continue;
		if (common[i].is_list) {
			add_data_of_xrefs(b, &common[i], child);
			return;
		}
		name = rt_str_format(b->scratch, "%.*s-element", RT_ARG(name));
	}
	if (child->element == RT_EL_ASSIGNEE)
		add_data_of_xrefs(b, fields_named(b, name, true), child);
	else
		fields_add_named(b, name, model_text(child, b->scratch));
	add_attributes(b, child);
}

static void build_general_entry(struct builder *b, const struct rt_node *node)
{
	struct draft common[RT_COMMON_FIELDS];

	for (size_t i = 0; i < RT_COMMON_FIELDS; i++)
		common[i] = draft_of(&rt_common_fields[i]);
	for (const struct rt_node *child = node->children; child; child = child->next)
		if (child->element != RT_EL_TEXT)
			add_general_child(b, child, common);
	for (const struct rt_attribute *a = node->attributes; a; a = a->next) {
		if (rt_str_equal(a->name, RT_STR("date")))
			fields_add_value(b, &common[RT_COMMON_REGISTERED_ON], a->value);
		else if (rt_str_equal(a->name, RT_STR("updated")))
			fields_add_value(b, &common[RT_COMMON_MODIFIED_ON], a->value);
		else
			fields_add_named(b, rt_str_format(b->scratch, "@%.*s", RT_ARG(a->name)), a->value);
	}
	for (size_t i = 0; i < RT_COMMON_FIELDS; i++)
		fields_append(b, common[i]);
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

static rt_str head_name(const struct rt_node *child)
{
	return rt_str_equal(child->name, RT_STR("parent")) ? RT_STR("parent-element") : child->name;
}

/* Everything a registry says of itself but its date, which changes every time. Only inner registries have a field
 * `parent`: that tells the outermost one apart, whatever elements it has. */
static void build_head(struct builder *b, const struct rt_node *node, rt_str parent)
{
	fields_add_named(b, RT_STR("parent"), parent);
	for (const struct rt_node *child = node->children; child; child = child->next) {
		switch (child->element) {
		case RT_EL_TEXT:
		case RT_EL_RECORD:
		case RT_EL_REGISTRY:
		case RT_EL_PEOPLE:
		case RT_EL_UPDATED:
			break;
		case RT_EL_XREF:
			fields_add_named(b, RT_STR("references"), head_text(b, child));
			break;
		default:
			fields_add_named(b, head_name(child), head_text(b, child));
		}
	}
}

static void build_person(struct builder *b, const struct rt_node *node)
{
	for (const struct rt_attribute *a = node->attributes; a; a = a->next)
		fields_add_named(b, a->name, a->value);
	for (const struct rt_node *child = node->children; child; child = child->next)
		if (child->element != RT_EL_TEXT)
			fields_add_named(b, child->name, model_text(child, b->scratch));
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
	rt_arena_clear(&f->scratch);
	fields_start(&f->builder);
	if (!f->filter.keep)
		return;
	rt_arena_clear(&f->passing);
	f->builder.name_count = 0;
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
	fields_finish(b, record);
}

static size_t count_attributes(const struct rt_node *node)
{
	size_t count = 0;

	for (const struct rt_attribute *a = node->attributes; a; a = a->next)
		count++;
	return count;
}

/* Lists are compared value by value and fields found by going through all, so that there must not be very many. */
static enum rt_code check_size(const struct rt_node *node, struct rt_error *err)
{
	size_t parts = count_attributes(node);

	for (const struct rt_node *child = node->children; child; child = child->next) {
		if (child->element == RT_EL_RECORD || child->element == RT_EL_REGISTRY || child->element == RT_EL_PEOPLE)
			continue;
		parts += 1 + count_attributes(child);
		for (const struct rt_node *inner = child->children; inner; inner = inner->next)
			parts++;
	}
	if (parts <= RT_MAX_PARTS)
		return RT_OK;
	return rt_fail(err, RT_EREFUSED, "line %u: more than %u elements and attributes in one <%.*s>",
	               (unsigned)node->line, RT_MAX_PARTS, RT_ARG(node->name));
}

enum rt_code rt_flattener_add(struct rt_flattener *f, const struct rt_node *node, rt_str registry, struct rt_error *err)
{
	struct rt_record record = { .subject = RT_ENTRY, .line = node->line };
	enum rt_code code = check_size(node, err);

	if (code)
		return code;
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
