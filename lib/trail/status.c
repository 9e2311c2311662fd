/* How registries stand, put together from branches, settings, looks and quarantine. */
#include <regtrail/quarantine.h>
#include <regtrail/trail.h>

#include <stdlib.h>

#define LATELY (62 * RT_DAY) /* most often all that is asked is answered by the looks of two months */

/* ---- which registries ---- */

static int by_name(const void *a, const void *b)
{
	const rt_str *x = a, *y = b;

	return rt_str_compare(*x, *y);
}

/* Branches, settings and recent looks, each once, by name. */
static enum rt_code list_registries(struct rt_archive *archive, struct rt_looks lately, struct rt_arena *arena,
                                    rt_str **out, size_t *count, struct rt_error *err)
{
	rt_str *branches, *settings;
	size_t branch_count, setting_count, all = 0;
	enum rt_code code = rt_archive_registries(archive, arena, &branches, &branch_count, err);

	*count = 0;
	if (!code)
		code = rt_archive_config_all(archive, "registry", arena, &settings, &setting_count, err);
	if (code)
		return code;
	rt_str *ids = rt_arena_array(arena, branch_count + setting_count + lately.count, sizeof *ids);
	for (size_t i = 0; i < branch_count; i++)
		ids[all++] = branches[i];
	for (size_t i = 0; i < setting_count; i++)
		ids[all++] = settings[i];
	for (size_t i = 0; i < lately.count; i++)
		ids[all++] = lately.items[i].registry;
	if (all)
		qsort(ids, all, sizeof *ids, by_name);
	for (size_t i = 0; i < all; i++)
		if (!*count || !rt_str_equal(ids[*count - 1], ids[i]))
			ids[(*count)++] = ids[i];
	*out = ids;
	return RT_OK;
}

static int by_registry(const void *a, const void *b)
{
	const struct rt_status *x = a, *y = b;

	return rt_str_compare(x->registry, y->registry);
}

/* The row of REGISTRY; NULL if there is none. */
static struct rt_status *find(struct rt_status *items, size_t count, rt_str registry)
{
	const struct rt_status key = { .registry = registry };

	return count ? bsearch(&key, items, count, sizeof *items, by_registry) : NULL;
}

/* ---- what the looks say ---- */

static void add_look(struct rt_status *status, const struct rt_look *look, rt_time now)
{
	if (look->time > now) {
		status->ahead++;
		return;
	}
	status->last = *look;
	if (rt_outcome_is_good(look->outcome)) {
		status->good = look->time;
		status->trouble = RT_NO_TIME;
	} else if (status->trouble == RT_NO_TIME) {
		status->trouble = look->time;
	}
}

/* Begin anew with LOOKS. */
static void add_looks(struct rt_status *items, size_t count, struct rt_looks looks, rt_time now)
{
	for (size_t i = 0; i < count; i++) {
		items[i].last = (struct rt_look){ .time = RT_NO_TIME };
		items[i].good = items[i].trouble = RT_NO_TIME;
		items[i].ahead = 0;
	}
	for (size_t i = 0; i < looks.count; i++) {
		struct rt_status *status = find(items, count, looks.items[i].registry);

		if (status)
			add_look(status, &looks.items[i], now);
	}
}

/* A look before the good one changes nothing any more. */
static bool all_have_a_good_look(const struct rt_status *items, size_t count)
{
	for (size_t i = 0; i < count; i++)
		if (items[i].good == RT_NO_TIME)
			return false;
	return true;
}

static enum rt_code read_looks(struct rt_archive *archive, rt_str registry, struct rt_looks lately,
                               struct rt_status *items, size_t count, rt_time now, struct rt_arena *arena,
                               struct rt_error *err)
{
	struct rt_looks looks;

	add_looks(items, count, lately, now);
	if (all_have_a_good_look(items, count))
		return RT_OK;
	enum rt_code code = rt_archive_looks(archive, registry, RT_NO_TIME, arena, &looks, err);
	if (!code)
		add_looks(items, count, looks, now);
	return code;
}

/* ---- what else is there ---- */

static enum rt_code add_newest(struct rt_archive *archive, struct rt_status *status, rt_time now,
                               struct rt_arena *arena, struct rt_error *err)
{
	struct rt_archived newest;
	enum rt_code code = rt_archive_newest(archive, status->registry, arena, &newest, &status->has_snapshot, err);

	if (code || !status->has_snapshot)
		return code;
	status->newest = newest.snapshot;
	if (newest.snapshot.archived <= now && newest.snapshot.archived > status->good)
		status->good = newest.snapshot.archived;
	return RT_OK;
}

static enum rt_code add_quarantined(struct rt_archive *archive, rt_str registry, struct rt_status *items, size_t count,
                                    struct rt_arena *arena, struct rt_error *err)
{
	struct rt_quarantined *kept;
	size_t kept_count;
	enum rt_code code = rt_archive_quarantined(archive, registry, arena, &kept, &kept_count, err);

	for (size_t i = 0; i < kept_count && !code; i++) {
		struct rt_status *status = find(items, count, kept[i].registry);

		if (status)
			status->quarantined++;
	}
	return code;
}

enum rt_code rt_trail_status(struct rt_archive *archive, rt_str registry, rt_time now, struct rt_arena *arena,
                             struct rt_status **out, size_t *count, struct rt_error *err)
{
	struct rt_looks lately;
	rt_str *ids = &registry;
	enum rt_code code = rt_archive_looks(archive, registry, now - LATELY, arena, &lately, err);

	*out = NULL;
	*count = 1;
	if (!code && !registry.data)
		code = list_registries(archive, lately, arena, &ids, count, err);
	if (code)
		return code;
	*out = rt_arena_array(arena, *count, sizeof **out);
	for (size_t i = 0; i < *count; i++)
		(*out)[i].registry = ids[i];
	code = read_looks(archive, registry, lately, *out, *count, now, arena, err);
	for (size_t i = 0; i < *count && !code; i++)
		code = add_newest(archive, &(*out)[i], now, arena, err);
	return code ? code : add_quarantined(archive, registry, *out, *count, arena, err);
}
