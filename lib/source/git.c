/* A git repository as a source: opening it, and reading documents. */
#include "git_pack.h"
#include "internal.h"

#include <regtrail/limits.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

const char *git_source_message(void)
{
	const git_error *last = git_error_last();

	return last && last->message ? last->message : "unknown error";
}

/* ---- opening ---- */

static bool is_url(const char *name)
{
	struct stat at;

	return stat(name, &at) < 0 && (strstr(name, "://") || strchr(name, ':'));
}

static enum rt_code open_local(struct rt_git *git, const char *path, struct rt_error *err)
{
	if (git_repository_open_ext(&git->repository, path, GIT_REPOSITORY_OPEN_NO_SEARCH, NULL) == 0)
		return RT_OK;
	/* libgit2 1.5 knows no other than SHA-1. */
	if (strstr(git_source_message(), "extensions.objectformat"))
		return rt_fail(err, RT_EINVALID,
		               "%s: its object format is SHA-256, which cannot be read: copy it to one of SHA-1 by "
		               "`git fast-export --all` and `git fast-import`",
		               path);
	return rt_fail(err, RT_EINVALID, "%s: cannot be opened as a git repository: %s", path, git_source_message());
}

/* A branch comes before a tag, a tag before whatever else git takes a name for. */
static const char *const places[] = { "refs/heads/", "refs/tags/", "refs/remotes/origin/", "" };
#define PLACES (sizeof places / sizeof *places)

/* The object at which the branch, tag or other reference REF is. False if there is none. */
static bool find_reference(git_oid *id, git_repository *repository, const char *ref)
{
	struct rt_arena scratch;
	int result = GIT_ENOTFOUND;

	rt_arena_init(&scratch);
	for (size_t i = 0; i < PLACES && result; i++)
		result = git_reference_name_to_id(id, repository, rt_str_format(&scratch, "%s%s", places[i], ref).data);
	rt_arena_release(&scratch);
	return !result;
}

/* What is no reference may be an id, or one with `~2`. (References do not go this way: libgit2 1.5 loses the memory of
 * one whose object it cannot read.) */
static int resolve_expression(git_object **out, git_repository *repository, const char *ref)
{
	struct rt_arena scratch;
	int result = GIT_ENOTFOUND;

	rt_arena_init(&scratch);
	for (size_t i = 0; i < PLACES && result; i++)
		result = git_revparse_single(out, repository, rt_str_format(&scratch, "%s%s", places[i], ref).data);
	rt_arena_release(&scratch);
	return result;
}

static int resolve(git_object **out, git_repository *repository, const char *ref)
{
	git_oid id;

	if (find_reference(&id, repository, ref))
		return git_object_lookup(out, repository, &id, GIT_OBJECT_ANY);
	return resolve_expression(out, repository, ref);
}

/* REF could not be resolved: is there such a reference, at something that is gone or broken? */
static enum rt_code not_resolved(const struct rt_git *git, const char *ref, struct rt_error *err)
{
	char text[GIT_OID_HEXSZ + 1], why[256];
	git_oid id;

	snprintf(why, sizeof why, "%s", git_source_message());
	if (!find_reference(&id, git->repository, ref))
		return rt_fail(err, RT_EINVALID, "%s: no branch, tag or commit `%s`: name one with --ref",
		               git->request->repository, ref);
	return rt_fail(err, RT_EINVALID, "%s: object %s, at which `%s` is, cannot be read: %s; `git fsck` tells more",
	               git->request->repository, git_oid_tostr(text, sizeof text, &id), ref, why);
}

static enum rt_code find_start(struct rt_git *git, struct rt_error *err)
{
	const struct rt_git_request *request = git->request;
	const char *ref = request->ref ? request->ref : "HEAD";
	git_object *named, *commit;

	if (git_repository_is_empty(git->repository) == 1)
		return rt_fail(err, RT_EINVALID, "%s: there is no commit in it", request->repository);
	if (resolve(&named, git->repository, ref))
		return not_resolved(git, ref, err);
	int failed = git_object_peel(&commit, named, GIT_OBJECT_COMMIT);
	git_object_free(named);
	if (failed)
		return rt_fail(err, RT_EINVALID, "%s: `%s` is no commit: %s", request->repository, ref,
		               git_source_message());
	git->start = *git_object_id(commit);
	git_object_free(commit);
	return RT_OK;
}

static enum rt_code open_repository(struct rt_git *git, struct rt_error *err)
{
	static const char scheme[] = "file://";
	const char *name = git->request->repository;
	enum rt_code code;

	if (strncmp(name, scheme, sizeof scheme - 1) == 0)
		name += sizeof scheme - 1;
	code = is_url(name) ? git_source_fetch(git, err) : open_local(git, name, err);
	if (!code && git_repository_odb(&git->odb, git->repository) < 0)
		code = rt_fail(err, RT_EINVALID, "%s: %s", name, git_source_message());
	return code ? code : find_start(git, err);
}

enum rt_code rt_git_open(const struct rt_git_request *request, struct rt_git **out, struct rt_error *err)
{
	struct rt_git *git = calloc(1, sizeof *git);

	*out = NULL;
	if (!git)
		rt_out_of_memory(sizeof *git);
	git->request = request;
	if (git_libgit2_init() < 0) {
		free(git);
		return rt_fail(err, RT_EINVALID, "cannot start libgit2: %s", git_source_message());
	}
	enum rt_code code = open_repository(git, err);
	if (code)
		rt_git_free(git);
	else
		*out = git;
	return code;
}

void rt_git_free(struct rt_git *git)
{
	if (!git)
		return;
	git_packs_release(&git->packs);
	rt_git_forget(git);
	git_odb_free(git->odb);
	git_repository_free(git->repository);
	if (git->fetched)
		git_source_remove(git->request->scratch);
	git_libgit2_shutdown();
	free(git);
}

/* ---- documents ---- */

void rt_git_forget(struct rt_git *git)
{
	free(git->base.data);
	git->base = (struct git_base){ .data = NULL };
}

/* The first LIMIT bytes out of a pack; not held against the name of the blob. */
static bool read_packed(struct rt_git *git, const struct rt_object_id *blob, size_t limit, size_t headroom,
                        struct rt_arena *arena, rt_str *bytes)
{
	const struct git_packs *packs = git_packs_of(git);

	for (size_t i = 0; i < packs->count; i++) {
		const struct git_pack *pack = &packs->items[i];
		size_t entry = git_pack_find(pack, blob->bytes);

		if (entry != GIT_PACK_NO_ENTRY &&
		    git_chain_read(pack, entry, limit, headroom, &git->base, arena, bytes))
			return true;
	}
	return false;
}

bool rt_git_read_start(struct rt_git *git, const struct rt_object_id *blob, size_t limit, struct rt_arena *arena,
                       rt_str *bytes)
{
	return read_packed(git, blob, limit, 0, arena, bytes);
}

/* libgit2 resolves the whole chain of differences for each document (it keeps no base over 1 MB), so the usual case is
 * read by git_chain.c, and held against its name here. */
static bool read_whole(struct rt_git *git, const struct rt_object_id *blob, struct rt_arena *arena, rt_str *bytes)
{
	unsigned char name[GIT_PACK_ID];

	if (!read_packed(git, blob, RT_MAX_DOCUMENT, GIT_PACK_HEADROOM, arena, bytes))
		return false;
	git_blob_name(*bytes, name);
	return memcmp(name, blob->bytes, sizeof name) == 0;
}

enum rt_code rt_git_read(struct rt_git *git, const struct rt_object_id *blob, struct rt_arena *arena, rt_str *bytes,
                         struct rt_error *err)
{
	char text[GIT_OID_HEXSZ + 1];
	git_odb_object *object;
	git_object_t type;
	git_oid id;
	size_t size;

	if (read_whole(git, blob, arena, bytes))
		return RT_OK;
	memcpy(id.id, blob->bytes, sizeof id.id);
	git_oid_tostr(text, sizeof text, &id);
	if (git_odb_read_header(&size, &type, git->odb, &id) < 0)
		return rt_fail(err, RT_EINVALID, "object %s cannot be read: %s", text, git_source_message());
	if (size > RT_MAX_DOCUMENT)
		return rt_fail(err, RT_EREFUSED, "object %s has %zu bytes: no document has more than %u", text, size,
		               RT_MAX_DOCUMENT);
	if (git_odb_read(&object, git->odb, &id) < 0)
		return rt_fail(err, RT_EINVALID, "object %s cannot be read: %s", text, git_source_message());
	*bytes = rt_str_copy(arena, (rt_str){ git_odb_object_data(object), git_odb_object_size(object) });
	git_odb_object_free(object);
	return RT_OK;
}
