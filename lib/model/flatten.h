/* flatten.h - the fields of one node of a document, by the sort of node; flatten.c takes one node after the other. */
#ifndef MODEL_FLATTEN_H
#define MODEL_FLATTEN_H

#include <regtrail/document.h>
#include <regtrail/error.h>

#include "fields.h"

/* A <record> of the port registry: the fields of rt_port_fields in their places, then what IANA may add. */
void flatten_port_entry(struct builder *b, const struct rt_node *node);

/* RT_EREFUSED for what no entry can be, by the rules of RFC 6335: a sign of a document that was damaged or made up. */
enum rt_code flatten_check_port_entry(const struct rt_record *record, struct rt_error *err);

/* A <record> of another registry: a field for each element, then those of rt_common_fields. */
void flatten_general_entry(struct builder *b, const struct rt_node *node);

/* Everything a registry says of itself but its date, which changes every time. Only inner registries have a field
 * `parent`: that tells the outermost one apart, whatever elements it has. */
void flatten_head(struct builder *b, const struct rt_node *node, rt_str parent);

/* A <person> of the contact list. */
void flatten_person(struct builder *b, const struct rt_node *node);

#endif
