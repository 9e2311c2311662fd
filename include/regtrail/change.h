/* regtrail/change.h - what changed between two snapshots: the words of CONTRACT, as data.
 *
 * RFC 6335 section 8 names the operations on an assignment: registration, de-assignment, reuse, revocation, transfer.
 */
#ifndef REGTRAIL_CHANGE_H
#define REGTRAIL_CHANGE_H

#include <regtrail/record.h>

/* What happened to an entry; several may apply. Bits, in the order in which they are listed. */
enum rt_kind {
	RT_KIND_NEW = 1 << 0,
	RT_KIND_MODIFIED = 1 << 1,
	RT_KIND_DEASSIGNED = 1 << 2,
	RT_KIND_REMOVED = 1 << 3,   /* registries other than ports */
	RT_KIND_FLAGGED = 1 << 4,   /* "unauthorized use reported" appeared or was reworded */
	RT_KIND_UNFLAGGED = 1 << 5,
	RT_KIND_REGISTRY = 1 << 6,  /* title, experts, notes of the registry itself */
	RT_KIND_POOL = 1 << 7,      /* bookkeeping of Unassigned and Reserved numbers */
	RT_KIND_CONTACTS = 1 << 8   /* a person or organisation of the contact list */
};
#define RT_KINDS       9                          /* how many there are */
#define RT_KINDS_ALL   ((1u << RT_KINDS) - 1)
#define RT_KINDS_USUAL (RT_KINDS_ALL & ~((unsigned)RT_KIND_POOL | (unsigned)RT_KIND_CONTACTS)) /* shown without --all */

/* What more can be said of it. Bits. */
enum rt_label {
	RT_LABEL_RENAMED = 1 << 0,
	RT_LABEL_MOVED = 1 << 1,
	RT_LABEL_REASSIGNED = 1 << 2,
	RT_LABEL_TRANSFERRED = 1 << 3,
	RT_LABEL_TO_RESERVED = 1 << 4,   /* where a de-assigned number went: "reserved", ... */
	RT_LABEL_TO_UNASSIGNED = 1 << 5,
	RT_LABEL_TO_REMOVED = 1 << 6,
	RT_LABEL_REFERENCE_ONLY = 1 << 7,
	RT_LABEL_SILENT = 1 << 8
};
#define RT_LABELS 9

/* "new", "modified", ...; BIT is the number of the bit. NULL beyond the last. */
const char *rt_kind_name(unsigned bit);
const char *rt_label_name(unsigned bit);
bool rt_kind_parse(rt_str name, enum rt_kind *out);

struct rt_field_change {
	rt_str name;
	const struct rt_field *before, *after; /* either may be NULL: null, or [] if the other one is a list */
};

struct rt_change {
	unsigned kinds;  /* enum rt_kind bits */
	unsigned labels; /* enum rt_label bits */
	rt_str effective;                       /* the date in IANA's own note on a de-assignment, else absent */
	const struct rt_record *before, *after; /* at least one is there */
	const struct rt_record *place;          /* a pool record that covers a de-assigned number, if not `after`; or
	                                           NULL */
	struct rt_field_change *fields;         /* what differs; empty unless both before and after are there */
	size_t field_count;
	const struct rt_change *link;           /* the other side of a reassignment, or of a name that outlives its
	                                           number; or NULL */
};

struct rt_changes {
	struct rt_change *items; /* by port, transport, service; entries without a port last */
	size_t count;
};

/* The record that names the entry: for a de-assignment the one before, else the one after if there is one. */
const struct rt_record *rt_change_entry(const struct rt_change *change);

/* How many changes have each kind; COUNTS[bit]. */
void rt_changes_count(const struct rt_changes *changes, size_t counts[RT_KINDS]);

#endif
