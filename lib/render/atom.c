/* A feed (RFC 4287), one entry a snapshot; and one whose older entries stay to be read (RFC 5005 section 4). */
#include "atom.h"
#include "links.h"
#include "period.h"
#include "renderers.h"

/* A document of a feed. */
struct page {
	size_t begin, end;   /* the steps that it is about */
	bool archived;       /* its year is over */
	rt_str self, current, older, newer; /* names of files; absent: there is none */
};

static void put(struct rt_buf *out, const char *text)
{
	rt_buf_add_str(out, rt_str_of(text));
}

/* ---- the head ---- */

/* NAME below the URL where reports are published, else beside the document that names it. */
static void put_link(struct rt_buf *out, const char *relation, const struct rt_style *style, rt_str name)
{
	rt_str site = rt_str_of(style->site);

	if (!name.data)
		return;
	rt_buf_printf(out, "<link rel=\"%s\" href=\"", relation);
	atom_put_safe(out, site);
	if (site.len && name.len && !rt_str_ends_with(site, RT_STR("/")))
		put(out, "/");
	render_url_part(out, name);
	put(out, "\"/>\n");
}

static void put_links(struct rt_buf *out, const struct rt_report *report, const struct rt_style *style,
                      const struct page *page)
{
	put_link(out, "self", style, page->self);
	put_link(out, "current", style, page->current);
	put_link(out, "prev-archive", style, page->older);
	put_link(out, "next-archive", style, page->newer);
	if (style->site)
		put_link(out, "alternate", style, RT_STR(""));
	put(out, "<link rel=\"via\" href=\"https://www.iana.org/assignments/");
	render_url_part(out, report->registry);
	put(out, "\"/>\n");
}

/* What changes with every snapshot: not for a page that is to stay as it is. */
static void put_state(struct rt_buf *out, const struct rt_report *report)
{
	put(out, "<subtitle>");
	for (size_t i = 0; i < report->gaps.count; i++) {
		render_gap(out, &report->gaps.items[i]);
		put(out, "; ");
	}
	if (report->only.len) {
		struct rt_buf only = RT_BUF_INIT;

		render_only(&only, report);
		atom_put_escaped(out, rt_buf_str(&only));
		rt_buf_release(&only);
		put(out, "; ");
	}
	render_witness(out, report);
	put(out, "</subtitle>\n");
}

static void put_head(struct rt_buf *out, const struct rt_report *report, const struct rt_style *style,
                     const struct page *page)
{
	put(out, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
	         "<feed xmlns=\"http://www.w3.org/2005/Atom\" xmlns:fh=\"http://purl.org/syndication/history/1.0\">\n"
	         "<id>" ATOM_TAG);
	render_url_part(out, report->registry);
	put(out, "</id>\n<title>");
	atom_put_safe(out, report->registry);
	put(out, ": changes</title>\n");
	atom_put_updated(out, page->end ? &report->steps[page->end - 1].to : &report->to);
	put(out, "<author><name>regtrail</name></author>\n<generator>regtrail</generator>\n");
	put_links(out, report, style, page);
	if (page->archived)
		put(out, "<fh:archive/>\n");
	else if (render_is_period(report))
		put_state(out, report);
}

/* ---- one document ---- */

/* Newest first. A snapshot of which nothing was asked for has no entry. */
static void put_page(struct rt_buf *out, const struct rt_report *report, const struct rt_style *style,
                     const struct page *page)
{
	put_head(out, report, style, page);
	for (size_t i = page->end; i > page->begin; i--)
		if (report->steps[i - 1].changes.count)
			atom_put_entry(out, &report->steps[i - 1], false);
	if (!render_is_period(report) && report->changes.count)
		atom_put_entry(out, report, true);
	put(out, "</feed>\n");
}

void render_atom(const struct rt_report *report, const struct rt_style *style, struct rt_buf *out)
{
	const struct page page = { .end = report->step_count };

	put_page(out, report, style, &page);
}

/* ---- a document a year ---- */

static size_t find_years(const struct rt_report *report, struct page *pages)
{
	size_t count = 0;
	int year = 0;

	for (size_t i = 0; i < report->step_count; i++) {
		int its = rt_year_of(report->steps[i].to.date);

		if (!report->steps[i].changes.count)
			continue;
		if (!count || its != year)
			pages[count++].begin = i;
		pages[count - 1].end = i + 1;
		year = its;
	}
	return count;
}

/* The file of the page at I, of COUNT. */
static rt_str name_of(const struct rt_report *report, const struct page *pages, size_t i, size_t count,
                      struct rt_arena *arena)
{
	rt_str registry = report->registry;

	if (i + 1 >= count)
		return rt_str_format(arena, "%.*s.atom", RT_ARG(registry));
	int year = rt_year_of(report->steps[pages[i].begin].to.date);
	return rt_str_format(arena, "%.*s-%04d.atom", RT_ARG(registry), year);
}

size_t rt_render_feed(const struct rt_report *report, const struct rt_style *style, struct rt_arena *arena,
                      struct rt_feed_page **pages)
{
	struct page *made = rt_arena_array(arena, report->step_count + 1, sizeof *made);
	size_t years = find_years(report, made), count = years ? years : 1; /* there is always one to subscribe to */
	struct rt_buf text = RT_BUF_INIT;

	*pages = rt_arena_array(arena, count, sizeof **pages);
	for (size_t i = 0; i < count; i++)
		made[i].self = name_of(report, made, i, count, arena);
	for (size_t i = 0; i < count; i++) {
		made[i].archived = i + 1 < count;
		made[i].current = made[i].archived ? made[count - 1].self : RT_NO_STR;
		made[i].newer = i + 2 < count ? made[i + 1].self : RT_NO_STR;
		made[i].older = i ? made[i - 1].self : RT_NO_STR;
		rt_buf_clear(&text);
		put_page(&text, report, style, &made[i]);
		(*pages)[i] = (struct rt_feed_page){ made[i].self, rt_str_copy(arena, rt_buf_str(&text)) };
	}
	rt_buf_release(&text);
	return count;
}
