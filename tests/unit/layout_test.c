/* Where a record goes in a snapshot's tree, and what a path says of the records in it. */
#include "support.h"

#include "../../lib/archive/files.h"

#include <string.h>

struct row {
	const char *name, *inside, *wanted;
};

/* The path of the one entry that a document holds INSIDE. */
static void check_path(const char *id, const struct row *row)
{
	struct rt_arena arena;
	struct rt_buf path = RT_BUF_INIT;

	rt_arena_init(&arena);
	archive_add_path(&path, only_entry(records_with(id, row->inside, &arena)), rt_str_of(id ? id : RT_PORTS));
	assert_text(rt_buf_str(&path), row->wanted, row->name);
	rt_buf_release(&path);
	rt_arena_release(&arena);
}

/* ---- the port registry ---- */

static const struct row port_rows[] = {
	{ "a port", ENTRY("https", "443", "tcp", ""), "entries/ports/004xx/443" },
	{ "a small port", ENTRY("tcpmux", "1", "tcp", ""), "entries/ports/000xx/1" },
	{ "port 0", POOL("Reserved", "0", "tcp", ""), "entries/ports/000xx/0" },
	{ "a large port", POOL("Reserved", "49151", "tcp", ""), "entries/ports/491xx/49151" },
	{ "a range, by its first", ENTRY("x11", "6000-6063", "tcp", ""), "entries/ports/060xx/6000-6063" },
	{ "zeros in front", ENTRY("https", "00443", "tcp", ""), "entries/ports/004xx/00443" },
	{ "a number that is none", ENTRY("a", "TBD/1", "tcp", ""), "entries/ports/other/TBD%2F1" },
	{ "a service without a number", RECORD(NAME("http")), "entries/services/ht/http" },
	{ "case does not tell services apart", RECORD(NAME("HTTP-Alt")), "entries/services/ht/http-alt" },
	{ "one letter", RECORD(NAME("X")), "entries/services/x/x" },
	{ "a name that is a number", RECORD(NAME("914")), "entries/services/009xx/914" },
	{ "a name that begins with one", RECORD(NAME("914c-g")), "entries/services/91/914c-g" },
	{ "neither name nor number", RECORD(DESC("any private use")), "entries/services/-/-" },
};

START_TEST(port_paths)
{
	check_path(NULL, &port_rows[_i]);
}
END_TEST

/* ---- other registries ---- */

static const struct row general_rows[] = {
	{ "a decimal value", ROW("17", ""), "entries/registries/r/000xx/17" },
	{ "a range", ROW("65280-65534", ""), "entries/registries/r/652xx/65280-65534" },
	{ "a range that is none", ROW("1-2-3", ""), "entries/registries/r/1-/1-2-3" },
	{ "an open range", ROW("5-", ""), "entries/registries/r/5-/5-" },
	{ "a number of 18 digits", ROW("123456789012345678", ""),
	  "entries/registries/r/1234567890123456xx/123456789012345678" },
	{ "a number too long to count", ROW("1234567890123456789", ""), "entries/registries/r/12/1234567890123456789" },
	{ "hex", ROW("0x1301", ""), "entries/registries/r/0x13xx/0x1301" },
	{ "hex in capitals", ROW("0XABCD", ""), "entries/registries/r/0xabxx/0XABCD" },
	{ "short hex", ROW("0x2", ""), "entries/registries/r/0xxx/0x2" },
	{ "a pair of hex bytes", ROW("0x13,0x02", ""), "entries/registries/r/0xxx/0x13,0x02" },
	{ "no hex at all", ROW("0xyz", ""), "entries/registries/r/0x/0xyz" },
	{ "a name keeps its case", ROW("TLS_AES", ""), "entries/registries/r/tl/TLS_AES" },
	{ "a record without anything", RECORD(""), "entries/registries/r/-/-" },
	{ "plain characters", ROW("aZ09+,._@=-", ""), "entries/registries/r/az/aZ09+,._@=-" },
	{ "a slash", ROW("a/b", ""), "entries/registries/r/a%/a%2Fb" },
	{ "a space", ROW("A b", ""), "entries/registries/r/a%/A%20b" },
	{ "percent", ROW("100%", ""), "entries/registries/r/10/100%25" },
	{ "not ASCII", ROW("\xc3\xa9", ""), "entries/registries/r/%C/%C3%A9" },
	{ "dots in front", ROW("..", ""), "entries/registries/r/%2/%2E." },
	{ "a dot alone", ROW(".", ""), "entries/registries/r/%2/%2E" },
	{ "the name that git keeps", ROW(".git", ""), "entries/registries/r/%2/%2Egit" },
	{ "its short name on some file systems", ROW("git~1", ""), "entries/registries/r/gi/git%7E1" },
	{ "a colon, a backslash", ROW("c:\\", ""), "entries/registries/r/c%/c%3A%5C" },
	{ "nothing but dashes", ROW("-", ""), "entries/registries/r/-/-" },
};

START_TEST(general_paths)
{
	check_path("r", &general_rows[_i]);
}
END_TEST

#define CONTACT(id) "<people><person id='" id "'/></people>"

/* Heads and people, by the path of the last record that is no entry. */
static const struct row other_rows[] = {
	{ "the head of the document", "", "entries/about" },
	{ "the head of a registry inside", "<registry id='r.1'><title>T</title></registry>",
	  "entries/registries/r.1/about" },
	{ "a registry whose id takes care", "<registry id='../x'><title>T</title></registry>",
	  "entries/registries/%2E.%2Fx/about" },
	{ "a registry of the same id", "<registry id='r'><title>T</title></registry>", "entries/about" },
	{ "a person", CONTACT("Bernie_Volz"), "entries/contacts/be" },
	{ "a person of one letter", CONTACT("B"), "entries/contacts/b" },
	{ "a person who is a number", CONTACT("7up"), "entries/contacts/7u" },
	{ "a person who is nothing but a number", CONTACT("1234"), "entries/contacts/012xx" },
	{ "a person not in ASCII",
	  CONTACT("\xc3\x89"
	          "mile"),
	  "entries/contacts/%C" },
	{ "a person of dots", CONTACT(".."), "entries/contacts/%2" },
	{ "a person without an id", "<people><person/></people>", "entries/contacts/-" },
};

START_TEST(other_paths)
{
	const struct row *row = &other_rows[_i];
	struct rt_arena arena;
	struct rt_buf path = RT_BUF_INIT;

	rt_arena_init(&arena);
	struct rt_records records = records_with("r", row->inside, &arena);
	archive_add_path(&path, &records.items[records.count - 1], RT_STR("r"));
	assert_text(rt_buf_str(&path), row->wanted, row->name);
	rt_buf_release(&path);
	rt_arena_release(&arena);
}
END_TEST

/* ---- long names ---- */

static rt_str path_of_value(rt_str value, struct rt_arena *arena)
{
	struct rt_field field = { .name = RT_STR("value"), .count = 1, .values = &value };
	struct rt_record record = { .registry = RT_STR("r"), .count = 1, .fields = &field };
	struct rt_buf path = RT_BUF_INIT;

	archive_add_path(&path, &record, RT_STR("r"));
	rt_str copy = rt_str_copy(arena, rt_buf_str(&path));
	rt_buf_release(&path);
	return copy;
}

START_TEST(long_names_are_cut_and_told_apart)
{
	const size_t front = strlen("entries/registries/r/aa/");
	char value[300];
	struct rt_arena arena;

	rt_arena_init(&arena);
	memset(value, 'a', sizeof value);
	rt_str whole = path_of_value((rt_str){ value, 200 }, &arena);
	rt_str cut = path_of_value((rt_str){ value, 201 }, &arena);
	rt_str other = path_of_value((rt_str){ value, 202 }, &arena);
	ck_assert_uint_eq(whole.len, front + 200);
	ck_assert_uint_eq(cut.len, front + 200 + 1 + 16);
	ck_assert_uint_eq(other.len, cut.len);
	ck_assert_int_eq(cut.data[front + 200], '%');
	ck_assert(!rt_str_equal(cut, other));
	rt_arena_release(&arena);
}
END_TEST

START_TEST(long_ids_cannot_be_read_back)
{
	char id[300];

	memset(id, 'a', sizeof id);
	ck_assert(!archive_id_is_cut((rt_str){ id, 200 }));
	ck_assert(archive_id_is_cut((rt_str){ id, 201 }));
	memset(id, '/', sizeof id);
	ck_assert(!archive_id_is_cut((rt_str){ id, 66 }));
	ck_assert(archive_id_is_cut((rt_str){ id, 67 }));
}
END_TEST

/* ---- paths read back ---- */

struct place_row {
	const char *path, *wanted; /* subject and registry, NULL: not a path of records */
};

#define LONG "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"

static const struct place_row place_rows[] = {
	{ "entries/about", "head ?" },
	{ "entries/ports/004xx/443", "port " RT_PORTS },
	{ "entries/ports/other/TBD", "port " RT_PORTS },
	{ "entries/services/ht/http", "port " RT_PORTS },
	{ "entries/contacts/be", "person outermost" },
	{ "entries/registries/r.1/about", "head ?" },
	{ "entries/registries/r.1/004xx/443", "entry r.1" },
	{ "entries/registries/a%2Fb%25/x/x", "entry a/b%" },
	{ "entries/registries/a%2/x/x", "entry a%2" },
	{ "entries/registries/" LONG LONG "/x/x", "entry " LONG LONG },
	{ "entries/registries/" LONG LONG "%0123456789abcdef/x/x", "entry ?" },
	{ "", NULL },
	{ "registry.xml", NULL },
	{ "entries/", NULL },
	{ "entries/about/x", NULL },
	{ "entries/ports/443", NULL },
	{ "entries/ports/004xx/443/x", NULL },
	{ "entries/ports//443", NULL },
	{ "entries/registries/r.1/x", NULL },
	{ "entries/registries/r.1/x/y/z", NULL },
	{ "entries/contacts", NULL },
	{ "entries/contacts/be/Bernie_Volz", NULL },
	{ "entries/elsewhere/x/y", NULL },
	{ "Entries/about", NULL },
};

START_TEST(places)
{
	static const char *const subjects[] = { "entry", "person", "head" };
	const struct place_row *row = &place_rows[_i];
	struct archive_place place;
	struct rt_arena arena;

	rt_arena_init(&arena);
	bool is = archive_place_of(rt_str_of(row->path), RT_STR("outermost"), &arena, &place);
	ck_assert_msg(is == (row->wanted != NULL), "%s", row->path);
	if (is)
		assert_text(rt_str_format(&arena, "%s %.*s", place.in_port_registry ? "port" : subjects[place.subject],
		                          RT_ARG(place.registry.data ? place.registry : RT_STR("?"))),
		            row->wanted, row->path);
	rt_arena_release(&arena);
}
END_TEST

int main(void)
{
	const struct unit_test tests[] = {
		{ port_paths, COUNT(port_rows), 0 },
		{ general_paths, COUNT(general_rows), 0 },
		{ other_paths, COUNT(other_rows), 0 },
		{ long_names_are_cut_and_told_apart, 0, 0 },
		{ long_ids_cannot_be_read_back, 0, 0 },
		{ places, COUNT(place_rows), 0 },
		{ NULL, 0, 0 },
	};

	return run_tests("layout", tests);
}
