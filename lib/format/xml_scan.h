/* xml_scan.h - the records of a document, found without parsing it, and the shorter document that is left to parse; see
 * xml_series.c. */
#ifndef FORMAT_XML_SCAN_H
#define FORMAT_XML_SCAN_H

#include <regtrail/arena.h>
#include <regtrail/buf.h>

#define XML_SCAN_DEEP 8        /* elements around a record, at most */
#define XML_SCAN_NEW  SIZE_MAX /* no number of a known item */

/* A record or person of a document. */
struct xml_item {
	rt_str bytes;
	size_t known; /* its number in the document before, or XML_SCAN_NEW */
	bool is_person;
	bool shown; /* to the parser */
};

struct xml_scan {
	rt_str text;
	size_t at;
	rt_str open[XML_SCAN_DEEP];
	size_t depth;
	const struct xml_item *known; /* of the document before */
	size_t known_count, next;
	struct rt_arena list; /* of the items */
	struct xml_item *items;
	size_t count, capacity, people;
	struct rt_buf shorter; /* document */
	size_t copied;         /* up to there the text is in it */
	size_t run;            /* number of the last item of the run at hand, or XML_SCAN_NEW */
};

/* KNOWN may be NULL: then all is new. */
void xml_scan_init(struct xml_scan *scan, rt_str text, const struct xml_item *known, size_t known_count);
void xml_scan_release(struct xml_scan *scan);

/* False if the document is not plain, so that nothing can be said of it. */
bool xml_scan_document(struct xml_scan *scan);

#endif
