/* The gate: what may be archived of what is fetched. */
#include "support.h"

#include "../../lib/trail/internal.h"

#include <string.h>

#define NOW "2026-07-23T01:53:00Z"

/* What the archive has: A, B, then C, the newest, of 100 entries. `entries` of a row says otherwise of that. */
static const struct {
	const char *sha256, *date, *last_modified;
} archived[] = {
	{ "a", "2026-01-05", NULL },
	{ "b", "2026-03-10", NULL },
	{ "c", "2026-07-01", "Wed, 01 Jul 2026 12:00:00 GMT" },
};

/* The newest snapshot is of 2038-01-19: the clock was wrong. It has 100 entries. */
#define AHEAD (-2)

enum { PASS = -1, STALE = RT_SAW_STALE, REFUSED = RT_SAW_REFUSED };

static const struct row {
	const char *name;
	int outcome;
	const char *said;          /* a part of the message; of one that passes: its registry date in the end */
	const char *sha256, *date; /* of what comes; no date: the document has none */
	const char *last_modified, *registry;
	int before, now;           /* entries; 0, 0: 100 and 100; -1: no snapshot is there; AHEAD: see there */
	unsigned percent;          /* 0: 10 */
} rows[] = {
	{ "newer", PASS, "2026-07-22", "x", "2026-07-22", NULL, NULL, 0, 0, 0 },
	{ "of the same date, other bytes", PASS, "2026-07-01", "x", "2026-07-01", NULL, NULL, 0, 0, 0 },
	{ "the first ever", PASS, "2026-07-01", "x", "2026-07-01", NULL, NULL, -1, 1, 0 },
	{ "the first ever, empty", PASS, "2026-07-01", "x", "2026-07-01", NULL, NULL, -1, 0, 0 },

	{ "another registry", REFUSED, "u: this is registry other, not r", "x", "2026-07-22", NULL, "other", 0, 0, 0 },
	{ "another registry, the first ever", REFUSED, "not r", "x", "2026-07-22", NULL, "other", -1, 0, 0 },

	{ "an old one again", STALE,
	  "u: stale: it is an older snapshot again, of 2026-01-05, and the newest is of 2026-07-01", "a", "2026-01-05",
	  NULL, NULL, 0, 0, 0 },
	{ "the one before again", STALE, "of 2026-03-10", "b", "2026-03-10", NULL, NULL, 0, 0, 0 },
	{ "of the newest's date, but before it", STALE, "it is an older snapshot again", "b", "2026-07-01", NULL, NULL,
	  0, 0, 0 },
	{ "an old one again, the server's date is new", STALE, "it is an older snapshot again", "a", "2026-01-05",
	  "Wed, 22 Jul 2026 12:00:00 GMT", NULL, 0, 0, 0 },
	{ "of the newest's date, before it, and the server's date is later", PASS, "2026-07-01", "b", "2026-07-01",
	  "Wed, 01 Jul 2026 12:00:01 GMT", NULL, 0, 0, 0 },
	{ "of the newest's date, before it, and the server's date is not", STALE, "again", "b", "2026-07-01",
	  "Wed, 01 Jul 2026 12:00:00 GMT", NULL, 0, 0, 0 },
	{ "older, never seen", STALE,
	  "u: stale: its registry date 2026-06-30 is older than the newest snapshot's, 2026-07-01, "
	  "though the archive does not have it",
	  "x", "2026-06-30", NULL, NULL, 0, 0, 0 },
	{ "older, and half of it", STALE, "stale", "x", "2026-06-30", NULL, NULL, 100, 50, 0 },

	{ "no date: the server's", PASS, "2026-07-20", "x", NULL, "Mon, 20 Jul 2026 23:00:00 GMT", NULL, 0, 0, 0 },
	{ "no date at all: today's", PASS, "2026-07-23", "x", NULL, NULL, NULL, 0, 0, 0 },
	{ "no date, an odd one from the server", PASS, "2026-07-23", "x", NULL, "yesterday", NULL, 0, 0, 0 },
	{ "no date, older by the server's", STALE, "2026-06-30", "x", NULL, "Tue, 30 Jun 2026 12:00:00 GMT", NULL, 0, 0,
	  0 },
	{ "no date, A -> B -> A", PASS, "2026-07-20", "a", NULL, "Mon, 20 Jul 2026 23:00:00 GMT", NULL, 0, 0, 0 },
	{ "no date, A -> B -> A within a day", PASS, "2026-07-01", "a", NULL, "Wed, 01 Jul 2026 12:00:01 GMT", NULL, 0,
	  0, 0 },
	{ "no date, A again, not later", STALE, "again", "a", NULL, "Wed, 01 Jul 2026 12:00:00 GMT", NULL, 0, 0, 0 },
	{ "no date, A again, nobody knows since when", STALE, "again, of 2026-01-05, and", "a", NULL, NULL, NULL, 0, 0,
	  0 },

	{ "7 days ahead", PASS, "2026-07-30", "x", "2026-07-30", NULL, NULL, 0, 0, 0 },
	{ "more than that", REFUSED,
	  "u: its registry date 2026-07-31 is more than 7 days ahead of the clock, by which it is "
	  "2026-07-23",
	  "x", "2026-07-31", NULL, NULL, 0, 0, 0 },
	{ "the first ever, far ahead", REFUSED, "check the clock", "x", "9999-12-31", NULL, NULL, -1, 1, 0 },
	{ "no date, the server is ahead", REFUSED, "check the clock", "x", NULL, "Fri, 20 Jul 2096 23:00:00 GMT", NULL,
	  0, 0, 0 },

	{ "ahead, as the newest is", PASS, "2038-01-19", "x", "2038-01-19", NULL, NULL, AHEAD, 100, 0 },
	{ "ahead of the newest, which is ahead", REFUSED, "check the clock", "x", "2038-01-20", NULL, NULL, AHEAD, 100,
	  0 },
	{ "not ahead, as the newest is", STALE, "2038-01-19, which is ahead of the clock: check the clock, or take",
	  "x", "2026-07-22", NULL, NULL, AHEAD, 100, 0 },
	{ "no date at all, the newest is ahead", PASS, "2038-01-19", "x", NULL, NULL, NULL, AHEAD, 100, 0 },
	{ "no date, later by the server's, the newest is ahead", PASS, "2038-01-19", "x", NULL,
	  "Wed, 22 Jul 2026 12:00:00 GMT", NULL, AHEAD, 100, 0 },
	{ "no date, older by the server's, the newest is ahead", STALE, "2026-06-30", "x", NULL,
	  "Tue, 30 Jun 2026 12:00:00 GMT", NULL, AHEAD, 100, 0 },

	{ "9.9 % fewer", PASS, "2026-07-22", "x", "2026-07-22", NULL, NULL, 1000, 901, 0 },
	{ "10 % fewer", REFUSED,
	  "u: not plausible: it has 900 entries, the newest snapshot, of 2026-07-01, has 1000: it would "
	  "lose 10 %",
	  "x", "2026-07-22", NULL, NULL, 1000, 900, 0 },
	{ "half of it", REFUSED, "has 100: it would lose 10 %", "x", "2026-07-22", NULL, NULL, 100, 50, 0 },
	{ "none left", REFUSED, "it has 0 entries", "x", "2026-07-22", NULL, NULL, 100, 0, 0 },
	{ "none left, 100 %", PASS, "2026-07-22", "x", "2026-07-22", NULL, NULL, 100, 0, 100 },
	{ "none left, 99 %", REFUSED, "99 %", "x", "2026-07-22", NULL, NULL, 100, 0, 99 },
	{ "half of it, 51 %", PASS, "2026-07-22", "x", "2026-07-22", NULL, NULL, 100, 50, 51 },
	{ "half of it, 50 %", REFUSED, "50 %", "x", "2026-07-22", NULL, NULL, 100, 50, 50 },
	{ "one of five", PASS, "2026-07-22", "x", "2026-07-22", NULL, NULL, 5, 4, 0 },
	{ "two of five", REFUSED, "not plausible", "x", "2026-07-22", NULL, NULL, 5, 3, 0 },
	{ "the only one", PASS, "2026-07-22", "x", "2026-07-22", NULL, NULL, 1, 0, 0 },
	{ "growth without bounds", PASS, "2026-07-22", "x", "2026-07-22", NULL, NULL, 1, 100000, 0 },
};

static rt_time time_of(const char *text)
{
	rt_time time = RT_NO_TIME;

	ck_assert(!text || rt_time_parse(rt_str_of(text), &time, NULL));
	return time;
}

static void fill(struct rt_archived items[COUNT(archived)], int entries)
{
	for (size_t i = 0; i < COUNT(archived); i++)
		items[i] = (struct rt_archived){
			.snapshot = { .registry = RT_STR("r"),
			              .sha256 = rt_str_of(archived[i].sha256),
			              .date = time_of(archived[i].date),
			              .entries = entries > 0 ? (size_t)entries : 100,
			              .last_modified = rt_str_of(archived[i].last_modified) }
		};
	if (entries == AHEAD)
		items[COUNT(archived) - 1].snapshot.date = time_of("2038-01-19");
}

START_TEST(what_passes)
{
	const struct row *row = &rows[_i];
	struct rt_gate gate = { .max_shrink = row->percent ? row->percent : RT_MAX_SHRINK };
	struct rt_archived items[COUNT(archived)];
	struct series series = { .registry = RT_STR("r"),
		                 .items = items,
		                 .count = row->before == -1 ? 0 : COUNT(archived) };
	struct rt_snapshot got = { .registry = rt_str_of(row->registry ? row->registry : "r"),
		                   .sha256 = rt_str_of(row->sha256),
		                   .source = RT_STR("u"),
		                   .date = time_of(row->date),
		                   .entries = row->before || row->now ? (size_t)row->now : 100,
		                   .last_modified = rt_str_of(row->last_modified) };
	enum rt_outcome outcome = RT_SAW_NEW;
	struct rt_error err = { RT_OK, "" };
	char date[RT_TIME_TEXT];

	fill(items, row->before);
	enum rt_code code = gate_check(&gate, RT_STR("r"), &series, &got, time_of(NOW), &outcome, &err);
	if (row->outcome == PASS) {
		must(code == RT_OK, "%s: %s", row->name, err.message);
		assert_text(rt_str_of(rt_date_text(got.date, date)), row->said, row->name);
		return;
	}
	must(code == RT_EREFUSED, "%s: it passed", row->name);
	must(outcome == (enum rt_outcome)row->outcome, "%s: %s", row->name, rt_outcome_name(outcome));
	must(strstr(err.message, row->said) != NULL, "%s: \"%s\" does not say \"%s\"", row->name, err.message,
	     row->said);
}
END_TEST

int main(void)
{
	const struct unit_test tests[] = {
		{ what_passes, COUNT(rows), 0 },
		{ NULL, 0, 0 },
	};

	return run_tests("gate", tests);
}
