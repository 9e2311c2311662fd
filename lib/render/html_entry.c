/* An entry of the page: what tells it, what it is for, its marks; then the body of its kind. */
#include "html_field.h"
#include "links.h"

#include <string.h>

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

	html_put_iana(h);
	if (entry->in_port_registry) {
		wanted = rt_port_get(entry, RT_FIELD_SERVICE);
		wanted = wanted.data ? wanted : rt_port_get(entry, RT_FIELD_PORT);
	}
	if (wanted.len && wanted.len <= MOST_SEARCHED) {
		html_put(h, "?search=");
		render_url_part(h->out, wanted);
	} else if (!entry->in_port_registry && entry->registry.len) {
		html_put(h, "#");
		render_url_part(h->out, entry->registry);
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
		if (change->kinds & RT_KIND_MODIFIED &&
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
	if (item->passage.len) {
		html_put(h, "<dt>in the period</dt><dd>");
		html_put_data(h, item->passage);
		html_put(h, "</dd>\n");
	}
	group->body(h, item->change);
	close_element(h, start, "<dl>", "</dl>");
	html_put(h, "</li>\n");
}
