/* regtrail/xml.h - IANA registry documents in XML.
 *
 * Reads any registry document of iana.org: `<registry xmlns="http://www.iana.org/assignments" id="...">`.
 * Never touches the network or another file: no external entities, and a DOCTYPE is refused. Limits: regtrail/limits.h.
 */
#ifndef REGTRAIL_XML_H
#define REGTRAIL_XML_H

#include <regtrail/error.h>
#include <regtrail/record.h>

/* Load libxml2, which the functions below do by themselves when they are first called: ahead of many documents, so that
 * it is missed once, and not taken for a fault of each. RT_EINVALID: it is not installed. */
enum rt_code rt_xml_start(struct rt_error *err);

/* Read BYTES, which may be given back afterwards: the document is copied into ARENA.
 * RT_EREFUSED: not XML, not well-formed, not UTF-8, not a registry, over a limit. Messages say where ("line 12").
 * RT_EINVALID: libxml2 is not installed. */
enum rt_code rt_xml_read(rt_str bytes, struct rt_arena *arena, struct rt_document *out, struct rt_error *err);

/* Read BYTES as records without keeping the tree (out->root is NULL): all that comparing and archiving need, in a third
 * of the memory; with FILTER (may be NULL) only those it keeps. The heads of registries come behind their records.
 * Errors as above, and those of rt_records_of(). */
enum rt_code rt_xml_read_records(rt_str bytes, const struct rt_record_filter *filter, struct rt_arena *arena,
                                 struct rt_document *out, struct rt_records *records, struct rt_error *err);

/* For documents that differ little, in any order: what they say is the same as read by rt_xml_read_records(), but a
 * record that is known from the one before is not read again, and its line is the one it had there. Each call gives up
 * what the last one gave; BYTES must stay as they are until the next call has returned. */
struct rt_xml_series;
struct rt_xml_series *rt_xml_series_new(void);
void rt_xml_series_free(struct rt_xml_series *series); /* NULL is fine */
enum rt_code rt_xml_series_read(struct rt_xml_series *series, rt_str bytes, struct rt_document *out,
                                struct rt_records *records, struct rt_error *err);

/* Read no further than the first record: only `id`, `updated` and `date` (RT_NO_TIME without <updated>) are set. For
 * sorting documents before they are read in full. Errors as above, for what comes before that point. */
enum rt_code rt_xml_peek(rt_str bytes, struct rt_arena *arena, struct rt_document *out, struct rt_error *err);

#endif
