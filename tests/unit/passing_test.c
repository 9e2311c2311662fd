/* What came and went, or was changed and changed back, inside a period: tables of steps. */
#include "by_hand.h"
#include "support.h"

#include "../../lib/trail/report.h"

#define FOO  "foo|7|tcp|Foo"
#define BAR  "bar|7|tcp|Foo"
#define FUH  "foo|7|tcp|Fuh"
#define FOO8 "foo|8|tcp|Foo"
#define FOO9 "foo|9|tcp|Foo"
#define NEW(record)       CHANGE(RT_KIND_NEW, 0, NULL, record)
#define GONE(record)      CHANGE(RT_KIND_DEASSIGNED, 0, record, NULL)
#define CHANGED(old, new) CHANGE(RT_KIND_MODIFIED, 0, old, new)
#define FLAGGED(kind)     CHANGE(RT_KIND_MODIFIED | (kind), 0, EPP("P", ""), EPP("P", ""))
#define EPQ "epq|700|udp|Provisioning||P|2009-01-01||||"
#define STEPS 3

static const struct passing_row {
	const char *name;
	struct by_hand steps[STEPS][MOST], net[MOST];
	const char *passing; /* sign and name of each */
} rows[] = {
	{ "nothing", { { { 0 } } }, { { 0 } }, "" },
	{ "new and stays", { { NEW(FOO) } }, { NEW(FOO) }, "" },
	{ "gone for good", { { GONE(FOO) } }, { GONE(FOO) }, "" },
	{ "came and went", { { NEW(FOO) }, { GONE(FOO) } }, { { 0 } }, "-foo " },
	{ "went and came back", { { GONE(FOO) }, { { 0 } }, { NEW(FOO) } }, { { 0 } }, "+foo " },
	{ "came back as another one",
	  { { GONE(FOO) }, { NEW("foo|7|tcp|Other") } },
	  { CHANGED(FOO, "foo|7|tcp|Other") },
	  "+foo " },
	{ "came, went, came: it is new", { { NEW(FOO) }, { GONE(FOO) }, { NEW(FOO) } }, { NEW(FOO) }, "" },
	{ "went, came, went: it is gone", { { GONE(FOO) }, { NEW(FOO) }, { GONE(FOO) } }, { GONE(FOO) }, "" },
	{ "renamed on the way", { { NEW(FOO) }, { CHANGED(FOO, BAR) }, { GONE(BAR) } }, { { 0 } }, "-bar " },
	{ "moved on the way", { { NEW(FOO) }, { CHANGED(FOO, FOO8) }, { GONE(FOO8) } }, { { 0 } }, "-foo " },
	{ "renamed, but there before", { { CHANGED(FOO, BAR) }, { GONE(BAR) } }, { GONE(FOO) }, "" },
	{ "another name in its place", { { NEW(FOO) }, { GONE(FOO), NEW(BAR) } }, { NEW(BAR) }, "-foo " },
	{ "without case", { { NEW(FOO) }, { GONE("FOO|7|TCP|Foo") } }, { { 0 } }, "-FOO " },
	{ "flagged and unflagged",
	  { { FLAGGED(RT_KIND_FLAGGED) }, { FLAGGED(RT_KIND_UNFLAGGED) } },
	  { { 0 } },
	  "!epp " },
	{ "unflagged and flagged again",
	  { { FLAGGED(RT_KIND_UNFLAGGED) }, { FLAGGED(RT_KIND_FLAGGED) } },
	  { CHANGED(EPP("P", "a"), EPP("Q", "a")) },
	  "!epp " },
	{ "flagged and reworded",
	  { { FLAGGED(RT_KIND_FLAGGED) }, { FLAGGED(RT_KIND_FLAGGED) } },
	  { FLAGGED(RT_KIND_FLAGGED) },
	  "" },
	{ "new, flagged and unflagged",
	  { { CHANGE(RT_KIND_NEW, 0, NULL, EPP("P", "")) },
	    { FLAGGED(RT_KIND_FLAGGED) },
	    { FLAGGED(RT_KIND_UNFLAGGED) } },
	  { CHANGE(RT_KIND_NEW, 0, NULL, EPP("P", "")) },
	  "!epp " },
	{ "flagged, unflagged, gone",
	  { { FLAGGED(RT_KIND_FLAGGED) }, { FLAGGED(RT_KIND_UNFLAGGED) }, { GONE(EPP("P", "")) } },
	  { GONE(EPP("P", "")) },
	  "" },
	{ "flagged, unflagged, renamed",
	  { { FLAGGED(RT_KIND_FLAGGED) }, { FLAGGED(RT_KIND_UNFLAGGED) }, { CHANGED(EPP("P", ""), EPQ) } },
	  { CHANGED(EPP("P", ""), EPQ) },
	  "!epp " },
	{ "went, came back, moved",
	  { { GONE(FOO) }, { NEW(FOO) }, { CHANGED(FOO, FOO8) } },
	  { CHANGED(FOO, FOO8) },
	  "+foo " },
	{ "came, was flagged and unflagged, and went",
	  { { CHANGE(RT_KIND_NEW, 0, NULL, EPP("P", "")), NEW(BAR) },
	    { FLAGGED(RT_KIND_FLAGGED) },
	    { FLAGGED(RT_KIND_UNFLAGGED), GONE(EPP("P", "")) } },
	  { NEW(BAR) },
	  "-epp " },
	{ "modified and modified back", { { CHANGED(FOO, FUH) }, { CHANGED(FUH, FOO) } }, { { 0 } }, "~foo " },
	{ "modified, and back in part", { { CHANGED(FOO, FUH) }, { CHANGED(FUH, FOO) } }, { CHANGED(FOO, FUH) }, "" },
	{ "renamed and renamed back", { { CHANGED(FOO, BAR) }, { CHANGED(BAR, FOO) } }, { { 0 } }, "~foo " },
	{ "renamed, then modified", { { CHANGED(FOO, BAR) }, { CHANGED(BAR, BAR) } }, { CHANGED(FOO, BAR) }, "" },
	{ "modified, then gone", { { CHANGED(FOO, FUH) }, { GONE(FUH) } }, { GONE(FOO) }, "" },
	{ "new, then modified", { { NEW(FOO) }, { CHANGED(FOO, FUH) } }, { NEW(FUH) }, "" },
	{ "came, was modified, and went", { { NEW(FOO) }, { CHANGED(FOO, FUH) }, { GONE(FUH) } }, { { 0 } }, "-foo " },
	{ "by their ends, not by their names",
	  { { NEW(FOO), NEW(EPQ), NEW(BAR) }, { GONE(EPQ) }, { GONE(FOO), GONE(BAR) } },
	  { { 0 } },
	  "-epq -foo -bar " },
	{ "went, came back, and one moved to where another moved from",
	  { { GONE(FOO), GONE(FOO8) }, { NEW(FOO), NEW(FOO8) }, { CHANGED(FOO, FOO8), CHANGED(FOO8, FOO9) } },
	  { CHANGED(FOO, FOO8), CHANGED(FOO8, FOO9) },
	  "+foo +foo " },
	{ "two of them", { { NEW(FOO), NEW(FOO8) }, { GONE(FOO8) }, { GONE(FOO) } }, { { 0 } }, "-foo -foo " },
};

static char sign_of(const struct rt_change *change)
{
	static const struct {
		unsigned kinds;
		char sign;
	} signs[] = { { RT_KIND_NEW, '+' },
		      { RT_KIND_DEASSIGNED, '-' },
		      { RT_KIND_FLAGGED | RT_KIND_UNFLAGGED, '!' },
		      { RT_KIND_MODIFIED, '~' } };
	size_t i = 0;

	while (!(change->kinds & signs[i].kinds))
		i++;
	return signs[i].sign;
}

START_TEST(passing)
{
	const struct passing_row *row = &rows[_i];
	struct rt_report steps[STEPS], net;
	struct rt_buf got = RT_BUF_INIT;
	struct rt_arena arena;

	rt_arena_init(&arena);
	net = make_report(&arena, NULL, row->net);
	for (size_t i = 0; i < STEPS; i++)
		steps[i] = make_report(&arena, NULL, row->steps[i]);
	struct rt_passage *passages;
	struct rt_changes changes = passing_of(steps, STEPS, &net.changes, &arena, &passages);
	for (size_t i = 0; i < changes.count; i++) {
		rt_str name = rt_port_get(rt_change_entry(&changes.items[i]), RT_FIELD_SERVICE);

		rt_buf_printf(&got, "%c%.*s ", sign_of(&changes.items[i]), RT_ARG(name));
	}
	assert_same(row->name, got.len ? rt_buf_str(&got) : RT_STR(""), row->passing);
	rt_buf_release(&got);
	rt_arena_release(&arena);
}
END_TEST

int main(void)
{
	const struct unit_test tests[] = {
		{ passing, COUNT(rows), 0 },
		{ NULL, 0, 0 },
	};

	return run_tests("passing", tests);
}
