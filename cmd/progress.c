#include "progress.h"

#include "style.h"

#include <stdio.h>
#include <unistd.h>

#define BAR_WIDTH    40
#define REDRAW_AFTER 100000000L /* nanoseconds: ten times a second is as much as an eye wants */

void progress_init(struct progress *progress, const char *what)
{
	*progress = (struct progress){ .what = what, .wanted = isatty(STDERR_FILENO) && !style_terminal_is_dumb() };
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

	if (!progress->wanted || !total || !due(progress))
		return;
	for (size_t i = 0; i < BAR_WIDTH; i++)
		bar[i] = i < done * BAR_WIDTH / total ? '#' : '.';
	bar[BAR_WIDTH] = '\0';
	fprintf(stderr, "\r%s [%s] %3zu%%", progress->what, bar, done * 100 / total);
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
