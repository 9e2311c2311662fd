/* Objects of another repository, taken over as they are compressed there. */
#include "internal.h"

#include <stdio.h>

/* The indexer reads each object and computes its id; the pack gets its name only when all are sound and durable. */
static int index_pack(const char *directory, rt_str pack)
{
	git_indexer_progress progress = { 0 };
	git_indexer *indexer;
	int failed = git_indexer_new(&indexer, directory, 0, NULL, NULL);

	if (failed)
		return failed;
	failed = git_indexer_append(indexer, pack.data, pack.len, &progress);
	if (!failed)
		failed = git_indexer_commit(indexer, &progress);
	git_indexer_free(indexer);
	return failed;
}

enum rt_code rt_archive_take_pack(struct rt_archive *archive, rt_str pack, struct rt_error *err)
{
	char directory[4096];
	int len = snprintf(directory, sizeof directory, "%sobjects/pack", git_repository_path(archive->repository));

	if (len < 0 || (size_t)len >= sizeof directory)
		return rt_fail(err, RT_EINVALID, "%s: its path is too long", archive->path);
	enum rt_code code = archive_check_room(archive, pack.len, 1, err);
	if (code)
		return code;
	if (index_pack(directory, pack) || git_odb_refresh(archive->odb))
		return archive_write_failed(archive, "a pack", err);
	return RT_OK;
}
