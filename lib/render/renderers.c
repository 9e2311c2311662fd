/* The formats. To add one: write render_NAME() in a file of its own, declare it in renderers.h, give it a row here. */
#include "renderers.h"

const struct rt_renderer rt_renderers[] = {
	{ "text", "for reading", render_text },
	{ "json", "regtrail-diff/1, for programs", render_json },
	{ "html", "one page for a browser", render_html },
	{ "atom", "a feed (RFC 4287), one entry a snapshot", render_atom },
	{ "markdown", "for a wiki or an issue", render_markdown },
	{ "csv", "one row for each changed field, for spreadsheets", render_csv },
	{ "mail", "a message for sendmail -t", render_mail },
	{ NULL, NULL, NULL },
};

const struct rt_renderer *rt_renderer_find(rt_str name)
{
	for (const struct rt_renderer *row = rt_renderers; row->name; row++)
		if (rt_str_equal(name, rt_str_of(row->name)))
			return row;
	return NULL;
}
