/* When nobody looked: tables of days. */
#include "support.h"

#include "../../lib/trail/gaps.h"

#include <regtrail/date.h>

#include <stdio.h>
#include <stdlib.h>

#define THRESHOLD (7 * RT_DAY)
#define UNKNOWN   (30 * RT_DAY)
#define MOST      16

/* Days: `a10` a snapshot was archived then, `l10` a look was recorded. `10-20` a gap, `10-` an open one. */
static const struct row {
	const char *name, *sightings;
	int now;
	const char *gaps;
} rows[] = {
	{ "nothing", "", 100, "" },
	{ "one import", "a0 a0 a0", 1000, "" },
	{ "imports a month apart", "a0 a30", 1000, "" },
	{ "imports more than that apart", "a0 a31 a32", 1000, "0-31" },
	{ "a look now", "l0", 7, "" },
	{ "a look long ago", "l0", 8, "0-" },
	{ "every week", "l0 l7 l14", 21, "" },
	{ "a week and a day", "l0 l8 l14", 15, "0-8" },
	{ "two in a row", "l0 l8 l20", 21, "0-8 8-20" },
	{ "one that goes on", "l0 l8", 20, "0-8 8-" },
	{ "a snapshot counts as a look", "l0 a6 l12", 13, "" },
	{ "an import ends a gap", "l0 a20", 21, "0-20" },
	{ "an import may be the last", "l0 a20", 28, "0-20 20-" },
	{ "an import, then looks", "a0 l20 l21", 22, "" },
	{ "an old import, then looks", "a0 l31", 32, "0-31" },
	{ "imports between looks", "l0 a20 a40", 41, "0-20 20-40" },
	{ "not sorted", "l14 a3 l7 a0", 15, "" },
	{ "what is still to come", "l0 l5 l100", 6, "" },
	{ "what is still to come ends no gap", "l0 l100", 8, "0-" },
	{ "only what is still to come", "l100", 8, "" },
};

static size_t read_sightings(const char *text, struct sighting out[MOST])
{
	rt_str rest = rt_str_of(text), word;
	size_t count = 0;

	while (rest.len && rt_str_split(&rest, ' ', &word))
		out[count++] = (struct sighting){ atoi(word.data + 1) * (rt_time)RT_DAY, word.data[0] == 'l' };
	return count;
}

START_TEST(gaps)
{
	const struct row *row = &rows[_i];
	struct sighting sightings[MOST];
	struct rt_buf text = RT_BUF_INIT;
	struct rt_arena arena;
	size_t count = read_sightings(row->sightings, sightings);

	rt_arena_init(&arena);
	struct rt_gaps found = gaps_between(sightings, count, row->now * (rt_time)RT_DAY, THRESHOLD, UNKNOWN, &arena);
	rt_buf_reserve(&text, 1);
	for (size_t i = 0; i < found.count; i++) {
		const struct rt_gap *gap = &found.items[i];

		rt_buf_printf(&text, "%s%d-", i ? " " : "", (int)(gap->from / RT_DAY));
		if (gap->to != RT_NO_TIME)
			rt_buf_printf(&text, "%d", (int)(gap->to / RT_DAY));
	}
	must(rt_str_equal(rt_buf_str(&text), rt_str_of(row->gaps)), "%s: \"%.*s\", not \"%s\"", row->name,
	     RT_ARG(rt_buf_str(&text)), row->gaps);
	rt_buf_release(&text);
	rt_arena_release(&arena);
}
END_TEST

/* A threshold above that of unknown times holds there, too. */
START_TEST(generous_threshold)
{
	struct sighting sightings[] = { { 0, false }, { 50 * RT_DAY, false }, { 150 * RT_DAY, false } };
	struct rt_arena arena;

	rt_arena_init(&arena);
	struct rt_gaps found = gaps_between(sightings, COUNT(sightings), 151 * RT_DAY, 90 * RT_DAY, UNKNOWN, &arena);
	ck_assert_uint_eq(found.count, 1);
	ck_assert_int_eq(found.items[0].from, 50 * RT_DAY);
	rt_arena_release(&arena);
}
END_TEST

int main(void)
{
	const struct unit_test tests[] = {
		{ gaps, COUNT(rows), 0 },
		{ generous_threshold, 0, 0 },
		{ NULL, 0, 0 },
	};

	return run_tests("gaps", tests);
}
