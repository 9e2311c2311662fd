/* How full a registry is, and was: counts of snapshots, and what came and went from year to year. */
#include <regtrail/trail.h>

#include <stdlib.h>

/* The period of TIME as a number that grows with it. */
static int period_of(rt_time time, bool months)
{
	char text[RT_TIME_TEXT];

	return months ? rt_year_of(time) * 12 + atoi(rt_date_text(time, text) + sizeof "2025-" - 1) : rt_year_of(time);
}

/* The last of the snapshots in each year or month: their indices, in *PICKED. */
static size_t pick_last(const struct rt_archived *snapshots, size_t count, bool months, struct rt_arena *arena,
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

/* What came and went from OLD to NEW. */
static enum rt_code count_step(struct rt_archive *archive, const struct rt_archived *old, const struct rt_archived *new,
                               size_t *came, size_t *gone, struct rt_error *err)
{
	size_t counts[RT_KINDS];
	struct rt_report report;
	struct rt_arena scratch;

	*came = *gone = 0;
	rt_arena_init(&scratch);
	enum rt_code code = rt_trail_diff_snapshots(archive, old, new, false, &scratch, &report, err);
	if (!code) {
		rt_changes_count(&report.changes, counts);
		for (unsigned bit = 0; bit < RT_KINDS; bit++) {
			*came += 1u << bit == RT_KIND_NEW ? counts[bit] : 0;
			*gone += (1u << bit) & (RT_KIND_DEASSIGNED | RT_KIND_REMOVED) ? counts[bit] : 0;
		}
	}
	rt_arena_release(&scratch);
	return code;
}

/* OLD and NEW are the last snapshots of two years. A year without any in between leaves nothing to say of one year. */
static enum rt_code count_year(struct rt_archive *archive, const struct rt_archived *old, const struct rt_archived *new,
                               struct rt_arena *arena, struct rt_stats *out, struct rt_error *err)
{
	int number = rt_year_of(new->snapshot.date);

	if (rt_year_of(old->snapshot.date) != number - 1)
		return RT_OK;
	struct rt_year_stats *year = rt_stats_year(out, number, arena);
	year->archived = true;
	return count_step(archive, old, new, &year->new, &year->gone, err);
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
	size_t years = pick_last(all, count, false, arena, &picked);
	for (size_t i = 1; i < years && !code; i++)
		code = count_year(archive, &all[picked[i - 1]], &all[picked[i]], arena, out, err);
	return code;
}

/* ---- a series ---- */

/* What was found of the years before that of ROW, which is the one behind OLD. */
static void take_years(const struct rt_stats *old, struct rt_stats *row, struct rt_arena *arena)
{
	for (size_t i = 0; i < old->year_count; i++) {
		const struct rt_year_stats *known = &old->years[i];

		if (!known->archived || known->year >= rt_year_of(row->snapshot.date))
			continue;
		struct rt_year_stats *year = rt_stats_year(row, known->year, arena);
		year->archived = true;
		year->new = known->new;
		year->gone = known->gone;
	}
}

/* The snapshot before ALL[AT] that is of another year; NULL if there is none. */
static const struct rt_archived *last_year(const struct rt_archived *all, size_t at)
{
	int year = rt_year_of(all[at].snapshot.date);

	while (at > 0 && rt_year_of(all[at - 1].snapshot.date) == year)
		at--;
	return at ? &all[at - 1] : NULL;
}

enum rt_code rt_trail_stats_each(struct rt_archive *archive, const struct rt_archived *snapshots, size_t count,
                                 bool months, struct rt_arena *arena, struct rt_stats **out, size_t *out_count,
                                 struct rt_error *err)
{
	size_t *picked;
	enum rt_code code = RT_OK;

	*out_count = pick_last(snapshots, count, months, arena, &picked);
	*out = rt_arena_array(arena, *out_count, sizeof **out);
	for (size_t i = 0; i < *out_count && !code; i++) {
		const struct rt_archived *snapshot = &snapshots[picked[i]];
		const struct rt_archived *year_before = last_year(snapshots, picked[i]);
		struct rt_stats *row = &(*out)[i];

		code = rt_trail_count(archive, snapshot, arena, row, err);
		if (code || !i)
			continue;
		take_years(row - 1, row, arena);
		row->since = snapshots[picked[i - 1]].snapshot.date;
		code = count_step(archive, &snapshots[picked[i - 1]], snapshot, &row->new, &row->gone, err);
		if (!code && year_before)
			code = count_year(archive, year_before, snapshot, arena, row, err);
	}
	return code;
}
