/* The formats of a log. To add one: write log_NAME_begin(), _step() and _end() in a file of its own, declare them in
 * log.h, give them a row here. */
#include "log.h"

const struct rt_log_renderer rt_log_renderers[] = {
	{ "text", "for reading", log_text_begin, log_text_step, log_text_end },
	{ "json", "regtrail-log/1, for programs", log_json_begin, log_json_step, log_json_end },
	{ "markdown", "for a wiki or an issue", log_markdown_begin, log_markdown_step, log_markdown_end },
	{ "csv", "a row a field that changed, for spreadsheets", log_csv_begin, log_csv_step, log_csv_end },
	{ "html", "a page, for a browser", log_html_begin, log_html_step, log_html_end },
	{ NULL, NULL, NULL, NULL, NULL },
};

const struct rt_log_renderer *rt_log_renderer_find(rt_str name)
{
	for (const struct rt_log_renderer *row = rt_log_renderers; row->name; row++)
		if (rt_str_equal(name, rt_str_of(row->name)))
			return row;
	return NULL;
}
