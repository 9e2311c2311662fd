/* progress.h - a bar on standard error that says how far a long command is, how fast it goes and how long it will take;
 * only where a person can see it. */
#ifndef CMD_PROGRESS_H
#define CMD_PROGRESS_H

#include <stdbool.h>
#include <stddef.h>
#include <time.h>

struct progress {
	const char *what;      /* "importing" */
	bool shown;            /* there is a bar on the terminal now */
	bool wanted;           /* standard error is a terminal */
	struct timespec next;  /* not to be drawn again before */
	struct timespec began; /* when FROM was done: rate and time left count from there */
	size_t from, last;
};

void progress_init(struct progress *progress, const char *what);

/* DONE may begin anew, with something else that takes its own time. */
void progress_show(struct progress *progress, size_t done, size_t total);

/* Take the bar away, before anything else is printed and at the end. */
void progress_clear(struct progress *progress);

#endif
