/* The index of a history, made from the changes of every step. What it has already is not made again. */
#include "history.h"

#include <string.h>

/* ---- rows ---- */

/* The number of RECORD's key; 0 for no record. SCRATCH holds what is of no use afterwards. */
static uint32_t number_of(struct key_table *table, const struct rt_record *record, rt_str registry,
                          struct rt_arena *scratch)
{
	if (!record)
		return 0;
	struct key key = key_from(record);
	if (key.flags & KEY_ENTRY)
		key.path = rt_archive_entry_path(record, registry, scratch);
	return key_table_put(table, &key);
}

static void add_row(struct history_index *index, const struct row *row, struct rt_arena *arena)
{
	if (index->row_count == index->row_capacity) {
		index->row_capacity = index->row_count * 2 + 1024;
		struct row *rows = rt_arena_array(arena, index->row_capacity, sizeof *rows);

		if (index->row_count)
			memcpy(rows, index->rows, index->row_count * sizeof *rows);
		index->rows = rows;
	}
	index->rows[index->row_count++] = *row;
}

static enum rt_code add_first(struct rt_history *history, struct key_table *table, const struct point *point,
                              struct rt_arena *scratch, struct rt_error *err)
{
	struct rt_records none, records;
	enum rt_code code =
		rt_archive_compare(history->archive, NULL, &point->tree, false, scratch, &none, &records, err);

	for (size_t i = 0; i < records.count && !code; i++) {
		if (records.items[i].subject != RT_ENTRY)
			continue;
		struct row row = { .after = number_of(table, &records.items[i], history->registry, scratch) };
		add_row(&history->index, &row, history->arena);
	}
	return code;
}

static enum rt_code compare(struct rt_history *history, const struct point *old, const struct point *new, bool people,
                            struct rt_arena *arena, struct rt_changes *out, struct rt_error *err)
{
	struct rt_records before, after;
	enum rt_code code =
		rt_archive_compare(history->archive, &old->tree, &new->tree, people, arena, &before, &after, err);

	if (!code)
		*out = rt_diff(before, after, arena);
	return code;
}

static enum rt_code add_step(struct rt_history *history, struct key_table *table, const struct point *old,
                             const struct point *new, struct rt_arena *scratch, struct rt_error *err)
{
	struct rt_changes changes;
	enum rt_code code = compare(history, old, new, true, scratch, &changes, err);

	for (size_t i = 0; !code && i < changes.count; i++) {
		const struct rt_change *c = &changes.items[i];
		struct row row = { c->kinds, c->labels, number_of(table, c->before, history->registry, scratch),
			           number_of(table, c->after, history->registry, scratch) };

		add_row(&history->index, &row, history->arena);
	}
	return code;
}

static bool wants_people(const struct history_index *index, size_t at, const bool *wanted)
{
	for (size_t i = index->points[at].first_row; i < index->points[at + 1].first_row; i++)
		if (wanted[i] && index->rows[i].kinds & RT_KIND_CONTACTS)
			return true;
	return false;
}

enum rt_code index_changes(struct rt_history *history, size_t at, const bool *wanted, struct rt_arena *arena,
                           struct rt_changes *out, bool *fits, struct rt_error *err)
{
	const struct history_index *index = &history->index;
	const struct point *point = &index->points[at];
	bool people = wants_people(index, at, wanted);
	struct rt_changes all;
	enum rt_code code = compare(history, point - 1, point, people, arena, &all, err);
	size_t k = 0;

	if (code)
		return code;
	*out = (struct rt_changes){ rt_arena_array(arena, all.count, sizeof *out->items), 0 };
	*fits = true;
	for (size_t i = point->first_row; i < point[1].first_row && *fits; i++) {
		if (!people && index->rows[i].kinds & RT_KIND_CONTACTS)
			continue;
		*fits = k < all.count && index->rows[i].kinds == all.items[k].kinds &&
		        index->rows[i].labels == all.items[k].labels;
		if (*fits && wanted[i])
			out->items[out->count++] = all.items[k];
		k++;
	}
	*fits = *fits && k == all.count;
	return RT_OK;
}

/* ---- the whole ---- */

static bool same_id(const struct rt_object_id *a, const struct rt_object_id *b)
{
	return memcmp(a->bytes, b->bytes, sizeof a->bytes) == 0;
}

/* How many points there are up to COMMIT, which most often is that of the last; 0 if it is not among them. */
static size_t points_up_to(const struct history_index *index, const struct rt_object_id *commit)
{
	size_t n = index->count;

	while (n && !same_id(&index->points[n - 1].commit, commit))
		n--;
	return n;
}

static bool is_known(void *data, const struct rt_object_id *commit)
{
	return points_up_to(data, commit) > 0;
}

/* Room for MORE points behind the first KEPT, which stay. */
static void make_room(struct history_index *index, size_t kept, size_t more, struct rt_arena *arena)
{
	struct point *points = rt_arena_array(arena, kept + more + 1, sizeof *points);

	if (kept) {
		memcpy(points, index->points, kept * sizeof *points);
		index->row_count = index->points[kept].first_row;
	} else {
		index->row_count = 0;
	}
	index->points = points;
	index->count = kept;
}

static enum rt_code add_points(struct rt_history *history, const struct rt_archived *items, size_t count,
                               struct rt_arena *arena, struct rt_error *err)
{
	struct history_index *index = &history->index;
	struct rt_arena scratch;
	enum rt_code code = RT_OK;

	struct key_table *table = key_table_new(index, arena);
	rt_arena_init(&scratch);
	for (size_t i = 0; i < count && !code; i++) {
		struct point *point = &index->points[index->count];

		rt_arena_clear(&scratch);
		*point = (struct point){ items[i].commit,
			                 items[i].tree,
			                 items[i].snapshot.date,
			                 items[i].snapshot.archived,
			                 (uint32_t)index->row_count,
			                 0 };
		code = index->count ? add_step(history, table, point - 1, point, &scratch, err)
		                    : add_first(history, table, point, &scratch, err);
		index->count += !code;
	}
	rt_arena_release(&scratch);
	index->points[index->count].first_row = (uint32_t)index->row_count;
	return code;
}

enum rt_code index_update(struct rt_history *history, struct rt_arena *arena, bool *changed, struct rt_error *err)
{
	struct history_index *index = &history->index;
	struct rt_archived *items;
	struct rt_object_id last;
	size_t count;
	bool found;
	enum rt_code code = rt_archive_snapshots_since(history->archive, history->registry, is_known, index, arena,
	                                               &items, &count, &last, &found, err);

	if (code)
		return code;
	size_t kept = found ? points_up_to(index, &last) : 0;
	*changed = count || kept != index->count;
	if (!*changed && index->points)
		return RT_OK;
	make_room(index, kept, count, arena);
	return add_points(history, items, count, arena, err);
}
