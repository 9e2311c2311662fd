/* Reads a document as far as it takes to find its records: tags by a grammar that is stricter than XML's, text not at
 * all. What is not plain (see xml_series.c) ends it. */
#include "xml_scan.h"

#include <regtrail/limits.h>

#include <string.h>

#define WINDOW        64  /* known items to look for the next one in */
#define BLANK_MAX     64  /* bytes of white space between two items of a run */
#define BYTES_AN_ITEM 180 /* of a document; the port registry has 190 */

static const char *const element_names[] = { "registry", "title",    "category", "updated",     "xref",   "expert",
	                                     "note",     "footnote", "people",   "person",      "name",   "org",
	                                     "uri",      "record",   "number",   "description", "protocol", "assignee",
	                                     "br",       "sc",       "unauthorized", "paragraph" };
static const char *const attribute_names[] = { "type", "data", "id", "date", "updated", "anchor", "section" };

struct tag {
	rt_str name;
	bool closes, empty;
};

static bool is_one_of(const char *const *names, size_t count, rt_str name)
{
	for (size_t i = 0; i < count; i++)
		if (rt_str_equal(rt_str_of(names[i]), name))
			return true;
	return false;
}

static bool is_space(char c)
{
	return c == ' ' || c == '\n' || c == '\t' || c == '\r';
}

static void skip_space(struct xml_scan *s)
{
	while (s->at < s->text.len && is_space(s->text.data[s->at]))
		s->at++;
}

static bool take_char(struct xml_scan *s, char c)
{
	bool there = s->at < s->text.len && s->text.data[s->at] == c;

	s->at += there;
	return there;
}

static rt_str take_name(struct xml_scan *s)
{
	size_t start = s->at;

	while (s->at < s->text.len && s->text.data[s->at] >= 'a' && s->text.data[s->at] <= 'z')
		s->at++;
	return (rt_str){ s->text.data + start, s->at - start };
}

/* A namespace has a name, too, of which a document may have only so many: known records must not hide any. */
static bool is_plain_attribute(const struct xml_scan *s, rt_str name)
{
	return is_one_of(attribute_names, sizeof attribute_names / sizeof *attribute_names, name) ||
	       (s->depth == 0 && rt_str_equal(name, RT_STR("xmlns")));
}

/* `NAME="VALUE"`; what cannot stand in a value is left for the parser to refuse. */
static bool take_attribute(struct xml_scan *s)
{
	if (!is_plain_attribute(s, take_name(s)) || !take_char(s, '='))
		return false;
	char quote = s->at < s->text.len ? s->text.data[s->at++] : '\0';
	if (quote != '"' && quote != '\'')
		return false;
	const char *start = s->text.data + s->at, *end = memchr(start, quote, s->text.len - s->at);
	if (!end || memchr(start, '<', (size_t)(end - start)))
		return false;
	s->at += (size_t)(end - start) + 1;
	return true;
}

/* False if it is not plain. */
static bool take_tag(struct xml_scan *s, struct tag *tag)
{
	if (!take_char(s, '<'))
		return false;
	*tag = (struct tag){ .closes = take_char(s, '/') };
	tag->name = take_name(s);
	if (!is_one_of(element_names, sizeof element_names / sizeof *element_names, tag->name))
		return false;
	while (s->at < s->text.len && is_space(s->text.data[s->at])) {
		skip_space(s);
		if (s->at == s->text.len || s->text.data[s->at] == '/' || s->text.data[s->at] == '>')
			break;
		if (tag->closes || !take_attribute(s))
			return false;
	}
	tag->empty = !tag->closes && take_char(s, '/');
	return take_char(s, '>');
}

/* Go to the next `<`. False at the end. */
static bool skip_text(struct xml_scan *s)
{
	const char *found = memchr(s->text.data + s->at, '<', s->text.len - s->at);

	s->at = found ? (size_t)(found - s->text.data) : s->text.len;
	return found != NULL;
}

/* ---- the shorter document ---- */

static void add_text(struct xml_scan *s, size_t start, size_t end)
{
	rt_buf_add(&s->shorter, s->text.data + start, end - start);
	s->copied = end;
}

static size_t end_of(const struct xml_scan *s, size_t item)
{
	return (size_t)(s->items[item].bytes.data - s->text.data) + s->items[item].bytes.len;
}

static void close_run(struct xml_scan *s)
{
	if (s->run == XML_SCAN_NEW)
		return;
	struct xml_item *last = &s->items[s->run];
	last->shown = true;
	add_text(s, end_of(s, s->run) - last->bytes.len, end_of(s, s->run));
	s->run = XML_SCAN_NEW;
}

static bool is_blank(const struct xml_scan *s, size_t start, size_t end)
{
	size_t at = start;

	while (at < end && is_space(s->text.data[at]))
		at++;
	return at == end && end - start <= BLANK_MAX;
}

/* The item from START on, which is known, lengthens the run at hand or begins one. */
static void add_to_run(struct xml_scan *s, size_t start)
{
	if (s->run == XML_SCAN_NEW || !is_blank(s, end_of(s, s->run), start)) {
		close_run(s);
		add_text(s, s->copied, start);
	}
	s->run = s->count - 1;
}

/* ---- items ---- */

static void add_item(struct xml_scan *s, struct xml_item item)
{
	if (s->count == s->capacity) {
		size_t expected = s->known_count ? s->known_count : s->text.len / BYTES_AN_ITEM;

		s->capacity = s->capacity ? s->capacity * 2 : expected + 64;
		struct xml_item *items = rt_arena_array(&s->list, s->capacity, sizeof *items);

		if (s->count)
			memcpy(items, s->items, s->count * sizeof *items);
		s->items = items;
	}
	s->items[s->count++] = item;
	s->people += item.is_person;
}

/* Is there a known item here? Most often it is the next one. */
static bool take_known(struct xml_scan *s, bool is_person)
{
	size_t left = s->text.len - s->at;

	for (size_t i = s->next; i < s->known_count && i - s->next < WINDOW; i++) {
		const struct xml_item *known = &s->known[i];

		if (known->is_person != is_person || known->bytes.len > left ||
		    memcmp(known->bytes.data, s->text.data + s->at, known->bytes.len) != 0)
			continue;
		add_item(s, (struct xml_item){ { s->text.data + s->at, known->bytes.len }, i, is_person, false });
		add_to_run(s, s->at);
		s->at += known->bytes.len;
		s->next = i + 1;
		return true;
	}
	return false;
}

static bool is_item_name(rt_str name)
{
	return rt_str_equal(name, RT_STR("record")) || rt_str_equal(name, RT_STR("person"));
}

static bool is_container_name(rt_str name)
{
	return rt_str_equal(name, RT_STR("registry")) || rt_str_equal(name, RT_STR("people"));
}

/* The item from START on, whose TAG was taken, up to its end. */
static bool take_new(struct xml_scan *s, size_t start, struct tag tag)
{
	bool is_person = rt_str_equal(tag.name, RT_STR("person"));
	size_t inside = !tag.empty;

	while (inside) {
		if (!skip_text(s) || !take_tag(s, &tag))
			return false;
		if (!tag.closes && (is_item_name(tag.name) || is_container_name(tag.name)))
			return false;
		inside = tag.closes ? inside - 1 : inside + !tag.empty;
	}
	close_run(s);
	add_item(s, (struct xml_item){ { s->text.data + start, s->at - start }, XML_SCAN_NEW, is_person, true });
	return true;
}

/* ---- the whole ---- */

/* Behind the declaration and instructions in front of the root element. */
static bool skip_prolog(struct xml_scan *s)
{
	while (skip_text(s) && s->at + 1 < s->text.len && s->text.data[s->at + 1] == '?') {
		const char *end = memchr(s->text.data + s->at, '>', s->text.len - s->at);

		if (!end || end[-1] != '?')
			return false;
		s->at = (size_t)(end - s->text.data) + 1;
	}
	return true;
}

/* Is a record, or a person, to be expected here? */
static bool in_container(const struct xml_scan *s, bool is_person)
{
	return is_person ? s->depth == 2 && rt_str_equal(s->open[1], RT_STR("people")) : s->depth == 1;
}

/* An element around items. */
static bool enter(struct xml_scan *s, struct tag tag)
{
	bool is_root = s->depth == 0;

	if (tag.closes && !is_root) {
		s->depth--;
		return true;
	}
	if (tag.closes || is_root != rt_str_equal(tag.name, RT_STR("registry")) || s->depth == XML_SCAN_DEEP)
		return false;
	if (!tag.empty)
		s->open[s->depth++] = tag.name;
	return true;
}

/* What begins at the next `<`. */
static bool take_next(struct xml_scan *s)
{
	size_t start = s->at;
	struct tag tag;

	if ((in_container(s, false) && take_known(s, false)) || (in_container(s, true) && take_known(s, true)))
		return true;
	if (!take_tag(s, &tag))
		return false;
	if (!is_item_name(tag.name))
		return enter(s, tag);
	return in_container(s, rt_str_equal(tag.name, RT_STR("person"))) && !tag.closes && take_new(s, start, tag);
}

/* Behind the root element only white space is plain: whether a long comment is refused goes by what is before it. */
bool xml_scan_document(struct xml_scan *s)
{
	if (s->text.len > RT_MAX_DOCUMENT || !skip_prolog(s))
		return false;
	do {
		if (!skip_text(s) || !take_next(s))
			return false;
	} while (s->depth);
	skip_space(s);
	if (s->at != s->text.len)
		return false;
	close_run(s);
	add_text(s, s->copied, s->text.len);
	return s->count - s->people <= RT_MAX_RECORDS && s->people <= RT_MAX_PEOPLE;
}

void xml_scan_init(struct xml_scan *scan, rt_str text, const struct xml_item *known, size_t known_count)
{
	*scan = (struct xml_scan){ .text = text,
		                   .known = known,
		                   .known_count = known_count,
		                   .shorter = RT_BUF_INIT,
		                   .run = XML_SCAN_NEW };
	rt_arena_init(&scan->list);
}

void xml_scan_release(struct xml_scan *scan)
{
	rt_arena_release(&scan->list);
	rt_buf_release(&scan->shorter);
}
