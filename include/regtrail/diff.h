/* regtrail/diff.h - from two sets of records to the changes between them.
 *
 * Functions from data to data: no file, no network, no clock. OLD and NEW may be whole documents or just the records
 * of the files that differ between two snapshots of an archive: records that are in both have no influence on the
 * result, which makes the two ways give the same answer. Nor has the order in which records are given.
 *
 * Three stages: match (what is the same entry?), classify (a list of passes, each its own function), select (filters).
 */
#ifndef REGTRAIL_DIFF_H
#define REGTRAIL_DIFF_H

#include <regtrail/change.h>

/* All changes from OLD to NEW, in the order for readers. They point into the records of both and live in ARENA.
 * The patch property holds: OLD minus every `before` plus every `after` is NEW. */
struct rt_changes rt_diff(struct rt_records old, struct rt_records new, struct rt_arena *arena);

/* For a reader of NEW that need not keep what OLD has, too: the records of OLD that had no equal so far. */
struct rt_unmatched;
struct rt_unmatched *rt_unmatched_new(struct rt_records old, struct rt_arena *arena);

/* Is there one equal to RECORD? Then it drops out, and so may RECORD: rt_diff() does not need them. */
bool rt_unmatched_take(struct rt_unmatched *unmatched, const struct rt_record *record);

/* What is left of OLD. */
struct rt_records rt_unmatched_rest(const struct rt_unmatched *unmatched, struct rt_arena *arena);

/* One selector of the command line: 443, 443/tcp, 6000-6063/udp, https, https/udp, EtherNet/IP-1, EtherNet/IP-1/tcp. */
struct rt_selector {
	struct rt_ports ports; /* RT_NO_PORT: any */
	rt_str service;        /* absent: any; else the whole name, without case */
	rt_str protocol;       /* absent: any */
	rt_str whole;          /* the selector, since what stands behind a `/` may belong to the name; absent: it does
	                          not */
};
enum rt_code rt_selector_parse(rt_str text, struct rt_selector *out, struct rt_error *err);

/* A selector in a registry that is not that of ports, for a log and what goes with it: the name of an entry, and what
 * has a number, also those in that range. TEXT is not empty. */
struct rt_selector rt_selector_of_entry(rt_str text);

/* A change passes if it has one of the kinds and matches one of each list that is not empty. */
struct rt_filter {
	unsigned kinds; /* enum rt_kind bits */
	struct rt_selector *selectors;
	size_t selector_count;
	const rt_str *protocols, *services, *assignees; /* the last two are globs */
	size_t protocol_count, service_count, assignee_count;
};

/* The changes that pass, in the same order. */
struct rt_changes rt_changes_select(struct rt_changes changes, const struct rt_filter *filter, struct rt_arena *arena);

#endif
