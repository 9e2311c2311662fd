/* Documents read one after the other: the same as each read alone, and little of it parsed where little is new. */
#include "../../lib/format/xml_series.h"

#include <regtrail/buf.h>
#include <regtrail/limits.h>
#include <regtrail/xml.h>

#include "support.h"

#include <string.h>

#define PROLOG   "<?xml version='1.0' encoding='UTF-8'?>\n<?xml-model href=\"x.rng\" ?>\n"
#define ROOT     "<registry xmlns=\"http://www.iana.org/assignments\" id=\"service-names-port-numbers\">\n"
#define HEAD     PROLOG ROOT "<title>Ports</title>\n<updated>2020-01-02</updated>\n"
#define LATER    PROLOG ROOT "<title>Ports</title>\n<updated>2020-02-03</updated>\n"
#define TAIL     "</registry>\n"
#define A        "<record date=\"2001-02-03\"><name>a</name><number>1</number><protocol>tcp</protocol></record>\n"
#define B        "  <record>\n<name>b</name><number>2</number><xref type='rfc' data=\"rfc1\"/><br/></record>"
#define B2       "  <record>\n<name>b</name><number>2</number><description>new &amp; x</description></record>"
#define C        "<record><name>c</name><number>3</number></record> "
#define NAMED    "<record xmlns='x'><name>n</name><number>4</number></record>"
#define P        "<person id=\"P\"><name>P Q</name><updated>2030-01-01</updated></person>\n"
#define Q        "<person id=\"Q\"><org>Q</org></person>"
#define PEOPLE(x) "<people>\n" x "</people>\n"

/* OLD is read, then NEW. SHORT: not all of NEW is parsed. (Of records that follow each other the last one is.) */
static const struct row {
	const char *name, *old, *new;
	bool is_short;
} rows[] = {
	{ "the same", HEAD A B C TAIL, HEAD A B C TAIL, true },
	{ "another date", HEAD A B C PEOPLE(P Q) TAIL, LATER A B C PEOPLE(P Q) TAIL, true },
	{ "one changed", HEAD A B C PEOPLE(P) TAIL, LATER A B2 C PEOPLE(P) TAIL, false },
	{ "one less", HEAD A B C TAIL, LATER A C TAIL, true },
	{ "one more", HEAD A C TAIL, LATER A B C TAIL, false },
	{ "the last one", HEAD A B C TAIL, LATER A B TAIL, true },
	{ "the other way round", HEAD A B C TAIL, LATER C B A TAIL, false },
	{ "twins", HEAD A A B TAIL, LATER A A A B TAIL, true },
	{ "a person goes", HEAD A PEOPLE(P Q) TAIL, LATER A PEOPLE(Q) TAIL, false },
	{ "nothing known", HEAD A TAIL, LATER B C TAIL, false },
	{ "no record left", HEAD A B TAIL, LATER TAIL, false },
	{ "the head changes", HEAD A B C "<note>x</note>" TAIL, HEAD A B C "<note>y<br/></note>" TAIL, true },
	{ "a note between records", HEAD A B C TAIL, HEAD A B "<note>x</note>" C TAIL, true },
	{ "text between records", HEAD A B C TAIL, HEAD A "x" B "y" C TAIL, false },
	{ "an empty record", HEAD A B TAIL, HEAD A "<record/>" B TAIL, false },
	{ "not well-formed", HEAD A B C TAIL, HEAD A B C "</note>" TAIL, false },
	{ "cut", HEAD A B C TAIL, HEAD A B, false },
	{ "cut in a record", HEAD A B C TAIL, HEAD A "<record><name>b", false },
	{ "cut in a tag", HEAD A B C TAIL, HEAD A B "<", false },
	{ "cut in a value", HEAD A B C TAIL, HEAD A B "<note id=\"", false },
	{ "nothing", HEAD A B C TAIL, "", false },
	{ "closed at once", HEAD A B C TAIL, "</registry>", false },
	{ "no entity of that name", HEAD A B C TAIL, HEAD A B "<note>&x;</note>" C TAIL, false },
	{ "a record in a comment", HEAD A B C TAIL, HEAD A "<!-- " B " -->" C TAIL, false },
	{ "a record in CDATA", HEAD A B C TAIL, HEAD A "<note><![CDATA[" B "]]></note>" C TAIL, false },
	{ "a record in an instruction", HEAD A B C TAIL, HEAD A "<?x " B " ?>" C TAIL, false },
	{ "a record in a value", HEAD A B C TAIL, HEAD A "<note id='" B "'/>" C TAIL, false },
	{ "a record in a note", HEAD A B C TAIL, HEAD A "<note>" B "</note>" C TAIL, false },
	{ "a record in a record", HEAD A B C TAIL, HEAD A "<record><name>x</name>" B "</record>" C TAIL, false },
	{ "a record among people", HEAD A B PEOPLE(P) TAIL, HEAD A PEOPLE(B P) TAIL, false },
	{ "a person among records", HEAD A B PEOPLE(P) TAIL, HEAD A P B TAIL, false },
	{ "records of another registry inside", HEAD A B TAIL, HEAD A "<registry id=\"x\">" B "</registry>" TAIL,
	  false },
	{ "a record behind the end", HEAD A B TAIL, HEAD A TAIL B, false },
	{ "a record in front", HEAD A B TAIL, PROLOG A ROOT B TAIL, false },
	{ "an element of a new name", HEAD A B TAIL, HEAD A B "<new>x</new>" TAIL, false },
	{ "an attribute of a new name", HEAD A B TAIL, HEAD A B "<note new=\"x\"/>" TAIL, false },
	{ "an attribute twice", HEAD A B TAIL, HEAD A B "<note id=\"x\" id=\"y\"/>" TAIL, false },
	{ "no space between attributes", HEAD A B TAIL, HEAD A B "<note id=\"x\"type=\"y\"/>" TAIL, false },
	{ "a prefix", HEAD "<xml:record>" A "</xml:record>" B TAIL, HEAD A B TAIL, false },
	{ "another id", HEAD A B TAIL, "<registry xmlns='http://www.iana.org/assignments' id='tls'>" A B TAIL, false },
	{ "another namespace", HEAD A B TAIL, "<registry xmlns='x' id='service-names-port-numbers'>" A B TAIL, false },
	{ "no date", HEAD A PEOPLE(P) TAIL, PROLOG ROOT A PEOPLE(P) TAIL, false },
	{ "a date that is none", HEAD A PEOPLE(P) TAIL, PROLOG ROOT "<updated>x</updated>" A PEOPLE(P) TAIL, false },
	{ "a namespace of a record", HEAD NAMED A TAIL, HEAD NAMED A TAIL, false },
	{ "a namespace of a note", HEAD A B "<note xmlns='x'/>" TAIL, HEAD A B "<note xmlns='x'/>" TAIL, false },
	{ "white space behind the end", HEAD A B TAIL, HEAD A B TAIL " \r\n\t\n", true },
	{ "a comment behind the end", HEAD A B TAIL, HEAD A B TAIL "<!-- -->", false },
	{ "an instruction behind the end", HEAD A B TAIL, HEAD A B TAIL "\n<?x y?>\n", false },
	{ "not plain before", HEAD A "<!-- -->" B TAIL, HEAD A B TAIL, false },
	{ "a DOCTYPE", HEAD A B TAIL, "<!DOCTYPE registry>" ROOT A B TAIL, false },
	{ "not UTF-8", HEAD A B TAIL, HEAD A "<note>\xff</note>" B TAIL, false },
};

static void same_records(const char *name, struct rt_records wanted, struct rt_records got)
{
	ck_assert_msg(wanted.count == got.count, "%s: %zu records, not %zu", name, got.count, wanted.count);
	for (size_t i = 0; i < wanted.count; i++) {
		const struct rt_record *a = &wanted.items[i], *b = &got.items[i];

		ck_assert_msg(rt_record_equal(a, b) && a->state == b->state && a->ports.first == b->ports.first,
		              "%s: record %zu", name, i);
	}
}

/* Read BYTES with SERIES, and alone: whatever that says is right. */
static enum rt_code read_both(struct rt_xml_series *series, const char *name, rt_str bytes)
{
	struct rt_document wanted, got;
	struct rt_records wanted_records, got_records;
	struct rt_error why = { RT_OK, "" }, err = { RT_OK, "" };
	struct rt_arena arena;

	rt_arena_init(&arena);
	enum rt_code code = rt_xml_read_records(bytes, NULL, &arena, &wanted, &wanted_records, &why);
	ck_assert_msg(rt_xml_series_read(series, bytes, &got, &got_records, &err) == code, "%s: %s", name, err.message);
	ck_assert_msg(strcmp(why.message, err.message) == 0, "%s: \"%s\", not \"%s\"", name, err.message, why.message);
	if (!code) {
		ck_assert_msg(rt_str_equal(wanted.id, got.id) && rt_str_equal(wanted.updated, got.updated), "%s", name);
		ck_assert_msg(wanted.date == got.date && wanted.records == got.records, "%s: date or count", name);
		same_records(name, wanted_records, got_records);
	}
	rt_arena_release(&arena);
	return code;
}

START_TEST(after)
{
	const struct row *row = &rows[_i];
	struct rt_xml_series *series = rt_xml_series_new();
	rt_str new = rt_str_of(row->new);

	read_both(series, row->name, rt_str_of(row->old));
	read_both(series, row->name, new);
	size_t parsed = xml_series_parsed(series);
	ck_assert_msg(row->is_short ? parsed < new.len : parsed == new.len, "%s: %zu of %zu bytes", row->name, parsed,
	              new.len);
	read_both(series, "back", rt_str_of(row->old));
	rt_xml_series_free(series);
}
END_TEST

/* A long document of which one record is new: less than a hundredth is parsed, every time. */
START_TEST(little)
{
	struct rt_xml_series *series = rt_xml_series_new();
	struct rt_buf texts[2] = { RT_BUF_INIT, RT_BUF_INIT };

	for (size_t round = 0; round < 6; round++) {
		struct rt_buf *text = &texts[round % 2];

		rt_buf_clear(text);
		rt_buf_add_str(text, rt_str_of(HEAD));
		for (size_t i = 0; i < 2000; i++)
			rt_buf_printf(text,
			              "  <record>\n    <name>n%zu</name>\n    <number>%zu</number>\n  </record>\n",
			              i == 300 * round ? i + 9000 : i, i);
		rt_buf_add_str(text, rt_str_of(TAIL));
		ck_assert_int_eq(read_both(series, "long", rt_buf_str(text)), RT_OK);
		if (round)
			ck_assert_uint_lt(xml_series_parsed(series), text->len / 100);
	}
	rt_xml_series_free(series);
	rt_buf_release(&texts[0]);
	rt_buf_release(&texts[1]);
}
END_TEST

/* What records consist of is kept as long as any of them is known, but not for ever: all is read anew in time. */
START_TEST(anew)
{
	struct rt_xml_series *series = rt_xml_series_new();
	struct rt_buf texts[2] = { RT_BUF_INIT, RT_BUF_INIT };
	size_t whole = 0;

	for (size_t round = 0; round < 24; round++) {
		struct rt_buf *text = &texts[round % 2];

		rt_buf_clear(text);
		rt_buf_add_str(text, rt_str_of(HEAD));
		rt_buf_add_str(text, rt_str_of(A "<note>"));
		rt_buf_pad(text, (char)('a' + round), (size_t)500000);
		rt_buf_add_str(text, rt_str_of("</note>" B TAIL));
		ck_assert_int_eq(read_both(series, "large", rt_buf_str(text)), RT_OK);
		whole += xml_series_parsed(series) == text->len;
	}
	ck_assert_uint_ge(whole, 2);
	rt_xml_series_free(series);
	rt_buf_release(&texts[0]);
	rt_buf_release(&texts[1]);
}
END_TEST

static void add_named(struct rt_buf *text, size_t count)
{
	rt_buf_add_str(text, rt_str_of(HEAD));
	for (size_t i = 0; i < count; i++)
		rt_buf_printf(text, "<record xmlns=\"http://x/%zu\"><name>n</name></record>\n", i);
	rt_buf_add_str(text, rt_str_of(TAIL));
}

/* Names count by document: those of known records are not seen to be too many if they are left out. */
START_TEST(names)
{
	struct rt_xml_series *series = rt_xml_series_new();
	struct rt_buf old = RT_BUF_INIT, new = RT_BUF_INIT;

	add_named(&old, RT_MAX_NAMES * 9 / 10);
	add_named(&new, RT_MAX_NAMES * 18 / 10);
	ck_assert_int_eq(read_both(series, "not too many", rt_buf_str(&old)), RT_OK);
	ck_assert_int_eq(read_both(series, "too many", rt_buf_str(&new)), RT_EREFUSED);
	rt_xml_series_free(series);
	rt_buf_release(&old);
	rt_buf_release(&new);
}
END_TEST

/* A comment of many quotes behind OLD and PAD bytes more. */
static void add_comment(struct rt_buf *text, rt_str old, size_t pad)
{
	rt_buf_clear(text);
	rt_buf_add_str(text, old);
	rt_buf_pad(text, '\n', pad);
	rt_buf_add_str(text, rt_str_of("<!--"));
	for (size_t i = 0; i < 1200; i++)
		rt_buf_add_str(text, rt_str_of(" 'value' "));
	rt_buf_add_str(text, rt_str_of("-->"));
}

/* Quotes in a comment count as attributes where it fills a block of 8 KiB, which goes by what stands in front of it. */
START_TEST(blocks)
{
	struct rt_buf old = RT_BUF_INIT, new = RT_BUF_INIT;
	size_t refused = 0;

	rt_buf_add_str(&old, rt_str_of(HEAD));
	for (size_t i = 0; i < 100; i++)
		rt_buf_printf(&old, "<record><name>n%zu</name><number>%zu</number></record>\n", i, i);
	rt_buf_add_str(&old, rt_str_of(TAIL));
	for (size_t pad = 0; pad < 8192; pad += 512) {
		struct rt_xml_series *series = rt_xml_series_new();

		add_comment(&new, rt_buf_str(&old), pad);
		ck_assert_int_eq(read_both(series, "without", rt_buf_str(&old)), RT_OK);
		refused += read_both(series, "with", rt_buf_str(&new)) != RT_OK;
		rt_xml_series_free(series);
	}
	ck_assert_uint_gt(refused, 0);
	ck_assert_uint_lt(refused, 8192 / 512);
	rt_buf_release(&old);
	rt_buf_release(&new);
}
END_TEST

int main(void)
{
	const struct unit_test tests[] = {
		{ after, COUNT(rows), 0 },
		{ little, 1, 0 },
		{ anew, 1, 0 },
		{ names, 1, 0 },
		{ blocks, 1, 0 },
		{ NULL, 0, 0 },
	};

	return run_tests("xml_series", tests);
}
