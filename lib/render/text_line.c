/* Lines of the text report: coloured, wrapped at words, never cut. */
#include "text.h"

void text_put_colored(struct text *t, const char *color, rt_str text)
{
	bool colored = t->style->color && color;

	if (colored)
		rt_buf_printf(t->out, "\x1b[%sm", color);
	rt_buf_add_str(t->out, text);
	if (colored)
		rt_buf_add_str(t->out, RT_STR("\x1b[0m"));
}

void text_put_title(struct text *t, const char *title)
{
	text_put_colored(t, TEXT_BOLD, rt_str_of(title));
	rt_buf_add_char(t->out, '\n');
}

static bool is_sign(rt_str word)
{
	static const char *const signs[] = { "-", "+", "->", "{-", "{+" };

	for (size_t i = 0; i < sizeof signs / sizeof *signs; i++)
		if (rt_str_equal(word, rt_str_of(signs[i])))
			return true;
	return false;
}

/* The next word off the front of *REST, a sign together with the word that follows it. */
static bool take_word(rt_str *rest, rt_str *word)
{
	if (!rt_str_split(rest, ' ', word))
		return false;
	rt_str next;
	if (is_sign(*word) && rt_str_split(rest, ' ', &next))
		word->len += 1 + next.len;
	return true;
}

void text_break(struct rt_buf *out, size_t indent)
{
	while (out->len && out->data[out->len - 1] == ' ')
		out->len--;
	rt_buf_add_char(out, '\n');
	rt_buf_pad(out, ' ', indent);
}

size_t text_flow(struct rt_buf *out, rt_str words, size_t column, size_t indent, size_t width)
{
	size_t gap = 0;
	rt_str word;

	while (take_word(&words, &word)) {
		size_t columns = rt_str_columns(word);

		if (!columns)
			continue;
		if (width && column > indent && column + gap + columns > width) {
			text_break(out, indent);
			column = indent;
			gap = 0;
		}
		rt_buf_pad(out, ' ', gap);
		rt_buf_add_str(out, word);
		column += gap + columns;
		gap = 1;
	}
	return column;
}

#define HANG 2 /* columns that the further lines of a wrapped one are set in */

static void put_part(struct text *t, rt_str part, size_t indent, size_t hang)
{
	rt_buf_pad(t->out, ' ', indent);
	text_flow(t->out, part, indent, indent + hang, t->style->width);
	rt_buf_add_char(t->out, '\n');
}

void text_put_line(struct text *t, size_t split)
{
	rt_str line = rt_buf_str(&t->line);
	bool fits = !t->style->width || t->body + rt_str_columns(line) <= t->style->width;

	if (!split || fits) {
		put_part(t, line, t->body, HANG);
	} else {
		put_part(t, (rt_str){ line.data, split }, t->body, HANG);
		put_part(t, (rt_str){ line.data + split, line.len - split }, t->body + HANG, sizeof "-> " - 1);
	}
	rt_buf_clear(&t->line);
}

void text_put_part(struct text *t, size_t label, bool first)
{
	if (first)
		put_part(t, rt_buf_str(&t->line), t->body, label + HANG);
	else
		put_part(t, rt_buf_str(&t->line), t->body + label, HANG);
	rt_buf_clear(&t->line);
}
