/* Files, directories, gzip and the URLs that need no server; tests/net has those that do. */
#include "run.h"

#include <regtrail/limits.h>
#include <regtrail/source.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

/* "hello registry\n" as gzip -9n makes it. */
#define HELLO   "hello registry\n"
#define GZ_HEAD "\x1f\x8b\x08\x00\x00\x00\x00\x00\x02\x03"
#define GZ_DATA "\xcb\x48\xcd\xc9\xc9\x57\x28\x4a\x4d\xcf\x2c\x2e\x29\xaa\xe4\x02\x00"
#define GZ_CRC  "\xfb\x1b\xbc\x53"
#define GZ_SIZE "\x0f\x00\x00\x00"
#define GZ      GZ_HEAD GZ_DATA GZ_CRC GZ_SIZE

/* 100,000 times the letter a: 133 bytes that become more than are inflated at a time. */
#define MANY   100000
#define ZERO26 "\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0"
#define GZ_MANY                                                                                       \
	GZ_HEAD "\xed\xc1\x31\x01\0\0\0\xc2\xa0\xac\xeb\x5f\xc2\x1a\x1e\x40\x01" ZERO26 ZERO26 ZERO26 \
		"\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\xaf\x06\x87\xfa\xe2\x1b\xa0\x86\x01\0"

/* ---- a directory for each test ---- */

static struct rt_arena arena;
static struct rt_error err;
static char root[32];
static rt_str made[128]; /* paths below ROOT, to be removed newest first */
static size_t made_count;

static void setup(void)
{
	rt_arena_init(&arena);
	strcpy(root, "/tmp/regtrail-source-XXXXXX");
	ck_assert_ptr_nonnull(mkdtemp(root));
}

static void teardown(void)
{
	while (made_count)
		ck_assert_int_eq(remove(made[--made_count].data), 0);
	ck_assert_int_eq(rmdir(root), 0);
	rt_arena_release(&arena);
}

static const char *path_of(const char *name)
{
	return rt_str_format(&arena, "%s/%s", root, name).data;
}

static const char *new_path(const char *name)
{
	ck_assert_uint_lt(made_count, COUNT(made));
	made[made_count] = rt_str_of(path_of(name));
	return made[made_count++].data;
}

static const char *make_file(const char *name, const char *data, size_t len)
{
	const char *path = new_path(name);
	FILE *file = fopen(path, "w");

	ck_assert_ptr_nonnull(file);
	ck_assert_uint_eq(fwrite(data, 1, len, file), len);
	ck_assert_int_eq(fclose(file), 0);
	return path;
}

/* A file of SIZE zeros that takes no room. */
static const char *make_sparse(const char *name, off_t size)
{
	const char *path = make_file(name, "", 0);

	ck_assert_int_eq(truncate(path, size), 0);
	return path;
}

static void make_directory(const char *name)
{
	ck_assert_int_eq(mkdir(new_path(name), 0700), 0);
}

static void assert_message(const char *name, const char *part)
{
	ck_assert_msg(strstr(err.message, part), "%s: no \"%s\" in \"%s\"", name, part, err.message);
}

/* ---- what is in a file ---- */

struct content_row {
	const char *name;
	rt_str bytes;
	const char *document; /* NULL: refused */
	const char *message;
};
static const struct content_row content_rows[] = {
	{ "plain", { HELLO, 15 }, HELLO, NULL },
	{ "empty", { "", 0 }, "", NULL },
	{ "first magic byte only", { "\x1f", 1 }, "\x1f", NULL },
	{ "first magic byte, then text", { "\x1f<a>", 4 }, "\x1f<a>", NULL },
	{ "gzip", { GZ, sizeof GZ - 1 }, HELLO, NULL },
	{ "two members", { GZ GZ, sizeof GZ GZ - 1 }, HELLO HELLO, NULL },
	{ "zeros behind", { GZ "\0\0\0", sizeof GZ + 2 }, HELLO, NULL },
	{ "garbage behind", { GZ "garbage", sizeof GZ + 6 }, HELLO, NULL },
	{ "first magic byte behind", { GZ "\x1f", sizeof GZ }, HELLO, NULL },
	{ "half a magic, garbage, a member behind", { GZ "\x1fx" GZ, sizeof GZ GZ + 1 }, HELLO, NULL },
	{ "magic alone", { GZ, 2 }, NULL, "ends in the middle" },
	{ "header alone", { GZ, 10 }, NULL, "ends in the middle" },
	{ "cut in the data", { GZ, 20 }, NULL, "ends in the middle" },
	{ "no trailer", { GZ, 27 }, NULL, "ends in the middle" },
	{ "one byte short", { GZ, sizeof GZ - 2 }, NULL, "ends in the middle" },
	{ "second member cut", { GZ GZ, sizeof GZ + 12 }, NULL, "ends in the middle" },
	{ "other method", { "\x1f\x8b\x07\0", 4 }, NULL, "unknown compression method" },
	{ "wrong checksum", { GZ_HEAD GZ_DATA "\0\0\0\0" GZ_SIZE, sizeof GZ - 1 }, NULL, "incorrect data check" },
	{ "wrong length", { GZ_HEAD GZ_DATA GZ_CRC "\0\0\0\0", sizeof GZ - 1 }, NULL, "incorrect length check" },
	{ "no deflate", { GZ_HEAD "\xff\xff\xff\xff", 14 }, NULL, "broken gzip" },
};

START_TEST(test_content)
{
	const struct content_row *row = &content_rows[_i];
	const char *path = make_file("document", row->bytes.data, row->bytes.len);
	struct rt_source_document got;

	enum rt_code code = rt_source_file(path, &arena, &got, &err);
	if (!row->document) {
		ck_assert_msg(code == RT_EREFUSED, "%s: %d", row->name, code);
		assert_message(row->name, row->message);
		assert_message(row->name, path);
		return;
	}
	ck_assert_msg(code == RT_OK, "%s: %s", row->name, err.message);
	ck_assert_msg(rt_str_equal(got.bytes, rt_str_of(row->document)), "%s: %.*s", row->name, RT_ARG(got.bytes));
	ck_assert_str_eq(got.source.data, path);
	ck_assert(!got.etag.data && !got.last_modified.data && !got.not_modified);
}
END_TEST

START_TEST(test_nul_is_kept)
{
	struct rt_source_document got;

	ck_assert_int_eq(rt_source_file(make_file("a.xml", "<a>\0</a>", 8), &arena, &got, &err), RT_OK);
	ck_assert(rt_str_equal(got.bytes, (rt_str){ "<a>\0</a>", 8 }));
}
END_TEST

START_TEST(test_much_in_little)
{
	struct rt_source_document got;

	ck_assert_int_eq(rt_source_file(make_file("many.gz", GZ_MANY, sizeof GZ_MANY - 1), &arena, &got, &err), RT_OK);
	ck_assert_uint_eq(got.bytes.len, MANY);
	for (size_t i = 0; i < MANY; i++)
		ck_assert_int_eq(got.bytes.data[i], 'a');
}
END_TEST

/* ---- what is no file ---- */

START_TEST(test_missing)
{
	struct rt_source_document got;

	ck_assert_int_eq(rt_source_file(path_of("none.xml"), &arena, &got, &err), RT_EINVALID);
	assert_message("missing", "none.xml: cannot be read: No such file or directory");
	ck_assert_int_eq(rt_source_file(root, &arena, &got, NULL), RT_EINVALID);
	ck_assert_int_eq(rt_source_file(root, &arena, &got, &err), RT_EINVALID);
	assert_message("directory", "cannot be read: Is a directory");
}
END_TEST

START_TEST(test_unreadable)
{
	struct rt_source_document got;
	const char *path = make_file("secret.xml", HELLO, 15);

	if (geteuid() == 0) {
		fprintf(stderr, "skip: unreadable file: root can read everything\n");
		return;
	}
	ck_assert_int_eq(chmod(path, 0), 0);
	ck_assert_int_eq(rt_source_file(path, &arena, &got, &err), RT_EINVALID);
	assert_message("unreadable", "Permission denied");
}
END_TEST

START_TEST(test_pipe)
{
	struct rt_source_document got;
	int ends[2];

	ck_assert_int_eq(pipe(ends), 0);
	ck_assert_int_eq(write(ends[1], HELLO, 15), 15);
	close(ends[1]);
	const char *path = rt_str_format(&arena, "/dev/fd/%d", ends[0]).data;
	ck_assert_int_eq(rt_source_file(path, &arena, &got, &err), RT_OK);
	close(ends[0]);
	ck_assert(rt_str_equal(got.bytes, RT_STR(HELLO)));
}
END_TEST

/* ---- limits ---- */

/* Of this process so far, in KiB. */
static long peak_memory(void)
{
	struct rusage usage;

	ck_assert_int_eq(getrusage(RUSAGE_SELF, &usage), 0);
	return usage.ru_maxrss;
}

START_TEST(test_large_file)
{
	struct rt_source_document got;
	long before = peak_memory();

	ck_assert_int_eq(rt_source_file(make_sparse("large.xml", (off_t)200 << 20), &arena, &got, &err), RT_EREFUSED);
	assert_message("200 MiB", "large.xml: larger than 64 MiB");
	ck_assert_int_lt(peak_memory() - before, 8L << 10); /* it was not read to find that out */
	ck_assert_int_eq(rt_source_file(make_sparse("a.xml", RT_MAX_DOCUMENT + 1), &arena, &got, &err), RT_EREFUSED);
	ck_assert_int_eq(rt_source_file(make_sparse("b.xml", RT_MAX_DOCUMENT), &arena, &got, &err), RT_OK);
	ck_assert_uint_eq(got.bytes.len, RT_MAX_DOCUMENT);
}
END_TEST

START_TEST(test_endless_device)
{
	struct rt_source_document got;

	ck_assert_int_eq(rt_source_file("/dev/zero", &arena, &got, &err), RT_EREFUSED);
	assert_message("endless", "/dev/zero: larger than 64 MiB");
}
END_TEST

struct limit_row {
	const char *name;
	rt_str bytes;
	size_t limit;
	enum rt_code code;
};
static const struct limit_row limit_rows[] = {
	{ "plain, at the limit", { HELLO, 15 }, 15, RT_OK },
	{ "plain, above", { HELLO, 15 }, 14, RT_EREFUSED },
	{ "inflated, at the limit", { GZ_MANY, sizeof GZ_MANY - 1 }, MANY, RT_OK },
	{ "inflated, one above", { GZ_MANY, sizeof GZ_MANY - 1 }, MANY - 1, RT_EREFUSED },
	{ "inflated, far above", { GZ_MANY, sizeof GZ_MANY - 1 }, 200, RT_EREFUSED },
};

START_TEST(test_limit)
{
	const struct limit_row *row = &limit_rows[_i];
	const char *path = make_file("document", row->bytes.data, row->bytes.len);
	struct rt_http_request request = { .url = rt_str_format(&arena, "file://%s", path).data,
		                           .max_bytes = row->limit };
	struct rt_source_document got;

	enum rt_code code = rt_source_http(NULL, &request, &arena, &got, &err);
	ck_assert_msg(code == row->code, "%s: %d", row->name, code);
	if (code)
		assert_message(row->name, rt_str_format(&arena, "larger than %zu bytes", row->limit).data);
}
END_TEST

/* ---- URLs ---- */

struct url_row {
	const char *name, *before, *after; /* the URL, without ROOT between them */
	enum rt_code code;
	const char *message; /* or, if the code is RT_OK, the document */
};
static const struct url_row url_rows[] = {
	{ "file", "file://", "/a.xml", RT_OK, "plain name" },
	{ "one slash", "file:", "/a.xml", RT_OK, "plain name" },
	{ "localhost", "file://localhost", "/a.xml", RT_OK, "plain name" },
	{ "letter case", "FILE://LocalHost", "/a.xml", RT_OK, "plain name" },
	{ "percent-encoded", "file://", "/%61%2exml", RT_OK, "plain name" },
	{ "space and percent", "file://", "/b%20%25c.xml", RT_OK, "odd name" },
	{ "missing", "file://", "/none.xml", RT_EUNREACHABLE,
	  "/none.xml: cannot be read: No such file or directory: check the URL" },
	{ "directory", "file://", "", RT_EUNREACHABLE, "cannot be read: Is a directory: check the URL" },
	{ "other host", "file://example.com", "/a.xml", RT_EINVALID, "names no file here" },
	{ "relative", "file:.", "/a.xml", RT_EINVALID, "names no file here" },
	{ "no hex", "file://", "/%zz", RT_EINVALID, "no escape" },
	{ "half an escape", "file://", "/%6", RT_EINVALID, "no escape" },
	{ "escaped NUL", "file://", "/a.xml%00b", RT_EINVALID, "no escape" },
	{ "no scheme", "", "/a.xml", RT_EINVALID, "no URL that can be fetched" },
	{ "other scheme", "ftp://localhost", "/a.xml", RT_EINVALID, "no URL that can be fetched" },
	{ "no host", "https:///", "", RT_EINVALID, "check the URL" },
	{ "space in the host", "https://a b", "", RT_EINVALID, "check the URL" },
	{ "line break", "https://localhost\r\nX: y", "", RT_EINVALID, "check the URL" },
	{ "password", "https://me:secret@localhost", "", RT_EINVALID, "leave it out" },
	{ "password, other scheme", "ftp://me:secret@localhost", "", RT_EINVALID, "leave it out" },
};

START_TEST(test_url)
{
	const struct url_row *row = &url_rows[_i];
	struct rt_source_document got;

	make_file("a.xml", "plain name", 10);
	make_file("b %c.xml", "odd name", 8);
	const char *url = rt_str_format(&arena, "%s%s%s", row->before, root, row->after).data;
	struct rt_http_request request = { .url = url };
	enum rt_code code = rt_source_http(NULL, &request, &arena, &got, &err);
	ck_assert_msg(code == row->code, "%s: %d %s", row->name, code, err.message);
	if (code) {
		assert_message(row->name, row->message);
		ck_assert_ptr_null(strstr(err.message, "secret"));
		return;
	}
	ck_assert(rt_str_equal(got.bytes, rt_str_of(row->message)));
	ck_assert_str_eq(got.source.data, url);
}
END_TEST

START_TEST(test_user_agent)
{
	struct rt_http_request request = { .url = "http://localhost/", .user_agent = "me\r\nX-Mine: yes" };
	struct rt_source_document got;

	ck_assert_int_eq(rt_source_http(NULL, &request, &arena, &got, &err), RT_EINVALID);
	assert_message("line break", "User-Agent");
}
END_TEST

/* ---- directories ---- */

static void assert_listed(const char *directory, const char *const *names, size_t count)
{
	rt_str *paths;
	size_t found;

	ck_assert_int_eq(rt_source_directory(directory, &arena, &paths, &found, &err), RT_OK);
	for (size_t i = 0; i < found && i < count; i++)
		ck_assert_str_eq(paths[i].data, path_of(names[i]));
	ck_assert_uint_eq(found, count);
}

START_TEST(test_documents_at_any_depth)
{
	static const char *const names[] = { "a.xml.gz", "b.xml", "sub/c.xml", "sub/deeper/d.xml", "z.xml" };

	make_directory("sub");
	make_directory("sub/deeper");
	make_file("z.xml", "", 0);
	make_file("b.xml", "", 0);
	make_file("sub/deeper/d.xml", "", 0);
	make_file("a.xml.gz", "", 0);
	make_file("sub/c.xml", "", 0);
	assert_listed(root, names, COUNT(names));
	assert_listed(path_of(""), names, COUNT(names)); /* with a slash at the end */
}
END_TEST

START_TEST(test_other_names)
{
	make_directory(".git");
	make_directory("directory.xml");
	make_file(".git/a.xml", "", 0);
	make_file(".hidden.xml", "", 0);
	make_file(".xml", "", 0);
	make_file("a.xml.bak", "", 0);
	make_file("a.gz", "", 0);
	make_file("axml", "", 0);
	ck_assert_int_eq(mkfifo(new_path("pipe.xml"), 0600), 0);
	assert_listed(root, NULL, 0);
}
END_TEST

START_TEST(test_links)
{
	static const char *const names[] = { "a.xml", "dangling.xml", "to-file.xml" };

	make_file("a.xml", "", 0);
	ck_assert_int_eq(symlink("a.xml", new_path("to-file.xml")), 0);
	ck_assert_int_eq(symlink("nowhere", new_path("dangling.xml")), 0);
	ck_assert_int_eq(symlink(".", new_path("loop")), 0);
	ck_assert_int_eq(symlink(".", new_path("loop.xml")), 0);
	assert_listed(root, names, COUNT(names));
}
END_TEST

START_TEST(test_many_files)
{
	static char names[100][16]; /* more than the list holds at first */
	const char *sorted[COUNT(names)];

	for (size_t i = 0; i < COUNT(names); i++) {
		snprintf(names[i], sizeof names[i], "%02zu.xml", i);
		sorted[i] = names[i];
	}
	for (size_t i = 0; i < COUNT(names); i++)
		make_file(names[i * 7 % COUNT(names)], "", 0); /* every name once, in no order */
	assert_listed(root, sorted, COUNT(names));
}
END_TEST

START_TEST(test_no_directory)
{
	rt_str *paths;
	size_t count;

	ck_assert_int_eq(rt_source_directory(path_of("none"), &arena, &paths, &count, &err), RT_EINVALID);
	assert_message("missing", "none: cannot be listed: No such file or directory");
	ck_assert_int_eq(rt_source_directory(make_file("a.xml", "", 0), &arena, &paths, &count, &err), RT_EINVALID);
	assert_message("a file", "cannot be listed: Not a directory");
}
END_TEST

static TCase *new_case(Suite *suite, const char *name)
{
	TCase *tests = tcase_create(name);

	tcase_add_checked_fixture(tests, setup, teardown);
	suite_add_tcase(suite, tests);
	return tests;
}

int main(void)
{
	Suite *suite = suite_create("source");
	TCase *files = new_case(suite, "file"), *urls = new_case(suite, "url");
	TCase *directories = new_case(suite, "directory");

	tcase_add_loop_test(files, test_content, 0, COUNT(content_rows));
	tcase_add_test(files, test_nul_is_kept);
	tcase_add_test(files, test_much_in_little);
	tcase_add_test(files, test_missing);
	tcase_add_test(files, test_unreadable);
	tcase_add_test(files, test_pipe);
	tcase_add_test(files, test_large_file);
	tcase_add_test(files, test_endless_device);
	tcase_add_loop_test(files, test_limit, 0, COUNT(limit_rows));
	tcase_add_loop_test(urls, test_url, 0, COUNT(url_rows));
	tcase_add_test(urls, test_user_agent);
	tcase_add_test(directories, test_documents_at_any_depth);
	tcase_add_test(directories, test_other_names);
	tcase_add_test(directories, test_links);
	tcase_add_test(directories, test_many_files);
	tcase_add_test(directories, test_no_directory);
	return run_suite(suite);
}
