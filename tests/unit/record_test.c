/* From a document to flat records: what every element reads like, what state a record is in, what equals what. */
#include "support.h"

#include <regtrail/limits.h>
#include <regtrail/xml.h>

#include <string.h>

struct row {
	const char *name, *inside;
	const char *wanted; /* as show_record() writes it */
};

static void check_entry(const char *id, const struct row *row)
{
	struct rt_arena arena;

	rt_arena_init(&arena);
	struct rt_records records = records_with(id, row->inside, &arena);
	assert_text(show_record(only_entry(records), &arena), row->wanted, row->name);
	rt_arena_release(&arena);
}

/* ---- references ---- */

#define XREF(attributes, text) NAME("a") "<xref " attributes ">" text "</xref>"

static const struct row xref_rows[] = {
	{ "rfc", XREF("type='rfc' data='rfc6335'", ""), "service=a\nreference=[RFC6335]\n" },
	{ "rfc with a text of its own", XREF("type='rfc' data='rfc6335'", "RFC 6335, Section 8"),
	  "service=a\nreference=[RFC 6335, Section 8]\n" },
	{ "the section of an rfc is not shown", XREF("type='rfc' data='rfc6335' section='8'", ""),
	  "service=a\nreference=[RFC6335]\n" },
	{ "rfc-errata", XREF("type='rfc-errata' data='1234'", ""), "service=a\nreference=[RFC Errata 1234]\n" },
	{ "rfc-errata with text", XREF("type='rfc-errata' data='1234'", "1234, 5678"),
	  "service=a\nreference=[RFC Errata 1234, 5678]\n" },
	{ "draft", XREF("type='draft' data='draft-ietf-x'", ""), "service=a\nreference=[draft-ietf-x]\n" },
	{ "draft with text", XREF("type='draft' data='draft-ietf-x'", "x (work in progress)"),
	  "service=a\nreference=[x (work in progress)]\n" },
	{ "uri", XREF("type='uri' data='https://example.net'", ""), "service=a\nreference=[https://example.net]\n" },
	{ "uri with text", XREF("type='uri' data='https://example.net'", "Example"),
	  "service=a\nreference=[Example]\n" },
	{ "note", XREF("type='note' data='1'", "never shown"), "service=a\nreference=[1]\n" },
	{ "registry", XREF("type='registry' data='media-types'", ""),
	  "service=a\nreference=[IANA registry media-types]\n" },
	{ "unicode", XREF("type='unicode' data='ucd5.2.0'", ""),
	  "service=a\nreference=[Unicode Character Database 5.2.0]\n" },
	{ "text", XREF("type='text'", "A\n  standard"), "service=a\nreference=[A standard]\n" },
	{ "a type nobody knew", XREF("type='new' data='d'", "Text"), "service=a\nreference=[Text]\n" },
	{ "a person is a contact", XREF("type='person' data='Ann'", "never shown"), "service=a\ncontact=[Ann]\n" },
	{ "in the order of the document", NAME("a") RFC("2") PERSON("B") RFC("1") PERSON("A"),
	  "service=a\ncontact=[B, A]\nreference=[RFC2, RFC1]\n" },
	{ "those of the assignee are the assignee's own",
	  NAME("a") "<assignee>\n" PERSON("A") "\n" PERSON("B") "</assignee>" PERSON("C"),
	  "service=a\nassignee=[A, B]\ncontact=[C]\n" },
	{ "inside a text", DESC("see " RFC("6335") ", ask " PERSON("Bernie_Volz") "."),
	  "description=see [RFC6335], ask [Bernie_Volz].\n" },
};

START_TEST(xrefs)
{
	struct row row = xref_rows[_i];
	struct rt_arena arena;

	rt_arena_init(&arena);
	row.inside = rt_str_format(&arena, RECORD("%s"), row.inside).data;
	check_entry(NULL, &row);
	rt_arena_release(&arena);
}
END_TEST

/* ---- text ---- */

static const struct row text_rows[] = {
	{ "white space is one space", RECORD(DESC("  a \t b\n\n  c ")), "description=a b c\n" },
	{ "no-break and em spaces too", RECORD(DESC(NBSP "a" NBSP " " EM_SPACE "b" WIDE_SPACE)), "description=a b\n" },
	{ "a zero-width space is none", RECORD(DESC("a" ZERO_WIDTH "b")), "description=a" ZERO_WIDTH "b\n" },
	{ "other letters stay", RECORD(DESC("\xc3\x85ngstr\xc3\xb6m \xe2\x82\xac")),
	  "description=\xc3\x85ngstr\xc3\xb6m \xe2\x82\xac\n" },
	{ "br is a line break", RECORD(DESC("a<br/>b <br/>\n c")), "description=a|b|c\n" },
	{ "a line break at the end goes", RECORD(DESC("a<br/><br/>")), "description=a\n" },
	{ "an empty line between stays", RECORD(DESC("a<br/><br/>b")), "description=a||b\n" },
	{ "paragraphs", RECORD(NAME("x") NOTE("<paragraph>a\n b</paragraph>\n  <paragraph>c</paragraph>\n")),
	  "service=x\nnotes=a b|c\n" },
	{ "entities", RECORD(DESC("a &amp; &lt;b&gt; &#65;&#x42;")), "description=a & <b> AB\n" },
	{ "CDATA", RECORD(DESC("<![CDATA[a < b]]>")), "description=a < b\n" },
	{ "a comment inside", RECORD(DESC("a<!-- not this -->b")), "description=ab\n" },
	{ "empty is nothing", RECORD(NAME("a") DESC(" ") "<note/>"), "service=a\n" },
	{ "the same element twice", RECORD(NOTE("a") NAME("x") NOTE("b")), "service=x\nnotes=a|b\n" },
	{ "numbers without white space", RECORD("<number> 6000 - 6063 </number>"), "port=6000-6063\n" },
	{ "all there is",
	  DATED("2020-01' updated='2021-02-03", NAME("s") AT("1", "dccp") DESC("d") "<sc>7</sc>" MISUSE("u") NOTE("n")),
	  "service=s\nport=1\nprotocol=dccp\ndescription=d\nregistered=2020-01\nmodified=2021-02-03\nservice_code=7\n"
	  "unauthorized=u\nnotes=n\n" },
	{ "an unknown element is kept", RECORD(NAME("a") "<colour>red</colour>"), "service=a\ncolour=red\n" },
	{ "an unknown element inside a text keeps its text", RECORD(DESC("a <b>c</b> d")), "description=a c d\n" },
	{ "an unknown attribute is kept", "<record obsolete='yes'>" NAME("a") "</record>",
	  "service=a\nobsolete=yes\n" },
	{ "an attribute of an element is kept", RECORD("<name lang='en'>a</name>"), "service=a\nname@lang=en\n" },
	{ "an element called like a field of ours", RECORD(NAME("a") "<service>b</service><state>c</state>"),
	  "service=a\nservice-element=b\nstate-element=c\n" },
};

START_TEST(texts)
{
	check_entry(NULL, &text_rows[_i]);
}
END_TEST

/* ---- other registries ---- */

static const struct row general_rows[] = {
	{ "fields in the order of the document, the common ones last",
	  DATED("2020", RFC("1") DESC("d") VALUE("1") PERSON("A")),
	  "description=d\nvalue=1\ncontact=[A]\nreference=[RFC1]\nregistered=2020\n" },
	{ "an element called like a common list joins it",
	  RECORD(VALUE("1") "<contact>" PERSON("A") "</contact>" PERSON("B")), "value=1\ncontact=[A, B]\n" },
	{ "an element called like a common field", RECORD(VALUE("1") "<registered>yes</registered>"),
	  "value=1\nregistered-element=yes\n" },
	{ "an attribute", "<record obsolete='yes'>" VALUE("1") "</record>", "value=1\n@obsolete=yes\n" },
	{ "the port registry's words mean nothing here", RECORD(VALUE("1") DESC("Reserved")),
	  "value=1\ndescription=Reserved\n" },
};

START_TEST(general)
{
	check_entry("r", &general_rows[_i]);
}
END_TEST

/* ---- state ---- */

struct state_row {
	const char *name; /* of the service; NULL: none */
	const char *description;
	enum rt_state wanted;
};

static const struct state_row state_rows[] = {
	{ NULL, "Unassigned", RT_UNASSIGNED },
	{ NULL, "unassigned", RT_UNASSIGNED },
	{ NULL, "Unassigned [was netstat]", RT_UNASSIGNED },
	{ NULL, "Unassigned (FRP-Released 12/7/00)", RT_UNASSIGNED },
	{ NULL, "(unassigned) Possibly assigned", RT_UNASSIGNED },
	{ NULL, "Reserved", RT_RESERVED },
	{ NULL, "Reserved - IANA", RT_RESERVED },
	{ NULL, "Removed", RT_RESERVED },
	{ NULL, "De-registered", RT_RESERVED },
	{ NULL, "Deregistered", RT_RESERVED },
	{ NULL, "Deprecated", RT_RESERVED },
	{ NULL, "De-Commissioned Port", RT_RESERVED },
	{ NULL, "Decomissioned Port 04/14/00, ms", RT_RESERVED },
	{ "rwu", "RemoteWare Unassigned", RT_ASSIGNED },
	{ "res", "Reserved", RT_ASSIGNED },
	{ NULL, "any private mail system", RT_ASSIGNED },
	{ NULL, "Reservedness", RT_ASSIGNED },
	{ NULL, "Unassignedx", RT_ASSIGNED },
	{ NULL, "The Unassigned", RT_ASSIGNED },
	{ NULL, "Removed\xc3\xa9", RT_ASSIGNED },
	{ "a", NULL, RT_ASSIGNED },
	{ "", "Reserved", RT_RESERVED }, /* an empty <name/> */
	{ NULL, NULL, RT_ASSIGNED },
};

START_TEST(states)
{
	const struct state_row *row = &state_rows[_i];
	struct rt_arena arena;

	rt_arena_init(&arena);
	rt_str name = row->name ? rt_str_format(&arena, NAME("%s"), row->name) : RT_STR("");
	rt_str description = row->description ? rt_str_format(&arena, DESC("%s"), row->description) : RT_STR("");
	rt_str inside = rt_str_format(&arena, RECORD("<number>24</number>%s%s"), name.data, description.data);
	const struct rt_record *entry = only_entry(records_with(NULL, inside.data, &arena));
	assert_text(rt_str_of(rt_state_name(entry->state)), rt_state_name(row->wanted), inside.data);
	rt_arena_release(&arena);
}
END_TEST

/* ---- ports ---- */

struct ports_row {
	const char *text;
	int first, last;
};

static const struct ports_row ports_rows[] = {
	{ "443", 443, 443 },
	{ "6000-6063", 6000, 6063 },
	{ "0", 0, 0 },
	{ "65535", 65535, 65535 },
	{ "7-7", 7, 7 },
	{ "", RT_NO_PORT, RT_NO_PORT },
	{ "x", RT_NO_PORT, RT_NO_PORT },
	{ "1-", RT_NO_PORT, RT_NO_PORT },
	{ "-1", RT_NO_PORT, RT_NO_PORT },
	{ "1-2-3", RT_NO_PORT, RT_NO_PORT },
	{ "4 43", RT_NO_PORT, RT_NO_PORT },
	{ "123456", RT_NO_PORT, RT_NO_PORT },
	{ "0x10", RT_NO_PORT, RT_NO_PORT },
};

START_TEST(port_numbers)
{
	const struct ports_row *row = &ports_rows[_i];
	struct rt_ports ports = rt_ports_parse(rt_str_of(row->text));

	ck_assert_msg(ports.first == row->first && ports.last == row->last, "`%s` gave %d-%d", row->text, ports.first,
	              ports.last);
}
END_TEST

/* ---- what cannot be an entry ---- */

static const struct row refused_rows[] = {
	{ "nothing at all", "\n" RECORD(""), "line 3: a record without service name, port number or description" },
	{ "nothing that says which", RECORD(NOTE("n")),
	  "line 2: a record without service name, port number or description" },
	{ "number 70000", ENTRY("a", "70000", "tcp", ""),
	  "line 2: port number 70000 is above 65535 (RFC 6335 section 6)" },
	{ "a very large number", ENTRY("a", "99999999999999999999", "tcp", ""),
	  "line 2: port number 99999999999999999999 is above 65535 (RFC 6335 section 6)" },
	{ "the end of a range", ENTRY("a", "1-65536", "tcp", ""),
	  "line 2: port number 65536 is above 65535 (RFC 6335 section 6)" },
	{ "range 20-10", ENTRY("a", "20-10", "tcp", ""), "line 2: port range 20-10 runs from high to low" },
};

static enum rt_code read_records(const char *id, const char *inside, struct rt_arena *arena, struct rt_error *err)
{
	struct rt_document document;
	struct rt_records records;
	enum rt_code code = rt_xml_read(document_with(id, inside, arena), arena, &document, err);

	ck_assert_msg(code == RT_OK, "%s", err->message);
	return rt_records_of(&document, arena, &records, err);
}

START_TEST(refused)
{
	const struct row *row = &refused_rows[_i];
	struct rt_error err = { RT_OK, "" };
	struct rt_arena arena;

	rt_arena_init(&arena);
	ck_assert_msg(read_records(NULL, row->inside, &arena, &err) == RT_EREFUSED, "%s", row->name);
	assert_text(rt_str_of(err.message), row->wanted, row->name);
	ck_assert_msg(read_records("r", row->inside, &arena, &err) == RT_OK, "%s: in another registry anything goes",
	              row->name);
	rt_arena_release(&arena);
}
END_TEST

/* One element with PARTS things inside, which are counted. */
static rt_str with_parts(const char *open, const char *part, size_t parts, const char *close, struct rt_arena *arena)
{
	struct rt_buf buf = RT_BUF_INIT;

	rt_buf_add_str(&buf, rt_str_of(open));
	for (size_t i = 0; i < parts; i++)
		rt_buf_add_str(&buf, rt_str_of(part));
	rt_buf_add_str(&buf, rt_str_of(close));
	rt_str copy = rt_str_copy(arena, rt_buf_str(&buf));
	rt_buf_release(&buf);
	return copy;
}

struct parts_row {
	const char *open, *part, *close;
	size_t most; /* of the part */
	const char *wanted;
};

static const struct parts_row parts_rows[] = {
	{ "<record><name>a</name>", "<note>n</note>", "</record>", RT_MAX_PARTS - 1, "in one <record>" },
	{ "<record><name>a</name>", "<xref data='d'/>", "</record>", RT_MAX_PARTS / 2 - 1, "in one <record>" },
	{ "<record><name>a</name><assignee>", "<xref/>", "</assignee></record>", RT_MAX_PARTS - 2, "in one <record>" },
	{ "", "<note>n</note>", "", RT_MAX_PARTS - 3, "in one <registry>" }, /* id, title, updated */
	{ "", "<record><name>a</name></record>", "", RT_MAX_PARTS + 1, NULL },
};

START_TEST(parts)
{
	const struct parts_row *row = &parts_rows[_i];
	struct rt_error err = { RT_OK, "" };
	struct rt_arena arena;

	rt_arena_init(&arena);
	rt_str most = with_parts(row->open, row->part, row->most, row->close, &arena);
	ck_assert_msg(read_records("r", most.data, &arena, &err) == RT_OK, "%s: %s", row->part, err.message);
	if (row->wanted) {
		rt_str more = with_parts(row->open, row->part, row->most + 1, row->close, &arena);

		ck_assert_msg(read_records("r", more.data, &arena, &err) == RT_EREFUSED, "%s: taken", row->part);
		ck_assert_msg(strstr(err.message, row->wanted) != NULL, "%s: %s", row->part, err.message);
	}
	rt_arena_release(&arena);
}
END_TEST

/* ---- heads, people, nested registries ---- */

#define INNERMOST "<registry>" ROW("3", "") "</registry>"
#define INNER     "<registry id='in'><title>Inner</title>" ROW("2", "") INNERMOST "</registry>"
#define ANN       "<person id='A'><name>Ann</name><uri>mailto:a&amp;b</uri></person>"
#define HINT      "<expert>Ann</expert><note title='Hint'>n</note>"
#define WHOLE     HINT RFC("1") ROW("1", "") INNER "<footnote anchor='1'>f</footnote><people>" ANN "</people>"

START_TEST(whole_document)
{
	static const char *const wanted[] = {
		"title=T\nexpert=Ann\nnote=Hint: n\nreferences=RFC1\nfootnote=1: f\n",
		"value=1\n",
		"parent=r\ntitle=Inner\n",
		"value=2\n",
		"parent=in\n",
		"value=3\n",
		"id=A\nname=Ann\nuri=mailto:a&b\n",
	};
	static const char *const identities[] = {
		"head r", "r 1", "head in", "in 2", "head in.1", "in.1 3", "person A"
	};
	struct rt_arena arena;

	rt_arena_init(&arena);
	struct rt_records records = records_with("r", WHOLE, &arena);
	ck_assert_uint_eq(records.count, COUNT(wanted));
	for (size_t i = 0; i < records.count; i++) {
		struct rt_buf identity = RT_BUF_INIT;

		show_identity(&records.items[i], &identity);
		assert_text(rt_buf_str(&identity), identities[i], "identity");
		assert_text(show_record(&records.items[i], &arena), wanted[i], identities[i]);
		rt_buf_release(&identity);
	}
	rt_arena_release(&arena);
}
END_TEST

/* What tells the outermost registry apart is no element of its own. */
START_TEST(element_called_parent)
{
	struct rt_arena arena;

	rt_arena_init(&arena);
	struct rt_records records =
		records_with("r", "<parent>x</parent><registry id='in'><parent>y</parent></registry>", &arena);
	ck_assert_uint_eq(records.count, 2);
	assert_text(show_record(&records.items[0], &arena), "title=T\nparent-element=x\n", "outermost");
	assert_text(show_record(&records.items[1], &arena), "parent=r\nparent-element=y\n", "inner");
	rt_arena_release(&arena);
}
END_TEST

/* ---- equality and order ---- */

struct pair_row {
	const char *a, *b;
	bool equal, same_key;
};

static const struct pair_row pair_rows[] = {
	{ ENTRY("a", "1", "tcp", DESC("d")), RECORD(DESC("d") AT("1", "tcp") NAME("a")), true, true },
	{ ENTRY("a", "1", "tcp", RFC("1") RFC("2")), ENTRY("a", "1", "tcp", RFC("2") RFC("1")), true, true },
	{ ENTRY("a", "1", "tcp", RFC("1")), ENTRY("a", "1", "tcp", RFC("1") RFC("1")), false, true },
	{ ENTRY("a", "1", "tcp", RFC("1") RFC("1") RFC("2")), ENTRY("a", "1", "tcp", RFC("1") RFC("2") RFC("2")), false,
	  true },
	{ ENTRY("a", "1", "tcp", "<x>1</x><y>2</y>"), ENTRY("a", "1", "tcp", "<y>2</y><x>1</x>"), true, true },
	{ ENTRY("a", "1", "tcp", "<x>1</x>"), ENTRY("a", "1", "tcp", ""), false, true },
	{ ENTRY("a", "1", "tcp", DESC("d")), ENTRY("a", "1", "tcp", NOTE("d")), false, true },
	{ ENTRY("A", "1", "TCP", ""), ENTRY("a", "1", "tcp", ""), false, true },
	{ ENTRY("a", "1", "tcp", ""), ENTRY("a", "1", "udp", ""), false, false },
	{ ENTRY("a", "1", "tcp", ""), ENTRY("a", "2", "tcp", ""), false, false },
	{ ENTRY("ab", "1", "tcp", ""), ENTRY("a", "1", "tcp", ""), false, false },
	{ POOL("Reserved", "1", "tcp", ""), POOL("Unassigned", "1", "tcp", ""), false, true },
};

START_TEST(equality)
{
	const struct pair_row *row = &pair_rows[_i];
	struct rt_arena arena;

	rt_arena_init(&arena);
	const struct rt_record *a = only_entry(records_with(NULL, row->a, &arena));
	const struct rt_record *b = only_entry(records_with(NULL, row->b, &arena));
	ck_assert_msg(rt_record_equal(a, b) == row->equal && rt_record_equal(b, a) == row->equal, "%s%s", row->a,
	              row->b);
	ck_assert_msg((a->hash == b->hash) == row->equal, "hashes of %s%s", row->a, row->b);
	ck_assert_msg((rt_record_compare(a, b) == 0) == row->equal, "order of %s%s", row->a, row->b);
	ck_assert_msg(rt_record_compare(a, b) == -rt_record_compare(b, a) ||
	                      (rt_record_compare(a, b) > 0) == (rt_record_compare(b, a) < 0),
	              "order of %s%s", row->a, row->b);
	ck_assert_msg(rt_str_equal(rt_record_key(a, &arena), rt_record_key(b, &arena)) == row->same_key, "keys of %s%s",
	              row->a, row->b);
	rt_arena_release(&arena);
}
END_TEST

/* As sets, but a value given twice counts twice: else the patch property would not hold. */
START_TEST(lists)
{
	const rt_str a = RT_STR("a"), b = RT_STR("b");
	const rt_str aab[] = { a, a, b }, aba[] = { a, b, a }, abb[] = { a, b, b };
	const struct rt_field first = { .is_list = true, .count = 3, .values = aab };
	const struct rt_field same = { .is_list = true, .count = 3, .values = aba };
	const struct rt_field other = { .is_list = true, .count = 3, .values = abb };
	const struct rt_field shorter = { .is_list = true, .count = 2, .values = aab }, empty = { .is_list = true };

	ck_assert(rt_field_equal(&first, &same));
	ck_assert(!rt_field_equal(&first, &other) && !rt_field_equal(&other, &first));
	ck_assert(!rt_field_equal(&first, &shorter) && !rt_field_equal(&shorter, &first));
	ck_assert(rt_field_equal(&empty, NULL) && rt_field_equal(NULL, NULL) && !rt_field_equal(&first, NULL));
}
END_TEST

static int sign(int order)
{
	return (order > 0) - (order < 0);
}

/* A line of records, each before all that follow, whatever they are. */
static void check_order(struct rt_records records)
{
	for (size_t i = 0; i < records.count; i++)
		for (size_t k = 0; k < records.count; k++)
			must(sign(rt_record_compare(&records.items[i], &records.items[k])) == (i > k) - (i < k),
			     "records %zu and %zu", i, k);
}

START_TEST(order)
{
	static const char ports[] = ENTRY("z", "9", "tcp", "") ENTRY("a", "9", "udp", "") ENTRY("a", "10", "tcp", "")
		ENTRY("B", "10", "tcp", "") ENTRY("c", "10", "tcp", "") ENTRY("a", "10-12", "tcp", "")
			ENTRY("a", "100", "tcp", "") RECORD(NAME("a") "<protocol>udp</protocol>")
				RECORD(NAME("b") "<protocol>tcp</protocol>")
					RECORD(NAME("b") "<protocol>udp</protocol>");
	static const char values[] = RECORD(RFC("1")) ROW("9", "") ROW("10", "") ROW("0x9", "") ROW("0xA", "")
		ROW("0x10", "") ROW("0X5", "") ROW("1a", "") ROW("a", "") ROW("B", "");
	struct rt_arena arena;

	rt_arena_init(&arena);
	struct rt_records in_order = records_with(NULL, ports, &arena);
	in_order.items++, in_order.count--; /* the head, which comes last in order */
	check_order(in_order);
	in_order = records_with("r", values, &arena);
	in_order.items++, in_order.count--;
	check_order(in_order);
	rt_arena_release(&arena);
}
END_TEST

int main(void)
{
	const struct unit_test tests[] = {
		{ xrefs, COUNT(xref_rows), 0 },
		{ texts, COUNT(text_rows), 0 },
		{ general, COUNT(general_rows), 0 },
		{ states, COUNT(state_rows), 0 },
		{ port_numbers, COUNT(ports_rows), 0 },
		{ refused, COUNT(refused_rows), 0 },
		{ parts, COUNT(parts_rows), 0 },
		{ whole_document, 0, 0 },
		{ element_called_parent, 0, 0 },
		{ equality, COUNT(pair_rows), 0 },
		{ lists, 0, 0 },
		{ order, 0, 0 },
		{ NULL, 0, 0 },
	};

	return run_tests("record", tests);
}
