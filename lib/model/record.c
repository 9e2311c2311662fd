/* A flat record: its fields by name and by place, when two are equal, and copies. */
#include <regtrail/record.h>

const struct rt_field rt_port_fields[RT_PORT_FIELDS] = {
	[RT_FIELD_SERVICE] = { .name = { "service", 7 } },
	[RT_FIELD_PORT] = { .name = { "port", 4 } },
	[RT_FIELD_PROTOCOL] = { .name = { "protocol", 8 } },
	[RT_FIELD_DESCRIPTION] = { .name = { "description", 11 } },
	[RT_FIELD_ASSIGNEE] = { .name = { "assignee", 8 }, .is_list = true },
	[RT_FIELD_CONTACT] = { .name = { "contact", 7 }, .is_list = true },
	[RT_FIELD_REGISTERED] = { .name = { "registered", 10 } },
	[RT_FIELD_MODIFIED] = { .name = { "modified", 8 } },
	[RT_FIELD_REFERENCE] = { .name = { "reference", 9 }, .is_list = true },
	[RT_FIELD_SERVICE_CODE] = { .name = { "service_code", 12 } },
	[RT_FIELD_UNAUTHORIZED] = { .name = { "unauthorized", 12 } },
	[RT_FIELD_NOTES] = { .name = { "notes", 5 } },
};

const struct rt_field rt_common_fields[RT_COMMON_FIELDS] = {
	[RT_COMMON_CONTACT] = { .name = { "contact", 7 }, .is_list = true },
	[RT_COMMON_REFERENCE] = { .name = { "reference", 9 }, .is_list = true },
	[RT_COMMON_REGISTERED] = { .name = { "registered", 10 } },
	[RT_COMMON_MODIFIED] = { .name = { "modified", 8 } },
};

bool rt_is_common_field(rt_str name)
{
	for (size_t i = 0; i < RT_COMMON_FIELDS; i++)
		if (rt_str_equal(name, rt_common_fields[i].name))
			return true;
	return false;
}

const struct rt_field *rt_record_field(const struct rt_record *record, rt_str name)
{
	for (size_t i = 0; i < record->count; i++)
		if (rt_str_equal(record->fields[i].name, name))
			return &record->fields[i];
	return NULL;
}

rt_str rt_record_get(const struct rt_record *record, rt_str name)
{
	const struct rt_field *field = rt_record_field(record, name);

	return field && field->count ? field->values[0] : RT_NO_STR;
}

rt_str rt_port_get(const struct rt_record *record, enum rt_port_field place)
{
	const struct rt_field *field = &record->fields[place];

	return field->count ? field->values[0] : RT_NO_STR;
}

static bool in_list(const struct rt_field *list, rt_str value, size_t wanted)
{
	size_t seen = 0;

	for (size_t i = 0; i < list->count; i++)
		seen += rt_str_equal(list->values[i], value);
	return seen == wanted;
}

bool rt_field_equal(const struct rt_field *a, const struct rt_field *b)
{
	size_t a_count = a ? a->count : 0, b_count = b ? b->count : 0;

	if (a_count != b_count)
		return false;
	bool same_order = true;
	for (size_t i = 0; i < a_count && same_order; i++)
		same_order = rt_str_equal(a->values[i], b->values[i]);
	if (same_order)
		return true;
	for (size_t i = 0; i < a_count; i++) { /* as sets; a value given twice counts twice */
		size_t times = 0;

		for (size_t k = 0; k < a_count; k++)
			times += rt_str_equal(a->values[k], a->values[i]);
		if (!in_list(b, a->values[i], times))
			return false;
	}
	return true;
}

bool rt_record_equal(const struct rt_record *a, const struct rt_record *b)
{
	if (a->hash != b->hash || a->subject != b->subject || !rt_str_equal(a->registry, b->registry))
		return false;
	if (a->in_port_registry && b->in_port_registry && a->count == RT_PORT_FIELDS && b->count == RT_PORT_FIELDS) {
		for (size_t i = 0; i < RT_PORT_FIELDS; i++)
			if (!rt_field_equal(&a->fields[i], &b->fields[i]))
				return false;
		return true;
	}
	for (size_t i = 0; i < a->count; i++)
		if (!rt_field_equal(&a->fields[i], rt_record_field(b, a->fields[i].name)))
			return false;
	for (size_t i = 0; i < b->count; i++)
		if (!rt_field_equal(rt_record_field(a, b->fields[i].name), &b->fields[i]))
			return false;
	return true;
}

static struct rt_field copy_field(struct rt_arena *arena, const struct rt_field *field)
{
	struct rt_field copy = { .name = rt_str_copy(arena, field->name),
		                 .is_list = field->is_list,
		                 .count = field->count };
	rt_str *values = rt_arena_array(arena, field->count, sizeof *values);

	for (uint32_t i = 0; i < field->count; i++)
		values[i] = rt_str_copy(arena, field->values[i]);
	copy.values = values;
	return copy;
}

struct rt_record rt_record_copy(struct rt_arena *arena, const struct rt_record *record)
{
	struct rt_record copy = *record;

	copy.registry = rt_str_copy(arena, record->registry);
	copy.fields = rt_arena_array(arena, record->count, sizeof *copy.fields);
	for (size_t i = 0; i < record->count; i++)
		copy.fields[i] = copy_field(arena, &record->fields[i]);
	return copy;
}
