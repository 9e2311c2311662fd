/* The second pass of a backfill: documents in the order of their dates into the archive. */
#include "backfill.h"

#include <stdlib.h>

/* Bytes of packs of this run that become one, which is then left alone; what is left in the end becomes another. Each
 * has the trees whole that it begins with. */
#define PACKS ((size_t)4 << 20)

static enum rt_code take_pack(void *data, rt_str pack, rt_str index, struct rt_error *err)
{
	return rt_archive_take_pack(data, pack, index, err);
}

/* The documents as they are compressed where they come from. What does not come that way is compressed anew, so a
 * failure costs only time; if it is for the disk, writing will say so. */
static void take_documents(struct backfill *b, const struct backfill_item *items, size_t count)
{
	struct rt_object_id *ids = calloc(count, sizeof *ids);
	struct rt_error why;
	size_t missing = 0;

	if (!ids)
		rt_out_of_memory(count * sizeof *ids);
	for (size_t i = 0; i < count; i++)
		if (!rt_archive_has(b->archive, &items[i].version->blob))
			ids[missing++] = items[i].version->blob;
	if (missing)
		rt_git_copy_packed(b->git, ids, missing, take_pack, b->archive, &why);
	free(ids);
}

static enum rt_code write_tree(struct backfill *b, const struct backfill_item *item, const struct rt_loaded *loaded,
                               rt_str bytes, struct rt_object_id *tree, struct rt_error *err)
{
	if (rt_archive_has(b->archive, &item->version->blob))
		return rt_archive_write_tree_of(b->archive, &item->version->blob, loaded->records, tree, err);
	return rt_archive_write_tree(b->archive, bytes, loaded->records, tree, err);
}

static enum rt_code archive_item(struct backfill *b, const struct backfill_item *item, struct rt_loaded *loaded,
                                 rt_str bytes, struct series *series, struct rt_error *err)
{
	struct rt_object_id tree;

	loaded->snapshot.archived = item->version->committed;
	if (item->undated)
		loaded->snapshot.date = item->date;
	enum rt_code code = write_tree(b, item, loaded, bytes, &tree, err);
	if (code)
		return code;
	series_put(series, loaded, &tree, b->arena);
	b->result->archived++;
	if (b->ask->told)
		b->ask->told(b->ask->data, item->version->source, RT_ARCHIVED, &loaded->snapshot, NULL);
	return RT_OK;
}

static enum rt_code add_item(struct backfill *b, const struct backfill_item *item, struct series *series,
                             struct documents *documents, struct rt_error *err)
{
	struct rt_arena scratch;
	struct rt_loaded loaded;
	struct rt_error why;
	rt_str bytes = RT_NO_STR;

	rt_arena_init(&scratch);
	enum rt_code code = rt_git_read(b->git, &item->version->blob, &scratch, &bytes, &why);
	if (code)
		rt_error_context(&why, "%.*s", RT_ARG(item->version->source));
	else
		code = documents_load(documents, bytes, item->version->source, true, &scratch, &loaded, &why);
	if (code)
		code = backfill_refuse(b, item, bytes, &scratch, &why, err);
	else
		code = archive_item(b, item, &loaded, bytes, series, err);
	rt_arena_release(&scratch);
	return code;
}

/* So that a long run leaves no long row of packs. Where there is no room for it nothing is lost: the branch has all. */
static enum rt_code pack_on_the_way(struct backfill *b, struct rt_error *err)
{
	struct rt_error why;
	enum rt_code code = rt_archive_pack_flushed(b->archive, PACKS, &why);

	if (code != RT_EDAMAGED)
		return RT_OK;
	*err = why;
	return code;
}

/* Let the branch have what SERIES has in addition. */
static enum rt_code publish(struct backfill *b, struct series *series, struct rt_error *err)
{
	if (series->first_new == series->count)
		return RT_OK;
	enum rt_code code = series_commit(b->archive, series, b->arena, NULL, NULL, err);
	const struct rt_archived *last = &series->items[series->count - 1];
	if (!code)
		code = rt_archive_flush(b->archive, err);
	if (!code)
		code = rt_archive_set_branch(b->archive, series->registry, &last->commit, err);
	if (!code)
		code = quarantine_release(b->archive, series, err);
	if (!code)
		code = pack_on_the_way(b, err);
	series->first_new = series->count;
	return code;
}

/* One registry. While snapshots of the archive stand behind what is new, the branch waits, so that it is rebuilt
 * once. */
static enum rt_code archive_registry(struct backfill *b, const struct backfill_item *items, size_t count,
                                     struct rt_error *err)
{
	struct series series;
	struct documents documents = { .series = NULL };
	enum rt_code code = series_open(b->archive, items->registry, b->arena, &series, err);

	take_documents(b, items, count);
	for (size_t i = 0; i < count && !code; i++) {
		code = add_item(b, &items[i], &series, &documents, err);
		backfill_step(b);
		bool last_is_new = series.count && !series.items[series.count - 1].snapshot.commit.data;
		if (code || !last_is_new || rt_archive_pending(b->archive) < FLUSH_AT)
			continue;
		documents_release(&documents);
		rt_git_forget(b->git);
		code = publish(b, &series, err);
	}
	documents_release(&documents);
	if (!code)
		code = publish(b, &series, err);
	b->result->rebuilt += series.rebuilt;
	return code;
}

enum rt_code backfill_archive(struct backfill *b, const struct backfill_item *items, size_t count,
                              struct rt_error *err)
{
	enum rt_code code = RT_OK;

	for (size_t start = 0, end; start < count && !code; start = end) {
		for (end = start; end < count && rt_str_equal(items[end].registry, items[start].registry);)
			end++;
		code = archive_registry(b, &items[start], end - start, err);
	}
	return code;
}
