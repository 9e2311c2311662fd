/* Housekeeping: loose objects go into packs, and many packs into few, with libgit2 alone.
 *
 * Nothing is deleted before it is found in the new pack, which is durable then. Readers that know the old files look
 * again when these are gone. So a run can end anywhere: what it has not deleted is there twice, until the next one. */
#include "pack_files.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define LOOSE_MANY  250              /* loose objects that are worth a pack, unless gc.auto says otherwise */
#define PACKS_MANY  16               /* packs that are worth a merge */
#define MERGE_BYTES ((size_t)8 << 20) /* of packs to merge, unless all are to be one: 3 MB take 12 s */

struct packing {
	struct rt_archive *archive;
	struct rt_arena arena;
	const char *objects;      /* the directory */
	struct pack_files packs;  /* of these the first `merged` go into the new one */
	size_t merged;
	bool automatic;           /* the fewer packs the better */
	git_oid *ids;             /* what goes into it: first the loose ones */
	size_t loose, count, capacity;
};

static int add_id(const git_oid *id, void *data)
{
	struct packing *packing = data;

	if (packing->count == packing->capacity) {
		size_t capacity = packing->capacity * 2 + 1024;
		git_oid *ids = realloc(packing->ids, capacity * sizeof *ids);

		if (!ids)
			rt_out_of_memory(capacity * sizeof *ids);
		packing->ids = ids;
		packing->capacity = capacity;
	}
	packing->ids[packing->count++] = *id;
	return 0;
}

/* ---- what to pack ---- */

static size_t loose_threshold(struct rt_archive *archive)
{
	git_config *config;
	int64_t value = LOOSE_MANY;

	if (git_repository_config_snapshot(&config, archive->repository) == 0) {
		if (git_config_get_int64(&value, config, "gc.auto") < 0 || value < 0)
			value = LOOSE_MANY;
		git_config_free(config);
	}
	return (size_t)value;
}

/* How many packs to merge with SUM loose objects: those that have less than twice the objects of all smaller ones, so
 * that their sizes grow like powers of two and each object is packed anew only as often as that (git-repack(1),
 * --geometric). */
static size_t packs_to_merge(const struct pack_files *packs, size_t sum)
{
	size_t count = 0, bytes = 0;

	for (; count < packs->count; count++) {
		const struct pack_file *pack = &packs->items[count];

		bytes += pack->bytes;
		if (bytes > MERGE_BYTES || (sum && pack->objects >= 2 * sum))
			break;
		sum += pack->objects;
	}
	return count;
}

static enum rt_code add_pack(struct packing *packing, const struct pack_file *pack, struct rt_error *err)
{
	git_odb_backend *backend;
	const char *index = rt_str_format(&packing->arena, "%s.idx", pack->base).data;
	int failed = git_odb_backend_one_pack(&backend, index);

	if (!failed) {
		failed = backend->foreach(backend, add_id, packing);
		backend->free(backend);
	}
	return failed ? archive_read_failed(packing->archive, index, err) : RT_OK;
}

/* Nothing to do leaves packing->count at 0. */
static enum rt_code choose(struct packing *packing, bool automatic, struct rt_error *err)
{
	size_t threshold = automatic ? loose_threshold(packing->archive) : 0;

	packing->automatic = automatic;
	if (automatic && !threshold)
		return RT_OK;
	pack_files_list(packing->objects, &packing->arena, &packing->packs);
	bool loose = !automatic || pack_loose_are_many(packing->objects, threshold, &packing->arena);
	enum rt_code code = loose ? archive_each_loose(packing->archive, add_id, packing, err) : RT_OK;
	packing->loose = packing->count;
	if (!automatic)
		packing->merged = packing->packs.count;
	else if (loose || packing->packs.count > PACKS_MANY)
		packing->merged = packs_to_merge(&packing->packs, packing->loose);
	if (packing->merged == 1 && !packing->loose)
		packing->merged = 0; /* it is as it should be */
	for (size_t i = 0; i < packing->merged && !code; i++)
		code = add_pack(packing, &packing->packs.items[i], err);
	return code;
}

static bool is_flushed(const struct rt_archive *archive, const char *base)
{
	const struct archive_flushed *pack = archive->flushed;

	while (pack && !rt_str_ends_with(rt_str_of(base), rt_str_of(pack->name)))
		pack = pack->before;
	return pack != NULL;
}

/* Of all packs only those that flushes left, if they have BYTES or more. */
static enum rt_code choose_flushed(struct packing *packing, size_t bytes, struct rt_error *err)
{
	struct pack_files *packs = &packing->packs;
	size_t sum = 0;
	enum rt_code code = RT_OK;

	pack_files_list(packing->objects, &packing->arena, packs);
	for (size_t i = 0; i < packs->count; i++) {
		if (!is_flushed(packing->archive, packs->items[i].base))
			continue;
		sum += packs->items[i].bytes;
		packs->items[packing->merged++] = packs->items[i];
	}
	if (packing->merged < 2 || sum < bytes)
		packing->merged = 0;
	for (size_t i = 0; i < packing->merged && !code; i++)
		code = add_pack(packing, &packs->items[i], err);
	return code;
}

/* ---- the new pack ---- */

static int in_order(const void *a, const void *b)
{
	return git_oid_cmp(a, b);
}

/* Objects of one name are likely versions of one thing: libgit2 tries first to store one as what differs from
 * another. */
static int insert_entries(const struct packing *packing, git_packbuilder *builder, const git_oid *id)
{
	git_tree *tree;
	int failed = git_tree_lookup(&tree, packing->archive->repository, id);

	if (failed)
		return failed;
	for (size_t i = 0; i < git_tree_entrycount(tree) && !failed; i++) {
		const git_tree_entry *entry = git_tree_entry_byindex(tree, i);
		const git_oid *entry_id = git_tree_entry_id(entry);

		if (bsearch(entry_id, packing->ids, packing->count, sizeof *entry_id, in_order))
			failed = git_packbuilder_insert(builder, entry_id, git_tree_entry_name(entry));
	}
	git_tree_free(tree);
	return failed;
}

/* What is inserted a second time is ignored, so those that have a name come first. */
static int insert_all(const struct packing *packing, git_packbuilder *builder)
{
	git_object_t type;
	size_t size;
	int failed = 0;

	for (size_t i = 0; i < packing->count && !failed; i++) {
		failed = git_odb_read_header(&size, &type, packing->archive->odb, &packing->ids[i]);
		if (!failed && type == GIT_OBJECT_TREE)
			failed = insert_entries(packing, builder, &packing->ids[i]);
	}
	for (size_t i = 0; i < packing->count && !failed; i++)
		failed = git_packbuilder_insert(builder, &packing->ids[i], NULL);
	return failed;
}

static int make_pack(const struct packing *packing, git_buf *out)
{
	git_packbuilder *builder;
	int failed = git_packbuilder_new(&builder, packing->archive->repository);

	if (failed)
		return failed;
	git_packbuilder_set_threads(builder, 1);
	failed = insert_all(packing, builder);
	if (!failed)
		failed = git_packbuilder_write_buf(out, builder);
	git_packbuilder_free(builder);
	return failed;
}

/* Write the pack and its index; the indexer reads each object and computes its id anew. *BASE: as in struct
 * pack_file. */
static int write_pack(struct packing *packing, const git_buf *pack, const char **base)
{
	const char *directory = rt_str_format(&packing->arena, "%s/pack", packing->objects).data;
	git_indexer_progress progress = { 0 };
	git_indexer *indexer;
	int failed = git_indexer_new(&indexer, directory, 0, NULL, NULL);

	if (failed)
		return failed;
	failed = git_indexer_append(indexer, pack->ptr, pack->size, &progress);
	if (!failed)
		failed = git_indexer_commit(indexer, &progress);
	if (!failed)
		*base = rt_str_format(&packing->arena, "%s/pack-%s", directory, git_indexer_name(indexer)).data;
	git_indexer_free(indexer);
	return failed;
}

static unsigned long long bytes_before(struct packing *packing)
{
	unsigned long long bytes = 0;

	for (size_t i = 0; i < packing->merged; i++)
		bytes += packing->packs.items[i].bytes;
	for (size_t i = 0; i < packing->loose; i++)
		bytes += pack_loose_bytes(packing->objects, &packing->ids[i], &packing->arena);
	return bytes;
}

/* Make the pack; what packs there are stay as they are if it is made for its size and would not be smaller. Those that
 * import took over can be packed more tightly than libgit2 does it: with chains of more differences, found in a wider
 * window. */
static int make_smaller(struct packing *packing, git_buf *out)
{
	size_t loose = packing->loose;
	unsigned long long before = bytes_before(packing);

	git_oid *only_loose = rt_arena_array(&packing->arena, loose, sizeof *only_loose);
	for (size_t i = 0; i < loose; i++)
		only_loose[i] = packing->ids[i];
	qsort(packing->ids, packing->count, sizeof *packing->ids, in_order);
	int failed = make_pack(packing, out);
	if (failed || !packing->merged || packing->automatic || out->size < before)
		return failed;
	git_buf_dispose(out);
	packing->merged = 0;
	packing->count = loose;
	for (size_t i = 0; i < loose; i++)
		packing->ids[i] = only_loose[i];
	if (!loose)
		return 0;
	qsort(packing->ids, loose, sizeof *packing->ids, in_order);
	return make_pack(packing, out);
}

static enum rt_code replace(struct packing *packing, const char **base, struct rt_error *err)
{
	git_buf pack = GIT_BUF_INIT;
	enum rt_code code = RT_OK;

	if (make_smaller(packing, &pack))
		code = archive_read_failed(packing->archive, "what is to be packed", err);
	if (!code && packing->count)
		code = archive_check_room(packing->archive, pack.size, packing->count, err);
	if (!code && packing->count && write_pack(packing, &pack, base))
		code = archive_write_failed(packing->archive, "a pack", err);
	git_buf_dispose(&pack);
	return code;
}

/* ---- removal of what is in it ---- */

static enum rt_code check_pack(struct packing *packing, const char *base, struct rt_error *err)
{
	const char *index = rt_str_format(&packing->arena, "%s.idx", base).data;
	git_odb_backend *backend;
	size_t found = 0;

	if (git_odb_backend_one_pack(&backend, index))
		return archive_read_failed(packing->archive, index, err);
	while (found < packing->count && backend->exists(backend, &packing->ids[found]))
		found++;
	backend->free(backend);
	if (found == packing->count)
		return RT_OK;
	return rt_fail(err, RT_EINVALID, "%s: %s lacks objects that were to be packed: nothing was removed",
	               packing->archive->path, index);
}

static void remove_replaced(struct packing *packing, const char *base)
{
	/* git's index over all packs names those that go; it makes a new one when it wants. */
	if (packing->merged)
		unlink(rt_str_format(&packing->arena, "%s/pack/multi-pack-index", packing->objects).data);
	for (size_t i = 0; i < packing->merged; i++)
		if (strcmp(packing->packs.items[i].base, base) != 0)
			pack_file_remove(&packing->packs.items[i], &packing->arena);
	for (size_t i = 0; i < packing->count; i++)
		unlink(pack_loose_path(packing->objects, &packing->ids[i], &packing->arena));
}

/* Pack what was chosen. */
static enum rt_code pack(struct packing *packing, struct rt_error *err)
{
	const char *base = NULL;

	if (!packing->count)
		return RT_OK;
	enum rt_code code = replace(packing, &base, err);
	if (!code && !packing->count) /* it is as good as it can be */
		return RT_OK;
	if (!code)
		code = check_pack(packing, base, err);
	if (code)
		return code;
	remove_replaced(packing, base);
	git_odb_refresh(packing->archive->odb);
	return RT_OK;
}

static struct packing packing_of(struct rt_archive *archive)
{
	struct packing packing = { .archive = archive };

	rt_arena_init(&packing.arena);
	packing.objects = archive_objects_path(archive, &packing.arena);
	return packing;
}

static void packing_release(struct packing *packing)
{
	free(packing->ids);
	rt_arena_release(&packing->arena);
}

enum rt_code rt_archive_pack(struct rt_archive *archive, bool automatic, size_t *packed, struct rt_error *err)
{
	struct packing packing = packing_of(archive);
	enum rt_code code = choose(&packing, automatic, err);

	if (!code)
		code = pack(&packing, err);
	*packed = code ? 0 : packing.count;
	packing_release(&packing);
	return code;
}

enum rt_code rt_archive_pack_flushed(struct rt_archive *archive, size_t bytes, struct rt_error *err)
{
	struct packing packing = packing_of(archive);
	enum rt_code code = choose_flushed(&packing, bytes, err);

	if (packing.count)
		archive_listing_release(&archive->last.listing); /* as a flush does */
	if (!code)
		code = pack(&packing, err);
	if (!code && packing.merged)
		archive->flushed = NULL;
	packing_release(&packing);
	return code;
}

unsigned long long rt_archive_size(struct rt_archive *archive)
{
	struct rt_arena arena;

	rt_arena_init(&arena);
	unsigned long long size = pack_all_bytes(archive_objects_path(archive, &arena), &arena);
	rt_arena_release(&arena);
	return size;
}
