/* The index of a history as a file: what was written is read back, and nothing else is believed. */
#include "support.h"

#include "../../lib/trail/history.h"

#include <string.h>

static struct rt_arena arena;
static struct point points[3];
static struct row rows[3];
static const struct key keys[] = {
	{ .path = { "entries/ports/000xx/1", 21 },
	  .name = { "a", 1 },
	  .protocol = { "tcp", 3 },
	  .ports = { 1, 1 },
	  .flags = KEY_ENTRY | KEY_PORT | KEY_ASSIGNED },
	{ .ports = { RT_NO_PORT, RT_NO_PORT } },
};
static struct history_index small_index;

/* Two snapshots: one entry that was there, then a change of it and one of the head. */
static void setup(void)
{
	rt_arena_init(&arena);
	rows[0] = (struct row){ .after = 1 };
	rows[1] = (struct row){ RT_KIND_MODIFIED, RT_LABEL_SILENT, 1, 1 };
	rows[2] = (struct row){ RT_KIND_REGISTRY, 0, 2, 2 };
	points[0] = (struct point){ .commit = { { 1, 2, 3 } }, .date = -5, .archived = 1700000000, .first_row = 0 };
	points[1] = (struct point){ .tree = { { 255 } }, .date = 86400, .archived = RT_NO_TIME, .first_row = 1 };
	points[2] = (struct point){ .first_row = 3 };
	small_index = (struct history_index){ .points = points, .count = 2, .rows = rows, .row_count = 3 };
	struct key_table *table = key_table_new(&small_index, &arena);
	for (size_t i = 0; i < COUNT(keys); i++)
		ck_assert_uint_eq(key_table_put(table, &keys[i]), i + 1);
}

static void teardown(void)
{
	rt_arena_release(&arena);
}

static rt_str written(void)
{
	struct rt_buf bytes = RT_BUF_INIT;

	index_write(&small_index, RT_STR(RT_PORTS), &bytes);
	rt_str copy = rt_str_copy(&arena, rt_buf_str(&bytes));
	rt_buf_release(&bytes);
	return copy;
}

static bool is_read(rt_str bytes, rt_str registry, struct history_index *out)
{
	return index_read(rt_arena_copy(&arena, bytes.data, bytes.len), bytes.len, registry, out);
}

static bool is_believed(rt_str bytes)
{
	struct history_index index;

	return is_read(bytes, RT_STR(RT_PORTS), &index);
}

START_TEST(what_is_written_is_read)
{
	struct history_index index;

	setup();
	ck_assert(is_read(written(), RT_STR(RT_PORTS), &index));
	ck_assert_uint_eq(index.count, 2);
	for (size_t i = 0; i < 2; i++) {
		ck_assert_mem_eq(index.points[i].commit.bytes, points[i].commit.bytes, sizeof points[i].commit.bytes);
		ck_assert_mem_eq(index.points[i].tree.bytes, points[i].tree.bytes, sizeof points[i].tree.bytes);
		ck_assert(index.points[i].date == points[i].date && index.points[i].archived == points[i].archived);
		ck_assert_uint_eq(index.points[i].first_row, points[i].first_row);
	}
	ck_assert_uint_eq(index.points[2].first_row, 3);
	ck_assert_uint_eq(index.row_count, 3);
	for (size_t i = 0; i < 3; i++)
		ck_assert(index.rows[i].kinds == rows[i].kinds && index.rows[i].labels == rows[i].labels &&
		          index.rows[i].before == rows[i].before && index.rows[i].after == rows[i].after);
	ck_assert_uint_eq(index.key_count, 2);
	for (uint32_t i = 0; i < 2; i++) {
		struct key key = key_at(&index, i + 1);

		ck_assert(key_is_same_entry(&key, &keys[i]) && rt_str_equal(key.path, keys[i].path));
		ck_assert((key.path.data == NULL) == (keys[i].path.data == NULL));
	}
	teardown();
}
END_TEST

START_TEST(nothing_cut_short_is_believed)
{
	setup();
	rt_str bytes = written();
	for (size_t len = 0; len < bytes.len; len++)
		must(!is_believed((rt_str){ bytes.data, len }), "cut to %zu bytes", len);
	teardown();
}
END_TEST

START_TEST(no_flipped_bit_is_believed)
{
	setup();
	rt_str bytes = written();
	char *data = rt_arena_copy(&arena, bytes.data, bytes.len);
	for (size_t bit = 0; bit < bytes.len * 8; bit++) {
		data[bit / 8] = (char)(data[bit / 8] ^ 1 << bit % 8);
		must(!is_believed((rt_str){ data, bytes.len }), "bit %zu flipped", bit);
		data[bit / 8] = (char)(data[bit / 8] ^ 1 << bit % 8);
	}
	ck_assert(is_believed((rt_str){ data, bytes.len }));
	teardown();
}
END_TEST

START_TEST(that_of_another_registry_is_not_believed)
{
	struct history_index index;

	setup();
	ck_assert(!is_read(written(), RT_STR("protocol-numbers"), &index));
	ck_assert_uint_eq(index.count, 0);
	teardown();
}
END_TEST

/* Keys that are the same are one; so are their strings. */
START_TEST(keys_are_kept_once)
{
	setup();
	struct key key = keys[0];
	size_t texts = small_index.text_len;
	struct key_table *table = key_table_new(&small_index, &arena);
	ck_assert_uint_eq(key_table_put(table, &keys[1]), 2);
	ck_assert_uint_eq(key_table_put(table, &key), 1);
	key.name = key.protocol;
	ck_assert_uint_eq(key_table_put(table, &key), 3);
	ck_assert_uint_eq(small_index.text_len, texts);
	key.name = RT_STR("");
	ck_assert_uint_eq(key_table_put(table, &key), 4);
	key.name = RT_NO_STR;
	ck_assert_uint_eq(key_table_put(table, &key), 5);
	ck_assert_uint_eq(small_index.text_len, texts + 4);
	for (unsigned i = 0; i < 5000; i++) { /* its tables grow */
		key.name = rt_str_format(&arena, "%u", i);
		ck_assert_uint_eq(key_table_put(table, &key), 6 + i);
	}
	key.name = RT_STR("4711");
	ck_assert_uint_eq(key_table_put(key_table_new(&small_index, &arena), &key), 6 + 4711);
	teardown();
}
END_TEST

/* The sum is right, what it is of is not. */
static void bad_before(void) { rows[1].before = 3; }
static void bad_after(void) { rows[2].after = UINT32_MAX; }
static void empty_row(void) { rows[0].after = 0; }
static void bad_kinds(void) { rows[1].kinds = RT_KINDS_ALL + 1; }
static void rows_run_back(void) { points[0].first_row = 2; points[1].first_row = 1; }
static void rows_beyond(void) { points[1].first_row = 4; }
static void first_row_late(void) { points[0].first_row = 1; }
static void rows_without_end(void)
{
	points[2].first_row = 2;
}
static void bad_flags(void)
{
	small_index.keys[1].flags = KEY_FLAGS + 1;
}
static void no_path(void)
{
	small_index.keys[0].path = 0;
}
static void bad_port(void)
{
	small_index.keys[0].last = -2;
}
static void name_beyond(void)
{
	small_index.keys[0].name = (uint32_t)small_index.text_len;
}
static void path_that_wraps(void)
{
	small_index.keys[0].path = UINT32_MAX - 1;
}
static void text_beyond(void)
{
	small_index.texts[INDEX_NO_TEXT] = 127;
}
static void text_before_the_first(void)
{
	uint32_t all = (uint32_t)small_index.text_len - INDEX_NO_TEXT;

	memcpy(small_index.texts, &all, sizeof all);
}
static void text_that_is_cut(void)
{
	small_index.text_len -= 2;
}

static const struct {
	const char *name;
	void (*spoil)(void);
} spoiled[] = {
	{ "before is no key", bad_before },
	{ "after is no key", bad_after },
	{ "a row of nothing", empty_row },
	{ "no such kind", bad_kinds },
	{ "rows run back", rows_run_back },
	{ "more rows than there are", rows_beyond },
	{ "rows of no snapshot", first_row_late },
	{ "no such flag", bad_flags },
	{ "an entry without a path", no_path },
	{ "no such port", bad_port },
	{ "more rows behind the last", rows_without_end },
	{ "a name behind the texts", name_beyond },
	{ "a path whose end wraps", path_that_wraps },
	{ "a text that is too long", text_beyond },
	{ "a text that is cut", text_that_is_cut },
	{ "a text where the empty one lies", text_before_the_first },
};

START_TEST(no_contradiction_is_believed)
{
	setup();
	ck_assert(is_believed(written()));
	spoiled[_i].spoil();
	ck_assert_msg(!is_believed(written()), "%s", spoiled[_i].name);
	teardown();
}
END_TEST

int main(void)
{
	const struct unit_test tests[] = {
		{ what_is_written_is_read, 0, 0 },
		{ nothing_cut_short_is_believed, 0, 0 },
		{ no_flipped_bit_is_believed, 0, 0 },
		{ that_of_another_registry_is_not_believed, 0, 0 },
		{ keys_are_kept_once, 0, 0 },
		{ no_contradiction_is_believed, COUNT(spoiled), 0 },
		{ NULL, 0, 0 },
	};

	return run_tests("history_index", tests);
}
