/* The mark that a report is still to be made. */
#include "archive_support.h"

#include <string.h>

static bool is_marked(struct rt_archive *archive, const struct rt_object_id *commit)
{
	struct rt_error err = { RT_OK, "" };
	struct rt_archived last;
	bool found;

	ok(rt_archive_unreported(archive, RT_STR(RT_PORTS), &arena, &last, &found, &err));
	if (found && commit)
		ck_assert(same_id(&last.commit, commit));
	return found;
}

START_TEST(the_first_mark_stays)
{
	struct rt_error err = { RT_OK, "" };
	struct rt_object_id commits[SERIES];
	struct rt_archive *archive = open_series(commits);
	const rt_str registry = RT_STR(RT_PORTS);

	ck_assert(!is_marked(archive, NULL));
	ok(rt_archive_set_unreported(archive, registry, &commits[1], &err));
	ck_assert(is_marked(archive, &commits[1]));
	ok(rt_archive_set_unreported(archive, registry, &commits[3], &err));
	ck_assert(is_marked(archive, &commits[1]));
	ok(rt_archive_set_unreported(archive, registry, NULL, &err));
	ck_assert(!is_marked(archive, NULL));
	ok(rt_archive_set_unreported(archive, registry, NULL, &err));
	rt_archive_free(archive);
}
END_TEST

/* It is a reference like any other: git keeps what it needs, and packs it. */
START_TEST(git_keeps_it)
{
	struct rt_error err = { RT_OK, "" };
	struct rt_object_id commits[SERIES];
	struct rt_archive *archive = open_series(commits);

	ok(rt_archive_set_unreported(archive, RT_STR(RT_PORTS), &commits[0], &err));
	ck_assert_int_eq(shell("git -C a.git pack-refs --all && git -C a.git fsck --strict"), 0);
	ck_assert(is_marked(archive, &commits[0]));
	ok(rt_archive_set_unreported(archive, RT_STR(RT_PORTS), NULL, &err));
	ck_assert(!is_marked(archive, NULL));
	rt_archive_free(archive);
}
END_TEST

/* A git that packs references is in the way: the message says of what file. */
START_TEST(git_is_at_work)
{
	struct rt_error err = { RT_OK, "" };
	struct rt_object_id commits[SERIES];
	struct rt_archive *archive = open_series(commits);

	ok(rt_archive_set_unreported(archive, RT_STR(RT_PORTS), &commits[0], &err));
	ck_assert_int_eq(shell("git -C a.git pack-refs --all && touch a.git/packed-refs.lock"), 0);
	fails(rt_archive_set_unreported(archive, RT_STR(RT_PORTS), NULL, &err), RT_EINVALID,
	      "if none is, remove ");
	ck_assert_ptr_nonnull(strstr(err.message, "/a.git/packed-refs.lock"));
	rt_archive_free(archive);
	archive = open_archive();
	ck_assert(is_marked(archive, &commits[0]));
	rt_archive_free(archive);
}
END_TEST

START_TEST(what_is_no_registry)
{
	struct rt_error err = { RT_OK, "" };
	struct rt_archive *archive = open_locked();
	struct rt_archived last;
	bool found = true;

	fails(rt_archive_set_unreported(archive, RT_STR("../x"), NULL, &err), RT_EINVALID, "`../x`");
	ok(rt_archive_unreported(archive, RT_STR("../x"), &arena, &last, &found, &err));
	ck_assert(!found);
	rt_archive_free(archive);
}
END_TEST

START_TEST(the_newest_alone)
{
	struct rt_error err = { RT_OK, "" };
	struct rt_object_id commits[SERIES];
	struct rt_archive *archive = open_series(commits);
	struct rt_archived newest, latest;
	bool found;

	ok(rt_archive_newest(archive, RT_STR(RT_PORTS), &arena, &newest, &found, &err));
	ck_assert(found);
	ok(rt_archive_find(archive, RT_STR(RT_PORTS), RT_STR("latest"), false, &arena, &latest, &err));
	ck_assert(same_id(&newest.commit, &latest.commit));
	ck_assert(same_id(&newest.tree, &latest.tree));
	ok(rt_archive_newest(archive, RT_STR("none"), &arena, &newest, &found, &err));
	ck_assert(!found);
	rt_archive_free(archive);
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("unreported");
	TCase *tests = new_case(suite, "unreported");

	tcase_add_test(tests, the_first_mark_stays);
	tcase_add_test(tests, git_keeps_it);
	tcase_add_test(tests, git_is_at_work);
	tcase_add_test(tests, what_is_no_registry);
	tcase_add_test(tests, the_newest_alone);
	return run_suite(suite);
}
