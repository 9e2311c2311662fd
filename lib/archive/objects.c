/* Objects of the repository: reading them, and writing them in two steps. What is written is kept in memory, where it
 * can be read already, until a flush makes it durable: many at once as a pack, a few as loose objects. */
#include "internal.h"
#include "pack_files.h"

#include <git2/sys/mempack.h>

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define MEMORY_FIRST  999 /* priority of the objects in memory: above libgit2's own 1 and 2 */
#define LOOSE_MAX     50  /* objects of a flush that go one by one, three fsync each; a fetch has some 20 */
#define PENDING_MAX   ((size_t)8 << 20) /* bytes in memory at which to flush on the way */
#define PACK_OVERHEAD 128               /* bytes of an object in a pack and its index at most, beside its data */

const char *rt_object_id_text(const struct rt_object_id *id, char out[RT_OBJECT_ID_TEXT])
{
	git_oid oid = archive_oid_of(id);

	return git_oid_tostr(out, RT_OBJECT_ID_TEXT, &oid);
}

struct rt_object_id archive_id_of(const git_oid *oid)
{
	struct rt_object_id id;

	memcpy(id.bytes, oid->id, sizeof id.bytes);
	return id;
}

git_oid archive_oid_of(const struct rt_object_id *id)
{
	git_oid oid;

	memcpy(oid.id, id->bytes, sizeof oid.id);
	return oid;
}

const char *archive_objects_path(const struct rt_archive *archive, struct rt_arena *arena)
{
	return rt_str_format(arena, "%sobjects", git_repository_path(archive->repository)).data;
}

/* ---- errors ---- */

const char *archive_git_message(void)
{
	const git_error *last = git_error_last();

	return last && last->message ? last->message : "unknown error";
}

enum rt_code archive_damaged(const struct rt_archive *archive, struct rt_error *err, const char *format, ...)
{
	char what[RT_ERROR_MESSAGE / 2];
	va_list args;

	va_start(args, format);
	vsnprintf(what, sizeof what, format, args);
	va_end(args);
	return rt_fail(err, RT_EDAMAGED, "%s is damaged: %s; restore it from a copy", archive->path, what);
}

enum rt_code archive_read_failed(const struct rt_archive *archive, const char *what, struct rt_error *err)
{
	const git_error *last = git_error_last();

	if (last && last->klass == GIT_ERROR_OS && errno != ENOENT)
		return rt_fail(err, RT_EINVALID, "%s: cannot read %s: %s", archive->path, what, archive_git_message());
	char path[4096];
	struct rt_arena scratch;
	rt_arena_init(&scratch);
	bool unreadable = pack_unreadable(archive_objects_path(archive, &scratch), path, sizeof path);
	int why = errno;
	rt_arena_release(&scratch);
	if (unreadable)
		return rt_fail(err, RT_EINVALID, "cannot open %s: %s", path, strerror(why));
	return archive_damaged(archive, err, "%s: %s", what, archive_git_message());
}

enum rt_code archive_write_failed(const struct rt_archive *archive, const char *what, struct rt_error *err)
{
	return rt_fail(err, RT_EINVALID, "%s: cannot write %s: %s", archive->path, what, archive_git_message());
}

/* ---- reading ---- */

static enum rt_code object_failed(const struct rt_archive *archive, const git_oid *id, struct rt_error *err)
{
	char what[32 + GIT_OID_HEXSZ], text[GIT_OID_HEXSZ + 1];

	snprintf(what, sizeof what, "object %s", git_oid_tostr(text, sizeof text, id));
	return archive_read_failed(archive, what, err);
}

enum rt_code archive_read_object(struct rt_archive *archive, const git_oid *id, git_object_t type, git_odb_object **out,
                                 struct rt_error *err)
{
	char text[GIT_OID_HEXSZ + 1];

	if (git_odb_read(out, archive->odb, id) < 0)
		return object_failed(archive, id, err);
	if (git_odb_object_type(*out) == type)
		return RT_OK;
	const char *is = git_object_type2string(git_odb_object_type(*out));
	git_odb_object_free(*out);
	return archive_damaged(archive, err, "object %s is a %s, not a %s", git_oid_tostr(text, sizeof text, id), is,
	                       git_object_type2string(type));
}

enum rt_code archive_read_tree(struct rt_archive *archive, const git_oid *id, git_tree **out, struct rt_error *err)
{
	return git_tree_lookup(out, archive->repository, id) < 0 ? object_failed(archive, id, err) : RT_OK;
}

enum rt_code rt_archive_blob_id(rt_str bytes, struct rt_object_id *out, struct rt_error *err)
{
	git_oid oid;
	int failed = git_libgit2_init() < 0;

	if (!failed) {
		failed = git_odb_hash(&oid, bytes.data ? bytes.data : "", bytes.len, GIT_OBJECT_BLOB) < 0;
		git_libgit2_shutdown();
	}
	if (failed)
		return rt_fail(err, RT_EINVALID, "cannot compute the id of a blob: %s", archive_git_message());
	*out = archive_id_of(&oid);
	return RT_OK;
}

/* ---- writing ---- */

static int open_disk(struct rt_archive *archive)
{
	struct rt_arena scratch;

	rt_arena_init(&scratch);
	/* -1: compress fast, as git does for loose objects; 1: fsync; 0, 0: the usual modes */
	int failed =
		git_odb_backend_loose(&archive->pending.disk, archive_objects_path(archive, &scratch), -1, 1, 0, 0);
	rt_arena_release(&scratch);
	return failed;
}

static int open_memory(struct rt_archive *archive)
{
	git_odb_backend *memory;
	int failed = git_mempack_new(&memory);

	if (failed)
		return failed;
	failed = git_odb_add_backend(archive->odb, memory, MEMORY_FIRST);
	if (failed)
		memory->free(memory);
	else
		archive->pending.memory = memory;
	return failed;
}

static enum rt_code prepare(struct rt_archive *archive, struct rt_error *err)
{
	struct archive_pending *pending = &archive->pending;

	if ((!pending->disk && open_disk(archive)) || (!pending->memory && open_memory(archive)))
		return archive_write_failed(archive, "objects", err);
	return RT_OK;
}

void archive_pending_release(struct archive_pending *pending)
{
	if (pending->disk)
		pending->disk->free(pending->disk);
	free(pending->ids);
	*pending = (struct archive_pending){ .memory = NULL };
}

static void remember(struct archive_pending *pending, const git_oid *id, size_t bytes)
{
	if (pending->count == pending->capacity) {
		size_t capacity = pending->capacity * 2 + 256;
		git_oid *ids = realloc(pending->ids, capacity * sizeof *ids);

		if (!ids)
			rt_out_of_memory(capacity * sizeof *ids);
		pending->ids = ids;
		pending->capacity = capacity;
	}
	pending->ids[pending->count++] = *id;
	pending->bytes += bytes;
}

enum rt_code archive_keep(struct rt_archive *archive, const git_oid *id, git_object_t type, rt_str data,
                          struct rt_error *err)
{
	enum rt_code code = prepare(archive, err);
	git_odb_backend *memory = archive->pending.memory;

	if (code || memory->exists(memory, id))
		return code;
	/* Not git_odb_write(), which looks through the whole object store for each new object. */
	if (memory->write(memory, id, data.data, data.len, type) < 0)
		return archive_write_failed(archive, "an object", err);
	remember(&archive->pending, id, data.len);
	return RT_OK;
}

enum rt_code archive_keep_new(struct rt_archive *archive, git_object_t type, rt_str data, git_oid *id,
                              struct rt_error *err)
{
	if (!data.data)
		data = RT_STR("");
	if (git_odb_hash(id, data.data, data.len, type) < 0)
		return archive_write_failed(archive, "an object", err);
	return archive_keep(archive, id, type, data, err);
}

/* `git gc` of the user takes away directories of loose objects that are empty, also the one that the object was just
 * about to be put into: then there is another try. */
static int write_loose(git_odb_backend *disk, const git_oid *id, git_object_t type, const void *data, size_t len)
{
	int failed = disk->write(disk, id, data, len, type);

	return failed ? disk->write(disk, id, data, len, type) : 0;
}

enum rt_code archive_store(struct rt_archive *archive, const git_oid *id, git_object_t type, rt_str data,
                           struct rt_error *err)
{
	enum rt_code code = prepare(archive, err);
	git_odb_backend *disk = archive->pending.disk;

	if (code || git_odb_exists_ext(archive->odb, id, GIT_ODB_LOOKUP_NO_REFRESH))
		return code;
	if (write_loose(disk, id, type, data.data, data.len) < 0)
		return archive_write_failed(archive, "an object", err);
	return RT_OK;
}

enum rt_code archive_each_loose(struct rt_archive *archive, git_odb_foreach_cb take, void *data, struct rt_error *err)
{
	enum rt_code code = prepare(archive, err);

	if (!code && archive->pending.disk->foreach(archive->pending.disk, take, data))
		return archive_read_failed(archive, "its loose objects", err);
	return code;
}

/* ---- flush ---- */

static int flush_loose(struct rt_archive *archive)
{
	struct archive_pending *pending = &archive->pending;

	for (size_t i = 0; i < pending->count; i++) {
		git_odb_object *object;
		int failed = git_odb_read(&object, archive->odb, &pending->ids[i]);

		if (failed)
			return failed;
		failed = write_loose(pending->disk, &pending->ids[i], git_odb_object_type(object),
		                     git_odb_object_data(object), git_odb_object_size(object));
		git_odb_object_free(object);
		if (failed)
			return failed;
	}
	return 0;
}

/* libgit2 grows a pack by its last byte and fills it through a memory map, so a disk that is full may show as SIGBUS or
 * as an error without a message. So ask for the room beforehand; 0 or an errno. */
static int ask_for_room(const char *objects, size_t bytes, struct rt_arena *scratch)
{
	rt_str name = rt_str_format(scratch, "%s/pack/" ARCHIVE_ROOM "XXXXXX", objects);
	char *path = rt_arena_copy(scratch, name.data, name.len);
	int fd = mkstemp(path);

	if (fd < 0)
		return errno;
	int failed = posix_fallocate(fd, 0, (off_t)bytes);
	unlink(path);
	close(fd);
	return failed;
}

enum rt_code archive_check_room(struct rt_archive *archive, size_t bytes, size_t objects, struct rt_error *err)
{
	struct rt_arena scratch;

	rt_arena_init(&scratch);
	int failed = ask_for_room(archive_objects_path(archive, &scratch), bytes + objects * PACK_OVERHEAD, &scratch);
	rt_arena_release(&scratch);
	if (failed)
		return rt_fail(err, RT_EINVALID, "%s: cannot write a pack: %s", archive->path, strerror(failed));
	return RT_OK;
}

static void remember_pack(struct rt_archive *archive, const char *name)
{
	struct archive_flushed *pack = rt_arena_alloc(&archive->arena, sizeof *pack);

	*pack = (struct archive_flushed){ archive->flushed, rt_str_copy(&archive->arena, rt_str_of(name)).data };
	archive->flushed = pack;
}

static int flush_pack(struct rt_archive *archive)
{
	const struct archive_pending *pending = &archive->pending;
	git_packbuilder *pack;
	int failed = git_packbuilder_new(&pack, archive->repository);

	if (failed)
		return failed;
	for (size_t i = 0; i < pending->count && !failed; i++)
		failed = git_packbuilder_insert(pack, &pending->ids[i], NULL);
	if (!failed)
		failed = git_packbuilder_write(pack, NULL, 0, NULL, NULL);
	if (!failed)
		remember_pack(archive, git_packbuilder_name(pack));
	git_packbuilder_free(pack);
	return failed ? failed : git_odb_refresh(archive->odb);
}

enum rt_code rt_archive_flush(struct rt_archive *archive, struct rt_error *err)
{
	struct archive_pending *pending = &archive->pending;
	bool loose = pending->count <= LOOSE_MAX;

	if (!pending->count)
		return RT_OK;
	enum rt_code code = loose ? RT_OK : archive_check_room(archive, pending->bytes, pending->count, err);
	if (code)
		return code;
	if (!loose) /* packing wants the memory; the next tree is hashed whole then */
		archive_listing_release(&archive->last.listing);
	if (loose ? flush_loose(archive) : flush_pack(archive))
		return archive_write_failed(archive, loose ? "objects" : "a pack", err);
	git_mempack_reset(pending->memory);
	pending->count = 0;
	pending->bytes = 0;
	return RT_OK;
}

size_t rt_archive_pending(const struct rt_archive *archive)
{
	return archive->pending.bytes;
}

enum rt_code archive_flush_if_large(struct rt_archive *archive, struct rt_error *err)
{
	return archive->pending.bytes > PENDING_MAX ? rt_archive_flush(archive, err) : RT_OK;
}
