/* An entry of an outline: what tells it, what it is for, and the lines under it, as the text report has them. */
#include "outline_words.h"
#include "links.h"

#define SEARCH "https://www.iana.org/assignments/" RT_PORTS "/" RT_PORTS ".xhtml?search="

/* The address of what IANA's page finds for the entry; nothing if it has no such page. */
static void add_search(struct rt_buf *url, const struct rt_record *entry)
{
	if (!entry->in_port_registry || entry->subject != RT_ENTRY)
		return;
	rt_str what = rt_port_get(entry, RT_FIELD_PORT);
	if (!what.data)
		what = rt_port_get(entry, RT_FIELD_SERVICE);
	if (!what.data)
		return;
	rt_buf_add_str(url, RT_STR(SEARCH));
	render_url_part(url, what);
}

/* What tells the entry: a link to it, and its name. */
static void put_entry_title(struct outline *o, const struct text_item *item, bool sign)
{
	struct rt_buf url = RT_BUF_INIT;
	rt_str number = rt_str_trim(item->number), name = rt_str_trim(item->name);

	outline_add(o, o->markup->strong.open);
	if (sign) {
		o->markup->put(o->out, (rt_str){ (const char[]){ render_sign(item->change) }, 1 }, true);
		outline_add(o, " ");
	}
	add_search(&url, rt_change_entry(item->change));
	if (url.len)
		o->markup->link(o->out, rt_buf_str(&url), number);
	else
		outline_put_words(o, number, false);
	if (name.len) {
		outline_add(o, " ");
		outline_put_words(o, name, false);
	}
	outline_add(o, o->markup->strong.close);
	rt_buf_release(&url);
}

/* The words that the text report has behind the name: in parentheses, for brackets mean something in a markup. */
static void put_what(struct outline *o, const struct text_group *group, const struct text_item *item)
{
	struct rt_buf *line = &o->text.line;

	text_add_what(&o->text, item->change);
	rt_str what = rt_str_trim(rt_buf_str(line));
	if (what.len) {
		outline_add(o, " ");
		outline_put_words(o, what, false);
	}
	rt_buf_clear(line);
	if (group->labels)
		o->marks(&o->text, item->change);
	const rt_str marks = rt_str_trim(rt_buf_str(line));
	if (marks.len > 2) {
		outline_add(o, " (");
		outline_put_words(o, (rt_str){ marks.data + 1, marks.len - 2 }, false);
		outline_add(o, ")");
	}
	rt_buf_clear(line);
}

static void put_body(struct outline *o, const struct text_group *group, const struct rt_change *change)
{
	bool begun = false;

	group->body(&o->text, change);
	rt_str rest = rt_buf_str(&o->body), line;
	while (rt_str_split(&rest, '\n', &line)) {
		line = rt_str_trim(line);
		if (!line.len)
			continue;
		if (!begun)
			outline_add(o, o->markup->lines.open);
		begun = true;
		outline_add(o, o->markup->line.open);
		outline_put_words(o, line, true);
		outline_add(o, o->markup->line.close);
	}
	if (begun)
		outline_add(o, o->markup->lines.close);
	rt_buf_clear(&o->body);
}

void outline_put_entry(struct outline *o, const struct text_group *group, const struct text_item *item)
{
	outline_add(o, o->markup->item.open);
	put_entry_title(o, item, group->signs);
	put_what(o, group, item);
	put_body(o, group, item->change);
	outline_add(o, o->markup->item.close);
}
