/* A log as a page: the head, style and entries of the page of a report, a section a snapshot, no pictures. */
#include "html.h"
#include "log.h"

#define ID 12 /* hex digits of a commit that part what one snapshot has from what another has */

static void put_time(struct html *h, rt_time time)
{
	char text[RT_TIME_TEXT];

	rt_buf_printf(h->out, "<time>%s</time>", rt_time_text(time, text));
}

void log_html_begin(rt_str registry, rt_str what, const struct rt_style *style, struct rt_buf *out)
{
	struct html h = { .out = out };
	struct rt_buf title = RT_BUF_INIT;

	(void)style; /* neither colours of a terminal nor its width matter */
	log_add_title(&title, registry, what);
	html_put_head(&h, rt_buf_str(&title));
	html_put(&h, "<header>\n<h1>");
	html_put_data(&h, rt_buf_str(&title));
	html_put(&h, "</h1>\n<p class=\"period\">In the registry ");
	html_put_data(&h, registry);
	html_put(&h, "</p>\n</header>\n<main id=\"changes\" tabindex=\"-1\">\n");
	rt_buf_release(&title);
	rt_buf_release(&h.line);
}

static void put_step_head(struct html *h, rt_str id, bool begins)
{
	const struct rt_snapshot *to = &h->report->to;

	rt_buf_printf(h->out, "<section class=\"group\" aria-labelledby=\"%.*s\">\n<h2 id=\"%.*s\">", RT_ARG(id),
	              RT_ARG(id));
	html_put_date(h, to->date);
	html_put(h, " <span class=\"count\">");
	if (begins)
		html_put(h, "the archive begins with");
	else
		rt_render_summary(&h->report->changes, h->out);
	html_put(h, "</span></h2>\n<p class=\"period\">Archived ");
	put_time(h, to->archived);
	html_put(h, ", commit <code>");
	html_put_data(h, to->commit);
	html_put(h, "</code></p>\n<ul class=\"entries\">\n");
}

/* Once for each kind that the change is of, as in the page of a report. */
static void put_kinds(struct html *h, struct html_item *item)
{
	unsigned kinds = render_kinds_shown(&h->report->changes);

	for (const struct html_group *group = html_groups; group->title; group++)
		if (item->change->kinds & kinds & (unsigned)group->kind)
			html_put_entry(h, group, item);
}

void log_html_step(const struct rt_log_step *step, bool first, const struct rt_style *style, struct rt_buf *out)
{
	struct html h = { .out = out, .says_kinds = true };
	const bool begins = !step->from.commit.data;

	(void)first;
	(void)style;
	rt_arena_init(&h.arena);
	const struct rt_report report = log_step_report(step, &h.arena);
	h.report = &report;
	const rt_str commit = report.to.commit;
	const size_t digits = commit.len < ID ? commit.len : ID;
	const char *id = rt_str_format(&h.arena, "c%.*s", (int)digits, commit.data).data;
	struct html_items items = html_collect(&h, &report.changes, NULL, rt_str_format(&h.arena, "%s-", id).data);
	put_step_head(&h, rt_str_of(id), begins);
	for (size_t i = 0; i < items.count; i++) {
		if (begins)
			html_put_entry(&h, &html_group_begins, &items.items[i]);
		else
			put_kinds(&h, &items.items[i]);
	}
	html_put(&h, "</ul>\n</section>\n");
	rt_buf_release(&h.line);
	rt_arena_release(&h.arena);
}

void log_html_end(const struct rt_style *style, struct rt_buf *out)
{
	const struct rt_report none = { .registry = RT_NO_STR };
	struct html h = { .report = &none, .out = out };

	(void)style;
	html_put_foot(&h);
	rt_buf_release(&h.line);
}
