/* regtrail/stats.h - how full a registry is, from its records: a function from data to data.
 *
 * Numbers are counted, not records: `6000-6063` is 64 of them. A record without a transport stands for all. A number
 * that no record has is unassigned: outside tcp and udp the registry lists hardly any that are.
 */
#ifndef REGTRAIL_STATS_H
#define REGTRAIL_STATS_H

#include <regtrail/record.h>
#include <regtrail/snapshot.h>

enum rt_port_range { RT_SYSTEM_PORTS, RT_USER_PORTS, RT_DYNAMIC_PORTS, RT_PORT_RANGES }; /* RFC 6335 section 6 */
struct rt_port_range_info {
	const char *name; /* "system", ... */
	int first, last;
};
extern const struct rt_port_range_info rt_port_ranges[RT_PORT_RANGES];

/* RT_ANY_TRANSPORT: the transports together, where a number is assigned if it is to any, else reserved if it is for
 * any. */
enum rt_transport { RT_TCP, RT_UDP, RT_SCTP, RT_DCCP, RT_ANY_TRANSPORT, RT_TRANSPORTS };
const char *rt_transport_name(enum rt_transport transport); /* "tcp", ..., "any" */

/* What is known of one number; the greater one counts. */
enum rt_port_mark { RT_MARK_UNASSIGNED, RT_MARK_RESERVED, RT_MARK_ASSIGNED, RT_PORT_MARKS };
#define RT_PORT_NUMBERS 65536

/* MARKS[number] becomes an enum rt_port_mark. */
void rt_port_marks(struct rt_records records, enum rt_transport transport, unsigned char marks[RT_PORT_NUMBERS]);

struct rt_year_stats {
	int year;
	/* The registry's own dates, on what is in it now: entries registered in that year, and numbers whose note says
	 * that they were de-assigned in it. */
	size_t registered, released;
	/* Between the last snapshots of the year before and of the year itself (net), where the archive has both. */
	bool archived;
	size_t new, gone;
};

/* An inner registry. */
struct rt_inner_stats {
	rt_str registry;
	size_t records;
};

struct rt_stats {
	struct rt_snapshot snapshot;
	bool ports;                /* it is the port registry; else of these only `inner` and `years` */
	size_t numbers[RT_PORT_RANGES][RT_TRANSPORTS][RT_PORT_MARKS];
	size_t services;           /* different names, without case */
	size_t services_without_port; /* those of which no entry has a number */
	size_t unauthorized;       /* records with unauthorized use reported */
	struct rt_inner_stats *inner; /* in the order of the document; those with records */
	size_t inner_count;
	struct rt_year_stats *years; /* ascending; those with something to count */
	size_t year_count;
	rt_time since; /* in a series, the date of the one before, and what came and went since (net); else
	                  RT_NO_TIME */
	size_t new, gone;
};

/* OUT->snapshot is left alone. */
void rt_stats_of(struct rt_records records, bool ports, struct rt_arena *arena, struct rt_stats *out);

/* The row of YEAR in STATS, made if it is not there. */
struct rt_year_stats *rt_stats_year(struct rt_stats *stats, int year, struct rt_arena *arena);

int rt_year_of(rt_time time);

#endif
