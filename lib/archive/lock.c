/* The lock: one run at a time writes to an archive. Whoever gets it puts in order what it finds. */
#include "internal.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <time.h>
#include <unistd.h>

#define PAUSE_FIRST 10  /* milliseconds between two tries; each pause is twice the one before */
#define PAUSE_MAX   250

static long long milliseconds_now(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return (long long)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

static void pause_for(long milliseconds)
{
	nanosleep(&(const struct timespec){ milliseconds / 1000, milliseconds % 1000 * 1000000 }, NULL);
}

/* Try again until WAIT seconds are over: flock(2) itself knows no time. 0 or an errno. */
static int lock_within(int fd, long wait)
{
	long long end = milliseconds_now() + (long long)wait * 1000;
	long pause = PAUSE_FIRST;

	while (flock(fd, LOCK_EX | LOCK_NB) < 0) {
		long long left = end - milliseconds_now();

		if (errno != EWOULDBLOCK || left <= 0)
			return errno;
		pause_for(left < pause ? (long)left : pause);
		pause = pause * 2 < PAUSE_MAX ? pause * 2 : PAUSE_MAX;
	}
	return 0;
}

/* ---- who has it ---- */

/* For people alone: what holds is the lock on the file, not what stands in it. Not to be able to write that is no
 * harm. */
static void write_holder(int fd)
{
	char time_text[RT_TIME_TEXT], text[64];
	int len = snprintf(text, sizeof text, "%ld %s\n", (long)getpid(), rt_time_text((rt_time)time(NULL), time_text));

	if (ftruncate(fd, 0) < 0 || pwrite(fd, text, (size_t)len, 0) < len)
		return;
}

/* " (process N since TIME)"; nothing if that is not known, or there is no such process any more. */
static const char *holder_text(int fd, struct rt_arena *scratch)
{
	char text[64];
	ssize_t len = pread(fd, text, sizeof text, 0);
	rt_str rest = { text, len > 0 ? (size_t)len : 0 }, line, pid;
	rt_time since;

	if (!rt_str_split(&rest, '\n', &line) || !rt_str_split(&line, ' ', &pid) || !rt_time_parse(line, &since, NULL))
		return "";
	long number = strtol(rt_str_copy(scratch, pid).data, NULL, 10);
	if (number <= 0 || (kill((pid_t)number, 0) < 0 && errno != EPERM))
		return "";
	return rt_str_format(scratch, " (process %ld since %.*s)", number, RT_ARG(line)).data;
}

/* ---- to get it ---- */

static enum rt_code lock_failed(const struct rt_archive *archive, int failed, const char *holder, long wait,
                                struct rt_error *err)
{
	if (failed != EWOULDBLOCK)
		return rt_fail(err, RT_EINVALID, "cannot lock %s: %s", archive->path, strerror(failed));
	if (wait)
		return rt_fail(err, RT_ELOCKED, "another run is writing to %s%s, still after %ld s: try again later",
		               archive->path, holder, wait);
	return rt_fail(err, RT_ELOCKED,
	               "another run is writing to %s%s, perhaps the nightly fetch: try again later, or wait for it "
	               "with --wait",
	               archive->path, holder);
}

/* On the file, not of the file: the kernel takes it away with the process, so none is ever left behind. */
static enum rt_code take_lock(struct rt_archive *archive, long wait, struct rt_error *err)
{
	struct rt_arena scratch;
	int failed = 0;

	rt_arena_init(&scratch);
	rt_str path = rt_str_format(&scratch, "%sregtrail.lock", git_repository_path(archive->repository));
	int fd = open(path.data, O_RDWR | O_CREAT | O_CLOEXEC, 0666);
	if (fd < 0)
		failed = errno;
	else if (wait != RT_WAIT_FOREVER)
		failed = lock_within(fd, wait);
	else if (flock(fd, LOCK_EX) < 0)
		failed = errno;
	enum rt_code code = RT_OK;
	if (failed)
		code = lock_failed(archive, failed, fd >= 0 ? holder_text(fd, &scratch) : "", wait, err);
	else
		write_holder(archive->lock = fd);
	if (failed && fd >= 0)
		close(fd);
	rt_arena_release(&scratch);
	return code;
}

/* ---- what a run that was killed left behind ---- */

/* Directories of the repository, and how the names of files begin that are not finished in them: libgit2's objects and
 * packs, our own check for room, and packs that are taken over. `git gc` never takes the packs away. Nobody else works
 * on such files: we have the lock, and git has other names. */
static const struct unfinished {
	const char *directory, *start;
} unfinished[] = {
	{ "objects", "tmp_object_git2_" },
	{ "objects/pack", "pack_git2_" },
	{ "objects/pack", ARCHIVE_ROOM },
	{ "objects/pack", ARCHIVE_TAKEN },
};

/* What cannot be removed is left where it is: it does no harm but take room. */
static void remove_unfinished(const char *repository, const struct unfinished *row, struct rt_arena *scratch)
{
	const char *directory = rt_str_format(scratch, "%s%s", repository, row->directory).data;
	DIR *files = opendir(directory);
	const struct dirent *entry;

	while (files && (entry = readdir(files)) != NULL)
		if (rt_str_starts_with(rt_str_of(entry->d_name), rt_str_of(row->start)))
			unlink(rt_str_format(scratch, "%s/%s", directory, entry->d_name).data);
	if (files)
		closedir(files);
}

/* An index without its pack: the pack was being removed, or about to come. git never leaves one. */
static void remove_lone_indexes(const char *repository, struct rt_arena *scratch)
{
	DIR *files = opendir(rt_str_format(scratch, "%sobjects/pack", repository).data);
	const struct dirent *entry;

	while (files && (entry = readdir(files)) != NULL) {
		rt_str name = rt_str_of(entry->d_name);

		if (!rt_str_starts_with(name, RT_STR("pack-")) || !rt_str_ends_with(name, RT_STR(".idx")))
			continue;
		name.len -= strlen(".idx");
		rt_str pack = rt_str_format(scratch, "%sobjects/pack/%.*s.pack", repository, RT_ARG(name));
		if (access(pack.data, F_OK) < 0 && errno == ENOENT)
			unlink(rt_str_format(scratch, "%sobjects/pack/%s", repository, entry->d_name).data);
	}
	if (files)
		closedir(files);
}

static void clean_up(struct rt_archive *archive)
{
	struct rt_arena scratch;

	rt_arena_init(&scratch);
	for (size_t i = 0; i < sizeof unfinished / sizeof *unfinished; i++)
		remove_unfinished(git_repository_path(archive->repository), &unfinished[i], &scratch);
	remove_lone_indexes(git_repository_path(archive->repository), &scratch);
	rt_arena_release(&scratch);
}

enum rt_code rt_archive_lock(struct rt_archive *archive, long wait, struct rt_error *err)
{
	if (archive->lock >= 0)
		return RT_OK;
	enum rt_code code = take_lock(archive, wait, err);
	if (!code) {
		archive_remove_stale_locks(archive);
		if (archive_set_up(archive->repository) < 0) /* a copy made by git lacks the config */
			code = archive_write_failed(archive, "its config", err);
	}
	if (!code)
		code = archive_list_tips(archive, &archive->arena, &archive->tips, &archive->tip_count, err);
	if (!code)
		clean_up(archive);
	if (code && archive->lock >= 0) {
		close(archive->lock);
		archive->lock = -1;
	}
	return code;
}
