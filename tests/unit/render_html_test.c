/* The HTML page: what is said of each change, and that nothing a document says becomes markup. */
#include "by_hand.h"

#include <string.h>

static rt_str make_page(const char *registry, const struct by_hand changes[MOST], struct rt_arena *arena)
{
	struct rt_report report = make_report(arena, registry, changes);

	return make_text(&report, "html", (struct rt_style){ .color = false }, arena);
}

#define SHOWN ((size_t)4000) /* bytes of a page in a message, which Check would not print if it were longer */
static void assert_has(const char *name, rt_str page, const char *wanted)
{
	size_t at = 0;

	while (at < page.len && !rt_str_starts_with((rt_str){ page.data + at, page.len - at }, RT_STR("<main>")))
		at++;
	rt_str body = { page.data + at, page.len - at < SHOWN ? page.len - at : SHOWN };
	if (!rt_str_contains(page, rt_str_of(wanted)))
		ck_abort_msg("%s\n--- wanted\n%s\n--- got\n%.*s", name, wanted, RT_ARG(body));
}

#define ROW          "https://www.iana.org/assignments/" RT_PORTS "/" RT_PORTS ".xhtml"
#define CALLED(name) "<h3><a href=\"" ROW "?search=" name "\">"

/* Of each, something that must be in the page. */
static const struct {
	const char *name;
	struct by_hand changes[MOST];
	const char *wanted;
} rows[] = {
	{ "nothing", { CHANGE(0, 0, NULL, NULL) }, "<p class=\"none\">No changes.</p>" },
	{ "a link to IANA's row, an anchor",
	  { CHANGE(RT_KIND_NEW, 0, NULL, "snif|7123|udp|SNI Filter") },
	  "<li class=\"entry new\" id=\"e-7123-udp-snif\">" CALLED("snif") "<span class=\"number\">7123/udp</span> snif"
	                                                                   "</a></h3><p>SNI Filter </p></li>" },
	{ "without a name, by number",
	  { CHANGE(RT_KIND_POOL, 0, NULL, "|30|udp|Reserved") },
	  CALLED("30") "<span class=\"number\">30/udp</span> Reserved</a></h3></li>" },
	{ "a de-assignment",
	  { CHANGE_WITH(RT_KIND_DEASSIGNED, RT_LABEL_TO_RESERVED, COMPRESSNET, RESERVED_2, .effective = "2025-02-13") },
	  "<dd>now Reserved since 2025-02-13</dd>\n<dt>was held by</dt><dd><a href=\"" ROW
	  "#Bernie_Volz\">Bernie_Volz</a>"
	  "</dd>\n<dt>IANA notes</dt><dd>De-assigned on 2025-02-13.</dd>" },
	{ "an RFC, a draft, an address",
	  { CHANGE(RT_KIND_MODIFIED, 0, "a|1|tcp|A|||||draft-a", "a|1|tcp|A|||||RFC0793,https://example.org/a") },
	  "<del><a href=\"https://datatracker.ietf.org/doc/draft-a\">draft-a</a></del> "
	  "<ins><a href=\"https://www.rfc-editor.org/rfc/rfc793\">RFC0793</a></ins> "
	  "<ins><a href=\"https://example.org/a\">https://example.org/a</a></ins>" },
	{ "an RFC in prose",
	  { CHANGE(RT_KIND_NEW, 0, NULL, "a|1|tcp|See [RFC6335] and RFC 7605.") },
	  "See [<a href=\"https://www.rfc-editor.org/rfc/rfc6335\">RFC6335</a>] and "
	  "<a href=\"https://www.rfc-editor.org/rfc/rfc7605\">RFC 7605</a>." },
	{ "words that differ in a longer text",
	  { CHANGE(RT_KIND_MODIFIED, 0, "a|1|tcp|The Bootstrapping Remote Secure Key Infrastructures Proxy",
	           "a|1|tcp|The Bootstrapping Remote Secure Key Infrastructure Proxy") },
	  "Key <del>Infrastructures</del> <ins>Infrastructure</ins> Proxy" },
	{ "in two sections, with one anchor",
	  { CHANGE(RT_KIND_MODIFIED | RT_KIND_FLAGGED, 0, EPP("Ann", ""), EPP("Bob", "Known")) },
	  "<li class=\"entry modified\">" CALLED("epp") },
	{ "two that are called the same",
	  { CHANGE(RT_KIND_NEW, 0, NULL, "r-dp||tcp|R"), CHANGE(RT_KIND_NEW, 0, NULL, "R_DP||tcp|R"),
	    CHANGE(RT_KIND_NEW, 0, NULL, "r-dp||tcp|R") },
	  "id=\"e-tcp-r-dp.3\"" },
	/* What documents should not say. */
	{ "markup",
	  { CHANGE(RT_KIND_NEW, 0, NULL, "<script>|1|tcp|</style>]]>") },
	  CALLED("%3Cscript%3E") "<span class=\"number\">1/tcp</span> &lt;script&gt;</a></h3><p>&lt;/style&gt;]]&gt; "
	                         "</p>" },
	{ "the end of an attribute",
	  { CHANGE(RT_KIND_NEW, 0, NULL, "a\"onload='|1|tcp||\"x' onclick=") },
	  "<a href=\"" ROW "#%22x%27%20onclick%3D\">&quot;x&#39; onclick=</a>" },
	{ "a reference that runs a script",
	  { CHANGE(RT_KIND_NEW, 0, NULL, "a|1|tcp|A|||||javascript:alert(1)") },
	  "<dt>reference</dt><dd>javascript:alert(1)</dd>" },
	{ "a reference that hides where it leads",
	  { CHANGE(RT_KIND_NEW, 0, NULL, "a|1|tcp|A|||||https://a/\"x") },
	  "<dt>reference</dt><dd>https://a/&quot;x</dd>" },
	{ "letters from right to left, and a control of their direction",
	  { CHANGE(RT_KIND_NEW, 0, NULL, "a|1|tcp|\xd7\x90\xe2\x80\xae") },
	  "<p><bdi>\xd7\x90\xef\xbf\xbd</bdi> </p>" },
	{ "an escape sequence", { CHANGE(RT_KIND_NEW, 0, NULL, "a|1|tcp|\x1b[2J") }, "<p>\xef\xbf\xbd[2J </p>" },
	{ "bytes that are not UTF-8", { CHANGE(RT_KIND_NEW, 0, NULL, "a\xff|1|tcp|A") }, "<bdi>a\xef\xbf\xbd</bdi>" },
	{ "a number of an RFC without end",
	  { CHANGE(RT_KIND_NEW, 0, NULL, "a|1|tcp|RFC123456") },
	  "<p>RFC123456 </p>" },
};

START_TEST(row)
{
	struct rt_arena arena;

	rt_arena_init(&arena);
	assert_has(rows[_i].name, make_page(NULL, rows[_i].changes, &arena), rows[_i].wanted);
	rt_arena_release(&arena);
}
END_TEST

START_TEST(other_registry)
{
	static const struct by_hand changes[MOST] = { CHANGE(RT_KIND_NEW, 0, NULL,
		                                             "@in\"ner|value=1|description=One") };
	struct rt_arena arena;

	rt_arena_init(&arena);
	rt_str page = make_page("<b>", changes, &arena);
	assert_has("title", page, "<title>&lt;b&gt;, 2025-09-22 to 2026-07-22</title>");
	assert_has("heading", page, "<h1>&lt;b&gt;</h1>");
	assert_has("entry", page, "<a href=\"https://www.iana.org/assignments/%3Cb%3E/%3Cb%3E.xhtml#in%22ner\">");
	assert_has("inner registry", page, "<span class=\"mark\">in in&quot;ner</span>");
	rt_arena_release(&arena);
}
END_TEST

#define LONG_TEXT ((size_t)60 << 10) /* bytes */
START_TEST(long_text)
{
	static char line[LONG_TEXT + sizeof "|1|tcp|A"];
	struct by_hand changes[MOST] = { CHANGE(RT_KIND_NEW, 0, NULL, line) };
	struct rt_arena arena;

	for (size_t i = 0; i < LONG_TEXT; i++)
		line[i] = '<';
	memcpy(line + LONG_TEXT, "|1|tcp|A", sizeof "|1|tcp|A");
	rt_arena_init(&arena);
	rt_str page = make_page(NULL, changes, &arena);
	assert_has("the anchor is short", page, "id=\"e-1-tcp-\"");
	assert_has("it is not searched for", page, "<h3><a href=\"" ROW "\">");
	rt_arena_release(&arena);
}
END_TEST

START_TEST(period)
{
	static const struct by_hand changes[MOST] = { CHANGE(RT_KIND_NEW, 0, NULL, "a|1030|tcp|A") };
	static unsigned char marks[RT_PORT_NUMBERS];
	struct rt_gap gap;
	struct rt_arena arena;

	rt_arena_init(&arena);
	struct rt_report report = make_report(&arena, NULL, changes), step = report;
	gap = (struct rt_gap){ report.from.date, RT_NO_TIME };
	marks[1] = marks[2] = marks[129] = RT_MARK_ASSIGNED;
	marks[1024] = RT_MARK_RESERVED;
	report.marks = marks;
	report.steps = &step;
	report.step_count = 1;
	report.gaps = (struct rt_gaps){ &gap, 1 };
	report.witness = (struct rt_witness){ RT_STR("0123"), 7 };
	rt_str page = make_text(&report, "html", (struct rt_style){ .color = false }, &arena);
	assert_has("numbers side by side are one piece", page,
	           "<path class=\"assigned\" d=\"M1 0h2v1h-2zM1 1h1v1h-1z\"/>");
	assert_has("another state", page, "<path class=\"reserved\" d=\"M0 0h1v1h-1z\"/>");
	assert_has("what changed", page,
	           "<a href=\"#e-1030-tcp-a\" tabindex=\"-1\"><path class=\"new\" d=\"M6 0h1v1h-1z\">"
	           "<title>1030/tcp a: new</title></path></a>");
	assert_has("the numbers", page, "<td>3</td><td>0</td><td>1,021</td><td>0</td><td>0</td>");
	assert_has("a gap that lasts", page, "<rect class=\"gap\" x=\"0.00%\" width=\"100.00%\"");
	assert_has("a bar", page,
	           "<title>2026-07-22: 1 new</title><rect class=\"new\" x=\"98.40%\" width=\"1.60%\" y=\"22\" "
	           "height=\"120\"/>");
	assert_has("the snapshot in words", page, "<details id=\"s-2026-07-22\"><summary><time>2026-07-22</time>");
	assert_has("the witness", page, "7 snapshots, the newest of them commit <code>0123</code>");
	rt_arena_release(&arena);
}
END_TEST

/* tcp and udp are one where both came and went with the same snapshots. */
START_TEST(passing)
{
	static const struct by_hand none[MOST], gone[MOST] = { CHANGE(RT_KIND_DEASSIGNED, 0, "a|7|tcp|A", NULL),
		                                               CHANGE(RT_KIND_DEASSIGNED, 0, "a|7|udp|A", NULL),
		                                               CHANGE(RT_KIND_DEASSIGNED, 0, "a|7|sctp|A", NULL),
		                                               CHANGE(RT_KIND_DEASSIGNED, 0, "a|7|dccp|A", NULL) };
	static const struct rt_passage passages[] = { { RT_KIND_NEW, 86400, 4 * 86400 },
		                                      { RT_KIND_NEW, 2 * 86400, 4 * 86400 },
		                                      { RT_KIND_NEW, 86400, 4 * 86400 },
		                                      { RT_KIND_NEW, 2 * 86400, 4 * 86400 } };
	struct rt_arena arena;

	rt_arena_init(&arena);
	struct rt_report report = make_report(&arena, NULL, none);
	report.passing = make_report(&arena, NULL, gone).changes;
	report.passages = passages;
	rt_str page = make_text(&report, "html", (struct rt_style){ .color = false }, &arena);
	assert_has("from the second", page, "id=\"p-7-tcp-sctp-a\"");
	assert_has("from the third", page, "id=\"p-7-udp-dccp-a\"");
	assert_has("the second", page, "assigned 1970-01-02, given back 1970-01-05");
	assert_has("the third", page, "assigned 1970-01-03, given back 1970-01-05");
	rt_arena_release(&arena);
}
END_TEST

int main(void)
{
	const struct unit_test tests[] = {
		{ row, COUNT(rows), 0 },
		{ other_registry, 0, 0 },
		{ long_text, 0, 0 },
		{ period, 0, 0 },
		{ passing, 0, 0 },
		{ NULL, 0, 0 },
	};

	return run_tests("render_html", tests);
}
