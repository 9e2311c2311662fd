/* Whether another try is worth it, and after how long: with a clock that stands still until somebody sleeps. */
#include "run.h"

#include "../../lib/source/retry.h"

#include <limits.h>
#include <signal.h>
#include <stddef.h>
#include <stdlib.h>
#include <sys/time.h>

/* ---- a clock ---- */

static int64_t now;

static int64_t tell_now(void *data)
{
	(void)data;
	return now;
}

static void pass(void *data, int64_t until)
{
	(void)data;
	now = until;
}

static const struct rt_clock still_clock = { tell_now, pass, NULL };

static void setup(void)
{
	now = 5000;
}

/* ---- whether ---- */

struct status_row {
	long status;
	bool again;
};
static const struct status_row status_rows[] = {
	{ 408, true },  { 425, true },  { 429, true },  { 500, true },  { 502, true },  { 503, true },  { 504, true },
	{ 0, false },   { 200, false }, { 204, false }, { 302, false }, { 304, false }, { 400, false }, { 401, false },
	{ 403, false }, { 404, false }, { 410, false }, { 418, false }, { 501, false }, { 505, false },
};

START_TEST(test_status)
{
	const struct status_row *row = &status_rows[_i];

	ck_assert_msg(rt_retry_status(row->status) == row->again, "%ld", row->status);
}
END_TEST

/* ---- how long ---- */

/* Half of the full pause to all of it. */
START_TEST(test_doubling)
{
	static const long full[] = { 1000, 2000, 4000, 8000, 16000, 32000, 60000, 60000, 60000 };
	long low[COUNT(full)], high[COUNT(full)];

	for (uint64_t seed = 0; seed < 1000; seed++) {
		struct rt_retry retry;

		rt_retry_begin(&retry, &still_clock, 3600, seed);
		for (size_t i = 0; i < COUNT(full); i++) {
			long pause = rt_retry_pause(&retry, 0);

			ck_assert_int_ge(pause, full[i] / 2);
			ck_assert_int_le(pause, full[i]);
			low[i] = !seed || pause < low[i] ? pause : low[i];
			high[i] = !seed || pause > high[i] ? pause : high[i];
		}
	}
	for (size_t i = 0; i < COUNT(full); i++) { /* chance has the whole upper half */
		ck_assert_int_lt(low[i], full[i] * 51 / 100);
		ck_assert_int_gt(high[i], full[i] * 99 / 100);
	}
}
END_TEST

START_TEST(test_same_seed)
{
	struct rt_retry a, b, other;
	bool differs = false;

	rt_retry_begin(&a, &still_clock, 3600, 7);
	rt_retry_begin(&b, &still_clock, 3600, 7);
	rt_retry_begin(&other, &still_clock, 3600, 8);
	for (int i = 0; i < 5; i++) {
		long pause = rt_retry_pause(&a, 0);

		ck_assert_int_eq(pause, rt_retry_pause(&b, 0));
		differs = rt_retry_pause(&other, 0) != pause || differs;
	}
	ck_assert(differs);
}
END_TEST

struct budget_row {
	const char *name;
	long seconds;     /* of the budget */
	int64_t at_least; /* seconds, what the server asks for */
	long passed;      /* milliseconds until the first try failed */
	long least, most; /* of the pause; negative: no other try */
};
static const struct budget_row budget_rows[] = {
	{ "one try only", 0, 0, 0, -1, -1 },
	{ "negative", -5, 0, 0, -1, -1 },
	{ "enough", 10, 0, 0, 500, 1000 },
	{ "enough left", 10, 0, 9000, 500, 1000 },
	{ "too little left", 10, 0, 9501, -1, -1 },
	{ "all gone", 10, 0, 20000, -1, -1 },
	{ "Retry-After", 10, 7, 0, 7000, 7000 },
	{ "Retry-After, the last moment", 10, 10, 0, 10000, 10000 },
	{ "Retry-After, a little late", 10, 10, 1, -1, -1 },
	{ "Retry-After, too late", 10, 11, 0, -1, -1 },
	{ "Retry-After, shorter than the pause", 10, 0, 0, 500, 1000 },
	{ "Retry-After, for ever", 10, INT64_MAX, 0, -1, -1 },
	{ "a budget without end", LONG_MAX, 100, 1000, 100000, 100000 },
};

START_TEST(test_budget)
{
	const struct budget_row *row = &budget_rows[_i];

	for (uint64_t seed = 0; seed < 200; seed++) {
		struct rt_retry retry;

		now = 5000;
		rt_retry_begin(&retry, &still_clock, row->seconds, seed);
		now += row->passed;
		long pause = rt_retry_pause(&retry, row->at_least);
		ck_assert_msg(pause >= row->least && pause <= row->most, "%s: %ld", row->name, pause);
	}
}
END_TEST

/* The whole of a budget: tries, their times, and an end. */
START_TEST(test_round)
{
	struct rt_retry retry;
	int64_t begun = now;
	int tries = 1;
	long pause;

	rt_retry_begin(&retry, &still_clock, 300, 1);
	while ((pause = rt_retry_pause(&retry, 0)) >= 0) {
		int64_t before = now;

		rt_retry_wait(&retry, pause);
		ck_assert_int_eq(now, before + pause);
		tries++;
	}
	ck_assert_int_le(now - begun, 300000);
	ck_assert_int_ge(now - begun, 240000);
	ck_assert_int_ge(tries, 10);
	ck_assert_int_le(tries, 17);
}
END_TEST

/* ---- the system's clock ---- */

START_TEST(test_system_clock)
{
	int64_t before = rt_system_clock.now(rt_system_clock.data);

	rt_system_clock.sleep(rt_system_clock.data, before + 20);
	ck_assert_int_ge(rt_system_clock.now(rt_system_clock.data), before + 20);
	rt_system_clock.sleep(rt_system_clock.data, before); /* past: at once */
}
END_TEST

static volatile sig_atomic_t signals;

static void count_signal(int number)
{
	(void)number;
	signals = signals + 1;
}

START_TEST(test_interrupted)
{
	struct sigaction action = { .sa_handler = count_signal };
	struct itimerval often = { { 0, 5000 }, { 0, 5000 } }, never = { { 0, 0 }, { 0, 0 } };
	int64_t before = rt_system_clock.now(rt_system_clock.data);

	ck_assert_int_eq(sigaction(SIGALRM, &action, NULL), 0);
	ck_assert_int_eq(setitimer(ITIMER_REAL, &often, NULL), 0);
	rt_system_clock.sleep(rt_system_clock.data, before + 100);
	ck_assert_int_eq(setitimer(ITIMER_REAL, &never, NULL), 0);
	ck_assert_int_ge(rt_system_clock.now(rt_system_clock.data), before + 100);
	ck_assert_int_gt(signals, 0);
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("retry");
	TCase *tests = tcase_create("retry");

	suite_add_tcase(suite, tests);
	tcase_add_checked_fixture(tests, setup, NULL);
	tcase_add_loop_test(tests, test_status, 0, COUNT(status_rows));
	tcase_add_test(tests, test_doubling);
	tcase_add_test(tests, test_same_seed);
	tcase_add_loop_test(tests, test_budget, 0, COUNT(budget_rows));
	tcase_add_test(tests, test_round);
	tcase_add_test(tests, test_system_clock);
	tcase_add_test(tests, test_interrupted);
	return run_suite(suite);
}
