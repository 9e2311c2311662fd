/* Branches: one per registry. Whoever moves them holds the lock of lock.c. */
#include "internal.h"

#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#define LOCK_PATH 4096 /* bytes */

/* ---- what is there ---- */

static int compare_tips(const void *a, const void *b)
{
	const struct archive_tip *x = a, *y = b;

	return rt_str_compare(x->registry, y->registry);
}

struct tip_list {
	struct rt_arena *arena;
	struct archive_tip *items;
	size_t count, capacity;
};

/* Add the branch REFERENCE, if it is one of a registry. */
static int add_tip(struct tip_list *list, git_reference *reference)
{
	rt_str name = rt_str_of(git_reference_name(reference) + sizeof ARCHIVE_BRANCHES - 1);
	git_reference *direct;

	if (!rt_registry_id_ok(name))
		return 0;
	if (list->count == list->capacity) {
		list->capacity = list->capacity * 2 + 16;
		struct archive_tip *items = rt_arena_array(list->arena, list->capacity, sizeof *items);

		for (size_t i = 0; i < list->count; i++)
			items[i] = list->items[i];
		list->items = items;
	}
	int failed = git_reference_resolve(&direct, reference);
	if (failed) /* a symbolic one that leads nowhere is no branch, to git neither */
		return failed == GIT_ENOTFOUND ? 0 : failed;
	struct archive_tip *tip = &list->items[list->count++];
	*tip = (struct archive_tip){ rt_str_copy(list->arena, name), *git_reference_target(direct) };
	git_reference_free(direct);
	return 0;
}

static int add_tips(struct tip_list *list, git_repository *repository)
{
	git_reference_iterator *iterator;
	git_reference *reference;
	int result = git_reference_iterator_glob_new(&iterator, repository, ARCHIVE_BRANCHES "*");

	if (result < 0)
		return result;
	while (!result && (result = git_reference_next(&reference, iterator)) == 0) {
		result = add_tip(list, reference);
		git_reference_free(reference);
	}
	git_reference_iterator_free(iterator);
	return result == GIT_ITEROVER ? 0 : result;
}

enum rt_code archive_list_tips(struct rt_archive *archive, struct rt_arena *arena, struct archive_tip **out,
                               size_t *count, struct rt_error *err)
{
	struct tip_list list = { .arena = arena };
	int failed = add_tips(&list, archive->repository);

	*out = list.items;
	*count = failed ? 0 : list.count;
	if (failed)
		return archive_read_failed(archive, "its branches", err);
	if (list.count)
		qsort(list.items, list.count, sizeof *list.items, compare_tips);
	return RT_OK;
}

enum rt_code rt_archive_registries(struct rt_archive *archive, struct rt_arena *arena, rt_str **ids, size_t *count,
                                   struct rt_error *err)
{
	struct archive_tip *tips;
	enum rt_code code = archive_list_tips(archive, arena, &tips, count, err);

	*ids = rt_arena_array(arena, *count, sizeof **ids);
	for (size_t i = 0; i < *count; i++)
		(*ids)[i] = tips[i].registry;
	return code;
}

static const char *branch_name(rt_str registry, char out[ARCHIVE_REF_NAME])
{
	snprintf(out, ARCHIVE_REF_NAME, ARCHIVE_BRANCHES "%.*s", RT_ARG(registry));
	return out;
}

enum rt_code archive_tip_of(struct rt_archive *archive, rt_str registry, git_oid *out, bool *found,
                            struct rt_error *err)
{
	char name[ARCHIVE_REF_NAME];
	int result = GIT_ENOTFOUND;

	if (rt_registry_id_ok(registry))
		result = git_reference_name_to_id(out, archive->repository, branch_name(registry, name));
	*found = result == 0;
	if (result == 0 || result == GIT_ENOTFOUND || result == GIT_EINVALIDSPEC)
		return RT_OK;
	return archive_read_failed(archive, name, err);
}

/* ---- moving a branch ---- */

static struct archive_tip *tip_when_locked(struct rt_archive *archive, rt_str registry)
{
	for (size_t i = 0; i < archive->tip_count; i++)
		if (rt_str_equal(archive->tips[i].registry, registry))
			return &archive->tips[i];
	return NULL;
}

static void remember_tip(struct rt_archive *archive, rt_str registry, const git_oid *commit)
{
	struct archive_tip *tip = tip_when_locked(archive, registry);

	if (!tip) {
		struct archive_tip *tips = rt_arena_array(&archive->arena, archive->tip_count + 1, sizeof *tips);

		for (size_t i = 0; i < archive->tip_count; i++)
			tips[i] = archive->tips[i];
		tip = &tips[archive->tip_count++];
		tip->registry = rt_str_copy(&archive->arena, registry);
		archive->tips = tips;
	}
	tip->commit = *commit;
}

/* The lock that is in the way of NAME: its own, or that of all packed ones. */
static const char *lock_of(const struct rt_archive *archive, const char *name, char out[LOCK_PATH])
{
	const char *root = git_repository_path(archive->repository);

	snprintf(out, LOCK_PATH, "%spacked-refs.lock", root);
	if (access(out, F_OK) < 0)
		snprintf(out, LOCK_PATH, "%s%s.lock", root, name);
	return out;
}

enum rt_code archive_reference_failed(const struct rt_archive *archive, int result, const char *name,
                                      struct rt_error *err)
{
	char lock[LOCK_PATH];

	if (result == GIT_EMODIFIED || result == GIT_EEXISTS)
		return rt_fail(err, RT_EINVALID, "%s: another program moved %s meanwhile: it was left alone, run again",
		               archive->path, name);
	if (result == GIT_ELOCKED)
		return rt_fail(err, RT_EINVALID,
		               "%s: cannot write %s: another program is about to, or was killed: "
		               "if none is, remove %s",
		               archive->path, name, lock_of(archive, name, lock));
	return archive_write_failed(archive, name, err);
}

/* History that is rewritten stays reachable: its old tip gets a name of its own, told apart by its id. */
static enum rt_code keep_replaced(struct rt_archive *archive, const struct archive_tip *tip, struct rt_error *err)
{
	char name[ARCHIVE_REF_NAME], id[GIT_OID_HEXSZ + 1];
	git_reference *reference;

	snprintf(name, sizeof name, "refs/replaced/%.*s/%s", RT_ARG(tip->registry),
	         git_oid_tostr(id, sizeof id, &tip->commit));
	int result = git_reference_create(&reference, archive->repository, name, &tip->commit, 1, NULL);
	if (result < 0)
		return archive_reference_failed(archive, result, name, err);
	git_reference_free(reference);
	return RT_OK;
}

/* The first branch made becomes HEAD; later ones find one there. */
static enum rt_code point_head(struct rt_archive *archive, const char *name, struct rt_error *err)
{
	if (git_repository_head_unborn(archive->repository) != 1)
		return RT_OK;
	if (git_repository_set_head(archive->repository, name) < 0)
		return archive_write_failed(archive, "HEAD", err);
	return RT_OK;
}

static enum rt_code move(struct rt_archive *archive, rt_str registry, const git_oid *from, const git_oid *to,
                         struct rt_error *err)
{
	char name[ARCHIVE_REF_NAME];
	git_reference *reference;
	int result = git_reference_create_matching(&reference, archive->repository, branch_name(registry, name), to,
	                                           from != NULL, from, NULL);

	if (result < 0)
		return archive_reference_failed(archive, result, name, err);
	git_reference_free(reference);
	remember_tip(archive, registry, to);
	return point_head(archive, name, err);
}

enum rt_code rt_archive_set_branch(struct rt_archive *archive, rt_str registry, const struct rt_object_id *commit,
                                   struct rt_error *err)
{
	const struct archive_tip *tip = tip_when_locked(archive, registry);
	git_oid to = archive_oid_of(commit);

	if (!rt_registry_id_ok(registry))
		return rt_fail(err, RT_EINVALID, "`%.*s` cannot name a branch", RT_ARG(registry));
	if (!tip)
		return move(archive, registry, NULL, &to, err);
	git_oid from = tip->commit;
	if (git_oid_equal(&from, &to))
		return RT_OK;
	int behind = git_graph_descendant_of(archive->repository, &to, &from);
	enum rt_code code = RT_OK;
	if (behind < 0)
		code = archive_read_failed(archive, "the history of a branch", err);
	else if (!behind)
		code = keep_replaced(archive, tip, err);
	return code ? code : move(archive, registry, &from, &to, err);
}
