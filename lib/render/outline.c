/* What markdown and the page in a mail have in common: all but the marks around the words. */
#include "outline.h"
#include "text.h"

#include <string.h>

#define SEARCH "https://www.iana.org/assignments/" RT_PORTS "/" RT_PORTS ".xhtml?search="
#define RFC    "https://www.rfc-editor.org/rfc/rfc"

struct outline {
	const struct outline_markup *markup;
	const struct rt_report *report;
	struct rt_buf *out;
	struct rt_buf words; /* safe text on its way to the markup */
	struct rt_buf body;  /* the lines under an entry, as the text report has them */
	struct text text;    /* which lends its words */
	void (*marks)(struct text *t, const struct rt_change *change);
};

static void add(struct outline *o, const char *text)
{
	rt_buf_add_str(o->out, rt_str_of(text));
}

/* ---- words ---- */

static bool is_digit(char c)
{
	return c >= '0' && c <= '9';
}

static bool is_word(char c)
{
	return is_digit(c) || (rt_char_fold(c) >= 'a' && rt_char_fold(c) <= 'z') || c == '_' || c == '-';
}

#define MOST_DIGITS 5 /* of the number of an RFC */

/* Length of the `RFC6335` that stands at AT as a word of its own, else 0. */
static size_t rfc_length(rt_str text, size_t at)
{
	size_t end = at + 3;

	if (!rt_str_starts_with((rt_str){ text.data + at, text.len - at }, RT_STR("RFC")) ||
	    (at && is_word(text.data[at - 1])))
		return 0;
	while (end < text.len && is_digit(text.data[end]))
		end++;
	size_t digits = end - at - 3;
	if (!digits || digits > MOST_DIGITS || (end < text.len && is_word(text.data[end])))
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

/* Put TEXT, in which an RFC is a link. */
static void put_words(struct outline *o, rt_str text, bool begins)
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

/* Put the words that were collected between TAGS, and forget them. */
static void put_in(struct outline *o, struct outline_tags tags)
{
	add(o, tags.open);
	put_words(o, rt_str_trim(rt_buf_str(&o->words)), true);
	add(o, tags.close);
	rt_buf_clear(&o->words);
}

static void put_heading(struct outline *o, struct outline_tags tags, const char *text)
{
	rt_buf_add_str(&o->words, rt_str_of(text));
	put_in(o, tags);
}

/* ---- the head ---- */

/* To the minute: 2025-09-23T01:53Z */
static void add_minute(struct rt_buf *out, rt_time time)
{
	char text[RT_TIME_TEXT];

	if (time == RT_NO_TIME) {
		rt_buf_add_str(out, RT_STR("outside an archive"));
		return;
	}
	rt_buf_add(out, rt_time_text(time, text), strlen("2025-09-23T01:53"));
	rt_buf_add_char(out, 'Z');
}

void outline_title(const struct rt_report *report, struct rt_buf *out)
{
	rt_render_safe(out, report->registry);
	rt_buf_add_str(out, RT_STR(", "));
	render_day(out, report->from.date);
	rt_buf_add_str(out, RT_STR(" to "));
	render_day(out, report->to.date);
}

static void put_head(struct outline *o)
{
	const struct rt_snapshot *from = &o->report->from, *to = &o->report->to;

	outline_title(o->report, &o->words);
	put_in(o, o->markup->title);
	add(o, o->markup->paragraph.open);
	add(o, o->markup->strong.open);
	if (o->report->changes.count)
		rt_render_summary(&o->report->changes, o->out);
	else
		add(o, "No changes");
	add(o, o->markup->strong.close);
	add(o, o->markup->paragraph.close);
	render_count(&o->words, from->records);
	rt_buf_add_str(&o->words, RT_STR(" records before, "));
	render_count(&o->words, to->records);
	rt_buf_add_str(&o->words, RT_STR(" after."));
	if (from->archived != RT_NO_TIME || to->archived != RT_NO_TIME) {
		rt_buf_add_str(&o->words, RT_STR(" Archived "));
		add_minute(&o->words, from->archived);
		rt_buf_add_str(&o->words, RT_STR(" and "));
		add_minute(&o->words, to->archived);
		rt_buf_add_char(&o->words, '.');
	}
	put_in(o, o->markup->paragraph);
}

/* ---- entries ---- */

/* The address of what IANA's page finds for the entry; nothing if it has no such page. */
static void add_search(struct rt_buf *url, const struct rt_record *entry)
{
	if (!entry->in_port_registry || entry->subject != RT_ENTRY)
		return;
	rt_str what = rt_port_get(entry, RT_PORT);
	if (!what.data)
		what = rt_port_get(entry, RT_SERVICE);
	if (!what.data)
		return;
	rt_buf_add_str(url, RT_STR(SEARCH));
	for (size_t i = 0; i < what.len; i++) {
		if (is_word(what.data[i]))
			rt_buf_add_char(url, what.data[i]);
		else
			rt_buf_printf(url, "%%%02X", (unsigned)(unsigned char)what.data[i]);
	}
}

/* What tells the entry: a link to it, and its name. */
static void put_entry_title(struct outline *o, const struct text_item *item, bool sign)
{
	struct rt_buf url = RT_BUF_INIT;
	rt_str number = rt_str_trim(item->number), name = rt_str_trim(item->name);

	add(o, o->markup->strong.open);
	if (sign) {
		o->markup->put(o->out, (rt_str){ (const char[]){ render_sign(item->change) }, 1 }, true);
		add(o, " ");
	}
	add_search(&url, rt_change_entry(item->change));
	if (url.len)
		o->markup->link(o->out, rt_buf_str(&url), number);
	else
		put_words(o, number, false);
	if (name.len) {
		add(o, " ");
		put_words(o, name, false);
	}
	add(o, o->markup->strong.close);
	rt_buf_release(&url);
}

/* The words that the text report has behind the name: in parentheses, for brackets mean something in a markup. */
static void put_what(struct outline *o, const struct text_group *group, const struct text_item *item)
{
	struct rt_buf *line = &o->text.line;

	text_add_what(&o->text, item->change);
	rt_str what = rt_str_trim(rt_buf_str(line));
	if (what.len) {
		add(o, " ");
		put_words(o, what, false);
	}
	rt_buf_clear(line);
	if (group->labels)
		o->marks(&o->text, item->change);
	const rt_str marks = rt_str_trim(rt_buf_str(line));
	if (marks.len > 2) {
		add(o, " (");
		put_words(o, (rt_str){ marks.data + 1, marks.len - 2 }, false);
		add(o, ")");
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
			add(o, o->markup->lines.open);
		begun = true;
		add(o, o->markup->line.open);
		put_words(o, line, true);
		add(o, o->markup->line.close);
	}
	if (begun)
		add(o, o->markup->lines.close);
	rt_buf_clear(&o->body);
}

static void put_entry(struct outline *o, const struct text_group *group, const struct text_item *item)
{
	add(o, o->markup->item.open);
	put_entry_title(o, item, group->signs);
	put_what(o, group, item);
	put_body(o, group, item->change);
	add(o, o->markup->item.close);
}

/* ---- groups ---- */

/* Put the items that GROUP is of, those of each inner registry under its name. */
static void put_group(struct outline *o, const struct text_group *group)
{
	rt_str registry = o->report->registry;
	bool entries = group->kind != RT_REGISTRY && group->kind != RT_CONTACTS, begun = false;

	for (size_t i = 0; i < o->text.count; i++) {
		const struct text_item *item = &o->text.items[i];
		const struct rt_record *entry = rt_change_entry(item->change);

		if (!(item->change->kinds & (unsigned)group->kind))
			continue;
		if (!begun)
			put_heading(o, o->markup->section, group->title);
		bool inner = entries && !rt_str_equal(entry->registry, registry);
		if (inner && begun)
			add(o, o->markup->list.close);
		if (inner) {
			registry = entry->registry;
			rt_render_safe(&o->words, registry);
			put_in(o, o->markup->part);
		}
		if (inner || !begun)
			add(o, o->markup->list.open);
		begun = true;
		put_entry(o, group, item);
	}
	if (begun)
		add(o, o->markup->list.close);
}

static void put_changes(struct outline *o, const struct rt_changes *changes)
{
	text_collect(&o->text, changes);
	for (const struct text_group *group = text_groups; group->title; group++)
		if (render_kinds_shown(changes) & (unsigned)group->kind)
			put_group(o, group);
}

/* ---- a period ---- */

static void put_begin(struct outline *o)
{
	if (!o->report->begins)
		return;
	render_beginning(&o->words, o->report);
	put_in(o, o->markup->paragraph);
}

static void put_gaps(struct outline *o)
{
	for (size_t i = 0; i < o->report->gaps.count; i++) {
		render_gap(&o->words, &o->report->gaps.items[i]);
		put_in(o, o->markup->paragraph);
	}
}

static void put_passing(struct outline *o)
{
	const struct rt_changes *passing = &o->report->passing;

	if (!passing->count)
		return;
	put_heading(o, o->markup->section, "Came and went, or changed and changed back");
	add(o, o->markup->list.open);
	for (size_t i = 0; i < passing->count; i++) {
		render_brief_title(&o->words, o->report->registry, &passing->items[i]);
		rt_buf_add_str(&o->words, RT_STR(": "));
		render_passage(&o->words, o->report, &passing->items[i]);
		put_in(o, o->markup->item);
	}
	add(o, o->markup->list.close);
}

static void put_step(struct outline *o, const struct rt_report *step)
{
	render_day(&o->words, step->to.date);
	rt_buf_add_str(&o->words, RT_STR(": "));
	rt_render_summary(&step->changes, &o->words);
	put_in(o, o->markup->part);
	add(o, o->markup->list.open);
	for (size_t i = 0; i < step->changes.count; i++) {
		render_brief(&o->words, step->registry, &step->changes.items[i]);
		put_in(o, o->markup->item);
	}
	add(o, o->markup->list.close);
}

/* Of a single step, all is said already. */
static void put_steps(struct outline *o)
{
	bool begun = false;

	for (size_t i = 0; i < o->report->step_count && o->report->step_count > 1; i++) {
		if (!o->report->steps[i].changes.count)
			continue;
		if (!begun)
			put_heading(o, o->markup->section, "Snapshot by snapshot");
		begun = true;
		put_step(o, &o->report->steps[i]);
	}
}

static void put_witness(struct outline *o)
{
	if (!render_is_period(o->report))
		return;
	render_witness(&o->words, o->report);
	put_in(o, o->markup->paragraph);
}

static void open_outline(struct outline *o, const struct outline_markup *markup, struct rt_buf *out)
{
	static const struct rt_style plain = { .width = 0 };

	*o = (struct outline){ .markup = markup, .out = out, .text = { .style = &plain, .out = &o->body } };
	o->marks = text_add_marks;
	rt_arena_init(&o->text.arena);
}

static void close_outline(struct outline *o)
{
	rt_buf_release(&o->words);
	rt_buf_release(&o->body);
	rt_buf_release(&o->text.line);
	rt_arena_release(&o->text.arena);
}

void outline_put(const struct outline_markup *markup, const struct rt_report *report, struct rt_buf *out)
{
	struct outline o;

	open_outline(&o, markup, out);
	o.report = report;
	put_head(&o);
	put_begin(&o);
	put_gaps(&o);
	put_changes(&o, &report->changes);
	put_passing(&o);
	put_steps(&o);
	put_witness(&o);
	close_outline(&o);
}

/* ---- a log ---- */

void outline_put_log_title(const struct outline_markup *markup, rt_str registry, rt_str what, struct rt_buf *out)
{
	struct outline o;

	open_outline(&o, markup, out);
	log_add_title(&o.words, registry, what);
	put_in(&o, markup->title);
	if (what.data) {
		rt_buf_add_str(&o.words, RT_STR("In the registry "));
		rt_render_safe(&o.words, registry);
		rt_buf_add_char(&o.words, '.');
		put_in(&o, markup->paragraph);
	}
	close_outline(&o);
}

/* Below its day there is no heading for an inner registry: it stands in front of the entry. */
static void name_registry(struct outline *o, struct text_item *item)
{
	const struct rt_record *entry = rt_change_entry(item->change);

	if (entry->subject != RT_ENTRY || entry->in_port_registry || rt_str_equal(entry->registry, o->report->registry))
		return;
	rt_render_safe(&o->words, entry->registry);
	item->number = rt_str_format(&o->text.arena, "%.*s %.*s", RT_ARG(rt_buf_str(&o->words)), RT_ARG(item->number));
	rt_buf_clear(&o->words);
}

static void put_log_head(struct outline *o, bool begins)
{
	const struct rt_snapshot *to = &o->report->to;
	size_t digits = to->commit.len < LOG_COMMIT ? to->commit.len : LOG_COMMIT;

	render_day(&o->words, to->date);
	rt_buf_add_str(&o->words, RT_STR(": "));
	if (begins)
		rt_buf_add_str(&o->words, RT_STR("the archive begins with"));
	else
		rt_render_summary(&o->report->changes, &o->words);
	put_in(o, o->markup->section);
	rt_buf_printf(&o->words, "Commit %.*s, archived ", (int)digits, to->commit.data);
	add_minute(&o->words, to->archived);
	rt_buf_add_char(&o->words, '.');
	put_in(o, o->markup->paragraph);
}

void outline_put_log_step(const struct outline_markup *markup, const struct rt_log_step *step, struct rt_buf *out)
{
	static const struct text_group changes = { .signs = true, .labels = true, .body = log_body_change };
	static const struct text_group records = { .body = log_body_record };
	const bool begins = !step->from.commit.data;
	struct outline o;

	open_outline(&o, markup, out);
	const struct rt_report report = log_step_report(step, &o.text.arena);
	o.report = &report;
	o.marks = log_add_marks;
	put_log_head(&o, begins);
	text_collect(&o.text, &report.changes);
	add(&o, markup->list.open);
	for (size_t i = 0; i < o.text.count; i++) {
		name_registry(&o, &o.text.items[i]);
		put_entry(&o, begins ? &records : &changes, &o.text.items[i]);
	}
	add(&o, markup->list.close);
	close_outline(&o);
}
