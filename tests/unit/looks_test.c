/* The record of looks: what was written is read again, in git's eyes too, whatever the clock and the lines do. */
#include "archive_support.h"

#include <regtrail/limits.h>
#include <regtrail/look.h>

#include <string.h>

static rt_time at(const char *text)
{
	rt_time time;

	ck_assert_msg(rt_time_parse(rt_str_of(text), &time, NULL), "%s", text);
	return time;
}

/* ---- outcomes and reasons ---- */

START_TEST(outcomes)
{
	static const char *const names[] = { "new", "unchanged", "same", "stale", "refused", "unreachable" };
	enum rt_outcome outcome;

	for (unsigned i = 0; i < RT_OUTCOMES; i++) {
		ck_assert_str_eq(rt_outcome_name((enum rt_outcome)i), names[i]);
		ck_assert(rt_outcome_parse(rt_str_of(names[i]), &outcome));
		ck_assert_uint_eq(outcome, i);
		ck_assert(rt_outcome_is_good(outcome) == (i < 3));
	}
	ck_assert(!rt_outcome_parse(RT_STR("newer"), &outcome));
	ck_assert(!rt_outcome_parse(RT_NO_STR, &outcome));
}
END_TEST

#define TEN "aaaaaaaaaa"
#define FIFTY TEN TEN TEN TEN TEN

static const struct reason_row {
	const char *text, *wanted; /* NULL: absent */
} reason_rows[] = {
	{ NULL, NULL },
	{ "", NULL },
	{ " \n", NULL },
	{ "no answer", "no answer" },
	{ "a\tb\nc\r\x1b[2Jd\x7f", "a b c  [2Jd" },
	{ "a" "\xc2\x9b" "2J", "a 2J" },
	{ "Z\xc3\xbcrich \xff\xfe.", "Z\xc3\xbcrich ??." },
	{ "\xc3", "?" },
	{ FIFTY FIFTY FIFTY FIFTY FIFTY FIFTY FIFTY FIFTY FIFTY TEN TEN TEN TEN "123456789\xc3\xbc",
	  FIFTY FIFTY FIFTY FIFTY FIFTY FIFTY FIFTY FIFTY FIFTY TEN TEN TEN TEN "123456789" },
};

START_TEST(reasons)
{
	const struct reason_row *row = &reason_rows[_i];
	rt_str reason = rt_look_reason(rt_str_of(row->text), &arena);

	must(rt_str_equal(reason, rt_str_of(row->wanted)), "`%s`: `%.*s`", row->text ? row->text : "", RT_ARG(reason));
	must(rt_str_equal(rt_look_reason(reason, &arena), reason), "`%s` twice", row->text ? row->text : "");
	ck_assert_uint_le(reason.len, RT_MAX_REASON);
}
END_TEST

/* ---- written and read ---- */

static void add(struct rt_archive *archive, const char *time, enum rt_outcome outcome, const char *registry)
{
	struct rt_error err = { RT_OK, "" };
	struct rt_look look = { .time = at(time), .outcome = outcome, .registry = rt_str_of(registry) };

	ok(rt_archive_add_looks(archive, &look, 1, &err));
}

/* All looks at REGISTRY (NULL: at all) since SINCE (NULL: ever), one a line. */
static const char *looks_of(struct rt_archive *archive, const char *registry, const char *since)
{
	struct rt_error err = { RT_OK, "" };
	struct rt_buf text = RT_BUF_INIT;
	struct rt_looks looks;
	char time[RT_TIME_TEXT];

	ok(rt_archive_looks(archive, rt_str_of(registry), since ? at(since) : RT_NO_TIME, &arena, &looks, &err));
	for (size_t i = 0; i < looks.count; i++) {
		const struct rt_look *look = &looks.items[i];

		rt_buf_printf(&text, "%s %s %.*s%s%s%.*s\n", rt_time_text(look->time, time),
		              rt_outcome_name(look->outcome), RT_ARG(look->registry), look->told ? " told" : "",
		              look->reason.data ? ": " : "", RT_ARG(look->reason));
	}
	rt_str copy = rt_str_copy(&arena, text.len ? rt_buf_str(&text) : RT_STR(""));
	rt_buf_release(&text);
	return copy.data;
}

static const struct rt_look run[] = {
	{ 1600000000, RT_SAW_UNCHANGED, { "b", 1 }, false, { NULL, 0 } },
	{ 1600000000, RT_SAW_NEW, { "a", 1 }, true, { NULL, 0 } },
	{ 1600000000, RT_SAW_UNCHANGED, { "c", 1 }, false, { NULL, 0 } },
	{ 1600000000, RT_SAW_UNREACHABLE, { "d", 1 }, true, { "no\nanswer", 9 } },
	{ 1600000000, RT_SAW_STALE, { "e", 1 }, false, { "older", 5 } },
};

START_TEST(a_run_comes_back)
{
	struct rt_error err = { RT_OK, "" };
	struct rt_archive *archive = open_locked();

	ck_assert_str_eq(looks_of(archive, NULL, NULL), "");
	ok(rt_archive_add_looks(archive, run, COUNT(run), &err));
	ck_assert_str_eq(looks_of(archive, NULL, NULL), "2020-09-13T12:26:40Z unchanged b\n"
	                                                "2020-09-13T12:26:40Z unchanged c\n"
	                                                "2020-09-13T12:26:40Z new a told\n"
	                                                "2020-09-13T12:26:40Z unreachable d told: no answer\n"
	                                                "2020-09-13T12:26:40Z stale e: older\n");
	ck_assert_str_eq(looks_of(archive, "c", NULL), "2020-09-13T12:26:40Z unchanged c\n");
	ck_assert_str_eq(looks_of(archive, "z", NULL), "");
	rt_archive_free(archive);
}
END_TEST

START_TEST(git_reads_it)
{
	struct rt_error err = { RT_OK, "" };
	struct rt_archive *archive = open_locked();

	ok(rt_archive_add_looks(archive, run, COUNT(run), &err));
	add(archive, "2020-09-14T01:53:00Z", RT_SAW_SAME, "a");
	add(archive, "2020-10-01T01:53:00Z", RT_SAW_UNCHANGED, "a");
	rt_archive_free(archive);
	ck_assert_int_eq(shell("git -C a.git log --format='%s %aI %cI' refs/looks/all >log && printf '%s\n' "
	                       "'2020-10-01: 1 unchanged 2020-10-01T01:53:00+00:00 2020-10-01T01:53:00+00:00' "
	                       "'2020-09-14: 1 same 2020-09-14T01:53:00+00:00 2020-09-14T01:53:00+00:00' "
	                       "'2020-09-13: 1 new, 2 unchanged, 1 stale, 1 unreachable "
	                       "2020-09-13T12:26:40+00:00 2020-09-13T12:26:40+00:00' | cmp - log"),
	                 0);
	ck_assert_int_eq(shell("git -C a.git show refs/looks/all:2020-09 >file && printf '%b' "
	                       "'2020-09-13T12:26:40Z\\tunchanged\\tb c\\n' '2020-09-13T12:26:40Z\\tnew\\ta\\ttold\\n' "
	                       "'2020-09-13T12:26:40Z\\tunreachable\\td\\ttold\\tno answer\\n' "
	                       "'2020-09-13T12:26:40Z\\tstale\\te\\t-\\tolder\\n' '2020-09-14T01:53:00Z\\tsame\\ta\\n' "
	                       "| cmp - file"),
	                 0);
	ck_assert_int_eq(shell("git -C a.git fsck --strict && test -z \"$(git -C a.git fsck --unreachable)\""), 0);
}
END_TEST

START_TEST(only_from_the_month_on)
{
	struct rt_archive *archive = open_locked();

	add(archive, "2020-09-13T12:00:00Z", RT_SAW_SAME, "a");
	add(archive, "2020-10-01T12:00:00Z", RT_SAW_SAME, "a");
	add(archive, "2020-10-05T12:00:00Z", RT_SAW_SAME, "a");
	ck_assert_str_eq(looks_of(archive, "a", "2020-10-04"), "2020-10-01T12:00:00Z same a\n"
	                                                       "2020-10-05T12:00:00Z same a\n");
	ck_assert_str_eq(looks_of(archive, "a", "2020-11-04"), "");
	rt_archive_free(archive);
}
END_TEST

START_TEST(a_clock_that_is_set_back)
{
	struct rt_archive *archive = open_locked();

	add(archive, "2020-10-05T12:00:00Z", RT_SAW_SAME, "a");
	add(archive, "2020-09-13T12:00:00Z", RT_SAW_NEW, "a");
	add(archive, "2020-10-01T12:00:00Z", RT_SAW_STALE, "a");
	add(archive, "2020-10-01T12:00:00Z", RT_SAW_SAME, "a");
	add(archive, "1969-12-31T12:00:00Z", RT_SAW_SAME, "a");
	ck_assert_str_eq(looks_of(archive, "a", NULL), "1969-12-31T12:00:00Z same a\n2020-09-13T12:00:00Z new a\n"
	                                               "2020-10-01T12:00:00Z stale a\n2020-10-01T12:00:00Z same a\n"
	                                               "2020-10-05T12:00:00Z same a\n");
	rt_archive_free(archive);
	ck_assert_int_eq(shell("git -C a.git fsck --strict"), 0);
}
END_TEST

START_TEST(a_mirror_has_it_and_goes_on)
{
	struct rt_archive *archive = open_locked();

	add(archive, "2020-09-13T12:00:00Z", RT_SAW_SAME, "a");
	rt_archive_free(archive);
	ck_assert_int_eq(shell("git clone --mirror a.git b.git"), 0);
	path = rt_str_format(&arena, "%s/b.git", root).data;
	archive = open_locked();
	add(archive, "2020-09-14T12:00:00Z", RT_SAW_SAME, "a");
	ck_assert_str_eq(looks_of(archive, "a", NULL), "2020-09-13T12:00:00Z same a\n2020-09-14T12:00:00Z same a\n");
	rt_archive_free(archive);
	ck_assert_int_eq(shell("git -C b.git push ../a.git refs/looks/all:refs/looks/all"), 0);
}
END_TEST

/* ---- what cannot be recorded ---- */

START_TEST(impossible_looks)
{
	struct rt_error err = { RT_OK, "" };
	struct rt_archive *archive = open_locked();
	struct rt_look nameless = { .time = 0, .outcome = RT_SAW_SAME, .registry = RT_STR("a b") };
	struct rt_look timeless = { .time = at("9999-12-31") + RT_DAY, .registry = RT_STR("a") };

	fails(rt_archive_add_looks(archive, &nameless, 1, &err), RT_EINVALID, "`a b`");
	fails(rt_archive_add_looks(archive, &timeless, 1, &err), RT_EINVALID, "set the clock");
	ok(rt_archive_add_looks(archive, NULL, 0, &err));
	rt_archive_free(archive);
	ck_assert_int_ne(shell("git -C a.git rev-parse refs/looks/all"), 0);
}
END_TEST

/* ---- damage, and what others put there ---- */

/* Put on refs/looks/all a tree that is TREE to `git mktree`, where BLOB stands for a file that holds CONTENT. */
static int put(const char *content, const char *tree)
{
	return shell(rt_str_format(&arena,
	                           "export GIT_DIR=a.git && BLOB=$(printf '%s' | git hash-object -w --stdin) && "
	                           "DIR=$(printf \"100644 blob $BLOB\\tx\\n\" | git mktree) && "
	                           "TREE=$(printf \"%s\" | git mktree --missing) && git update-ref refs/looks/all "
	                           "$(git -c user.name=a -c user.email=a@b commit-tree -m x $TREE)",
	                           content, tree)
	                     .data);
}

static const struct line_row {
	const char *line;
	bool good;
} line_rows[] = {
	{ "2020-09-13T12:00:00Z\\tsame\\ta", true },
	{ "2020-09-13T12:00:00Z\\tsame\\ta\\ttold", true },
	{ "2020-09-13T12:00:00Z\\tstale\\ta\\t-\\tbecause\\tof tabs", true },
	{ "2020-09-13T12:00:00Z\\tsame\\ta b", true },
	{ "", false },
	{ "soon\\tsame\\ta", false },
	{ "2020-09-13T12:00:00Z", false },
	{ "2020-09-13T12:00:00Z\\tsame", false },
	{ "2020-09-13T12:00:00Z\\tsame\\t", false },
	{ "2020-09-13T12:00:00Z\\tsame\\ta  b", false },
	{ "2020-09-13T12:00:00Z\\tseen\\ta", false },
	{ "2020-09-13T12:00:00Z\\tsame\\ta/b", false },
	{ "2020-09-13T12:00:00Z\\tsame\\ta\\tTOLD", false },
};

START_TEST(lines_by_hand)
{
	const struct line_row *row = &line_rows[_i];
	struct rt_error err = { RT_OK, "" };
	struct rt_archive *archive = open_locked();
	const char *content =
		rt_str_format(&arena, "2020-09-12T12:00:00Z\\tsame\\tb\\n%s\\n", row->line).data;
	struct rt_looks looks;

	ck_assert_int_eq(put(content, "100644 blob $BLOB\\t2020-09\\n"), 0);
	if (row->good)
		ok(rt_archive_looks(archive, RT_NO_STR, RT_NO_TIME, &arena, &looks, &err));
	else
		fails(rt_archive_looks(archive, RT_NO_STR, RT_NO_TIME, &arena, &looks, &err), RT_EDAMAGED,
		      "line 2 of 2020-09 in refs/looks/all");
	ck_assert_uint_eq(looks.count > 1, row->good);
	add(archive, "2020-09-14T12:00:00Z", RT_SAW_SAME, "a"); /* that goes on */
	ck_assert_int_eq(shell("git -C a.git show refs/looks/all:2020-09 | tail -1 | grep 2020-09-14"), 0);
	rt_archive_free(archive);
}
END_TEST

START_TEST(what_others_put_there_stays)
{
	struct rt_archive *archive = open_locked();

	ck_assert_int_eq(put("2020-09-12T12:00:00Z\\tsame\\ta",
	                     "040000 tree $DIR\\t2020\\n100644 blob $BLOB\\t2020-09\\n040000 tree $DIR\\t2020-1\\n"
	                     "100644 blob $BLOB\\tREADME\\n"),
	                 0);
	add(archive, "2020-09-14T12:00:00Z", RT_SAW_SAME, "a");
	add(archive, "2020-10-14T12:00:00Z", RT_SAW_SAME, "a");
	ck_assert_str_eq(looks_of(archive, "a", NULL), "2020-09-12T12:00:00Z same a\n2020-09-14T12:00:00Z same a\n"
	                                               "2020-10-14T12:00:00Z same a\n");
	rt_archive_free(archive);
	ck_assert_int_eq(shell("git -C a.git fsck --strict"), 0);
	ck_assert_int_eq(shell("test $(git -C a.git ls-tree --name-only refs/looks/all | wc -l) = 5"), 0);
}
END_TEST

START_TEST(a_file_that_is_gone)
{
	struct rt_error err = { RT_OK, "" };
	struct rt_archive *archive = open_locked();
	struct rt_look look = { .time = at("2020-09-14"), .outcome = RT_SAW_SAME, .registry = RT_STR("a") };
	struct rt_looks looks;

	ck_assert_int_eq(put("x", "100644 blob 1234567890123456789012345678901234567890\\t2020-09\\n"), 0);
	fails(rt_archive_looks(archive, RT_STR("a"), RT_NO_TIME, &arena, &looks, &err), RT_EDAMAGED, "1234567890");
	fails(rt_archive_add_looks(archive, &look, 1, &err), RT_EDAMAGED, "1234567890");
	look.time = at("2020-10-14");
	ok(rt_archive_add_looks(archive, &look, 1, &err)); /* another month has another file */
	ok(rt_archive_looks(archive, RT_STR("a"), look.time, &arena, &looks, &err));
	ck_assert_uint_eq(looks.count, 1);
	rt_archive_free(archive);
}
END_TEST

START_TEST(a_reference_that_leads_elsewhere)
{
	struct rt_error err = { RT_OK, "" };
	struct rt_archive *archive = open_locked();
	struct rt_looks looks;

	ck_assert_int_eq(
		shell("git -C a.git update-ref refs/looks/all $(echo x | git -C a.git hash-object -w --stdin)"), 0);
	fails(rt_archive_looks(archive, RT_STR("a"), RT_NO_TIME, &arena, &looks, &err), RT_EDAMAGED, "refs/looks/all");
	rt_archive_free(archive);
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("looks");
	TCase *words = new_case(suite, "words");
	TCase *record = new_case(suite, "record");
	TCase *damage = new_case(suite, "damage");

	tcase_add_test(words, outcomes);
	tcase_add_loop_test(words, reasons, 0, COUNT(reason_rows));
	tcase_add_test(record, a_run_comes_back);
	tcase_add_test(record, git_reads_it);
	tcase_add_test(record, only_from_the_month_on);
	tcase_add_test(record, a_clock_that_is_set_back);
	tcase_add_test(record, a_mirror_has_it_and_goes_on);
	tcase_add_test(record, impossible_looks);
	tcase_add_loop_test(damage, lines_by_hand, 0, COUNT(line_rows));
	tcase_add_test(damage, what_others_put_there_stays);
	tcase_add_test(damage, a_file_that_is_gone);
	tcase_add_test(damage, a_reference_that_leads_elsewhere);
	return run_suite(suite);
}
