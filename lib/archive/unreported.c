/* Reports still to be made: refs/unreported/REGISTRY is the snapshot that the last report went up to, while there are
 * later ones. It travels with a copy, so whoever takes over reports what the other could not. */
#include "internal.h"

#include <stdio.h>

#define UNREPORTED "refs/unreported/"

static const char *reference_name(rt_str registry, char out[ARCHIVE_REF_NAME])
{
	snprintf(out, ARCHIVE_REF_NAME, UNREPORTED "%.*s", RT_ARG(registry));
	return out;
}

static enum rt_code take_away(struct rt_archive *archive, const char *name, struct rt_error *err)
{
	git_oid there;

	if (git_reference_name_to_id(&there, archive->repository, name) == GIT_ENOTFOUND)
		return RT_OK;
	if (git_reference_remove(archive->repository, name) < 0)
		return archive_write_failed(archive, name, err);
	return RT_OK;
}

enum rt_code rt_archive_set_unreported(struct rt_archive *archive, rt_str registry, const struct rt_object_id *snapshot,
                                       struct rt_error *err)
{
	char name[ARCHIVE_REF_NAME];
	git_reference *reference;

	if (!rt_registry_id_ok(registry))
		return rt_fail(err, RT_EINVALID, "`%.*s` cannot name a reference", RT_ARG(registry));
	reference_name(registry, name);
	if (!snapshot)
		return take_away(archive, name, err);
	git_oid id = archive_oid_of(snapshot);
	int result = git_reference_create(&reference, archive->repository, name, &id, 0, NULL);
	if (!result)
		git_reference_free(reference);
	if (result < 0 && result != GIT_EEXISTS)
		return archive_write_failed(archive, name, err);
	return RT_OK;
}

enum rt_code rt_archive_unreported(struct rt_archive *archive, rt_str registry, struct rt_arena *arena,
                                   struct rt_archived *out, bool *found, struct rt_error *err)
{
	char name[ARCHIVE_REF_NAME];
	git_oid id, parent;
	bool has_parent;
	int result = GIT_ENOTFOUND;

	if (rt_registry_id_ok(registry))
		result = git_reference_name_to_id(&id, archive->repository, reference_name(registry, name));
	*found = result == 0;
	if (result == GIT_ENOTFOUND)
		return RT_OK;
	if (result < 0)
		return archive_read_failed(archive, name, err);
	return archive_read_snapshot(archive, rt_str_copy(arena, registry), &id, arena, out, &parent, &has_parent, err);
}
