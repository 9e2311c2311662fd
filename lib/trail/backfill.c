/* A git history into the archive. The first pass finds registry and date of each document that is not there yet; the
 * second, in backfill_archive.c, archives in the order of dates. */
#include "backfill.h"

#include <regtrail/xml.h>

#include <stdlib.h>
#include <string.h>

#define START ((size_t)32 << 10) /* bytes of a document: most often its first record begins in them */

/* ---- told ---- */

void backfill_step(struct backfill *b)
{
	b->done++;
	if (b->ask->progress)
		b->ask->progress(b->ask->data, b->done, b->total);
}

enum rt_code backfill_refuse(struct backfill *b, const struct backfill_item *item, rt_str bytes,
                             struct rt_arena *scratch, struct rt_error *why, struct rt_error *err)
{
	const struct rt_git_version *version = item->version;
	const struct rt_git_request *source = &b->ask->source;
	const struct rt_source_document got = { .bytes = bytes, .source = version->source };
	rt_str asked = source->registry_count == 1 ? source->registries[0] : RT_NO_STR;
	enum rt_code code = RT_OK;
	bool again = false;

	if (bytes.data && why->code == RT_EREFUSED)
		code = quarantine_refused(b->archive, &got, asked, version->committed, scratch, &again, why, err);
	if (code)
		return code;
	if (again) { /* it was told then; a history keeps it for ever, and whoever asks every night wants news */
		b->result->known++;
		return RT_OK;
	}
	b->result->worst = why->code > b->result->worst ? why->code : b->result->worst;
	b->result->refused++;
	if (b->ask->told)
		b->ask->told(b->ask->data, version->source, RT_REFUSED, NULL, why);
	return RT_OK;
}

/* ---- what is there already ---- */

/* Documents of the archive, by blob. */
struct known {
	struct rt_object_id blob;
	rt_str registry;
	rt_time date;
};

struct known_list {
	struct known *items;
	size_t count;
};

static int by_blob(const void *a, const void *b)
{
	const struct known *x = a, *y = b;

	return memcmp(x->blob.bytes, y->blob.bytes, sizeof x->blob.bytes);
}

static enum rt_code add_known(struct backfill *b, rt_str registry, struct known_list *list, struct rt_error *err)
{
	struct rt_archived *snapshots;
	size_t count;
	enum rt_code code = rt_archive_snapshots(b->archive, registry, b->arena, &snapshots, &count, err);

	if (code)
		return code;
	struct known *items = rt_arena_array(b->arena, list->count + count, sizeof *items);
	for (size_t i = 0; i < list->count; i++)
		items[i] = list->items[i];
	for (size_t i = 0; i < count && !code; i++) {
		struct known *item = &items[list->count++];

		*item = (struct known){ .registry = registry, .date = snapshots[i].snapshot.date };
		code = rt_archive_tree_document(b->archive, &snapshots[i].tree, &item->blob, err);
	}
	list->items = items;
	return code;
}

static enum rt_code find_known(struct backfill *b, struct known_list *list, struct rt_error *err)
{
	rt_str *registries;
	size_t count;
	enum rt_code code = rt_archive_registries(b->archive, b->arena, &registries, &count, err);

	for (size_t i = 0; i < count && !code; i++)
		code = add_known(b, registries[i], list, err);
	if (!code && list->count)
		qsort(list->items, list->count, sizeof *list->items, by_blob);
	return code;
}

/* ---- the documents, each once ---- */

/* By blob; versions are in order of time, so the first of them comes first. */
static int by_version(const void *a, const void *b)
{
	const struct backfill_item *x = a, *y = b;
	int order = memcmp(x->version->blob.bytes, y->version->blob.bytes, sizeof x->version->blob.bytes);

	return order ? order : (x->version > y->version) - (x->version < y->version);
}

static void list_items(struct backfill *b, const struct rt_git_version *versions, size_t count)
{
	struct backfill_item *items = rt_arena_array(b->arena, count, sizeof *items);
	size_t kept = 0;

	for (size_t i = 0; i < count; i++)
		items[i].version = &versions[i];
	qsort(items, count, sizeof *items, by_version);
	for (size_t i = 0; i < count; i++)
		if (!kept || memcmp(items[kept - 1].version->blob.bytes, items[i].version->blob.bytes,
		                    sizeof items[i].version->blob.bytes) != 0)
			items[kept++] = items[i];
	b->items = items;
	b->count = kept;
}

static struct backfill_item *item_of(const struct backfill *b, const struct rt_git_version *version)
{
	size_t low = 0, high = b->count;

	while (high - low > 1) { /* it is there */
		size_t middle = low + (high - low) / 2;

		if (memcmp(b->items[middle].version->blob.bytes, version->blob.bytes, sizeof version->blob.bytes) <= 0)
			low = middle;
		else
			high = middle;
	}
	return &b->items[low];
}

/* ---- first pass ---- */

static bool is_asked(const struct rt_git_request *source, rt_str registry)
{
	bool asked = source->registry_count == 0;

	for (size_t i = 0; i < source->registry_count; i++)
		asked = asked || rt_str_equal(source->registries[i], registry);
	return asked;
}

/* Registry and date stand in front. False: the start of the document does not say them. */
static bool look_at_start(struct backfill *b, const struct backfill_item *item, struct rt_arena *scratch,
                          struct rt_document *document)
{
	struct rt_error why;
	rt_str bytes;

	if (!rt_git_read_start(b->git, &item->version->blob, START, scratch, &bytes))
		return false;
	while (bytes.len && bytes.data[bytes.len - 1] != '>') /* no character is cut */
		bytes.len--;
	return !rt_xml_peek(bytes, scratch, document, &why) && document->date != RT_NO_TIME;
}

/* Find registry and date; *BYTES are there if only they are wrong. */
static enum rt_code look_at(struct backfill *b, struct backfill_item *item, struct rt_arena *scratch, rt_str *bytes,
                            struct rt_error *why)
{
	struct rt_document document;
	enum rt_code code = RT_OK;

	*bytes = RT_NO_STR;
	if (!look_at_start(b, item, scratch, &document))
		code = rt_git_read(b->git, &item->version->blob, scratch, bytes, why);
	if (bytes->data && !code)
		code = rt_xml_peek(*bytes, scratch, &document, why);
	if (code)
		return rt_error_context(why, "%.*s", RT_ARG(item->version->source));
	item->registry = rt_str_copy(b->arena, document.id);
	item->undated = document.date == RT_NO_TIME;
	item->date = item->undated ? rt_date_of(item->version->authored) : document.date;
	return RT_OK;
}

static void find_dates(struct backfill *b, const struct known_list *known)
{
	for (size_t i = 0; i < b->count; i++) {
		struct backfill_item *item = &b->items[i];
		const struct known key = { .blob = item->version->blob };
		const struct known *found =
			known->count ? bsearch(&key, known->items, known->count, sizeof key, by_blob) : NULL;

		if (found) {
			item->there = true;
			item->registry = found->registry;
			item->date = found->date;
		} else {
			struct rt_arena scratch;
			struct rt_error why;
			rt_str bytes;

			rt_arena_init(&scratch);
			look_at(b, item, &scratch, &bytes, &why); /* what cannot be read is looked at again below */
			rt_arena_release(&scratch);
		}
		backfill_step(b);
	}
}

/* ---- what to make of each ---- */

static int by_text(const void *a, const void *b)
{
	return rt_str_compare(*(const rt_str *)a, *(const rt_str *)b);
}

/* Paths that held a registry at some time: what cannot be read there was to be one. Other *.xml are none of our
 * concern. */
static rt_str *registry_paths(const struct backfill *b, size_t *count)
{
	rt_str *paths = rt_arena_array(b->arena, b->count, sizeof *paths);

	*count = 0;
	for (size_t i = 0; i < b->count; i++)
		if (b->items[i].registry.data && is_asked(&b->ask->source, b->items[i].registry))
			paths[(*count)++] = b->items[i].version->path;
	if (*count)
		qsort(paths, *count, sizeof *paths, by_text);
	return paths;
}

/* Say once more what is wrong with each document that could not be read, if it was to be one that was asked for. */
static enum rt_code refuse_unreadable(struct backfill *b, struct rt_error *err)
{
	size_t paths_count;
	rt_str *paths = registry_paths(b, &paths_count);
	enum rt_code code = RT_OK;

	for (size_t i = 0; i < b->count && !code; i++) {
		struct backfill_item *item = &b->items[i];
		struct rt_arena scratch;
		struct rt_error why;
		rt_str bytes;

		if (item->registry.data)
			continue;
		if (!b->ask->source.path &&
		    !(paths_count && bsearch(&item->version->path, paths, paths_count, sizeof *paths, by_text))) {
			b->result->other++;
			continue;
		}
		rt_arena_init(&scratch);
		if (look_at(b, item, &scratch, &bytes, &why))
			code = backfill_refuse(b, item, bytes, &scratch, &why, err);
		rt_arena_release(&scratch);
	}
	return code;
}

/* The newest registry date so far in the history. */
struct newest {
	rt_str registry;
	rt_time date;
};

static struct newest *newest_of(struct newest *list, size_t *count, rt_str registry)
{
	for (size_t i = 0; i < *count; i++)
		if (rt_str_equal(list[i].registry, registry))
			return &list[i];
	list[*count] = (struct newest){ registry, RT_NO_TIME };
	return &list[(*count)++];
}

/* Count the versions as they came, one after the other. */
static void count_versions(struct backfill *b, const struct rt_git_version *versions, size_t count)
{
	struct rt_backfill_result *result = b->result;
	struct newest *list = rt_arena_array(b->arena, b->count, sizeof *list);

	result->versions = count;
	for (size_t i = 0; i < count; i++) {
		const struct backfill_item *item = item_of(b, &versions[i]);

		if (!item->registry.data || !is_asked(&b->ask->source, item->registry)) {
			if (item->registry.data)
				result->other++;
			else
				result->repeats += item->version != &versions[i];
			continue;
		}
		struct newest *newest = newest_of(list, &result->registries, item->registry);
		if (item->version == &versions[i])
			result->there += item->there;
		else if (item->date < newest->date)
			result->stale++;
		else
			result->repeats++;
		newest->date = item->date > newest->date ? item->date : newest->date;
	}
}

/* By registry, then by date; documents of one date by the time of their commits. */
static int in_order(const void *a, const void *b)
{
	const struct backfill_item *x = a, *y = b;
	int order = rt_str_compare(x->registry, y->registry);

	if (!order)
		order = (x->date > y->date) - (x->date < y->date);
	return order ? order : (x->version > y->version) - (x->version < y->version);
}

/* Only those to be archived remain. */
static void keep_new(struct backfill *b)
{
	size_t kept = 0;

	for (size_t i = 0; i < b->count; i++) {
		const struct backfill_item *item = &b->items[i];

		if (item->registry.data && !item->there && is_asked(&b->ask->source, item->registry))
			b->items[kept++] = *item;
	}
	b->count = kept;
	if (kept)
		qsort(b->items, kept, sizeof *b->items, in_order);
}

static enum rt_code run(struct backfill *b, struct rt_error *err)
{
	struct rt_git_version *versions;
	struct known_list known = { NULL, 0 };
	size_t count;
	enum rt_code code = rt_git_versions(b->git, b->arena, &versions, &count, err);

	if (!code)
		code = find_known(b, &known, err);
	if (code)
		return code;
	list_items(b, versions, count);
	b->total = b->count;
	find_dates(b, &known);
	count_versions(b, versions, count);
	code = refuse_unreadable(b, err);
	if (code)
		return code;
	keep_new(b);
	b->done = 0;
	b->total = b->count;
	return backfill_archive(b, b->items, b->count, err);
}

enum rt_code rt_trail_backfill(struct rt_archive *archive, const struct rt_backfill *backfill,
                               struct rt_backfill_result *result, struct rt_error *err)
{
	struct rt_arena arena;

	rt_arena_init(&arena);
	*result = (struct rt_backfill_result){ .worst = RT_OK };
	struct backfill b = { .archive = archive, .ask = backfill, .result = result, .arena = &arena };
	enum rt_code code = rt_xml_start(err);
	if (!code)
		code = rt_git_open(&backfill->source, &b.git, err);
	if (!code)
		code = run(&b, err);
	rt_git_free(b.git);
	rt_arena_release(&arena);
	return code;
}
