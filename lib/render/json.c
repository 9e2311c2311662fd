/* JSON as CONTRACT has it, laid out like the example there: a change is a few lines, a record and a field one each, so
 * that a person can read it and diff(1) can compare two of them. */
#include "internal.h"
#include "json_change.h"

/* ---- values ---- */

static json_t *list_of(const struct rt_field *field)
{
	json_t *list = json_checked(json_array());

	for (size_t i = 0; field && i < field->count; i++)
		json_array_append_new(list, json_of_text(field->values[i]));
	return list;
}

json_t *json_of_field(const struct rt_field *field, bool is_list)
{
	return is_list ? list_of(field) : json_of_text(field && field->count ? field->values[0] : RT_NO_STR);
}

static void set_field(json_t *object, const struct rt_field *field)
{
	json_put(object, field->name, json_of_field(field, field->is_list));
}

/* The names of the bits that are set. */
static json_t *names_of(unsigned bits, const char *(*name)(unsigned bit), const unsigned *order, size_t count)
{
	json_t *list = json_checked(json_array());

	for (size_t i = 0; i < count; i++) {
		unsigned bit = order ? order[i] : (unsigned)i;

		if (bits >> bit & 1)
			json_array_append_new(list, json_checked(json_string(name(bit))));
	}
	return list;
}

/* ---- objects ---- */

static json_t *port_record(const struct rt_record *record)
{
	json_t *object = json_checked(json_object());

	for (size_t i = 0; i < record->count; i++) {
		set_field(object, &record->fields[i]);
		if (i == RT_PROTOCOL)
			json_put(object, RT_STR("state"), json_checked(json_string(rt_state_name(record->state))));
	}
	return object;
}

json_t *json_of_record(const struct rt_record *record)
{
	if (!record)
		return json_null();
	if (record->in_port_registry)
		return port_record(record);
	json_t *object = json_checked(json_object());
	json_put(object, RT_STR("registry"), json_of_text(record->registry));
	for (size_t i = 0; i < record->count; i++)
		set_field(object, &record->fields[i]);
	return object;
}

static json_t *entry_of(const struct rt_change *change)
{
	const struct rt_record *record = rt_change_entry(change);
	json_t *object = json_checked(json_object());

	if (record->subject == RT_PERSON) {
		json_put(object, RT_STR("contact"), json_of_text(rt_record_get(record, RT_STR("id"))));
		return object;
	}
	if (record->in_port_registry) {
		for (size_t i = RT_SERVICE; i <= RT_PROTOCOL; i++)
			set_field(object, &record->fields[i]);
		return object;
	}
	json_put(object, RT_STR("registry"), json_of_text(record->registry));
	const struct rt_field *cell = record->subject == RT_ENTRY ? rt_record_first_cell(record) : NULL;
	if (cell)
		set_field(object, cell);
	return object;
}

static json_t *field_change(const struct rt_field_change *change)
{
	bool is_list = (change->before && change->before->is_list) || (change->after && change->after->is_list);
	json_t *object = json_checked(json_object());

	json_put(object, RT_STR("field"), json_of_text(change->name));
	json_put(object, RT_STR("before"), json_of_field(change->before, is_list));
	json_put(object, RT_STR("after"), json_of_field(change->after, is_list));
	return object;
}

json_t *json_of_side(const struct rt_snapshot *snapshot)
{
	json_t *object = json_checked(json_object());

	json_put(object, RT_STR("date"), json_of_date(snapshot->date));
	json_put(object, RT_STR("archived"), json_of_time(snapshot->archived));
	json_put(object, RT_STR("commit"), json_of_text(snapshot->commit));
	json_put(object, RT_STR("sha256"), json_of_text(snapshot->sha256));
	json_put(object, RT_STR("records"), json_of_count(snapshot->records));
	return object;
}

/* ---- the summary ---- */

/* Which kinds are counted, by their bit; those of bookkeeping only where there are some or all were asked for. */
#define PORTS    1u
#define OTHERS   2u
#define IF_ASKED 4u
struct counted {
	enum rt_kind kind;
	unsigned where;
};
static const struct counted counted[] = {
	{ RT_NEW, PORTS | OTHERS },      { RT_MODIFIED, PORTS | OTHERS }, { RT_DEASSIGNED, PORTS },
	{ RT_REMOVED, OTHERS },          { RT_FLAGGED, PORTS },           { RT_UNFLAGGED, PORTS },
	{ RT_REGISTRY, PORTS | OTHERS }, { RT_POOL, PORTS | IF_ASKED },   { RT_CONTACTS, PORTS | OTHERS | IF_ASKED },
};

static json_t *summary_of(const struct rt_report *report)
{
	unsigned here = rt_str_equal(report->registry, RT_STR(RT_PORTS)) ? PORTS : OTHERS;
	json_t *object = json_checked(json_object());
	size_t counts[RT_KINDS];

	rt_changes_count(&report->changes, counts);
	for (size_t i = 0; i < sizeof counted / sizeof *counted; i++) {
		unsigned bit = render_kind_bit(counted[i].kind);
		bool asked = report->all || counts[bit] || !(counted[i].where & IF_ASKED);
		if (asked && (counted[i].where & here))
			json_put(object, rt_str_of(rt_kind_name(bit)), json_of_count(counts[bit]));
	}
	return object;
}

/* ---- the layout ---- */

/* The main kind first, then what else happened. */
static const unsigned kind_order[RT_KINDS] = { 0, 1, 2, 3, 6, 7, 8, 4, 5 };

static void put_link(struct rt_buf *out, const struct rt_change *link)
{
	const char *kind = link->kinds & RT_DEASSIGNED ? "deassigned" : "new";

	json_write(out, ",\n   \"link\": {\"kind\": ", json_checked(json_string(kind)));
	json_write(out, ", \"entry\": ", entry_of(link));
	rt_buf_add_char(out, '}');
}

void json_put_change(struct rt_buf *out, const struct rt_change *change)
{
	json_write(out, "\n  {\"kinds\": ", names_of(change->kinds, rt_kind_name, kind_order, RT_KINDS));
	json_write(out, ", \"labels\": ", names_of(change->labels, rt_label_name, NULL, RT_LABELS));
	json_write(out, ", \"effective\": ", json_of_text(change->effective));
	json_write(out, ",\n   \"entry\": ", entry_of(change));
	json_write(out, ",\n   \"before\": ", json_of_record(change->before));
	json_write(out, ",\n   \"after\": ", json_of_record(change->after));
	rt_buf_add_str(out, RT_STR(",\n   \"fields\": ["));
	for (size_t i = 0; i < change->field_count; i++)
		json_write(out, i ? ",\n    " : "\n    ", field_change(&change->fields[i]));
	rt_buf_add_char(out, ']');
	if (change->link)
		put_link(out, change->link);
	rt_buf_add_char(out, '}');
}

static void put_changes(struct rt_buf *out, const char *key, const struct rt_changes *changes)
{
	rt_buf_printf(out, ",\n \"%s\": [", key);
	for (size_t i = 0; i < changes->count; i++) {
		if (i)
			rt_buf_add_char(out, ',');
		json_put_change(out, &changes->items[i]);
	}
	rt_buf_add_char(out, ']');
}

/* From where to where, and what changed. BEFORE: what the first of these stands behind. */
static void put_comparison(struct rt_buf *out, const char *before, const struct rt_report *report)
{
	json_write(out, before, json_of_side(&report->from));
	json_write(out, ",\n \"to\": ", json_of_side(&report->to));
	json_write(out, ",\n \"summary\": ", summary_of(report));
	put_changes(out, "changes", &report->changes);
}

static json_t *gaps_of(const struct rt_gaps *gaps)
{
	json_t *list = json_checked(json_array());

	for (size_t i = 0; i < gaps->count; i++) {
		json_t *gap = json_checked(json_object());

		json_put(gap, RT_STR("from"), json_of_time(gaps->items[i].from));
		json_put(gap, RT_STR("to"), json_of_time(gaps->items[i].to));
		json_array_append_new(list, gap);
	}
	return list;
}

static json_t *witness_of(const struct rt_witness *witness)
{
	json_t *object = json_checked(json_object());

	json_put(object, RT_STR("head"), json_of_text(witness->head));
	json_put(object, RT_STR("snapshots"), json_of_count(witness->snapshots));
	return object;
}

static void put_period(struct rt_buf *out, const struct rt_report *report)
{
	json_write(out, ",\n \"begins\": ", json_boolean(report->begins));
	rt_buf_add_str(out, RT_STR(",\n \"steps\": ["));
	for (size_t i = 0; i < report->step_count; i++) {
		put_comparison(out, i ? ",\n {\"from\": " : "\n {\"from\": ", &report->steps[i]);
		rt_buf_add_char(out, '}');
	}
	rt_buf_add_char(out, ']');
	put_changes(out, "passing", &report->passing);
	json_write(out, ",\n \"gaps\": ", gaps_of(&report->gaps));
	json_write(out, ",\n \"witness\": ", witness_of(&report->witness));
}

void render_json(const struct rt_report *report, const struct rt_style *style, struct rt_buf *out)
{
	(void)style; /* for programs: neither colours nor width */
	json_write(out, "{\"format\": ", json_checked(json_string("regtrail-diff/1")));
	json_write(out, ", \"registry\": ", json_of_text(report->registry));
	put_comparison(out, ",\n \"from\": ", report);
	if (render_is_period(report))
		put_period(out, report);
	rt_buf_add_str(out, RT_STR("}\n"));
}
