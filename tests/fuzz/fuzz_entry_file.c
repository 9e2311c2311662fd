/* Any bytes as the text of an entry file: what reads back is written and read again as the same records. The first byte
 * says which kind of file it is. */
#include "fuzz.h"

#include "../../lib/archive/files.h"

#include <stdio.h>
#include <stdlib.h>

static const struct {
	const char *path, *outermost;
} kinds[] = {
	{ "entries/ports/004xx/443", RT_PORTS },
	{ "entries/contacts/be", RT_PORTS },
	{ "entries/about", RT_PORTS },
	{ "entries/registries/inner/000xx/5", "outer" },
};
#define KINDS (sizeof kinds / sizeof *kinds)

static void fail(const char *what, size_t index)
{
	fprintf(stderr, "record %zu: %s\n", index, what);
	abort();
}

static void expect_same(const struct archive_records *once, const struct archive_place *place)
{
	struct archive_records again = { .arena = once->arena };
	struct rt_buf text = RT_BUF_INIT;
	struct rt_error err = { RT_OK, "" };

	for (size_t i = 0; i < once->count; i++)
		archive_add_record(&text, &once->items[i]);
	if (archive_parse_records(rt_buf_str(&text), place, &again, &err))
		fail(err.message, 0);
	if (again.count != once->count)
		fail("not as many records as before", again.count);
	for (size_t i = 0; i < once->count; i++)
		if (!rt_record_equal(&once->items[i], &again.items[i]))
			fail("not the same as before", i);
	rt_buf_release(&text);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct rt_arena arena;
	struct archive_place place;
	struct rt_error err = { RT_OK, "" };

	if (!size)
		return 0;
	rt_arena_init(&arena);
	size_t kind = data[0] % KINDS;
	if (!archive_place_of(rt_str_of(kinds[kind].path), rt_str_of(kinds[kind].outermost), &arena, &place))
		fail("its path is none", kind);
	struct archive_records records = { .arena = &arena };
	enum rt_code code = archive_parse_records((rt_str){ (const char *)data + 1, size - 1 }, &place, &records, &err);
	if (code == RT_OK && records.count)
		expect_same(&records, &place);
	else if (code != RT_OK && (code != RT_EDAMAGED || !err.message[0]))
		fail("a failure that is none", (size_t)code);
	rt_arena_release(&arena);
	return 0;
}
