#include "retry.h"

#include <errno.h>
#include <stddef.h>
#include <time.h>
#include <unistd.h>

#define LONG_TIME INT32_MAX /* seconds; more is as good as this, and the sums hold */

/* ---- the system's clock ---- */

static int64_t now_of_system(void *data)
{
	struct timespec now;

	(void)data;
	clock_gettime(CLOCK_MONOTONIC, &now);
	return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

static void sleep_of_system(void *data, int64_t until)
{
	struct timespec then = { .tv_sec = (time_t)(until / 1000), .tv_nsec = (long)(until % 1000) * 1000000 };

	(void)data;
	while (clock_nanosleep(CLOCK_MONOTONIC, TIMER_ABSTIME, &then, NULL) == EINTR)
		;
}

const struct rt_clock rt_system_clock = { now_of_system, sleep_of_system, NULL };

/* ---- whether ---- */

bool rt_retry_status(long status)
{
	/* Too slow, too early, too many, and trouble that may pass: RFC 9110 section 15, RFC 8470, RFC 6585. */
	static const long passing[] = { 408, 425, 429, 500, 502, 503, 504 };

	for (size_t i = 0; i < sizeof passing / sizeof passing[0]; i++)
		if (passing[i] == status)
			return true;
	return false;
}

/* ---- how long ---- */

/* splitmix64 (Steele, Lea, Flood: Fast Splittable Pseudorandom Number Generators, OOPSLA 2014). */
static uint64_t next_random(uint64_t *state)
{
	uint64_t z = *state += UINT64_C(0x9e3779b97f4a7c15);

	z = (z ^ z >> 30) * UINT64_C(0xbf58476d1ce4e5b9);
	z = (z ^ z >> 27) * UINT64_C(0x94d049bb133111eb);
	return z ^ z >> 31;
}

uint64_t rt_retry_seed(void)
{
	struct timespec now;

	clock_gettime(CLOCK_REALTIME, &now);
	return (uint64_t)now.tv_sec ^ (uint64_t)now.tv_nsec << 20 ^ (uint64_t)getpid() << 48;
}

static int64_t at_most(int64_t value, int64_t most)
{
	return value < most ? value : most;
}

void rt_retry_begin(struct rt_retry *retry, const struct rt_clock *clock, long seconds, uint64_t seed)
{
	*retry = (struct rt_retry){ .clock = clock, .pause = RT_RETRY_FIRST, .random = seed };
	retry->deadline = clock->now(clock->data) + (seconds > 0 ? at_most(seconds, LONG_TIME) * 1000 : -1);
}

/* "Equal jitter" of Marc Brooker, Exponential Backoff And Jitter, AWS Architecture Blog 2015: half of the pause is
 * certain, the other half a matter of chance, so that those who failed together do not come back together. */
long rt_retry_pause(struct rt_retry *retry, int64_t at_least)
{
	int64_t half = retry->pause / 2;
	int64_t pause = half + (int64_t)(next_random(&retry->random) % (uint64_t)(half + 1));
	int64_t wanted = at_most(at_least, LONG_TIME) * 1000;

	retry->pause = at_most(retry->pause * 2, RT_RETRY_LONGEST);
	if (pause < wanted)
		pause = wanted;
	return retry->clock->now(retry->clock->data) + pause <= retry->deadline ? (long)pause : -1;
}

void rt_retry_wait(const struct rt_retry *retry, long milliseconds)
{
	const struct rt_clock *clock = retry->clock;

	clock->sleep(clock->data, clock->now(clock->data) + milliseconds);
}
