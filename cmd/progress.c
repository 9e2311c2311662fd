#include "progress.h"

#include "style.h"

#include <stdio.h>
#include <unistd.h>

#define BAR_WIDTH    40
#define RATE_AFTER   1.0        /* seconds: sooner it would only jump */
#define REDRAW_AFTER 100000000L /* nanoseconds: ten times a second is as much as an eye wants */

void progress_init(struct progress *progress, const char *what)
{
	*progress = (struct progress){ .what = what, .wanted = isatty(STDERR_FILENO) && !style_terminal_is_dumb() };
}

static double seconds_since(const struct timespec *then)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return (double)(now.tv_sec - then->tv_sec) + (double)(now.tv_nsec - then->tv_nsec) / 1e9;
}

/* " 12/s, 1:05 left"; nothing before there is enough to go by. */
static void show_rate(const struct progress *progress, size_t done, size_t total)
{
	double seconds = seconds_since(&progress->began), rate = (double)(done - progress->from) / seconds;

	if (seconds < RATE_AFTER || done == progress->from)
		return;
	unsigned long left = (unsigned long)((double)(total - done) / rate + 0.5);
	fprintf(stderr, " %.*f/s, %lu:%02lu left", rate < 10, rate, left / 60, left % 60);
}

/* Is it time to draw? The first time is soon enough after one interval, so that quick commands show nothing. */
static bool due(struct progress *progress)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	bool first = !progress->next.tv_sec && !progress->next.tv_nsec;
	bool is_due = now.tv_sec > progress->next.tv_sec ||
	              (now.tv_sec == progress->next.tv_sec && now.tv_nsec >= progress->next.tv_nsec);
	if (!is_due)
		return false;
	progress->next = now;
	progress->next.tv_nsec += REDRAW_AFTER;
	if (progress->next.tv_nsec >= 1000000000L) {
		progress->next.tv_nsec -= 1000000000L;
		progress->next.tv_sec++;
	}
	return !first;
}

void progress_show(struct progress *progress, size_t done, size_t total)
{
	char bar[BAR_WIDTH + 1];

	if (!progress->wanted || !total)
		return;
	if (done < progress->last || !progress->last) {
		clock_gettime(CLOCK_MONOTONIC, &progress->began);
		progress->from = done;
	}
	progress->last = done;
	if (!due(progress))
		return;
	for (size_t i = 0; i < BAR_WIDTH; i++)
		bar[i] = i < done * BAR_WIDTH / total ? '#' : '.';
	bar[BAR_WIDTH] = '\0';
	fprintf(stderr, "\r\033[K%s [%s] %3zu%%", progress->what, bar, done * 100 / total);
	show_rate(progress, done, total);
	fflush(stderr);
	progress->shown = true;
}

void progress_clear(struct progress *progress)
{
	if (!progress->shown)
		return;
	fputs("\r\033[K", stderr);
	fflush(stderr);
	progress->shown = false;
}
