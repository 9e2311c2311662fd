#include "internal.h"

static void add(struct rt_change *change, const struct rt_field *before, const struct rt_field *after)
{
	if (rt_field_equal(before, after))
		return;
	rt_str name = before ? before->name : after->name;
	change->fields[change->field_count++] = (struct rt_field_change){ name, before, after };
}

static void describe(struct rt_change *change, struct rt_arena *arena)
{
	const struct rt_record *before = change->before, *after = change->after;

	change->fields = rt_arena_array(arena, before->count + after->count, sizeof *change->fields);
	for (size_t i = 0; i < before->count; i++)
		add(change, &before->fields[i], rt_record_field(after, before->fields[i].name));
	for (size_t i = 0; i < after->count; i++)
		if (!rt_record_field(before, after->fields[i].name))
			add(change, NULL, &after->fields[i]);
}

void diff_describe_fields(struct work *work)
{
	for (size_t i = 0; i < work->count; i++)
		if (work->items[i].before && work->items[i].after)
			describe(&work->items[i], work->arena);
}
