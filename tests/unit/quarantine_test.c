/* Quarantine: what goes in comes out, for us and for plain git. */
#include "archive_support.h"

#include <regtrail/limits.h>
#include <regtrail/quarantine.h>

#define SHA_A "0aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"
#define SHA_B "0bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb"
#define SHA_C "0ccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccc"
#define SHA_C_TOO "0cccdddddddddddddddddddddddddddddddddddddddddddddddddddddddddddd"

static struct rt_quarantined entry_of(const char *registry, const char *sha256)
{
	return (struct rt_quarantined){ .registry = rt_str_of(registry),
		                        .taken = 1784771580,
		                        .reason = RT_STR("line 3: not well-formed"),
		                        .sha256 = rt_str_of(sha256),
		                        .source = RT_STR("https://example.org/r.xml") };
}

static struct rt_quarantined put(struct rt_archive *archive, const char *registry, const char *sha256,
                                 const char *bytes)
{
	struct rt_error err = { RT_OK, "" };
	struct rt_quarantined entry = entry_of(registry, sha256);
	bool kept;

	ok(rt_archive_quarantine(archive, &entry, rt_str_of(bytes), RT_NO_STR, &arena, &kept, &err));
	ck_assert(kept);
	return entry;
}

static size_t count_of(struct rt_archive *archive, rt_str registry)
{
	struct rt_error err = { RT_OK, "" };
	struct rt_quarantined *list;
	size_t count;

	ok(rt_archive_quarantined(archive, registry, &arena, &list, &count, &err));
	return count;
}

/* ---- bytes come back ---- */

#define BYTES(text) { (text), sizeof(text) - 1 }

static const struct {
	const char *name;
	rt_str bytes, headers;
	const char *reason, *said; /* as it comes back */
} documents[] = {
	{ "plain", BYTES("<registry"), BYTES("HTTP/2 200\r\netag: \"x\"\r\n"), "cut short", "cut short" },
	{ "nothing at all", BYTES(""), { NULL, 0 }, "0 bytes", "0 bytes" },
	{ "absent bytes", { NULL, 0 }, { NULL, 0 }, "0 bytes", "0 bytes" },
	{ "any bytes", BYTES("\0\xff\x1b[2J\r\n\n\n"), BYTES(""), "bytes", "bytes" },
	{ "what reads like a trailer", BYTES("x"), { NULL, 0 }, "bad\n\nSHA-256: 00\n", "bad  SHA-256: 00" },
	{ "not UTF-8", BYTES("x"), { NULL, 0 }, "a \xff b\x7f", "a \xff b" },
	{ "no reason", BYTES("x"), { NULL, 0 }, "", "" },
};

START_TEST(what_goes_in_comes_out)
{
	struct rt_error err = { RT_OK, "" };
	struct rt_archive *archive = open_locked();
	struct rt_quarantined entry = entry_of("r", SHA_A), *list;
	const char *name = documents[_i].name;
	size_t count;
	rt_str bytes;
	bool kept;

	entry.reason = rt_str_of(documents[_i].reason);
	entry.etag = RT_STR("W/\"x\"");
	entry.partial = _i % 2;
	ok(rt_archive_quarantine(archive, &entry, documents[_i].bytes, documents[_i].headers, &arena, &kept, &err));
	must(kept, "%s: kept", name);
	rt_archive_free(archive);
	ck_assert_int_eq(shell("git clone --mirror a.git b.git && git -C b.git fsck --strict --no-dangling"), 0);
	path = rt_str_format(&arena, "%s/b.git", root).data; /* all from a copy, where references are packed */
	archive = open_locked();
	ok(rt_archive_quarantined(archive, RT_STR("r"), &arena, &list, &count, &err));
	ck_assert_uint_eq(count, 1);
	assert_text(list->id, "0aaaaaaaaaaa", name);
	assert_text(list->registry, "r", name);
	assert_text(list->reason, documents[_i].said, name);
	assert_text(list->sha256, SHA_A, name);
	assert_text(list->source, "https://example.org/r.xml", name);
	assert_text(list->etag, "W/\"x\"", name);
	must(!list->last_modified.data, "%s: no date", name);
	ck_assert_int_eq(list->taken, 1784771580);
	ck_assert_uint_eq(list->size, documents[_i].bytes.len);
	must(list->partial == entry.partial, "%s: partial", name);
	must(rt_str_equal(list->commit, entry.commit), "%s: commit", name);
	ok(rt_archive_quarantined_document(archive, list, &arena, &bytes, &err));
	rt_str wanted = documents[_i].bytes.data ? documents[_i].bytes : RT_STR("");
	must(rt_str_equal(bytes, wanted), "%s: bytes", name);
	ok(rt_archive_drop_quarantined(archive, list, &err));
	ck_assert_uint_eq(count_of(archive, RT_NO_STR), 0);
	rt_archive_free(archive);
}
END_TEST

START_TEST(plain_git_reads_it)
{
	struct rt_error err = { RT_OK, "" };
	struct rt_archive *archive = open_locked();
	struct rt_quarantined entry = entry_of("r", SHA_A);
	bool kept;

	entry.partial = true;
	ok(rt_archive_quarantine(archive, &entry, RT_STR("<html>"), RT_STR("h: 1\r\n"), &arena, &kept, &err));
	rt_archive_free(archive);
	ck_assert_int_eq(shell("git -C a.git cat-file blob refs/quarantine/r/0aaaaaaaaaaa:document | grep -x '<html>'"),
	                 0);
	ck_assert_int_eq(shell("git -C a.git cat-file blob refs/quarantine/r/0aaaaaaaaaaa:headers | grep -x 'h: 1.'"),
	                 0);
	ck_assert_int_eq(shell("git -C a.git log -1 --format='%s|%ad|%cd' --date=unix refs/quarantine/r/0aaaaaaaaaaa | "
	                       "grep -Fx 'r refused: line 3: not well-formed|1784771580|1784771580'"),
	                 0);
	ck_assert_int_eq(
		shell("git -C a.git log -1 --format='%(trailers:key=Partial)' refs/quarantine/r/0aaaaaaaaaaa | "
	              "grep -x 'Partial: yes'"),
		0);
}
END_TEST

/* ---- one document, one entry ---- */

START_TEST(the_same_each_night)
{
	struct rt_error err = { RT_OK, "" };
	struct rt_archive *archive = open_locked();
	struct rt_quarantined first = put(archive, "r", SHA_A, "x"), again = entry_of("r", SHA_A), *list;
	size_t count;
	bool kept;

	again.taken += RT_DAY;
	again.reason = RT_STR("another one");
	ok(rt_archive_quarantine(archive, &again, RT_STR("x"), RT_NO_STR, &arena, &kept, &err));
	ck_assert(!kept);
	ck_assert(rt_str_equal(again.commit, first.commit));
	assert_text(again.id, "0aaaaaaaaaaa", "the id of what is there");
	ok(rt_archive_quarantined(archive, RT_NO_STR, &arena, &list, &count, &err));
	ck_assert_uint_eq(count, 1);
	ck_assert_int_eq(list->taken, first.taken);
	rt_archive_free(archive);
}
END_TEST

START_TEST(no_more_than_that)
{
	struct rt_error err = { RT_OK, "" };
	struct rt_archive *archive = open_locked();
	struct rt_quarantined first = put(archive, "r", SHA_A, "x"), one_more = entry_of("r", SHA_B);
	bool kept;

	rt_str fill =
		rt_str_format(&arena,
	                      "for i in $(seq 2 %u); do printf 'create refs/quarantine/r/%%012x %.*s\\n' $i; done | "
	                      "git -C a.git update-ref --stdin",
	                      RT_MAX_QUARANTINE, RT_ARG(first.commit));
	ck_assert_int_eq(shell(fill.data), 0);
	ok(rt_archive_quarantine(archive, &one_more, RT_STR("y"), RT_NO_STR, &arena, &kept, &err));
	ck_assert(!kept);
	ck_assert_ptr_null(one_more.id.data);
	put(archive, "another", SHA_B, "y");
	struct rt_quarantined same = entry_of("r", SHA_A);
	ok(rt_archive_quarantine(archive, &same, RT_STR("x"), RT_NO_STR, &arena, &kept, &err));
	assert_text(same.id, "0aaaaaaaaaaa", "what is there is there still");
	ok(rt_archive_drop_quarantined(archive, &first, &err));
	put(archive, "r", SHA_B, "y");
	rt_archive_free(archive);
}
END_TEST

/* Cut between two characters: the last one that fits ends at 499. */
START_TEST(a_long_reason_is_cut)
{
	struct rt_error err = { RT_OK, "" };
	struct rt_archive *archive = open_locked();
	struct rt_quarantined entry = entry_of("r", SHA_A), *list;
	struct rt_buf reason = RT_BUF_INIT;
	size_t count;
	bool kept;

	rt_buf_add_char(&reason, 'x');
	while (reason.len < 2 * RT_MAX_REASON)
		rt_buf_add_str(&reason, RT_STR("\xc3\xa9"));
	entry.reason = rt_buf_str(&reason);
	ok(rt_archive_quarantine(archive, &entry, RT_STR("x"), RT_NO_STR, &arena, &kept, &err));
	ok(rt_archive_quarantined(archive, RT_NO_STR, &arena, &list, &count, &err));
	ck_assert_uint_eq(list->reason.len, RT_MAX_REASON - 1);
	rt_buf_release(&reason);
	rt_archive_free(archive);
}
END_TEST

/* ---- by name ---- */

static const struct {
	const char *id, *registries, *said; /* for which it is found, or what is said */
} names[] = {
	{ "0aaa", "r", NULL },
	{ "0AAA", "r", NULL },
	{ "0aaaaaaaaaaa", "r", NULL },
	{ "r/0aaa", "r", NULL },
	{ "s/0bbbbbbbbbbb", "s", NULL },
	{ "s/0bbb", "s", NULL },
	{ "0bbb", "r s", NULL },
	{ "0bbbbbbbbbbb", "r s", NULL },
	{ "0ccc", NULL, "more than one document in quarantine is named `0ccc`: give more of it, such as 0ccccccccccc" },
	{ "r/0ccc", "r", NULL },
	{ "0aa", NULL, "give 4 digits" },
	{ "", NULL, "give 4 digits" },
	{ "0aaaaaaaaaaaa", NULL, "nothing in quarantine is named" },
	{ "cccc", NULL, "nothing in quarantine is named `cccc`" },
	{ "t/0aaa", NULL, "nothing in quarantine is named" },
	{ "document", NULL, "give 4 digits" },
};

START_TEST(found_by_name)
{
	struct rt_error err = { RT_OK, "" };
	struct rt_archive *archive = open_locked();
	struct rt_quarantined *found;
	rt_str registries = RT_NO_STR;
	size_t count;

	put(archive, "r", SHA_A, "x");
	put(archive, "s", SHA_B, "y");
	put(archive, "r", SHA_B, "y");
	put(archive, "r", SHA_C, "z");
	put(archive, "s", SHA_C_TOO, "zz");
	enum rt_code code = rt_archive_find_quarantined(archive, rt_str_of(names[_i].id), &arena, &found, &count, &err);
	if (names[_i].registries) {
		assert_ok(code, &err, __LINE__);
		for (size_t i = 0; i < count; i++)
			registries = rt_str_format(&arena, "%.*s%s%.*s", RT_ARG(registries), i ? " " : "",
			                           RT_ARG(found[i].registry));
		assert_text(registries, names[_i].registries, names[_i].id);
	} else {
		assert_fails(code, RT_EINVALID, names[_i].said, &err, __LINE__);
	}
	rt_archive_free(archive);
}
END_TEST

START_TEST(by_registry_then_by_time)
{
	struct rt_error err = { RT_OK, "" };
	struct rt_archive *archive = open_locked();
	struct rt_quarantined later = entry_of("r", SHA_A), *list;
	size_t count;
	bool kept;

	put(archive, "s", SHA_B, "y");
	later.taken++;
	ok(rt_archive_quarantine(archive, &later, RT_STR("x"), RT_NO_STR, &arena, &kept, &err));
	put(archive, "r", SHA_B, "y");
	ok(rt_archive_quarantined(archive, RT_NO_STR, &arena, &list, &count, &err));
	ck_assert_uint_eq(count, 3);
	assert_text(list[0].id, "0bbbbbbbbbbb", "the earlier one");
	assert_text(list[1].id, "0aaaaaaaaaaa", "the later one");
	assert_text(list[2].registry, "s", "the next registry");
	ck_assert_uint_eq(count_of(archive, RT_STR("s")), 1);
	ck_assert_uint_eq(count_of(archive, RT_STR("none")), 0);
	rt_archive_free(archive);
}
END_TEST

START_TEST(cannot_be_a_reference)
{
	struct rt_error err = { RT_OK, "" };
	struct rt_archive *archive = open_locked();
	struct rt_quarantined entry = entry_of("../heads", SHA_A);
	bool kept;

	fails(rt_archive_quarantine(archive, &entry, RT_STR("x"), RT_NO_STR, &arena, &kept, &err), RT_EINVALID,
	      "cannot name a registry");
	ck_assert(!kept);
	rt_archive_free(archive);
}
END_TEST

/* ---- what others put there ---- */

START_TEST(what_is_not_named_so_is_left_alone)
{
	struct rt_archive *archive = open_locked();

	put(archive, "r", SHA_A, "x");
	ck_assert_int_eq(shell("git -C a.git update-ref refs/quarantine/notes refs/quarantine/r/0aaaaaaaaaaa && "
	                       "git -C a.git update-ref refs/quarantine/r/notes refs/quarantine/r/0aaaaaaaaaaa"),
	                 0);
	ck_assert_uint_eq(count_of(archive, RT_NO_STR), 1);
	rt_archive_free(archive);
}
END_TEST

static const char *const damages[] = {
	"git update-ref refs/quarantine/r/0bbbbbbbbbbb refs/quarantine/r/0aaaaaaaaaaa",
	"mkdir -p refs/quarantine/r && echo " SHA_B " | head -c 40 >refs/quarantine/r/0bbbbbbbbbbb",
	"git update-ref refs/quarantine/r/0bbbbbbbbbbb $(echo x | git hash-object -w --stdin)",
};

START_TEST(damaged)
{
	struct rt_error err = { RT_OK, "" };
	struct rt_archive *archive = open_locked();
	struct rt_quarantined *found;
	size_t count;

	put(archive, "r", SHA_A, "x");
	ck_assert_int_eq(shell(rt_str_format(&arena, "cd a.git && %s", damages[_i]).data), 0);
	fails(rt_archive_find_quarantined(archive, RT_STR("0bbb"), &arena, &found, &count, &err), RT_EDAMAGED,
	      "is damaged");
	ok(rt_archive_find_quarantined(archive, RT_STR("0aaa"), &arena, &found, &count, &err));
	rt_archive_free(archive);
}
END_TEST

/* What a killed run leaves: git's lock beside the reference. */
START_TEST(stale_locks_go)
{
	struct rt_archive *archive = open_locked();

	put(archive, "r", SHA_A, "x");
	rt_archive_free(archive);
	ck_assert_int_eq(shell("touch a.git/refs/quarantine/r/0bbbbbbbbbbb.lock"), 0);
	archive = open_locked();
	put(archive, "r", SHA_B, "y");
	rt_archive_free(archive);
	ck_assert_int_eq(shell("test -z \"$(find a.git/refs -name '*.lock')\""), 0);
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("quarantine");
	TCase *tests = new_case(suite, "quarantine");

	tcase_add_loop_test(tests, what_goes_in_comes_out, 0, COUNT(documents));
	tcase_add_test(tests, plain_git_reads_it);
	tcase_add_test(tests, the_same_each_night);
	tcase_add_test(tests, no_more_than_that);
	tcase_add_test(tests, a_long_reason_is_cut);
	tcase_add_loop_test(tests, found_by_name, 0, COUNT(names));
	tcase_add_test(tests, by_registry_then_by_time);
	tcase_add_test(tests, cannot_be_a_reference);
	tcase_add_test(tests, what_is_not_named_so_is_left_alone);
	tcase_add_loop_test(tests, damaged, 0, COUNT(damages));
	tcase_add_test(tests, stale_locks_go);
	return run_suite(suite);
}
