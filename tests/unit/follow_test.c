/* Which changes belong to the history of what was asked for. */
#include "support.h"

#include "../../lib/trail/follow.h"

#include <string.h>

/* Entries: a and b share a port, c is a where it was before it moved, s is called `s/l`. */
#define LETTERS "abcxs"
static const struct key keys[] = {
	{ .name = { "a", 1 },
	  .protocol = { "tcp", 3 },
	  .ports = { 1, 1 },
	  .flags = KEY_ENTRY | KEY_PORT | KEY_ASSIGNED },
	{ .name = { "b", 1 },
	  .protocol = { "tcp", 3 },
	  .ports = { 1, 1 },
	  .flags = KEY_ENTRY | KEY_PORT | KEY_ASSIGNED },
	{ .name = { "a", 1 },
	  .protocol = { "tcp", 3 },
	  .ports = { 2, 2 },
	  .flags = KEY_ENTRY | KEY_PORT | KEY_ASSIGNED },
	{ .name = { "x", 1 },
	  .protocol = { "tcp", 3 },
	  .ports = { 9, 9 },
	  .flags = KEY_ENTRY | KEY_PORT | KEY_ASSIGNED },
	{ .name = { "s/l", 3 },
	  .protocol = { "tcp", 3 },
	  .ports = { 8, 8 },
	  .flags = KEY_ENTRY | KEY_PORT | KEY_ASSIGNED },
};

#define MOST 8

static uint32_t number_of(char letter)
{
	return (uint32_t)(strchr(LETTERS, letter) - LETTERS) + 1;
}

/* `+a` came, `-a` went, `~a` changed, `a>b` became. */
static struct row row_of(const char *word)
{
	if (word[1] == '>')
		return (struct row){ RT_KIND_MODIFIED, word[0] == 'c' ? RT_LABEL_MOVED : RT_LABEL_RENAMED,
			             number_of(word[0]), number_of(word[2]) };
	uint32_t number = number_of(word[1]);
	switch (word[0]) {
	case '+': return (struct row){ RT_KIND_NEW, 0, 0, number };
	case '-': return (struct row){ RT_KIND_DEASSIGNED, 0, number, 0 };
	default: return (struct row){ RT_KIND_MODIFIED, 0, number, number };
	}
}

static const struct {
	const char *name, *selector;
	bool across;
	const char *steps; /* one change a snapshot, oldest first */
	const char *wanted;
} cases[] = {
	{ "all of one name", "a", true, "+a ~a ~x -a", "yy.y" },
	{ "back across a renaming", "b", true, "+a ~a a>b ~b", "yyyy" },
	{ "not across", "b", false, "+a ~a a>b ~b", "..yy" },
	{ "forward across a renaming, by name", "a", true, "~a a>b ~b -b", "yyyy" },
	{ "another one had the name before", "b", true, "+a -a +a a>b", "..yy" },
	{ "another one got the name afterwards", "a", true, "a>b -b +b ~b", "yy.." },
	{ "there and back", "b", true, "+a a>b b>a ~a", "yyyy" },
	{ "back to where a port's service was", "1", true, "+c ~c c>a ~a", "yyyy" },
	{ "not on from where it went", "2", true, "~c c>a ~a", "yy." },
	{ "a move, not across", "1", false, "+c ~c c>a ~a", "..yy" },
	{ "a name is at both places anyway", "a", false, "+c ~c c>a ~a", "yyyy" },
	{ "another transport", "a/udp", true, "+a ~a", ".." },
	{ "a name with a slash", "s/l", true, "+s ~s -s", "yyy" },
	{ "and its transport", "S/L/TCP", true, "+s ~s -s", "yyy" },
	{ "and another transport", "s/l/udp", true, "+s ~s -s", "..." },
};

START_TEST(follows)
{
	struct rt_arena arena;
	struct rt_selector selector;
	struct rt_error err;
	struct point points[MOST + 1] = { { .first_row = 0 } };
	struct row rows[MOST];
	struct history_index index = { .points = points, .rows = rows };
	rt_str rest = rt_str_of(cases[_i].steps), word;

	while (rt_str_split(&rest, ' ', &word)) {
		points[index.count].first_row = (uint32_t)index.row_count;
		rows[index.row_count++] = row_of(word.data);
		points[++index.count].first_row = (uint32_t)index.row_count;
	}
	rt_arena_init(&arena);
	struct key_table *table = key_table_new(&index, &arena);
	for (size_t i = 0; i < COUNT(keys); i++)
		ck_assert_uint_eq(key_table_put(table, &keys[i]), i + 1);
	ck_assert_int_eq(rt_selector_parse(rt_str_of(cases[_i].selector), &selector, &err), RT_OK);
	const bool *wanted = follow(&index, &selector, 1, cases[_i].across, &arena);
	char got[MOST + 1] = "";
	for (size_t i = 0; i < index.row_count; i++)
		got[i] = wanted[i] ? 'y' : '.';
	assert_text(rt_str_of(got), cases[_i].wanted, cases[_i].name);
	rt_arena_release(&arena);
}
END_TEST

int main(void)
{
	const struct unit_test tests[] = { { follows, COUNT(cases), 0 }, { NULL, 0, 0 } };

	return run_tests("follow", tests);
}
