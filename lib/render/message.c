/* The report in short, for a commit: `git log` on an archive then reads as the registry's change log. */
#include "words.h"

#define WIDEST 100 /* columns of a line */

static void add(struct rt_buf *out, const char *text)
{
	rt_buf_add_str(out, rt_str_of(text));
}

/* Put LINE, cut at WIDEST columns, and clear it. It is safe text, so every character is whole. */
static void put_line(struct rt_buf *out, struct rt_buf *line)
{
	rt_str text = rt_buf_str(line);

	if (rt_str_columns(text) <= WIDEST) {
		rt_buf_add_str(out, text);
	} else {
		size_t columns = 0, end = 0;
		while (columns < WIDEST - 4) { /* leaves room for a wide character and the dots */
			size_t size = rt_utf8_length((rt_str){ text.data + end, text.len - end });

			columns += rt_str_columns((rt_str){ text.data + end, size });
			end += size;
		}
		rt_buf_add(out, text.data, end);
		add(out, "...");
	}
	rt_buf_add_char(out, '\n');
	rt_buf_clear(line);
}

/* ---- the subject ---- */

static void add_subject(struct rt_buf *line, const struct rt_report *report, const size_t counts[RT_KINDS], bool first)
{
	char date[RT_TIME_TEXT];

	rt_render_safe(line, report->registry);
	rt_buf_printf(line, " %s: ", report->to.date == RT_NO_TIME ? "undated" : rt_date_text(report->to.date, date));
	if (first) {
		rt_buf_printf(line, "first snapshot, %zu records", report->to.records);
		return;
	}
	size_t start = line->len;
	render_counts(line, counts, RT_KINDS_USUAL, true);
	if (line->len > start)
		return;
	add(line, "no change of entries");
	start = line->len;
	add(line, " (");
	render_counts(line, counts, RT_KINDS_ALL & ~RT_KINDS_USUAL, true);
	if (line->len == start + 2)
		line->len = start;
	else
		add(line, ")");
}

/* ---- one line per change ---- */

static char sign_of(const struct rt_change *change)
{
	if (change->kinds & (RT_KIND_NEW | RT_KIND_DEASSIGNED | RT_KIND_REMOVED))
		return render_sign(change);
	if (change->kinds & (RT_KIND_FLAGGED | RT_KIND_UNFLAGGED))
		return '!';
	return change->kinds & RT_KIND_REGISTRY ? '=' : '~';
}

void render_brief_title(struct rt_buf *line, rt_str registry, const struct rt_change *change, rt_str protocols)
{
	const struct rt_record *entry = rt_change_entry(change);
	bool own = rt_str_equal(entry->registry, registry);

	if (entry->subject == RT_HEAD && own) {
		add(line, "registry");
		return;
	}
	if (entry->subject == RT_ENTRY && !own) {
		rt_render_safe(line, entry->registry);
		add(line, " ");
	}
	if (!entry->in_port_registry) {
		render_number(line, change, RT_NO_STR);
	} else if (rt_port_get(entry, RT_FIELD_PORT).data) {
		render_number(line, change, protocols);
		add(line, " ");
		render_name(line, change);
	} else {
		render_name(line, change);
		if (!protocols.data)
			protocols = rt_port_get(entry, RT_FIELD_PROTOCOL);
		add(line, protocols.data ? "/" : "");
		rt_render_safe(line, protocols);
	}
}

/* Begin the next of the things that are said of a change. */
static void begin(struct rt_buf *line, size_t start)
{
	add(line, line->len == start ? ": " : ", ");
}

static void add_what(struct rt_buf *line, const struct rt_change *change, size_t start)
{
	const struct rt_field *what = render_what(rt_change_entry(change));

	if (!what)
		return;
	begin(line, start);
	rt_render_safe(line, what->values[0]);
}

static void add_fate(struct rt_buf *line, const struct rt_change *change)
{
	rt_str note = change->labels & RT_LABEL_REASSIGNED ? RT_NO_STR : render_fate_note(change);

	add(line, " (");
	if (note.data)
		rt_render_safe(line, note);
	else
		render_fate(line, change);
	add(line, ")");
}

static void add_fields(struct rt_buf *line, const struct rt_change *change, size_t start)
{
	for (size_t i = 0; i < change->field_count; i++) {
		rt_str name = change->fields[i].name;
		bool date = change->field_count > 1 && rt_str_equal(name, RT_STR("modified"));
		bool flag = change->kinds & (RT_KIND_FLAGGED | RT_KIND_UNFLAGGED) &&
		            rt_str_equal(name, RT_STR("unauthorized"));

		if (date || flag)
			continue;
		begin(line, start);
		rt_render_safe(line, name);
	}
}

void render_brief(struct rt_buf *line, rt_str registry, const struct rt_change *change, rt_str protocols)
{
	rt_buf_printf(line, "%c ", sign_of(change));
	render_brief_title(line, registry, change, protocols);
	size_t start = line->len;
	if (change->kinds & RT_KIND_DEASSIGNED)
		add_fate(line, change);
	else if (!change->before || (change->kinds & RT_KIND_NEW))
		add_what(line, change, start);
	if (change->kinds & (RT_KIND_FLAGGED | RT_KIND_UNFLAGGED)) {
		begin(line, start);
		add(line, change->kinds & RT_KIND_FLAGGED ? "unauthorized use reported" : "unauthorized use withdrawn");
	}
	if (change->kinds & (RT_KIND_MODIFIED | RT_KIND_REGISTRY))
		add_fields(line, change, start);
}

void rt_render_message(const struct rt_report *report, bool first, struct rt_buf *out)
{
	struct rt_buf line = RT_BUF_INIT;
	size_t counts[RT_KINDS];

	rt_changes_count(&report->changes, counts);
	add_subject(&line, report, counts, first);
	put_line(out, &line);
	rt_buf_add_char(out, '\n');
	for (size_t i = 0; !first && i < report->changes.count; i++) {
		if (!(report->changes.items[i].kinds & RT_KINDS_USUAL))
			continue;
		render_brief(&line, report->registry, &report->changes.items[i], RT_NO_STR);
		put_line(out, &line);
	}
	rt_buf_release(&line);
}
