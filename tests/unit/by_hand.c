#include "by_hand.h"

#include <check.h>

static bool is_list_name(rt_str name)
{
	return rt_str_equal(name, RT_STR("assignee")) || rt_str_equal(name, RT_STR("contact")) ||
	       rt_str_equal(name, RT_STR("reference"));
}

static struct rt_field make_field(struct rt_arena *arena, rt_str name, rt_str text)
{
	struct rt_field field = { .name = name, .is_list = is_list_name(name) };
	rt_str *values = rt_arena_array(arena, text.len + 1, sizeof *values), value;

	field.values = values;
	if (!text.len)
		return field;
	if (!field.is_list) {
		values[field.count++] = text;
		return field;
	}
	while (rt_str_split(&text, ',', &value))
		values[field.count++] = value;
	return field;
}

static void make_port_fields(struct rt_record *record, struct rt_arena *arena, rt_str line)
{
	static const char *const names[RT_PORT_FIELDS] = { "service",   "port",         "protocol",     "description",
		                                           "assignee",  "contact",      "registered",   "modified",
		                                           "reference", "service_code", "unauthorized", "notes" };
	rt_str part;

	record->in_port_registry = true;
	record->registry = RT_STR(RT_PORTS);
	for (; record->count < RT_PORT_FIELDS; record->count++) {
		if (!rt_str_split(&line, '|', &part))
			part = RT_NO_STR;
		record->fields[record->count] = make_field(arena, rt_str_of(names[record->count]), part);
	}
}

static void make_named_fields(struct rt_record *record, struct rt_arena *arena, rt_str line)
{
	rt_str part, name;

	record->subject = *line.data == '@' ? RT_ENTRY : *line.data == '%' ? RT_PERSON : RT_HEAD;
	line = (rt_str){ line.data + 1, line.len - 1 };
	rt_str_split(&line, '|', &record->registry);
	while (rt_str_split(&line, '|', &part)) {
		rt_str_split(&part, '=', &name);
		record->fields[record->count++] = make_field(arena, name, part);
	}
}

static struct rt_record *make_record(struct rt_arena *arena, const char *text)
{
	if (!text)
		return NULL;
	rt_str line = rt_str_of(text);
	struct rt_record *record = rt_arena_alloc(arena, sizeof *record);
	record->fields = rt_arena_array(arena, line.len + RT_PORT_FIELDS, sizeof *record->fields);
	if (line.len && (*text == '@' || *text == '%' || *text == '#'))
		make_named_fields(record, arena, line);
	else
		make_port_fields(record, arena, line);
	rt_record_complete(record);
	return record;
}

static void compare_fields(struct rt_change *change, struct rt_arena *arena)
{
	if (!change->before || !change->after)
		return;
	change->fields = rt_arena_array(arena, change->before->count, sizeof *change->fields);
	for (size_t i = 0; i < change->before->count; i++) {
		const struct rt_field *before = &change->before->fields[i], *after = &change->after->fields[i];

		if (!rt_field_equal(before, after))
			change->fields[change->field_count++] = (struct rt_field_change){ before->name, before, after };
	}
}

static struct rt_change make_change(struct rt_arena *arena, const struct by_hand *spec)
{
	struct rt_change change = { .kinds = spec->kinds,
		                    .labels = spec->labels,
		                    .effective = rt_str_of(spec->effective),
		                    .before = make_record(arena, spec->before),
		                    .after = make_record(arena, spec->after),
		                    .place = make_record(arena, spec->place) };
	struct rt_change *link = rt_arena_alloc(arena, sizeof *link);

	compare_fields(&change, arena);
	link->kinds = spec->link_kinds;
	link->before = make_record(arena, spec->link_before);
	link->after = make_record(arena, spec->link_after);
	change.link = spec->link_kinds ? link : NULL;
	return change;
}

struct rt_report make_report(struct rt_arena *arena, const char *registry, const struct by_hand changes[MOST])
{
	struct rt_report report = { .registry = registry ? rt_str_of(registry) : RT_STR(RT_PORTS),
		                    .from = { .archived = RT_NO_TIME, .records = 1234567 },
		                    .to = { .archived = RT_NO_TIME, .records = 999 } };

	ck_assert(rt_date_parse(RT_STR("2025-09-22"), &report.from.date));
	ck_assert(rt_date_parse(RT_STR("2026-07-22"), &report.to.date));
	report.changes.items = rt_arena_array(arena, MOST, sizeof *report.changes.items);
	for (; report.changes.count < MOST && changes[report.changes.count].kinds; report.changes.count++)
		report.changes.items[report.changes.count] = make_change(arena, &changes[report.changes.count]);
	return report;
}

void assert_same(const char *name, rt_str got, const char *wanted)
{
	if (!rt_str_equal(got, rt_str_of(wanted)))
		ck_abort_msg("%s\n--- wanted\n%s\n--- got\n%.*s", name, wanted, RT_ARG(got));
}

rt_str make_text(const struct rt_report *report, const char *format, struct rt_style style, struct rt_arena *arena)
{
	const struct rt_renderer *renderer = rt_renderer_find(rt_str_of(format));
	struct rt_buf out = RT_BUF_INIT;

	ck_assert_msg(renderer != NULL, "no renderer %s", format);
	renderer->render(report, &style, &out);
	rt_str text = rt_str_copy(arena, rt_buf_str(&out));
	rt_buf_release(&out);
	return text;
}
