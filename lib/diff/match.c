#include "internal.h"

#include <stdlib.h>

/* ---- records without an equal ---- */

/* A hash table of OLD's records, open addressing; a slot holds an index + 1. */
struct table {
	const struct rt_record *records;
	uint32_t *slots;
	size_t mask;
};

static struct table table_of(struct rt_records records, struct rt_arena *arena)
{
	size_t size = 16;

	while (size < records.count * 2)
		size *= 2;
	struct table table = { records.items, rt_arena_array(arena, size, sizeof *table.slots), size - 1 };
	for (size_t i = 0; i < records.count; i++) {
		size_t at = records.items[i].hash & table.mask;

		while (table.slots[at])
			at = (at + 1) & table.mask;
		table.slots[at] = (uint32_t)(i + 1);
	}
	return table;
}

/* Take one record equal to WANTED that is not taken yet; false if there is none. */
static bool take_equal(const struct table *table, const struct rt_record *wanted, bool *taken)
{
	for (size_t at = wanted->hash & table->mask; table->slots[at]; at = (at + 1) & table->mask) {
		size_t index = table->slots[at] - 1;

		if (taken[index] || !rt_record_equal(&table->records[index], wanted))
			continue;
		taken[index] = true;
		return true;
	}
	return false;
}

static int by_record(const void *a, const void *b)
{
	const struct rt_change *x = a, *y = b;
	int order = rt_record_compare(x->before ? x->before : x->after, y->before ? y->before : y->after);

	return order ? order : (x->before == NULL) - (y->before == NULL);
}

struct work diff_leftovers(struct rt_records old, struct rt_records new, struct rt_arena *arena)
{
	struct table table = table_of(old, arena);
	bool *taken = rt_arena_array(arena, old.count, sizeof *taken);
	bool *found = rt_arena_array(arena, new.count, sizeof *found);
	size_t count = old.count;

	for (size_t i = 0; i < new.count; i++) {
		found[i] = take_equal(&table, &new.items[i], taken);
		count += found[i] ? (size_t)-1 : 1;
	}
	struct work work = { rt_arena_array(arena, count, sizeof *work.items), 0, arena };
	for (size_t i = 0; i < old.count; i++)
		if (!taken[i])
			work.items[work.count++] = (struct rt_change){ .before = &old.items[i] };
	for (size_t i = 0; i < new.count; i++)
		if (!found[i])
			work.items[work.count++] = (struct rt_change){ .after = &new.items[i] };
	qsort(work.items, work.count, sizeof *work.items, by_record);
	for (size_t i = 0; i < work.count; i++)
		work.items[i].origin = i;
	return work;
}

/* ---- pairing ---- */

struct candidate {
	rt_str key;
	struct rt_change *change;
	bool used;
};

static int by_key(const void *a, const void *b)
{
	const struct candidate *x = a, *y = b;
	int order = rt_str_compare(x->key, y->key);

	if (order)
		return order;
	if ((x->change->before == NULL) != (y->change->before == NULL)) /* old before new */
		return x->change->before ? -1 : 1;
	return (x->change->origin > y->change->origin) - (x->change->origin < y->change->origin);
}

struct scored {
	int score;
	uint32_t old, new; /* indices in the group */
};

static int by_score(const void *a, const void *b)
{
	const struct scored *x = a, *y = b;

	if (x->score != y->score)
		return x->score > y->score ? -1 : 1;
	if (x->old != y->old)
		return x->old < y->old ? -1 : 1;
	return (x->new > y->new) - (x->new < y->new);
}

/* Held all against all up to here; a larger group is paired in the order of its records. The largest real one is 34. */
#define MAX_HELD_AGAINST 200000

static void join(const struct pairing *pairing, struct candidate *old, struct candidate *new)
{
	pairing->join(old->change, new->change);
	old->used = new->used = true;
}

static void pair_in_order(const struct pairing *pairing, struct candidate *old, size_t old_count, struct candidate *new,
                          size_t new_count, struct rt_arena *arena)
{
	for (size_t i = 0; i < old_count && i < new_count; i++)
		if (pairing->score(old[i].change->before, new[i].change->after, arena) >= pairing->threshold)
			join(pairing, &old[i], &new[i]);
}

static void pair_group(const struct pairing *pairing, struct candidate *old, size_t old_count, struct candidate *new,
                       size_t new_count, struct rt_arena *arena)
{
	if (!old_count || !new_count)
		return;
	if (old_count > MAX_HELD_AGAINST / new_count) {
		pair_in_order(pairing, old, old_count, new, new_count, arena);
		return;
	}
	struct scored *scores = rt_arena_array(arena, old_count * new_count, sizeof *scores);
	size_t n = 0;
	for (uint32_t i = 0; i < old_count; i++)
		for (uint32_t k = 0; k < new_count; k++)
			scores[n++] = (struct scored){ pairing->score(old[i].change->before, new[k].change->after, arena), i, k };
	qsort(scores, n, sizeof *scores, by_score);
	for (size_t i = 0; i < n && scores[i].score >= pairing->threshold; i++)
		if (!old[scores[i].old].used && !new[scores[i].new].used)
			join(pairing, &old[scores[i].old], &new[scores[i].new]);
}

void diff_pair(struct work *work, const struct pairing *pairing)
{
	struct candidate *list = rt_arena_array(work->arena, work->count, sizeof *list);
	size_t count = 0;

	for (size_t i = 0; i < work->count; i++) {
		struct rt_change *change = &work->items[i];

		if ((!has_only_before(change) && !has_only_after(change)) || !pairing->takes(change))
			continue;
		rt_str key = pairing->key(change->before ? change->before : change->after, work->arena);
		if (key.data)
			list[count++] = (struct candidate){ key, change, false };
	}
	qsort(list, count, sizeof *list, by_key);
	for (size_t start = 0, end; start < count; start = end) {
		size_t olds = 0;

		for (end = start; end < count && rt_str_equal(list[end].key, list[start].key); end++)
			olds += list[end].change->before != NULL;
		pair_group(pairing, &list[start], olds, &list[start + olds], end - start - olds, work->arena);
	}
}

void diff_merge(struct rt_change *old, struct rt_change *new)
{
	old->after = new->after;
	new->after = NULL;
}

/* ---- the same entry, by identity ---- */

static bool takes_all(const struct rt_change *change)
{
	(void)change;
	return true;
}

/* In the port registry an assignment and a pool record are never the same entry. */
static rt_str identity_key(const struct rt_record *record, struct rt_arena *arena)
{
	rt_str key = rt_record_key(record, arena);

	return is_pool(record) ? rt_str_format(arena, "%.*s\x1fpool", RT_ARG(key)) : key;
}

void diff_same_entry(struct work *work)
{
	static const struct pairing same = { takes_all, identity_key, diff_likeness, 0, diff_merge };

	diff_pair(work, &same);
}
