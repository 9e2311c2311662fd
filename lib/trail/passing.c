/* What is undone on the way through a period: net changes cannot tell of what came and went, was flagged and unflagged,
 * or was changed and changed back. */
#include "report.h"

#include <stdlib.h>

#define GONE ((unsigned)RT_KIND_DEASSIGNED | (unsigned)RT_KIND_REMOVED)

/* What can be undone, the weightiest first: of an entry one is told. */
enum { PLACE, FLAG, CONTENT, TRACKS };

static const struct track_rule {
	unsigned there, back; /* kinds of which one undoes the other */
	unsigned net;         /* kinds which, over the whole period, tell of it; or after which there is nothing to
	                         tell */
} rules[TRACKS] = {
	[PLACE] = { RT_KIND_NEW, GONE, GONE | RT_KIND_NEW },
	[FLAG] = { RT_KIND_FLAGGED, RT_KIND_UNFLAGGED, GONE | RT_KIND_FLAGGED | RT_KIND_UNFLAGGED },
	[CONTENT] = { RT_KIND_MODIFIED | RT_KIND_REGISTRY, RT_KIND_MODIFIED | RT_KIND_REGISTRY, RT_KINDS_ALL },
};

/* The changes of one of these so far. */
struct track {
	unsigned first;               /* kinds of the first */
	rt_time began;                /* registry date of its snapshot */
	const struct rt_change *last; /* NULL: none */
	size_t step;                  /* number of that of the last */
};

/* What happened to one entry so far. */
struct passage {
	rt_str key; /* absent: a free place of the table */
	struct track tracks[TRACKS];
	unsigned net; /* kinds of its change over the whole period */
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

static bool may_have_moved(const struct rt_change *change)
{
	return (change->kinds & RT_KIND_MODIFIED) && change->before && change->after;
}

/* What happened to an entry that goes on under another name. */
struct move {
	struct passage *to;
	struct track tracks[TRACKS];
};

/* Take it from its old name. False if it has no other. */
static bool leave(const struct table *table, const struct rt_change *change, struct move *out)
{
	struct passage *old = passage_of(table, change->before), *new = passage_of(table, change->after);

	if (old == new)
		return false;
	out->to = new;
	for (size_t i = 0; i < TRACKS; i++) {
		out->tracks[i] = old->tracks[i];
		old->tracks[i].last = NULL;
	}
	return true;
}

/* Entries that were renamed or moved by CHANGES go on under their other names: all at once, as one may be where another
 * was. */
static void follow(const struct table *table, const struct rt_changes *changes)
{
	size_t most = 0, count = 0;

	for (size_t i = 0; i < changes->count; i++)
		most += may_have_moved(&changes->items[i]);
	struct move *moves = rt_arena_array(table->arena, most, sizeof *moves);

	for (size_t i = 0; i < changes->count; i++)
		if (may_have_moved(&changes->items[i]) && leave(table, &changes->items[i], &moves[count]))
			count++;
	for (size_t i = 0; i < count; i++)
		for (size_t k = 0; k < TRACKS; k++)
			if (moves[i].tracks[k].last)
				moves[i].to->tracks[k] = moves[i].tracks[k];
}

/* CHANGE of the step of that NUMBER. */
static void take(const struct table *table, const struct rt_change *change, size_t number, rt_time date)
{
	struct passage *passage = passage_of(table, rt_change_entry(change));

	for (size_t i = 0; i < TRACKS; i++) {
		unsigned kinds = change->kinds & (rules[i].there | rules[i].back);

		if (!kinds)
			continue;
		if (!passage->tracks[i].last) {
			passage->tracks[i].first = kinds;
			passage->tracks[i].began = date;
		}
		passage->tracks[i].last = change;
		passage->tracks[i].step = number;
	}
}

/* What the period changed as a whole, under both its names. */
static void take_net(const struct table *table, const struct rt_change *change)
{
	passage_of(table, rt_change_entry(change))->net |= change->kinds;
	if ((change->kinds & RT_KIND_MODIFIED) && change->before)
		passage_of(table, change->before)->net |= change->kinds;
}

static struct table make_table(const struct rt_report *steps, size_t count, const struct rt_changes *net,
                               struct rt_arena *arena)
{
	size_t most = 2 * net->count, capacity = 16;

	for (size_t i = 0; i < count; i++)
		most += 2 * steps[i].changes.count; /* a change names an entry before and one after */
	while (capacity < 2 * most)
		capacity *= 2;
	return (struct table){ rt_arena_array(arena, capacity, sizeof(struct passage)), capacity, arena };
}

static bool is_undone(const struct track *track, const struct track_rule *rule)
{
	unsigned undoes = track->first & rule->there ? rule->back : rule->there;

	return (track->last->kinds & undoes) != 0;
}

/* What is undone of an entry that is passing, else NULL. */
static const struct track *undone_of(const struct passage *passage)
{
	for (size_t i = 0; i < TRACKS; i++) {
		const struct track *track = &passage->tracks[i];

		if (!track->last)
			continue;
		if (!(passage->net & rules[i].net) && is_undone(track, &rules[i]))
			return track;
		if (track->last->kinds & GONE) /* and with it what else it had */
			return NULL;
	}
	return NULL;
}

/* In the order of the steps and of their changes. */
static int by_end(const void *a, const void *b)
{
	const struct track *x = *(const struct track *const *)a, *y = *(const struct track *const *)b;

	if (x->step != y->step)
		return x->step < y->step ? -1 : 1;
	return (x->last > y->last) - (x->last < y->last);
}

/* All that is undone; *COUNT says how much. By the table, not by the changes: an entry may have another name since. */
static const struct track **find_undone(const struct table *table, size_t *count)
{
	size_t most = 0;

	for (size_t i = 0; i < table->capacity; i++)
		most += undone_of(&table->places[i]) != NULL;
	const struct track **found = rt_arena_array(table->arena, most, sizeof *found);

	*count = 0;
	for (size_t i = 0; i < table->capacity; i++)
		if (undone_of(&table->places[i]))
			found[(*count)++] = undone_of(&table->places[i]);
	if (most)
		qsort(found, most, sizeof *found, by_end);
	return found;
}

struct rt_changes passing_of(const struct rt_report *steps, size_t count, const struct rt_changes *net,
                             struct rt_arena *arena, struct rt_passage **passages)
{
	struct table table = make_table(steps, count, net, arena);
	struct rt_changes out = { NULL, 0 };

	for (size_t i = 0; i < count; i++) {
		follow(&table, &steps[i].changes);
		for (size_t k = 0; k < steps[i].changes.count; k++)
			take(&table, &steps[i].changes.items[k], i, steps[i].to.date);
	}
	for (size_t i = 0; i < net->count; i++)
		take_net(&table, &net->items[i]);
	const struct track **undone = find_undone(&table, &out.count);

	out.items = rt_arena_array(arena, out.count, sizeof *out.items);
	*passages = rt_arena_array(arena, out.count, sizeof **passages);
	for (size_t i = 0; i < out.count; i++) {
		const struct track *track = undone[i];

		out.items[i] = *track->last;
		(*passages)[i] = (struct rt_passage){ track->first, track->began, steps[track->step].to.date };
	}
	return out;
}
