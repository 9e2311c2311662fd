/* What a run that was killed leaves behind: git's own lock files, NAME.lock beside what was about to be replaced.
 * Whoever holds the archive's lock is the only one to write references and config, so such a file then belongs to
 * nobody; but see remove_old(). */
#include "internal.h"

#include <dirent.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#define DEPTH_MAX   4  /* of refs/replaced/REGISTRY/ID */
#define PACKING_MAX 60 /* seconds that a git may take to pack references; it takes milliseconds */

static bool is_lock(const char *name)
{
	const char *dot = strrchr(name, '.');

	return dot && strcmp(dot, ".lock") == 0;
}

static void remove_below(const char *directory, int depth)
{
	DIR *listing = depth > 0 ? opendir(directory) : NULL;
	char path[4096];
	struct dirent *entry;
	struct stat st;

	while (listing && (entry = readdir(listing))) {
		int len = snprintf(path, sizeof path, "%s/%s", directory, entry->d_name);

		if (entry->d_name[0] == '.' || len < 0 || (size_t)len >= sizeof path || lstat(path, &st) < 0)
			continue;
		if (S_ISDIR(st.st_mode))
			remove_below(path, depth - 1);
		else if (is_lock(entry->d_name))
			unlink(path);
	}
	if (listing)
		closedir(listing);
}

/* This lock alone may be that of a `git gc` at work, which takes what it packed out of refs/ afterwards: without its
 * lock references would be lost. */
static void remove_old(const char *path)
{
	struct stat st;

	if (lstat(path, &st) == 0 && time(NULL) - st.st_mtime > PACKING_MAX)
		unlink(path);
}

void archive_remove_stale_locks(struct rt_archive *archive)
{
	static const char *const files[] = { "HEAD.lock", "config.lock" };
	const char *root = git_repository_path(archive->repository);
	char path[4096];

	for (size_t i = 0; i < sizeof files / sizeof *files; i++)
		if ((size_t)snprintf(path, sizeof path, "%s%s", root, files[i]) < sizeof path)
			unlink(path);
	if ((size_t)snprintf(path, sizeof path, "%spacked-refs.lock", root) < sizeof path)
		remove_old(path);
	if ((size_t)snprintf(path, sizeof path, "%srefs", root) < sizeof path)
		remove_below(path, DEPTH_MAX);
}
