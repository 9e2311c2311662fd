/* From the tree of a document to flat records: one node after the other. */
#include <regtrail/limits.h>
#include <regtrail/record.h>

#include "flatten.h"

#include <string.h>

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
		flatten_head(b, node, registry);
		break;
	case RT_EL_PERSON:
		record->subject = RT_PERSON;
		record->registry = f->outermost;
		flatten_person(b, node);
		break;
	default:
		record->registry = keep_registry(f, registry);
		record->in_port_registry = f->port_registry && rt_str_equal(registry, f->outermost);
		if (record->in_port_registry)
			flatten_port_entry(b, node);
		else
			flatten_general_entry(b, node);
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
		if (child->element == RT_EL_RECORD || child->element == RT_EL_REGISTRY ||
		    child->element == RT_EL_PEOPLE)
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
	return record.in_port_registry ? flatten_check_port_entry(&record, err) : RT_OK;
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

static enum rt_code add_registry(struct rt_flattener *f, const struct rt_node *node, rt_str parent,
                                 struct rt_error *err)
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
