/* Snapshots of an archive: as commits, by name, on branches. */
#include "archive_support.h"

#include <string.h>

/* ---- commits ---- */

static const struct {
	const char *name;
	struct rt_snapshot snapshot;
	const char *source, *etag; /* as they read back, NULL: absent */
} commits[] = {
	{ "all there is",
	  { .date = 1600000000 / RT_DAY * RT_DAY,
	    .archived = 1600000000,
	    .sha256 = { "0123", 4 },
	    .records = 14485,
	    .entries = 12000,
	    .changes = 3,
	    .source = { "https://www.iana.org/x.xml", 26 },
	    .etag = { "W/\"5:a\"", 7 },
	    .last_modified = { "Wed, 22 Oct 2025 12:00:00 GMT", 29 } },
	  "https://www.iana.org/x.xml",
	  "W/\"5:a\"" },
	{ "the first of all", { .archived = 1, .changes = RT_NOT_COUNTED }, NULL, NULL },
	{ "a path with a line end", { .changes = 0, .source = { "a\n\nSHA-256: b", 13 } }, "a  SHA-256: b", NULL },
	{ "white space is no value", { .source = { " ", 1 }, .etag = { "", 0 } }, NULL, NULL },
	{ "before git's time", { .date = -3 * RT_DAY }, NULL, NULL },
};

START_TEST(snapshots_come_back)
{
	struct rt_error err = { RT_OK, "" };
	struct rt_archive *archive = open_locked();
	struct rt_snapshot snapshot = commits[_i].snapshot, *wanted = &snapshot;
	struct rt_object_id tree = write_inside(archive, NULL, A), commit;
	struct rt_archived *list;
	size_t count;

	if (!snapshot.sha256.data) /* every snapshot has one */
		snapshot.sha256 = RT_STR("00");
	ok(rt_archive_write_commit(archive, NULL, &tree, wanted, RT_STR("subject\n\nbody: with a colon\n\n"), &commit,
	                           &err));
	publish(archive, RT_PORTS, &commit);
	ok(rt_archive_snapshots(archive, RT_STR(RT_PORTS), &arena, &list, &count, &err));
	ck_assert_uint_eq(count, 1);
	const struct rt_snapshot *got = &list->snapshot;
	ck_assert(same_id(&list->tree, &tree));
	ck_assert(same_id(&list->commit, &commit));
	ck_assert(rt_str_equal(got->commit, hex(&commit)));
	ck_assert(rt_str_equal(got->registry, RT_STR(RT_PORTS)));
	ck_assert_int_eq(got->date, wanted->date);
	ck_assert_int_eq(got->archived, wanted->archived);
	ck_assert_uint_eq(got->records, wanted->records);
	ck_assert_uint_eq(got->entries, wanted->entries);
	ck_assert_uint_eq(got->changes, wanted->changes);
	ck_assert(rt_str_equal(got->sha256, wanted->sha256));
	ck_assert(rt_str_equal(got->last_modified, wanted->last_modified));
	ck_assert(rt_str_equal(got->source, rt_str_of(commits[_i].source)));
	ck_assert(rt_str_equal(got->etag, rt_str_of(commits[_i].etag)));
	ck_assert_int_eq(shell("git -C a.git fsck --strict --no-dangling"), 0);
	ck_assert_int_eq(
		shell("git -C a.git log -1 --format=%B | git interpret-trailers --parse | grep -x 'Records: .*'"), 0);
	rt_archive_free(archive);
}
END_TEST

/* ---- names ---- */

#define NO_NAME "names no snapshot: give latest, previous, latest~N, first, a date or time such as 2025-10-22"

static const struct {
	const char *name;
	bool by_archived;
	int found;        /* which of the series; -1: none */
	const char *said; /* then */
} names[] = {
	{ "latest", false, 4, NULL },
	{ "previous", false, 3, NULL },
	{ "first", false, 0, NULL },
	{ "latest~0", false, 4, NULL },
	{ "latest~", false, 3, NULL },
	{ "latest~4", false, 0, NULL },
	{ "latest~5", false, -1, "holds 5 from 2020-01-01 to 2021-01-01" },
	{ "latest~999999999", false, -1, "holds 5" },
	{ "latest~1000000000", false, -1, NO_NAME },
	{ "latest~x", false, -1, NO_NAME },
	{ "2020-01-01", false, 0, NULL },
	{ "2020-01-31", false, 0, NULL },
	{ "2020-02-01", false, 2, NULL },
	{ "2020-02", false, 2, NULL },
	{ "2020", false, 3, NULL },
	{ "2020-02-29T23:59:59Z", false, 2, NULL },
	{ "2030-01-01", false, 4, NULL },
	{ "2019-12-31", false, -1, "no snapshot `2019-12-31` of " RT_PORTS ": the archive holds 5" },
	{ "2021-01-01", true, 0, NULL },
	{ "2021-01-01T09:59:59Z", true, -1, "holds 5" },
	{ "2021-01-02", true, 2, NULL },
	{ "2021-01-03", true, 4, NULL },
	{ "2021-01-04", true, 4, NULL },
	{ "2021-01-05", true, 4, NULL }, /* another document came that day, an older one */
	{ "0000", false, -1, "holds 5" },
	{ "abc", false, -1, NO_NAME },
	{ "", false, -1, NO_NAME },
	{ "yesterday", false, -1, NO_NAME },
};

START_TEST(snapshots_by_name)
{
	struct rt_error err = { RT_OK, "" };
	struct rt_object_id ids[SERIES];
	struct rt_archive *archive = open_series(ids);
	struct rt_archived got;

	for (size_t i = 0; i < COUNT(names); i++) { /* one archive for all: making it is most of the work */
		enum rt_code code = rt_archive_find(archive, RT_STR(RT_PORTS), rt_str_of(names[i].name),
		                                    names[i].by_archived, &arena, &got, &err);

		bool is_name = names[i].found >= 0 || strcmp(names[i].said, NO_NAME) != 0;
		must(rt_archive_is_name(rt_str_of(names[i].name)) == is_name, "%s", names[i].name);
		if (names[i].found < 0) {
			fails(code, RT_EINVALID, names[i].said);
		} else {
			must(code == RT_OK, "%s: %s", names[i].name, err.message);
			assert_text(got.snapshot.commit, hex(&ids[names[i].found]).data, names[i].name);
		}
	}
	rt_archive_free(archive);
}
END_TEST

START_TEST(snapshots_by_id)
{
	struct rt_error err = { RT_OK, "" };
	struct rt_object_id ids[SERIES];
	struct rt_archive *archive = open_series(ids);
	struct rt_archived got;

	for (size_t i = 0; i < SERIES; i++) {
		rt_str id = hex(&ids[i]), part = { id.data, 12 };

		ok(rt_archive_find(archive, RT_STR(RT_PORTS), id, false, &arena, &got, &err));
		ck_assert(same_id(&got.commit, &ids[i]));
		ok(rt_archive_find(archive, RT_STR(RT_PORTS), part, true, &arena, &got, &err));
		ck_assert(same_id(&got.commit, &ids[i]));
	}
	rt_archive_free(archive);
}
END_TEST

START_TEST(no_snapshot_yet)
{
	static const char *const any[] = { "latest", "first", "2020-01-01", "abcdef", "nonsense" };
	struct rt_error err = { RT_OK, "" };
	struct rt_archive *archive = open_archive();
	struct rt_archived got, *list;
	rt_str *ids;
	size_t count;

	for (size_t i = 0; i < COUNT(any); i++)
		fails(rt_archive_find(archive, RT_STR("tls-parameters"), rt_str_of(any[i]), false, &arena, &got, &err),
		      RT_EINVALID, "no snapshot of tls-parameters yet");
	ok(rt_archive_snapshots(archive, RT_STR("../x"), &arena, &list, &count, &err));
	ck_assert_uint_eq(count, 0);
	ok(rt_archive_registries(archive, &arena, &ids, &count, &err));
	ck_assert_uint_eq(count, 0);
	rt_archive_free(archive);
}
END_TEST

/* ---- branches ---- */

START_TEST(nothing_happens_before_the_branch_moves)
{
	struct rt_archive *archive = open_locked();
	struct rt_object_id tree = write_inside(archive, NULL, A);
	size_t count;
	struct rt_archived *list;
	struct rt_error err = { RT_OK, "" };

	commit_at(archive, NULL, &tree, "2020-01-01", "2020-01-02");
	ok(rt_archive_flush(archive, &err));
	rt_archive_free(archive);
	archive = open_archive();
	ok(rt_archive_snapshots(archive, RT_STR(RT_PORTS), &arena, &list, &count, &err));
	ck_assert_uint_eq(count, 0);
	rt_archive_free(archive);
}
END_TEST

START_TEST(the_first_branch_is_head)
{
	struct rt_error err = { RT_OK, "" };
	struct rt_archive *archive = open_locked();
	struct rt_object_id tree = write_inside(archive, "r", ROW("1", ""));
	struct rt_object_id commit = commit_at(archive, NULL, &tree, "2020-01-01", "2020-01-02");
	rt_str *ids;
	size_t count;

	publish(archive, "r", &commit);
	tree = write_inside(archive, NULL, A);
	commit = commit_at(archive, NULL, &tree, "2020-01-01", "2020-01-02");
	publish(archive, RT_PORTS, &commit);
	ck_assert_int_eq(shell("test $(git -C a.git symbolic-ref HEAD) = refs/heads/r"), 0);
	ok(rt_archive_registries(archive, &arena, &ids, &count, &err));
	ck_assert_uint_eq(count, 2);
	ck_assert(rt_str_equal(ids[0], RT_STR("r")));
	ck_assert(rt_str_equal(ids[1], RT_STR(RT_PORTS)));
	rt_archive_free(archive);
}
END_TEST

/* Once as it goes on, once rewritten. */
START_TEST(rewritten_history_is_kept)
{
	struct rt_object_id ids[SERIES];
	struct rt_archive *archive = open_series(ids);
	struct rt_object_id tree = write_inside(archive, NULL, A);
	struct rt_object_id next = commit_at(archive, &ids[4], &tree, "2022-01-01", "2022-01-02");

	publish(archive, RT_PORTS, &next);
	ck_assert_int_eq(shell("test -z \"$(git -C a.git for-each-ref refs/replaced)\""), 0);
	struct rt_object_id other = commit_at(archive, &ids[1], &tree, "2022-01-01", "2022-01-02");
	publish(archive, RT_PORTS, &other);
	publish(archive, RT_PORTS, &other);
	const char *kept =
		rt_str_format(&arena,
	                      "test $(git -C a.git for-each-ref --format='%%(objectname)' refs/replaced/%s/) = %s",
	                      RT_PORTS, hex(&next).data)
			.data;
	ck_assert_int_eq(shell(kept), 0);
	ck_assert_int_eq(shell("test $(git -C a.git rev-list --count HEAD) = 3"), 0);
	rt_archive_free(archive);
}
END_TEST

/* Whoever moves a branch behind our back, by git push for one, is not overwritten. */
START_TEST(a_branch_that_moved_meanwhile)
{
	struct rt_error err = { RT_OK, "" };
	struct rt_object_id ids[SERIES];
	struct rt_archive *archive = open_series(ids);
	struct rt_object_id tree = write_inside(archive, NULL, A);
	struct rt_object_id next = commit_at(archive, &ids[4], &tree, "2022-01-01", "2022-01-02");

	ck_assert_int_eq(shell("git -C a.git update-ref refs/heads/" RT_PORTS " HEAD~1"), 0);
	ck_assert_int_eq(shell("git -C a.git update-ref refs/heads/r HEAD"), 0);
	ok(rt_archive_flush(archive, &err));
	fails(rt_archive_set_branch(archive, RT_STR(RT_PORTS), &next, &err), RT_EINVALID, "another program moved");
	fails(rt_archive_set_branch(archive, RT_STR("r"), &next, &err), RT_EINVALID, "another program moved");
	ck_assert_int_eq(shell("test $(git -C a.git rev-list --count HEAD) = 4"), 0);
	rt_archive_free(archive);
}
END_TEST

/* git clone --mirror copies branches, but neither config nor lock. */
START_TEST(a_clone_is_an_archive)
{
	struct rt_error err = { RT_OK, "" };
	struct rt_object_id ids[SERIES];
	struct rt_archived got;

	rt_archive_free(open_series(ids));
	ck_assert_int_eq(shell("git clone --mirror a.git b.git"), 0);
	path = rt_str_format(&arena, "%s/b.git", root).data;
	struct rt_archive *archive = open_locked();
	ok(rt_archive_find(archive, RT_STR(RT_PORTS), RT_STR("latest"), false, &arena, &got, &err));
	ck_assert(same_id(&got.commit, &ids[4]));
	struct rt_object_id tree = write_inside(archive, NULL, ENTRY("d", "7", "tcp", ""));
	struct rt_object_id next = commit_at(archive, &ids[4], &tree, "2022-01-01", "2022-01-02");
	publish(archive, RT_PORTS, &next);
	rt_archive_free(archive);
	ck_assert_int_eq(shell("test $(git -C b.git config regtrail.format) = 1"), 0);
	ck_assert_int_eq(shell("git -C b.git fsck --strict --no-dangling"), 0);
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("snapshot");
	TCase *commit = new_case(suite, "commit");
	TCase *name = new_case(suite, "name");
	TCase *branch = new_case(suite, "branch");

	tcase_add_loop_test(commit, snapshots_come_back, 0, COUNT(commits));
	tcase_add_test(name, snapshots_by_name);
	tcase_add_test(name, snapshots_by_id);
	tcase_add_test(name, no_snapshot_yet);
	tcase_add_test(branch, nothing_happens_before_the_branch_moves);
	tcase_add_test(branch, the_first_branch_is_head);
	tcase_add_test(branch, rewritten_history_is_kept);
	tcase_add_test(branch, a_branch_that_moved_meanwhile);
	tcase_add_test(branch, a_clone_is_an_archive);
	return run_suite(suite);
}
