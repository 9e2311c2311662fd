/* The passes of the port registry: what became of an assignment, in the words of RFC 6335 section 8. */
#include "internal.h"

#include <stdlib.h>

/* ---- keys ---- */

static rt_str place_key(const struct rt_record *r, struct rt_arena *arena)
{
	if (!rt_port_get(r, RT_FIELD_PORT).data)
		return RT_NO_STR;
	rt_str protocol = rt_str_fold(arena, rt_port_get(r, RT_FIELD_PROTOCOL));
	return rt_str_format(arena, "%.*s/%.*s", RT_ARG(rt_port_get(r, RT_FIELD_PORT)), RT_ARG(protocol));
}

static rt_str name_key(const struct rt_record *r, struct rt_arena *arena)
{
	rt_str name = rt_str_fold(arena, rt_port_get(r, RT_FIELD_SERVICE));
	rt_str protocol = rt_str_fold(arena, rt_port_get(r, RT_FIELD_PROTOCOL));

	return name.data ? rt_str_format(arena, "%.*s/%.*s", RT_ARG(name), RT_ARG(protocol)) : RT_NO_STR;
}

/* A service has to have a number on both sides to have moved: one that lost its number was de-assigned (RFC 6335
 * section 8.2: its name survives), one that got one is new at that number. */
static rt_str numbered_name_key(const struct rt_record *r, struct rt_arena *arena)
{
	return rt_port_get(r, RT_FIELD_PORT).data ? name_key(r, arena) : RT_NO_STR;
}

/* ---- which changes take part ---- */

static bool takes_assigned(const struct rt_change *c)
{
	return is_assigned(side_of(c));
}

static bool takes_pool_after_assigned(const struct rt_change *c)
{
	return c->before ? takes_assigned(c) : is_pool(c->after);
}

static bool takes_assigned_after_pool(const struct rt_change *c)
{
	return c->before ? is_pool(c->before) : takes_assigned(c);
}

/* ---- likeness ---- */

static bool share_value(const struct rt_field *a, const struct rt_field *b)
{
	for (size_t i = 0; i < a->count; i++)
		for (size_t k = 0; k < b->count; k++)
			if (rt_str_equal(a->values[i], b->values[k]))
				return true;
	return false;
}

static bool share_party(const struct rt_record *a, const struct rt_record *b)
{
	static const enum rt_port_field parties[] = { RT_FIELD_ASSIGNEE, RT_FIELD_CONTACT };

	for (size_t i = 0; i < 2; i++)
		for (size_t k = 0; k < 2; k++)
			if (share_value(&a->fields[parties[i]], &b->fields[parties[k]]))
				return true;
	return false;
}

/* Evidence that another name at the same port is the same service: what it is described as counts most, then its name;
 * who holds it and a date of registration that was kept add to that, but do not decide alone. Weighed on the services
 * that gave way to another at their port between 2017 and 2025: nvm-express became nvme, but pando-pub gave way to
 * ms-do. */
#define SAME_SERVICE  150
#define SAME_IN_WORDS 100
static int rename_evidence(const struct rt_record *old, const struct rt_record *new)
{
	rt_str registered = rt_port_get(old, RT_FIELD_REGISTERED);
	bool kept_date = registered.data && rt_str_equal(registered, rt_port_get(new, RT_FIELD_REGISTERED));
	int words =
		2 * diff_common_words(rt_port_get(old, RT_FIELD_DESCRIPTION), rt_port_get(new, RT_FIELD_DESCRIPTION)) +
		diff_common_letters(rt_port_get(old, RT_FIELD_SERVICE), rt_port_get(new, RT_FIELD_SERVICE));

	return words < SAME_IN_WORDS ? 0 : words + (share_party(old, new) ? 50 : 0) + (kept_date ? 50 : 0);
}

/* ---- what to do with a pair ---- */

static void join_renamed(struct rt_change *old, struct rt_change *new)
{
	diff_merge(old, new);
	old->labels |= RT_LABEL_RENAMED;
}

static void join_moved(struct rt_change *old, struct rt_change *new)
{
	diff_merge(old, new);
	old->labels |= RT_LABEL_MOVED;
}

/* The pool record that a new assignment took the place of. */
static void join_new(struct rt_change *old, struct rt_change *new)
{
	new->before = old->before;
	old->before = NULL;
}

static void link_both(struct rt_change *old, struct rt_change *new)
{
	if (old->link || new->link)
		return;
	old->link = new;
	new->link = old;
}

static void join_reassigned(struct rt_change *old, struct rt_change *new)
{
	old->labels |= RT_LABEL_REASSIGNED;
	new->labels |= RT_LABEL_REASSIGNED;
	link_both(old, new);
}

/* A number was de-assigned and the name of its service is kept without one (compressnet, 2025-02-13). */
static int name_outlives(const struct rt_record *old, const struct rt_record *new)
{
	bool lost_number = rt_port_get(old, RT_FIELD_PORT).data && !rt_port_get(new, RT_FIELD_PORT).data;

	return lost_number ? 1 + diff_likeness(old, new) : 0;
}

static const struct pairing pairings[] = {
	/* First, because a name that stands elsewhere is not gone. */
	{ takes_assigned, numbered_name_key, diff_likeness, 0, join_moved },
	{ takes_assigned, place_key, rename_evidence, SAME_SERVICE, join_renamed },
	{ takes_assigned, place_key, diff_likeness, 0, join_reassigned },
	{ takes_assigned, name_key, name_outlives, 1, link_both },
	{ takes_assigned_after_pool, place_key, diff_likeness, 0, join_new },
	{ takes_pool_after_assigned, place_key, diff_likeness, 0, diff_merge },
};

/* ---- pool blocks that split, grew and shrank ---- */

/* How many numbers two blocks of the same transport have in common. */
static int overlap(const struct rt_record *a, const struct rt_record *b)
{
	if (a->ports.first == RT_NO_PORT || b->ports.first == RT_NO_PORT)
		return 0;
	int first = a->ports.first > b->ports.first ? a->ports.first : b->ports.first;
	int last = a->ports.last < b->ports.last ? a->ports.last : b->ports.last;
	return last >= first ? last - first + 1 : 0;
}

static bool same_protocol(const struct rt_record *a, const struct rt_record *b)
{
	return rt_str_equal_nocase(rt_port_get(a, RT_FIELD_PROTOCOL), rt_port_get(b, RT_FIELD_PROTOCOL));
}

/* So many blocks are held against one at most; of real ones a few dozen overlap one block. */
#define MAX_OVERLAPS 2000

/* The blocks that came, by first number. */
struct arrivals {
	struct rt_change **items;
	/* Those before `start` end before the block at hand, and are of no use to later ones either. */
	size_t count, start;
};

static struct arrivals collect_arrivals(struct work *work)
{
	struct arrivals came = { rt_arena_array(work->arena, work->count, sizeof *came.items), 0, 0 };

	for (size_t i = 0; i < work->count; i++)
		if (has_only_after(&work->items[i]) && is_pool(work->items[i].after))
			came.items[came.count++] = &work->items[i];
	return came;
}

/* None, because it found its other side, or one that ends before OLD begins. */
static bool ends_before(const struct rt_change *c, const struct rt_record *old)
{
	return !c->after || c->after->ports.last < old->ports.first;
}

/* Of the blocks that came, the one that has most of OLD's numbers. */
static struct rt_change *largest_remainder(struct arrivals *came, const struct rt_record *old)
{
	struct rt_change *best = NULL;
	int most = 0;

	while (came->start < came->count && ends_before(came->items[came->start], old))
		came->start++;
	for (size_t i = came->start; i < came->count && i - came->start < MAX_OVERLAPS; i++) {
		struct rt_change *c = came->items[i];

		if (!has_only_after(c))
			continue;
		if (c->after->ports.first > old->ports.last)
			break;
		int common = same_protocol(old, c->after) ? overlap(old, c->after) : 0;
		if (common > most) {
			most = common;
			best = c;
		}
	}
	return best;
}

static void pair_pool(struct work *work)
{
	struct arrivals came = collect_arrivals(work);

	for (size_t i = 0; i < work->count; i++) {
		struct rt_change *c = &work->items[i];

		if (!has_only_before(c) || !is_pool(c->before))
			continue;
		struct rt_change *remainder = largest_remainder(&came, c->before);
		if (remainder)
			diff_merge(c, remainder);
	}
}

/* ---- where a de-assigned number went ---- */

static bool covers(const struct rt_record *pool, const struct rt_record *entry)
{
	rt_str protocol = rt_port_get(pool, RT_FIELD_PROTOCOL); /* none stands for all */

	return is_pool(pool) && entry->ports.first != RT_NO_PORT && pool->ports.first <= entry->ports.first &&
	       pool->ports.last >= entry->ports.last && (!protocol.data || same_protocol(pool, entry));
}

/* The pool records that came, by first number. */
struct blocks {
	const struct rt_record **items;
	size_t count, start; /* those before `start` end before the entry at hand */
};

static int by_first(const void *a, const void *b)
{
	const struct rt_record *const *x = a, *const *y = b;

	return rt_record_compare(*x, *y);
}

static struct blocks collect_blocks(const struct work *work)
{
	struct blocks blocks = { rt_arena_array(work->arena, work->count, sizeof *blocks.items), 0, 0 };

	for (size_t i = 0; i < work->count; i++)
		if (work->items[i].after && is_pool(work->items[i].after))
			blocks.items[blocks.count++] = work->items[i].after;
	qsort(blocks.items, blocks.count, sizeof *blocks.items, by_first);
	return blocks;
}

/* A block that covers ENTRY, or NULL. Entries must be asked for in the order of their numbers. */
static const struct rt_record *find_place(struct blocks *blocks, const struct rt_record *entry)
{
	if (entry->ports.first == RT_NO_PORT)
		return NULL;
	while (blocks->start < blocks->count && blocks->items[blocks->start]->ports.last < entry->ports.first)
		blocks->start++;
	for (size_t i = blocks->start; i < blocks->count && i - blocks->start < MAX_OVERLAPS; i++) {
		if (blocks->items[i]->ports.first > entry->ports.first)
			return NULL;
		if (covers(blocks->items[i], entry))
			return blocks->items[i];
	}
	return NULL;
}

static unsigned destination(const struct rt_change *change)
{
	const struct rt_record *pool = change->after ? change->after : change->place;

	if (change->labels & RT_LABEL_REASSIGNED)
		return 0;
	if (!pool)
		return RT_LABEL_TO_REMOVED;
	return pool->state == RT_RESERVED ? RT_LABEL_TO_RESERVED : RT_LABEL_TO_UNASSIGNED;
}

/* ---- kinds ---- */

static unsigned kind_of(const struct rt_change *c)
{
	bool before = c->before && is_assigned(c->before), after = c->after && is_assigned(c->after);

	if (before && after)
		return RT_KIND_MODIFIED;
	return before ? RT_KIND_DEASSIGNED : after ? RT_KIND_NEW : RT_KIND_POOL;
}

static void mark_kinds(struct work *work)
{
	for (size_t i = 0; i < work->count; i++) {
		struct rt_change *c = &work->items[i];
		const struct rt_record *side = side_of(c);

		if (side && side->in_port_registry)
			c->kinds = kind_of(c);
	}
}

static void mark_destinations(struct work *work)
{
	struct blocks blocks = collect_blocks(work);

	for (size_t i = 0; i < work->count; i++) {
		struct rt_change *c = &work->items[i];

		if (!(c->kinds & RT_KIND_DEASSIGNED))
			continue;
		if (!c->after && !(c->labels & RT_LABEL_REASSIGNED))
			c->place = find_place(&blocks, c->before);
		c->labels |= destination(c);
	}
}

void diff_port_passes(struct work *work)
{
	for (size_t i = 0; i < sizeof pairings / sizeof *pairings; i++)
		diff_pair(work, &pairings[i]);
	pair_pool(work);
	mark_kinds(work);
	mark_destinations(work);
}
