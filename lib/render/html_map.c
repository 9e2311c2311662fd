/* The picture of the port numbers, one cell a number: a panel for each range of RFC 6335 section 6, and on it what
 * changed.
 *
 * Cells of one state in a row are one piece of a path, so that 65,536 of them take some ten kilobytes. The table below
 * has the same in numbers, the entries further up say what changed.
 */
#include "html.h"

#include <string.h>

#define MARKS_MOST 1500 /* more changes than that are one path a kind, without links: the page would be too large */

static const int columns[RT_PORT_RANGES] = { [RT_SYSTEM_PORTS] = 128, [RT_USER_PORTS] = 256, [RT_DYNAMIC_PORTS] = 512 };

static const struct {
	enum rt_port_mark mark;
	const char *name;
} states[] = {
	{ RT_MARK_ASSIGNED, "assigned" },
	{ RT_MARK_RESERVED, "reserved" },
	{ RT_MARK_UNASSIGNED, "unassigned" },
};
#define STATES (sizeof states / sizeof *states)

struct panel {
	struct html *h;
	int range, first, last, columns;
};

static struct panel panel_of(struct html *h, int range)
{
	return (struct panel){ h, range, rt_port_ranges[range].first, rt_port_ranges[range].last, columns[range] };
}

static int rows_of(const struct panel *p)
{
	return (p->last - p->first + p->columns) / p->columns;
}

/* COUNT cells of one row from PORT on, as a piece of a path. */
static void put_piece(const struct panel *p, int port, int count)
{
	int cell = port - p->first;

	rt_buf_printf(p->h->out, "M%d %dh%dv1h-%dz", cell % p->columns, cell / p->columns, count, count);
}

/* The cells from FIRST to LAST, row by row; both are in the panel. */
static void put_cells(const struct panel *p, int first, int last)
{
	while (first <= last) {
		int end_of_row = first + p->columns - 1 - (first - p->first) % p->columns;
		int end = last < end_of_row ? last : end_of_row;

		put_piece(p, first, end - first + 1);
		first = end + 1;
	}
}

/* All numbers with MARK in one path. Unassigned ones are the ground it is drawn on. */
static void put_state(const struct panel *p, enum rt_port_mark mark, const char *name)
{
	const unsigned char *marks = p->h->report->marks;
	bool begun = false;

	for (int port = p->first, end; port <= p->last; port = end + 1) {
		end = port;
		if (marks[port] != mark)
			continue;
		while (end < p->last && marks[end + 1] == mark)
			end++;
		if (!begun)
			rt_buf_printf(p->h->out, "<path class=\"%s\" d=\"", name);
		begun = true;
		put_cells(p, port, end);
	}
	if (begun)
		html_put(p->h, "\"/>\n");
}

/* ---- what changed ---- */

static const unsigned shown = RT_KIND_NEW | RT_KIND_MODIFIED | RT_KIND_DEASSIGNED | RT_KIND_FLAGGED | RT_KIND_UNFLAGGED;

/* The numbers of a change that lie in the panel. */
static bool clip(const struct panel *p, const struct rt_change *change, struct rt_ports *out)
{
	*out = rt_change_entry(change)->ports;
	if (!(change->kinds & shown) || out->first == RT_NO_PORT || out->last < p->first || out->first > p->last)
		return false;
	out->first = out->first < p->first ? p->first : out->first;
	out->last = out->last > p->last ? p->last : out->last;
	return true;
}

static void put_links(const struct panel *p, const struct html_items *items)
{
	struct html *h = p->h;
	struct rt_ports ports;

	for (size_t i = 0; i < items->count; i++) {
		const struct html_item *item = &items->items[i];
		const struct html_group *group = html_group_of(item->change);

		if (!clip(p, item->change, &ports))
			continue;
		rt_buf_printf(h->out, "<a href=\"#%.*s\" tabindex=\"-1\"><path class=\"%s\" d=\"", RT_ARG(item->id),
		              group->name);
		put_cells(p, ports.first, ports.last);
		html_put(h, "\"><title>");
		html_put_attribute(h, item->number);
		html_put(h, " ");
		html_put_attribute(h, item->name);
		rt_buf_printf(h->out, ": %s</title></path></a>\n", group->word);
	}
}

static void put_kinds(const struct panel *p, const struct html_items *items)
{
	struct rt_ports ports;

	for (const struct html_group *group = html_groups; group->title; group++) {
		if (!(group->kind & shown))
			continue;
		rt_buf_printf(p->h->out, "<path class=\"%s\" d=\"M0 0", group->name);
		for (size_t i = 0; i < items->count; i++)
			if (html_group_of(items->items[i].change) == group && clip(p, items->items[i].change, &ports))
				put_cells(p, ports.first, ports.last);
		html_put(p->h, "\"/>\n");
	}
}

static void put_changes(const struct panel *p)
{
	void (*put)(const struct panel *, const struct html_items *) =
		p->h->net.count + p->h->passing.count > MARKS_MOST ? put_kinds : put_links;

	html_put(p->h, "<g class=\"changes\">\n");
	put(p, &p->h->passing);
	put(p, &p->h->net);
	html_put(p->h, "</g>\n");
}

/* ---- the panels ---- */

static void put_panel(const struct panel *p)
{
	struct html *h = p->h;
	const char *name = rt_port_ranges[p->range].name;

	rt_buf_printf(h->out,
	              "<p class=\"range\" id=\"map-%s\"><b class=\"first-big\">%s ports</b> %d\xe2\x80\x93%d, "
	              "%d a row</p>\n",
	              name, name, p->first, p->last, p->columns);
	rt_buf_printf(h->out,
	              "<svg class=\"map\" role=\"group\" aria-labelledby=\"map-%s\" aria-describedby=\"map-text\" "
	              "viewBox=\"0 0 %d %d\">\n",
	              name, p->columns, rows_of(p));
	rt_buf_printf(h->out, "<path class=\"unassigned\" d=\"M0 0h%dv%dh-%dz\"/>\n", p->columns, rows_of(p),
	              p->columns);
	put_state(p, RT_MARK_RESERVED, "reserved");
	put_state(p, RT_MARK_ASSIGNED, "assigned");
	put_changes(p);
	html_put(h, "</svg>\n");
}

/* ---- the same in numbers ---- */

static size_t count_marks(const struct panel *p, enum rt_port_mark mark)
{
	size_t count = 0;

	for (int port = p->first; port <= p->last; port++)
		count += p->h->report->marks[port] == mark;
	return count;
}

static size_t count_kind(const struct panel *p, enum rt_kind kind)
{
	const struct rt_changes *changes = &p->h->report->changes;
	struct rt_ports ports;
	size_t count = 0;

	for (size_t i = 0; i < changes->count; i++)
		count += changes->items[i].kinds & (unsigned)kind && clip(p, &changes->items[i], &ports);
	return count;
}

static void put_cell(struct html *h, size_t count)
{
	html_put(h, "<td>");
	html_put_count(h, count);
	html_put(h, "</td>");
}

static void put_table(struct html *h)
{
	html_put(h, "<table>\n<caption>Port numbers at the end of the period, by range; to be assigned for one "
	            "transport is "
	            "enough. Behind them, the entries that are new or were de-assigned.</caption>\n<thead><tr><th "
	            "scope=\"col\">Range</th>"
	            "<th scope=\"col\">Assigned</th><th scope=\"col\">Reserved</th><th scope=\"col\">Unassigned</th>"
	            "<th scope=\"col\">New</th><th scope=\"col\">De-assigned</th></tr></thead>\n<tbody>\n");
	for (int range = 0; range < RT_PORT_RANGES; range++) {
		struct panel p = panel_of(h, range);

		rt_buf_printf(h->out, "<tr><th scope=\"row\" class=\"first-big\">%s</th>", rt_port_ranges[range].name);
		for (size_t i = 0; i < STATES; i++)
			put_cell(h, count_marks(&p, states[i].mark));
		put_cell(h, count_kind(&p, RT_KIND_NEW));
		put_cell(h, count_kind(&p, RT_KIND_DEASSIGNED));
		html_put(h, "</tr>\n");
	}
	html_put(h, "</tbody></table>\n");
}

static void put_legend(struct html *h)
{
	size_t counts[RT_KINDS];

	rt_changes_count(&h->report->changes, counts);
	html_put(h, "<ul class=\"legend\">");
	for (size_t i = 0; i < STATES; i++)
		rt_buf_printf(h->out, "<li><span class=\"key %s\"></span>%s</li>", states[i].name, states[i].name);
	for (const struct html_group *group = html_groups; group->title; group++)
		if (group->kind & shown && counts[render_kind_bit(group->kind)])
			rt_buf_printf(h->out, "<li><span class=\"key %s\"></span>%s</li>", group->name, group->word);
	html_put(h, "</ul>\n");
}

void html_put_map(struct html *h)
{
	if (!h->report->marks)
		return;
	html_put(h, "<section aria-labelledby=\"map-title\"><h2 id=\"map-title\">Port numbers</h2>\n<figure>\n");
	put_legend(h);
	for (int range = 0; range < RT_PORT_RANGES; range++) {
		struct panel p = panel_of(h, range);

		put_panel(&p);
	}
	html_put(h, "<figcaption id=\"map-text\">One cell a number, from left to right and from top to bottom; the "
	            "table has "
	            "the same in numbers.</figcaption>\n</figure>\n");
	put_table(h);
	html_put(h, "</section>\n");
}
