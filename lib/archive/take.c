/* Objects of another repository, taken over as they are compressed there: a pack and its index become files. */
#include "internal.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

struct taking {
	const char *directory;
	struct rt_arena arena;
};

static bool write_all(int fd, rt_str bytes)
{
	while (bytes.len) {
		ssize_t written = write(fd, bytes.data, bytes.len);

		if (written < 0 && errno == EINTR)
			continue;
		if (written <= 0)
			return false;
		bytes = (rt_str){ bytes.data + written, bytes.len - (size_t)written };
	}
	return true;
}

/* A file of BYTES under a name that nobody looks for, durable; NULL: errno says why not. */
static const char *write_beside(struct taking *taking, rt_str bytes)
{
	rt_str name = rt_str_format(&taking->arena, "%s/" ARCHIVE_TAKEN "XXXXXX", taking->directory);
	char *path = rt_arena_copy(&taking->arena, name.data, name.len);
	int fd = mkstemp(path);

	if (fd < 0)
		return NULL;
	bool whole = write_all(fd, bytes) && fchmod(fd, 0444) == 0 && fsync(fd) == 0;
	int failed = whole ? 0 : errno;
	if (close(fd) < 0 && !failed)
		failed = errno;
	if (failed)
		unlink(path);
	errno = failed;
	return failed ? NULL : path;
}

static bool sync_directory(const char *path)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC);
	bool synced = fd >= 0 && fsync(fd) == 0;

	if (fd >= 0)
		close(fd);
	return synced;
}

/* The pack gets its name last, as libgit2 has it: whoever is killed in between leaves an index without a pack, which no
 * git minds, and the next run that writes takes away. A pack without index could be one that a git is just about to
 * finish. */
static bool give_names(struct taking *taking, const char *pack, const char *index, rt_str bytes)
{
	char sum[GIT_OID_HEXSZ + 1];
	git_oid id;

	git_oid_fromraw(&id, (const unsigned char *)bytes.data + bytes.len - GIT_OID_RAWSZ);
	git_oid_tostr(sum, sizeof sum, &id);
	return rename(index, rt_str_format(&taking->arena, "%s/pack-%s.idx", taking->directory, sum).data) == 0 &&
	       rename(pack, rt_str_format(&taking->arena, "%s/pack-%s.pack", taking->directory, sum).data) == 0 &&
	       sync_directory(taking->directory);
}

/* 0 or an errno. */
static int take(struct taking *taking, rt_str pack, rt_str index)
{
	const char *pack_file = write_beside(taking, pack), *index_file = NULL;

	if (pack_file)
		index_file = write_beside(taking, index);
	if (index_file && give_names(taking, pack_file, index_file, pack))
		return 0;
	int failed = errno;
	if (pack_file)
		unlink(pack_file);
	if (index_file)
		unlink(index_file);
	return failed;
}

enum rt_code rt_archive_take_pack(struct rt_archive *archive, rt_str pack, rt_str index, struct rt_error *err)
{
	struct taking taking = { .directory = NULL };
	enum rt_code code = archive_check_room(archive, pack.len + index.len, 1, err);

	if (code)
		return code;
	rt_arena_init(&taking.arena);
	taking.directory = rt_str_format(&taking.arena, "%s/pack", archive_objects_path(archive, &taking.arena)).data;
	int failed = take(&taking, pack, index);
	rt_arena_release(&taking.arena);
	if (failed)
		return rt_fail(err, RT_EINVALID, "%s: cannot write a pack: %s", archive->path, strerror(failed));
	return git_odb_refresh(archive->odb) ? archive_write_failed(archive, "a pack", err) : RT_OK;
}
