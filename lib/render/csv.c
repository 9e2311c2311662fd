/* CSV (RFC 4180, UTF-8) for spreadsheets and pipelines: one row for each field that has another value.
 *
 * An entry that came or went has a row for each field that has a value, but for those that the columns of every row
 * tell (service, port, protocol). Of a report over a period the rows are those of its snapshots, one after the other. A
 * log has the same columns; what the archive begins with is of the kind `begins`.
 */
#include "log.h"
#include "renderers.h"

#include <string.h>

static const char header[] =
	"registry,previous,date,kind,labels,effective,entry,service,port,protocol,field,before,after\r\n";

struct csv {
	struct rt_buf *out;
	struct rt_buf cell, prefix; /* prefix: the cells in front of the field */
	const struct rt_report *report;
};

/* ---- cells ---- */

/* What spreadsheets take for a formula (OWASP, "CSV Injection"), also in the full width of East Asian letters. */
static bool is_formula(rt_str text)
{
	static const char *const signs[] = {
		"=", "+", "-", "@", "\xef\xbc\x9d", "\xef\xbc\x8b", "\xef\xbc\x8d", "\xef\xbc\xa0"
	};

	text = rt_str_trim(text);
	for (size_t i = 0; i < sizeof signs / sizeof *signs; i++)
		if (rt_str_starts_with(text, rt_str_of(signs[i])))
			return true;
	return false;
}

/* Would a reader with another idea of what separates cells see more than one, or less than all of it? */
static bool needs_quotes(rt_str text)
{
	for (size_t i = 0; i < text.len; i++)
		if (strchr("\",;'|", text.data[i]))
			return true;
	return text.len && (text.data[0] == ' ' || text.data[text.len - 1] == ' ');
}

/* Put the cell in the making, which is safe, and a comma; and clear it. */
static void put_cell(struct csv *csv, struct rt_buf *out)
{
	rt_str text = rt_buf_str(&csv->cell);
	bool formula = is_formula(text), quoted = formula || needs_quotes(text);

	rt_buf_add_str(out, quoted ? RT_STR("\"") : RT_STR(""));
	rt_buf_add_str(out, formula ? RT_STR("'") : RT_STR(""));
	for (size_t i = 0; i < text.len; i++) {
		if (text.data[i] == '"')
			rt_buf_add_char(out, '"');
		rt_buf_add_char(out, text.data[i]);
	}
	rt_buf_add_str(out, quoted ? RT_STR("\",") : RT_STR(","));
	rt_buf_clear(&csv->cell);
}

static void put_value(struct csv *csv, struct rt_buf *out, rt_str value)
{
	rt_render_safe(&csv->cell, value);
	put_cell(csv, out);
}

static void put_values(struct csv *csv, struct rt_buf *out, const struct rt_field *field)
{
	for (size_t i = 0; field && i < field->count; i++) {
		rt_buf_add_str(&csv->cell, i ? RT_STR("; ") : RT_STR(""));
		rt_render_safe(&csv->cell, field->values[i]);
	}
	put_cell(csv, out);
}

static void put_date(struct csv *csv, struct rt_buf *out, rt_time time)
{
	char text[RT_TIME_TEXT];

	put_value(csv, out, rt_str_of(rt_date_text(time, text)));
}

/* The names of the bits in SET, one after the other. */
static void put_names(struct csv *csv, struct rt_buf *out, unsigned set, const char *(*name)(unsigned bit))
{
	for (unsigned bit = 0; name(bit); bit++) {
		if (!(set >> bit & 1))
			continue;
		rt_buf_add_str(&csv->cell, csv->cell.len ? RT_STR(" ") : RT_STR(""));
		rt_buf_add_str(&csv->cell, rt_str_of(name(bit)));
	}
	put_cell(csv, out);
}

/* ---- rows ---- */

static void put_row(struct csv *csv, rt_str field, const struct rt_field *before, const struct rt_field *after)
{
	rt_buf_add_str(csv->out, rt_buf_str(&csv->prefix));
	put_value(csv, csv->out, field);
	put_values(csv, csv->out, before);
	put_values(csv, csv->out, after);
	csv->out->len--; /* the comma behind the last cell */
	rt_buf_add_str(csv->out, RT_STR("\r\n"));
}

static void add_snapshots(struct csv *csv, const struct rt_report *report, rt_str registry)
{
	rt_buf_clear(&csv->prefix);
	put_value(csv, &csv->prefix, registry);
	put_date(csv, &csv->prefix, report->from.date);
	put_date(csv, &csv->prefix, report->to.date);
}

/* What stands in front of the field in every row of CHANGE. */
static void begin_change(struct csv *csv, const struct rt_report *report, const struct rt_change *change)
{
	const struct rt_record *entry = rt_change_entry(change);
	bool ports = entry->in_port_registry;

	add_snapshots(csv, report, entry->registry);
	if (!change->kinds)
		rt_buf_add_str(&csv->cell, RT_STR("begins"));
	put_names(csv, &csv->prefix, change->kinds, rt_kind_name);
	put_names(csv, &csv->prefix, change->labels, rt_label_name);
	put_value(csv, &csv->prefix, change->effective);
	if (!ports)
		render_number(&csv->cell, change, RT_NO_STR);
	put_cell(csv, &csv->prefix);
	for (unsigned place = RT_FIELD_SERVICE; place <= RT_FIELD_PROTOCOL; place++)
		put_value(csv, &csv->prefix, ports ? rt_port_get(entry, place) : RT_NO_STR);
}

static bool is_in_columns(const struct rt_change *change, rt_str field)
{
	bool came_or_went = change->kinds & (RT_KIND_NEW | RT_KIND_DEASSIGNED) || !change->before || !change->after;

	if (!came_or_went || !rt_change_entry(change)->in_port_registry)
		return false;
	for (unsigned place = RT_FIELD_SERVICE; place <= RT_FIELD_PROTOCOL; place++)
		if (rt_str_equal(field, rt_port_fields[place].name))
			return true;
	return false;
}

/* The fields of an entry that is on one side only. */
static size_t put_record(struct csv *csv, const struct rt_change *change)
{
	const struct rt_record *record = change->after ? change->after : change->before;
	size_t rows = 0;

	for (size_t i = 0; i < record->count; i++) {
		const struct rt_field *field = &record->fields[i];

		if (!field->count || is_in_columns(change, field->name))
			continue;
		put_row(csv, field->name, change->before ? field : NULL, change->after ? field : NULL);
		rows++;
	}
	return rows;
}

static size_t put_fields(struct csv *csv, const struct rt_change *change)
{
	size_t rows = 0;

	for (size_t i = 0; i < change->field_count; i++) {
		const struct rt_field_change *field = &change->fields[i];

		if (is_in_columns(change, field->name))
			continue;
		put_row(csv, field->name, field->before, field->after);
		rows++;
	}
	return rows;
}

static void put_changes(struct csv *csv, const struct rt_report *report)
{
	for (size_t i = 0; i < report->changes.count; i++) {
		const struct rt_change *change = &report->changes.items[i];

		begin_change(csv, report, change);
		size_t rows = change->before && change->after ? put_fields(csv, change) : put_record(csv, change);
		if (!rows) /* each change has at least one */
			put_row(csv, RT_STR(""), NULL, NULL);
	}
}

/* ---- the witness ---- */

static void put_fact(struct csv *csv, rt_str name, rt_str value)
{
	const struct rt_field field = { .name = name, .count = 1, .values = &value };

	put_row(csv, name, NULL, &field);
}

/* When nobody looked, as before and after it; an open one has no end. */
static void put_gap(struct csv *csv, const struct rt_gap *gap)
{
	char from[RT_TIME_TEXT], to[RT_TIME_TEXT];
	rt_str before = rt_str_of(rt_time_text(gap->from, from));
	rt_str after = gap->to == RT_NO_TIME ? RT_STR("") : rt_str_of(rt_time_text(gap->to, to));
	const struct rt_field fields[] = { { .count = 1, .values = &before }, { .count = 1, .values = &after } };

	put_row(csv, RT_STR("gap"), &fields[0], &fields[1]);
}

/* Rows of the kind `archive`: no comment is known to CSV. */
static void put_witness(struct csv *csv)
{
	const struct rt_witness *witness = &csv->report->witness;
	struct rt_buf count = RT_BUF_INIT;

	if (!witness->head.data)
		return;
	add_snapshots(csv, csv->report, csv->report->registry);
	rt_buf_add_str(&csv->prefix, RT_STR("archive,,,,,,,"));
	rt_buf_printf(&count, "%zu", witness->snapshots);
	for (size_t i = 0; i < csv->report->gaps.count; i++)
		put_gap(csv, &csv->report->gaps.items[i]);
	if (csv->report->only.len)
		put_fact(csv, RT_STR("only"), csv->report->only);
	put_fact(csv, RT_STR("commit"), witness->head);
	put_fact(csv, RT_STR("snapshots"), rt_buf_str(&count));
	rt_buf_release(&count);
}

void render_csv(const struct rt_report *report, const struct rt_style *style, struct rt_buf *out)
{
	struct csv csv = { .out = out, .report = report };

	if (!style->follows)
		rt_buf_add(out, header, sizeof header - 1);
	for (size_t i = 0; i < report->step_count; i++)
		put_changes(&csv, &report->steps[i]);
	if (!report->step_count)
		put_changes(&csv, report);
	put_witness(&csv);
	rt_buf_release(&csv.cell);
	rt_buf_release(&csv.prefix);
}

/* ---- a log ---- */

void log_csv_begin(rt_str registry, rt_str what, const struct rt_style *style, struct rt_buf *out)
{
	(void)registry; /* each row has it */
	(void)what;
	(void)style;
	rt_buf_add(out, header, sizeof header - 1);
}

void log_csv_step(const struct rt_log_step *step, bool first, const struct rt_style *style, struct rt_buf *out)
{
	struct csv csv = { .out = out };
	struct rt_arena arena;

	(void)first;
	(void)style;
	rt_arena_init(&arena);
	const struct rt_report report = log_step_report(step, &arena);
	put_changes(&csv, &report);
	rt_buf_release(&csv.cell);
	rt_buf_release(&csv.prefix);
	rt_arena_release(&arena);
}

void log_csv_end(const struct rt_style *style, struct rt_buf *out)
{
	(void)style;
	(void)out;
}
