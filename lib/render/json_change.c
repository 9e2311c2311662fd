/* A change, a record, a snapshot as CONTRACT has them in JSON: a change is a few lines, a record and a field one each,
 * so that a person can read it and diff(1) can compare two of them. */
#include "json_change.h"

#include "words.h"

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
		if (i == RT_FIELD_PROTOCOL)
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
		for (size_t i = RT_FIELD_SERVICE; i <= RT_FIELD_PROTOCOL; i++)
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

json_t *json_of_gap(const struct rt_gap *gap)
{
	json_t *object = json_checked(json_object());

	json_put(object, RT_STR("from"), json_of_time(gap->from));
	json_put(object, RT_STR("to"), json_of_time(gap->to));
	return object;
}

json_t *json_of_gaps(const struct rt_gaps *gaps)
{
	json_t *list = json_checked(json_array());

	for (size_t i = 0; i < gaps->count; i++)
		json_array_append_new(list, json_of_gap(&gaps->items[i]));
	return list;
}

/* ---- the layout ---- */

/* The main kind first, then what else happened. */
static const unsigned kind_order[RT_KINDS] = { 0, 1, 2, 3, 6, 7, 8, 4, 5 };

static void put_link(struct rt_buf *out, const struct rt_change *link)
{
	const char *kind = link->kinds & RT_KIND_DEASSIGNED ? "deassigned" : "new";

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
