/* regtrail/log.h - the history of a registry as data: what a log, a state on a day and a blame say. regtrail/history.h
 * makes them, regtrail/render_log.h shows them.
 */
#ifndef REGTRAIL_LOG_H
#define REGTRAIL_LOG_H

#include <regtrail/change.h>
#include <regtrail/look.h>
#include <regtrail/snapshot.h>

/* ---- log ---- */

/* One snapshot and what is new in it. Of the first there is nothing before: then `from` has no commit, there are no
 * changes, and RECORDS are those asked for with which the archive begins. */
struct rt_log_step {
	rt_str registry;
	struct rt_snapshot from, to;
	struct rt_changes changes; /* those asked for */
	struct rt_records records;
};

/* How many changes of each kind, by year of the registry date. */
struct rt_year {
	int year;
	size_t changes;          /* those of several kinds count once */
	size_t kinds[RT_KINDS];
};
struct rt_stat {
	struct rt_year *years;   /* from the first to the last that has a snapshot, none left out */
	size_t count;
	size_t snapshots, steps; /* all there are, and those that have something asked for */
};

/* ---- show ---- */

struct rt_standing {
	rt_str registry;
	struct rt_snapshot at;
	struct rt_records records;       /* those selected, as they stood; none: nothing did */
	struct rt_snapshot before, from; /* since FROM it is so; BEFORE, the one before it, has something else, or no
	                                    commit: then FROM is the first of all */
	struct rt_snapshot last, until;  /* LAST still has it; UNTIL, the next, something else, or no commit: then LAST
	                                    is the latest of all */
	struct rt_gaps gaps_from, gaps_until; /* nobody looked, between BEFORE and FROM, and behind LAST */
};

/* ---- blame ---- */

struct rt_blamed_field {
	const struct rt_field *field;     /* as it is */
	const struct rt_field *before;    /* as it was; NULL: the entry was not there, or the archive does not say */
	const struct rt_snapshot *since;  /* that gave it its value; NULL: it was so when the archive began */
};

struct rt_blamed {
	const struct rt_record *record;
	struct rt_blamed_field *fields;   /* those with a value, and those that lost theirs */
	size_t count;
};

struct rt_blame {
	rt_str registry;
	struct rt_snapshot first, latest; /* of the archive */
	struct rt_blamed *items;          /* the entries selected in the latest snapshot; none: there are none */
	size_t count;
};

#endif
