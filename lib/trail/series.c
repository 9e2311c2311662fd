#include "internal.h"

enum rt_code series_open(struct rt_archive *archive, rt_str registry, struct rt_arena *arena, struct series *out,
                         struct rt_error *err)
{
	*out = (struct series){ .registry = registry };
	enum rt_code code = rt_archive_snapshots(archive, registry, arena, &out->items, &out->count, err);
	out->first_new = out->count;
	return code;
}

const struct rt_archived *series_find(const struct series *series, rt_str sha256)
{
	for (size_t i = series->count; i-- > 0;) /* most often it is the newest */
		if (rt_str_equal(series->items[i].snapshot.sha256, sha256))
			return &series->items[i];
	return NULL;
}

static void make_room(struct series *series, struct rt_arena *arena)
{
	if (series->count < series->capacity)
		return;
	series->capacity = series->count * 2 + 16;
	struct rt_archived *items = rt_arena_array(arena, series->capacity, sizeof *items);
	for (size_t i = 0; i < series->count; i++)
		items[i] = series->items[i];
	series->items = items;
}

/* Documents of one registry date go by the time they were archived. */
static bool is_behind(const struct rt_snapshot *a, const struct rt_snapshot *b)
{
	return a->date > b->date || (a->date == b->date && a->archived > b->archived);
}

static void insert(struct series *series, const struct rt_archived *item, struct rt_arena *arena)
{
	size_t at = series->count;

	make_room(series, arena);
	for (; at > 0 && is_behind(&series->items[at - 1].snapshot, &item->snapshot); at--) {
		series->items[at] = series->items[at - 1];
		series->rebuilt = series->rebuilt || series->items[at].snapshot.commit.data;
	}
	series->items[at] = *item;
	series->count++;
	series->first_new = at < series->first_new ? at : series->first_new;
}

static struct rt_archived item_of(const struct series *series, const struct rt_loaded *loaded,
                                  const struct rt_object_id *tree, struct rt_arena *arena)
{
	struct rt_archived item = { .snapshot = loaded->snapshot, .tree = *tree };
	struct rt_snapshot *s = &item.snapshot; /* outlives the document: copy what lies in its arena */

	s->registry = series->registry;
	s->sha256 = rt_str_copy(arena, s->sha256);
	s->source = rt_str_copy(arena, s->source);
	s->etag = rt_str_copy(arena, s->etag);
	s->last_modified = rt_str_copy(arena, s->last_modified);
	return item;
}

void series_put(struct series *series, const struct rt_loaded *loaded, const struct rt_object_id *tree,
                struct rt_arena *arena)
{
	const struct rt_archived item = item_of(series, loaded, tree, arena);

	insert(series, &item, arena);
}

enum rt_code series_add(struct rt_archive *archive, struct series *series, const struct rt_loaded *loaded, rt_str bytes,
                        struct rt_arena *arena, struct rt_error *err)
{
	struct rt_object_id tree;
	enum rt_code code = rt_archive_write_tree(archive, bytes, loaded->records, &tree, err);

	if (!code)
		series_put(series, loaded, &tree, arena);
	return code;
}

enum rt_code series_append(struct rt_archive *archive, struct series *series, const struct rt_loaded *loaded,
                           rt_str bytes, struct rt_arena *arena, struct rt_error *err)
{
	struct rt_object_id tree;
	enum rt_code code = rt_archive_write_tree(archive, bytes, loaded->records, &tree, err);

	if (code)
		return code;
	make_room(series, arena);
	series->items[series->count++] = item_of(series, loaded, &tree, arena);
	return RT_OK;
}

static size_t count_usual(const struct rt_changes *changes)
{
	size_t count = 0;

	for (size_t i = 0; i < changes->count; i++)
		count += (changes->items[i].kinds & RT_KINDS_USUAL) != 0;
	return count;
}

/* The commit of ITEM behind PREVIOUS (NULL: the first of all); REPORT becomes what it changed. */
static enum rt_code commit_one(struct rt_archive *archive, const struct rt_archived *previous, struct rt_archived *item,
                               struct rt_arena *arena, struct rt_report *report, struct rt_error *err)
{
	*report = (struct rt_report){ .registry = item->snapshot.registry, .to = item->snapshot, .all = true };
	item->snapshot.changes = RT_NOT_COUNTED;
	if (previous) {
		struct rt_records old, new;
		enum rt_code code =
			rt_archive_compare(archive, &previous->tree, &item->tree, true, arena, &old, &new, err);

		if (code)
			return code;
		report->from = previous->snapshot;
		report->changes = rt_diff(old, new, arena);
		item->snapshot.changes = count_usual(&report->changes);
	}
	struct rt_buf message = RT_BUF_INIT;
	rt_render_message(report, !previous, &message);
	enum rt_code code = rt_archive_write_commit(archive, previous ? &previous->commit : NULL, &item->tree,
	                                            &item->snapshot, rt_buf_str(&message), &item->commit, err);
	rt_buf_release(&message);
	return code;
}

static rt_str commit_text(const struct rt_object_id *id, struct rt_arena *arena)
{
	char text[RT_OBJECT_ID_TEXT];

	return rt_str_copy(arena, rt_str_of(rt_object_id_text(id, text)));
}

enum rt_code series_commit(struct rt_archive *archive, struct series *series, struct rt_arena *arena,
                           struct rt_report *last, bool *last_first, struct rt_error *err)
{
	for (size_t i = series->first_new; i < series->count; i++) {
		struct rt_arena step; /* the changes of one step are of no use to the next */
		struct rt_report report;
		bool keep = last && i + 1 == series->count;

		rt_arena_init(&step);
		struct rt_archived *previous = i ? &series->items[i - 1] : NULL;
		enum rt_code code =
			commit_one(archive, previous, &series->items[i], keep ? arena : &step, &report, err);
		rt_arena_release(&step);
		if (code)
			return code;
		series->items[i].snapshot.commit = commit_text(&series->items[i].commit, arena);
		if (keep) {
			*last = report;
			last->to = series->items[i].snapshot;
			*last_first = !previous;
		}
	}
	return RT_OK;
}
