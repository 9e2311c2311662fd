/* Settings: the section `regtrail` of the archive's own config, and whether its commands may be run. */
#include "internal.h"

#include <errno.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* Bytes: a pack of 269 documents takes 63 MB in all, where without limit it takes 130. */
#define WINDOW_MEMORY (24 << 20)

/* ---- what every archive has ---- */

static int set_if_absent(git_config *config, const char *name, int64_t value)
{
	git_config_entry *entry;
	int result = git_config_get_entry(&entry, config, name);

	if (result == GIT_ENOTFOUND)
		return git_config_set_int64(config, name, value);
	if (!result)
		git_config_entry_free(entry);
	return result;
}

int archive_set_up(git_repository *repository)
{
	git_config *config;
	int failed = git_repository_config(&config, repository);

	if (failed)
		return failed;
	failed = set_if_absent(config, ARCHIVE_FORMAT_KEY, ARCHIVE_FORMAT);
	if (!failed) /* git's own setting, which libgit2 honours too */
		failed = set_if_absent(config, "pack.windowMemory", WINDOW_MEMORY);
	git_config_free(config);
	return failed;
}

/* ---- one setting ---- */

rt_str rt_archive_config(struct rt_archive *archive, const char *name, struct rt_arena *arena)
{
	rt_str key = rt_str_format(arena, "regtrail.%s", name), value = RT_NO_STR;
	git_config *config;
	const char *text;

	if (git_repository_config_snapshot(&config, archive->repository) < 0)
		return value;
	if (git_config_get_string(&text, config, key.data) == 0)
		value = rt_str_copy(arena, rt_str_of(text));
	git_config_free(config);
	return value;
}

/* ---- a setting that may be there more than once ---- */

struct values {
	struct rt_arena *arena;
	rt_str *items;
	size_t count, capacity;
};

static int add_value(const git_config_entry *entry, void *payload)
{
	struct values *values = payload;

	if (values->count == values->capacity) {
		values->capacity = values->capacity * 2 + 16;
		rt_str *items = rt_arena_array(values->arena, values->capacity, sizeof *items);

		for (size_t i = 0; i < values->count; i++)
			items[i] = values->items[i];
		values->items = items;
	}
	/* A key alone, without `=`, has no value. */
	values->items[values->count++] = rt_str_copy(values->arena, rt_str_of(entry->value ? entry->value : ""));
	return 0;
}

enum rt_code rt_archive_config_all(struct rt_archive *archive, const char *name, struct rt_arena *arena,
                                   rt_str **values, size_t *count, struct rt_error *err)
{
	const char *key = rt_str_format(arena, "regtrail.%s", name).data;
	struct values found = { .arena = arena };
	git_config *config;

	*values = NULL;
	*count = 0;
	if (git_repository_config_snapshot(&config, archive->repository) < 0)
		return archive_read_failed(archive, "its config", err);
	int result = git_config_get_multivar_foreach(config, key, NULL, add_value, &found);
	git_config_free(config);
	if (result < 0 && result != GIT_ENOTFOUND)
		return archive_read_failed(archive, key, err);
	*values = found.items;
	*count = found.count;
	return RT_OK;
}

/* ---- trust ---- */

static enum rt_code check_writers(const char *path, struct rt_error *err)
{
	struct stat at;

	if (stat(path, &at) < 0)
		return rt_fail(err, RT_EINVALID, "cannot look at %s: %s", path, strerror(errno));
	if (at.st_uid != geteuid() && at.st_uid != 0)
		return rt_fail(err, RT_EINVALID,
		               "a command in its config is not run: %s belongs to user %lu: `chown %lu` it, or give "
		               "the command as an option",
		               path, (unsigned long)at.st_uid, (unsigned long)geteuid());
	if (at.st_mode & (S_IWGRP | S_IWOTH))
		return rt_fail(err, RT_EINVALID,
		               "a command in its config is not run: others can write %s: `chmod go-w` it, or give the "
		               "command as an option",
		               path);
	return RT_OK;
}

/* Nonzero if ENTRY is of us and stands in a file that the archive's config includes: who can write that one is not
 * known. */
static int is_included(const git_config_entry *entry, void *payload)
{
	(void)payload;
	return entry->level == GIT_CONFIG_LEVEL_LOCAL && entry->include_depth > 0 &&
	       rt_str_starts_with(rt_str_of(entry->name), RT_STR("regtrail."));
}

static enum rt_code check_includes(struct rt_archive *archive, struct rt_error *err)
{
	git_config *config;

	if (git_repository_config(&config, archive->repository) < 0)
		return archive_read_failed(archive, "its config", err);
	/* A pattern to match would leak memory in libgit2 1.5. */
	int result = git_config_foreach(config, is_included, NULL);
	git_config_free(config);
	if (result < 0)
		return archive_read_failed(archive, "its config", err);
	return !result ? RT_OK
	               : rt_fail(err, RT_EINVALID,
	                         "a command in its config is not run: %s includes another file with settings of "
	                         "regtrail: write them there, or give the command as an option",
	                         archive->path);
}

enum rt_code rt_archive_config_is_trusted(struct rt_archive *archive, struct rt_error *err)
{
	const char *directory = git_repository_path(archive->repository);
	const char *config = rt_str_format(&archive->arena, "%sconfig", directory).data;
	enum rt_code code = check_writers(directory, err);

	if (!code)
		code = check_writers(config, err);
	return code ? code : check_includes(archive, err);
}
