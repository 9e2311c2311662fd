/* Making, opening and closing an archive. */
#include "internal.h"

#include <dirent.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define CACHE_MAX ((ssize_t)2 << 20) /* bytes of objects that libgit2 keeps for reuse; its own default is 256 MB */

/* libgit2 counts how often it was initialised; the options are set anew for whoever shut it down in between.
 *
 * Whatever the user's own git is told to do in ~/.gitconfig concerns neither the content nor the safety of an archive,
 * so it is not read. Who owns the archive is not checked either: that check protects those who stumble into a
 * repository whose config makes git run commands; this one was named, and nothing in its config is ever run.
 *
 * As in git, the checksums of zlib guard what is read; only documents are hashed again, since they are given out. */
static enum rt_code start_libgit2(struct rt_error *err)
{
	static const git_config_level_t outside[] = { GIT_CONFIG_LEVEL_PROGRAMDATA, GIT_CONFIG_LEVEL_SYSTEM,
		                                      GIT_CONFIG_LEVEL_XDG, GIT_CONFIG_LEVEL_GLOBAL };

	if (git_libgit2_init() < 0)
		return rt_fail(err, RT_EINVALID, "cannot start libgit2: %s", archive_git_message());
	for (size_t i = 0; i < sizeof outside / sizeof *outside; i++)
		git_libgit2_opts(GIT_OPT_SET_SEARCH_PATH, outside[i], "");
	git_libgit2_opts(GIT_OPT_SET_OWNER_VALIDATION, 0);
	git_libgit2_opts(GIT_OPT_ENABLE_FSYNC_GITDIR, 1);
	git_libgit2_opts(GIT_OPT_SET_CACHE_MAX_SIZE, CACHE_MAX);
	git_libgit2_opts(GIT_OPT_ENABLE_STRICT_HASH_VERIFICATION, 0);
	return RT_OK;
}

void rt_archive_free(struct rt_archive *archive)
{
	if (!archive)
		return;
	if (archive->lock >= 0)
		close(archive->lock);
	archive_pending_release(&archive->pending);
	archive_listing_release(&archive->last.listing);
	git_odb_free(archive->odb);
	git_repository_free(archive->repository);
	rt_arena_release(&archive->arena);
	free(archive);
	git_libgit2_shutdown();
}

/* ---- is it one? ---- */

static enum rt_code not_an_archive(const struct rt_archive *archive, const char *why, struct rt_error *err)
{
	return rt_fail(err, RT_EINVALID, "%s is not an archive: %s", archive->path, why);
}

/* A copy made by `git clone --mirror` has the branches, but not the mark in the config. */
static enum rt_code check_branches(struct rt_archive *archive, struct rt_error *err)
{
	struct rt_arena arena;
	struct archive_tip *tips;
	struct rt_archived snapshot;
	git_oid parent;
	size_t count;
	bool has_parent, ours = false;

	rt_arena_init(&arena);
	enum rt_code code = archive_list_tips(archive, &arena, &tips, &count, err);
	for (size_t i = 0; i < count && !code && !ours; i++) {
		const struct archive_tip *tip = &tips[i];

		code = archive_read_commit(archive, tip->registry, &tip->commit, &arena, &snapshot, &parent,
		                           &has_parent, err);
		ours = !code && snapshot.snapshot.sha256.data;
	}
	rt_arena_release(&arena);
	if (!code && !ours && count)
		return not_an_archive(archive, "it is a git repository of something else", err);
	return code;
}

static enum rt_code check_format(struct rt_archive *archive, struct rt_error *err)
{
	git_config *config;
	int32_t format;

	if (git_repository_config_snapshot(&config, archive->repository) < 0)
		return archive_read_failed(archive, "its config", err);
	int result = git_config_get_int32(&format, config, ARCHIVE_FORMAT_KEY);
	git_config_free(config);
	if (result == GIT_ENOTFOUND)
		return check_branches(archive, err);
	if (result < 0)
		return archive_read_failed(archive, ARCHIVE_FORMAT_KEY " in its config", err);
	if (format != ARCHIVE_FORMAT)
		return rt_fail(err, RT_EINVALID, "%s has format %d, this program knows %d: use a newer regtrail",
		               archive->path, (int)format, ARCHIVE_FORMAT);
	return RT_OK;
}

/* libgit2 takes what it may not read for absent. */
static enum rt_code check_permission(struct rt_archive *archive, struct rt_error *err)
{
	static const struct {
		const char *name;
		int mode;
	} parts[] = { { "", R_OK | X_OK }, { "config", R_OK }, { "objects", R_OK | X_OK }, { "refs", R_OK | X_OK } };

	for (size_t i = 0; i < sizeof parts / sizeof *parts; i++) {
		const char *path = rt_str_format(&archive->arena, "%s/%s", archive->path, parts[i].name).data;

		if (access(path, parts[i].mode) < 0 && errno == EACCES)
			return rt_fail(err, RT_EINVALID, "cannot open the archive %s: %s: %s", archive->path, path,
			               strerror(EACCES));
	}
	return RT_OK;
}

static enum rt_code open_repository(struct rt_archive *archive, struct rt_error *err)
{
	enum rt_code code = check_permission(archive, err);

	if (code)
		return code;
	int result = git_repository_open_ext(&archive->repository, archive->path, GIT_REPOSITORY_OPEN_NO_SEARCH, NULL);

	if (result == GIT_ENOTFOUND)
		return not_an_archive(archive, "there is no git repository; `regtrail init` makes an archive", err);
	/* libgit2 1.5 knows no other than SHA-1. */
	if (result < 0 && strstr(archive_git_message(), "extensions.objectformat"))
		return not_an_archive(archive,
		                      "its object format is SHA-256, theirs is SHA-1: "
		                      "make one elsewhere with `regtrail init`",
		                      err);
	if (result < 0)
		return rt_fail(err, RT_EINVALID, "cannot open %s: %s", archive->path, archive_git_message());
	if (!git_repository_is_bare(archive->repository))
		return not_an_archive(archive, "it is a git repository with a working tree", err);
	if (git_repository_odb(&archive->odb, archive->repository) < 0)
		return archive_read_failed(archive, "its objects", err);
	return check_format(archive, err);
}

enum rt_code rt_archive_open(const char *path, struct rt_archive **out, struct rt_error *err)
{
	enum rt_code code = start_libgit2(err);

	*out = NULL;
	if (code)
		return code;
	struct rt_archive *archive = calloc(1, sizeof *archive);
	if (!archive)
		rt_out_of_memory(sizeof *archive);
	rt_arena_init(&archive->arena);
	archive_listing_init(&archive->last.listing);
	archive->path = rt_arena_copy(&archive->arena, path, strlen(path));
	archive->lock = -1;
	code = open_repository(archive, err);
	if (code) {
		rt_archive_free(archive);
		return code;
	}
	*out = archive;
	return RT_OK;
}

/* ---- init ---- */

static enum rt_code make_repository(const char *path, struct rt_error *err)
{
	git_repository_init_options options = {
		.version = GIT_REPOSITORY_INIT_OPTIONS_VERSION,
		.flags = GIT_REPOSITORY_INIT_BARE | GIT_REPOSITORY_INIT_MKDIR | GIT_REPOSITORY_INIT_MKPATH,
		.description = "regtrail archive: dated snapshots of IANA registries\n",
		.initial_head = RT_PORTS,
	};
	git_repository *repository = NULL;

	int failed = git_repository_init_ext(&repository, path, &options);
	if (!failed)
		failed = archive_set_up(repository);
	git_repository_free(repository);
	if (!failed)
		return RT_OK;
	return rt_fail(err, RT_EINVALID, "cannot make an archive at %s: %s", path, archive_git_message());
}

static bool is_empty_directory(const char *path)
{
	DIR *directory = opendir(path);
	const struct dirent *entry;
	bool empty = directory;

	if (!directory)
		return false;
	while (empty && (entry = readdir(directory)) != NULL)
		empty = strcmp(entry->d_name, ".") == 0 || strcmp(entry->d_name, "..") == 0;
	closedir(directory);
	return empty;
}

enum rt_code rt_archive_init(const char *path, bool *created, struct rt_error *err)
{
	struct rt_archive *archive;
	struct stat at;
	bool there = stat(path, &at) == 0;

	*created = false;
	if (!there && errno != ENOENT)
		return rt_fail(err, RT_EINVALID, "cannot make an archive at %s: %s", path, strerror(errno));
	if (there && !S_ISDIR(at.st_mode))
		return rt_fail(err, RT_EINVALID, "%s is not an archive: it is not a directory", path);
	if (there && !is_empty_directory(path)) {
		enum rt_code code = rt_archive_open(path, &archive, err);

		rt_archive_free(archive);
		return code;
	}
	enum rt_code code = start_libgit2(err);
	if (code)
		return code;
	code = make_repository(path, err);
	git_libgit2_shutdown();
	*created = !code;
	return code;
}
