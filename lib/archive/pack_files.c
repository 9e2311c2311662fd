#include "pack_files.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define FAN_LAST (8 + 255 * 4) /* where an index of version 2 says how many objects it has: gitformat-pack(5) */
#define SAMPLE   32            /* of the 256 directories of loose objects */

static size_t file_size(const char *path)
{
	struct stat st;

	return stat(path, &st) == 0 ? (size_t)st.st_size : 0;
}

static const char *beside(const char *base, const char *suffix, struct rt_arena *arena)
{
	return rt_str_format(arena, "%s%s", base, suffix).data;
}

static bool is_there(const char *base, const char *suffix, struct rt_arena *arena)
{
	return access(beside(base, suffix, arena), F_OK) == 0;
}

static size_t count_objects(const char *index)
{
	unsigned char bytes[4] = { 0 };
	int fd = open(index, O_RDONLY | O_CLOEXEC);

	if (fd < 0)
		return 0;
	bool is_read = pread(fd, bytes, sizeof bytes, FAN_LAST) == (ssize_t)sizeof bytes;
	close(fd);
	return is_read ? (size_t)bytes[0] << 24 | (size_t)bytes[1] << 16 | (size_t)bytes[2] << 8 | bytes[3] : 0;
}

/* ---- packs ---- */

static int fewest_first(const void *a, const void *b)
{
	const struct pack_file *x = a, *y = b;

	if (x->objects != y->objects)
		return x->objects < y->objects ? -1 : 1;
	return strcmp(x->base, y->base);
}

static void append(struct pack_files *files, const struct pack_file *pack, struct rt_arena *arena)
{
	if ((files->count & (files->count - 1)) == 0) { /* full, at each power of two */
		struct pack_file *items = rt_arena_array(arena, files->count * 2 + 1, sizeof *items);

		if (files->count)
			memcpy(items, files->items, files->count * sizeof *items);
		files->items = items;
	}
	files->items[files->count++] = *pack;
}

void pack_files_list(const char *objects, struct rt_arena *arena, struct pack_files *out)
{
	DIR *listing = opendir(beside(objects, "/pack", arena));
	const struct dirent *entry;

	*out = (struct pack_files){ NULL, 0 };
	while (listing && (entry = readdir(listing)) != NULL) {
		rt_str name = rt_str_of(entry->d_name);

		if (!rt_str_starts_with(name, RT_STR("pack-")) || !rt_str_ends_with(name, RT_STR(".pack")))
			continue;
		name.len -= strlen(".pack");
		const char *base = rt_str_format(arena, "%s/pack/%.*s", objects, RT_ARG(name)).data;
		struct pack_file pack = { base, count_objects(beside(base, ".idx", arena)),
			                  file_size(beside(base, ".pack", arena)) };
		if (pack.objects && !is_there(base, ".keep", arena) && !is_there(base, ".promisor", arena))
			append(out, &pack, arena);
	}
	if (listing)
		closedir(listing);
	if (out->count)
		qsort(out->items, out->count, sizeof *out->items, fewest_first);
}

/* The index last: whoever has read it looks for the object elsewhere when its pack is gone, and an index without a pack
 * is taken away by the next run that writes. */
void pack_file_remove(const struct pack_file *pack, struct rt_arena *arena)
{
	static const char *const suffixes[] = { ".bitmap", ".rev", ".mtimes", ".pack", ".idx" };

	for (size_t i = 0; i < sizeof suffixes / sizeof *suffixes; i++)
		unlink(beside(pack->base, suffixes[i], arena));
}

static unsigned long long bytes_in(const char *directory, struct rt_arena *arena)
{
	DIR *listing = opendir(directory);
	const struct dirent *entry;
	unsigned long long bytes = 0;

	while (listing && (entry = readdir(listing)) != NULL)
		if (entry->d_name[0] != '.')
			bytes += file_size(rt_str_format(arena, "%s/%s", directory, entry->d_name).data);
	if (listing)
		closedir(listing);
	return bytes;
}

unsigned long long pack_all_bytes(const char *objects, struct rt_arena *arena)
{
	unsigned long long bytes = bytes_in(beside(objects, "/pack", arena), arena);

	for (unsigned i = 0; i < 256; i++)
		bytes += bytes_in(rt_str_format(arena, "%s/%02x", objects, i).data, arena);
	return bytes;
}

/* ---- loose objects ---- */

static size_t count_files(const char *directory)
{
	DIR *listing = opendir(directory);
	const struct dirent *entry;
	size_t count = 0;

	while (listing && (entry = readdir(listing)) != NULL)
		count += strlen(entry->d_name) == GIT_OID_HEXSZ - 2;
	if (listing)
		closedir(listing);
	return count;
}

static bool is_of_pack(const char *name)
{
	return rt_str_ends_with(rt_str_of(name), RT_STR(".pack")) || rt_str_ends_with(rt_str_of(name), RT_STR(".idx"));
}

bool pack_unreadable(const char *objects, char *path, size_t size)
{
	const struct dirent *entry;
	int failed = 0;

	snprintf(path, size, "%s/pack", objects);
	DIR *files = opendir(path);
	if (!files)
		return errno != ENOENT;
	while (!failed && (entry = readdir(files)) != NULL) {
		if (!is_of_pack(entry->d_name))
			continue;
		snprintf(path, size, "%s/pack/%s", objects, entry->d_name);
		int fd = open(path, O_RDONLY | O_CLOEXEC);
		if (fd >= 0)
			close(fd);
		else if (errno != ENOENT) /* that one was merged into another meanwhile */
			failed = errno;
	}
	closedir(files);
	errno = failed;
	return failed;
}

bool pack_loose_are_many(const char *objects, size_t threshold, struct rt_arena *arena)
{
	size_t count = 0;

	for (unsigned i = 0; i < SAMPLE; i++)
		count += count_files(rt_str_format(arena, "%s/%02x", objects, i).data);
	return count * 256 / SAMPLE > threshold;
}

const char *pack_loose_path(const char *objects, const git_oid *id, struct rt_arena *arena)
{
	char hex[GIT_OID_HEXSZ + 1];

	git_oid_tostr(hex, sizeof hex, id);
	return rt_str_format(arena, "%s/%.2s/%s", objects, hex, hex + 2).data;
}

size_t pack_loose_bytes(const char *objects, const git_oid *id, struct rt_arena *arena)
{
	return file_size(pack_loose_path(objects, id, arena));
}
