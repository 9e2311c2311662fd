/* fields.h - the fields of a record in the making. */
#ifndef MODEL_FIELDS_H
#define MODEL_FIELDS_H

#include <regtrail/record.h>

/* A field in the making; its values are not copied yet. */
struct draft {
	rt_str name;
	bool is_list;
	uint32_t count, capacity;
	rt_str *values;
};

#define FIELDS_NAMES 64 /* different names of fields that are kept once; the most seen in a document is 24 */

/* Makes the records of a document, one after the other. */
struct builder {
	struct rt_arena *arena;   /* of the records */
	struct rt_arena *scratch; /* of what is needed on the way */
	struct draft *drafts;
	size_t count, capacity;
	const struct rt_field *before; /* RT_PORT_FIELDS fields of the record kept before, or NULL */
	rt_str names[FIELDS_NAMES];    /* of fields, kept once */
	size_t name_count;
};

/* Begin the next record. The scratch arena may have been cleared. */
void fields_start(struct builder *b);

/* A field without values, of the name and sort of FIELD. */
struct draft fields_draft(const struct rt_field *field);

struct draft *fields_append(struct builder *b, struct draft draft);

/* The draft of that NAME, made if there is none. Valid until the next one is made. */
struct draft *fields_named(struct builder *b, rt_str name, bool is_list);

/* Add VALUE: one more of a list; a further line of a plain field that is there already. Nothing if it is absent. VALUE
 * must last until fields_finish(). */
void fields_add_value(struct builder *b, struct draft *draft, rt_str value);

/* Add VALUE to the plain field NAME, which is there only if it has a value. */
void fields_add_named(struct builder *b, rt_str name, rt_str value);

/* Add the data of the references in ELEMENT; its text, if it has no reference. */
void fields_add_data(struct builder *b, struct draft *list, const struct rt_node *element);

/* Add the attributes of an element inside a record, as NAME@ATTRIBUTE: nothing that IANA writes gets lost. */
void fields_add_attributes(struct builder *b, const struct rt_node *element);

/* Add what a reference reads like to REFERENCE; the id of one to a person to CONTACT. */
void fields_add_xref(struct builder *b, const struct rt_node *xref, struct draft *contact, struct draft *reference);

/* Copy all that was added to OUT, and complete it. */
void fields_finish(struct builder *b, struct rt_record *out);

#endif
