/* What is safe for a terminal; messages for commits, and JSON, from changes made by hand. */
#include "by_hand.h"

/* ---- what is safe for a terminal ---- */

static const struct {
	const char *name, *data, *wanted;
} safe_rows[] = {
	{ "plain", "http 80/tcp", "http 80/tcp" },
	{ "letters of all scripts", "Didrik_Nordstr\xc3\xb6m \xe6\x97\xa5", "Didrik_Nordstr\xc3\xb6m \xe6\x97\xa5" },
	{ "line breaks and tabs are blanks", "a\nb\tc\r\v\f", "a b c   " },
	{ "separators of Unicode are blanks",
	  "a\xe2\x80\xa8"
	  "b\xe2\x80\xa9"
	  "c\xc2\x85",
	  "a b c " },
	{ "escape", "\x1b[31mred", "\xef\xbf\xbd[31mred" },
	{ "bell and delete", "\a\x7f", "\xef\xbf\xbd\xef\xbf\xbd" },
	{ "C1 control sequence introducer",
	  "\xc2\x9b"
	  "31m",
	  "\xef\xbf\xbd"
	  "31m" },
	{ "right-to-left override",
	  "a\xe2\x80\xae"
	  "b",
	  "a\xef\xbf\xbd"
	  "b" },
	{ "isolates", "\xe2\x81\xa6\xe2\x81\xa9", "\xef\xbf\xbd\xef\xbf\xbd" },
	{ "marks of direction", "\xe2\x80\x8e\xe2\x80\x8f\xd8\x9c", "\xef\xbf\xbd\xef\xbf\xbd\xef\xbf\xbd" },
	{ "not UTF-8",
	  "a\xff"
	  "b\xc3",
	  "a\xef\xbf\xbd"
	  "b\xef\xbf\xbd" },
	{ "neighbours of controls stay", "\xc2\xa0\xe2\x80\xaf\xd8\x9b\xe2\x81\xaa",
	  "\xc2\xa0\xe2\x80\xaf\xd8\x9b\xe2\x81\xaa" },
};

START_TEST(safe)
{
	struct rt_buf out = RT_BUF_INIT;

	rt_render_safe(&out, rt_str_of(safe_rows[_i].data));
	assert_same(safe_rows[_i].name, rt_buf_str(&out), safe_rows[_i].wanted);
	rt_buf_release(&out);
}
END_TEST

START_TEST(safe_from_nul)
{
	struct rt_buf out = RT_BUF_INIT;

	rt_render_safe(&out, RT_STR("a\0b"));
	assert_same("a NUL inside", rt_buf_str(&out),
	            "a\xef\xbf\xbd"
	            "b");
	rt_buf_release(&out);
}
END_TEST

/* ---- summary ---- */

static const struct {
	const char *wanted;
	unsigned kinds[MOST];
} summary_rows[] = {
	{ "no changes", { 0 } },
	{ "1 new, 2 modified", { RT_KIND_MODIFIED, RT_KIND_NEW, RT_KIND_MODIFIED } },
	{ "1 de-assigned", { RT_KIND_DEASSIGNED } },
	{ "1 removed", { RT_KIND_REMOVED } },
	{ "1 modified, 1 unauthorized use reported", { RT_KIND_MODIFIED | RT_KIND_FLAGGED } },
	{ "2 unauthorized uses reported", { RT_KIND_POOL | RT_KIND_FLAGGED, RT_KIND_POOL | RT_KIND_FLAGGED } },
	{ "1 unauthorized use reported, 2 pool", { RT_KIND_POOL | RT_KIND_FLAGGED, RT_KIND_POOL } },
	{ "1 registry header, 1 pool, 2 contacts",
	  { RT_KIND_CONTACTS, RT_KIND_POOL, RT_KIND_REGISTRY, RT_KIND_CONTACTS } },
};

START_TEST(summary)
{
	struct rt_change items[MOST] = { { .kinds = 0 } };
	struct rt_changes changes = { items, 0 };
	struct rt_buf out = RT_BUF_INIT;

	for (; changes.count < MOST && summary_rows[_i].kinds[changes.count]; changes.count++)
		items[changes.count].kinds = summary_rows[_i].kinds[changes.count];
	rt_render_summary(&changes, &out);
	assert_same("summary", rt_buf_str(&out), summary_rows[_i].wanted);
	rt_buf_release(&out);
}
END_TEST

/* ---- message ---- */

static const struct {
	const char *name, *registry;
	struct by_hand changes[MOST];
	const char *wanted;
} message_rows[] = {
	{ "nothing", NULL, { CHANGE(0, 0, NULL, NULL) }, RT_PORTS " 2026-07-22: no change of entries\n\n" },
	{ "bookkeeping only",
	  NULL,
	  { CHANGE(RT_KIND_POOL, 0, "|1||Unassigned", NULL), CHANGE(RT_KIND_CONTACTS, 0, NULL, "%p|id=A") },
	  RT_PORTS " 2026-07-22: no change of entries (1 pool, 1 contacts)\n\n" },
	{ "came, went, changed",
	  NULL,
	  { CHANGE(RT_KIND_DEASSIGNED, RT_LABEL_TO_RESERVED, COMPRESSNET, RESERVED_2),
	    CHANGE(RT_KIND_MODIFIED, 0, "epp|700|tcp|A|||||RFC1", "epp|700|tcp|B||||2026-01-01|RFC2"),
	    CHANGE(RT_KIND_NEW, 0, "|7123|udp|Reserved", "snif|7123|udp|SNI Filter"),
	    CHANGE(RT_KIND_NEW, 0, NULL, "edge1||tcp|Edge") },
	  RT_PORTS " 2026-07-22: 2 new, 1 de-assigned, 1 modified\n\n- 2/tcp compressnet (De-assigned on 2025-02-13.)\n"
	           "~ 700/tcp epp: description, reference\n+ 7123/udp snif: SNI Filter\n+ edge1/tcp: Edge\n" },
	{ "flags, titles, names",
	  NULL,
	  { CHANGE(RT_KIND_MODIFIED | RT_KIND_FLAGGED, 0, EPP("", ""), EPP("Ann", "Known")),
	    CHANGE(RT_KIND_MODIFIED | RT_KIND_UNFLAGGED, 0, EPP("", "Known"), EPP("", "")),
	    CHANGE(RT_KIND_MODIFIED, RT_LABEL_RENAMED, "old|9|tcp|D", "new|9|tcp|D"),
	    CHANGE(RT_KIND_REGISTRY, 0, "#" RT_PORTS "|title=A|expert=B", "#" RT_PORTS "|title=A|expert=C") },
	  RT_PORTS " 2026-07-22: 3 modified, 1 flagged, 1 unflagged, 1 registry\n\n"
	           "! 700/udp epp: unauthorized use reported, contact\n! 700/udp epp: unauthorized use withdrawn\n"
	           "~ 9/tcp old -> new: service\n= registry: expert\n" },
	{ "passed on",
	  NULL,
	  { CHANGE_WITH(RT_KIND_DEASSIGNED, RT_LABEL_REASSIGNED, "pando|7680|tcp|P", NULL, .link_kinds = RT_KIND_NEW,
	                .link_after = "ms-do|7680|tcp|O") },
	  RT_PORTS " 2026-07-22: 1 de-assigned\n\n- 7680/tcp pando (passed to ms-do)\n" },
	{ "another registry",
	  "tls",
	  { CHANGE(RT_KIND_REMOVED, 0, "@tls|value=1|description=One", NULL),
	    CHANGE(RT_KIND_NEW, 0, NULL, "@tls-2|value=2|description=Two"),
	    CHANGE(RT_KIND_REGISTRY, 0, NULL, "#tls-2|title=Second") },
	  "tls 2026-07-22: 1 new, 1 removed, 1 registry\n\n- 1\n+ tls-2 2: Two\n= tls-2: Second\n" },
	{ "cut at 100 columns, one line whatever the data",
	  NULL,
	  { CHANGE(RT_KIND_NEW, 0, NULL,
	           "a|1|tcp|Signed-off-by: x\n\nSHA-256: 0123456789012345678901234567890123456789012345678901234567890"
	           "1234567890123456789") },
	  RT_PORTS " 2026-07-22: 1 new\n\n+ 1/tcp a: Signed-off-by: x  SHA-256: "
	           "0123456789012345678901234567890123456789012345678901234567...\n" },
};

START_TEST(message)
{
	struct rt_buf out = RT_BUF_INIT;
	struct rt_arena arena;

	rt_arena_init(&arena);
	struct rt_report report = make_report(&arena, message_rows[_i].registry, message_rows[_i].changes);
	rt_render_message(&report, false, &out);
	assert_same(message_rows[_i].name, rt_buf_str(&out), message_rows[_i].wanted);
	rt_buf_release(&out);
	rt_arena_release(&arena);
}
END_TEST

START_TEST(message_of_the_first)
{
	static const struct by_hand changes[MOST] = { CHANGE(RT_KIND_NEW, 0, NULL, "a|1|tcp|A") };
	struct rt_buf out = RT_BUF_INIT;
	struct rt_arena arena;

	rt_arena_init(&arena);
	struct rt_report report = make_report(&arena, NULL, changes);
	rt_render_message(&report, true, &out);
	assert_same("first", rt_buf_str(&out), RT_PORTS " 2026-07-22: first snapshot, 999 records\n\n");
	rt_buf_release(&out);
	rt_arena_release(&arena);
}
END_TEST

/* ---- JSON ---- */

#define END_OF(date, records)                                                                                         \
	"{\"date\": \"" date "\", \"archived\": null, \"commit\": null, \"sha256\": null, \"records\": " records "}," \
	                                                                                                         "\n"
#define HEAD(registry)                                                        \
	"{\"format\": \"regtrail-diff/1\", \"registry\": \"" registry "\",\n" \
	" \"from\": " END_OF("2025-09-22", "1234567") " \"to\": " END_OF("2026-07-22", "999")
#define NO_CHANGES_BUT(new, modified, flagged)                                                                  \
	" \"summary\": {\"new\": " new ", \"modified\": " modified ", \"deassigned\": 0, \"flagged\": " flagged \
				       ", \"unflagged\": 0, \"registry\": 0"
#define JSON_RECORD(state, description, contact, notes)                                    \
	"{\"service\": \"a\", \"port\": \"1\", \"protocol\": \"tcp\", \"state\": \"" state \
	"\", \"description\": " description ", \"assignee\": [], \"contact\": [" contact   \
	"], \"registered\": null, \"modified\": null, "                                    \
	"\"reference\": [], \"service_code\": null, \"unauthorized\": " notes ", \"notes\": null}"

static const struct {
	const char *name, *registry;
	bool all;
	struct by_hand changes[MOST];
	const char *wanted;
} json_rows[] = {
	{ "nothing",
	  NULL,
	  false,
	  { CHANGE(0, 0, NULL, NULL) },
	  HEAD(RT_PORTS) NO_CHANGES_BUT("0", "0", "0") "},\n \"changes\": []}\n" },
	{ "all asked for",
	  NULL,
	  true,
	  { CHANGE(0, 0, NULL, NULL) },
	  HEAD(RT_PORTS) NO_CHANGES_BUT("0", "0", "0") ", \"pool\": 0, \"contact\": 0},\n \"changes\": []}\n" },
	{ "a change with all its parts",
	  NULL,
	  false,
	  { CHANGE_WITH(RT_KIND_MODIFIED | RT_KIND_FLAGGED, RT_LABEL_SILENT, "a|1|tcp|A||Ann", "a|1|tcp|A|||||||Known",
	                .effective = "2025-01-02", .link_kinds = RT_KIND_DEASSIGNED, .link_before = "b|2") },
	  HEAD(RT_PORTS) NO_CHANGES_BUT(
		  "0", "1", "1") "},\n \"changes\": [\n"
	                         "  {\"kinds\": [\"modified\", \"flagged\"], \"labels\": [\"silent\"], \"effective\": "
	                         "\"2025-01-02\",\n"
	                         "   \"entry\": {\"service\": \"a\", \"port\": \"1\", \"protocol\": \"tcp\"},\n"
	                         "   \"before\": " JSON_RECORD(
					 "assigned", "\"A\"", "\"Ann\"",
					 "null") ",\n"
	                                         "   \"after\": " JSON_RECORD(
							 "assigned", "\"A\"", "",
							 "\"Known\"") ",\n"
	                                                              "   \"fields\": [\n    {\"field\": \"contact\", "
	                                                              "\"before\": [\"Ann\"], \"after\": []},\n"
	                                                              "    {\"field\": \"unauthorized\", \"before\": "
	                                                              "null, \"after\": \"Known\"}],\n"
	                                                              "   \"link\": {\"kind\": \"deassigned\", "
	                                                              "\"entry\": {\"service\": \"b\", \"port\": "
	                                                              "\"2\", \"protocol\": null}}}]}\n" },
	{ "what is not UTF-8, and controls",
	  NULL,
	  false,
	  { CHANGE(RT_KIND_NEW, 0, NULL, "a|1|tcp|\xff\x1b\"\\ \xc3\xb6") },
	  HEAD(RT_PORTS) NO_CHANGES_BUT("1", "0", "0") "},\n \"changes\": [\n"
	                                               "  {\"kinds\": [\"new\"], \"labels\": [], \"effective\": null,\n"
	                                               "   \"entry\": {\"service\": \"a\", \"port\": \"1\", "
	                                               "\"protocol\": \"tcp\"},\n   \"before\": null,\n"
	                                               "   \"after\": " JSON_RECORD(
							       "assigned", "\"\xef\xbf\xbd\\u001B\\\"\\\\ \xc3\xb6\"",
							       "", "null") ",\n   \"fields\": []}]}\n" },
	{ "another registry, a person, a head",
	  "tls",
	  false,
	  { CHANGE(RT_KIND_REMOVED, 0, "@tls-2|value=1|reference=RFC1", NULL),
	    CHANGE(RT_KIND_REGISTRY, 0, NULL, "#tls-2|title=T"),
	    CHANGE(RT_KIND_CONTACTS, 0, NULL, "%tls|id=Ann|name=A") },
	  HEAD("tls") " \"summary\": {\"new\": 0, \"modified\": 0, \"removed\": 1, \"registry\": 1, \"contact\": 1},\n"
	              " \"changes\": [\n  {\"kinds\": [\"removed\"], \"labels\": [], \"effective\": null,\n"
	              "   \"entry\": {\"registry\": \"tls-2\", \"value\": \"1\"},\n"
	              "   \"before\": {\"registry\": \"tls-2\", \"value\": \"1\", \"reference\": [\"RFC1\"]},\n   "
	              "\"after\": null,\n"
	              "   \"fields\": []},\n  {\"kinds\": [\"registry\"], \"labels\": [], \"effective\": null,\n"
	              "   \"entry\": {\"registry\": \"tls-2\"},\n   \"before\": null,\n"
	              "   \"after\": {\"registry\": \"tls-2\", \"title\": \"T\"},\n   \"fields\": []},\n"
	              "  {\"kinds\": [\"contact\"], \"labels\": [], \"effective\": null,\n   \"entry\": {\"contact\": "
	              "\"Ann\"},\n"
	              "   \"before\": null,\n   \"after\": {\"registry\": \"tls\", \"id\": \"Ann\", \"name\": \"A\"},\n"
	              "   \"fields\": []}]}\n" },
};

START_TEST(json)
{
	struct rt_arena arena;

	rt_arena_init(&arena);
	struct rt_report report = make_report(&arena, json_rows[_i].registry, json_rows[_i].changes);
	report.all = json_rows[_i].all;
	rt_str got = make_text(&report, "json", (struct rt_style){ .color = true, .width = 40 }, &arena);
	assert_same(json_rows[_i].name, got, json_rows[_i].wanted);
	rt_arena_release(&arena);
}
END_TEST

START_TEST(unknown_format)
{
	ck_assert(rt_renderer_find(RT_STR("tex")) == NULL);
	ck_assert(rt_renderer_find(RT_NO_STR) == NULL);
}
END_TEST

int main(void)
{
	const struct unit_test tests[] = {
		{ safe, COUNT(safe_rows), 0 },
		{ safe_from_nul, 0, 0 },
		{ summary, COUNT(summary_rows), 0 },
		{ message, COUNT(message_rows), 0 },
		{ message_of_the_first, 0, 0 },
		{ json, COUNT(json_rows), 0 },
		{ unknown_format, 0, 0 },
		{ NULL, 0, 0 },
	};

	return run_tests("render", tests);
}
