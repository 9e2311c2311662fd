/* Objects out of a repository's packs as they are compressed there: gitformat-pack(5), index version 2. Nothing in
 * these files is trusted; what is odd is left out. */
#include "git.h"
#include "internal.h"

#include <regtrail/buf.h>

#include <dirent.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#define ID           20u              /* bytes of an object's name */
#define INDEX_HEAD   (8u + 256u * 4u) /* magic, version, fan-out */
#define OBJECTS_MAX  4000000u         /* of a pack: their offsets are kept in memory */
#define OFS_DELTA    6
#define REF_DELTA    7
#define NO_ENTRY     SIZE_MAX

struct entry {
	size_t offset, len; /* in the pack, up to the next one */
	size_t at;          /* in the pack that is made */
	bool wanted;
};

struct pack {
	rt_str index, data; /* mapped files */
	size_t count;
	struct entry *entries; /* by offset */
};

/* What an entry begins with. */
struct head {
	int type;
	size_t base;     /* NO_ENTRY: none */
	size_t type_len; /* bytes of type and size */
	size_t len;      /* with the name of the base */
};

static uint32_t read32(const char *at)
{
	const unsigned char *b = (const unsigned char *)at;

	return (uint32_t)b[0] << 24 | (uint32_t)b[1] << 16 | (uint32_t)b[2] << 8 | b[3];
}

static void add32(struct rt_buf *out, size_t value)
{
	for (int shift = 24; shift >= 0; shift -= 8)
		rt_buf_add_char(out, (char)(value >> shift & 255));
}

/* ---- opening ---- */

static rt_str map(const char *path)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC);
	struct stat st;
	void *at = MAP_FAILED;

	if (fd < 0)
		return RT_NO_STR;
	if (fstat(fd, &st) == 0 && st.st_size > 0)
		at = mmap(NULL, (size_t)st.st_size, PROT_READ, MAP_PRIVATE, fd, 0);
	close(fd);
	return at == MAP_FAILED ? RT_NO_STR : (rt_str){ at, (size_t)st.st_size };
}

static void unmap(rt_str file)
{
	if (file.data)
		munmap((void *)(uintptr_t)file.data, file.len);
}

static int by_offset(const void *a, const void *b)
{
	const struct entry *x = a, *y = b;

	return (x->offset > y->offset) - (x->offset < y->offset);
}

static const char *id_at(const struct pack *pack, size_t i)
{
	return pack->index.data + INDEX_HEAD + i * ID;
}

/* Where object I of the index is in the pack; 0 if the index says nothing sensible. */
static size_t offset_at(const struct pack *pack, size_t i)
{
	const size_t small = INDEX_HEAD + pack->count * (ID + 4), large = small + pack->count * 4;
	uint32_t offset = read32(pack->index.data + small + i * 4);

	if (!(offset & 0x80000000u))
		return offset;
	size_t at = large + (offset & 0x7fffffffu) * (size_t)8;
	if (at + 8 > pack->index.len)
		return 0;
	return (size_t)((uint64_t)read32(pack->index.data + at) << 32 | read32(pack->index.data + at + 4));
}

static bool list_entries(struct pack *pack)
{
	size_t end = pack->data.len - ID;

	pack->entries = calloc(pack->count, sizeof *pack->entries);
	if (!pack->entries)
		rt_out_of_memory(pack->count * sizeof *pack->entries);
	for (size_t i = 0; i < pack->count; i++)
		pack->entries[i].offset = offset_at(pack, i);
	qsort(pack->entries, pack->count, sizeof *pack->entries, by_offset);
	for (size_t i = pack->count; i-- > 0;) {
		struct entry *entry = &pack->entries[i];

		if (entry->offset < 12 || entry->offset >= end)
			return false;
		entry->len = end - entry->offset;
		end = entry->offset;
	}
	return true;
}

static void pack_close(struct pack *pack)
{
	free(pack->entries);
	unmap(pack->index);
	unmap(pack->data);
}

static bool pack_open(struct pack *pack, const char *base, struct rt_arena *arena)
{
	*pack = (struct pack){ .index = map(rt_str_format(arena, "%s.idx", base).data),
		               .data = map(rt_str_format(arena, "%s.pack", base).data) };
	bool ok = pack->index.len >= INDEX_HEAD && pack->data.len > 12 + ID &&
	          memcmp(pack->index.data, "\377tOc\0\0\0\2", 8) == 0;

	if (ok)
		pack->count = read32(pack->index.data + INDEX_HEAD - 4);
	ok = ok && pack->count && pack->count <= OBJECTS_MAX &&
	     pack->index.len >= INDEX_HEAD + pack->count * (ID + 8) + (size_t)2 * ID && list_entries(pack);
	if (!ok)
		pack_close(pack);
	return ok;
}

/* ---- entries ---- */

static size_t entry_at(const struct pack *pack, size_t offset)
{
	const struct entry key = { .offset = offset };
	const struct entry *found = bsearch(&key, pack->entries, pack->count, sizeof key, by_offset);

	return found ? (size_t)(found - pack->entries) : NO_ENTRY;
}

/* The entry of the object named ID. */
static size_t find(const struct pack *pack, const void *id)
{
	size_t low = 0, high = pack->count;

	while (low < high) {
		size_t middle = low + (high - low) / 2;
		int order = memcmp(id_at(pack, middle), id, ID);

		if (order == 0)
			return entry_at(pack, offset_at(pack, middle));
		if (order < 0)
			low = middle + 1;
		else
			high = middle;
	}
	return NO_ENTRY;
}

/* How far back the base is, in git's own variable length; *LEN becomes the bytes it takes, 0 if it makes no sense. */
static size_t read_distance(rt_str in, size_t *len)
{
	size_t distance = 0;

	for (size_t i = 0; i < in.len && i < 9; i++) {
		unsigned char byte = (unsigned char)in.data[i];

		distance = (i ? (distance + 1) << 7 : 0) | (byte & 127);
		if (!(byte & 128)) {
			*len = i + 1;
			return distance;
		}
	}
	*len = 0;
	return 0;
}

static void add_distance(struct rt_buf *out, size_t distance)
{
	char bytes[10];
	size_t at = sizeof bytes;

	bytes[--at] = (char)(distance & 127);
	while (distance >>= 7)
		bytes[--at] = (char)(128 | (--distance & 127));
	rt_buf_add(out, bytes + at, sizeof bytes - at);
}

/* False if the entry is not as it should be, or its base is in another pack. */
static bool read_head(const struct pack *pack, size_t i, struct head *out)
{
	const struct entry *entry = &pack->entries[i];
	rt_str in = { pack->data.data + entry->offset, entry->len };
	size_t at = 0, len;

	while (at < in.len && ((unsigned char)in.data[at] & 128))
		at++;
	if (++at > in.len)
		return false;
	*out = (struct head){ (unsigned char)in.data[0] >> 4 & 7, NO_ENTRY, at, at };
	in = (rt_str){ in.data + at, in.len - at };
	if (out->type == OFS_DELTA) {
		size_t distance = read_distance(in, &len);

		if (!len || !distance || distance > entry->offset)
			return false;
		out->base = entry_at(pack, entry->offset - distance);
		out->len += len;
	} else if (out->type == REF_DELTA) {
		if (in.len < ID)
			return false;
		out->base = find(pack, in.data);
		out->len += ID;
	}
	return out->base != NO_ENTRY || (out->type != OFS_DELTA && out->type != REF_DELTA);
}

/* Want entry I, and what it is the difference from, and so on. Bases stand in front; what is no
 * such chain is left. */
static void want(struct pack *pack, size_t i)
{
	struct head head;
	size_t last = i;

	for (size_t at = i; !pack->entries[at].wanted; at = head.base) {
		if (!read_head(pack, at, &head) || (head.base != NO_ENTRY && head.base >= at))
			return;
		last = at;
		if (head.base == NO_ENTRY)
			break;
	}
	for (size_t at = i; !pack->entries[at].wanted; at = head.base) {
		pack->entries[at].wanted = true;
		if (at == last || !read_head(pack, at, &head))
			break;
	}
}

/* ---- the new pack ---- */

static void add_entry(struct pack *pack, size_t i, struct rt_buf *out)
{
	struct entry *entry = &pack->entries[i];
	const char *data = pack->data.data + entry->offset;
	struct head head;

	entry->at = out->len;
	if (!read_head(pack, i, &head))
		return;
	if (head.base == NO_ENTRY) {
		rt_buf_add(out, data, entry->len);
		return;
	}
	rt_buf_add_char(out, (char)(((unsigned char)data[0] & 0x8f) | OFS_DELTA << 4));
	rt_buf_add(out, data + 1, head.type_len - 1);
	add_distance(out, entry->at - pack->entries[head.base].at);
	rt_buf_add(out, data + head.len, entry->len - head.len);
}

/* How many objects went into OUT. */
static size_t copy_wanted(struct pack *pack, struct rt_buf *out)
{
	unsigned char sum[ID];
	size_t count = 0;

	for (size_t i = 0; i < pack->count; i++)
		count += pack->entries[i].wanted;
	rt_buf_add_str(out, RT_STR("PACK\0\0\0\2"));
	add32(out, count);
	for (size_t i = 0; i < pack->count; i++)
		if (pack->entries[i].wanted)
			add_entry(pack, i, out);
	rt_source_sha1(rt_buf_str(out), sum);
	rt_buf_add(out, sum, sizeof sum);
	return count;
}

static enum rt_code copy_from(const char *base, const struct rt_object_id *ids, size_t count,
                              enum rt_code (*take)(void *data, rt_str pack, struct rt_error *err), void *data,
                              struct rt_arena *arena, struct rt_error *err)
{
	struct pack pack;
	struct rt_buf out = RT_BUF_INIT;
	enum rt_code code = RT_OK;

	if (!pack_open(&pack, base, arena))
		return RT_OK;
	for (size_t i = 0; i < count; i++) {
		size_t at = find(&pack, ids[i].bytes);

		if (at != NO_ENTRY)
			want(&pack, at);
	}
	if (copy_wanted(&pack, &out))
		code = take(data, rt_buf_str(&out), err);
	rt_buf_release(&out);
	pack_close(&pack);
	return code;
}

enum rt_code rt_git_copy_packed(struct rt_git *git, const struct rt_object_id *ids, size_t count,
                                enum rt_code (*take)(void *data, rt_str pack, struct rt_error *err), void *data,
                                struct rt_error *err)
{
	struct rt_arena arena;
	enum rt_code code = RT_OK;

	rt_arena_init(&arena);
	const char *place = rt_str_format(&arena, "%sobjects/pack", git_repository_commondir(git->repository)).data;
	DIR *listing = opendir(place);
	const struct dirent *file;
	while (listing && !code && (file = readdir(listing)) != NULL) {
		rt_str name = rt_str_of(file->d_name);

		if (!rt_str_starts_with(name, RT_STR("pack-")) || !rt_str_ends_with(name, RT_STR(".idx")))
			continue;
		name.len -= 4;
		code = copy_from(rt_str_format(&arena, "%s/%.*s", place, RT_ARG(name)).data, ids, count, take, data,
		                 &arena, err);
	}
	if (listing)
		closedir(listing);
	rt_arena_release(&arena);
	return code;
}
