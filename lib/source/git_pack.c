#include "git_pack.h"

#include <dirent.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#define INDEX_HEAD  (8u + 256u * 4u) /* magic, version, fan-out */
#define OBJECTS_MAX 4000000u         /* of a pack: their offsets are kept in memory */
#define SIZE_BYTES  9u               /* that type and size take at most: 60 bits */

static uint32_t read32(const char *at)
{
	const unsigned char *b = (const unsigned char *)at;

	return (uint32_t)b[0] << 24 | (uint32_t)b[1] << 16 | (uint32_t)b[2] << 8 | b[3];
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
	const struct git_pack_entry *x = a, *y = b;

	return (x->offset > y->offset) - (x->offset < y->offset);
}

static const char *id_at(const struct git_pack *pack, size_t i)
{
	return pack->index.data + INDEX_HEAD + i * GIT_PACK_ID;
}

/* Where object I of the index is in the pack; 0 if the index says nothing sensible. */
static size_t offset_at(const struct git_pack *pack, size_t i)
{
	const size_t small = INDEX_HEAD + pack->count * (GIT_PACK_ID + 4), large = small + pack->count * 4;
	uint32_t offset = read32(pack->index.data + small + i * 4);

	if (!(offset & 0x80000000u))
		return offset;
	size_t at = large + (offset & 0x7fffffffu) * (size_t)8;
	if (at + 8 > pack->index.len)
		return 0;
	return (size_t)((uint64_t)read32(pack->index.data + at) << 32 | read32(pack->index.data + at + 4));
}

static bool list_entries(struct git_pack *pack)
{
	size_t end = pack->data.len - GIT_PACK_ID;

	pack->entries = calloc(pack->count, sizeof *pack->entries);
	if (!pack->entries)
		rt_out_of_memory(pack->count * sizeof *pack->entries);
	for (size_t i = 0; i < pack->count; i++)
		pack->entries[i].offset = offset_at(pack, i);
	qsort(pack->entries, pack->count, sizeof *pack->entries, by_offset);
	for (size_t i = pack->count; i-- > 0;) {
		struct git_pack_entry *entry = &pack->entries[i];

		if (entry->offset < 12 || entry->offset >= end)
			return false;
		entry->len = end - entry->offset;
		end = entry->offset;
	}
	return true;
}

bool git_pack_init(struct git_pack *pack, rt_str index, rt_str data)
{
	*pack = (struct git_pack){ .index = index, .data = data };
	if (index.len < INDEX_HEAD || data.len <= 12 + GIT_PACK_ID || memcmp(index.data, "\377tOc\0\0\0\2", 8) != 0)
		return false;
	pack->count = read32(index.data + INDEX_HEAD - 4);
	size_t least = INDEX_HEAD + pack->count * (GIT_PACK_ID + 8) + (size_t)2 * GIT_PACK_ID;
	return pack->count && pack->count <= OBJECTS_MAX && index.len >= least && list_entries(pack);
}

static void pack_close(struct git_pack *pack)
{
	free(pack->entries);
	unmap(pack->index);
	unmap(pack->data);
}

static bool pack_open(struct git_pack *pack, const char *base, struct rt_arena *arena)
{
	rt_str index = map(rt_str_format(arena, "%s.idx", base).data);
	rt_str data = map(rt_str_format(arena, "%s.pack", base).data);
	bool ok = git_pack_init(pack, index, data);

	if (!ok)
		pack_close(pack);
	return ok;
}

/* ---- entries ---- */

static size_t entry_at(const struct git_pack *pack, size_t offset)
{
	const struct git_pack_entry key = { .offset = offset };
	const struct git_pack_entry *found = bsearch(&key, pack->entries, pack->count, sizeof key, by_offset);

	return found ? (size_t)(found - pack->entries) : GIT_PACK_NO_ENTRY;
}

size_t git_pack_find(const struct git_pack *pack, const void *id)
{
	size_t low = 0, high = pack->count;

	while (low < high) {
		size_t middle = low + (high - low) / 2;
		int order = memcmp(id_at(pack, middle), id, GIT_PACK_ID);

		if (order == 0)
			return entry_at(pack, offset_at(pack, middle));
		if (order < 0)
			low = middle + 1;
		else
			high = middle;
	}
	return GIT_PACK_NO_ENTRY;
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

bool git_pack_read_head(const struct git_pack *pack, size_t i, struct git_pack_head *out)
{
	const struct git_pack_entry *entry = &pack->entries[i];
	rt_str in = { pack->data.data + entry->offset, entry->len };
	size_t at = 0, len;

	while (at < in.len && ((unsigned char)in.data[at] & 128))
		at++;
	if (++at > in.len || at > SIZE_BYTES)
		return false;
	*out = (struct git_pack_head){ .type = (unsigned char)in.data[0] >> 4 & 7, .size = in.data[0] & 15,
		                       .base = GIT_PACK_NO_ENTRY, .type_len = at, .len = at };
	for (size_t k = 1; k < at; k++)
		out->size |= (size_t)(in.data[k] & 127) << (7 * k - 3);
	in = (rt_str){ in.data + at, in.len - at };
	if (out->type == GIT_PACK_OFS_DELTA) {
		size_t distance = read_distance(in, &len);

		if (!len || !distance || distance > entry->offset)
			return false;
		out->base = entry_at(pack, entry->offset - distance);
		out->len += len;
	} else if (out->type == GIT_PACK_REF_DELTA) {
		if (in.len < GIT_PACK_ID)
			return false;
		out->base = git_pack_find(pack, in.data);
		out->len += GIT_PACK_ID;
	}
	return out->base != GIT_PACK_NO_ENTRY || (out->type != GIT_PACK_OFS_DELTA && out->type != GIT_PACK_REF_DELTA);
}

rt_str git_pack_data(const struct git_pack *pack, size_t i, const struct git_pack_head *head)
{
	const struct git_pack_entry *entry = &pack->entries[i];

	return (rt_str){ pack->data.data + entry->offset + head->len, entry->len - head->len };
}

/* ---- all packs ---- */

static void add_pack(struct git_packs *packs, const char *base, struct rt_arena *arena)
{
	struct git_pack pack;

	if (!pack_open(&pack, base, arena))
		return;
	struct git_pack *items = realloc(packs->items, (packs->count + 1) * sizeof *items);
	if (!items)
		rt_out_of_memory((packs->count + 1) * sizeof *items);
	packs->items = items;
	items[packs->count++] = pack;
}

static void list_packs(struct git_packs *packs, const char *place, struct rt_arena *arena)
{
	DIR *listing = opendir(place);
	const struct dirent *file;

	while (listing && (file = readdir(listing)) != NULL) {
		rt_str name = rt_str_of(file->d_name);

		if (!rt_str_starts_with(name, RT_STR("pack-")) || !rt_str_ends_with(name, RT_STR(".idx")))
			continue;
		name.len -= 4;
		add_pack(packs, rt_str_format(arena, "%s/%.*s", place, RT_ARG(name)).data, arena);
	}
	if (listing)
		closedir(listing);
}

const struct git_packs *git_packs_of(struct rt_git *git)
{
	struct rt_arena arena;

	if (git->packs.listed)
		return &git->packs;
	rt_arena_init(&arena);
	list_packs(&git->packs, rt_str_format(&arena, "%sobjects/pack", git_repository_commondir(git->repository)).data,
	           &arena);
	rt_arena_release(&arena);
	git->packs.listed = true;
	return &git->packs;
}

void git_packs_release(struct git_packs *packs)
{
	for (size_t i = 0; i < packs->count; i++)
		pack_close(&packs->items[i]);
	free(packs->items);
	*packs = (struct git_packs){ NULL, 0, false };
}
