/* Registries other than ports, the head and the people of any registry, and what a reader can select. */
#include "support.h"

#include <regtrail/diff.h>

struct row {
	const char *name, *old, *new;
	const char *wanted;
};

#define WITH(registry, rows) "<registry id='" registry "'><title>" registry "</title>" rows "</registry>"
#define PEOPLE(people)       "<people>" people "</people>"
#define SOMEONE(id, name)    "<person id='" id "'><name>" name "</name></person>"

static const struct row entry_rows[] = {
	{ "new", "", ROW("1", DESC("One")), "new -> r 1\n" },
	{ "removed", ROW("1", DESC("One")), "", "removed r 1 ->\n" },
	{ "modified", ROW("1", DESC("One")), ROW("1", DESC("The first")), "modified r 1 {description}\n" },
	{ "a row that is another altogether is still that value", ROW("1", DESC("One")), ROW("1", DESC("Xyz")),
	  "modified r 1 {description}\n" },
	{ "only the reference, no date to go by", ROW("1", RFC("1")), ROW("1", RFC("2")),
	  "modified [reference] r 1 {reference}\n" },
	{ "silent where there is a date", MODIFIED("2020", VALUE("1") DESC("a")),
	  MODIFIED("2020", VALUE("1") DESC("b")), "modified [silent] r 1 {description}\n" },
	{ "an attribute of the row", ROW("1", ""), "<record obsolete='yes'>" VALUE("1") "</record>",
	  "modified r 1 {@obsolete}\n" },
	{ "an attribute of a cell", RECORD("<value>1</value>"), RECORD("<value rowspan='2'>1</value>"),
	  "modified r 1 {value@rowspan}\n" },
	{ "white space and order make no change", ROW("1", DESC("a b") NOTE("n")),
	  RECORD(NOTE("n") DESC(" a\n b ") VALUE("1")), "" },
	{ "equal first cells: the one that stayed is left out", ROW("1", DESC("alpha")) ROW("1", DESC("beta gamma")),
	  ROW("1", DESC("alpha")) ROW("1", DESC("beta delta")), "modified r 1 {description}\n" },
	{ "equal first cells: told apart by likeness",
	  ROW("1", DESC("alpha beta") NOTE("a")) ROW("1", DESC("gamma delta") NOTE("b")),
	  ROW("1", DESC("gamma delta") NOTE("c")) ROW("1", DESC("alpha beta") NOTE("d")),
	  "modified r 1 {note}\nmodified r 1 {note}\n" },
	{ "equal first cells: one goes, the least alike", ROW("1", DESC("alpha beta")) ROW("1", DESC("gamma delta")),
	  ROW("1", DESC("gamma epsilon")), "modified r 1 {description}\nremoved r 1 ->\n" },
	{ "known by its name where it has no value", RECORD(NAME("a") DESC("x")), RECORD(NAME("a") DESC("y")),
	  "modified r a {description}\n" },
	{ "names without case", RECORD(NAME("Content-Type")), RECORD(NAME("content-type")),
	  "modified r Content-Type -> r content-type {name}\n" },
	{ "a value and a name that read alike are not the same", ROW("a", ""), RECORD(NAME("a")),
	  "removed r a ->\nnew -> r a\n" },
	{ "known by an address before its name", RECORD("<address>::1/128</address>" NAME("Loop")),
	  RECORD("<address>::1/128</address>" NAME("Loopback")), "modified r ::1/128 {name}\n" },
	{ "known by what comes first where no field is one of the usual, not by its description",
	  RECORD("<keyword>auto</keyword>" DESC("Sent by a machine")),
	  RECORD("<keyword>auto</keyword>" DESC("Not sent by hand")), "modified r auto {description}\n" },
	{ "known by its description where that comes first", RECORD(DESC("Fish") "<length>4</length>"),
	  RECORD(DESC("Fish") "<length>8</length>"), "modified r Fish {length}\n" },
	{ "order makes no change where it says what a row is known by",
	  RECORD("<keyword>auto</keyword>" DESC("Sent by a machine")),
	  RECORD(DESC("Sent by a machine") "<keyword>auto</keyword>"), "" },
	{ "the mark of a footnote makes no other entry of it", ROW("2002::/16", NAME("ab")),
	  ROW("2002::/16<xref type='note' data='2'/>", NAME("cd")),
	  "modified r 2002::/16 -> r 2002::/16[2] {value, name}\n" },
	{ "nor does another mark", ROW("7<xref type='note' data='1'/><xref type='note' data='2'/>", ""),
	  ROW("7<xref type='note' data='3'/>", ""), "modified r 7[1][2] -> r 7[3] {value}\n" },
	{ "a mark alone is a cell", ROW("<xref type='note' data='1'/>", NAME("ab")),
	  ROW("<xref type='note' data='2'/>", NAME("cd")), "removed r [1] ->\nnew -> r [2]\n" },
	{ "a preference is known by its name: its value is a text", WITH("preferences", ROW("yes or no", NAME("fast"))),
	  WITH("preferences", ROW("yes, or no", NAME("fast"))), "modified preferences fast {value}\n" },
	{ "known by a type before a name where it is a number", RECORD("<type>17-19</type>" NAME("Unassigned")),
	  RECORD("<type>17</type>" NAME("Echo")) RECORD("<type>18-19</type>" NAME("Unassigned")),
	  "new -> r 17\nmodified r 17-19 -> r 18-19 {type}\n" },
	{ "not where the type is a word that many share", RECORD("<type>audio</type>" NAME("pcm")),
	  RECORD("<type>video</type>" NAME("pcm")), "modified r pcm {type}\n" },
	{ "known by a type that is a word where there is nothing else", RECORD("<type>audio</type>" DESC("Sound")),
	  RECORD("<type>audio</type>" DESC("Noise")), "modified r audio {description}\n" },
	{ "a payload format is known by its subtype, and its type",
	  WITH("rtp-parameters-2",
	       RECORD("<type>audio</type><subtype>red</subtype>") RECORD("<type>text</type><subtype>red</subtype>")),
	  WITH("rtp-parameters-2", RECORD("<type>audio</type><subtype>red</subtype>")
	                                   RECORD("<type>text</type><subtype>red</subtype><rate>1000</rate>")),
	  "modified rtp-parameters-2 red {rate}\n" },
	{ "an element of information is known by its number: many are called Reserved",
	  WITH("ipfix-information-elements", RECORD(NAME("Reserved") "<elementId>105-127</elementId>")),
	  WITH("ipfix-information-elements", RECORD(NAME("Reserved") "<elementId>106-127</elementId>")
	                                             RECORD(NAME("octets") "<elementId>105</elementId>")),
	  "new -> ipfix-information-elements 105\n"
	  "modified ipfix-information-elements 105-127 -> ipfix-information-elements 106-127 {elementId}\n" },
	{ "renumbered", ROW("7", DESC("Frobnication")), ROW("8", DESC("Frobnication")),
	  "modified r 7 -> r 8 {value}\n" },
	{ "two values of few words are not renumbered", ROW("7", DESC("x")), ROW("8", DESC("x")),
	  "removed r 7 ->\nnew -> r 8\n" },
	{ "a block of Unassigned shrinks", ROW("5-255", DESC("Unassigned")),
	  ROW("5", DESC("Five")) ROW("6-255", DESC("Unassigned")),
	  "new -> r 5\nmodified r 5-255 -> r 6-255 {value}\n" },
	{ "a block of hexadecimal values shrinks", ROW("0x05-0xFF", DESC("Unassigned")),
	  ROW("0x05", DESC("Five")) ROW("0x06-0xFF", DESC("Unassigned")),
	  "new -> r 0x05\nmodified r 0x05-0xFF -> r 0x06-0xFF {value}\n" },
	{ "a block splits: the larger part is the same one", ROW("5-255", DESC("Unassigned")),
	  ROW("5-9", DESC("Unassigned")) ROW("10", DESC("Ten")) ROW("11-255", DESC("Unassigned")),
	  "new -> r 5-9\nnew -> r 10\nmodified r 5-255 -> r 11-255 {value}\n" },
	{ "a block of addresses splits, too", ROW("224.0.0.69-224.0.0.100", DESC("Unassigned")),
	  ROW("224.0.0.69", DESC("Babel")) ROW("224.0.0.70 - 224.0.0.100", DESC("Unassigned")),
	  "new -> r 224.0.0.69\nmodified r 224.0.0.69-224.0.0.100 -> r 224.0.0.70 - 224.0.0.100 {value}\n" },
	{ "addresses that only look like one block", ROW("10.0.0.0-10.255.255.255", DESC("Unassigned")),
	  ROW("224.0.0.0-224.0.0.256", DESC("Unassigned")),
	  "removed r 10.0.0.0-10.255.255.255 ->\nnew -> r 224.0.0.0-224.0.0.256\n" },
	{ "blocks that have nothing in common", ROW("5-9", DESC("Unassigned")), ROW("15-19", DESC("Unassigned")),
	  "removed r 5-9 ->\nnew -> r 15-19\n" },
	{ "values in the order of numbers", "",
	  ROW("10", "") ROW("9", "") ROW("0x1F", "") ROW("0x2", "") ROW("1a", "") ROW("a", ""),
	  "new -> r 9\nnew -> r 10\nnew -> r 0x2\nnew -> r 0x1F\nnew -> r 1a\nnew -> r a\n" },
	{ "addresses in the order of numbers, and what is larger than a port", "",
	  ROW("224.0.0.10", "") ROW("224.0.0.9-224.0.0.255", "") ROW("224.0.0.9-224.0.0.99", "") ROW("999999", "")
	          ROW("131072", "") ROW("b10", "") ROW("B9", ""),
	  "new -> r 224.0.0.9-224.0.0.99\nnew -> r 224.0.0.9-224.0.0.255\nnew -> r 224.0.0.10\nnew -> r 131072\n"
	  "new -> r 999999\nnew -> r b10\nnew -> r B9\n" },
	{ "the marks of footnotes have no say in the order", "",
	  ROW("10.0.0.0/8", "") ROW("9.0.0.0/8[12]", "") ROW("9.0.0.0/8[2]", "") ROW("7[1]", "") ROW("8", ""),
	  "new -> r 7[1]\nnew -> r 8\nnew -> r 9.0.0.0/8[12]\nnew -> r 9.0.0.0/8[2]\nnew -> r 10.0.0.0/8\n" },
	{ "what may be hexadecimal by its bytes", "",
	  ROW("2a10::/12", "") ROW("2001:0a00::/23", "") ROW("2001:0800::/23", "") ROW("2400::/12", ""),
	  "new -> r 2001:0800::/23\nnew -> r 2001:0a00::/23\nnew -> r 2400::/12\nnew -> r 2a10::/12\n" },
};

static const struct row nested_rows[] = {
	{ "a nested registry is added", "", WITH("inner", ROW("1", "")), "new -> inner 1\nregistry -> head inner\n" },
	{ "registries in the order of numbers", "", WITH("x-10", ROW("1", "")) WITH("x-9", ROW("1", "")),
	  "new -> x-9 1\nnew -> x-10 1\nregistry -> head x-9\nregistry -> head x-10\n" },
	{ "a nested registry goes", WITH("inner", ROW("1", "")), "", "removed inner 1 ->\nregistry head inner ->\n" },
	{ "the same value in two registries is two entries",
	  WITH("a", ROW("1", DESC("x"))) WITH("b", ROW("1", DESC("x"))),
	  WITH("a", ROW("1", DESC("x"))) WITH("b", ROW("1", DESC("y"))), "modified b 1 {description}\n" },
	{ "a row that passes to a sibling registry", WITH("a", ROW("1", DESC("Frobnication"))) WITH("b", ""),
	  WITH("a", "") WITH("b", ROW("1", DESC("Frobnication"))), "removed a 1 ->\nnew -> b 1\n" },
	{ "a nested registry that passes to another parent", WITH("a", WITH("c", "")) WITH("b", ""),
	  WITH("a", "") WITH("b", WITH("c", "")), "registry head c {parent}\n" },
	{ "a nested registry without an id is known by its place", "<registry><title>x</title></registry>",
	  "<registry><title>y</title></registry>", "registry head r.1 {title}\n" },
};

static const struct row head_rows[] = {
	{ "title", "<expert>A</expert>", "<expert>B</expert>", "registry head r {expert}\n" },
	{ "a note", "", NOTE("Mind the gap"), "registry head r {note}\n" },
	{ "a footnote", "<footnote anchor='1'>a</footnote>", "<footnote anchor='1'>b</footnote>",
	  "registry head r {footnote}\n" },
	{ "a reference of the registry", RFC("1"), RFC("2"), "registry head r {references}\n" },
	{ "its own date is no change", "", "<updated>2030-01-01</updated>", "" },
	{ "a person is new", "", PEOPLE(SOMEONE("A", "Ann")), "contact -> person A\n" },
	{ "a person goes", PEOPLE(SOMEONE("A", "Ann")), "", "contact person A ->\n" },
	{ "a person changed", PEOPLE(SOMEONE("A", "Ann")), PEOPLE(SOMEONE("A", "Anne")), "contact person A {name}\n" },
	{ "people are known by their id", PEOPLE(SOMEONE("A", "Ann")), PEOPLE(SOMEONE("B", "Ann")),
	  "contact person A ->\ncontact -> person B\n" },
	{ "entries, then people, then heads", "", NOTE("n") PEOPLE(SOMEONE("A", "Ann")) ROW("1", ""),
	  "new -> r 1\ncontact -> person A\nregistry head r {note}\n" },
};

static void check_row(const char *id, const struct row *row)
{
	struct rt_arena arena;

	rt_arena_init(&arena);
	struct rt_records old = records_with(id, row->old, &arena), new = records_with(id, row->new, &arena);
	assert_text(show_changes(rt_diff(old, new, &arena), &arena), row->wanted, row->name);
	rt_arena_release(&arena);
}

START_TEST(entries)
{
	check_row("r", &entry_rows[_i]);
}
END_TEST

START_TEST(nested)
{
	check_row("r", &nested_rows[_i]);
}
END_TEST

START_TEST(heads)
{
	check_row("r", &head_rows[_i]);
}
END_TEST

/* The head and the people of the port registry are like those of any other. */
START_TEST(ports_head)
{
	static const struct row row = { "ports", NOTE("a"), NOTE("b") PEOPLE(SOMEONE("A", "Ann")),
		                        "contact -> person A\nregistry head " RT_PORTS " {note}\n" };

	check_row(NULL, &row);
}
END_TEST

/* Parameters of SIP header fields have the same name in many: the header field is a part of their identity. */
START_TEST(identity_of_its_own)
{
#define PARAMETER(header, name, rest) RECORD("<header_field>" header "</header_field>" VALUE(name) rest)
	static const struct row row = { "sip", PARAMETER("Via", "tag", DESC("a")) PARAMETER("To", "tag", DESC("a")),
		                        PARAMETER("Via", "tag", DESC("b")) PARAMETER("From", "tag", DESC("c")),
		                        "new -> sip-parameters-12 From\nremoved sip-parameters-12 To ->\nmodified "
		                        "sip-parameters-12 Via {description}\n" };

	check_row("sip-parameters-12", &row);
}
END_TEST

int main(void)
{
	const struct unit_test tests[] = {
		{ entries, COUNT(entry_rows), 0 }, { nested, COUNT(nested_rows), 0 },
		{ heads, COUNT(head_rows), 0 },    { ports_head, 0, 0 },
		{ identity_of_its_own, 0, 0 },     { NULL, 0, 0 },
	};

	return run_tests("diff_general", tests);
}
