/* Any two documents one after the other say what each says alone. A byte below 32 stands for a part of a document, 0
 * for the end of the first one, any other for itself: else no document would ever be well-formed. */
#include "fuzz.h"

#include <regtrail/regtrail.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const char *const parts[] = {
	"",
	"<?xml version='1.0'?>",
	"<registry xmlns='http://www.iana.org/assignments' id='service-names-port-numbers'>",
	"<updated>2020-01-02</updated>",
	"</registry>",
	"<record><name>a</name><number>1</number></record>",
	"<record><name>b</name><number>2</number><xref type='person' data='P'/></record>",
	"<record date='2020-01-01'><description>Reserved</description><number>3</number></record>",
	"<people>",
	"</people>",
	"<person id='P'><name>P</name></person>",
	"<person id='Q'><uri>q</uri></person>",
	"<record>",
	"</record>",
	"<person id='R'>",
	"</person>",
	"<note>",
	"</note>",
	"<!--",
	"-->",
	"<![CDATA[",
	"]]>",
	"<?x ",
	"?>",
	"<note id='",
	"'/>",
	"<xml:record>",
	"</xml:record>",
	"<registry id='inner'>",
	"<name>x</name>",
	"<br/>",
};
#define PARTS (sizeof parts / sizeof *parts)

static void spell(const uint8_t *data, size_t size, struct rt_buf *out)
{
	for (size_t i = 0; i < size; i++) {
		if (data[i] < PARTS)
			rt_buf_add_str(out, rt_str_of(parts[data[i]]));
		else
			rt_buf_add_char(out, (char)data[i]);
	}
}

static void expect(bool holds, const char *what, rt_str bytes)
{
	if (holds)
		return;
	fprintf(stderr, "another %s than read alone:\n%.*s\n", what, RT_ARG(bytes));
	abort();
}

static void read_both(struct rt_xml_series *series, rt_str bytes)
{
	struct rt_document wanted, got;
	struct rt_records wanted_records, got_records;
	struct rt_error why = { RT_OK, "" }, err = { RT_OK, "" };
	struct rt_arena arena;

	rt_arena_init(&arena);
	enum rt_code code = rt_xml_read_records(bytes, NULL, &arena, &wanted, &wanted_records, &why);
	expect(rt_xml_series_read(series, bytes, &got, &got_records, &err) == code, "result", bytes);
	expect(strcmp(why.message, err.message) == 0, "message", bytes);
	if (!code) {
		expect(rt_str_equal(wanted.id, got.id) && wanted.date == got.date, "id or date", bytes);
		expect(wanted.records == got.records && wanted_records.count == got_records.count, "count", bytes);
		for (size_t i = 0; i < wanted_records.count; i++)
			expect(rt_record_equal(&wanted_records.items[i], &got_records.items[i]), "record", bytes);
	}
	rt_arena_release(&arena);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	const uint8_t *end = size ? memchr(data, 0, size) : NULL;
	size_t len = end ? (size_t)(end - data) : size;
	struct rt_buf old = RT_BUF_INIT, new = RT_BUF_INIT;
	struct rt_xml_series *series = rt_xml_series_new();

	spell(data, len, &old);
	if (end)
		spell(end + 1, size - len - 1, &new);
	read_both(series, rt_buf_str(&old));
	read_both(series, rt_buf_str(&new));
	read_both(series, rt_buf_str(&old));
	rt_xml_series_free(series);
	rt_buf_release(&old);
	rt_buf_release(&new);
	return 0;
}
