/* Documents that differ little from one another, read one after the other. Records that stand in the document before,
 * byte for byte, are left out of what is parsed, and taken from there: a snapshot of the port registry has twenty
 * thousand, and a day changes five.
 *
 * What is parsed then is a shorter document: all that is new, all that is around records, and of each run of known
 * records the last one, which shows that the parser too sees records there. This is right because a record means the
 * same wherever it stands in its container, as far as the document is plain: only names of a table (so no prefixes, and
 * no limit on names to reach), a namespace only at the root, no comments, CDATA or DOCTYPE, records directly in the
 * only registry, persons directly in its people, nothing behind it. What is not plain, or leaves any doubt, is read
 * whole, and every refusal comes from reading the whole. */
#include <regtrail/xml.h>

#include <regtrail/date.h>

#include "xml_scan.h"
#include "xml_series.h"

#include <stdlib.h>

#define PARSED_MAX ((size_t)4 << 20) /* bytes after which all is read anew: what is gone costs no memory for long */

struct rt_xml_series {
	struct rt_arena store; /* of what records consist of */
	struct rt_arena list;  /* of the items and records of the last document */
	const struct xml_item *items;
	const struct rt_record *records; /* of the items; NULL: there is nothing to go by */
	size_t count;
	size_t parsed; /* bytes, into the store */
	size_t last;   /* of them of the last document */
};

/* ---- known and new records become one list ---- */

/* Is RECORD, which the parser made, that of ITEM? */
static bool belongs(const struct rt_xml_series *series, const struct xml_item *item, const struct rt_record *record)
{
	if (record->subject != (item->is_person ? RT_PERSON : RT_ENTRY))
		return false;
	return item->known == XML_SCAN_NEW || rt_record_equal(record, &series->records[item->known]);
}

/* PARSED, the records of all items that were shown, and the head at the end. False if that is not what it is. */
static bool merge(const struct rt_xml_series *series, const struct xml_scan *s, struct rt_records parsed,
                  struct rt_record *records)
{
	size_t at = 0;

	for (size_t i = 0; i < s->count; i++) {
		const struct xml_item *item = &s->items[i];

		if (item->shown && (at == parsed.count || !belongs(series, item, &parsed.items[at])))
			return false;
		const struct rt_record *record = item->shown ? &parsed.items[at++] : NULL;
		if (item->known != XML_SCAN_NEW)
			record = &series->records[item->known];
		records[i] = *record;
	}
	if (at + 1 != parsed.count || parsed.items[at].subject != RT_HEAD)
		return false;
	records[s->count] = parsed.items[at];
	return true;
}

/* Take over what S and PARSED make together; the lists of the document before are given up for those of S. */
static bool take_over(struct rt_xml_series *series, struct xml_scan *s, struct rt_records parsed,
                      struct rt_records *out)
{
	struct rt_record *records = rt_arena_array(&s->list, s->count + 1, sizeof *records);

	if (!merge(series, s, parsed, records))
		return false;
	rt_arena_release(&series->list);
	series->list = s->list;
	rt_arena_init(&s->list);
	series->items = s->items;
	series->records = records;
	series->count = s->count;
	*out = (struct rt_records){ records, s->count + 1 };
	return true;
}

static bool read_shorter(struct rt_xml_series *series, rt_str bytes, struct rt_document *out,
                         struct rt_records *records)
{
	struct xml_scan s;
	struct rt_records parsed;
	struct rt_error why;
	rt_time date;

	xml_scan_init(&s, bytes, series->items, series->count);
	bool ok = series->records && series->parsed <= PARSED_MAX && xml_scan_document(&s);
	if (ok) {
		series->parsed += s.shorter.len;
		series->last = s.shorter.len;
		/* Without <updated> the date is the newest that any record has. */
		ok = !rt_xml_read_records(rt_buf_str(&s.shorter), NULL, &series->store, out, &parsed, &why) &&
		     rt_date_parse(out->updated, &date) && take_over(series, &s, parsed, records);
		out->records = s.count - s.people;
	}
	xml_scan_release(&s);
	return ok;
}

static void forget(struct rt_xml_series *series)
{
	rt_arena_release(&series->store);
	rt_arena_release(&series->list);
	series->items = NULL;
	series->records = NULL;
	series->count = 0;
	series->parsed = 0;
}

static enum rt_code read_whole(struct rt_xml_series *series, rt_str bytes, struct rt_document *out,
                               struct rt_records *records, struct rt_error *err)
{
	struct xml_scan s;

	forget(series);
	xml_scan_init(&s, bytes, NULL, 0);
	series->last = bytes.len;
	enum rt_code code = rt_xml_read_records(bytes, NULL, &series->store, out, records, err);
	if (!code && xml_scan_document(&s))
		take_over(series, &s, *records, records);
	xml_scan_release(&s);
	return code;
}

enum rt_code rt_xml_series_read(struct rt_xml_series *series, rt_str bytes, struct rt_document *out,
                                struct rt_records *records, struct rt_error *err)
{
	if (read_shorter(series, bytes, out, records))
		return RT_OK;
	return read_whole(series, bytes, out, records, err);
}

struct rt_xml_series *rt_xml_series_new(void)
{
	struct rt_xml_series *series = calloc(1, sizeof *series);

	if (!series)
		rt_out_of_memory(sizeof *series);
	return series;
}

void rt_xml_series_free(struct rt_xml_series *series)
{
	if (!series)
		return;
	forget(series);
	free(series);
}

size_t xml_series_parsed(const struct rt_xml_series *series)
{
	return series->last;
}
