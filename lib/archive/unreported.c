/* Reports still to be made: refs/unreported/REGISTRY is the snapshot that the last report went up to, while there are
 * later ones. Reports that were made: refs/reported/REGISTRY is how far the last that was marked went. Both travel with
 * a copy, so whoever takes over goes on where the other stopped. */
#include "internal.h"

#include <stdio.h>

#define UNREPORTED "refs/unreported/"
#define REPORTED   "refs/reported/"

static const char *reference_name(const char *kind, rt_str registry, char out[ARCHIVE_REF_NAME])
{
	snprintf(out, ARCHIVE_REF_NAME, "%s%.*s", kind, RT_ARG(registry));
	return out;
}

static enum rt_code take_away(struct rt_archive *archive, const char *name, struct rt_error *err)
{
	git_oid there;

	if (git_reference_name_to_id(&there, archive->repository, name) == GIT_ENOTFOUND)
		return RT_OK;
	int result = git_reference_remove(archive->repository, name);
	return result < 0 ? archive_reference_failed(archive, result, name, err) : RT_OK;
}

/* Make the reference, or with MOVE move the one that is there; else what is there stays. */
static enum rt_code point(struct rt_archive *archive, const char *kind, rt_str registry,
                          const struct rt_object_id *snapshot, bool move, struct rt_error *err)
{
	char name[ARCHIVE_REF_NAME];
	git_reference *reference;

	if (!rt_registry_id_ok(registry))
		return rt_fail(err, RT_EINVALID, "`%.*s` cannot name a reference", RT_ARG(registry));
	reference_name(kind, registry, name);
	if (!snapshot)
		return take_away(archive, name, err);
	git_oid id = archive_oid_of(snapshot);
	int result = git_reference_create(&reference, archive->repository, name, &id, move, NULL);
	if (!result)
		git_reference_free(reference);
	if (result < 0 && !(result == GIT_EEXISTS && !move))
		return archive_reference_failed(archive, result, name, err);
	return RT_OK;
}

/* The snapshot that the reference is at. */
static enum rt_code read_point(struct rt_archive *archive, const char *kind, rt_str registry, struct rt_arena *arena,
                               struct rt_archived *out, bool *found, struct rt_error *err)
{
	char name[ARCHIVE_REF_NAME];
	git_oid id, parent;
	bool has_parent;
	int result = GIT_ENOTFOUND;

	if (rt_registry_id_ok(registry))
		result = git_reference_name_to_id(&id, archive->repository, reference_name(kind, registry, name));
	*found = result == 0;
	if (result == GIT_ENOTFOUND)
		return RT_OK;
	if (result < 0)
		return archive_read_failed(archive, name, err);
	return archive_read_snapshot(archive, rt_str_copy(arena, registry), &id, arena, out, &parent, &has_parent, err);
}

enum rt_code rt_archive_set_unreported(struct rt_archive *archive, rt_str registry, const struct rt_object_id *snapshot,
                                       struct rt_error *err)
{
	return point(archive, UNREPORTED, registry, snapshot, false, err);
}

enum rt_code rt_archive_unreported(struct rt_archive *archive, rt_str registry, struct rt_arena *arena,
                                   struct rt_archived *out, bool *found, struct rt_error *err)
{
	return read_point(archive, UNREPORTED, registry, arena, out, found, err);
}

enum rt_code rt_archive_set_reported(struct rt_archive *archive, rt_str registry, const struct rt_object_id *snapshot,
                                     struct rt_error *err)
{
	return point(archive, REPORTED, registry, snapshot, true, err);
}

enum rt_code rt_archive_reported(struct rt_archive *archive, rt_str registry, struct rt_arena *arena,
                                 struct rt_archived *out, bool *found, struct rt_error *err)
{
	return read_point(archive, REPORTED, registry, arena, out, found, err);
}
