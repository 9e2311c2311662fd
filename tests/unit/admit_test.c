/* Out of quarantine into the archive. */
#include "archive_support.h"

#include <regtrail/import.h>
#include <regtrail/source.h>

#define DOCUMENT(date, id)                                                                                \
	"<registry xmlns='http://www.iana.org/assignments' id='" id "'><title>T</title>" date             \
	"<record><value>1</value></record></registry>"
#define UPDATED(date) "<updated>" date "</updated>"

static const struct {
	const char *name, *bytes, *last_modified;
	const char *registry, *date; /* where it is then; NULL: refused */
	size_t rebuilt;
} rows[] = {
	{ "newer", DOCUMENT(UPDATED("2026-07-02"), "r"), NULL, "r", "2026-07-02", 0 },
	{ "older", DOCUMENT(UPDATED("2026-06-02"), "r"), NULL, "r", "2026-06-02", 1 },
	{ "far ahead", DOCUMENT(UPDATED("2099-01-01"), "r"), NULL, "r", "2099-01-01", 0 },
	{ "another registry than was asked for", DOCUMENT(UPDATED("2026-07-02"), "s"), NULL, "s", "2026-07-02", 0 },
	{ "no date: the server's", DOCUMENT("", "r"), "Fri, 03 Jul 2026 12:00:00 GMT", "r", "2026-07-03", 0 },
	{ "no date: when it came", DOCUMENT("", "r"), NULL, "r", "2026-07-23", 0 },
	{ "no document", "<html/>", NULL, NULL, NULL, 0 },
};

static struct rt_quarantined quarantine(struct rt_archive *archive, rt_str bytes, const char *last_modified)
{
	struct rt_error err = { RT_OK, "" };
	struct rt_quarantined entry = { .registry = RT_STR("r"),
		                        .taken = 1784771580, /* 2026-07-23T01:53:00Z */
		                        .reason = RT_STR("not plausible"),
		                        .sha256 = rt_source_sha256(bytes, &arena),
		                        .source = RT_STR("https://example.org/r.xml"),
		                        .etag = RT_STR("\"x\""),
		                        .last_modified = rt_str_of(last_modified) };
	bool kept;

	ok(rt_archive_quarantine(archive, &entry, bytes, RT_NO_STR, &arena, &kept, &err));
	return entry;
}

static size_t count_quarantined(struct rt_archive *archive)
{
	struct rt_error err = { RT_OK, "" };
	struct rt_quarantined *list;
	size_t count;

	ok(rt_archive_quarantined(archive, RT_NO_STR, &arena, &list, &count, &err));
	return count;
}

/* An archive with a snapshot of r, of 2026-07-01. */
static struct rt_archive *open_with_one(void)
{
	struct rt_archive *archive = open_locked();
	rt_str bytes = RT_STR(DOCUMENT(UPDATED("2026-07-01"), "r"));
	struct rt_object_id tree = write_bytes(archive, bytes);
	struct rt_object_id commit = commit_at(archive, NULL, &tree, "2026-07-01", "2026-07-02");

	publish(archive, "r", &commit);
	rt_archive_free(archive);
	return open_locked();
}

START_TEST(admitted)
{
	struct rt_error err = { RT_OK, "" };
	struct rt_archive *archive = open_with_one();
	const char *name = rows[_i].name;
	struct rt_quarantined entry = quarantine(archive, rt_str_of(rows[_i].bytes), rows[_i].last_modified);
	struct rt_import_result result = { .archived = 1 };
	struct rt_archived found;
	enum rt_code code = rt_trail_admit(archive, &entry, entry.taken + RT_DAY, &arena, &result, &err);

	if (!rows[_i].date) {
		assert_fails(code, RT_EREFUSED, "it stays in quarantine: `regtrail import --drop", &err, __LINE__);
		ck_assert_uint_eq(count_quarantined(archive), 1);
		rt_archive_free(archive);
		return;
	}
	assert_ok(code, &err, __LINE__);
	ck_assert_uint_eq(count_quarantined(archive), 0);
	must(result.archived == 2 && result.rebuilt == rows[_i].rebuilt, "%s: counts", name);
	ok(rt_archive_find(archive, rt_str_of(rows[_i].registry), rt_str_of(rows[_i].date), false, &arena, &found,
	                   &err));
	assert_text(found.snapshot.sha256, entry.sha256.data, name);
	assert_text(found.snapshot.source, "https://example.org/r.xml", name);
	assert_text(found.snapshot.etag, "\"x\"", name);
	ck_assert_int_eq(found.snapshot.archived, entry.taken + RT_DAY);
	rt_archive_free(archive);
	ck_assert_int_eq(shell("git -C a.git fsck --strict"), 0);
}
END_TEST

START_TEST(there_already)
{
	struct rt_error err = { RT_OK, "" };
	struct rt_archive *archive = open_with_one();
	rt_str bytes = RT_STR(DOCUMENT(UPDATED("2026-07-02"), "r"));
	struct rt_quarantined entry = quarantine(archive, bytes, NULL);
	struct rt_import_result result = { .archived = 0 };

	ok(rt_trail_admit(archive, &entry, entry.taken, &arena, &result, &err));
	entry = quarantine(archive, bytes, NULL);
	ok(rt_trail_admit(archive, &entry, entry.taken, &arena, &result, &err));
	ck_assert_uint_eq(result.archived, 1);
	ck_assert_uint_eq(result.duplicates, 1);
	ck_assert_uint_eq(count_quarantined(archive), 0);
	rt_archive_free(archive);
}
END_TEST

/* Imported by other means, it has no business in quarantine. */
START_TEST(imported_meanwhile)
{
	struct rt_error err = { RT_OK, "" };
	struct rt_archive *archive = open_with_one();
	rt_str bytes = RT_STR(DOCUMENT(UPDATED("2026-07-02"), "r"));
	rt_str file = rt_str_format(&arena, "%s/x.xml", root);
	struct rt_import import = { .now = 1784771580, .paths = &file, .path_count = 1 };
	struct rt_import_result result;

	quarantine(archive, bytes, NULL);
	quarantine(archive, RT_STR("<html/>"), NULL);
	ck_assert_int_eq(shell(rt_str_format(&arena, "printf %%s \"%.*s\" >x.xml", RT_ARG(bytes)).data), 0);
	ok(rt_trail_import(archive, &import, &result, &err));
	ck_assert_uint_eq(result.archived, 1);
	ck_assert_uint_eq(count_quarantined(archive), 1);
	rt_archive_free(archive);
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("admit");
	TCase *tests = new_case(suite, "admit");

	tcase_add_loop_test(tests, admitted, 0, COUNT(rows));
	tcase_add_test(tests, there_already);
	tcase_add_test(tests, imported_meanwhile);
	return run_suite(suite);
}
