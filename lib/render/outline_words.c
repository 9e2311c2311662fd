/* Words in an outline: what stands between two tags, with RFCs as links. */
#include "outline_words.h"

#include <string.h>

#define RFC "https://www.rfc-editor.org/rfc/rfc"

void outline_open(struct outline *o, const struct outline_markup *markup, struct rt_buf *out)
{
	static const struct rt_style plain = { .width = 0 };

	*o = (struct outline){ .markup = markup, .out = out, .text = { .style = &plain, .out = &o->body } };
	o->marks = text_add_marks;
	rt_arena_init(&o->text.arena);
}

void outline_close(struct outline *o)
{
	rt_buf_release(&o->words);
	rt_buf_release(&o->body);
	rt_buf_release(&o->text.line);
	rt_arena_release(&o->text.arena);
}

void outline_add(struct outline *o, const char *text)
{
	rt_buf_add_str(o->out, rt_str_of(text));
}

static bool is_digit(char c)
{
	return c >= '0' && c <= '9';
}

bool outline_is_word(char c)
{
	return is_digit(c) || (rt_char_fold(c) >= 'a' && rt_char_fold(c) <= 'z') || c == '_' || c == '-';
}

#define MOST_DIGITS 5 /* of the number of an RFC */

/* Length of the `RFC6335` that stands at AT as a word of its own, else 0. */
static size_t rfc_length(rt_str text, size_t at)
{
	size_t end = at + 3;

	if (!rt_str_starts_with((rt_str){ text.data + at, text.len - at }, RT_STR("RFC")) ||
	    (at && outline_is_word(text.data[at - 1])))
		return 0;
	while (end < text.len && is_digit(text.data[end]))
		end++;
	size_t digits = end - at - 3;
	if (!digits || digits > MOST_DIGITS || (end < text.len && outline_is_word(text.data[end])))
		return 0;
	return end - at;
}

static void put_rfc(struct outline *o, rt_str name)
{
	struct rt_buf url = RT_BUF_INIT;
	size_t zeros = 3;

	while (zeros + 1 < name.len && name.data[zeros] == '0')
		zeros++;
	rt_buf_add_str(&url, RT_STR(RFC));
	rt_buf_add(&url, name.data + zeros, name.len - zeros);
	o->markup->link(o->out, rt_buf_str(&url), name);
	rt_buf_release(&url);
}

void outline_put_words(struct outline *o, rt_str text, bool begins)
{
	size_t from = 0;

	for (size_t at = 0; at < text.len; at++) {
		size_t length = rfc_length(text, at);

		if (!length)
			continue;
		if (at > from)
			o->markup->put(o->out, (rt_str){ text.data + from, at - from }, begins && !from);
		put_rfc(o, (rt_str){ text.data + at, length });
		from = at + length;
		at = from - 1;
	}
	if (from < text.len)
		o->markup->put(o->out, (rt_str){ text.data + from, text.len - from }, begins && !from);
}

void outline_put_in(struct outline *o, struct outline_tags tags)
{
	outline_add(o, tags.open);
	outline_put_words(o, rt_str_trim(rt_buf_str(&o->words)), true);
	outline_add(o, tags.close);
	rt_buf_clear(&o->words);
}

void outline_put_heading(struct outline *o, struct outline_tags tags, const char *text)
{
	rt_buf_add_str(&o->words, rt_str_of(text));
	outline_put_in(o, tags);
}

void outline_add_minute(struct rt_buf *out, rt_time time)
{
	char text[RT_TIME_TEXT];

	if (time == RT_NO_TIME) {
		rt_buf_add_str(out, RT_STR("outside an archive"));
		return;
	}
	rt_buf_add(out, rt_time_text(time, text), strlen("2025-09-23T01:53"));
	rt_buf_add_char(out, 'Z');
}
