#include "gaps.h"

#include <regtrail/gate.h>
#include <regtrail/trail.h>

#include <stdlib.h>

static int by_time(const void *a, const void *b)
{
	const struct sighting *x = a, *y = b;

	return (x->time > y->time) - (x->time < y->time);
}

/* The time of the first that is recorded; INT64_MAX if there is none. */
static rt_time first_recorded(const struct sighting *sightings, size_t count)
{
	for (size_t i = 0; i < count; i++)
		if (sightings[i].recorded)
			return sightings[i].time;
	return INT64_MAX;
}

struct rt_gaps gaps_between(struct sighting *sightings, size_t count, rt_time now, rt_time threshold, rt_time unknown,
                            struct rt_arena *arena)
{
	struct rt_gaps gaps = { rt_arena_array(arena, count + 1, sizeof *gaps.items), 0 };

	if (count)
		qsort(sightings, count, sizeof *sightings, by_time);
	while (count && sightings[count - 1].time > now)
		count--;
	rt_time recorded = first_recorded(sightings, count);
	for (size_t i = 0; i < count; i++) {
		bool open = i + 1 == count, known = sightings[i].time >= recorded;
		rt_time from = sightings[i].time, to = open ? now : sightings[i + 1].time;

		if ((open && !known) || to - from <= (known || threshold > unknown ? threshold : unknown))
			continue;
		gaps.items[gaps.count++] = (struct rt_gap){ from, open ? RT_NO_TIME : to };
	}
	return gaps;
}

struct rt_gaps gaps_within(const struct rt_gaps *gaps, rt_time start, rt_time end, struct rt_arena *arena)
{
	struct rt_gaps out = { rt_arena_array(arena, gaps->count, sizeof *out.items), 0 };

	for (size_t i = 0; i < gaps->count; i++) {
		const struct rt_gap *gap = &gaps->items[i];

		if (gap->from < end && (gap->to == RT_NO_TIME || gap->to > start))
			out.items[out.count++] = *gap;
	}
	return out;
}

/* ---- what was seen ---- */

/* The snapshots, and when the first was archived; INT64_MAX if there is none. One that was archived long before its
 * registry date was so by a clock that was wrong. */
static size_t add_snapshots(struct sighting *out, const struct dated *snapshots, size_t count, rt_time *first)
{
	size_t added = 0;

	*first = INT64_MAX;
	for (size_t i = 0; i < count; i++) {
		rt_time archived = snapshots[i].archived;

		if (snapshots[i].date - archived > RT_MAX_AHEAD)
			continue;
		out[added++] = (struct sighting){ archived, false };
		*first = archived < *first ? archived : *first;
	}
	return added;
}

/* A good look before there was anything to compare with is by such a clock, too. */
static size_t add_looks(struct sighting *out, struct rt_looks looks, rt_time first)
{
	size_t added = 0;

	for (size_t i = 0; i < looks.count; i++)
		if (rt_outcome_is_good(looks.items[i].outcome) && looks.items[i].time >= first)
			out[added++] = (struct sighting){ looks.items[i].time, true };
	return added;
}

enum rt_code gaps_find(struct rt_archive *archive, rt_str registry, const struct dated *snapshots, size_t count,
                       rt_time now, rt_time threshold, struct rt_arena *arena, struct rt_gaps *out,
                       struct rt_error *err)
{
	struct rt_looks looks;
	rt_time first;
	enum rt_code code = rt_archive_looks(archive, registry, RT_NO_TIME, arena, &looks, err);

	*out = (struct rt_gaps){ .count = 0 };
	if (code)
		return code;
	struct sighting *sightings = rt_arena_array(arena, count + looks.count, sizeof *sightings);
	size_t seen = add_snapshots(sightings, snapshots, count, &first);
	seen += add_looks(sightings + seen, looks, first);
	*out = gaps_between(sightings, seen, now, threshold, RT_GAP_UNKNOWN, arena);
	return RT_OK;
}

enum rt_code rt_trail_gaps(struct rt_archive *archive, rt_str registry, rt_time now, rt_time threshold,
                           struct rt_arena *arena, struct rt_gaps *out, struct rt_error *err)
{
	struct rt_archived *all;
	size_t count;
	enum rt_code code = rt_archive_snapshots(archive, registry, arena, &all, &count, err);

	*out = (struct rt_gaps){ .count = 0 };
	if (code)
		return code;
	struct dated *snapshots = rt_arena_array(arena, count, sizeof *snapshots);
	for (size_t i = 0; i < count; i++)
		snapshots[i] = (struct dated){ all[i].snapshot.date, all[i].snapshot.archived };
	return gaps_find(archive, registry, snapshots, count, now, threshold, arena, out, err);
}
