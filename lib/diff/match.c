#include "internal.h"

#include <stdlib.h>

/* ---- records without an equal ---- */

/* A hash table of OLD's records with a chain a bucket: taking a record off its front costs the same however many equal
 * ones there are. Links are an index + 1, 0 ends a chain. */
struct rt_unmatched {
	struct rt_records old;
	bool *taken;
	uint32_t *buckets, *next;
	size_t mask;
};

struct rt_unmatched *rt_unmatched_new(struct rt_records old, struct rt_arena *arena)
{
	struct rt_unmatched *u = rt_arena_alloc(arena, sizeof *u);
	size_t size = 16;

	while (size < old.count * 2)
		size *= 2;
	*u = (struct rt_unmatched){ .old = old, .mask = size - 1 };
	u->taken = rt_arena_array(arena, old.count, sizeof *u->taken);
	u->next = rt_arena_array(arena, old.count, sizeof *u->next);
	u->buckets = rt_arena_array(arena, size, sizeof *u->buckets);
	for (size_t i = 0; i < old.count; i++) {
		uint32_t *bucket = &u->buckets[old.items[i].hash & u->mask];

		u->next[i] = *bucket;
		*bucket = (uint32_t)(i + 1);
	}
	return u;
}

bool rt_unmatched_take(struct rt_unmatched *u, const struct rt_record *record)
{
	for (uint32_t *link = &u->buckets[record->hash & u->mask]; *link; link = &u->next[*link - 1]) {
		size_t index = *link - 1;

		if (!rt_record_equal(&u->old.items[index], record))
			continue;
		u->taken[index] = true;
		*link = u->next[index];
		return true;
	}
	return false;
}

struct rt_records rt_unmatched_rest(const struct rt_unmatched *u, struct rt_arena *arena)
{
	size_t count = 0;

	for (size_t i = 0; i < u->old.count; i++)
		count += !u->taken[i];
	struct rt_records rest = { rt_arena_array(arena, count, sizeof *rest.items), 0 };
	for (size_t i = 0; i < u->old.count; i++)
		if (!u->taken[i])
			rest.items[rest.count++] = u->old.items[i];
	return rest;
}

static int by_record(const void *a, const void *b)
{
	const struct rt_change *x = a, *y = b;
	int order = rt_record_compare(side_of(x), side_of(y));

	return order ? order : (x->before == NULL) - (y->before == NULL);
}

static void add(struct work *work, const struct rt_record *before, const struct rt_record *after)
{
	work->items[work->count++] = (struct rt_change){ .before = before, .after = after };
}

struct work diff_leftovers(struct rt_records old, struct rt_records new, struct rt_arena *arena)
{
	struct rt_unmatched *unmatched = rt_unmatched_new(old, arena);
	bool *found = rt_arena_array(arena, new.count, sizeof *found);
	size_t came = 0;

	for (size_t i = 0; i < new.count; i++) {
		found[i] = rt_unmatched_take(unmatched, &new.items[i]);
		came += !found[i];
	}
	struct rt_records went = rt_unmatched_rest(unmatched, arena);
	struct work work = { rt_arena_array(arena, went.count + came, sizeof *work.items), 0, arena };
	for (size_t i = 0; i < went.count; i++)
		add(&work, &went.items[i], NULL);
	for (size_t i = 0; i < new.count; i++)
		if (!found[i])
			add(&work, NULL, &new.items[i]);
	qsort(work.items, work.count, sizeof *work.items, by_record);
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
	return (x->change > y->change) - (x->change < y->change);
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
                          size_t new_count)
{
	for (size_t i = 0; i < old_count && i < new_count; i++)
		if (pairing->score(old[i].change->before, new[i].change->after) >= pairing->threshold)
			join(pairing, &old[i], &new[i]);
}

static void pair_group(const struct pairing *pairing, struct candidate *old, size_t old_count, struct candidate *new,
                       size_t new_count, struct rt_arena *arena)
{
	if (!old_count || !new_count)
		return;
	if (old_count > MAX_HELD_AGAINST / new_count) {
		pair_in_order(pairing, old, old_count, new, new_count);
		return;
	}
	struct scored *scores = rt_arena_array(arena, old_count * new_count, sizeof *scores);
	size_t n = 0;
	for (uint32_t i = 0; i < old_count; i++)
		for (uint32_t k = 0; k < new_count; k++)
			scores[n++] =
				(struct scored){ pairing->score(old[i].change->before, new[k].change->after), i, k };
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
		rt_str key = pairing->key(side_of(change), work->arena);
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
