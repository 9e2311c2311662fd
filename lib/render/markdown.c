/* Markdown (CommonMark 0.30, read by GitHub and others): for a wiki, an issue, a commit. */
#include "outline.h"
#include "renderers.h"

#include <string.h>

#define NOTHING "&#8203;" /* a space without width */

static bool is_letter_or_digit(char c)
{
	return (c >= '0' && c <= '9') || (rt_char_fold(c) >= 'a' && rt_char_fold(c) <= 'z');
}

/* Length of what would begin a list, a heading, a quotation or a line under a heading, if a line begins with it. */
static size_t marker_length(rt_str text)
{
	size_t digits = 0;

	if (text.len && strchr("#+-=:", text.data[0]))
		return 1;
	while (digits < text.len && text.data[digits] >= '0' && text.data[digits] <= '9')
		digits++;
	return digits && digits < text.len && strchr(".)", text.data[digits]) ? digits + 1 : 0;
}

/* `@name` and `#123` call people and issues where the text is shown, whatever stands before them. */
static bool calls(rt_str text, size_t at)
{
	char c = text.data[at], next = at + 1 < text.len ? text.data[at + 1] : ' ';

	return c == '@' ? is_letter_or_digit(next) : c == '#' && next >= '0' && next <= '9';
}

static void put(struct rt_buf *out, rt_str text, bool begins)
{
	size_t marker = begins ? marker_length(text) : 0;

	for (size_t i = 0; i < text.len; i++) {
		if (strchr("\\`*_{}[]<>|~&$", text.data[i]) || i + 1 == marker)
			rt_buf_add_char(out, '\\');
		rt_buf_add_char(out, text.data[i]);
		if (calls(text, i))
			rt_buf_add_str(out, RT_STR(NOTHING));
	}
}

static void put_link(struct rt_buf *out, rt_str url, rt_str text)
{
	rt_buf_add_char(out, '[');
	put(out, text, false);
	rt_buf_add_str(out, RT_STR("]("));
	rt_buf_add_str(out, url);
	rt_buf_add_char(out, ')');
}

static const struct outline_markup markdown = {
	.put = put,
	.link = put_link,
	.title = { "# ", "\n\n" },
	.section = { "## ", "\n\n" },
	.part = { "### ", "\n\n" },
	.paragraph = { "", "\n\n" },
	.strong = { "**", "**" },
	.list = { "", "\n" },
	.item = { "- ", "\n" },
	.lines = { "", "" },
	.line = { "\n  - ", "" },
};

/* What was put ends with one line end, whatever follows. */
static void end_part(struct rt_buf *out)
{
	while (out->len > 1 && out->data[out->len - 1] == '\n' && out->data[out->len - 2] == '\n')
		out->data[--out->len] = '\0';
}

void render_markdown(const struct rt_report *report, const struct rt_style *style, struct rt_buf *out)
{
	rt_buf_add_str(out, style->follows ? RT_STR("\n") : RT_STR(""));
	outline_put(&markdown, report, out);
	end_part(out);
}

/* ---- a log ---- */

void log_markdown_begin(rt_str registry, rt_str what, const struct rt_style *style, struct rt_buf *out)
{
	(void)style;
	outline_put_log_title(&markdown, registry, what, out);
	end_part(out);
}

void log_markdown_step(const struct rt_log_step *step, bool first, const struct rt_style *style, struct rt_buf *out)
{
	(void)first; /* the title stands before it */
	(void)style;
	rt_buf_add_char(out, '\n');
	outline_put_log_step(&markdown, step, out);
	end_part(out);
}

void log_markdown_end(const struct rt_style *style, struct rt_buf *out)
{
	(void)style;
	(void)out;
}
