/* "Unauthorized use reported": when it appeared, was reworded or withdrawn. */
#include "internal.h"

#include <stdlib.h>

/* A text that a record says of its numbers. */
struct saying {
	bool any; /* among all transports, not only those that are written alike */
	rt_str text;
	rt_str transport; /* folded; absent stands for all */
	int first;
	int reach; /* the last number, of this one and of all before it that differ in nothing but the numbers */
};

/* All that is said on one side, in by_saying() order: each is there twice, among its transport and among all. */
struct sayings {
	struct saying *items;
	size_t count;
};

static int by_group(const struct saying *x, const struct saying *y)
{
	int order = x->any - y->any;

	if (!order)
		order = rt_str_compare(x->text, y->text);
	return order ? order : rt_str_compare(x->transport, y->transport);
}

static int by_saying(const void *a, const void *b)
{
	const struct saying *x = a, *y = b;
	int order = by_group(x, y);

	return order ? order : (x->first > y->first) - (x->first < y->first);
}

static void add(struct sayings *said, const struct rt_record *record, struct rt_arena *arena)
{
	if (!record || !record->in_port_registry || record->ports.first == RT_NO_PORT)
		return;
	rt_str text = rt_port_get(record, RT_FIELD_UNAUTHORIZED);
	if (!text.data)
		return;
	rt_str transport = rt_str_fold(arena, rt_port_get(record, RT_FIELD_PROTOCOL));
	struct rt_ports ports = record->ports;
	said->items[said->count++] = (struct saying){ false, text, transport, ports.first, ports.last };
	said->items[said->count++] = (struct saying){ true, text, RT_NO_STR, ports.first, ports.last };
}

static struct sayings collect(const struct work *work, bool before)
{
	struct sayings said = { rt_arena_array(work->arena, work->count, 2 * sizeof *said.items), 0 };

	for (size_t i = 0; i < work->count; i++)
		add(&said, before ? work->items[i].before : work->items[i].after, work->arena);
	qsort(said.items, said.count, sizeof *said.items, by_saying);
	for (size_t i = 1; i < said.count; i++) {
		struct saying *here = &said.items[i];

		if (!by_group(here - 1, here) && here->reach < here[-1].reach)
			here->reach = here[-1].reach;
	}
	return said;
}

/* Is it said by any whose numbers touch those from WANTED's first to LAST? `reach` of WANTED is of no matter. */
static bool find(const struct sayings *said, struct saying wanted, int last)
{
	size_t low = 0, high = said->count;
	int first = wanted.first;

	wanted.first = last;
	while (low < high) { /* those before `low` begin at LAST or before it, if they are of the same group */
		size_t middle = low + (high - low) / 2;

		if (by_saying(&said->items[middle], &wanted) <= 0)
			low = middle + 1;
		else
			high = middle;
	}
	return low && !by_group(&said->items[low - 1], &wanted) && said->items[low - 1].reach >= first;
}

/* Is RECORD's text said of the same numbers? Blocks split and join and carry their text along. */
static bool is_said(const struct sayings *said, const struct rt_record *record, struct rt_arena *arena)
{
	struct saying wanted = { .text = rt_port_get(record, RT_FIELD_UNAUTHORIZED), .first = record->ports.first };
	int last = record->ports.last;

	if (record->ports.first == RT_NO_PORT)
		return false;
	if (find(said, wanted, last))
		return true;
	wanted.transport = rt_str_fold(arena, rt_port_get(record, RT_FIELD_PROTOCOL));
	wanted.any = !wanted.transport.data;
	return find(said, wanted, last);
}

/* A pool record of which nothing but this text changed is no matter of bookkeeping. */
static bool is_flag_alone(const struct rt_change *c)
{
	return (c->kinds & (RT_KIND_FLAGGED | RT_KIND_UNFLAGGED)) && c->before && c->after && c->field_count == 1;
}

struct sides {
	struct sayings before, after;
};

static void mark(const struct sides *said, struct rt_change *c, struct rt_arena *arena)
{
	rt_str before = c->before ? rt_port_get(c->before, RT_FIELD_UNAUTHORIZED) : RT_NO_STR;
	rt_str after = c->after ? rt_port_get(c->after, RT_FIELD_UNAUTHORIZED) : RT_NO_STR;
	bool same_entry = c->kinds & RT_KIND_MODIFIED;

	if (c->before && c->after && before.data && !after.data &&
	    (same_entry || !is_said(&said->after, c->before, arena)))
		c->kinds |= RT_KIND_UNFLAGGED;
	if (after.data && !rt_str_equal(before, after) && (same_entry || !is_said(&said->before, c->after, arena)))
		c->kinds |= RT_KIND_FLAGGED;
	if (is_flag_alone(c))
		c->kinds &= ~(unsigned)RT_KIND_POOL;
}

void diff_mark_flags(struct work *work)
{
	struct sides said = { collect(work, true), collect(work, false) };

	for (size_t i = 0; i < work->count; i++) {
		struct rt_change *c = &work->items[i];
		const struct rt_record *side = side_of(c);

		if (side && side->in_port_registry)
			mark(&said, c, work->arena);
	}
}
