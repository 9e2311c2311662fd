/* What a server is asked with, as it is kept beside the archive. */
#include "archive_support.h"

#include "../../lib/trail/validators.h"

#include <stdio.h>
#include <sys/stat.h>

#define URL       RT_STR("https://example.org/ports.xml")
#define FILE_NAME "a.git/regtrail.index/" RT_PORTS "+validators"

static struct rt_snapshot newest_of(struct rt_archive *archive)
{
	struct rt_error err = { RT_OK, "" };
	struct rt_archived newest;
	bool found;

	ok(rt_archive_newest(archive, RT_STR(RT_PORTS), &arena, &newest, &found, &err));
	ck_assert(found);
	return newest.snapshot;
}

static ino_t inode_of(const char *name)
{
	struct stat st;
	rt_str file = rt_str_format(&arena, "%s/%s", root, name);

	ck_assert_int_eq(stat(file.data, &st), 0);
	return st.st_ino;
}

static const struct row {
	const char *name, *etag, *last_modified; /* NULL: the server sends none */
} rows[] = {
	{ "both", "\"a\"", "Mon, 01 Jan 2024 00:00:00 GMT" },
	{ "no ETag", NULL, "Mon, 01 Jan 2024 00:00:00 GMT" },
	{ "no Last-Modified", "W/\"a\"", NULL },
};

/* What is there already is not written again each night, which a new file would show. */
START_TEST(kept_once)
{
	const struct row *row = &rows[_i];
	struct rt_object_id commits[SERIES];
	struct rt_archive *archive = open_series(commits);
	const struct rt_snapshot newest = newest_of(archive);
	const struct rt_source_document got = { .etag = rt_str_of(row->etag),
		                                .last_modified = rt_str_of(row->last_modified) };

	validators_keep(archive, &newest, URL, &got, &arena);
	ino_t inode = inode_of(FILE_NAME);
	struct validators found = validators_find(archive, &newest, URL, &arena);
	ck_assert_msg(rt_str_equal(found.etag, got.etag), "%s: ETag", row->name);
	ck_assert_msg(rt_str_equal(found.last_modified, got.last_modified), "%s: Last-Modified", row->name);
	validators_keep(archive, &newest, URL, &got, &arena);
	ck_assert_msg(inode_of(FILE_NAME) == inode, "%s: written again", row->name);
	rt_archive_free(archive);
}
END_TEST

static void write_file(rt_str bytes)
{
	FILE *file = fopen(rt_str_format(&arena, "%s/%s", root, FILE_NAME).data, "w");

	ck_assert(file && fwrite(bytes.data, 1, bytes.len, file) == bytes.len && fclose(file) == 0);
}

/* With BYTES in the file the server is asked without validators, and what it then answers is kept. */
static void check_damaged(struct rt_archive *archive, const struct rt_snapshot *newest, rt_str bytes)
{
	const struct rt_source_document got = { .etag = RT_STR("\"b\""),
		                                .last_modified = RT_STR("Tue, 02 Jan 2024 00:00:00 GMT") };

	write_file(bytes);
	struct validators found = validators_find(archive, newest, URL, &arena);
	must(!found.etag.data && !found.last_modified.data, "believed: %.*s", RT_ARG(bytes));
	validators_keep(archive, newest, URL, &got, &arena);
	found = validators_find(archive, newest, URL, &arena);
	must(rt_str_equal(found.etag, got.etag) && rt_str_equal(found.last_modified, got.last_modified),
	     "not mended: %.*s", RT_ARG(bytes));
}

START_TEST(damaged)
{
	static const char *const behind[] = { "\n", "\n\n", "x", "x\n" };
	struct rt_object_id commits[SERIES];
	struct rt_archive *archive = open_series(commits);
	struct rt_snapshot newest = newest_of(archive);
	const struct rt_source_document got = { .etag = RT_STR("\"a\""),
		                                .last_modified = RT_STR("Mon, 01 Jan 2024 00:00:00 GMT") };

	newest.sha256 = RT_STR("156064f24ee4425ea608157c563b74b3f37669fa7229ff6cf3167f190129f6d3");
	validators_keep(archive, &newest, URL, &got, &arena);
	rt_str whole = rt_archive_derived(archive, RT_DERIVED_VALIDATORS, RT_STR(RT_PORTS), &arena);
	ck_assert_uint_gt(whole.len, 100);
	for (size_t cut = 0; cut < whole.len; cut++) {
		check_damaged(archive, &newest, (rt_str){ whole.data, cut });
		check_damaged(archive, &newest, (rt_str){ whole.data + cut + 1, whole.len - cut - 1 });
	}
	for (size_t i = 0; i < COUNT(behind); i++)
		check_damaged(archive, &newest, rt_str_format(&arena, "%.*s%s", RT_ARG(whole), behind[i]));
	rt_archive_free(archive);
}
END_TEST

/* What the snapshot itself was served with stands. */
START_TEST(damaged_beside_the_snapshot)
{
	struct rt_object_id commits[SERIES];
	struct rt_archive *archive = open_series(commits);
	struct rt_snapshot newest = newest_of(archive);
	const struct rt_source_document got = { .etag = RT_STR("\"b\"") };

	newest.source = URL;
	newest.etag = RT_STR("\"a\"");
	validators_keep(archive, &newest, URL, &got, &arena);
	ck_assert(rt_str_equal(validators_find(archive, &newest, URL, &arena).etag, got.etag));
	write_file(RT_STR("nonsense\n"));
	ck_assert(rt_str_equal(validators_find(archive, &newest, URL, &arena).etag, newest.etag));
	rt_archive_free(archive);
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("validators");
	TCase *tests = new_case(suite, "validators");

	tcase_add_loop_test(tests, kept_once, 0, COUNT(rows));
	tcase_add_test(tests, damaged);
	tcase_add_test(tests, damaged_beside_the_snapshot);
	return run_suite(suite);
}
