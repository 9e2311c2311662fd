/* regtrail/fetch.h - registries from their servers into the archive: what the nightly job does. */
#ifndef REGTRAIL_FETCH_H
#define REGTRAIL_FETCH_H

#include <regtrail/gate.h>
#include <regtrail/look.h>
#include <regtrail/quarantine.h>
#include <regtrail/render.h>
#include <regtrail/source.h>

struct rt_fetch {
	const rt_str *registries; /* in this order */
	size_t registry_count;
	const char *url;          /* `{registry}` in it stands for the id; NULL: IANA's */
	const char *user_agent;
	const char *ca_file;      /* NULL: the system's */
	long timeout;             /* seconds for one transfer; 0: the default */
	long retry_time;          /* seconds from the first try of a registry in which another may begin */
	long pause;               /* milliseconds between two registries, unless they are files */
	bool verbose;             /* tell each error each time */
	struct rt_gate gate;
	rt_time now;
	const struct rt_fetch_events *events;
	void *data;               /* for the events */
};

struct rt_fetched {
	rt_str registry;
	const char *url;
	enum rt_outcome outcome;
	rt_str quarantine;        /* the id under which it is kept since now; absent if it is not, or was already */
	bool admissible;          /* what is in quarantine is a document of that registry: rt_trail_admit() takes it */
	bool first;               /* of RT_SAW_NEW: there was no snapshot before, and no changes are in REPORT */
	struct rt_report report;  /* of RT_SAW_NEW: what changed since the snapshot last reported */
};

/* Called as things happen; each may be NULL. */
struct rt_fetch_events {
	/* A registry was archived, now or by a run that ended before it could say so. An error from here is told as
	 * trouble, and makes that the next run reports it again. */
	enum rt_code (*archived)(void *data, const struct rt_fetched *fetched, struct rt_arena *arena,
	                         struct rt_error *err);
	/* Something is wrong that the user was not told about yet, or not for a week; or what was archived could not be
	 * reported: then the outcome is RT_SAW_NEW. */
	void (*trouble)(void *data, const struct rt_fetched *fetched, const struct rt_error *err);
	/* What came of each look, told or not. */
	void (*looked)(void *data, const struct rt_fetched *fetched);
	/* All is well again after trouble that was told. SINCE: when it began. */
	void (*recovered)(void *data, const struct rt_fetched *fetched, rt_time since);
	/* Another try follows in MILLISECONDS. */
	void (*waiting)(void *data, rt_str registry, long milliseconds, const struct rt_error *why);
};

/* Get each registry and archive what is new; record each look. Trouble with one does not stop the others: *WORST is the
 * worst of it, told or not. An error is returned only for what concerns the archive itself, and ends the round; but not
 * if only the record of looks is damaged: then RT_EDAMAGED is returned at the end. The archive must be locked by the
 * caller. */
enum rt_code rt_trail_fetch(struct rt_archive *archive, const struct rt_fetch *fetch, enum rt_code *worst,
                            struct rt_error *err);

#endif
