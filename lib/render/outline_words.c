/* Words in an outline: what stands between two tags, with RFCs as links. */
#include "outline_words.h"
#include "links.h"

#include <string.h>

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

static void put_rfc(struct outline *o, rt_str rfc, rt_str number)
{
	struct rt_buf url = RT_BUF_INIT;

	rt_buf_add_str(&url, RT_STR(RENDER_RFC));
	rt_buf_add_str(&url, number);
	o->markup->link(o->out, rt_buf_str(&url), rfc);
	rt_buf_release(&url);
}

static void put(struct outline *o, rt_str text, bool begins)
{
	if (text.len)
		o->markup->put(o->out, text, begins);
}

void outline_put_words(struct outline *o, rt_str text, bool begins)
{
	rt_str before, rfc, number;

	while (render_split_rfc(&text, &before, &rfc, &number)) {
		put(o, before, begins);
		put_rfc(o, rfc, number);
		begins = false;
	}
	put(o, text, begins);
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
