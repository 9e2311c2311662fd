/* libxml2's SAX2 interface, building the tree of regtrail/document.h. */
#include "xml_reader.h"

#include <string.h>

#define NAMESPACE "http://www.iana.org/assignments"

struct element_name {
	const char *name;
	enum rt_element element;
};
static const struct element_name element_names[] = {
	{ "registry", RT_EL_REGISTRY },       { "title", RT_EL_TITLE },
	{ "updated", RT_EL_UPDATED },         { "record", RT_EL_RECORD },
	{ "people", RT_EL_PEOPLE },           { "person", RT_EL_PERSON },
	{ "footnote", RT_EL_FOOTNOTE },       { "name", RT_EL_NAME },
	{ "protocol", RT_EL_PROTOCOL },       { "number", RT_EL_NUMBER },
	{ "description", RT_EL_DESCRIPTION }, { "sc", RT_EL_SC },
	{ "note", RT_EL_NOTE },               { "unauthorized", RT_EL_UNAUTHORIZED },
	{ "assignee", RT_EL_ASSIGNEE },       { "xref", RT_EL_XREF },
	{ "br", RT_EL_BR },                   { "paragraph", RT_EL_PARAGRAPH },
};

#define BYTES_A_RECORD 180 /* of a document, entries and people; the port registry has 190 */

/* ---- stopping ---- */

static void stop(struct reader *r)
{
	r->done = true;
	r->xml.StopParser(r->parser);
}

#define refuse(r, ...)                                                            \
	do {                                                                      \
		if (!(r)->code)                                                   \
			(r)->code = rt_fail((r)->err, RT_EREFUSED, __VA_ARGS__);  \
		stop(r);                                                          \
	} while (0)

unsigned format_line_of(const struct reader *r)
{
	return r->parser->input && r->parser->input->line > 0 ? (unsigned)r->parser->input->line : 1;
}

/* ---- names ---- */

static const struct known_name *learn_name(struct reader *r, struct known_name *slot, const xmlChar *key)
{
	rt_str name = rt_str_of((const char *)key);

	*slot = (struct known_name){ key, rt_str_copy(r->arena, name), RT_EL_OTHER };
	for (size_t i = 0; i < sizeof element_names / sizeof *element_names; i++)
		if (rt_str_equal(name, rt_str_of(element_names[i].name)))
			slot->element = element_names[i].element;
	return slot;
}

static const struct known_name *find_name(struct reader *r, const xmlChar *key)
{
	struct known_name *slot = &r->names[((uintptr_t)key ^ (uintptr_t)key >> 6) % NAMES];

	return slot->key == key ? slot : learn_name(r, slot, key);
}

/* Names live as long as the document; nodes only as long as their record, if no tree is kept. */
static struct rt_arena *arena_of(struct reader *r)
{
	return r->in_item ? &r->item : r->arena;
}

/* ---- text ---- */

/* White space between the elements of these means nothing. */
static bool is_container(const struct rt_node *node)
{
	return node->element == RT_EL_REGISTRY || node->element == RT_EL_RECORD || node->element == RT_EL_PEOPLE ||
	       node->element == RT_EL_PERSON;
}

static void append_node(struct reader *r, struct rt_node *node)
{
	*r->tail[r->depth - 1] = node;
	r->tail[r->depth - 1] = &node->next;
}

static bool is_blank(rt_str text)
{
	for (size_t i = 0; i < text.len; i++)
		if (text.data[i] != ' ' && text.data[i] != '\n' && text.data[i] != '\t' && text.data[i] != '\r')
			return false;
	return true;
}

/* Give the characters since the last tag to the element they are in. */
static void flush_text(struct reader *r, bool at_end)
{
	if (!r->text.len || !r->depth) {
		rt_buf_clear(&r->text);
		return;
	}
	struct rt_node *parent = r->open[r->depth - 1];
	rt_str text = rt_buf_str(&r->text);
	if (is_container(parent) && is_blank(text)) {
		rt_buf_clear(&r->text);
		return;
	}
	text = rt_str_copy(arena_of(r), text);
	rt_buf_clear(&r->text);
	if (at_end && !parent->children) {
		parent->text = text;
		return;
	}
	struct rt_node *node = rt_arena_alloc(arena_of(r), sizeof *node);
	*node = (struct rt_node){ .element = RT_EL_TEXT, .text = text, .line = format_line_of(r) };
	append_node(r, node);
}

static void on_characters(void *data, const xmlChar *text, int len)
{
	struct reader *r = data;

	if (r->done)
		return;
	if (r->text.len + (size_t)len > RT_MAX_TEXT) {
		refuse(r, "line %u: a text of more than %u bytes", format_line_of(r), RT_MAX_TEXT);
		return;
	}
	rt_buf_add(&r->text, text, (size_t)len);
}

/* ---- elements ---- */

static void note_date(struct reader *r, rt_str text)
{
	rt_time date;

	if (rt_date_parse(rt_str_trim(text), &date) && date > r->newest)
		r->newest = date;
}

/* libxml2 hands attributes over as five pointers each: local name, prefix, URI, begin and end of the value. */
static struct rt_attribute *read_attributes(struct reader *r, int count, const xmlChar **attributes)
{
	struct rt_attribute *first = NULL, **tail = &first;

	for (int i = 0; i < count; i++, attributes += 5) {
		size_t len = (size_t)(attributes[4] - attributes[3]);

		if (len > RT_MAX_TEXT || count > RT_MAX_ATTRIBUTES) {
			refuse(r,
			       "line %u: more or larger attributes than a registry can have (at most %d of %u bytes)",
			       format_line_of(r), RT_MAX_ATTRIBUTES, RT_MAX_TEXT);
			return first;
		}
		struct rt_attribute *attribute = rt_arena_alloc(arena_of(r), sizeof *attribute);
		attribute->name = find_name(r, attributes[0])->name;
		attribute->value = (rt_str){ rt_arena_copy(arena_of(r), attributes[3], len), len };
		if (rt_str_equal(attribute->name, RT_STR("date")) || rt_str_equal(attribute->name, RT_STR("updated")))
			note_date(r, attribute->value);
		*tail = attribute;
		tail = &attribute->next;
	}
	return first;
}

static void check_root(struct reader *r, const struct rt_node *root, const xmlChar *uri)
{
	if (root->element != RT_EL_REGISTRY) {
		bool html = rt_str_equal_nocase(root->name, RT_STR("html"));

		refuse(r,
		       html ? "this is an HTML page, not a registry%.*s" : "the root element is <%.*s>, not <registry>",
		       html ? 0 : (int)(root->name.len > 40 ? 40 : root->name.len), root->name.data);
		return;
	}
	if (!uri || strcmp((const char *)uri, NAMESPACE) != 0) {
		refuse(r, "not a registry of IANA: <registry> is not in the namespace " NAMESPACE);
		return;
	}
	rt_str id = rt_node_attribute(root, "id");
	if (!id.len)
		refuse(r, "line %u: the registry has no id", format_line_of(r));
	else if (!rt_registry_id_ok(id))
		refuse(r, "line %u: `%.*s` cannot be the id of a registry", format_line_of(r), RT_ARG(id));
	r->out->id = id;
	r->out->root = r->want_records ? NULL : r->open[0];
	if (r->want_records)
		r->flattener = rt_flattener_new(r->arena, id, r->size / BYTES_A_RECORD, r->filter);
}

/* What is handed over on its own when no tree is kept. */
static bool is_item(enum rt_element element)
{
	return element == RT_EL_RECORD || element == RT_EL_PERSON;
}

static bool inside_item(const struct reader *r)
{
	for (size_t i = 0; i < r->depth; i++)
		if (is_item(r->open[i]->element))
			return true;
	return false;
}

/* The id of the innermost registry that is open; absent outside the outermost. */
static rt_str enclosing_registry(const struct reader *r)
{
	for (size_t i = r->depth; i-- > 0;)
		if (r->open[i]->element == RT_EL_REGISTRY)
			return rt_node_attribute(r->open[i], "id");
	return RT_NO_STR;
}

/* Give an inner registry that has no id one made of its parent's and its place. */
static void complete_id(struct reader *r, struct rt_node *registry)
{
	size_t place = ++r->inner[r->depth - 1];

	if (rt_node_attribute(registry, "id").len)
		return;
	struct rt_attribute *id = rt_arena_alloc(arena_of(r), sizeof *id);
	id->name = RT_STR("id");
	id->value = rt_str_format(arena_of(r), "%.*s.%zu", RT_ARG(enclosing_registry(r)), place);
	id->next = registry->attributes;
	registry->attributes = id;
}

/* Elements and attributes since the last record or person began; those that lie deeper count, too. */
static void count_parts(struct reader *r, enum rt_element element, int attributes)
{
	if (is_item(element) && !r->in_item)
		r->parts = 0;
	else
		r->parts += 1 + (size_t)attributes;
}

/* Count what limits apply to; false if one is reached. Here, so that what is too much is not even kept until it
 * ends. */
static bool within_limits(struct reader *r, enum rt_element element, int attributes)
{
	count_parts(r, element, attributes);
	if (r->depth == RT_MAX_ELEMENTS_DEEP)
		refuse(r, "line %u: elements nested more than %d deep", format_line_of(r), RT_MAX_ELEMENTS_DEEP);
	else if (element == RT_EL_REGISTRY && ++r->registries > RT_MAX_DEPTH)
		refuse(r, "line %u: registries nested more than %d deep", format_line_of(r), RT_MAX_DEPTH);
	else if (element == RT_EL_RECORD && ++r->out->records > RT_MAX_RECORDS)
		refuse(r, "line %u: more than %u records", format_line_of(r), RT_MAX_RECORDS);
	else if (element == RT_EL_PERSON && ++r->people > RT_MAX_PEOPLE)
		refuse(r, "line %u: more than %u people", format_line_of(r), RT_MAX_PEOPLE);
	else if (r->parts > RT_MAX_BETWEEN)
		refuse(r, "line %u: more than %u elements and attributes without another record", format_line_of(r),
		       RT_MAX_BETWEEN);
	else if (r->xml.DictSize(r->parser->dict) > RT_MAX_NAMES) /* looking them up gets slower with each */
		refuse(r, "line %u: more than %d different names of elements and attributes", format_line_of(r),
		       RT_MAX_NAMES);
	return !r->done;
}

static void on_start(void *data, const xmlChar *name, const xmlChar *prefix, const xmlChar *uri, int namespace_count,
                     const xmlChar **namespaces, int attribute_count, int default_count, const xmlChar **attributes)
{
	struct reader *r = data;

	(void)prefix, (void)namespace_count, (void)namespaces, (void)default_count;
	if (r->done)
		return;
	const struct known_name *known = find_name(r, name);
	if (r->peek && known->element == RT_EL_RECORD && r->depth) {
		stop(r);
		return;
	}
	flush_text(r, false);
	if (!within_limits(r, known->element, attribute_count))
		return;
	bool begins_item = r->want_records && is_item(known->element) && r->depth && !r->in_item;
	r->in_item = r->in_item || begins_item;
	struct rt_node *node = rt_arena_alloc(arena_of(r), sizeof *node);
	*node = (struct rt_node){ .element = known->element, .line = format_line_of(r), .name = known->name };
	node->attributes = read_attributes(r, attribute_count, attributes);
	if (node->element == RT_EL_REGISTRY && r->depth)
		complete_id(r, node);
	if (r->depth && !begins_item)
		append_node(r, node);
	r->open[r->depth] = node;
	r->tail[r->depth] = &node->children;
	r->inner[r->depth] = 0;
	if (!r->depth++ && !r->done)
		check_root(r, node, uri);
}

/* Hand over what is complete, and forget it. */
static void take_item(struct reader *r, const struct rt_node *node)
{
	struct rt_error err;
	enum rt_code code = rt_flattener_add(r->flattener, node, enclosing_registry(r), &err);

	if (code)
		refuse(r, "%s", err.message);
	if (is_item(node->element)) {
		r->in_item = false;
		rt_arena_clear(&r->item);
	}
}

static void on_end(void *data, const xmlChar *name, const xmlChar *prefix, const xmlChar *uri)
{
	struct reader *r = data;

	(void)name, (void)prefix, (void)uri;
	if (r->done || !r->depth)
		return;
	flush_text(r, true);
	struct rt_node *node = r->open[--r->depth];
	if (node->element == RT_EL_UPDATED && node->text.data && r->depth == 1 && !r->out->updated.data)
		r->out->updated = rt_str_trim(node->text);
	else if (node->element == RT_EL_UPDATED && node->text.data)
		note_date(r, node->text);
	if (node->element == RT_EL_REGISTRY)
		r->registries--;
	bool ends_item = r->in_item && is_item(node->element) && !inside_item(r);
	if (r->want_records && (ends_item || node->element == RT_EL_REGISTRY))
		take_item(r, node);
}

static void on_doctype(void *data, const xmlChar *name, const xmlChar *external, const xmlChar *system)
{
	struct reader *r = data;

	(void)name, (void)external, (void)system;
	refuse(r, "line %u: a DOCTYPE is not allowed", format_line_of(r));
}

static void on_error(void *data, xmlErrorPtr error)
{
	struct reader *r = data;

	if (r->done || r->code || error->level < XML_ERR_ERROR)
		return;
	rt_str what = rt_str_trim(rt_str_of(error->message ? error->message : "unknown error"));
	unsigned line = error->line > 0 ? (unsigned)error->line : format_line_of(r);
	refuse(r, "line %u: not well-formed: %.*s", line, RT_ARG(what));
}

const xmlSAXHandler format_xml_handlers = {
	.initialized = XML_SAX2_MAGIC,
	.startElementNs = on_start,
	.endElementNs = on_end,
	.characters = on_characters,
	.ignorableWhitespace = on_characters,
	.cdataBlock = on_characters,
	.internalSubset = on_doctype,
	.serror = on_error,
};
