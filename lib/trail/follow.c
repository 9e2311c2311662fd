/* Which rows of an index belong to the history of what was asked for, across renames and moves. */
#include "follow.h"

#include <string.h>

/* Entries that the search goes after beside what the selectors take, each up to where it came from or went. */
struct trail {
	const struct key **keys;
	size_t count, capacity;
};

struct follower {
	const struct history_index *index;
	const struct rt_selector *selectors;
	size_t selector_count;
	bool names_only; /* only selectors by name count */
	bool *wanted;
	struct trail trail;
	struct rt_arena *arena;
};

static bool is_selected(const struct follower *f, const struct key *key)
{
	for (size_t i = 0; i < f->selector_count; i++)
		if ((!f->names_only || f->selectors[i].service.data) && key_is_taken(&f->selectors[i], key))
			return true;
	return false;
}

static size_t find(const struct trail *trail, const struct key *key)
{
	size_t i = 0;

	while (i < trail->count && (!trail->keys[i] || !key_is_same_entry(trail->keys[i], key)))
		i++;
	return i;
}

static bool is_followed(const struct follower *f, const struct key *key)
{
	return key && find(&f->trail, key) < f->trail.count;
}

static void begin_trail(struct follower *f, const struct key *key)
{
	struct trail *trail = &f->trail;

	if (find(trail, key) < trail->count)
		return;
	if (trail->count == trail->capacity) {
		trail->capacity = trail->capacity * 2 + 8;
		const struct key **keys = rt_arena_array(f->arena, trail->capacity, sizeof *keys);

		if (trail->count)
			memcpy(keys, trail->keys, trail->count * sizeof *keys);
		trail->keys = keys;
	}
	trail->keys[trail->count++] = key;
}

/* Mark the rows of one step. */
static void mark_step(struct follower *f, size_t first, size_t end, bool forward)
{
	for (size_t i = first; i < end; i++) {
		const struct row *row = &f->index->rows[i];
		const struct key *before = key_of(f->index, row->before), *after = key_of(f->index, row->after);

		if (is_selected(f, before) || is_selected(f, after) || is_followed(f, forward ? before : after))
			f->wanted[i] = true;
	}
}

static bool is_passage(const struct row *row)
{
	return row->before && row->after && row->labels & (RT_RENAMED | RT_MOVED);
}

static void drop_ended(struct trail *trail)
{
	size_t kept = 0;

	for (size_t i = 0; i < trail->count; i++)
		if (trail->keys[i])
			trail->keys[kept++] = trail->keys[i];
	trail->count = kept;
}

/* Trails begin, go on and end behind a step, so that what it has under the same name is not taken for the same. NEAR is
 * the side of a row that the search comes from, FAR the one that it goes to. */
static void follow_step(struct follower *f, size_t first, size_t end, bool forward)
{
	size_t old = f->trail.count;

	for (size_t i = first; i < end; i++) {
		const struct row *row = &f->index->rows[i];
		const struct key *near = key_of(f->index, forward ? row->before : row->after);
		const struct key *far = key_of(f->index, forward ? row->after : row->before);

		if (is_passage(row) && (is_selected(f, near) || is_followed(f, near)) && !is_selected(f, far))
			begin_trail(f, far);
	}
	for (size_t i = first; i < end && old; i++) {
		const struct row *row = &f->index->rows[i];
		const struct key *near = key_of(f->index, forward ? row->before : row->after);
		bool ends = is_passage(row) || row->kinds & (RT_NEW | RT_DEASSIGNED | RT_REMOVED);
		size_t at = near && ends ? find(&f->trail, near) : old;

		if (at < old)
			f->trail.keys[at] = NULL;
	}
	drop_ended(&f->trail);
}

static void follow_back(struct follower *f, bool follow)
{
	const struct point *points = f->index->points;

	f->trail.count = 0;
	for (size_t at = f->index->count; at-- > 0;) {
		mark_step(f, points[at].first_row, points[at + 1].first_row, false);
		if (follow)
			follow_step(f, points[at].first_row, points[at + 1].first_row, false);
	}
}

static void follow_forward(struct follower *f)
{
	const struct point *points = f->index->points;

	f->trail.count = 0;
	f->names_only = true;
	for (size_t at = 0; at < f->index->count; at++) {
		mark_step(f, points[at].first_row, points[at + 1].first_row, true);
		follow_step(f, points[at].first_row, points[at + 1].first_row, true);
	}
}

bool *follow(const struct history_index *index, const struct rt_selector *selectors, size_t count, bool across,
             struct rt_arena *arena)
{
	struct follower f = { .index = index, .selectors = selectors, .selector_count = count, .arena = arena };

	f.wanted = rt_arena_array(arena, index->row_count + 1, sizeof *f.wanted);
	if (!count) {
		memset(f.wanted, true, index->row_count);
		return f.wanted;
	}
	follow_back(&f, across);
	if (across)
		follow_forward(&f);
	return f.wanted;
}
