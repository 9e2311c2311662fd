/* The entries of the page: what tells each, what it is for, and what a reader wants to know of that kind of change. */
#include "html.h"

#include <stdlib.h>
#include <string.h>

/* ---- terms: rows of a <dl>, a label and what is behind it ---- */

static void open_term(struct html *h, rt_str label)
{
	html_put(h, "<dt>");
	html_put_data(h, label);
	html_put(h, "</dt><dd>");
}

static void close_term(struct html *h)
{
	html_put(h, "</dd>\n");
}

static rt_str registry_of(const struct html *h)
{
	return h->report->registry.data ? h->report->registry : RT_STR("");
}

/* The address of the registry at IANA, up to what tells a place in it. */
static void put_iana(struct html *h)
{
	html_put(h, "https://www.iana.org/assignments/");
	html_put_url_part(h, registry_of(h));
	html_put(h, "/");
	html_put_url_part(h, registry_of(h));
	html_put(h, ".xhtml");
}

static bool is_named(const struct rt_field *field, const char *name)
{
	return rt_str_equal(field->name, rt_str_of(name));
}

static void put_value(struct html *h, const struct rt_field *field, rt_str value)
{
	if (is_named(field, "reference")) {
		html_put_reference(h, value);
	} else if (is_named(field, "assignee") || is_named(field, "contact")) {
		html_put(h, "<a href=\"");
		put_iana(h);
		html_put(h, "#");
		html_put_url_part(h, value);
		html_put(h, "\">");
		html_put_data(h, value);
		html_put(h, "</a>");
	} else {
		html_put_prose(h, value);
	}
}

static void put_values(struct html *h, const struct rt_field *field)
{
	for (size_t i = 0; i < field->count; i++) {
		if (i)
			html_put(h, ", ");
		put_value(h, field, field->values[i]);
	}
}

static void put_field(struct html *h, const char *label, const struct rt_field *field)
{
	if (!field->count)
		return;
	open_term(h, rt_str_of(label));
	put_values(h, field);
	close_term(h);
}

/* ---- fields that changed ---- */

/* Names of fields of the port registry, as they are read; other registries are read with their own. */
static rt_str label_of(rt_str name)
{
	static const char *const labels[][2] = { { "service_code", "service code" },
		                                 { "unauthorized", "unauthorized use" } };

	for (size_t i = 0; i < sizeof labels / sizeof *labels; i++)
		if (rt_str_equal(name, rt_str_of(labels[i][0])))
			return rt_str_of(labels[i][1]);
	return name;
}

static bool has_value(const struct rt_field *field, rt_str value)
{
	for (size_t i = 0; field && i < field->count; i++)
		if (rt_str_equal(field->values[i], value))
			return true;
	return false;
}

/* The values of FIELD that OTHER has not, each in a TAG. */
static size_t put_missing(struct html *h, const char *tag, const struct rt_field *field, const struct rt_field *other)
{
	size_t count = 0;

	for (size_t i = 0; field && i < field->count; i++) {
		if (has_value(other, field->values[i]))
			continue;
		rt_buf_printf(h->out, "<%s>", tag);
		put_value(h, field, field->values[i]);
		rt_buf_printf(h->out, "</%s> ", tag);
		count++;
	}
	return count;
}

#define SHORT_TEXT 60 /* bytes of old and new together: such texts are read whole, side by side */
static void put_texts(struct html *h, const struct rt_field *before, const struct rt_field *after)
{
	bool both = before && before->count && after && after->count;

	if (both && before->values[0].len + after->values[0].len > SHORT_TEXT) {
		html_put_words(h, before->values[0], after->values[0]);
		return;
	}
	put_missing(h, "del", before, NULL);
	put_missing(h, "ins", after, NULL);
}

static void put_list_change(struct html *h, const struct rt_field_change *f)
{
	size_t gone = put_missing(h, "del", f->before, f->after);
	size_t come = put_missing(h, "ins", f->after, f->before);

	if (!gone && !come && f->after) /* only how often a value is given */
		put_values(h, f->after);
}

static void put_field_change(struct html *h, const struct rt_field_change *f)
{
	bool is_list = (f->before && f->before->is_list) || (f->after && f->after->is_list);

	open_term(h, label_of(f->name));
	if (is_list)
		put_list_change(h, f);
	else
		put_texts(h, f->before, f->after);
	close_term(h);
}

/* ---- the bodies ---- */

static bool is_said(const struct rt_change *change, const struct rt_field_change *f)
{
	bool flag = change->kinds & (RT_FLAGGED | RT_UNFLAGGED) && rt_str_equal(f->name, RT_STR("unauthorized"));

	return flag || render_is_in_title(change, f);
}

static void put_all_fields(struct html *h, const struct rt_record *record)
{
	const struct rt_field *cell = rt_record_first_cell(record), *what = render_what(record);

	for (size_t i = 0; i < record->count; i++) {
		const struct rt_field *field = &record->fields[i];

		if (!field->count || field == cell || field == what)
			continue;
		open_term(h, label_of(field->name));
		put_values(h, field);
		close_term(h);
	}
}

static void body_changed(struct html *h, const struct rt_change *change)
{
	const struct rt_record *entry = rt_change_entry(change);

	for (size_t i = 0; i < change->field_count; i++)
		if (!is_said(change, &change->fields[i]))
			put_field_change(h, &change->fields[i]);
	if (change->before && change->after)
		return;
	if (entry->in_port_registry)
		put_field(h, "note", &entry->fields[RT_NOTES]);
	else if (entry->subject != RT_PERSON)
		put_all_fields(h, entry);
}

static const struct rt_field *holder_of(const struct rt_record *record)
{
	return &record->fields[record->fields[RT_ASSIGNEE].count ? RT_ASSIGNEE : RT_CONTACT];
}

static void body_deassigned(struct html *h, const struct rt_change *change)
{
	rt_str note = render_fate_note(change);
	struct rt_buf fate = RT_BUF_INIT;

	render_fate(&fate, change);
	if (change->link && !(change->labels & RT_REASSIGNED))
		rt_buf_add_str(&fate, RT_STR("; the name stays, without a number"));
	open_term(h, RT_STR("afterwards"));
	html_put_data(h, rt_buf_str(&fate));
	close_term(h);
	rt_buf_release(&fate);
	put_field(h, "was held by", holder_of(change->before));
	put_field(h, "reference", &change->before->fields[RT_REFERENCE]);
	if (note.data) {
		open_term(h, RT_STR("IANA notes"));
		html_put_prose(h, note);
		close_term(h);
	}
}

static void body_flagged(struct html *h, const struct rt_change *change)
{
	open_term(h, RT_STR("unauthorized use"));
	put_texts(h, change->before ? &change->before->fields[RT_UNAUTHORIZED] : NULL,
	          change->after ? &change->after->fields[RT_UNAUTHORIZED] : NULL);
	close_term(h);
}

static void body_new(struct html *h, const struct rt_change *change)
{
	const struct rt_record *record = change->after;
	struct rt_buf origin = RT_BUF_INIT;

	if (!record->in_port_registry) {
		body_changed(h, change);
		return;
	}
	put_field(h, "by", holder_of(record));
	put_field(h, "reference", &record->fields[RT_REFERENCE]);
	put_field(h, "registered", &record->fields[RT_REGISTERED_ON]);
	put_field(h, "service code", &record->fields[RT_SERVICE_CODE]);
	render_origin(&origin, change);
	if (origin.len) {
		open_term(h, RT_STR("before"));
		html_put_data(h, rt_buf_str(&origin));
		close_term(h);
	}
	rt_buf_release(&origin);
	put_field(h, "notes", &record->fields[RT_NOTES]);
}

/* What the registry itself says of the time before. */
static void body_begins(struct html *h, const struct rt_change *change)
{
	const struct rt_record *record = change->after;

	if (record->in_port_registry) {
		put_field(h, "held by", holder_of(record));
		put_field(h, "reference", &record->fields[RT_REFERENCE]);
		put_field(h, "registered", &record->fields[RT_REGISTERED_ON]);
		put_field(h, "modified", &record->fields[RT_MODIFIED_ON]);
	}
	body_changed(h, change);
}

/* What breaks things for others first. */
const struct html_group html_groups[] = {
	{ RT_DEASSIGNED, "De-assigned", "deassigned", "de-assigned", body_deassigned },
	{ RT_REMOVED, "Removed", "removed", "removed", body_changed },
	{ RT_FLAGGED, "Unauthorized use reported", "flagged", "unauthorized use", body_flagged },
	{ RT_UNFLAGGED, "Unauthorized use withdrawn", "unflagged", "withdrawn", body_flagged },
	{ RT_NEW, "New", "new", "new", body_new },
	{ RT_MODIFIED, "Modified", "modified", "modified", body_changed },
	{ RT_REGISTRY, "Registry", "registry", "registry", body_changed },
	{ RT_POOL, "Unassigned and Reserved", "pool", "pool", body_changed },
	{ RT_CONTACTS, "Contacts", "contacts", "contact", body_changed },
	{ 0, NULL, NULL, NULL, NULL },
};

const struct html_group html_group_begins = { 0, NULL, "other", "there from the first", body_begins };

const struct html_group *html_group_of(const struct rt_change *change)
{
	const struct html_group *group = html_groups;

	while (group[1].title && !(change->kinds & (unsigned)group->kind))
		group++;
	return group;
}

/* ---- one entry ---- */

static void put_mark(struct html *h, const char *word, rt_str data)
{
	html_put(h, "<span class=\"mark\">");
	html_put(h, word);
	html_put_data(h, data);
	html_put(h, "</span> ");
}

static void put_marks(struct html *h, const struct html_group *group, const struct rt_change *change)
{
	static const char *const words[RT_LABELS] = {
		"renamed", "moved", NULL, "transferred", NULL, NULL, NULL, "references only", "date unchanged"
	};
	const struct rt_record *entry = rt_change_entry(change);

	if (h->says_kinds)
		put_mark(h, group->word, RT_NO_STR);
	for (unsigned bit = 0; bit < RT_LABELS; bit++)
		if ((change->labels >> bit & 1) && words[bit])
			put_mark(h, words[bit], RT_NO_STR);
	if (change->kinds && html_group_of(change) != group)
		put_mark(h, "also above", RT_NO_STR);
	if (entry->subject == RT_ENTRY && !rt_str_equal(entry->registry, h->report->registry))
		put_mark(h, "in ", entry->registry);
}

#define MOST_SEARCHED 64 /* bytes of a name that is looked up */

/* IANA's page, at the row of ENTRY as near as its search gets. */
static void put_row_link(struct html *h, const struct rt_record *entry)
{
	rt_str wanted = RT_NO_STR;

	put_iana(h);
	if (entry->in_port_registry) {
		wanted = rt_port_get(entry, RT_SERVICE);
		wanted = wanted.data ? wanted : rt_port_get(entry, RT_PORT);
	}
	if (wanted.len && wanted.len <= MOST_SEARCHED) {
		html_put(h, "?search=");
		html_put_url_part(h, wanted);
	} else if (!entry->in_port_registry && entry->registry.len) {
		html_put(h, "#");
		html_put_url_part(h, entry->registry);
	}
}

static void put_title(struct html *h, const struct html_item *item)
{
	html_put(h, "<h3><a href=\"");
	put_row_link(h, rt_change_entry(item->change));
	html_put(h, "\"><span class=\"number\">");
	html_put_data(h, item->number);
	html_put(h, "</span>");
	if (item->name.len) {
		html_put(h, " ");
		html_put_data(h, item->name);
	}
	html_put(h, "</a></h3>");
}

/* What the entry is for; if that is what changed it stands in the body, old and new. */
static void put_what(struct html *h, const struct rt_change *change)
{
	const struct rt_field *what = render_what(rt_change_entry(change));

	for (size_t i = 0; what && i < change->field_count; i++)
		if (change->kinds & RT_MODIFIED &&
		    (change->fields[i].before == what || change->fields[i].after == what))
			return;
	if (what) {
		html_put_prose(h, what->values[0]);
		html_put(h, " ");
	}
}

static size_t open_element(struct html *h, const char *tag)
{
	size_t start = h->out->len;

	html_put(h, tag);
	return start;
}

/* End the element that began at START; without content there is none. */
static void close_element(struct html *h, size_t start, const char *open, const char *close)
{
	if (h->out->len == start + strlen(open))
		h->out->len = start;
	else
		html_put(h, close);
}

void html_put_entry(struct html *h, const struct html_group *group, struct html_item *item)
{
	rt_buf_printf(h->out, "<li class=\"entry %s\"", group->name);
	if (!item->placed)
		rt_buf_printf(h->out, " id=\"%.*s\"", RT_ARG(item->id));
	item->placed = true;
	html_put(h, ">");
	put_title(h, item);
	size_t start = open_element(h, "<p>");
	put_what(h, item->change);
	put_marks(h, group, item->change);
	close_element(h, start, "<p>", "</p>");
	start = open_element(h, "<dl>");
	group->body(h, item->change);
	close_element(h, start, "<dl>", "</dl>");
	html_put(h, "</li>\n");
}

/* ---- all of them ---- */

static rt_str kept(struct html *h)
{
	rt_str copy = rt_str_copy(&h->arena, rt_buf_str(&h->line));

	rt_buf_clear(&h->line);
	return copy;
}

#define MOST_OF_ID 64 /* bytes */
static void add_slug(struct rt_buf *out, rt_str text)
{
	for (size_t i = 0; i < text.len && i < MOST_OF_ID; i++) {
		char c = rt_char_fold(text.data[i]);
		bool plain = (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');

		if (plain)
			rt_buf_add_char(out, c);
		else if (out->len && out->data[out->len - 1] != '-')
			rt_buf_add_char(out, '-');
	}
}

static int by_id(const void *a, const void *b)
{
	const struct html_item *const *x = a, *const *y = b;
	int order = rt_str_compare((*x)->id, (*y)->id);

	return order ? order : (*x > *y) - (*x < *y);
}

/* Number those that are called the same: `.2` is in no slug. */
static void part_ids(struct html *h, struct html_items items)
{
	struct html_item **sorted = rt_arena_array(&h->arena, items.count, sizeof *sorted);
	size_t nth = 1;

	for (size_t i = 0; i < items.count; i++)
		sorted[i] = &items.items[i];
	qsort(sorted, items.count, sizeof *sorted, by_id);
	for (size_t i = 1; i < items.count; i++) {
		rt_str first = sorted[i - nth]->id;

		nth = rt_str_equal(first, sorted[i]->id) ? nth + 1 : 1;
		if (nth > 1)
			sorted[i]->id = rt_str_format(&h->arena, "%.*s.%zu", RT_ARG(first), nth);
	}
}

struct html_items html_collect(struct html *h, const struct rt_changes *changes, const char *prefix)
{
	struct render_folded *folded = rt_arena_array(&h->arena, changes->count, sizeof *folded);
	struct html_items all = { NULL, render_fold(changes, &h->arena, folded) };

	all.items = rt_arena_array(&h->arena, all.count, sizeof *all.items);
	for (size_t i = 0; i < all.count; i++) {
		struct html_item *item = &all.items[i];

		*item = (struct html_item){ .change = folded[i].change };
		render_number(&h->line, folded[i].change, folded[i].protocols);
		item->number = kept(h);
		render_name(&h->line, folded[i].change);
		item->name = kept(h);
		rt_buf_add_str(&h->line, rt_str_of(prefix));
		add_slug(&h->line, item->number);
		if (item->name.len)
			rt_buf_add_char(&h->line, '-');
		add_slug(&h->line, item->name);
		item->id = kept(h);
	}
	part_ids(h, all);
	return all;
}
