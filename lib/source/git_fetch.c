/* A repository elsewhere, fetched into a directory of its own for as long as it is read. */
#define _XOPEN_SOURCE 700 /* nftw() */
#include "git.h"
#include "internal.h"

#include <ftw.h>
#include <stdio.h>

#define OPEN_MAX_FILES 16

static int remove_one(const char *path, const struct stat *st, int type, struct FTW *where)
{
	(void)st;
	(void)type;
	(void)where;
	return remove(path);
}

void git_source_remove(const char *directory)
{
	nftw(directory, remove_one, OPEN_MAX_FILES, FTW_DEPTH | FTW_PHYS);
}

/* HEAD of the other end, if it has one. */
static int take_head(struct rt_git *git, git_remote *remote)
{
	git_buf name = GIT_BUF_INIT;
	int failed = git_remote_default_branch(&name, remote);

	if (!failed)
		failed = git_repository_set_head(git->repository, name.ptr);
	git_buf_dispose(&name);
	return failed == GIT_ENOTFOUND ? 0 : failed;
}

static int fetch(struct rt_git *git)
{
	static char heads[] = "+refs/heads/*:refs/heads/*", tags[] = "+refs/tags/*:refs/tags/*";
	char *specs[] = { heads, tags };
	const git_strarray refspecs = { specs, 2 };
	git_fetch_options options;
	git_remote *remote;
	int failed = git_remote_create_anonymous(&remote, git->repository, git->request->repository);

	if (!failed)
		failed = git_fetch_options_init(&options, GIT_FETCH_OPTIONS_VERSION);
	if (failed)
		return failed;
	options.download_tags = GIT_REMOTE_DOWNLOAD_TAGS_NONE; /* the refspec names them */
	options.proxy_opts.type = GIT_PROXY_AUTO;
	failed = git_remote_fetch(remote, &refspecs, &options, NULL);
	if (!failed)
		failed = git_remote_connect(remote, GIT_DIRECTION_FETCH, NULL, NULL, NULL);
	if (!failed)
		failed = take_head(git, remote);
	git_remote_free(remote);
	return failed;
}

enum rt_code git_source_fetch(struct rt_git *git, struct rt_error *err)
{
	const struct rt_git_request *request = git->request;

	if (rt_url_has_user(request->repository)) /* it becomes part of the source of what is archived */
		return rt_fail(
			err, RT_EINVALID,
			"the URL has a user name or password, which would be kept in the archive for all to see: "
			"leave it out, or clone the repository with git and import the clone");
	git_source_remove(request->scratch);
	git->fetched = true;
	if (git_repository_init(&git->repository, request->scratch, 1) < 0)
		return rt_fail(err, RT_EINVALID, "cannot make %s to fetch into: %s", request->scratch,
		               git_source_message());
	if (fetch(git) < 0)
		return rt_fail(err, RT_EUNREACHABLE, "cannot fetch %s: %s", request->repository, git_source_message());
	return RT_OK;
}
