/* by_hand.h - records and changes from a line of text, to test what is written from them. */
#ifndef UNIT_BY_HAND_H
#define UNIT_BY_HAND_H

#include "run.h"

#include <regtrail/render.h>

/* A change; NULL: no such record. An entry of the port registry is `service|port|protocol|description|assignee|contact|
 * registered|modified|reference|service code|unauthorized|notes`, empty for null, lists with commas. Others:
 * `@REGISTRY|NAME=VALUE|...` an entry, `%REGISTRY|id=...` a person, `#REGISTRY|title=...` a head. */
struct by_hand {
	unsigned kinds, labels;
	const char *before, *after;
	const char *effective, *place;
	unsigned link_kinds;
	const char *link_before, *link_after;
};
#define MOST 4 /* changes of one row; fewer end with one without kind */

#define CHANGE(kind, label, old, new)                                               \
	{                                                                           \
		.kinds = (kind), .labels = (label), .before = (old), .after = (new) \
	}
#define CHANGE_WITH(kind, label, old, new, ...)                                                  \
	{                                                                                        \
		.kinds = (kind), .labels = (label), .before = (old), .after = (new), __VA_ARGS__ \
	}

/* A report on CHANGES, from 2025-09-22 to 2026-07-22, not archived; REGISTRY NULL: the ports. */
struct rt_report make_report(struct rt_arena *arena, const char *registry, const struct by_hand changes[MOST]);

/* The report in FORMAT; the test fails if there is no such format. */
rt_str make_text(const struct rt_report *report, const char *format, struct rt_style style, struct rt_arena *arena);

/* The test fails, and shows both, unless GOT is WANTED. */
void assert_same(const char *name, rt_str got, const char *wanted);

/* ---- what several tables use ---- */

#define COMPRESSNET          "compressnet|2|tcp|Management Utility||Bernie_Volz"
#define RESERVED_2           "|2|tcp|Reserved||||2025-02-13||||De-assigned on 2025-02-13."
#define EPP(contact, misuse) "epp|700|udp|Provisioning||" contact "|2009-01-01||||" misuse

#endif
