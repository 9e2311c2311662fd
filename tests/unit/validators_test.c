/* What a server is asked with, as it is kept beside the archive. */
#include "archive_support.h"

#include "../../lib/trail/validators.h"

#include <sys/stat.h>

#define URL  RT_STR("https://example.org/ports.xml")
#define FILE "a.git/regtrail.index/" RT_PORTS "+validators"

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
	ino_t inode = inode_of(FILE);
	struct validators found = validators_find(archive, &newest, URL, &arena);
	ck_assert_msg(rt_str_equal(found.etag, got.etag), "%s: ETag", row->name);
	ck_assert_msg(rt_str_equal(found.last_modified, got.last_modified), "%s: Last-Modified", row->name);
	validators_keep(archive, &newest, URL, &got, &arena);
	ck_assert_msg(inode_of(FILE) == inode, "%s: written again", row->name);
	rt_archive_free(archive);
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("validators");
	TCase *tests = new_case(suite, "validators");

	tcase_add_loop_test(tests, kept_once, 0, COUNT(rows));
	return run_suite(suite);
}
