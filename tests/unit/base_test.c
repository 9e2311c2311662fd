/* Strings, dates, arenas, buffers, errors, libraries. */
#include "support.h"

#include "../../lib/base/library.h"

#include <regtrail/arena.h>
#include <regtrail/date.h>

#include <stdlib.h>
#include <string.h>

/* ---- strings ---- */

START_TEST(absent_is_not_empty)
{
	ck_assert(rt_str_equal(RT_NO_STR, RT_NO_STR));
	ck_assert(!rt_str_equal(RT_NO_STR, RT_STR("")));
	ck_assert(!rt_str_equal_nocase(RT_NO_STR, RT_STR("")));
	ck_assert(rt_str_compare(RT_NO_STR, RT_STR("")) < 0);
	ck_assert(rt_str_compare_nocase(RT_STR(""), RT_NO_STR) > 0);
	ck_assert(!rt_str_of(NULL).data);
}
END_TEST

START_TEST(hexadecimal)
{
	ck_assert(rt_str_is_hex(RT_STR("0")));
	ck_assert(rt_str_is_hex(RT_STR("019aAfF")));
	ck_assert(!rt_str_is_hex(RT_STR("")));
	ck_assert(!rt_str_is_hex(RT_NO_STR));
	ck_assert(!rt_str_is_hex(RT_STR("12g")));
	ck_assert(!rt_str_is_hex(RT_STR("1\0")));
}
END_TEST

struct order_row {
	const char *a, *b;
	int order, nocase; /* -1, 0, 1 */
};

static const struct order_row order_rows[] = {
	{ "a", "a", 0, 0 },        { "a", "b", -1, -1 }, { "a", "ab", -1, -1 }, { "", "a", -1, -1 },
	{ "B", "a", -1, 1 },       { "A", "a", -1, 0 },  { "a_", "aB", 1, -1 }, { "[", "a", -1, -1 },
	{ "\xc3\xa9", "z", 1, 1 }, { "", "", 0, 0 },
};

static int sign(int order)
{
	return (order > 0) - (order < 0);
}

START_TEST(string_order)
{
	const struct order_row *row = &order_rows[_i];
	rt_str a = rt_str_of(row->a), b = rt_str_of(row->b);

	ck_assert_int_eq(sign(rt_str_compare(a, b)), row->order);
	ck_assert_int_eq(sign(rt_str_compare(b, a)), -row->order);
	ck_assert_int_eq(sign(rt_str_compare_nocase(a, b)), row->nocase);
	ck_assert_int_eq(sign(rt_str_compare_nocase(b, a)), -row->nocase);
	ck_assert(rt_str_equal(a, b) == (row->order == 0));
	ck_assert(rt_str_equal_nocase(a, b) == (row->nocase == 0));
}
END_TEST

struct text_row {
	const char *in, *wanted;
};

static const struct text_row trim_rows[] = {
	{ "", "" },
	{ "a", "a" },
	{ " \t\r\n\v\f", "" },
	{ " a b ", "a b" },
	{ NBSP "a" NBSP, "a" },
	{ EM_SPACE "a" EM_SPACE " ", "a" },
	{ "\xc2\x85 a" WIDE_SPACE, "a" },
	{ "\xe2\x80\xa8 a\xe2\x80\xa9", "a" }, /* U+2028, U+2029 */
	{ ZERO_WIDTH "a", ZERO_WIDTH "a" },
	{ "\xc3\xa0", "\xc3\xa0" },
	{ "a\xa0", "a\xa0" }, /* the second byte of U+00A0 alone is none */
};

START_TEST(trim)
{
	assert_text(rt_str_trim(rt_str_of(trim_rows[_i].in)), trim_rows[_i].wanted, trim_rows[_i].in);
}
END_TEST

START_TEST(split)
{
	rt_str rest = RT_STR("a,,b,"), part;

	ck_assert(rt_str_split(&rest, ',', &part));
	assert_text(part, "a", "first");
	ck_assert(rt_str_split(&rest, ',', &part));
	assert_text(part, "", "second");
	ck_assert(rt_str_split(&rest, ',', &part));
	assert_text(part, "b", "third");
	ck_assert(rt_str_split(&rest, ',', &part));
	ck_assert(part.data && !part.len); /* what is behind the last separator */
	ck_assert(!rt_str_split(&rest, ',', &part));
	rest = RT_STR("");
	ck_assert(rt_str_split(&rest, ',', &part) && part.data && !part.len);
	ck_assert(!rt_str_split(&rest, ',', &part));
}
END_TEST

START_TEST(parts)
{
	ck_assert(rt_str_starts_with(RT_STR("abc"), RT_STR("ab")) && rt_str_starts_with(RT_STR("abc"), RT_STR("")));
	ck_assert(!rt_str_starts_with(RT_STR("ab"), RT_STR("abc")) && !rt_str_starts_with(RT_STR("abc"), RT_STR("b")));
	ck_assert(rt_str_contains(RT_STR("abc"), RT_STR("bc")) && rt_str_contains(RT_STR(""), RT_STR("")));
	ck_assert(!rt_str_contains(RT_STR("abc"), RT_STR("cd")) && !rt_str_contains(RT_STR(""), RT_STR("a")));
	ck_assert(rt_str_contains(RT_NO_STR, RT_STR("")) && !rt_str_contains(RT_NO_STR, RT_STR("a")));
}
END_TEST

struct utf8_row {
	const char *bytes;
	size_t length, columns; /* of the first character; of the whole */
};

static const struct utf8_row utf8_rows[] = {
	{ "", 0, 0 },
	{ "a", 1, 1 },
	{ "\x7f", 1, 1 },
	{ "\xc2\x80", 2, 1 },
	{ "\xc3\xa9x", 2, 2 },
	{ "\xe2\x82\xac", 3, 1 },
	{ "\xe6\x97\xa5", 3, 2 }, /* a wide one */
	{ "e\xcc\x81", 1, 1 },    /* a combining accent */
	{ "\xf0\x9f\x98\x80", 4, 2 },
	{ "\xee\x80\x80", 3, 1 },
	{ "\xf4\x8f\xbf\xbf", 4, 1 },
	{ "\xf4\x90\x80\x80", 0, 4 }, /* above U+10FFFF */
	{ "\xc0\xaf", 0, 2 },         /* overlong */
	{ "\xe0\x80\xaf", 0, 3 },
	{ "\xf0\x80\x80\xaf", 0, 4 },
	{ "\xed\xa0\x80", 0, 3 }, /* surrogate */
	{ "\x80", 0, 1 },
	{ "\xff", 0, 1 },
	{ "\xe2\x82", 0, 2 }, /* cut short */
	{ "\xc3x", 0, 2 },
};

START_TEST(utf8)
{
	const struct utf8_row *row = &utf8_rows[_i];

	ck_assert_uint_eq(rt_utf8_length(rt_str_of(row->bytes)), row->length);
	ck_assert_uint_eq(rt_str_columns(rt_str_of(row->bytes)), row->columns);
}
END_TEST

struct glob_row {
	const char *glob, *text;
	bool match;
};

static const struct glob_row glob_rows[] = {
	{ "http*", "https", true },
	{ "HTTP*", "https", true },
	{ "http*", "HTTPS", true },
	{ "http", "https", false },
	{ "?", "a", true },
	{ "?", "", false },
	{ "*", "", true },
	{ "[a-c]x", "bx", true },
	{ "[!a]*", "ab", false },
	{ "a.b", "axb", false },
	{ "\\*", "*", true },
	{ "\\*", "a", false },
	{ "Micro*", "Microsoft_Corporation_6", true },
};

START_TEST(glob)
{
	const struct glob_row *row = &glob_rows[_i];

	ck_assert_msg(rt_str_glob(rt_str_of(row->glob), rt_str_of(row->text)) == row->match, "%s against %s", row->glob,
	              row->text);
}
END_TEST

START_TEST(hash)
{
	/* The test vectors of the authors: http://www.isthe.com/chongo/src/fnv/test_fnv.c */
	ck_assert(rt_str_hash(0, RT_STR("")) == 0xcbf29ce484222325u);
	ck_assert(rt_str_hash(0, RT_STR("a")) == 0xaf63dc4c8601ec8cu);
	ck_assert(rt_str_hash(0, RT_STR("foobar")) == 0x85944171f73967e8u);
	ck_assert(rt_str_hash(rt_str_hash(0, RT_STR("foo")), RT_STR("bar")) == 0x85944171f73967e8u);
}
END_TEST

START_TEST(copies)
{
	struct rt_arena arena;
	char text[] = "AbC\xc3\x89";

	rt_arena_init(&arena);
	rt_str copy = rt_str_copy(&arena, rt_str_of(text)), folded = rt_str_fold(&arena, rt_str_of(text));
	text[0] = 'x';
	assert_text(copy, "AbC\xc3\x89", "copy");
	ck_assert(copy.data[copy.len] == '\0');
	assert_text(folded, "abc\xc3\x89", "only ASCII folds");
	ck_assert(!rt_str_copy(&arena, RT_NO_STR).data && !rt_str_fold(&arena, RT_NO_STR).data);
	ck_assert(rt_str_copy(&arena, RT_STR("")).data != NULL);
	assert_text(rt_str_format(&arena, "%d-%.*s", 7, RT_ARG(copy)), "7-AbC\xc3\x89", "format");
	assert_text(rt_str_format(&arena, "%s", ""), "", "nothing");
	assert_text(rt_str_format(&arena, "%.*s", RT_ARG(RT_NO_STR)), "", "absent");
	rt_arena_release(&arena);
}
END_TEST

/* ---- dates ---- */

struct date_row {
	const char *text, *wanted; /* "": no date */
};

static const struct date_row date_rows[] = {
	{ "2025-10-22", "2025-10-22" },
	{ "2025-10", "2025-10-01" },
	{ "2025", "2025-01-01" },
	{ "1970-01-01", "1970-01-01" },
	{ "1969-12-31", "1969-12-31" },
	{ "1900-01-01", "1900-01-01" },
	{ "9999-12-31", "9999-12-31" },
	{ "9999-12", "9999-12-01" },
	{ "2024-02-29", "2024-02-29" },
	{ "2000-02-29", "2000-02-29" },
	{ "1900-02-29", "" },
	{ "2025-02-29", "" },
	{ "2025-04-31", "" },
	{ "2025-13-01", "" },
	{ "2025-00-01", "" },
	{ "2025-01-00", "" },
	{ "1899-12-31", "" },
	{ "0000-01-01", "" },
	{ "", "" },
	{ "2025-", "" },
	{ "2025-1-1", "" },
	{ "2025-10-22 ", "" },
	{ " 2025-10-22", "" },
	{ "2025-10-22x", "" },
	{ "20251022", "" },
	{ "+025-10-22", "" },
	{ "2025-10-", "" },
	{ "2025/10/22", "" },
};

START_TEST(dates)
{
	const struct date_row *row = &date_rows[_i];
	char text[RT_TIME_TEXT];
	rt_time time = RT_NO_TIME;
	bool ok = rt_date_parse(rt_str_of(row->text), &time);

	ck_assert_msg(ok == (*row->wanted != '\0'), "`%s`", row->text);
	if (ok)
		assert_text(rt_str_of(rt_date_text(time, text)), row->wanted, row->text);
}
END_TEST

/* Every day there is comes out as it went in, one day after the other. */
START_TEST(every_day)
{
	rt_time expected, time, parsed;
	char text[RT_TIME_TEXT];
	size_t days = 0;

	ck_assert(rt_date_from_civil(1900, 1, 1, &expected));
	for (int year = 1900; year <= 2400; year++) {
		for (int day = 1; day <= 31 * 12; day++) {
			if (!rt_date_from_civil(year, (day - 1) / 31 + 1, (day - 1) % 31 + 1, &time))
				continue;
			must(time == expected, "%d, day %d", year, day);
			must(rt_date_parse(rt_str_of(rt_date_text(time, text)), &parsed) && parsed == time, "%s", text);
			expected += RT_DAY;
			days++;
		}
	}
	ck_assert_uint_eq(days, 501 * 365 + 122); /* 122 leap years from 1904 to 2400 */
}
END_TEST

struct time_row {
	const char *text, *first, *last; /* "": no time */
};

static const struct time_row time_rows[] = {
	{ "2025", "2025-01-01T00:00:00Z", "2025-12-31T23:59:59Z" },
	{ "2024-02", "2024-02-01T00:00:00Z", "2024-02-29T23:59:59Z" },
	{ "2025-12", "2025-12-01T00:00:00Z", "2025-12-31T23:59:59Z" },
	{ "2025-10-22", "2025-10-22T00:00:00Z", "2025-10-22T23:59:59Z" },
	{ "2025-10-22T12:34", "2025-10-22T12:34:00Z", "2025-10-22T12:34:59Z" },
	{ "2025-10-22T12:34:56", "2025-10-22T12:34:56Z", "2025-10-22T12:34:56Z" },
	{ "2025-10-22 12:34:56Z", "2025-10-22T12:34:56Z", "2025-10-22T12:34:56Z" },
	{ "2025-10-22t12:34:56z", "2025-10-22T12:34:56Z", "2025-10-22T12:34:56Z" },
	{ "2025-10-22T00:30:00+02:00", "2025-10-21T22:30:00Z", "2025-10-21T22:30:00Z" },
	{ "2025-10-22T23:30-0130", "2025-10-23T01:00:00Z", "2025-10-23T01:00:59Z" },
	{ "1969-12-31T23:59:59Z", "1969-12-31T23:59:59Z", "1969-12-31T23:59:59Z" },
	{ "2025-10T12:00", "", "" },
	{ "2025-10-22T", "", "" },
	{ "2025-10-22T12", "", "" },
	{ "2025-10-22T24:00", "", "" },
	{ "2025-10-22T12:60", "", "" },
	{ "2025-10-22T12:00:61", "", "" },
	{ "2025-10-22T12:00:", "", "" },
	{ "2025-10-22T12:00Zx", "", "" },
	{ "2025-10-22T12:00+2", "", "" },
	{ "2025-10-22T12:00+24:00", "", "" },
	{ "2025-10-22x12:00", "", "" },
	{ "2025-02-30T12:00", "", "" },
};

START_TEST(times)
{
	const struct time_row *row = &time_rows[_i];
	char text[RT_TIME_TEXT];
	rt_time first = 0, last = 0;
	bool ok = rt_time_parse(rt_str_of(row->text), &first, &last);

	ck_assert_msg(ok == (*row->first != '\0'), "`%s`", row->text);
	ck_assert_msg(rt_time_parse(rt_str_of(row->text), &first, NULL) == ok, "`%s` without last", row->text);
	if (!ok)
		return;
	assert_text(rt_str_of(rt_time_text(first, text)), row->first, row->text);
	assert_text(rt_str_of(rt_time_text(last, text)), row->last, row->text);
}
END_TEST

static const struct text_row http_rows[] = {
	{ "Wed, 22 Oct 2025 12:34:56 GMT", "2025-10-22T12:34:56Z" },
	{ "Thu, 01 Jan 1970 00:00:00 GMT", "1970-01-01T00:00:00Z" },
	{ "Wed, 22 Oct 2025 12:34:56 UTC", "" },
	{ "Wed, 22 oct 2025 12:34:56 GMT", "" },
	{ "Wed, 32 Oct 2025 12:34:56 GMT", "" },
	{ "Wed, 22 Oct 2025 25:34:56 GMT", "" },
	{ "Wednesday, 22-Oct-25 12:34:56 GMT", "" },
	{ "2025-10-22", "" },
	{ "", "" },
};

START_TEST(http_times)
{
	const struct text_row *row = &http_rows[_i];
	char text[RT_TIME_TEXT];
	rt_time time = RT_NO_TIME;

	ck_assert(rt_time_parse_http(rt_str_of(row->in), &time) == (*row->wanted != '\0'));
	assert_text(rt_str_of(rt_time_text(time, text)), row->wanted, row->in);
}
END_TEST

/* As of 2024-03-31T12:00:00Z. */
static const struct time_row word_rows[] = {
	{ "today", "2024-03-31T00:00:00Z", "2024-03-31T23:59:59Z" },
	{ "Yesterday", "2024-03-30T00:00:00Z", "2024-03-30T23:59:59Z" },
	{ "30 days ago", "2024-03-01T12:00:00Z", "2024-03-01T12:00:00Z" },
	{ "1 day ago", "2024-03-30T12:00:00Z", "2024-03-30T12:00:00Z" },
	{ "2.weeks.ago", "2024-03-17T12:00:00Z", "2024-03-17T12:00:00Z" },
	{ "  36  Hours ago ", "2024-03-30T00:00:00Z", "2024-03-30T00:00:00Z" },
	{ "90 minutes ago", "2024-03-31T10:30:00Z", "2024-03-31T10:30:00Z" },
	{ "1 month ago", "2024-02-29T12:00:00Z", "2024-02-29T12:00:00Z" }, /* there is no 31st */
	{ "3 months ago", "2023-12-31T12:00:00Z", "2023-12-31T12:00:00Z" },
	{ "13 months ago", "2023-02-28T12:00:00Z", "2023-02-28T12:00:00Z" },
	{ "1 year ago", "2023-03-31T12:00:00Z", "2023-03-31T12:00:00Z" },
	{ "0 days ago", "2024-03-31T12:00:00Z", "2024-03-31T12:00:00Z" },
	{ "30 days", "", "" },
	{ "days ago", "", "" },
	{ "30 fortnights ago", "", "" },
	{ "30 s ago", "", "" },
	{ "-3 days ago", "", "" },
	{ "999999 days ago", "", "" },
	{ "99999999999 days ago", "", "" }, /* more than an int holds */
	{ "99999 years ago", "", "" },
	{ "3 days ago today", "", "" },
	{ "ago", "", "" },
	{ "", "", "" },
};

START_TEST(words_for_times)
{
	const struct time_row *row = &word_rows[_i];
	char text[RT_TIME_TEXT];
	rt_time now, first = 0, last = 0;

	ck_assert(rt_time_parse(RT_STR("2024-03-31T12:00:00Z"), &now, NULL));
	bool ok = rt_time_parse_words(rt_str_of(row->text), now, &first, &last);
	ck_assert_msg(ok == (*row->first != '\0'), "`%s`", row->text);
	if (!ok)
		return;
	assert_text(rt_str_of(rt_time_text(first, text)), row->first, row->text);
	assert_text(rt_str_of(rt_time_text(last, text)), row->last, row->text);
}
END_TEST

START_TEST(days)
{
	ck_assert_int_eq(rt_date_of(0), 0);
	ck_assert_int_eq(rt_date_of(RT_DAY - 1), 0);
	ck_assert_int_eq(rt_date_of(RT_DAY), RT_DAY);
	ck_assert_int_eq(rt_date_of(-1), -RT_DAY); /* the day before the epoch */
	ck_assert_int_eq(rt_date_of(-RT_DAY), -RT_DAY);
}
END_TEST

static const struct duration_row {
	const char *text;
	rt_time seconds; /* -1: it is none */
} duration_rows[] = {
	{ "0s", 0 },
	{ "45s", 45 },
	{ "90m", 5400 },
	{ "36h", 129600 },
	{ "7d", 604800 },
	{ "2w", 1209600 },
	{ "007d", 604800 },
	{ "999999999w", 604799999395200 },
	{ "9999999999s", -1 },
	{ "", -1 },
	{ "7", -1 },
	{ "d", -1 },
	{ "7D", -1 },
	{ "7 d", -1 },
	{ "-7d", -1 },
	{ "1.5d", -1 },
	{ "1d12h", -1 },
	{ "7y", -1 },
};

START_TEST(durations)
{
	const struct duration_row *row = &duration_rows[_i];
	rt_time seconds = -1;
	bool ok = rt_duration_parse(rt_str_of(row->text), &seconds);

	must(ok == (row->seconds >= 0), "`%s`", row->text);
	must(seconds == row->seconds, "`%s`: %lld", row->text, (long long)seconds);
	ck_assert(!rt_duration_parse(RT_NO_STR, &seconds));
}
END_TEST

static const struct {
	rt_time seconds;
	const char *text;
} duration_texts[] = {
	{ 0, "0 s" },        { 119, "119 s" },       { 120, "2 min" },          { 7199, "119 min" },
	{ 7200, "2 h" },     { 172799, "47 h" },     { 172800, "2 days" },      { 259199, "2 days" },
	{ 259200, "3 days" }, { 31536000, "365 days" },
};

START_TEST(duration_text)
{
	char text[RT_TIME_TEXT];

	assert_text(rt_str_of(rt_duration_text(duration_texts[_i].seconds, text)), duration_texts[_i].text, "duration");
}
END_TEST

/* ---- arenas ---- */

static void check_filled(const unsigned char *memory, size_t size, unsigned char with)
{
	for (size_t i = 0; i < size; i++)
		must(memory[i] == with, "byte %zu of %zu is %d, not %d", i, size, memory[i], with);
}

START_TEST(arena_memory)
{
	static const size_t sizes[] = { 0, 1, 7, 16, 1000, 64 << 10, (64 << 10) + 1, 256 << 10, 1 << 20, 3 };
	unsigned char *memory[COUNT(sizes) * 3];
	struct rt_arena arena;

	rt_arena_init(&arena);
	for (size_t i = 0; i < COUNT(memory); i++) {
		size_t size = sizes[i % COUNT(sizes)];

		memory[i] = rt_arena_alloc(&arena, size);
		ck_assert(memory[i] != NULL);
		ck_assert_uint_eq((uintptr_t)memory[i] % _Alignof(max_align_t), 0);
		check_filled(memory[i], size, 0);
		memset(memory[i], (int)i + 1, size);
	}
	for (size_t i = 0; i < COUNT(memory); i++) /* none overlaps another */
		check_filled(memory[i], sizes[i % COUNT(sizes)], (unsigned char)(i + 1));
	rt_arena_release(&arena);
	ck_assert(rt_arena_alloc(&arena, 8) != NULL); /* again as if new */
	rt_arena_release(&arena);
}
END_TEST

START_TEST(arena_nothing)
{
	struct rt_arena arena;

	rt_arena_init(&arena);
	ck_assert(rt_arena_array(&arena, 0, 8) != NULL);
	ck_assert(rt_arena_copy(&arena, NULL, 0)[0] == '\0');
	rt_arena_release(&arena);
	rt_arena_release(&arena);
}
END_TEST

#define OUT_OF_MEMORY 7 /* any status of our own */

static _Noreturn void leave(size_t wanted)
{
	(void)wanted;
	_Exit(OUT_OF_MEMORY);
}

START_TEST(arena_overflow)
{
	struct rt_arena arena;

	rt_arena_init(&arena);
	rt_on_out_of_memory(leave);
	rt_arena_array(&arena, SIZE_MAX / 2, 3);
}
END_TEST

/* ---- buffers ---- */

START_TEST(buffer)
{
	struct rt_buf buf = RT_BUF_INIT;

	ck_assert(rt_buf_str(&buf).data && !rt_buf_str(&buf).len); /* empty, not absent */
	rt_buf_add(&buf, NULL, 0);
	rt_buf_add_str(&buf, RT_NO_STR);
	rt_buf_add(&buf, "a\0b", 3);
	rt_buf_add_char(&buf, 'c');
	rt_buf_pad(&buf, ' ', 2);
	rt_buf_pad(&buf, 'x', 0);
	rt_buf_printf(&buf, "%s=%d", "d", 5);
	rt_buf_printf(&buf, "%s", "");
	ck_assert(rt_str_equal(rt_buf_str(&buf), RT_STR("a\0bc  d=5")));
	ck_assert(buf.data[buf.len] == '\0');
	rt_buf_clear(&buf);
	assert_text(rt_buf_str(&buf), "", "cleared");
	rt_buf_release(&buf);
	rt_buf_release(&buf);
	rt_buf_clear(&buf);
}
END_TEST

START_TEST(buffer_growth)
{
	struct rt_buf buf = RT_BUF_INIT;

	for (int i = 0; i < 10000; i++)
		rt_buf_printf(&buf, "%04d", i);
	ck_assert_uint_eq(buf.len, 40000);
	ck_assert_int_eq(memcmp(buf.data + 4 * 1234, "1234", 4), 0);
	rt_buf_release(&buf);
}
END_TEST

/* ---- errors ---- */

START_TEST(errors)
{
	struct rt_error err = { RT_OK, "" };

	ck_assert_int_eq(rt_fail(&err, RT_EREFUSED, "line %d: %s", 3, "bad"), RT_EREFUSED);
	ck_assert_int_eq(rt_error_context(&err, "%s", "x.xml"), RT_EREFUSED);
	assert_text(rt_str_of(err.message), "x.xml: line 3: bad", "context");
	ck_assert_int_eq(rt_fail(&err, RT_EINVALID, "again: %s", err.message), RT_EINVALID);
	assert_text(rt_str_of(err.message), "again: x.xml: line 3: bad", "a message made of itself");
	ck_assert_int_eq(rt_fail(NULL, RT_EDAMAGED, "nobody reads %s", "this"), RT_EDAMAGED);
}
END_TEST

static const struct text_row defused_rows[] = {
	{ "a\x1b[31mb\a\b\x7f", "a?[31mb???" },
	{ "a\tb\rc", "a?b?c" },
	{ "a\xc2\x9bm", "a?m" }, /* U+009B, the CSI of eight bits */
	{ "\xc3\xa9\xe2\x82\xac\xc2\xa0", "\xc3\xa9\xe2\x82\xac\xc2\xa0" },
};

START_TEST(errors_obey_nobody)
{
	struct rt_error err;

	rt_fail(&err, RT_EINVALID, "%s", defused_rows[_i].in);
	assert_text(rt_str_of(err.message), defused_rows[_i].wanted, "message");
	rt_error_context(&err, "%s", defused_rows[_i].in);
	ck_assert_msg(rt_str_starts_with(rt_str_of(err.message), rt_str_of(defused_rows[_i].wanted)), "%s",
	              err.message);
}
END_TEST

static bool is_utf8(rt_str text)
{
	while (text.len) {
		size_t size = rt_utf8_length(text);

		if (!size)
			return false;
		text = (rt_str){ text.data + size, text.len - size };
	}
	return true;
}

/* Whatever is too long is cut between characters: messages of euro signs, begun at each of their bytes. */
START_TEST(errors_are_cut)
{
	struct rt_error err;
	struct rt_buf long_text = RT_BUF_INIT;

	rt_buf_pad(&long_text, 'x', (size_t)_i);
	while (long_text.len < 2 * RT_ERROR_MESSAGE)
		rt_buf_printf(&long_text, "\xe2\x82\xac");
	rt_fail(&err, RT_EINVALID, "%s", long_text.data);
	ck_assert(is_utf8(rt_str_of(err.message)));
	ck_assert_uint_ge(strlen(err.message), RT_ERROR_MESSAGE - 4);
	rt_error_context(&err, "%s", long_text.data);
	ck_assert(is_utf8(rt_str_of(err.message)));
	rt_buf_release(&long_text);
}
END_TEST

/* ---- libraries ---- */

struct library_row {
	const char *file, *function, *message; /* how the message begins; NULL: it is loaded */
};
static const struct library_row library_rows[] = {
	{ "libc.so.6", "strlen", NULL },
	{ "libc.so.6", "no_such_function", "libx is too old, 1.2 is needed: it has no no_such_function" },
	{ "libno-such.so.0", "strlen", "libx is not installed (libx1): libno-such.so.0: cannot open" },
};

START_TEST(libraries)
{
	const struct library_row *row = &library_rows[_i];
	const struct rt_library_function function = { row->function, 0 };
	const struct rt_library library = { "libx", "libx1", row->file, "1.2", &function, 1 };
	struct {
		size_t (*length)(const char *text);
	} pointers = { NULL };
	struct rt_error err = { .code = RT_OK };

	ck_assert_int_eq(rt_library_load(&library, &pointers, &err), row->message ? RT_EINVALID : RT_OK);
	if (!row->message) {
		ck_assert_uint_eq(pointers.length("four"), 4);
		return;
	}
	ck_assert(!pointers.length);
	ck_assert_msg(rt_str_starts_with(rt_str_of(err.message), rt_str_of(row->message)), "%s", err.message);
}
END_TEST

int main(void)
{
	const struct unit_test tests[] = {
		{ absent_is_not_empty, 0, 0 },
		{ hexadecimal, 0, 0 },
		{ string_order, COUNT(order_rows), 0 },
		{ trim, COUNT(trim_rows), 0 },
		{ split, 0, 0 },
		{ parts, 0, 0 },
		{ utf8, COUNT(utf8_rows), 0 },
		{ glob, COUNT(glob_rows), 0 },
		{ hash, 0, 0 },
		{ copies, 0, 0 },
		{ dates, COUNT(date_rows), 0 },
		{ every_day, 0, 0 },
		{ times, COUNT(time_rows), 0 },
		{ http_times, COUNT(http_rows), 0 },
		{ words_for_times, COUNT(word_rows), 0 },
		{ days, 0, 0 },
		{ durations, COUNT(duration_rows), 0 },
		{ duration_text, COUNT(duration_texts), 0 },
		{ arena_memory, 0, 0 },
		{ arena_nothing, 0, 0 },
		{ arena_overflow, 0, OUT_OF_MEMORY },
		{ buffer, 0, 0 },
		{ buffer_growth, 0, 0 },
		{ errors, 0, 0 },
		{ errors_obey_nobody, COUNT(defused_rows), 0 },
		{ errors_are_cut, 3, 0 },
		{ libraries, COUNT(library_rows), 0 },
		{ NULL, 0, 0 },
	};

	return run_tests("base", tests);
}
