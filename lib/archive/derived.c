/* Data that can be made anew: one file a kind and registry, read whole, written beside and renamed. */
#include "internal.h"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#define FOLDER "regtrail.index"
#define LARGEST ((off_t)1 << 30) /* bytes; what is larger was not written by this program */

/* Behind the id of the registry, which has no such character. */
static const char *const kinds[] = { [RT_DERIVED_INDEX] = "", [RT_DERIVED_VALIDATORS] = "+validators" };

static const char *path_of(struct rt_archive *archive, enum rt_derived kind, rt_str registry, const char *suffix,
                           struct rt_arena *arena)
{
	const char *name = kinds[kind];

	return rt_str_format(arena, "%s/" FOLDER "/%.*s%s%s", archive->path, RT_ARG(registry), name, suffix).data;
}

static bool read_all(int fd, char *data, size_t len)
{
	while (len) {
		ssize_t got = read(fd, data, len);

		if (got <= 0)
			return false;
		data += got;
		len -= (size_t)got;
	}
	return true;
}

rt_str rt_archive_derived(struct rt_archive *archive, enum rt_derived kind, rt_str registry, struct rt_arena *arena)
{
	struct stat st;
	rt_str bytes = RT_NO_STR;

	if (!rt_registry_id_ok(registry))
		return bytes;
	int fd = open(path_of(archive, kind, registry, "", arena), O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY);
	if (fd < 0)
		return bytes;
	if (fstat(fd, &st) == 0 && S_ISREG(st.st_mode) && st.st_size <= LARGEST) {
		char *data = rt_arena_alloc(arena, (size_t)st.st_size);

		if (read_all(fd, data, (size_t)st.st_size))
			bytes = (rt_str){ data, (size_t)st.st_size };
	}
	close(fd);
	return bytes;
}

static bool write_all(int fd, rt_str bytes)
{
	while (bytes.len) {
		ssize_t written = write(fd, bytes.data, bytes.len);

		if (written <= 0)
			return false;
		bytes = (rt_str){ bytes.data + written, bytes.len - (size_t)written };
	}
	return true;
}

/* Whoever may read the archive may read this. */
static bool set_mode(const struct rt_archive *archive, int fd)
{
	struct stat st;

	return fstat(fd, &st) == 0 && stat(archive->path, &st) == 0 && fchmod(fd, st.st_mode & 0666) == 0;
}

/* The file to write to, under a name that is always the same: what a killed run left there is taken over. -1 if another
 * run is at it, which may even have given it its final name since it was opened, or if it cannot be written. */
static int open_new(const char *path)
{
	struct stat opened, named;
	int fd = open(path, O_WRONLY | O_CREAT | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK | O_NOCTTY, 0600);

	if (fd < 0)
		return -1;
	if (flock(fd, LOCK_EX | LOCK_NB) == 0 && fstat(fd, &opened) == 0 && S_ISREG(opened.st_mode) &&
	    stat(path, &named) == 0 && opened.st_ino == named.st_ino && ftruncate(fd, 0) == 0)
		return fd;
	close(fd);
	return -1;
}

void rt_archive_keep_derived(struct rt_archive *archive, enum rt_derived kind, rt_str registry, rt_str bytes)
{
	struct rt_arena arena;

	if (!rt_registry_id_ok(registry))
		return;
	rt_arena_init(&arena);
	const char *path = path_of(archive, kind, registry, "", &arena);
	const char *new = path_of(archive, kind, registry, "+new", &arena);
	mkdir(rt_str_format(&arena, "%s/" FOLDER, archive->path).data, 0777); /* most often it is there */
	int fd = open_new(new);
	if (fd >= 0) {
		if (!write_all(fd, bytes) || !set_mode(archive, fd) || rename(new, path) < 0)
			unlink(new);
		close(fd); /* the lock goes with it, so not before */
	}
	rt_arena_release(&arena);
}
