/* retry.h - another try: whether it is worth it, and after how long. Knows nothing of libcurl, and time only by a
 * seam. */
#ifndef SOURCE_RETRY_H
#define SOURCE_RETRY_H

#include <stdbool.h>
#include <stdint.h>

struct rt_clock {
	int64_t (*now)(void *data); /* milliseconds, only ever forward */
	/* Until now() is there: a signal that we live through ends it no earlier. */
	void (*sleep)(void *data, int64_t until);
	void *data;
};
extern const struct rt_clock rt_system_clock;

/* May an answer of this status be another one soon? */
bool rt_retry_status(long status);

/* The pauses of one request. */
struct rt_retry {
	const struct rt_clock *clock;
	int64_t deadline; /* of the beginning of the last try */
	int64_t pause;    /* milliseconds, the next one before jitter */
	uint64_t random;
};
#define RT_RETRY_FIRST   1000  /* milliseconds, the first pause before jitter */
#define RT_RETRY_LONGEST 60000 /* milliseconds, likewise */

/* SECONDS from now in which another try may begin; 0: none. SEED: what sets this run apart from others. */
void rt_retry_begin(struct rt_retry *retry, const struct rt_clock *clock, long seconds, uint64_t seed);
uint64_t rt_retry_seed(void);

/* Milliseconds to wait before another try, at least AT_LEAST seconds; negative: that would be too late, so there is
 * none. */
long rt_retry_pause(struct rt_retry *retry, int64_t at_least);

void rt_retry_wait(const struct rt_retry *retry, long milliseconds);

#endif
