/* The list of passes that make changes out of records, each a file or a function of its own (after git's
 * diffcore_std). */
#include "internal.h"

#include <stdlib.h>

struct pass {
	const char *name;
	void (*run)(struct work *work);
};

static int for_readers(const void *a, const void *b)
{
	const struct rt_change *x = *(struct rt_change *const *)a, *y = *(struct rt_change *const *)b;
	int order = rt_record_compare(rt_change_entry(x), rt_change_entry(y));

	if (order)
		return order;
	if ((x->before == NULL) != (y->before == NULL)) /* the same record on both: what went before what came */
		return x->before ? -1 : 1;
	return (x > y) - (x < y);
}

/* Drop what was merged away and sort the rest, links included: they point from change to change. */
static void sort_for_reader(struct work *work)
{
	struct rt_change **order = rt_arena_array(work->arena, work->count, sizeof *order);
	struct rt_change **now = rt_arena_array(work->arena, work->count, sizeof *now); /* where each one goes */
	size_t count = 0;

	for (size_t i = 0; i < work->count; i++)
		if (side_of(&work->items[i]))
			order[count++] = &work->items[i];
	qsort(order, count, sizeof *order, for_readers);
	struct rt_change *sorted = rt_arena_array(work->arena, count, sizeof *sorted);
	for (size_t i = 0; i < count; i++) {
		sorted[i] = *order[i];
		now[order[i] - work->items] = &sorted[i];
	}
	for (size_t i = 0; i < count; i++)
		if (sorted[i].link)
			sorted[i].link = now[sorted[i].link - work->items];
	work->items = sorted;
	work->count = count;
}

static const struct pass passes[] = {
	{ "same entry", diff_same_entry },     { "ports", diff_port_passes }, { "general", diff_general_passes },
	{ "fields", diff_describe_fields },    { "flags", diff_mark_flags },  { "labels", diff_mark_labels },
	{ "effective", diff_mark_effective },  { "order", sort_for_reader },
};

struct rt_changes rt_diff(struct rt_records old, struct rt_records new, struct rt_arena *arena)
{
	struct work work = diff_leftovers(old, new, arena);

	for (size_t i = 0; i < sizeof passes / sizeof *passes; i++)
		passes[i].run(&work);
	return (struct rt_changes){ work.items, work.count };
}
