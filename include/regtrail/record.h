/* regtrail/record.h - flat records: what registries are compared by and reports are made of.
 *
 * A record is a list of named fields with text values. The records of the port registry have the fields of CONTRACT
 * (service, port, ... notes) at the fixed places of enum rt_port_field, then any element that IANA adds one day;
 * those of other registries have one field per element, in the order of the document, then the common ones
 * (reference, contact, registered, modified). A person of the contact list and the head of a registry
 * (title, experts, notes) are records too, of another subject.
 *
 * Values read as in IANA's CSV: every run of white space is one space, <br/> and the end of a <paragraph> are '\n',
 * both ends are trimmed, an inline <xref> is `[RFC6335]`.
 */
#ifndef REGTRAIL_RECORD_H
#define REGTRAIL_RECORD_H

#include <regtrail/date.h>
#include <regtrail/document.h>
#include <regtrail/error.h>

#define RT_PORTS "service-names-port-numbers" /* the id of the port registry, and the default registry */

struct rt_field {
	rt_str name;
	bool is_list;         /* a list compares as a set; an empty one is `[]`, never null */
	uint32_t count;       /* values; a plain field has 0 (null) or 1 */
	const rt_str *values;
};

/* Places in `fields` of a port registry's record (RFC 6335 section 8.1.1 names what they hold). */
enum rt_port_field {
	RT_FIELD_SERVICE,
	RT_FIELD_PORT,       /* "443" or "6000-6063" */
	RT_FIELD_PROTOCOL,
	RT_FIELD_DESCRIPTION,
	RT_FIELD_ASSIGNEE,   /* list of contact ids */
	RT_FIELD_CONTACT,    /* list of contact ids */
	RT_FIELD_REGISTERED, /* dates, as written */
	RT_FIELD_MODIFIED,
	RT_FIELD_REFERENCE,  /* list */
	RT_FIELD_SERVICE_CODE,
	RT_FIELD_UNAUTHORIZED,
	RT_FIELD_NOTES,
	RT_PORT_FIELDS       /* how many; further fields follow */
};

/* Their names, all without a value: what every record of the port registry starts from. */
extern const struct rt_field rt_port_fields[RT_PORT_FIELDS];

/* The fields that every entry of another registry has behind its own. */
enum rt_common_field {
	RT_COMMON_CONTACT,   /* list of contact ids */
	RT_COMMON_REFERENCE, /* list */
	RT_COMMON_REGISTERED,
	RT_COMMON_MODIFIED,
	RT_COMMON_FIELDS     /* how many */
};
extern const struct rt_field rt_common_fields[RT_COMMON_FIELDS];
bool rt_is_common_field(rt_str name);

enum rt_subject { RT_ENTRY, RT_PERSON, RT_HEAD };

/* Only entries of the port registry are anything but assigned. */
enum rt_state { RT_ASSIGNED, RT_RESERVED, RT_UNASSIGNED };

/* Port numbers of a record, first to last; `first` is RT_NO_PORT when it has none. */
#define RT_NO_PORT (-1)
struct rt_ports {
	int first, last;
};

struct rt_record {
	enum rt_subject subject;
	enum rt_state state;
	bool in_port_registry;  /* fields are at the places of enum rt_port_field */
	struct rt_ports ports;  /* RT_FIELD_PORT as numbers */
	rt_str registry;        /* id of the innermost <registry> around it; of a head: its own */
	uint32_t line;          /* in the document, 0 if not read from one */
	uint64_t hash;          /* of all fields, independent of their order: unequal hashes, unequal records */
	size_t count;
	struct rt_field *fields;
};

struct rt_records {
	struct rt_record *items;
	size_t count;
};

/* Make the records of DOCUMENT: heads, entries and people, in document order. They are copies: the document may be
 * given back afterwards.
 * Fails with RT_EREFUSED for what cannot be an entry: a port above 65535, a range from high to low, a record of the
 * port registry that says nothing at all. */
enum rt_code rt_records_of(const struct rt_document *document, struct rt_arena *arena, struct rt_records *out,
                           struct rt_error *err);

/* The same for one node after the other, for a reader that keeps no tree. */
struct rt_flattener;

/* Which of the records to keep: called for each as it is made. NULL: all. */
struct rt_record_filter {
	bool (*keep)(void *data, const struct rt_record *record);
	void *data;
};

/* OUTERMOST: the id of the document. EXPECTED: about how many records there will be. Lives in ARENA, as the records
 * will. */
struct rt_flattener *rt_flattener_new(struct rt_arena *arena, rt_str outermost, size_t expected,
                                      const struct rt_record_filter *filter);

/* Add what NODE says: a record, a person, or (without what is inside it) a registry. REGISTRY is the id of the
 * innermost <registry> around it, absent for the outermost. Errors as above. */
enum rt_code rt_flattener_add(struct rt_flattener *flattener, const struct rt_node *node, rt_str registry,
                              struct rt_error *err);

/* All that was added. Must be called in any case: it gives back what was needed on the way. NULL gives none. */
struct rt_records rt_flattener_end(struct rt_flattener *flattener);

/* The only (or first) value of the field NAME; absent if it has none. */
rt_str rt_record_get(const struct rt_record *record, rt_str name);
const struct rt_field *rt_record_field(const struct rt_record *record, rt_str name); /* NULL if there is none */

/* The value at a fixed place of a port registry's record. */
rt_str rt_port_get(const struct rt_record *record, enum rt_port_field place);

/* The date on which the numbers of a POOL record of the port registry were de-assigned, as its own note or description
 * says, in any of the forms that IANA ever used; RT_NO_TIME if neither does. */
rt_time rt_record_released(const struct rt_record *pool);

/* Same registry, same fields with the same values; lists as sets, order of fields without meaning. */
bool rt_record_equal(const struct rt_record *a, const struct rt_record *b);
bool rt_field_equal(const struct rt_field *a, const struct rt_field *b); /* NULL: no such field, equal to null */

/* A total order that depends on nothing but content, for results that do not depend on the order of input. */
int rt_record_compare(const struct rt_record *a, const struct rt_record *b);

/* A copy that shares nothing with RECORD. */
struct rt_record rt_record_copy(struct rt_arena *arena, const struct rt_record *record);

/* Set `hash`, `state` and `ports` from the fields; for whoever makes records from something else than a document. */
void rt_record_complete(struct rt_record *record);

const char *rt_state_name(enum rt_state state); /* "assigned", "reserved", "unassigned" */

/* `443` or `6000-6063` as numbers; RT_NO_PORT for anything else. */
struct rt_ports rt_ports_parse(rt_str text);

/* The fields that tell the entries of a registry apart: a table by registry id, with a default for all others. */
struct rt_identity {
	const char *registry;      /* NULL: the default */
	const char *fields[10];    /* in order of preference, up to the first NULL; `#NAME`: where it is a number */
	bool compound;             /* all fields together are the key, else the first one present */
};
const struct rt_identity *rt_identity_of(rt_str registry);

/* The key of RECORD as text, equal exactly for records that are the same entry by identity. */
rt_str rt_record_key(const struct rt_record *record, struct rt_arena *arena);

/* The field that a person would call the record by (its first cell), or NULL. */
const struct rt_field *rt_record_first_cell(const struct rt_record *record);

/* CELL without the marks of footnotes behind it: of `192.0.0.0/24[2]` the network. A part of CELL, or CELL itself. */
rt_str rt_cell_unmarked(rt_str cell);

#endif
