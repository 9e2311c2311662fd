/* What is new on the way through a period and gone at its end, or the reverse: the net changes cannot tell. */
#include "report.h"

#define GONE ((unsigned)RT_DEASSIGNED | (unsigned)RT_REMOVED)

/* What happened to one entry so far. */
struct passage {
	rt_str key;                   /* absent: a free place of the table */
	unsigned first;               /* kinds of its first coming or going */
	const struct rt_change *last; /* its last; NULL: none */
	bool net;                     /* it came or went over the whole period, too */
};

struct table {
	struct passage *places; /* open addressing, linear probing; never full */
	size_t capacity;        /* a power of two */
	struct rt_arena *arena;
};

/* The passage of KEY, a new one if there is none. */
static struct passage *place_of(const struct table *table, rt_str key)
{
	size_t at = (size_t)rt_str_hash(0, key) & (table->capacity - 1);

	while (table->places[at].key.data && !rt_str_equal(table->places[at].key, key))
		at = (at + 1) & (table->capacity - 1);
	table->places[at].key = key;
	return &table->places[at];
}

static struct passage *passage_of(const struct table *table, const struct rt_record *record)
{
	return place_of(table, rt_record_key(record, table->arena));
}

/* An entry that was renamed or moved goes on under its other name. */
static void follow(const struct table *table, const struct rt_change *change)
{
	struct passage *old = passage_of(table, change->before), *new = passage_of(table, change->after);

	if (old == new || !old->last)
		return;
	new->first = old->first;
	new->last = old->last;
	old->last = NULL;
}

static void take(const struct table *table, const struct rt_change *change)
{
	unsigned kinds = change->kinds & (GONE | RT_NEW);

	if (kinds) {
		struct passage *passage = passage_of(table, rt_change_entry(change));

		if (!passage->last)
			passage->first = kinds;
		passage->last = change;
	} else if ((change->kinds & RT_MODIFIED) && change->before && change->after) {
		follow(table, change);
	}
}

static struct table make_table(const struct rt_report *steps, size_t count, const struct rt_changes *net,
                               struct rt_arena *arena)
{
	size_t most = net->count, capacity = 16;

	for (size_t i = 0; i < count; i++)
		most += 2 * steps[i].changes.count; /* a change names an entry before and one after */
	while (capacity < 2 * most)
		capacity *= 2;
	return (struct table){ rt_arena_array(arena, capacity, sizeof(struct passage)), capacity, arena };
}

static bool is_passing(const struct passage *passage)
{
	if (!passage->last || passage->net)
		return false;
	return passage->first & GONE ? (passage->last->kinds & RT_NEW) != 0 : (passage->last->kinds & GONE) != 0;
}

/* Is CHANGE the last of an entry that is passing? */
static bool ends_passage(const struct table *table, const struct rt_change *change)
{
	if (!(change->kinds & (GONE | RT_NEW)))
		return false;
	const struct passage *passage = passage_of(table, rt_change_entry(change));
	return passage->last == change && is_passing(passage);
}

struct rt_changes passing_of(const struct rt_report *steps, size_t count, const struct rt_changes *net,
                             struct rt_arena *arena)
{
	struct table table = make_table(steps, count, net, arena);
	struct rt_changes out = { NULL, 0 };

	for (size_t i = 0; i < count; i++)
		for (size_t k = 0; k < steps[i].changes.count; k++)
			take(&table, &steps[i].changes.items[k]);
	for (size_t i = 0; i < net->count; i++)
		if (net->items[i].kinds & (GONE | RT_NEW))
			passage_of(&table, rt_change_entry(&net->items[i]))->net = true;
	for (size_t i = 0; i < table.capacity; i++)
		out.count += is_passing(&table.places[i]);
	out.items = rt_arena_array(arena, out.count, sizeof *out.items);
	out.count = 0;
	for (size_t i = 0; i < count; i++) /* in the order of the steps, not of the table */
		for (size_t k = 0; k < steps[i].changes.count; k++)
			if (ends_passage(&table, &steps[i].changes.items[k]))
				out.items[out.count++] = steps[i].changes.items[k];
	return out;
}
