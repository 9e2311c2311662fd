/* visit.h - one registry of a fetch: what the parts of that share. */
#ifndef TRAIL_VISIT_H
#define TRAIL_VISIT_H

#include <regtrail/archive.h>
#include <regtrail/fetch.h>

struct visit {
	struct rt_archive *archive;
	const struct rt_fetch *fetch;
	struct rt_http *http;
	struct rt_arena *arena;    /* lives as long as the visit */
	long retry_time;           /* seconds */
	struct rt_fetched fetched; /* registry and URL are given; the rest is what came of it */
	struct rt_error why;       /* what is wrong with the source or the document; code RT_OK: nothing */
	bool waited;               /* it took more than one try */
	struct rt_archived newest; /* snapshot, if there is one */
	bool has_newest;
};

/* Ask the server, and archive or keep in quarantine what it sent. An error is returned only for what concerns the
 * archive. */
enum rt_code visit_source(struct visit *visit, struct rt_error *err);

/* Hand over what was not reported yet, whoever archived it. An error of the one who takes it is in visit->why; then it
 * is due again at the next visit. */
enum rt_code visit_report(struct visit *visit, struct rt_error *err);

#endif
