/* The part of a mail that is a page: no script, nothing from outside, styles where every reader of mail takes them. */
#include "mail.h"
#include "outline.h"

#define GREY "color:#555"

static const struct outline_markup page = {
	.put = outline_html_put,
	.link = outline_html_link,
	.title = { "<h1 style=\"font-size:1.3em\">", "</h1>\n" },
	.section = { "<h2 style=\"font-size:1.1em;margin:1.5em 0 .3em\">", "</h2>\n" },
	.part = { "<h3 style=\"font-size:1em;margin:1em 0 .3em\">", "</h3>\n" },
	.paragraph = { "<p>", "</p>\n" },
	.strong = { "<strong>", "</strong>" },
	.list = { "<ul style=\"padding-left:1.2em;margin:0\">\n", "</ul>\n" },
	.item = { "<li style=\"margin:.4em 0\">", "</li>\n" },
	.lines = { "\n<ul style=\"" GREY ";padding-left:1.2em;list-style:none;margin:0\">\n", "</ul>" },
	.line = { "<li>", "</li>\n" },
};

void mail_put_page(const struct rt_report *report, struct rt_buf *out)
{
	struct rt_buf title = RT_BUF_INIT;

	rt_buf_add_str(out, RT_STR("<!DOCTYPE html>\n<html lang=\"en\">\n<head><meta charset=\"utf-8\"><title>"));
	outline_title(report, &title);
	outline_html_put(out, rt_buf_str(&title), true);
	rt_buf_add_str(out,
	               RT_STR("</title></head>\n<body style=\"font-family:sans-serif;line-height:1.4;max-width:46em;"
	                      "overflow-wrap:anywhere\">\n"));
	outline_put(&page, report, out);
	rt_buf_add_str(out, RT_STR("</body>\n</html>\n"));
	rt_buf_release(&title);
}
