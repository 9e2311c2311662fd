/* Selectors and filters: which changes a reader asked for. */
#include "support.h"

#include <regtrail/diff.h>

/* ---- selectors ---- */

struct selector_row {
	const char *text;
	int first, last;                /* RT_NO_PORT: by name */
	const char *service, *protocol; /* NULL: any */
};

static const struct selector_row selector_rows[] = {
	{ "443", 443, 443, NULL, NULL },
	{ "443/tcp", 443, 443, NULL, "tcp" },
	{ "6000-6063", 6000, 6063, NULL, NULL },
	{ "6000-6063/udp", 6000, 6063, NULL, "udp" },
	{ "0", 0, 0, NULL, NULL },
	{ "65535", 65535, 65535, NULL, NULL },
	{ "https", RT_NO_PORT, RT_NO_PORT, "https", NULL },
	{ "https/udp", RT_NO_PORT, RT_NO_PORT, "https", "udp" },
	{ "http-alt", RT_NO_PORT, RT_NO_PORT, "http-alt", NULL },
	{ "914c-g", RT_NO_PORT, RT_NO_PORT, "914c-g", NULL },
	{ "EtherNet/IP-1/tcp", RT_NO_PORT, RT_NO_PORT, "EtherNet/IP-1", "tcp" },
};

START_TEST(good_selectors)
{
	const struct selector_row *row = &selector_rows[_i];
	struct rt_selector selector;
	struct rt_error err = { RT_OK, "" };

	ck_assert_msg(rt_selector_parse(rt_str_of(row->text), &selector, &err) == RT_OK, "%s", err.message);
	ck_assert_int_eq(selector.ports.first, row->first);
	ck_assert_int_eq(selector.ports.last, row->last);
	ck_assert(rt_str_equal(selector.service, rt_str_of(row->service)));
	ck_assert(rt_str_equal(selector.protocol, rt_str_of(row->protocol)));
}
END_TEST

struct bad_row {
	const char *text, *wanted;
};

static const struct bad_row bad_rows[] = {
	{ "", "`` selects nothing: write 443, 443/tcp, 6000-6063 or https" },
	{ "/tcp", "`/tcp` selects nothing: write 443, 443/tcp, 6000-6063 or https" },
	{ "443/", "`443/` selects nothing: write 443, 443/tcp, 6000-6063 or https" },
	{ "70000", "`70000`: port numbers end at 65535" },
	{ "1-65536", "`1-65536`: port numbers end at 65535" },
	{ "100000", "`100000` is neither a port nor a range from 0 to 65535" },
	{ "80-", "`80-` is neither a port nor a range from 0 to 65535" },
	{ "20-10", "`20-10`: the range runs from high to low" },
};

START_TEST(bad_selectors)
{
	struct rt_selector selector;
	struct rt_error err = { RT_OK, "" };

	ck_assert_int_eq(rt_selector_parse(rt_str_of(bad_rows[_i].text), &selector, &err), RT_EINVALID);
	assert_text(rt_str_of(err.message), bad_rows[_i].wanted, bad_rows[_i].text);
}
END_TEST

/* ---- filters ---- */

#define OLD                                                                  \
	ENTRY("gone", "10", "tcp", ASSIGNEE("Alpha_Inc") PERSON("Carol"))    \
	ENTRY("was", "20", "udp", PERSON("Bob") DESC("Some words about it")) \
	POOL("Unassigned", "30-39", "tcp", "") ENTRY("any", "50", "tcp", "") ENTRY("a/b", "70", "tcp", "")
#define NEW                                                                 \
	ENTRY("is", "20", "udp", PERSON("Bob") DESC("Some words about it")) \
	POOL("Unassigned", "30-35", "tcp", "")                              \
	ENTRY("any", "50", "tcp", MISUSE("by x"))                           \
		RECORD(NAME("all") "<number>60</number>") "<people><person id='Bob'/></people>"

#define GONE   "deassigned [removed] 10/tcp gone ->\n"
#define WAS    "modified [renamed+silent] 20/udp was -> 20/udp is {service}\n"
#define POOLED "pool 30-39/tcp (unassigned) -> 30-35/tcp (unassigned) {port}\n"
#define FLAG   "modified+flagged [silent] 50/tcp any {unauthorized}\n"
#define ALL    "new -> 60 all\n"
#define SLASH  "deassigned [removed] 70/tcp a/b ->\n"
#define BOB    "contact -> person Bob\n"

struct filter_row {
	const char *name;
	unsigned kinds;
	const char *selectors[2], *protocol, *service, *assignee; /* NULL: none */
	const char *wanted;
};

static const struct filter_row filter_rows[] = {
	{ .name = "all", RT_KINDS_ALL, .wanted = GONE WAS POOLED FLAG ALL SLASH BOB },
	{ .name = "the usual", RT_KINDS_USUAL, .wanted = GONE WAS FLAG ALL SLASH },
	{ .name = "one kind", RT_KIND_FLAGGED, .wanted = FLAG },
	{ .name = "two kinds", RT_KIND_NEW | RT_KIND_POOL, .wanted = POOLED ALL },
	{ .name = "a port", RT_KINDS_ALL, .selectors = { "50" }, .wanted = FLAG },
	{ .name = "a port and a transport", RT_KINDS_ALL, .selectors = { "50/udp" }, .wanted = "" },
	{ .name = "a range", RT_KINDS_ALL, .selectors = { "5-25" }, .wanted = GONE WAS },
	{ .name = "a port that was in a block", RT_KINDS_ALL, .selectors = { "39" }, .wanted = POOLED },
	{ .name = "no transport stands for all", RT_KINDS_ALL, .selectors = { "60/sctp" }, .wanted = ALL },
	{ .name = "a service by its old name", RT_KINDS_ALL, .selectors = { "was" }, .wanted = WAS },
	{ .name = "a service by its new name, without case", RT_KINDS_ALL, .selectors = { "IS/UDP" }, .wanted = WAS },
	{ .name = "a name with a slash", RT_KINDS_ALL, .selectors = { "a/b" }, .wanted = SLASH },
	{ .name = "and a transport", RT_KINDS_ALL, .selectors = { "A/B/tcp" }, .wanted = SLASH },
	{ .name = "and another transport", RT_KINDS_ALL, .selectors = { "a/b/udp" }, .wanted = "" },
	{ .name = "what stands before the slash is another name", RT_KINDS_ALL, .selectors = { "a" }, .wanted = "" },
	{ .name = "either selector", RT_KINDS_ALL, .selectors = { "gone", "60" }, .wanted = GONE ALL },
	{ .name = "a selector and a kind", RT_KIND_NEW, .selectors = { "gone", "60" }, .wanted = ALL },
	{ .name = "a transport", RT_KINDS_ALL, .protocol = "UDP", .wanted = WAS ALL },
	{ .name = "names by glob", RT_KINDS_ALL, .service = "A*", .wanted = FLAG ALL SLASH },
	{ .name = "the assignee", RT_KINDS_ALL, .assignee = "alpha_*", .wanted = GONE },
	{ .name = "not the contact where there is an assignee", RT_KINDS_ALL, .assignee = "Carol", .wanted = "" },
	{ .name = "the contact where there is none", RT_KINDS_ALL, .assignee = "bob", .wanted = WAS },
	{ .name = "each list has to match", RT_KINDS_ALL, .selectors = { "50" }, .service = "gone", .wanted = "" },
};

START_TEST(filters)
{
	const struct filter_row *row = &filter_rows[_i];
	rt_str protocol = rt_str_of(row->protocol), service = rt_str_of(row->service);
	rt_str assignee = rt_str_of(row->assignee);
	struct rt_selector selectors[2];
	struct rt_filter filter = { .kinds = row->kinds, .selectors = selectors };
	struct rt_arena arena;

	rt_arena_init(&arena);
	for (; filter.selector_count < 2 && row->selectors[filter.selector_count]; filter.selector_count++) {
		rt_str text = rt_str_of(row->selectors[filter.selector_count]);

		ck_assert_int_eq(rt_selector_parse(text, &selectors[filter.selector_count], NULL), RT_OK);
	}
	filter.protocols = &protocol, filter.protocol_count = row->protocol != NULL;
	filter.services = &service, filter.service_count = row->service != NULL;
	filter.assignees = &assignee, filter.assignee_count = row->assignee != NULL;
	struct rt_changes changes = rt_diff(records_with(NULL, OLD, &arena), records_with(NULL, NEW, &arena), &arena);
	changes = rt_changes_select(changes, &filter, &arena);
	assert_text(show_changes(changes, &arena), row->wanted, row->name);
	rt_arena_release(&arena);
}
END_TEST

int main(void)
{
	const struct unit_test tests[] = {
		{ good_selectors, COUNT(selector_rows), 0 },
		{ bad_selectors, COUNT(bad_rows), 0 },
		{ filters, COUNT(filter_rows), 0 },
		{ NULL, 0, 0 },
	};

	return run_tests("select", tests);
}
