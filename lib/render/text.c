/* The report that a person reads with coffee: two dates, what it comes to, then group by group what happened. */
#include "fold.h"
#include "period.h"
#include "renderers.h"
#include "text.h"

#include <string.h>

const struct text_group text_groups[] = {
	{ RT_KIND_DEASSIGNED, "De-assigned", TEXT_RED, false, true, text_body_deassigned },
	{ RT_KIND_REMOVED, "Removed", TEXT_RED, false, true, text_body_changed },
	{ RT_KIND_FLAGGED, "Unauthorized use reported", TEXT_MAGENTA, false, false, text_body_flagged },
	{ RT_KIND_UNFLAGGED, "Unauthorized use withdrawn", TEXT_MAGENTA, false, false, text_body_flagged },
	{ RT_KIND_NEW, "New", TEXT_GREEN, false, true, text_body_new },
	{ RT_KIND_MODIFIED, "Modified", TEXT_YELLOW, false, true, text_body_changed },
	{ RT_KIND_REGISTRY, "Registry", NULL, true, true, text_body_changed },
	{ RT_KIND_POOL, "Unassigned and Reserved", NULL, true, true, text_body_changed },
	{ RT_KIND_CONTACTS, "Contacts", NULL, true, true, text_body_changed },
	{ 0, NULL, NULL, false, false, NULL },
};

static void put(struct text *t, const char *text)
{
	rt_buf_add_str(t->out, rt_str_of(text));
}

/* ---- the head ---- */

/* To the minute: 2025-09-23T01:53Z */
static void put_minute(struct text *t, rt_time time)
{
	char text[RT_TIME_TEXT];

	if (time == RT_NO_TIME) {
		put(t, "-");
		return;
	}
	rt_buf_add(t->out, rt_time_text(time, text), strlen("2025-09-23T01:53"));
	rt_buf_add_char(t->out, 'Z');
}

static void put_head(struct text *t, const struct rt_report *report)
{
	const struct rt_snapshot *from = &report->from, *to = &report->to;
	struct rt_buf name = RT_BUF_INIT;

	rt_render_safe(&name, report->registry);
	text_put_colored(t, TEXT_BOLD, rt_buf_str(&name));
	rt_buf_release(&name);
	put(t, "  ");
	render_day(t->out, from->date);
	put(t, " -> ");
	render_day(t->out, to->date);
	put(t, "\n");
	if (from->archived != RT_NO_TIME || to->archived != RT_NO_TIME) {
		put(t, "archived ");
		put_minute(t, from->archived);
		put(t, " -> ");
		put_minute(t, to->archived);
		put(t, ", ");
	}
	render_count(t->out, from->records);
	put(t, " -> ");
	render_count(t->out, to->records);
	put(t, " records\n");
}

/* ---- entry lines ---- */

/* Words at the end of the line; NULL where the report says it otherwise. By the bit of the label. */
static const char *const label_words[RT_LABELS] = {
	NULL, NULL, NULL, "transferred", NULL, NULL, NULL, "references only", "date unchanged"
};

static void add_mark(struct text *t, size_t start, const char *word, rt_str value)
{
	rt_buf_add_str(&t->line, t->line.len == start ? RT_STR("[") : RT_STR(", "));
	rt_buf_add_str(&t->line, rt_str_of(word));
	rt_render_safe(&t->line, value);
}

void text_add_marks(struct text *t, const struct rt_change *change)
{
	size_t start = t->line.len;

	for (unsigned bit = 0; bit < RT_LABELS; bit++)
		if ((change->labels >> bit & 1) && label_words[bit])
			add_mark(t, start, label_words[bit], RT_NO_STR);
	for (size_t i = 0; i < change->field_count; i++)
		if (text_is_date_mark(change, &change->fields[i]))
			add_mark(t, start, "dated ", change->fields[i].after->values[0]);
	if (change->kinds & (RT_KIND_FLAGGED | RT_KIND_UNFLAGGED))
		add_mark(t, start, "unauthorized use: above", RT_NO_STR);
	if (t->line.len > start)
		rt_buf_add_char(&t->line, ']');
}

/* Does what was in FIELD, and what is, stand underneath in full? */
static bool is_underneath(const struct rt_change *change, const struct rt_field *field)
{
	for (size_t i = 0; i < change->field_count; i++)
		if (change->fields[i].before == field || change->fields[i].after == field)
			return !text_has_hunks(&change->fields[i]);
	return false;
}

void text_add_what(struct text *t, const struct rt_change *change)
{
	const struct rt_field *what = render_what(rt_change_entry(change));

	if (what && !((change->kinds & RT_KIND_MODIFIED) && is_underneath(change, what)))
		rt_render_safe(&t->line, what->values[0]);
}

struct columns {
	size_t margin, number, name;
};

/* Put TEXT, and blanks up to the next column; the column reached. */
static size_t put_cell(struct text *t, rt_str text, const char *color, size_t at, size_t width, bool last)
{
	size_t columns = rt_str_columns(text);

	text_put_colored(t, color, text);
	if (last)
		return at + columns;
	size_t pad = columns < width ? width - columns : 0;
	rt_buf_pad(t->out, ' ', pad + 2);
	return at + columns + pad + 2;
}

/* MARKS on the same line if there is room, else on the next. */
static void put_marks(struct text *t, rt_str marks, size_t at, size_t indent)
{
	size_t width = t->style->width;

	if (at > indent && width && at + 1 + rt_str_columns(marks) > width) {
		text_break(t->out, indent);
		at = indent;
	} else if (at > indent) {
		put(t, " ");
		at++;
	}
	text_flow(t->out, marks, at, indent, width);
}

static void put_entry(struct text *t, const struct text_group *group, const struct text_item *item,
                      const struct columns *columns)
{
	size_t name_at = columns->margin + columns->number + 2;
	size_t what_at = columns->name ? name_at + columns->name + 2 : name_at;

	text_add_what(t, item->change);
	size_t what = t->line.len;
	if (group->labels)
		text_add_marks(t, item->change);
	rt_str line = rt_buf_str(&t->line), marks = { line.data + what, line.len - what };
	rt_buf_pad(t->out, ' ', columns->margin);
	if (group->signs)
		t->out->data[t->out->len - 2] = render_sign(item->change);
	bool has_name = item->name.len || (columns->name && line.len);
	size_t at = put_cell(t, item->number, group->color, columns->margin, columns->number, !has_name && !line.len);
	if (has_name)
		at = put_cell(t, item->name, group->color, at, columns->name, !line.len);
	if (what)
		at = text_flow(t->out, (rt_str){ line.data, what }, at, what_at, t->style->width);
	if (marks.len)
		put_marks(t, marks, at, what ? what_at : at);
	put(t, "\n");
	rt_buf_clear(&t->line);
	t->body = columns->margin + 4;
	group->body(t, item->change);
}

/* ---- groups ---- */

static bool is_in(const struct text_group *group, const struct text_item *item)
{
	return item->change->kinds & (unsigned)group->kind;
}

/* Columns as wide as the widest text that is not unusually wide: that one pushes its own line out, not all others. */
#define WIDEST_NUMBER 14 /* 12345/tcp,udp */
#define WIDEST_NAME   16 /* RFC 6335 section 5.1: 15 characters */
#define WIDEST_ID     28 /* of a registry or a person */
static void widen(size_t *column, rt_str text, size_t most)
{
	size_t columns = rt_str_columns(text);

	if (columns <= most && columns > *column)
		*column = columns;
}

static struct columns measure(const struct text *t, bool entries)
{
	struct columns columns = { 2, 0, 0 };

	for (size_t i = 0; i < t->count; i++) {
		if ((rt_change_entry(t->items[i].change)->subject == RT_ENTRY) != entries)
			continue;
		widen(&columns.number, t->items[i].number, entries ? WIDEST_NUMBER : WIDEST_ID);
		widen(&columns.name, t->items[i].name, WIDEST_NAME);
	}
	return columns;
}

/* The inner registry that the following entries are of. */
static void put_registry(struct text *t, rt_str registry)
{
	rt_buf_pad(t->out, ' ', 2);
	rt_render_safe(t->out, registry);
	put(t, "\n");
}

static void put_group(struct text *t, const struct text_group *group, const struct rt_report *report)
{
	bool entries = group->kind != RT_KIND_REGISTRY && group->kind != RT_KIND_CONTACTS;
	struct columns columns = measure(t, entries);
	rt_str registry = report->registry;
	bool begun = false;

	for (size_t i = 0; i < t->count; i++) {
		const struct rt_record *entry = rt_change_entry(t->items[i].change);

		if (!is_in(group, &t->items[i]))
			continue;
		if (!begun) {
			put(t, "\n");
			text_put_title(t, group->title);
		}
		begun = true;
		if (entries && !rt_str_equal(entry->registry, registry)) {
			registry = entry->registry;
			put_registry(t, registry);
			columns.margin = 4;
		}
		put_entry(t, group, &t->items[i], &columns);
	}
}

/* ---- the report ---- */

static rt_str kept(struct text *t)
{
	rt_str copy = rt_str_copy(&t->arena, rt_buf_str(&t->line));

	rt_buf_clear(&t->line);
	return copy;
}

void text_collect(struct text *t, const struct rt_changes *changes)
{
	struct render_folded *folded = rt_arena_array(&t->arena, changes->count, sizeof *folded);

	t->count = render_fold(changes, &t->arena, folded);
	t->items = rt_arena_array(&t->arena, t->count, sizeof *t->items);
	for (size_t i = 0; i < t->count; i++) {
		t->items[i].change = folded[i].change;
		render_number(&t->line, folded[i].change, folded[i].protocols);
		t->items[i].number = kept(t);
		render_name(&t->line, folded[i].change);
		t->items[i].name = kept(t);
	}
}

void render_text(const struct rt_report *report, const struct rt_style *style, struct rt_buf *out)
{
	struct text t = { .style = style, .out = out, .line = RT_BUF_INIT };

	rt_arena_init(&t.arena);
	put(&t, style->follows ? "\n" : "");
	put_head(&t, report);
	if (report->changes.count) {
		rt_render_summary(&report->changes, &t.line);
		text_put_line(&t, 0);
	} else {
		put(&t, "No changes.\n");
	}
	if (render_is_period(report))
		text_period_head(&t, report);
	text_collect(&t, &report->changes);
	for (const struct text_group *group = text_groups; group->title; group++)
		if (render_kinds_shown(&report->changes) & (unsigned)group->kind)
			put_group(&t, group, report);
	if (render_is_period(report))
		text_period_end(&t, report);
	rt_buf_release(&t.line);
	rt_arena_release(&t.arena);
}
