/* What is told of a look, and what is not again. */
#include "support.h"

#include "../../lib/trail/silence.h"

#include <stdlib.h>
#include <string.h>

#define NOW  (20000 * (rt_time)RT_DAY)
#define HOUR 3600

/* Looks as `HOURS-AGO OUTCOME REGISTRY told|- REASON`, one a line, oldest first. */
static struct rt_looks parse(const char *text, struct rt_arena *arena)
{
	struct rt_looks looks = { rt_arena_array(arena, strlen(text) + 1, sizeof *looks.items), 0 };
	rt_str rest = rt_str_of(text), line, hours, outcome, told;

	while (rt_str_split(&rest, '\n', &line) && line.len) {
		struct rt_look *look = &looks.items[looks.count++];

		rt_str_split(&line, ' ', &hours);
		rt_str_split(&line, ' ', &outcome);
		rt_str_split(&line, ' ', &look->registry);
		rt_str_split(&line, ' ', &told);
		look->time = NOW - strtol(hours.data, NULL, 10) * HOUR;
		ck_assert(rt_outcome_parse(outcome, &look->outcome));
		look->told = rt_str_equal(told, RT_STR("told"));
		look->reason = line;
	}
	return looks;
}

/* ---- errors ---- */

static const struct covered {
	const char *name, *past, *now;
	bool silent;
} covered[] = {
	{ "the first one", "", "0 unreachable a - no", false },
	{ "again", "24 unreachable a told no\n", "0 unreachable a - no", true },
	{ "again, after it was not told", "48 unreachable a told no\n24 unreachable a - no\n", "0 unreachable a - no",
	  true },
	{ "never told", "24 unreachable a - no\n", "0 unreachable a - no", false },
	{ "another registry", "24 unreachable b told no\n", "0 unreachable a - no", false },
	{ "another outcome", "24 unreachable a told no\n", "0 refused a - no", false },
	{ "another reason", "24 unreachable a told no\n", "0 unreachable a - no way", false },
	{ "another number", "24 refused a told line 9: no\n", "0 refused a - line 1234: no", true },
	{ "another number at the end", "24 refused a told line 9\n", "0 refused a - line 1234", true },
	{ "a number where none was", "24 refused a told line: no\n", "0 refused a - line 1: no", false },
	{ "a number more at the end", "24 refused a told line \n", "0 refused a - line 1", false },
	{ "the same stale copy", "24 stale a told 2026-07-22\n", "0 stale a - 2026-07-22", true },
	{ "another stale copy", "24 stale a told 2026-07-22\n", "0 stale a - 2026-07-21", false },
	{ "six days", "144 refused a told no\n", "0 refused a - no", true },
	{ "seven days", "168 refused a told no\n", "0 refused a - no", false },
	{ "seven days, a little early", "167 refused a told no\n", "0 refused a - no", false },
	{ "told again this week", "300 refused a told no\n24 refused a told no\n", "0 refused a - no", true },
	{ "something else in between", "48 refused a told no\n24 unreachable a told no\n", "0 refused a - no", true },
	{ "well in between", "48 refused a told no\n24 same a told \n", "0 refused a - no", true },
	{ "the end told in between", "48 refused a told no\n24 same a told \n", "0 refused a - no", true },
	{ "the end told in between, two nights ago", "72 refused a told no\n48 same a told \n24 refused a - no\n",
	  "0 refused a - no", false },
	{ "the same, but it is the end for another", "72 refused a told no\n48 same b told \n24 refused a - no\n",
	  "0 refused a - no", true },
	{ "the same, told since", "96 refused a told no\n72 same a told \n48 refused a - no\n24 refused a told no\n",
	  "0 refused a - no", true },
	{ "every other night", "96 refused a told no\n72 same a told \n48 refused a - no\n24 same a - \n",
	  "0 refused a - no", true },
	{ "the end told, then another trouble", "72 refused a told no\n48 same a told \n24 unreachable a told no\n",
	  "0 refused a - no", false },
	{ "the end told, an hour ago again", "72 refused a told no\n48 same a told \n1 refused a - no\n",
	  "0 refused a - no", true },
	{ "the end told by a clock that was wrong", "48 refused a told no\n24 refused a - no\n-9000 same a told \n",
	  "0 refused a - no", true },
	{ "told by a clock that was wrong", "-9000 refused a told no\n", "0 refused a - no", false },
	{ "told by a clock that was a little wrong", "-2 refused a told no\n", "0 refused a - no", true },
};

START_TEST(errors_are_told_once)
{
	struct rt_arena arena;

	rt_arena_init(&arena);
	const struct rt_looks past = parse(covered[_i].past, &arena), now = parse(covered[_i].now, &arena);
	ck_assert_msg(silence_covers(&past, now.items) == covered[_i].silent, "%s", covered[_i].name);
	rt_arena_release(&arena);
}
END_TEST

/* ---- recovery ---- */

#define NOT_TOLD (-1)

static const struct ended {
	const char *name, *past;
	long since; /* hours ago; NOT_TOLD: there is nothing to tell */
} ended[] = {
	{ "nothing before", "", NOT_TOLD },
	{ "never trouble", "48 new a - \n24 same a - \n", NOT_TOLD },
	{ "trouble last night", "24 refused a told no\n", 24 },
	{ "for long", "96 same a - \n72 refused a told no\n48 refused a - no\n24 refused a - no\n", 72 },
	{ "of several kinds", "72 unreachable a told no\n48 refused a told no\n24 refused a - no\n", 72 },
	{ "first what was not told", "72 refused a - no\n48 refused a told no\n", 72 },
	{ "not since the last time", "96 refused a told no\n72 same a told \n48 refused a told no\n", 48 },
	{ "told already", "48 refused a told no\n24 same a told \n", NOT_TOLD },
	{ "told already, and well since", "72 refused a told no\n48 same a told \n24 same a - \n", NOT_TOLD },
	{ "silent trouble after that", "72 refused a told no\n48 same a told \n24 refused a - no\n", NOT_TOLD },
	{ "told by nobody", "48 refused a - no\n", NOT_TOLD },
	{ "of another registry", "48 refused b told no\n24 same a - \n", NOT_TOLD },
	{ "with another registry between", "48 refused a told no\n24 same b told \n", 48 },
	{ "well, but the run could not say so", "72 refused a told no\n24 same a - \n", 72 },
	{ "in the same second", "0 refused a told no\n", 0 },
	{ "by a clock that was ahead", "24 same a - \n-9000 refused a told no\n", NOT_TOLD },
	{ "the end told by such a clock", "24 refused a told no\n-9000 same a told \n", 24 },
};

START_TEST(recovery_is_told_once)
{
	struct rt_arena arena;
	rt_time since = RT_NO_TIME;

	rt_arena_init(&arena);
	const struct rt_looks past = parse(ended[_i].past, &arena);
	bool told = silence_ends(&past, RT_STR("a"), NOW, &since);
	ck_assert_msg(told == (ended[_i].since != NOT_TOLD), "%s", ended[_i].name);
	if (told)
		ck_assert_msg(since == NOW - ended[_i].since * HOUR, "%s", ended[_i].name);
	rt_arena_release(&arena);
}
END_TEST

int main(void)
{
	const struct unit_test tests[] = {
		{ errors_are_told_once, COUNT(covered), 0 },
		{ recovery_is_told_once, COUNT(ended), 0 },
		{ NULL, 0, 0 },
	};

	return run_tests("silence", tests);
}
