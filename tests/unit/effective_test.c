/* IANA's own date of a de-assignment, in every spelling of its note that was ever published. */
#include "support.h"

#include <regtrail/diff.h>

struct row {
	const char *where; /* the element that says it */
	const char *text;
	const char *wanted; /* NULL: no date */
};

static const struct row rows[] = {
	{ "note", "De-Assigned on 2023-11-16.", "2023-11-16" },
	{ "note", "De-assigned on 2025-02-13, previously compressnet by " PERSON("Bernie_Volz"), "2025-02-13" },
	{ "note", "Historic usage was acms. De-Assigned on 2020-12-29", "2020-12-29" },
	{ "note", "This entry has been removed on 2017-05-08.", "2017-05-08" },
	{ "note", "This entry is being removed on 2016-11-09.", "2016-11-09" },
	{ "note", "This port has been removed on 2018-03-27.", "2018-03-27" },
	{ "note", "(Removed 2004-2-6)", "2004-02-06" },
	{ "note", "De-registered 08 June 2001", "2001-06-08" },
	{ "note", "De-registered 8 JUN 2001", "2001-06-08" },
	{ "note", "Previously assigned to NETCONF over BEEP but released by " RFC("9900"), NULL },
	{ "description", "Unassigned (FRP-Released 12/7/00)", "2000-12-07" },
	{ "description", "Decomissioned Port 04/14/00, ms", "2000-04-14" },
	{ "description", "De-Commissioned Port", NULL },
	{ "description", "Removed", NULL },
	{ "description", "Removed 2004-2-6", "2004-02-06" },
	{ "note", "This port was previously removed on 2009-01-15. De-assigned on 2021-04-01.", "2021-04-01" },
	{ "note", "De-assigned on 2021-04-01. This port was previously removed on 2009-01-15.", "2021-04-01" },
	{ "note", "deassigned 2020-02-29", "2020-02-29" },
	{ "note", "De-assigned on 2021-02-29, a day that never was", NULL },
	{ "note", "De-assigned on 13/13/99", NULL },
	{ "note", "Registered on 2020-01-01", NULL },
	{ "note", "De-assigned at the wish of its holder; see the minutes of 2020-01-01", NULL },
	{ "note", "De-assigned", NULL },
};

static struct rt_changes after_note(const char *where, const char *text, struct rt_arena *arena)
{
	bool is_note = rt_str_equal(rt_str_of(where), RT_STR("note"));
	rt_str body = rt_str_format(arena, RECORD(AT("10", "tcp") "%s<%s>%s</%s>"), is_note ? DESC("Reserved") : "",
	                            where, text, where);

	return rt_diff(records_with(NULL, ENTRY("a", "10", "tcp", ""), arena), records_with(NULL, body.data, arena),
	               arena);
}

START_TEST(every_spelling)
{
	const struct row *row = &rows[_i];
	struct rt_arena arena;

	rt_arena_init(&arena);
	struct rt_changes changes = after_note(row->where, row->text, &arena);
	ck_assert_uint_eq(changes.count, 1);
	ck_assert_msg(changes.items[0].kinds & RT_KIND_DEASSIGNED, "%s", row->text);
	assert_text(changes.items[0].effective, row->wanted ? row->wanted : "", row->text);
	rt_arena_release(&arena);
}
END_TEST

/* The note in the block that took the number in counts too. */
START_TEST(note_of_a_block)
{
	struct rt_arena arena;

	rt_arena_init(&arena);
	struct rt_changes changes = rt_diff(
		records_with(NULL, ENTRY("a", "10", "tcp", ""), &arena),
		records_with(NULL, POOL("Reserved", "10-11", "tcp", NOTE("Removed on 2020-01-01")), &arena), &arena);
	assert_text(show_changes(changes, &arena),
	            "deassigned [reserved] 10/tcp a -> effective=2020-01-01 in 10-11/tcp (reserved)\n"
	            "pool -> 10-11/tcp (reserved)\n",
	            "block");
	rt_arena_release(&arena);
}
END_TEST

/* Live services carry such notes too; they are de-assigned when they go, and not on that day. */
START_TEST(note_of_a_live_service)
{
	struct rt_arena arena;

	rt_arena_init(&arena);
	struct rt_changes changes = rt_diff(
		records_with(NULL, ENTRY("a", "10", "tcp", ""), &arena),
		records_with(NULL, ENTRY("a", "10", "tcp", NOTE("This port was previously removed on 2009-01-15.")),
	                     &arena),
		&arena);
	assert_text(show_changes(changes, &arena), "modified [silent] 10/tcp a {notes}\n", "live");
	rt_arena_release(&arena);
}
END_TEST

int main(void)
{
	const struct unit_test tests[] = {
		{ every_spelling, COUNT(rows), 0 },
		{ note_of_a_block, 0, 0 },
		{ note_of_a_live_service, 0, 0 },
		{ NULL, 0, 0 },
	};

	return run_tests("effective", tests);
}
