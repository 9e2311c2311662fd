/* gaps.h - spans in which nobody looked, from the times when someone did. */
#ifndef TRAIL_GAPS_H
#define TRAIL_GAPS_H

#include <regtrail/archive.h>
#include <regtrail/look.h>

/* A time at which it is known what the registry was. */
struct sighting {
	rt_time time;
	bool recorded; /* as a look; else only a snapshot tells */
};

/* Where SIGHTINGS, which get sorted, are further apart than THRESHOLD, up to NOW; those later than that are left out.
 * Before the first that is recorded the threshold is UNKNOWN if that is more; without one, no gap lasts until NOW. */
struct rt_gaps gaps_between(struct sighting *sightings, size_t count, rt_time now, rt_time threshold, rt_time unknown,
                            struct rt_arena *arena);

/* What is to be known of a snapshot for that. */
struct dated {
	rt_time date, archived;
};

/* As rt_trail_gaps(), of a registry whose SNAPSHOTS are known already. */
enum rt_code gaps_find(struct rt_archive *archive, rt_str registry, const struct dated *snapshots, size_t count,
                       rt_time now, rt_time threshold, struct rt_arena *arena, struct rt_gaps *out,
                       struct rt_error *err);

/* Those of GAPS that reach into the time from START to END. */
struct rt_gaps gaps_within(const struct rt_gaps *gaps, rt_time start, rt_time end, struct rt_arena *arena);

#endif
