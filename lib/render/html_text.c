/* How data get into the page: as text that is nothing but text (HTML Living Standard section 13.3), and as links. */
#include "html.h"
#include "links.h"
#include "word_diff.h"

#include <string.h>

void html_put(struct html *h, const char *markup)
{
	rt_buf_add_str(h->out, rt_str_of(markup));
}

void html_escape(struct rt_buf *out, rt_str text)
{
	for (size_t i = 0; i < text.len; i++) {
		switch (text.data[i]) {
		case '&': rt_buf_add_str(out, RT_STR("&amp;")); break;
		case '<': rt_buf_add_str(out, RT_STR("&lt;")); break;
		case '>': rt_buf_add_str(out, RT_STR("&gt;")); break;
		case '"': rt_buf_add_str(out, RT_STR("&quot;")); break;
		case '\'': rt_buf_add_str(out, RT_STR("&#39;")); break;
		default: rt_buf_add_char(out, text.data[i]);
		}
	}
}

static bool is_ascii(rt_str text)
{
	for (size_t i = 0; i < text.len; i++)
		if ((unsigned char)text.data[i] >= 0x80)
			return false;
	return true;
}

void html_put_attribute(struct html *h, rt_str data)
{
	rt_buf_clear(&h->line);
	rt_render_safe(&h->line, data);
	html_escape(h->out, rt_buf_str(&h->line));
	rt_buf_clear(&h->line);
}

void html_put_data(struct html *h, rt_str data)
{
	bool isolated = !is_ascii(data); /* no letter of ASCII is written from right to left */

	if (isolated)
		html_put(h, "<bdi>");
	html_put_attribute(h, data);
	if (isolated)
		html_put(h, "</bdi>");
}

void html_put_date(struct html *h, rt_time time)
{
	char text[RT_TIME_TEXT];

	if (time == RT_NO_TIME)
		html_put(h, "undated");
	else
		rt_buf_printf(h->out, "<time>%s</time>", rt_date_text(time, text));
}

void html_put_count(struct html *h, size_t count)
{
	render_count(h->out, count);
}

/* ---- links ---- */

static void put_rfc(struct html *h, rt_str rfc, rt_str number)
{
	html_put(h, "<a href=\"" RENDER_RFC);
	rt_buf_add_str(h->out, number);
	html_put(h, "\">");
	rt_buf_add_str(h->out, rfc);
	html_put(h, "</a>");
}

/* One line. */
static void put_linked(struct html *h, rt_str text)
{
	rt_str before, rfc, number;

	while (render_split_rfc(&text, &before, &rfc, &number)) {
		html_put_data(h, before);
		put_rfc(h, rfc, number);
	}
	html_put_data(h, text);
}

void html_put_prose(struct html *h, rt_str data)
{
	bool first = true;
	rt_str line;

	while (rt_str_split(&data, '\n', &line)) {
		if (!first)
			html_put(h, "<br>");
		first = false;
		put_linked(h, line);
	}
}

static void put_link(struct html *h, const char *base, rt_str target)
{
	html_put(h, "<a href=\"");
	html_put(h, base);
	html_put_attribute(h, target);
	html_put(h, "\">");
	html_put_data(h, target);
	html_put(h, "</a>");
}

/* Nothing but visible ASCII, so that where a link leads is what it shows. */
static bool is_plain(rt_str text)
{
	for (size_t i = 0; i < text.len; i++)
		if (text.data[i] <= ' ' || text.data[i] > '~' || strchr("\"<>\\^`{|}", text.data[i]))
			return false;
	return true;
}

void html_put_reference(struct html *h, rt_str reference)
{
	bool web =
		rt_str_starts_with(reference, RT_STR("https://")) || rt_str_starts_with(reference, RT_STR("http://"));

	if (web && is_plain(reference))
		put_link(h, "", reference);
	else if (rt_str_starts_with(reference, RT_STR("draft-")) && is_plain(reference))
		put_link(h, "https://datatracker.ietf.org/doc/", reference);
	else
		html_put_prose(h, reference);
}

/* ---- words ---- */

#define CONTEXT 12 /* words shown on either side of a change */

static void put_range(struct html *h, const char *tag, struct word_text text, size_t at, size_t count)
{
	if (!count)
		return;
	if (*tag)
		rt_buf_printf(h->out, "<%s>", tag);
	for (size_t i = 0; i < count; i++) {
		if (i)
			html_put(h, " ");
		html_put_data(h, text.words[at + i]);
	}
	if (*tag)
		rt_buf_printf(h->out, "</%s>", tag);
	html_put(h, " ");
}

/* COUNT words that stayed, of which those next to no change are left out. */
static void put_same(struct html *h, struct word_text text, size_t at, size_t count, bool changed_before,
                     bool changed_after)
{
	size_t head = changed_before ? CONTEXT : 0, tail = changed_after ? CONTEXT : 0;

	if (count <= head + tail + 1) {
		put_range(h, "", text, at, count);
		return;
	}
	put_range(h, "", text, at, head);
	html_put(h, "\xe2\x80\xa6 ");
	put_range(h, "", text, at + count - tail, tail);
}

static void put_diff(struct html *h, const struct word_diff *diff)
{
	size_t at = 0;

	for (size_t i = 0; i < diff->count; i++) {
		const struct word_change *c = &diff->changes[i];

		put_same(h, diff->old, at, c->old_at - at, i > 0, true);
		put_range(h, "del", diff->old, c->old_at, c->old_count);
		put_range(h, "ins", diff->new, c->new_at, c->new_count);
		at = c->old_at + c->old_count;
	}
	put_same(h, diff->old, at, diff->old.count - at, true, false);
}

void html_put_words(struct html *h, rt_str old, rt_str new)
{
	struct rt_arena arena;

	rt_arena_init(&arena);
	struct word_diff diff = word_diff_of(old, new, &arena);
	if (!diff.count) {
		html_put(h, "the same words, other line breaks");
	} else if (word_diff_is_kept(&diff)) {
		put_diff(h, &diff);
	} else {
		html_put(h, "<del>");
		html_put_prose(h, old);
		html_put(h, "</del> <ins>");
		html_put_prose(h, new);
		html_put(h, "</ins>");
	}
	rt_arena_release(&arena);
}
