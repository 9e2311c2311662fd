/* IANA assigns tcp and udp together and changes them together: shown once, such a report is half as long. */
#include "fold.h"

#include <stdlib.h>

/* ---- which changes are the same but for the transport ---- */

static bool twins(const struct rt_record *a, const struct rt_record *b)
{
	if (!a || !b)
		return a == b;
	if (!a->in_port_registry || !b->in_port_registry || a->count != b->count)
		return false;
	for (size_t i = 0; i < a->count; i++)
		if (i != RT_FIELD_PROTOCOL && !rt_field_equal(&a->fields[i], rt_record_field(b, a->fields[i].name)))
			return false;
	return true;
}

static bool twin_links(const struct rt_change *a, const struct rt_change *b)
{
	if (!a || !b)
		return a == b;
	return twins(a->before, b->before) && twins(a->after, b->after);
}

static bool twin_changes(const struct rt_change *a, const struct rt_change *b)
{
	return a->kinds == b->kinds && a->labels == b->labels && rt_str_equal(a->effective, b->effective) &&
	       twins(a->before, b->before) && twins(a->after, b->after) && twins(a->place, b->place) &&
	       twin_links(a->link, b->link);
}

/* What is passing has to have come and gone together. */
static bool twin_passages(const struct rt_passage *a, const struct rt_passage *b)
{
	return a->began == b->began && a->from == b->from && a->to == b->to;
}

/* An entry with a transport that did not change itself. */
static bool can_fold(const struct rt_change *c)
{
	const struct rt_record *entry = rt_change_entry(c);

	if (!entry->in_port_registry || !rt_port_get(entry, RT_FIELD_PROTOCOL).data)
		return false;
	return !c->before || !c->after ||
	       rt_str_equal(rt_port_get(c->before, RT_FIELD_PROTOCOL), rt_port_get(c->after, RT_FIELD_PROTOCOL));
}

/* ---- finding them ---- */

struct candidate {
	uint64_t key; /* equal for twins */
	size_t index; /* in the changes */
};

/* PASSAGE may be NULL. */
static uint64_t key_of(const struct rt_change *c, const struct rt_passage *passage)
{
	const struct rt_record *entry = rt_change_entry(c);
	uint64_t key = c->kinds + 1;

	if (passage)
		key += (uint64_t)passage->from * 31 + (uint64_t)passage->to;
	key = rt_str_hash(key, rt_port_get(entry, RT_FIELD_PORT));
	key = rt_str_hash(key, rt_port_get(entry, RT_FIELD_SERVICE));
	return rt_str_hash(key, rt_port_get(entry, RT_FIELD_DESCRIPTION));
}

static int by_key(const void *a, const void *b)
{
	const struct candidate *x = a, *y = b;

	if (x->key != y->key)
		return x->key < y->key ? -1 : 1;
	return (x->index > y->index) - (x->index < y->index);
}

static size_t collect(const struct rt_changes *changes, const struct rt_passage *passages, struct candidate *out)
{
	size_t count = 0;

	for (size_t i = 0; i < changes->count; i++)
		if (can_fold(&changes->items[i]))
			out[count++] = (struct candidate){
				.key = key_of(&changes->items[i], passages ? &passages[i] : NULL),
				.index = i,
			};
	qsort(out, count, sizeof *out, by_key);
	return count;
}

#define MOST_ON_A_LINE 16 /* transports; of real ones there are five */

/* May PROTOCOL be listed behind PROTOCOLS? Not if a record is there twice, and not without end. */
static bool has_place(rt_str protocols, rt_str protocol)
{
	size_t count = 0;
	rt_str part;

	for (; rt_str_split(&protocols, ',', &part); count++)
		if (rt_str_equal(part, protocol))
			return false;
	return count < MOST_ON_A_LINE;
}

/* Let FIRST stand for the change of OTHER too, which then has none. */
static void absorb(struct render_folded *first, struct render_folded *other, struct rt_arena *arena)
{
	rt_str protocol = rt_port_get(rt_change_entry(other->change), RT_FIELD_PROTOCOL);
	rt_str all = first->protocols;

	if (!all.data)
		all = rt_port_get(rt_change_entry(first->change), RT_FIELD_PROTOCOL);
	if (!has_place(all, protocol))
		return;
	first->protocols = rt_str_format(arena, "%.*s,%.*s", RT_ARG(all), RT_ARG(protocol));
	other->change = NULL;
}

static size_t squeeze(struct render_folded *items, size_t count)
{
	size_t kept = 0;

	for (size_t i = 0; i < count; i++)
		if (items[i].change)
			items[kept++] = items[i];
	return kept;
}

size_t render_fold_passing(const struct rt_changes *changes, const struct rt_passage *passages, struct rt_arena *arena,
                           struct render_folded *out)
{
	struct candidate *candidates = rt_arena_array(arena, changes->count, sizeof *candidates);
	size_t count = collect(changes, passages, candidates);

	for (size_t i = 0; i < changes->count; i++)
		out[i] = (struct render_folded){ &changes->items[i], RT_NO_STR };
	for (size_t i = 0, first = 0; i < count; i++) {
		if (candidates[i].key != candidates[first].key)
			first = i;
		size_t at = candidates[first].index, other = candidates[i].index;
		if (at != other && twin_changes(&changes->items[at], &changes->items[other]) &&
		    (!passages || twin_passages(&passages[at], &passages[other])))
			absorb(&out[at], &out[other], arena);
	}
	return squeeze(out, changes->count);
}

size_t render_fold(const struct rt_changes *changes, struct rt_arena *arena, struct render_folded *out)
{
	return render_fold_passing(changes, NULL, arena, out);
}
