/* xml_reader.h - what is kept while a document is read, and the handlers that libxml2 calls, which build the tree of
 * regtrail/document.h. */
#ifndef FORMAT_XML_READER_H
#define FORMAT_XML_READER_H

#include "xml_library.h"

#include <regtrail/buf.h>
#include <regtrail/limits.h>
#include <regtrail/xml.h>

/* libxml2 keeps one copy of each name, so a name seen before is known by its address. Two names in one place push each
 * other out, which costs time only. */
#define NAMES 64
struct known_name {
	const xmlChar *key;
	rt_str name;
	enum rt_element element;
};

struct reader {
	struct rt_arena *arena;
	struct rt_arena item; /* the record or person that is being read, if no tree is kept */
	bool in_item;
	struct rt_flattener *flattener; /* where it goes then, from the root element on */
	bool want_records;
	size_t size; /* of the document, in bytes */
	const struct rt_record_filter *filter;
	struct rt_document *out;
	struct rt_error *err;
	enum rt_code code;
	struct rt_libxml xml; /* its functions */
	xmlParserCtxtPtr parser;
	bool peek, done;
	struct known_name names[NAMES];
	struct rt_node *open[RT_MAX_ELEMENTS_DEEP];  /* from the root to where we are */
	struct rt_node **tail[RT_MAX_ELEMENTS_DEEP]; /* where the next child of each goes */
	size_t inner[RT_MAX_ELEMENTS_DEEP];          /* registries so far inside each */
	size_t depth, registries, people, parts;
	struct rt_buf text; /* characters since the last tag */
	rt_time newest;     /* date in any attribute `date` or `updated` or inner <updated> */
};

/* What the parser is to call, with a struct reader as its data. */
extern const xmlSAXHandler format_xml_handlers;

/* The line that the parser is at, from 1. */
unsigned format_line_of(const struct reader *r);

#endif
