/* How full a registry is, and was: counts of snapshots, and what came and went from year to year. */
#include <regtrail/trail.h>

#include <stdlib.h>

/* The period of TIME as a number that grows with it. */
static int period_of(rt_time time, bool months)
{
	char text[RT_TIME_TEXT];

	return months ? rt_year_of(time) * 12 + atoi(rt_date_text(time, text) + sizeof "2025-" - 1) : rt_year_of(time);
}

size_t rt_trail_each(const struct rt_archived *snapshots, size_t count, bool months, struct rt_arena *arena,
                     size_t **picked)
{
	size_t found = 0;

	*picked = rt_arena_array(arena, count, sizeof **picked);
	for (size_t i = 0; i < count; i++) {
		bool last = i + 1 == count || period_of(snapshots[i].snapshot.date, months) !=
		                                      period_of(snapshots[i + 1].snapshot.date, months);

		if (last)
			(*picked)[found++] = i;
	}
	return found;
}

enum rt_code rt_trail_count(struct rt_archive *archive, const struct rt_archived *snapshot, struct rt_arena *arena,
                            struct rt_stats *out, struct rt_error *err)
{
	struct rt_loaded loaded;
	struct rt_arena scratch; /* the document is not needed afterwards */
	rt_str bytes;

	*out = (struct rt_stats){ .snapshot = snapshot->snapshot };
	rt_arena_init(&scratch);
	enum rt_code code = rt_archive_document(archive, snapshot, &scratch, &bytes, err);
	if (!code)
		code = rt_trail_load(bytes, snapshot->snapshot.commit, false, &scratch, &loaded, err);
	if (!code) {
		bool ports = rt_str_equal(snapshot->snapshot.registry, RT_STR(RT_PORTS));

		rt_stats_of(loaded.records, ports, arena, out);
		for (size_t i = 0; i < out->inner_count; i++)
			out->inner[i].registry = rt_str_copy(arena, out->inner[i].registry);
	}
	rt_arena_release(&scratch);
	return code;
}

/* What came and went from OLD to NEW, the last snapshots of two years. */
static enum rt_code count_step(struct rt_archive *archive, const struct rt_archived *old, const struct rt_archived *new,
                               struct rt_arena *arena, struct rt_stats *out, struct rt_error *err)
{
	struct rt_year_stats *year = rt_stats_year(out, rt_year_of(new->snapshot.date), arena);
	size_t counts[RT_KINDS];
	struct rt_report report;
	struct rt_arena scratch;

	rt_arena_init(&scratch);
	enum rt_code code = rt_trail_diff_snapshots(archive, old, new, false, &scratch, &report, err);
	if (!code) {
		rt_changes_count(&report.changes, counts);
		year->archived = true;
		for (unsigned bit = 0; bit < RT_KINDS; bit++) {
			year->new += 1u << bit == RT_NEW ? counts[bit] : 0;
			year->gone += (1u << bit) & (RT_DEASSIGNED | RT_REMOVED) ? counts[bit] : 0;
		}
	}
	rt_arena_release(&scratch);
	return code;
}

enum rt_code rt_trail_stats(struct rt_archive *archive, const struct rt_archived *snapshot, struct rt_arena *arena,
                            struct rt_stats *out, struct rt_error *err)
{
	struct rt_archived *all;
	size_t count, *picked;

	enum rt_code code = rt_trail_count(archive, snapshot, arena, out, err);
	if (!code)
		code = rt_archive_snapshots(archive, snapshot->snapshot.registry, arena, &all, &count, err);
	if (code)
		return code;
	for (size_t i = 0; i < count; i++) /* what came later is not of interest */
		if (rt_str_equal(all[i].snapshot.commit, snapshot->snapshot.commit))
			count = i + 1;
	size_t years = rt_trail_each(all, count, false, arena, &picked);
	for (size_t i = 1; i < years && !code; i++)
		code = count_step(archive, &all[picked[i - 1]], &all[picked[i]], arena, out, err);
	return code;
}
