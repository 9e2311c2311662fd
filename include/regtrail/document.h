/* regtrail/document.h - one IANA registry document as it was read: every element kept, in order.
 *
 * A document is a tree of nodes in the shape of the XML, without comments, processing instructions and the white
 * space between the elements of a container. An inner <registry> without an id gets one made of its parent's and its
 * place. Formats are read into it and written from it; what compares registries works on the flat records of
 * regtrail/record.h instead, which are made from it.
 * Everything lives in the arena the document was read into.
 */
#ifndef REGTRAIL_DOCUMENT_H
#define REGTRAIL_DOCUMENT_H

#include <regtrail/date.h>
#include <regtrail/str.h>

/* The elements that code asks for by name; all others are RT_EL_OTHER and known by `name`. */
enum rt_element {
	RT_EL_TEXT, /* not an element: a run of text inside one that holds elements too */
	RT_EL_OTHER,
	RT_EL_REGISTRY,
	RT_EL_TITLE,
	RT_EL_UPDATED,
	RT_EL_RECORD,
	RT_EL_PEOPLE,
	RT_EL_PERSON,
	RT_EL_FOOTNOTE,
	RT_EL_NAME,
	RT_EL_PROTOCOL,
	RT_EL_NUMBER,
	RT_EL_DESCRIPTION,
	RT_EL_SC,
	RT_EL_NOTE,
	RT_EL_UNAUTHORIZED,
	RT_EL_ASSIGNEE,
	RT_EL_XREF,
	RT_EL_BR,
	RT_EL_PARAGRAPH
};

struct rt_attribute {
	rt_str name, value;
	struct rt_attribute *next;
};

struct rt_node {
	enum rt_element element;
	uint32_t line;  /* in the document, from 1 */
	rt_str name;    /* of the element; absent for text */
	rt_str text;    /* of RT_EL_TEXT, and of an element that holds nothing but text; else absent */
	struct rt_attribute *attributes;
	struct rt_node *children;
	struct rt_node *next;
};

struct rt_document {
	rt_str id;             /* of the outermost <registry> */
	rt_str updated;        /* its <updated>, trimmed; absent if it has none (15 of IANA's 655 do not) */
	rt_time date;          /* the registry date: `updated`, else the newest date in any record or person, else
	                          RT_NO_TIME */
	size_t records;        /* in all its registries */
	struct rt_node *root;  /* the outermost <registry> */
};

/* The value of an attribute, absent if there is none. */
rt_str rt_node_attribute(const struct rt_node *node, const char *name);

/* The first child of that kind, or NULL. */
const struct rt_node *rt_node_child(const struct rt_node *node, enum rt_element element);

/* Can ID name a registry, a git branch and a part of a URL? Letters, digits, `.`, `_`, `-`, as IANA's ids are made. */
bool rt_registry_id_ok(rt_str id);

#endif
