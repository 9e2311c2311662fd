/* The text of entry files: what it looks like, and that it reads back as what was written. */
#include "support.h"

#include "../../lib/archive/files.h"

#include <string.h>

#define PLACE_PORT                                    \
	{                                             \
		RT_ENTRY, true,                       \
		{                                     \
			RT_PORTS, sizeof RT_PORTS - 1 \
		}                                     \
	}
#define PLACE_GENERAL            \
	{                        \
		RT_ENTRY, false, \
		{                \
			"r", 1   \
		}                \
	}
#define PLACE_PERSON              \
	{                         \
		RT_PERSON, false, \
		{                 \
			"r", 1    \
		}                 \
	}
#define PLACE_HEAD              \
	{                       \
		RT_HEAD, false, \
		{               \
			NULL, 0 \
		}               \
	}

static struct rt_records parse(rt_str text, const struct archive_place *place, struct rt_arena *arena, const char *name)
{
	struct archive_records records = { .arena = arena };
	struct rt_error err = { RT_OK, "" };
	enum rt_code code = archive_parse_records(text, place, &records, &err);

	ck_assert_msg(code == RT_OK, "%s: %s", name, err.message);
	return (struct rt_records){ records.items, records.count };
}

/* The same fields at the same places with the same values in the same order. */
static void assert_same_fields(const struct rt_record *a, const struct rt_record *b, struct rt_arena *arena,
                               const char *name)
{
	assert_text(show_record(b, arena), show_record(a, arena).data, name);
	ck_assert_msg(rt_record_equal(a, b), "%s: not equal", name);
	ck_assert_uint_eq(a->count, b->count);
	ck_assert_int_eq(a->state, b->state);
	ck_assert_int_eq(a->ports.first, b->ports.first);
	for (size_t i = 0; i < a->count; i++) {
		ck_assert_msg(rt_str_equal(a->fields[i].name, b->fields[i].name), "%s: field %zu", name, i);
		ck_assert_msg(a->fields[i].is_list == b->fields[i].is_list, "%s: field %zu", name, i);
	}
}

/* ---- what it looks like, and back ---- */

struct row {
	const char *name;
	const char *id; /* of the document; NULL: the port registry */
	const char *inside;
	const char *text;
	struct archive_place place;
};

static const struct row rows[] = {
	{ "a port's entry", NULL,
	  MODIFIED("2021-10-01", NAME("https") AT("443", "tcp") DESC("http over TLS") ASSIGNEE("IESG") PERSON(
					 "IETF_Chair") RFC("9110") RFC("8446") NOTE("n") MISUSE("m") "<sc>1</sc>"),
	  "service: https\nport: 443\nprotocol: tcp\ndescription: http over TLS\nassignee: IESG\ncontact: IETF_Chair\n"
	  "modified: 2021-10-01\nreference: RFC9110\nreference: RFC8446\nservice_code: 1\nunauthorized: m\nnotes: n\n",
	  PLACE_PORT },
	{ "fields that are null are not written", NULL, POOL("Unassigned", "4", "tcp", ""),
	  "port: 4\nprotocol: tcp\ndescription: Unassigned\n", PLACE_PORT },
	{ "an element that IANA may add", NULL, RECORD(NAME("a") "<risk>high</risk>"), "service: a\nrisk: high\n",
	  PLACE_PORT },
	{ "line ends and backslashes", NULL, RECORD(NAME("a\\b") DESC("one<br/>two")),
	  "service: a\\\\b\ndescription: one\\ntwo\n", PLACE_PORT },
	{ "not ASCII", NULL, RECORD(NAME("a") DESC("\xc3\xa9\xe2\x80\x93")),
	  "service: a\ndescription: \xc3\xa9\xe2\x80\x93\n", PLACE_PORT },
	{ "colons in a value", NULL, RECORD(NAME("a") DESC("b: c: d")), "service: a\ndescription: b: c: d\n",
	  PLACE_PORT },
	{ "a row of another registry", "r",
	  DATED("2020-01-01", VALUE("1") DESC("x") PERSON("P") RFC("1") "<flag name='f'>y</flag>"),
	  "value: 1\ndescription: x\nflag: y\nflag@name: f\ncontact: P\nreference: RFC1\nregistered: 2020-01-01\n",
	  PLACE_GENERAL },
	{ "a list that not all registries have", "r", RECORD(VALUE("1") ASSIGNEE("A")), "value: 1\nassignee: A\n",
	  PLACE_GENERAL },
	{ "a row that says nothing", "r", RECORD(""), "-\n", PLACE_GENERAL },
	{ "a person", "r", "<people><person id='P'><name>P. Person</name><uri>mailto:p</uri></person></people>",
	  "id: P\nname: P. Person\nuri: mailto:p\n", PLACE_PERSON },
	{ "a head says which registry it is of", "r", "", "registry: r\ntitle: T\n", PLACE_HEAD },
};

START_TEST(texts)
{
	const struct row *row = &rows[_i];
	struct rt_arena arena;
	struct rt_buf text = RT_BUF_INIT;

	rt_arena_init(&arena);
	struct rt_records records = records_with(row->id, row->inside, &arena);
	const struct rt_record *record = &records.items[records.count - 1];
	archive_add_record(&text, record);
	assert_text(rt_buf_str(&text), row->text, row->name);
	struct rt_records back = parse(rt_buf_str(&text), &row->place, &arena, row->name);
	ck_assert_uint_eq(back.count, 1);
	assert_same_fields(record, &back.items[0], &arena, row->name);
	rt_buf_release(&text);
	rt_arena_release(&arena);
}
END_TEST

START_TEST(several_records)
{
	const struct archive_place place = PLACE_GENERAL;
	struct rt_arena arena;
	struct rt_buf text = RT_BUF_INIT;

	rt_arena_init(&arena);
	struct rt_records records = records_with("r", ROW("1", "") RECORD("") ROW("2", DESC("x")), &arena);
	for (size_t i = 1; i < records.count; i++)
		archive_add_record(&text, &records.items[i]);
	assert_text(rt_buf_str(&text), "value: 1\n\n-\n\nvalue: 2\ndescription: x\n", "text");
	struct rt_records back = parse(rt_buf_str(&text), &place, &arena, "text");
	ck_assert_uint_eq(back.count, 3);
	for (size_t i = 0; i < back.count; i++)
		assert_same_fields(&records.items[i + 1], &back.items[i], &arena, "text");
	rt_buf_release(&text);
	rt_arena_release(&arena);
}
END_TEST

/* ---- two versions of a file ---- */

struct unlike_row {
	const char *name;
	const char *old, *new; /* NULL: no such file */
	const char *wanted;    /* what is left of either, by its names */
};

#define SIXTEEN                                                                                       \
	"id: 1\n\nid: 2\n\nid: 3\n\nid: 4\n\nid: 5\n\nid: 6\n\nid: 7\n\nid: 8\n\nid: 9\n\nid: 10\n\n" \
	"id: 11\n\nid: 12\n\nid: 13\n\nid: 14\n\nid: 15\n\nid: 16\n"

static const struct unlike_row unlike_rows[] = {
	{ "the same", "id: a\n\nid: b\n", "id: a\n\nid: b\n", "|" },
	{ "no old file", NULL, "id: a\n\nid: b\n", "|ab" },
	{ "no new file", "id: a\n\nid: b\n", NULL, "ab|" },
	{ "one changed", "id: a\n\nid: b\n\nid: c\n", "id: a\n\nid: x\n\nid: c\n", "b|x" },
	{ "one came in front", "id: b\n", "id: a\n\nid: b\n", "|a" },
	{ "one came at the end", "id: a\n", "id: a\n\nid: b\n", "|b" },
	{ "one went", "id: a\n\nid: b\n\nid: c\n", "id: a\n\nid: c\n", "b|" },
	{ "one went, the next changed", "id: a\n\nid: b\n\nid: c\n", "id: x\n\nid: c\n", "ab|x" },
	{ "one more of the same", "id: a\n", "id: a\n\nid: a\n", "|a" },
	{ "the other way round", "id: a\n\nid: b\n", "id: b\n\nid: a\n", "ab|ba" },
	{ "nothing in common", "id: a\n", "id: b\n", "a|b" },
	{ "a line more in the last", "id: a\n", "id: a\nx: y\n", "a|a" },
	{ "one that says nothing", "-\n\nid: a\n", "-\n\nid: b\n", "a|b" },
	{ "as many came as are looked at", "id: z\n", SIXTEEN "\nid: z\n", "|12345678910111213141516" },
	{ "one more", "id: z\n", "id: 0\n\n" SIXTEEN "\nid: z\n", "z|012345678910111213141516z" },
};

static void add_ids(struct rt_buf *out, const struct archive_records *records)
{
	for (size_t i = 0; i < records->count; i++)
		if (records->items[i].count)
			rt_buf_add_str(out, records->items[i].fields[0].values[0]);
		else
			rt_buf_add_char(out, '-');
}

START_TEST(unlike)
{
	const struct unlike_row *row = &unlike_rows[_i];
	const struct archive_place places[2] = { PLACE_PERSON, PLACE_PERSON };
	const rt_str both[2] = { row->old ? rt_str_of(row->old) : RT_NO_STR,
		                 row->new ? rt_str_of(row->new) : RT_NO_STR };
	struct rt_buf left = RT_BUF_INIT;
	struct rt_arena arena;
	struct rt_error err = { RT_OK, "" };

	rt_arena_init(&arena);
	struct archive_records records[2] = { { .arena = &arena }, { .arena = &arena } };
	must(archive_parse_unlike(both, places, records, &err) == RT_OK, "%s: %s", row->name, err.message);
	add_ids(&left, &records[0]);
	rt_buf_add_char(&left, '|');
	add_ids(&left, &records[1]);
	assert_text(rt_buf_str(&left), row->wanted, row->name);
	rt_buf_release(&left);
	rt_arena_release(&arena);
}
END_TEST

/* ---- any bytes at all ---- */

struct bytes_row {
	const char *name;
	rt_str field, value;
	const char *text;
};

#define BYTES(literal)                       \
	{                                    \
		literal, sizeof(literal) - 1 \
	}

static const struct bytes_row bytes_rows[] = {
	{ "an empty value", BYTES("f"), BYTES(""), "f:\n" },
	{ "white space at the ends", BYTES("f"), BYTES("  x "), "f:   x \n" },
	{ "short escapes", BYTES("f"), BYTES("\\\n\r\t"), "f: \\\\\\n\\r\\t\n" },
	{ "other controls", BYTES("f"), BYTES("\x01\x1b[0m\x7f"), "f: \\x01\\x1b[0m\\x7f\n" },
	{ "NUL", BYTES("f"), BYTES("a\0b"), "f: a\\x00b\n" },
	{ "what looks like an escape", BYTES("f"), BYTES("\\n\\x41"), "f: \\\\n\\\\x41\n" },
	{ "not UTF-8", BYTES("f"), BYTES("\xff\xfe"), "f: \xff\xfe\n" },
	{ "a name with a colon", BYTES("a:b"), BYTES("x"), "a\\x3ab: x\n" },
	{ "a name with a line end", BYTES("a\nb"), BYTES("x"), "a\\nb: x\n" },
	{ "a name of nothing", BYTES(""), BYTES("x"), ": x\n" },
	{ "a name like the head's own line", BYTES("registry"), BYTES("x"), "registry: x\n" },
};

START_TEST(bytes)
{
	static const struct archive_place place = PLACE_PERSON;
	const struct bytes_row *row = &bytes_rows[_i];
	struct rt_field field = { .name = row->field, .count = 1, .values = &row->value };
	struct rt_record record = { .subject = RT_PERSON, .registry = RT_STR("r"), .count = 1, .fields = &field };
	struct rt_arena arena;
	struct rt_buf text = RT_BUF_INIT;

	rt_arena_init(&arena);
	archive_add_record(&text, &record);
	assert_text(rt_buf_str(&text), row->text, row->name);
	struct rt_records back = parse(rt_buf_str(&text), &place, &arena, row->name);
	ck_assert_uint_eq(back.count, 1);
	ck_assert_uint_eq(back.items[0].count, 1);
	ck_assert(rt_str_equal(back.items[0].fields[0].name, row->field));
	ck_assert(rt_str_equal(back.items[0].fields[0].values[0], row->value));
	rt_buf_release(&text);
	rt_arena_release(&arena);
}
END_TEST

/* The id of a registry that is too long for a path stands in the file. */
START_TEST(long_id)
{
	static const struct archive_place place = { RT_ENTRY, false, { NULL, 0 } };
	char id[300];
	struct rt_arena arena;
	struct rt_buf text = RT_BUF_INIT;

	rt_arena_init(&arena);
	memset(id, 'i', sizeof id);
	struct rt_record record = *only_entry(records_with("r", ROW("1", ""), &arena));
	record.registry = (rt_str){ id, sizeof id };
	archive_add_record(&text, &record);
	archive_add_record(&text, &record);
	struct rt_records back = parse(rt_buf_str(&text), &place, &arena, "text");
	ck_assert_uint_eq(back.count, 2);
	for (size_t i = 0; i < back.count; i++)
		ck_assert(rt_record_equal(&back.items[i], &record));
	rt_buf_release(&text);
	rt_arena_release(&arena);
}
END_TEST

/* ---- files that nobody wrote ---- */

struct bad_row {
	const char *name;
	rt_str text;
	struct archive_place place;
};

static const struct bad_row bad_rows[] = {
	{ "empty", BYTES(""), PLACE_PORT },
	{ "an empty line alone", BYTES("\n"), PLACE_PORT },
	{ "cut in a line", BYTES("service: a\nport: 4"), PLACE_PORT },
	{ "no colon", BYTES("service\n"), PLACE_PORT },
	{ "no space behind the colon", BYTES("service:a\n"), PLACE_PORT },
	{ "two empty lines", BYTES("service: a\n\n\nservice: b\n"), PLACE_PORT },
	{ "an escape that is none", BYTES("service: \\q\n"), PLACE_PORT },
	{ "an escape that is cut", BYTES("service: \\\n"), PLACE_PORT },
	{ "a number that is cut", BYTES("service: \\x4\n"), PLACE_PORT },
	{ "a number that is none", BYTES("service: \\x4g\n"), PLACE_PORT },
	{ "NUL in an escape", BYTES("service: \\\0\n"), PLACE_PORT },
	{ "a plain field twice", BYTES("service: a\nservice: b\n"), PLACE_PORT },
	{ "a list in two places", BYTES("reference: a\nnotes: b\nreference: c\n"), PLACE_PORT },
	{ "a head that does not say of what", BYTES("title: T\n"), PLACE_HEAD },
	{ "a head of nothing", BYTES("-\n"), PLACE_HEAD },
	{ "binary", BYTES("\0\1\2\3\n"), PLACE_GENERAL },
};

START_TEST(bad_texts)
{
	const struct bad_row *row = &bad_rows[_i];
	struct rt_arena arena;
	struct rt_error err;

	rt_arena_init(&arena);
	struct archive_records records = { .arena = &arena };
	ck_assert_msg(archive_parse_records(row->text, &row->place, &records, &err) == RT_EDAMAGED, "%s", row->name);
	for (size_t bad = 0; bad < 2; bad++) {
		const struct archive_place places[2] = { row->place, row->place };
		const rt_str both[2] = { bad == 0 ? row->text : RT_NO_STR, bad == 1 ? row->text : RT_NO_STR };
		struct archive_records pair[2] = { { .arena = &arena }, { .arena = &arena } };

		ck_assert_msg(archive_parse_unlike(both, places, pair, &err) == RT_EDAMAGED, "%s", row->name);
	}
	rt_arena_release(&arena);
}
END_TEST

int main(void)
{
	const struct unit_test tests[] = {
		{ texts, COUNT(rows), 0 },
		{ several_records, 0, 0 },
		{ unlike, COUNT(unlike_rows), 0 },
		{ bytes, COUNT(bytes_rows), 0 },
		{ long_id, 0, 0 },
		{ bad_texts, COUNT(bad_rows), 0 },
		{ NULL, 0, 0 },
	};

	return run_tests("entry_file", tests);
}
