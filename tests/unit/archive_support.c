#include "archive_support.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

struct rt_arena arena;
char root[4096];
const char *path; /* of the archive */

static void setup(void)
{
	const char *tmp = getenv("TMPDIR");

	rt_arena_init(&arena);
	snprintf(root, sizeof root, "%s/regtrail-archive-XXXXXX", tmp ? tmp : "/tmp");
	ck_assert_ptr_nonnull(mkdtemp(root));
	path = rt_str_format(&arena, "%s/a.git", root).data;
}

/* The exit status of a shell command in the test's directory. */
int shell(const char *command)
{
	return system(rt_str_format(&arena, "cd '%s' && { %s; } >/dev/null 2>&1", root, command).data);
}

static void teardown(void)
{
	ck_assert_int_eq(shell("chmod -R u+w . && rm -rf \"$PWD\""), 0);
	rt_arena_release(&arena);
}

void assert_ok(enum rt_code code, const struct rt_error *err, int line)
{
	must(code == RT_OK, "line %d: %s", line, err->message);
}

void assert_fails(enum rt_code is, enum rt_code code, const char *part, const struct rt_error *err, int line)
{
	must(is == code, "line %d: code %d: %s", line, is, is ? err->message : "no error");
	must(strstr(err->message, part) != NULL, "line %d: \"%s\" does not say \"%s\"", line, err->message, part);
}

/* ---- archives and snapshots in short ---- */

struct rt_archive *open_archive(void)
{
	struct rt_error err = { RT_OK, "" };
	struct rt_archive *archive;
	bool created;

	ok(rt_archive_init(path, &created, &err));
	ok(rt_archive_open(path, &archive, &err));
	return archive;
}

struct rt_archive *open_locked(void)
{
	struct rt_error err = { RT_OK, "" };
	struct rt_archive *archive = open_archive();

	ok(rt_archive_lock(archive, 0, &err));
	return archive;
}

struct rt_object_id write_bytes(struct rt_archive *archive, rt_str bytes)
{
	struct rt_error err = { RT_OK, "" };
	struct rt_object_id tree;

	ok(rt_archive_write_tree(archive, bytes, records_of_bytes(bytes, &arena), &tree, &err));
	return tree;
}

struct rt_object_id write_inside(struct rt_archive *archive, const char *id, const char *inside)
{
	return write_bytes(archive, document_with(id, inside, &arena));
}

static rt_time day(const char *text)
{
	rt_time time;

	ck_assert(rt_time_parse(rt_str_of(text), &time, NULL));
	return time;
}

/* A snapshot that has nothing but its times, on PARENT. */
struct rt_object_id commit_at(struct rt_archive *archive, const struct rt_object_id *parent,
                              const struct rt_object_id *tree, const char *date, const char *archived)
{
	struct rt_error err = { RT_OK, "" };
	struct rt_snapshot snapshot = {
		.date = day(date), .archived = day(archived), .sha256 = RT_STR("00"), .changes = RT_NOT_COUNTED
	};
	struct rt_object_id commit;

	ok(rt_archive_write_commit(archive, parent, tree, &snapshot, RT_STR("a subject\n"), &commit, &err));
	return commit;
}

void publish(struct rt_archive *archive, const char *registry, const struct rt_object_id *commit)
{
	struct rt_error err = { RT_OK, "" };

	ok(rt_archive_flush(archive, &err));
	ok(rt_archive_set_branch(archive, rt_str_of(registry), commit, &err));
}

static const char *const series[SERIES][2] = {
	{ "2020-01-01", "2021-01-01T10:00:00Z" }, { "2020-02-01", "2021-01-05T10:00:00Z" },
	{ "2020-02-01", "2021-01-02T10:00:00Z" }, { "2020-03-01", "2021-01-03T10:00:00Z" },
	{ "2021-01-01", "2021-01-03T10:00:00Z" },
};

struct rt_archive *open_series(struct rt_object_id commits[SERIES])
{
	struct rt_archive *archive = open_locked();
	const char *const inside[] = { A, A B, A C, B C, A B C };

	for (size_t i = 0; i < SERIES; i++) {
		struct rt_object_id tree = write_inside(archive, NULL, inside[i]);

		commits[i] = commit_at(archive, i ? &commits[i - 1] : NULL, &tree, series[i][0], series[i][1]);
	}
	publish(archive, RT_PORTS, &commits[SERIES - 1]);
	return archive;
}

rt_str hex(const struct rt_object_id *id)
{
	char text[RT_OBJECT_ID_TEXT];

	return rt_str_copy(&arena, rt_str_of(rt_object_id_text(id, text)));
}

bool same_id(const struct rt_object_id *a, const struct rt_object_id *b)
{
	return memcmp(a->bytes, b->bytes, sizeof a->bytes) == 0;
}

static int in_order(const void *a, const void *b)
{
	return rt_record_compare(a, b);
}

/* The same records, in whatever order. */
void assert_same_records(struct rt_records got, struct rt_records wanted, const char *name)
{
	must(got.count == wanted.count, "%s: %zu records, not %zu", name, got.count, wanted.count);
	qsort(got.items, got.count, sizeof *got.items, in_order);
	qsort(wanted.items, wanted.count, sizeof *wanted.items, in_order);
	for (size_t i = 0; i < got.count; i++)
		must(rt_record_equal(&got.items[i], &wanted.items[i]), "%s: record %zu:\n%s\nnot\n%s", name, i,
		     show_record(&got.items[i], &arena).data, show_record(&wanted.items[i], &arena).data);
}

/* ---- running ---- */

TCase *new_case(Suite *suite, const char *name)
{
	TCase *tests = tcase_create(name);

	tcase_add_checked_fixture(tests, setup, teardown);
	tcase_set_timeout(tests, 120); /* seconds: under valgrind the real data take their time */
	suite_add_tcase(suite, tests);
	return tests;
}
