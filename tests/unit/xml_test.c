/* The XML reader: the tree it makes, what it refuses, and what it says then. */
#include "support.h"

#include <regtrail/limits.h>
#include <regtrail/xml.h>

#include <stdio.h>
#include <string.h>

#define REGISTRY(inside) "<registry " NAMESPACE " id='r'>" inside "</registry>"

/* ---- the tree ---- */

static void show_node(const struct rt_node *node, struct rt_buf *out)
{
	if (node->element == RT_EL_TEXT) {
		rt_buf_printf(out, "`%.*s`", RT_ARG(node->text));
		return;
	}
	rt_buf_printf(out, "(%.*s", RT_ARG(node->name));
	for (const struct rt_attribute *a = node->attributes; a; a = a->next)
		rt_buf_printf(out, " %.*s=%.*s", RT_ARG(a->name), RT_ARG(a->value));
	if (node->text.data)
		rt_buf_printf(out, " `%.*s`", RT_ARG(node->text));
	for (const struct rt_node *child = node->children; child; child = child->next)
		show_node(child, out);
	rt_buf_add_char(out, ')');
}

struct tree_row {
	const char *name, *inside; /* of a registry with id r */
	const char *wanted;        /* elements in brackets, text in backquotes */
};

static const struct tree_row tree_rows[] = {
	{ "empty", "", "(registry id=r)" },
	{ "text", "<title>T</title>", "(registry id=r(title `T`))" },
	{ "white space between elements means nothing", "\n <record>\n <name>a</name>\n </record>\n",
	  "(registry id=r(record(name `a`)))" },
	{ "white space in text is kept", "<title> a\n b </title>", "(registry id=r(title ` a\n b `))" },
	{ "text beside elements is kept in order", "<note>a<br/>b<xref/></note>",
	  "(registry id=r(note`a`(br)`b`(xref)))" },
	{ "stray text in a record", "<record>x<name>a</name></record>", "(registry id=r(record`x`(name `a`)))" },
	{ "attributes in order", "<record b='2' a='1'/>", "(registry id=r(record b=2 a=1))" },
	{ "an attribute with a prefix", "<title xml:lang='en'>T</title>", "(registry id=r(title lang=en `T`))" },
	{ "an unknown element", "<colour shade='dark'>red</colour>", "(registry id=r(colour shade=dark `red`))" },
	{ "character references", "<title a='&#38;'>&lt;&#233;&amp;</title>",
	  "(registry id=r(title a=& `<\xc3\xa9&`))" },
	{ "CDATA", "<title><![CDATA[<a>]]>b</title>", "(registry id=r(title `<a>b`))" },
	{ "no comments, no processing instructions", "<!-- c --><title>a<?pi x?>b</title>",
	  "(registry id=r(title `ab`))" },
};

START_TEST(trees)
{
	const struct tree_row *row = &tree_rows[_i];
	struct rt_document document;
	struct rt_error err = { RT_OK, "" };
	struct rt_buf out = RT_BUF_INIT;
	struct rt_arena arena;

	rt_arena_init(&arena);
	rt_str bytes = rt_str_format(&arena, REGISTRY("%s"), row->inside);
	ck_assert_msg(rt_xml_read(bytes, &arena, &document, &err) == RT_OK, "%s: %s", row->name, err.message);
	show_node(document.root, &out);
	assert_text(rt_buf_str(&out), row->wanted, row->name);
	rt_buf_release(&out);
	rt_arena_release(&arena);
}
END_TEST

/* More names than the reader remembers at a time: none may be taken for another. */
START_TEST(many_names)
{
	struct rt_document document;
	struct rt_error err = { RT_OK, "" };
	struct rt_buf in = RT_BUF_INIT, out = RT_BUF_INIT, wanted = RT_BUF_INIT;
	struct rt_arena arena;

	rt_arena_init(&arena);
	rt_buf_printf(&in, "<registry " NAMESPACE " id='r'>");
	rt_buf_printf(&wanted, "(registry id=r");
	for (int round = 0; round < 2; round++) {
		for (int i = 0; i < 100; i++) {
			rt_buf_printf(&in, "<e%d a%d='1' b%d='2'/>", i, i, i);
			rt_buf_printf(&wanted, "(e%d a%d=1 b%d=2)", i, i, i);
		}
	}
	rt_buf_printf(&in, "</registry>");
	rt_buf_printf(&wanted, ")");
	ck_assert_msg(rt_xml_read(rt_buf_str(&in), &arena, &document, &err) == RT_OK, "%s", err.message);
	show_node(document.root, &out);
	assert_text(rt_buf_str(&out), wanted.data, "many names");
	rt_buf_release(&in);
	rt_buf_release(&out);
	rt_buf_release(&wanted);
	rt_arena_release(&arena);
}
END_TEST

/* ---- the document ---- */

struct head_row {
	const char *name, *bytes;
	const char *date, *peeked; /* as text; "" is none */
	size_t records;
};

static const struct head_row head_rows[] = {
	{ "its own date", REGISTRY("<updated>\n2025-02-13 </updated>"), "2025-02-13", "2025-02-13", 0 },
	{ "a month", REGISTRY("<updated>2025-02</updated>"), "2025-02-01", "2025-02-01", 0 },
	{ "none, so the newest in it",
	  REGISTRY("<record date='2020-01-02'/><record updated='2021-03'/><record date='2019-01-01'/>"), "2021-03-01",
	  "", 3 },
	{ "none, so the newest of a nested one", REGISTRY("<registry><updated>2022-02-02</updated></registry>"),
	  "2022-02-02", "", 0 },
	{ "its own goes before newer ones", REGISTRY("<updated>2020-01-01</updated><record updated='2021-01-01'/>"),
	  "2020-01-01", "2020-01-01", 1 },
	{ "one that is none", REGISTRY("<updated>soon</updated><record date='2020-01-02'/>"), "2020-01-02", "", 1 },
	{ "nowhere any", REGISTRY("<record/>"), "", "", 1 },
	{ "nested records count", REGISTRY("<record/><registry><record/><registry><record/></registry></registry>"), "",
	  "", 3 },
	{ "with a byte order mark and a declaration",
	  "\xef\xbb\xbf<?xml version='1.0' encoding='UTF-8'?>\n" REGISTRY(""), "", "", 0 },
	{ "a style sheet in front", "<?xml version='1.0'?><?xml-stylesheet href='x.xsl'?>\n" REGISTRY(""), "", "", 0 },
};

START_TEST(heads)
{
	const struct head_row *row = &head_rows[_i];
	struct rt_document read, peeked;
	struct rt_error err = { RT_OK, "" };
	char text[RT_TIME_TEXT];
	struct rt_arena arena;

	rt_arena_init(&arena);
	ck_assert_msg(rt_xml_read(rt_str_of(row->bytes), &arena, &read, &err) == RT_OK, "%s: %s", row->name,
	              err.message);
	ck_assert_msg(rt_xml_peek(rt_str_of(row->bytes), &arena, &peeked, &err) == RT_OK, "%s: %s", row->name,
	              err.message);
	assert_text(read.id, "r", row->name);
	assert_text(peeked.id, "r", row->name);
	assert_text(rt_str_of(rt_date_text(read.date, text)), row->date, row->name);
	assert_text(rt_str_of(rt_date_text(peeked.date, text)), row->peeked, row->name);
	ck_assert_msg(read.records == row->records, "%s: %zu records", row->name, read.records);
	rt_arena_release(&arena);
}
END_TEST

START_TEST(peek_reads_no_further_than_the_first_record)
{
	struct rt_document document;
	struct rt_error err = { RT_OK, "" };
	struct rt_arena arena;
	rt_str bytes = RT_STR("<registry " NAMESPACE " id='r'><updated>2025-02-13</updated><record><name>a</nam");

	rt_arena_init(&arena);
	ck_assert_msg(rt_xml_peek(bytes, &arena, &document, &err) == RT_OK, "%s", err.message);
	assert_text(document.updated, "2025-02-13", "peek");
	ck_assert_int_eq(rt_xml_read(bytes, &arena, &document, &err), RT_EREFUSED);
	rt_arena_release(&arena);
}
END_TEST

START_TEST(lines)
{
	struct rt_document document;
	struct rt_error err = { RT_OK, "" };
	struct rt_arena arena;

	rt_arena_init(&arena);
	ck_assert_int_eq(rt_xml_read(rt_str_of(REGISTRY("\n<title/>\n\n<record/>")), &arena, &document, &err), RT_OK);
	ck_assert_uint_eq(rt_node_child(document.root, RT_EL_TITLE)->line, 2);
	ck_assert_uint_eq(rt_node_child(document.root, RT_EL_RECORD)->line, 4);
	rt_arena_release(&arena);
}
END_TEST

/* ---- refusals ---- */

struct refused_row {
	const char *name, *bytes;
	const char *wanted; /* how the message begins */
};

#define LAUGHS                                                                                                       \
	"<?xml version='1.0'?>\n<!DOCTYPE registry [\n<!ENTITY a 'ha'>\n<!ENTITY b '&a;&a;&a;&a;&a;&a;&a;&a;&a;'>\n" \
	"<!ENTITY c '&b;&b;&b;&b;&b;&b;&b;&b;&b;'>\n]>\n" REGISTRY("<title>&c;</title>")
#define EXTERNAL "<!DOCTYPE registry [<!ENTITY x SYSTEM 'file:///etc/passwd'>]>" REGISTRY("<title>&x;</title>")

static const struct refused_row refused_rows[] = {
	{ "empty", "", "the document is empty" },
	{ "blank", " \n\t", "the document is empty" },
	{ "only a byte order mark", "\xef\xbb\xbf", "the document is empty" },
	{ "not XML", "443 https", "not a registry: the document does not begin with a `<`" },
	{ "an HTML page", "<!DOCTYPE html>\n<html><body>403</body></html>", "this is an HTML page, not a registry" },
	{ "an HTML page without a DOCTYPE", "\n<HTML><body>", "this is an HTML page, not a registry" },
	{ "an XHTML page", "<?xml version='1.0'?><html xmlns='http://www.w3.org/1999/xhtml'/>",
	  "this is an HTML page, not a registry" },
	{ "another root", "<feed/>", "the root element is <feed>, not <registry>" },
	{ "a redirect", "<redirect " NAMESPACE "/>", "the root element is <redirect>, not <registry>" },
	{ "no namespace", "<registry id='r'/>", "not a registry of IANA: <registry> is not in the namespace " },
	{ "another namespace", "<registry xmlns='http://example.net' id='r'/>", "not a registry of IANA: " },
	{ "no id", "<registry " NAMESPACE "/>", "line 1: the registry has no id" },
	{ "an id that leads elsewhere", "<registry " NAMESPACE " id='../x'/>",
	  "line 1: `../x` cannot be the id of a registry" },
	{ "cut inside a record", "<registry " NAMESPACE " id='r'>\n<record>\n<na", "line 3: not well-formed: " },
	{ "cut between records", "<registry " NAMESPACE " id='r'>\n<record/>\n", "line 3: not well-formed: " },
	{ "a stray character in front", "<?xml version='1.0'?>\n3\n" REGISTRY(""), "line 2: not well-formed: " },
	{ "an element left open", REGISTRY("\n<record>"), "line 2: not well-formed: " },
	{ "more after the end", REGISTRY("") "\n<more/>", "line 2: not well-formed: " },
	{ "an attribute given twice", REGISTRY("<record date='1' date='2'/>"), "line 1: not well-formed: " },
	{ "an entity nobody declared", REGISTRY("<title>&eacute;</title>"), "line 1: not well-formed: " },
	{ "an escape character", REGISTRY("\n<title>\x1b[31m</title>"), "line 2: not well-formed: " },
	{ "an escape character by number", REGISTRY("\n<title>&#27;</title>"), "line 2: not well-formed: " },
	{ "a NUL by number", REGISTRY("\n<title>&#0;</title>"), "line 2: not well-formed: " },
	{ "not UTF-8", REGISTRY("\n<title>\xe9t\xe9</title>"), "line 2: not UTF-8" },
	{ "an overlong form", REGISTRY("<title>\xc0\xaf</title>"), "line 1: not UTF-8" },
	{ "a surrogate", REGISTRY("<title>\xed\xa0\x80</title>"), "line 1: not UTF-8" },
	{ "a character cut short", REGISTRY("") "\xe2\x82", "line 1: not UTF-8" },
	{ "said to be Latin-1", "<?xml version='1.0' encoding='ISO-8859-1'?>" REGISTRY(""),
	  "line 1: the document says that it is ISO-8859-1" },
	{ "said to be ASCII", "<?xml version='1.0' encoding='US-ASCII'?>" REGISTRY(""),
	  "line 1: the document says that it is US-ASCII" },
	{ "said to be UTF-16", "<?xml version='1.0' encoding='UTF-16'?>" REGISTRY(""), "line 1: " },
	{ "said to be in no known encoding", "<?xml version='1.0' encoding='x-mine'?>" REGISTRY(""), "line 1: " },
	{ "billion laughs", LAUGHS, "line 2: a DOCTYPE is not allowed" },
	{ "an external entity", EXTERNAL, "line 1: a DOCTYPE is not allowed" },
	{ "a DTD from elsewhere", "<!DOCTYPE registry SYSTEM 'http://example.net/x.dtd'>" REGISTRY(""),
	  "line 1: a DOCTYPE is not allowed" },
};

static void check_refused(rt_str bytes, const char *wanted, const char *name)
{
	struct rt_document document;
	struct rt_error err = { RT_OK, "" };
	struct rt_arena arena;

	rt_arena_init(&arena);
	ck_assert_msg(rt_xml_read(bytes, &arena, &document, &err) == RT_EREFUSED, "%s: taken", name);
	ck_assert_int_eq(err.code, RT_EREFUSED);
	ck_assert_msg(strncmp(err.message, wanted, strlen(wanted)) == 0, "%s: `%s` does not begin with `%s`", name,
	              err.message, wanted);
	for (const char *c = err.message; *c; c++)
		ck_assert_msg((unsigned char)*c >= ' ', "%s: control character in `%s`", name, err.message);
	rt_arena_release(&arena);
}

START_TEST(refusals)
{
	const struct refused_row *row = &refused_rows[_i];

	check_refused(rt_str_of(row->bytes), row->wanted, row->name);
}
END_TEST

START_TEST(nul)
{
	check_refused(RT_STR("<registry " NAMESPACE " id='r'>\n<title>a\0b</title></registry>"),
	              "line 2: not well-formed: a NUL character", "NUL");
	check_refused(RT_STR("\xff\xfe<\0r\0e\0g\0"), "line 1: not UTF-8", "UTF-16");
	check_refused(RT_STR("<\0?\0x\0m\0l\0"), "line 1: not well-formed: a NUL character", "UTF-16 without a mark");
}
END_TEST

/* ---- limits ---- */

/* A registry that holds COUNT times OPEN, then MIDDLE, then COUNT times CLOSE. */
static struct rt_buf repeated(size_t count, const char *open, const char *middle, const char *close)
{
	struct rt_buf buf = RT_BUF_INIT;

	rt_buf_printf(&buf, "<registry " NAMESPACE " id='r'>");
	for (size_t i = 0; i < count; i++)
		rt_buf_add_str(&buf, rt_str_of(open));
	rt_buf_add_str(&buf, rt_str_of(middle));
	for (size_t i = 0; i < count; i++)
		rt_buf_add_str(&buf, rt_str_of(close));
	rt_buf_printf(&buf, "</registry>");
	return buf;
}

struct limit_row {
	const char *name, *open, *middle, *close;
	size_t most; /* times that still pass */
	const char *wanted;
};

static const struct limit_row limit_rows[] = {
	{ "registries", "<registry>", "", "</registry>", RT_MAX_DEPTH - 1,
	  "line 1: registries nested more than 16 deep" },
	{ "elements", "<a>", "", "</a>", RT_MAX_ELEMENTS_DEEP - 1, "line 1: elements nested more than 64 deep" },
	{ "text", "<title>", "", "</title>", 1, NULL },
	{ "a long text", "x", "", "", RT_MAX_TEXT, "line 1: a text of more than 1048576 bytes" },
	{ "records", "<record/>", "", "", RT_MAX_RECORDS, "line 1: more than 200000 records" },
};

START_TEST(limits)
{
	const struct limit_row *row = &limit_rows[_i];
	struct rt_document document;
	struct rt_error err = { RT_OK, "" };
	struct rt_arena arena;

	rt_arena_init(&arena);
	struct rt_buf most = repeated(row->most, row->open, row->middle, row->close);
	ck_assert_msg(rt_xml_read(rt_buf_str(&most), &arena, &document, &err) == RT_OK, "%s: %s", row->name,
	              err.message);
	rt_buf_release(&most);
	if (row->wanted) {
		struct rt_buf more = repeated(row->most + 1, row->open, row->middle, row->close);

		check_refused(rt_buf_str(&more), row->wanted, row->name);
		rt_buf_release(&more);
	}
	rt_arena_release(&arena);
}
END_TEST

START_TEST(depth_1000)
{
	struct rt_buf registries = repeated(1000, "<registry>", "", "</registry>");
	struct rt_buf elements = repeated(1000, "<a>", "", "</a>");

	check_refused(rt_buf_str(&registries), "line 1: registries nested", "registries");
	check_refused(rt_buf_str(&elements), "line 1: elements nested", "elements");
	rt_buf_release(&registries);
	rt_buf_release(&elements);
}
END_TEST

START_TEST(attributes)
{
	struct rt_buf many = RT_BUF_INIT, large = RT_BUF_INIT;

	rt_buf_printf(&many, "<registry " NAMESPACE " id='r'");
	for (int i = 0; i < RT_MAX_ATTRIBUTES; i++)
		rt_buf_printf(&many, " a%d=''", i);
	rt_buf_printf(&many, "/>");
	check_refused(rt_buf_str(&many), "line 1: more or larger attributes than a registry can have", "many");

	rt_buf_printf(&large, "<registry " NAMESPACE " id='r' a='");
	rt_buf_pad(&large, 'x', RT_MAX_TEXT + 1);
	rt_buf_printf(&large, "'/>");
	check_refused(rt_buf_str(&large), "line 1: more or larger attributes than a registry can have", "large");
	rt_buf_release(&many);
	rt_buf_release(&large);
}
END_TEST

START_TEST(too_large)
{
	struct rt_buf buf = RT_BUF_INIT;

	rt_buf_add_str(&buf, rt_str_of(REGISTRY("")));
	rt_buf_pad(&buf, '\n', RT_MAX_DOCUMENT + 1 - buf.len);
	check_refused(rt_buf_str(&buf), "larger than 64 MiB", "too large");
	rt_buf_release(&buf);
}
END_TEST

/* ---- ids ---- */

struct id_row {
	const char *id;
	bool ok;
};

static const struct id_row id_rows[] = {
	{ "service-names-port-numbers", true },
	{ "a", true },
	{ "http2_x.1", true },
	{ "6lowpan", true },
	{ "", false },
	{ ".x", false },
	{ "-x", false },
	{ "x.", false },
	{ "a/b", false },
	{ "a..b", false },
	{ "a b", false },
	{ "x.lock", false },
	{ "HEAD", false },
	{ "head", false },
	{ "a\nb", false },
	{ "\xc3\xa9", false },
};

START_TEST(ids)
{
	char longest[RT_MAX_ID + 1];

	for (size_t i = 0; i < COUNT(id_rows); i++)
		ck_assert_msg(rt_registry_id_ok(rt_str_of(id_rows[i].id)) == id_rows[i].ok, "`%s`", id_rows[i].id);
	memset(longest, 'x', sizeof longest);
	ck_assert(rt_registry_id_ok((rt_str){ longest, RT_MAX_ID }));
	ck_assert(!rt_registry_id_ok((rt_str){ longest, RT_MAX_ID + 1 }));
	ck_assert(!rt_registry_id_ok(RT_NO_STR));
}
END_TEST

int main(void)
{
	const struct unit_test tests[] = {
		{ trees, COUNT(tree_rows), 0 },
		{ many_names, 0, 0 },
		{ heads, COUNT(head_rows), 0 },
		{ peek_reads_no_further_than_the_first_record, 0, 0 },
		{ lines, 0, 0 },
		{ refusals, COUNT(refused_rows), 0 },
		{ nul, 0, 0 },
		{ limits, COUNT(limit_rows), 0 },
		{ depth_1000, 0, 0 },
		{ attributes, 0, 0 },
		{ too_large, 0, 0 },
		{ ids, 0, 0 },
		{ NULL, 0, 0 },
	};

	return run_tests("xml", tests);
}
