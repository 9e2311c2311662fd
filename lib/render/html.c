/* One self-contained page: it asks for nothing outside, needs no script, and says where what it says comes from.
 *
 * What is fixed is written here; everything else goes through html_text.c.
 */
#include "html.h"
#include "period.h"
#include "renderers.h"

static void put_time(struct html *h, rt_time time)
{
	char text[RT_TIME_TEXT];

	rt_buf_printf(h->out, "<time>%s</time>", rt_time_text(time, text));
}

/* ---- the head ---- */

static const char *dated(rt_time time, char text[RT_TIME_TEXT])
{
	return time == RT_NO_TIME ? "undated" : rt_date_text(time, text);
}

static void put_head(struct html *h)
{
	const struct rt_report *report = h->report;
	char from[RT_TIME_TEXT], to[RT_TIME_TEXT];
	struct rt_buf title = RT_BUF_INIT;

	rt_render_safe(&title, report->registry);
	rt_buf_printf(&title, ", %s to %s", dated(report->from.date, from), dated(report->to.date, to));
	html_put_head(h, rt_buf_str(&title));
	rt_buf_release(&title);
}

static void put_header(struct html *h)
{
	const struct rt_report *report = h->report;

	html_put(h, "<header>\n<h1>");
	html_put_data(h, report->registry);
	html_put(h, "</h1>\n<p class=\"period\">What changed from ");
	html_put_date(h, report->from.date);
	html_put(h, " to ");
	html_put_date(h, report->to.date);
	html_put(h, "</p>\n</header>\n");
}

/* ---- summary ---- */

static void put_tile(struct html *h, const struct html_group *group, size_t count)
{
	rt_buf_printf(h->out, "<li class=\"%s\"><a href=\"#%s\"><b>", group->name, group->name);
	html_put_count(h, count);
	rt_buf_printf(h->out, "</b> %s</a></li>\n", group->word);
}

static void put_tiles(struct html *h)
{
	size_t counts[RT_KINDS];
	unsigned kinds = render_kinds_shown(&h->report->changes);

	rt_changes_count(&h->report->changes, counts);
	if (!h->report->changes.count) {
		html_put(h, "<p class=\"none\">No changes.</p>\n");
		return;
	}
	html_put(h, "<ul class=\"tiles\">\n");
	for (const struct html_group *group = html_groups; group->title; group++)
		if (kinds & (unsigned)group->kind && counts[render_kind_bit(group->kind)])
			put_tile(h, group, counts[render_kind_bit(group->kind)]);
	html_put(h, "</ul>\n");
}

static void put_steps_fact(struct html *h)
{
	const struct rt_report *report = h->report;

	if (!render_is_period(report))
		return;
	if (report->only.len) {
		html_put(h, "<dt>only</dt><dd><code>");
		html_put_data(h, report->only);
		html_put(h, "</code></dd>\n");
	}
	html_put(h, "<dt>snapshots</dt><dd>");
	if (!report->step_count) {
		html_put(h, "none in the period</dd>\n");
		return;
	}
	html_put_count(h, report->step_count);
	html_put(h, " in the period; the changes are those between its two ends");
	if (report->passing.count) {
		html_put(h, ", and <a href=\"#passing\">");
		html_put_count(h, report->passing.count);
		html_put(h, "</a> more came and went, or changed and changed back");
	}
	html_put(h, "</dd>\n");
}

static void put_gap_facts(struct html *h)
{
	for (size_t i = 0; i < h->report->gaps.count; i++) {
		const struct rt_gap *gap = &h->report->gaps.items[i];

		html_put(h, i ? ", " : "<dt>nobody looked</dt><dd>");
		html_put_date(h, gap->from);
		if (gap->to == RT_NO_TIME) {
			html_put(h, " until now");
		} else {
			html_put(h, " to ");
			html_put_date(h, gap->to);
		}
	}
	if (h->report->gaps.count)
		html_put(h, "</dd>\n");
}

static void put_facts(struct html *h)
{
	const struct rt_snapshot *from = &h->report->from, *to = &h->report->to;

	html_put(h, "<dl class=\"facts\">\n<dt>records</dt><dd>");
	html_put_count(h, from->records);
	html_put(h, " \xe2\x86\x92 ");
	html_put_count(h, to->records);
	html_put(h, "</dd>\n");
	if (from->archived != RT_NO_TIME && to->archived != RT_NO_TIME) {
		html_put(h, "<dt>archived</dt><dd>");
		put_time(h, from->archived);
		html_put(h, " \xe2\x86\x92 ");
		put_time(h, to->archived);
		html_put(h, "</dd>\n");
	}
	put_steps_fact(h);
	put_gap_facts(h);
	html_put(h, "</dl>\n");
}

static void put_summary(struct html *h)
{
	html_put(h, "<section aria-labelledby=\"summary\">\n<h2 id=\"summary\">Summary</h2>\n");
	put_tiles(h);
	put_facts(h);
	html_put(h, "</section>\n");
}

/* Ways to what is further down, if there is more than changes. */
static void put_ways(struct html *h)
{
	if (!h->report->step_count && !h->report->marks)
		return;
	html_put(h, "<nav aria-label=\"On this page\">\n<a href=\"#changes\">Changes</a>\n");
	if (h->report->marks)
		html_put(h, "<a href=\"#map-title\">Picture of the port numbers</a>\n");
	if (h->report->step_count)
		html_put(h, "<a href=\"#snapshots\">Snapshot by snapshot</a>\n");
	html_put(h, "</nav>\n");
}

/* ---- the changes ---- */

static void open_section(struct html *h, const char *id, const char *title, size_t count)
{
	rt_buf_printf(h->out, "<section class=\"group\" aria-labelledby=\"%s\">\n<h2 id=\"%s\">%s", id, id, title);
	html_put(h, " <span class=\"count\">");
	html_put_count(h, count);
	html_put(h, "</span></h2>\n");
}

static void put_group(struct html *h, const struct html_group *group)
{
	size_t counts[RT_KINDS];

	rt_changes_count(&h->report->changes, counts);
	if (!counts[render_kind_bit(group->kind)])
		return;
	open_section(h, group->name, group->title, counts[render_kind_bit(group->kind)]);
	html_put(h, "<ul class=\"entries\">\n");
	for (size_t i = 0; i < h->net.count; i++)
		if (h->net.items[i].change->kinds & (unsigned)group->kind)
			html_put_entry(h, group, &h->net.items[i]);
	html_put(h, "</ul>\n</section>\n");
}

static void put_passing(struct html *h)
{
	if (!h->passing.count)
		return;
	open_section(h, "passing", "Came and went, or changed and changed back", h->report->passing.count);
	html_put(h, "<p>These were changed inside the period and are at its end as they were at its beginning; the "
	            "last change of "
	            "each is shown.</p>\n<ul class=\"entries\">\n");
	for (size_t i = 0; i < h->passing.count; i++) {
		struct html_item *item = &h->passing.items[i];

		rt_buf_clear(&h->line);
		render_passage(&h->line, h->report, item->change);
		item->passage = rt_str_copy(&h->arena, rt_buf_str(&h->line));
		rt_buf_clear(&h->line);
		html_put_entry(h, html_group_of(item->change), item);
	}
	html_put(h, "</ul>\n</section>\n");
}

/* Of no use without the script, which shows it. */
static void put_filter(struct html *h)
{
	html_put(h,
	         "<form id=\"filter\" role=\"search\" hidden>\n<label for=\"wanted\">Show only changes with</label>\n"
	         "<input id=\"wanted\" type=\"search\" autocomplete=\"off\" spellcheck=\"false\">\n"
	         "<output id=\"left\" for=\"wanted\" aria-live=\"polite\"></output>\n</form>\n");
}

static void put_changes(struct html *h)
{
	unsigned kinds = render_kinds_shown(&h->report->changes);

	html_put(h, "<div id=\"changes\" tabindex=\"-1\">\n");
	if (h->net.count + h->passing.count > 1)
		put_filter(h);
	for (const struct html_group *group = html_groups; group->title; group++)
		if (kinds & (unsigned)group->kind)
			put_group(h, group);
	put_passing(h);
	html_put(h, "</div>\n");
}

/* ---- snapshot by snapshot ---- */

static void put_step_item(struct html *h, const struct html_item *item)
{
	const struct html_group *group = html_group_of(item->change);

	rt_buf_printf(h->out, "<li><span class=\"word %s\">%s</span> ", group->name, group->word);
	html_put_data(h, item->number);
	html_put(h, " ");
	html_put_data(h, item->name);
	html_put(h, "</li>\n");
}

static void put_step(struct html *h, const struct rt_report *step, bool first_of_day)
{
	struct html_items items = html_collect(h, &step->changes, NULL, "");
	struct rt_buf summary = RT_BUF_INIT;
	char date[RT_TIME_TEXT];

	rt_render_summary(&step->changes, &summary);
	html_put(h, "<details");
	if (first_of_day)
		rt_buf_printf(h->out, " id=\"s-%s\"", rt_date_text(step->to.date, date));
	html_put(h, "><summary>");
	html_put_date(h, step->to.date);
	rt_buf_printf(h->out, " <span class=\"word\">%.*s</span></summary>\n<ul>\n", RT_ARG(rt_buf_str(&summary)));
	for (size_t i = 0; i < items.count; i++)
		put_step_item(h, &items.items[i]);
	html_put(h, "</ul></details>\n");
	rt_buf_release(&summary);
}

/* As a line without more to it, a snapshot in which nothing changed. */
static void put_quiet_step(struct html *h, const struct rt_report *step)
{
	html_put(h, "<p>");
	html_put_date(h, step->to.date);
	html_put(h, " <span class=\"word\">no changes</span></p>\n");
}

static void put_steps(struct html *h)
{
	const struct rt_report *steps = h->report->steps;
	rt_time last = RT_NO_TIME;

	if (!h->report->step_count)
		return;
	html_put(h, "<section class=\"steps\" aria-labelledby=\"snapshots\">\n<h2 id=\"snapshots\">Snapshot by "
	            "snapshot</h2>\n");
	for (size_t i = 0; i < h->report->step_count; i++) {
		if (!steps[i].changes.count) {
			put_quiet_step(h, &steps[i]);
			continue;
		}
		put_step(h, &steps[i], steps[i].to.date != last);
		last = steps[i].to.date;
	}
	html_put(h, "</section>\n");
}

/* ---- the page ---- */

void render_html(const struct rt_report *report, const struct rt_style *style, struct rt_buf *out)
{
	struct html h = { .report = report, .out = out, .line = RT_BUF_INIT };

	(void)style; /* neither colours of a terminal nor its width matter */
	rt_arena_init(&h.arena);
	h.net = html_collect(&h, &report->changes, NULL, "e-");
	h.passing = html_collect(&h, &report->passing, report->passages, "p-");
	put_head(&h);
	put_header(&h);
	html_put(&h, "<main>\n");
	put_summary(&h);
	put_ways(&h);
	html_put_timeline(&h);
	put_changes(&h);
	html_put_map(&h);
	put_steps(&h);
	html_put_foot(&h);
	rt_buf_release(&h.line);
	rt_arena_release(&h.arena);
}
