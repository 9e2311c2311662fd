/* A snapshot as an entry of a feed. Its id is made of what it is: registry, registry date, SHA-256 of the document. */
#include "atom.h"
#include "links.h"
#include "outline.h"
#include "period.h"

static void put(struct rt_buf *out, const char *text)
{
	rt_buf_add_str(out, rt_str_of(text));
}

/* ---- escaping ---- */

/* What stands for the character that TEXT begins with, if not itself; *SIZE: its bytes. */
static const char *reference_of(rt_str text, size_t *size)
{
	static const struct {
		rt_str character;
		const char *reference;
	} rows[] = {
		{ { "&", 1 }, "&amp;" },  { { "<", 1 }, "&lt;" },
		{ { ">", 1 }, "&gt;" },   { { "\"", 1 }, "&quot;" },
		{ { "'", 1 }, "&#39;" },  { { "\xef\xbf\xbe", 3 }, "\xef\xbf\xbd" },
		{ { "\xef\xbf\xbf", 3 }, "\xef\xbf\xbd" },
	};

	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		*size = rows[i].character.len;
		if (rt_str_starts_with(text, rows[i].character))
			return rows[i].reference;
	}
	*size = 1;
	return NULL;
}

void atom_put_escaped(struct rt_buf *out, rt_str text)
{
	while (text.len) {
		size_t size;
		const char *reference = reference_of(text, &size);

		if (reference)
			put(out, reference);
		else
			rt_buf_add_char(out, *text.data);
		text = (rt_str){ text.data + size, text.len - size };
	}
}

void atom_put_safe(struct rt_buf *out, rt_str data)
{
	struct rt_buf safe = RT_BUF_INIT;

	rt_render_safe(&safe, data);
	atom_put_escaped(out, rt_buf_str(&safe));
	rt_buf_release(&safe);
}

/* ---- the entry ---- */

/* HTML of which readers of feeds leave everything: no style, no script. */
static const struct outline_markup content = {
	.put = outline_html_put,
	.link = outline_html_link,
	.section = { "<h3>", "</h3>\n" },
	.part = { "<h4>", "</h4>\n" },
	.strong = { "<strong>", "</strong>" },
	.list = { "<ul>\n", "</ul>\n" },
	.item = { "<li>", "</li>\n" },
	.lines = { "", "" },
	.line = { "<br>", "" },
};

void atom_put_updated(struct rt_buf *out, const struct rt_snapshot *snapshot)
{
	char text[RT_TIME_TEXT];
	rt_time time = snapshot->date == RT_NO_TIME ? snapshot->archived : snapshot->date;

	rt_time_text(time == RT_NO_TIME ? 0 : time, text);
	rt_buf_printf(out, "<updated>%s</updated>\n", text);
}

static void put_id(struct rt_buf *out, const struct rt_report *step, bool alone)
{
	put(out, "<id>" ATOM_TAG);
	render_url_part(out, step->registry);
	put(out, "/");
	render_day(out, step->to.date);
	put(out, "/");
	render_url_part(out, step->to.sha256);
	if (alone) {
		put(out, "/since/");
		render_url_part(out, step->from.sha256);
	}
	put(out, "</id>\n");
}

static void put_title(struct rt_buf *out, const struct rt_report *step)
{
	put(out, "<title>");
	atom_put_safe(out, step->registry);
	put(out, " ");
	render_day(out, step->to.date);
	put(out, ": ");
	rt_render_summary(&step->changes, out);
	put(out, "</title>\n");
}

static void put_categories(struct rt_buf *out, const struct rt_changes *changes)
{
	size_t counts[RT_KINDS];

	rt_changes_count(changes, counts);
	for (unsigned bit = 0; bit < RT_KINDS; bit++)
		if (counts[bit])
			rt_buf_printf(out, "<category term=\"%s\"/>\n", rt_kind_name(bit));
}

void atom_put_entry(struct rt_buf *out, const struct rt_report *step, bool alone)
{
	struct rt_buf html = RT_BUF_INIT;

	put(out, "<entry>\n");
	put_id(out, step, alone);
	put_title(out, step);
	atom_put_updated(out, &step->to);
	put_categories(out, &step->changes);
	outline_put_changes(&content, step, &html);
	put(out, "<content type=\"html\">");
	atom_put_escaped(out, rt_buf_str(&html));
	put(out, "</content>\n</entry>\n");
	rt_buf_release(&html);
}
