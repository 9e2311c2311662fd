/* regtrail/history.h - one registry over all its snapshots: what happened to a port or a service, what stood there on a
 * day, and which snapshot gave a field its value.
 *
 * A history is the changes from each snapshot to the next, as rt_diff() tells them. Which steps concern what is asked
 * for is looked up in an index that says of every change which entry it was about, not what it said; only those steps
 * are compared again. The index lies beside the archive's own files (rt_archive_derived()), is made by whoever needs it
 * first, goes on from there when the branch does, and is made anew when it does not fit.
 */
#ifndef REGTRAIL_HISTORY_H
#define REGTRAIL_HISTORY_H

#include <regtrail/log.h>
#include <regtrail/trail.h>

struct rt_history;

/* The history of REGISTRY, in ARENA; without snapshots if there are none. */
enum rt_code rt_history_open(struct rt_archive *archive, rt_str registry, struct rt_arena *arena,
                             struct rt_history **out, struct rt_error *err);
size_t rt_history_snapshots(const struct rt_history *history);

/* ---- log ---- */

/* Selectors take records of the port registry as rt_changes_select() has it; of others by the first cell or by the
 * name, alone or behind the id of the registry inside: see rt_selector_of_entry(). */
struct rt_query {
	const struct rt_selector *selectors; /* whose history; none: that of everything */
	size_t selector_count;
	struct rt_filter filter;             /* which changes of it */
	bool follow;                         /* across renames and moves: a port's back to where its services came
	                                        from, a name's both ways */
	bool reverse;                        /* oldest first */
	rt_time since, until;                /* registry dates, both included; RT_NO_TIME: no bound */
	rt_str after, up_to;                 /* commits in hex: the steps that lead from one to the other; absent: no
	                                        bound */
};

struct rt_log;
struct rt_log *rt_log_new(struct rt_history *history, const struct rt_query *query, struct rt_arena *arena);

/* The next step that has something asked for, in ARENA; *MORE is false if there is none. */
enum rt_code rt_log_next(struct rt_log *log, struct rt_arena *arena, struct rt_log_step *out, bool *more,
                         struct rt_error *err);

/* Instead of all that, how many changes there are. */
enum rt_code rt_log_stat(struct rt_log *log, struct rt_arena *arena, struct rt_stat *out, struct rt_error *err);

/* ---- show ---- */

struct rt_view {
	const struct rt_selector *selectors; /* what any one of them takes */
	size_t selector_count;
	rt_str at; /* the name of a snapshot, see rt_archive_find() */
	bool by_archived;
	rt_time now, threshold; /* of gaps, see rt_trail_gaps() */
};

/* What VIEW asks for, and from when to when it stood so. */
enum rt_code rt_history_show(struct rt_history *history, const struct rt_view *view, struct rt_arena *arena,
                             struct rt_standing *out, struct rt_error *err);

/* ---- blame ---- */

/* Of each entry that any of the SELECTORS takes in the latest snapshot, which snapshot gave its fields their values. */
enum rt_code rt_history_blame(struct rt_history *history, const struct rt_selector *selectors, size_t count,
                              struct rt_arena *arena, struct rt_blame *out, struct rt_error *err);

#endif
