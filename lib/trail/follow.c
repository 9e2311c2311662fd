/* Which rows of an index belong to the history of what was asked for, across renames and moves. */
#include "follow.h"

#include <string.h>

/* Entries that the search goes after beside what the selectors take, each up to where it came from or went. */
struct trail {
	uint32_t *keys; /* their numbers; 0: ended */
	size_t count, capacity;
};

/* By what a selector takes a key. */
#define BY_NAME 1u
#define BY_PORT 2u

struct follower {
	const struct history_index *index;
	unsigned char
		*selected; /* by number of a key: what takes it, BY_NAME or BY_PORT; 0 (no key) is taken by nothing */
	unsigned counts;   /* those that count */
	bool *wanted;
	struct trail trail;
	struct rt_arena *arena;
};

/* Keys are fewer than rows, and each row is looked at more than once. */
static void select_keys(struct follower *f, const struct rt_selector *selectors, size_t count)
{
	f->selected = rt_arena_array(f->arena, f->index->key_count + 1, sizeof *f->selected);
	for (uint32_t i = 0; i < f->index->key_count; i++) {
		struct key key = key_at(f->index, i + 1);

		for (size_t s = 0; s < count; s++)
			if (key_is_taken(&selectors[s], &key))
				f->selected[i + 1] |= selectors[s].service.data ? BY_NAME : BY_PORT;
	}
}

static bool is_selected(const struct follower *f, uint32_t number)
{
	return f->selected[number] & f->counts;
}

/* Where in the trail the entry of that key is; the trail's count if it is not there. */
static size_t find(const struct follower *f, uint32_t number)
{
	const struct trail *trail = &f->trail;

	if (!number || !trail->count)
		return trail->count;
	struct key key = key_at(f->index, number);
	for (size_t i = 0; i < trail->count; i++) {
		if (!trail->keys[i])
			continue;
		struct key other = key_at(f->index, trail->keys[i]);
		if (key_is_same_entry(&other, &key))
			return i;
	}
	return trail->count;
}

static bool is_followed(const struct follower *f, uint32_t number)
{
	return find(f, number) < f->trail.count;
}

static void begin_trail(struct follower *f, uint32_t number)
{
	struct trail *trail = &f->trail;

	if (is_followed(f, number))
		return;
	if (trail->count == trail->capacity) {
		trail->capacity = trail->capacity * 2 + 8;
		uint32_t *keys = rt_arena_array(f->arena, trail->capacity, sizeof *keys);

		if (trail->count)
			memcpy(keys, trail->keys, trail->count * sizeof *keys);
		trail->keys = keys;
	}
	trail->keys[trail->count++] = number;
}

/* Mark the rows of one step. */
static void mark_step(struct follower *f, size_t first, size_t end, bool forward)
{
	for (size_t i = first; i < end; i++) {
		const struct row *row = &f->index->rows[i];
		uint32_t near = forward ? row->before : row->after;

		if (is_selected(f, row->before) || is_selected(f, row->after) || is_followed(f, near))
			f->wanted[i] = true;
	}
}

static bool is_passage(const struct row *row)
{
	return row->before && row->after && row->labels & (RT_LABEL_RENAMED | RT_LABEL_MOVED);
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
		uint32_t near = forward ? row->before : row->after, far = forward ? row->after : row->before;

		if (is_passage(row) && !is_selected(f, far) && (is_selected(f, near) || is_followed(f, near)))
			begin_trail(f, far);
	}
	for (size_t i = first; i < end && old; i++) {
		const struct row *row = &f->index->rows[i];
		uint32_t near = forward ? row->before : row->after;
		bool ends = is_passage(row) || row->kinds & (RT_KIND_NEW | RT_KIND_DEASSIGNED | RT_KIND_REMOVED);
		size_t at = ends ? find(f, near) : old;

		if (at < old)
			f->trail.keys[at] = 0;
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
	f->counts = BY_NAME;
	for (size_t at = 0; at < f->index->count; at++) {
		mark_step(f, points[at].first_row, points[at + 1].first_row, true);
		follow_step(f, points[at].first_row, points[at + 1].first_row, true);
	}
}

bool *follow(const struct history_index *index, const struct rt_selector *selectors, size_t count, bool across,
             struct rt_arena *arena)
{
	struct follower f = { .index = index, .counts = BY_NAME | BY_PORT, .arena = arena };

	f.wanted = rt_arena_array(arena, index->row_count + 1, sizeof *f.wanted);
	if (!count) {
		memset(f.wanted, true, index->row_count);
		return f.wanted;
	}
	select_keys(&f, selectors, count);
	follow_back(&f, across);
	if (across)
		follow_forward(&f);
	return f.wanted;
}
