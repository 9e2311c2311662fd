/* The report that a person reads, from changes made by hand. */
#include "by_hand.h"

#define EPP_TITLE            "  700/udp  epp  Provisioning"
#define HTTP(port, protocol) "http|" port "|" protocol "|World Wide Web"
#define LONG_TEXT            " description, long enough that nobody wants to read all of it twice, old and new"
#define LONG_NOTE(first, second, third, last)                                                                \
	"Ranges: System Ports, User Ports, Dynamic and Private Ports; the " first " uses of these ranges " second \
	" described in a document. Numbers are assigned in various ways, as " third "that document says." last

/* A report without its first two lines. */
static const struct {
	const char *name;
	struct by_hand changes[MOST];
	const char *wanted;
} text_rows[] = {
	{ "nothing", { CHANGE(0, 0, NULL, NULL) }, "No changes.\n" },
	{ "de-assigned, with IANA's note",
	  { CHANGE_WITH(RT_KIND_DEASSIGNED, RT_LABEL_TO_RESERVED, COMPRESSNET, RESERVED_2, .effective = "2025-02-13") },
	  "1 de-assigned\n\nDe-assigned\n  2/tcp  compressnet  Management Utility\n"
	  "      now Reserved since 2025-02-13; was held by Bernie_Volz\n"
	  "      IANA: De-assigned on 2025-02-13.\n" },
	{ "de-assigned into a block",
	  { CHANGE_WITH(RT_KIND_DEASSIGNED, RT_LABEL_TO_UNASSIGNED, "foo|5000|tcp|Foo", NULL,
	                .place = "|4990-5010||Unassigned") },
	  "1 de-assigned\n\nDe-assigned\n  5000/tcp  foo  Foo\n      back to Unassigned 4990-5010\n" },
	{ "de-assigned, nothing left",
	  { CHANGE(RT_KIND_DEASSIGNED, RT_LABEL_TO_REMOVED, "foo|||Foo", NULL) },
	  "1 de-assigned\n\nDe-assigned\n  -  foo  Foo\n      no longer listed\n" },
	{ "passed on",
	  { CHANGE_WITH(RT_KIND_DEASSIGNED, RT_LABEL_REASSIGNED, "pando|7680|tcp|Pando", NULL,
	                .link_kinds = RT_KIND_NEW, .link_after = "ms-do|7680|tcp|Optimization"),
	    CHANGE_WITH(RT_KIND_NEW, RT_LABEL_REASSIGNED, NULL, "ms-do|7680|tcp|Optimization|Microsoft",
	                .link_kinds = RT_KIND_DEASSIGNED, .link_before = "pando|7680|tcp|Pando") },
	  "1 new, 1 de-assigned\n\nDe-assigned\n  7680/tcp  pando  Pando\n      passed to ms-do\n"
	  "\nNew\n  7680/tcp  ms-do  Optimization\n      by Microsoft; took over from pando\n" },
	{ "a name that outlives its number",
	  { CHANGE_WITH(RT_KIND_DEASSIGNED, RT_LABEL_TO_RESERVED, COMPRESSNET, RESERVED_2, .link_kinds = RT_KIND_NEW,
	                .link_after = "compressnet||tcp"),
	    CHANGE_WITH(RT_KIND_NEW, 0, NULL, "compressnet||tcp|Management", .link_kinds = RT_KIND_DEASSIGNED,
	                .link_before = COMPRESSNET) },
	  "1 new, 1 de-assigned\n\nDe-assigned\n  2/tcp  compressnet  Management Utility\n"
	  "      now Reserved; the name stays, without a number; was held by Bernie_Volz\n"
	  "      IANA: De-assigned on 2025-02-13.\n"
	  "\nNew\n  -/tcp  compressnet  Management\n      keeps the name of 2/tcp\n" },
	{ "modified, dated and silent",
	  { CHANGE(RT_KIND_MODIFIED, 0, "a|1|tcp|A||Ann||2020-01-01", "a|1|tcp|A||Bob||2021-02-03"),
	    CHANGE(RT_KIND_MODIFIED, RT_LABEL_SILENT | RT_LABEL_REFERENCE_ONLY, "b|2|tcp|B|||||draft-b,RFC1",
	           "b|2|tcp|B|||||RFC1,RFC9000") },
	  "2 modified\n\nModified\n  1/tcp  a  A [dated 2021-02-03]\n      contact: - Ann, + Bob\n"
	  "  2/tcp  b  B [references only, date unchanged]\n      reference: - draft-b, + RFC9000\n" },
	{ "nothing but the date",
	  { CHANGE(RT_KIND_MODIFIED, 0, "a|1|tcp|A||||2020-01-01", "a|1|tcp|A||||2021-02-03") },
	  "1 modified\n\nModified\n  1/tcp  a  A\n      modified: 2020-01-01 -> 2021-02-03\n" },
	{ "a field that came, one that went",
	  { CHANGE(RT_KIND_MODIFIED, 0, "a|1|tcp|A||||||7", "a|1|tcp|A||||||||Note") },
	  "1 modified\n\nModified\n  1/tcp  a  A\n      service_code: - 7\n      notes: + Note\n" },
	{ "a new description stands underneath only",
	  { CHANGE(RT_KIND_MODIFIED, RT_LABEL_TRANSFERRED, "a|1|tcp|Old|X", "a|1|tcp|New|Y") },
	  "1 modified\n\nModified\n  1/tcp  a  [transferred]\n      description: Old -> New\n      assignee: - X, + "
	  "Y\n" },
	{ "renamed",
	  { CHANGE(RT_KIND_MODIFIED, RT_LABEL_RENAMED, "nvm-express|4420|tcp|NVMe", "nvme|4420|tcp|NVMe") },
	  "1 modified\n\nModified\n  4420/tcp  nvm-express -> nvme  NVMe\n" },
	{ "moved, both transports",
	  { CHANGE(RT_KIND_MODIFIED, RT_LABEL_MOVED, HTTP("80", "tcp"), HTTP("81", "tcp")),
	    CHANGE(RT_KIND_MODIFIED, RT_LABEL_MOVED, HTTP("80", "udp"), HTTP("81", "udp")) },
	  "2 modified\n\nModified\n  80 -> 81/tcp,udp  http  World Wide Web\n" },
	{ "twins among others",
	  { CHANGE(RT_KIND_NEW, 0, NULL, HTTP("80", "sctp")),
	    CHANGE(RT_KIND_NEW, 0, NULL, "www|80|sctp|World Wide Web"), CHANGE(RT_KIND_NEW, 0, NULL, HTTP("80", "udp")),
	    CHANGE(RT_KIND_NEW, 0, NULL, "www|80|udp|Web") },
	  "4 new\n\nNew\n  80/sctp,udp  http  World Wide Web\n  80/sctp      www   World Wide Web\n"
	  "  80/udp       www   Web\n" },
	{ "not twins: different fates",
	  { CHANGE(RT_KIND_DEASSIGNED, RT_LABEL_TO_RESERVED, HTTP("80", "tcp"), "|80|tcp|Reserved"),
	    CHANGE(RT_KIND_DEASSIGNED, RT_LABEL_TO_REMOVED, HTTP("80", "udp"), NULL) },
	  "2 de-assigned\n\nDe-assigned\n  80/tcp  http  World Wide Web\n      now Reserved\n"
	  "  80/udp  http  World Wide Web\n      no longer listed\n" },
	{ "not twins: another contact afterwards",
	  { CHANGE(RT_KIND_MODIFIED, 0, "a|1|tcp|A||Ann", "a|1|tcp|A||Bob"),
	    CHANGE(RT_KIND_MODIFIED, 0, "a|1|udp|A||Ann", "a|1|udp|A||Eve") },
	  "2 modified\n\nModified\n  1/tcp  a  A\n      contact: - Ann, + Bob\n"
	  "  1/udp  a  A\n      contact: - Ann, + Eve\n" },
	{ "not twins: the same transport twice",
	  { CHANGE(RT_KIND_NEW, 0, NULL, "rdp||tcp|R"), CHANGE(RT_KIND_NEW, 0, NULL, "rdp||tcp|R") },
	  "2 new\n\nNew\n  -/tcp  rdp  R\n  -/tcp  rdp  R\n" },
	{ "unauthorized use, reworded",
	  { CHANGE(RT_KIND_MODIFIED | RT_KIND_FLAGGED, 0, EPP("Ann", "Knwon"), EPP("Bob", "Known")) },
	  "1 modified, 1 unauthorized use reported\n\nUnauthorized use reported\n" EPP_TITLE
	  "\n      Known\n      was: Knwon\n\nModified\n" EPP_TITLE " [unauthorized use: above]\n"
	  "      contact: - Ann, + Bob\n" },
	{ "unauthorized use, withdrawn",
	  { CHANGE(RT_KIND_MODIFIED | RT_KIND_UNFLAGGED, 0, EPP("", "Known"), EPP("", "")) },
	  "1 modified, 1 unauthorized use withdrawn\n\nUnauthorized use withdrawn\n" EPP_TITLE
	  "\n      was: Known\n\nModified\n" EPP_TITLE " [unauthorized use: above]\n" },
	{ "bookkeeping",
	  { CHANGE(RT_KIND_POOL, 0, "|10-20||Unassigned", "|11-20||Unassigned"),
	    CHANGE(RT_KIND_POOL, 0, NULL, "|30|udp|Reserved||||||||Note"),
	    CHANGE(RT_KIND_POOL, 0, "|40||Unassigned", NULL),
	    CHANGE(RT_KIND_CONTACTS, 0, "%" RT_PORTS "|id=Ann|name=Ann A.|uri=a",
	           "%" RT_PORTS "|id=Ann|name=Ann A.|uri=b") },
	  "3 pool, 1 contact\n\nUnassigned and Reserved\n~ 10-20 -> 11-20  Unassigned\n+ 30/udp          Reserved\n    "
	  "  Note\n"
	  "- 40              Unassigned\n\nContacts\n~ Ann  Ann A.\n      uri: a -> b\n" },
	{ "a long text: what differs in it",
	  { CHANGE(RT_KIND_REGISTRY, 0, "#" RT_PORTS "|title=Ports|note=" LONG_NOTE("difference", "is", "", ""),
	           "#" RT_PORTS "|title=Ports|note=" LONG_NOTE("different", "are", "\x1b[2J ", " Ask here.")) },
	  "1 registry header\n\nRegistry\n~ " RT_PORTS "  Ports\n"
	  "      note: ... and Private Ports; the {difference -> different} uses of these\n"
	  "              ranges {is -> are} described in a document. ...\n"
	  "            ... in various ways, as {+ \xef\xbf\xbd[2J} that document says. {+ Ask here.}\n" },
	{ "a long text with another beginning: the entry line tells what it is now",
	  { CHANGE(RT_KIND_MODIFIED, 0, "a|1|tcp|Old" LONG_TEXT, "a|1|tcp|New" LONG_TEXT) },
	  "1 modified\n\nModified\n  1/tcp  a  New description, long enough that nobody wants to read all of it\n"
	  "            twice, old and new\n      description: {Old -> New} description, long enough that ...\n" },
	{ "a long text without a word of the old one",
	  { CHANGE(RT_KIND_MODIFIED, 0, "a|1|tcp|Old" LONG_TEXT,
	           "a|1|tcp|One two three four five six seven eight nine ten eleven twelve "
	           "thirteen fourteen fifteen") },
	  "1 modified\n\nModified\n  1/tcp  a\n"
	  "      description: Old description, long enough that nobody wants to read all of\n"
	  "        it twice, old and new\n"
	  "        -> One two three four five six seven eight nine ten eleven twelve\n"
	  "           thirteen fourteen fifteen\n" },
	{ "a long text: a single word is never left out",
	  { CHANGE(RT_KIND_MODIFIED, 0, "a|1|tcp|A||||||||B c d e f old" LONG_TEXT,
	           "a|1|tcp|A||||||||B c d e f new" LONG_TEXT) },
	  "1 modified\n\nModified\n  1/tcp  a  A\n"
	  "      notes: B c d e f {old -> new} description, long enough that ...\n" },
	{ "a long text whose line breaks changed",
	  { CHANGE(RT_KIND_MODIFIED, 0, "a|1|tcp|A||||||||A" LONG_TEXT LONG_TEXT,
	           "a|1|tcp|A||||||||A" LONG_TEXT "\n" LONG_TEXT) },
	  "1 modified\n\nModified\n  1/tcp  a  A\n      notes: the same words, other line breaks\n" },
	{ "the registry itself",
	  { CHANGE(RT_KIND_REGISTRY, 0, "#" RT_PORTS "|title=Ports|expert=Ann",
	           "#" RT_PORTS "|title=Ports|expert=Bob") },
	  "1 registry header\n\nRegistry\n~ " RT_PORTS "  Ports\n      expert: Ann -> Bob\n" },
};

static const struct {
	const char *name;
	size_t width;
	struct by_hand changes[MOST];
	const char *wanted;
} width_rows[] = {
	{ "wrapped at words",
	  40,
	  { CHANGE(RT_KIND_MODIFIED, RT_LABEL_SILENT, "a|1|tcp|A short description of a service|||||||old",
	           "a|1|tcp|A short description of a service|||||||Some quite long words about unauthorized use") },
	  "1 modified\n\nModified\n  1/tcp  a  A short description of a\n            service [date unchanged]\n"
	  "      unauthorized: old\n        -> Some quite long words about\n           unauthorized use\n" },
	{ "a word that is too long is not cut",
	  12,
	  { CHANGE(RT_KIND_NEW, 0, NULL, "a|1|tcp|A|https://example.org/a-very-long-reference||||RFC1") },
	  "1 new\n\nNew\n  1/tcp  a  A\n      by https://example.org/a-very-long-reference;\n        RFC1\n" },
	{ "new, all there is to say",
	  0,
	  { CHANGE(RT_KIND_NEW, 0, "|7123|udp|Reserved",
	           "snif|7123|udp|SNI Filter|VESvault|Jim|2026-07-22||RFC1,RFC2|1||Keys: none") },
	  "1 new\n\nNew\n  7123/udp  snif  SNI Filter\n      by VESvault; RFC1, RFC2; registered 2026-07-22; "
	  "service code 1; was Reserved; notes: Keys: none\n" },
	{ "data cannot command the terminal",
	  0,
	  { CHANGE(RT_KIND_MODIFIED, 0, "a|1|tcp|\x1b[2J", "a\x1b[1m|1|tcp\a|B\nC") },
	  "1 modified\n\nModified\n  1/tcp\xef\xbf\xbd  a -> a\xef\xbf\xbd[1m\n      protocol: tcp -> tcp\xef\xbf\xbd\n"
	  "      description: \xef\xbf\xbd[2J -> B C\n" },
};

static rt_str after_lines(rt_str text, int lines)
{
	rt_str line;

	while (lines--)
		rt_str_split(&text, '\n', &line);
	return text;
}

static void check_text(const char *name, const char *registry, size_t width, const struct by_hand changes[MOST],
                       const char *wanted)
{
	struct rt_arena arena;

	rt_arena_init(&arena);
	struct rt_report report = make_report(&arena, registry, changes);
	rt_str got = make_text(&report, "text", (struct rt_style){ .color = false, .width = width }, &arena);
	assert_same(name, after_lines(got, 2), wanted);
	rt_arena_release(&arena);
}

START_TEST(text)
{
	check_text(text_rows[_i].name, NULL, 80, text_rows[_i].changes, text_rows[_i].wanted);
}
END_TEST

START_TEST(width)
{
	check_text(width_rows[_i].name, NULL, width_rows[_i].width, width_rows[_i].changes, width_rows[_i].wanted);
}
END_TEST

START_TEST(another_registry)
{
	static const struct by_hand changes[MOST] = {
		CHANGE(RT_KIND_NEW, 0, NULL, "@tls|value=1|description=One|reference=RFC1"),
		CHANGE(RT_KIND_NEW, 0, NULL, "@tls-2|value=0x13|ok=Y|description=AES-128|reference=RFC1,RFC2"),
		CHANGE(RT_KIND_REMOVED, 0, "@tls-2|value=22-30|description=Unassigned", NULL),
		CHANGE(RT_KIND_MODIFIED, 0, "@tls-3|value=5-255|description=Unassigned",
		       "@tls-3|value=6-255|description=Unassigned"),
	};

	check_text("entries under the registry that they are of", "tls", 80, changes,
	           "2 new, 1 removed, 1 modified\n\nRemoved\n  tls-2\n    22-30           Unassigned\n"
	           "\nNew\n  1               One\n      reference: RFC1\n"
	           "  tls-2\n    0x13            AES-128\n        ok: Y; reference: RFC1, RFC2\n"
	           "\nModified\n  tls-3\n    5-255 -> 6-255  Unassigned\n");
}
END_TEST

START_TEST(head)
{
	static const struct by_hand none[MOST] = { CHANGE(0, 0, NULL, NULL) };
	const struct rt_style style = { .width = 80 };
	struct rt_arena arena;

	rt_arena_init(&arena);
	struct rt_report report = make_report(&arena, NULL, none);
	assert_same("two files", make_text(&report, "text", style, &arena),
	            RT_PORTS "  2025-09-22 -> 2026-07-22\n1,234,567 -> 999 records\nNo changes.\n");
	report.from.archived = report.from.date + 60;
	report.to.date = RT_NO_TIME;
	assert_same("one archived, one without a date", make_text(&report, "text", style, &arena),
	            RT_PORTS "  2025-09-22 -> undated\narchived 2025-09-22T00:01Z -> -, 1,234,567 -> 999 records\n"
	                     "No changes.\n");
	rt_arena_release(&arena);
}
END_TEST

START_TEST(in_color)
{
	static const struct by_hand changes[MOST] = { CHANGE(RT_KIND_NEW, 0, NULL, "a\x1b|1|tcp|A") };
	struct rt_arena arena;

	rt_arena_init(&arena);
	struct rt_report report = make_report(&arena, NULL, changes);
	rt_str got = make_text(&report, "text", (struct rt_style){ .color = true, .width = 80 }, &arena);
	assert_same("headings bold, entries by kind", after_lines(got, 3),
	            "\n\x1b[1mNew\x1b[0m\n  \x1b[32m1/tcp\x1b[0m  \x1b[32ma\xef\xbf\xbd\x1b[0m  A\n");
	rt_arena_release(&arena);
}
END_TEST

int main(void)
{
	const struct unit_test tests[] = {
		{ text, COUNT(text_rows), 0 },
		{ width, COUNT(width_rows), 0 },
		{ another_registry, 0, 0 },
		{ head, 0, 0 },
		{ in_color, 0, 0 },
		{ NULL, 0, 0 },
	};

	return run_tests("render_text", tests);
}
