/* Any bytes as a registry document: read, made into records, compared with themselves, kept in entry files and read
 * back. */
#include "fuzz.h"

#include "../../lib/archive/files.h"

#include <regtrail/regtrail.h>

#include <stdio.h>
#include <stdlib.h>

/* A document never differs from itself. */
static void compare_with_itself(struct rt_records records, struct rt_arena *arena)
{
	struct rt_changes changes = rt_diff(records, records, arena);

	if (changes.count) {
		fprintf(stderr, "%zu changes between a document and itself\n", changes.count);
		abort();
	}
}

/* Every record has a file, from which it reads back as it was. */
static void keep_in_file(const struct rt_record *record, rt_str outermost, struct rt_arena *arena)
{
	struct rt_buf path = RT_BUF_INIT, text = RT_BUF_INIT;
	struct archive_records again = { .arena = arena };
	struct archive_place place;
	struct rt_error err = { RT_OK, "" };

	archive_add_path(&path, record, outermost);
	archive_add_record(&text, record);
	if (!archive_place_of(rt_buf_str(&path), outermost, arena, &place) ||
	    archive_parse_records(rt_buf_str(&text), &place, &again, &err) || again.count != 1 ||
	    !rt_record_equal(record, &again.items[0])) {
		fprintf(stderr, "%s: %s\n%s", path.data, err.message, text.data);
		abort();
	}
	rt_buf_release(&path);
	rt_buf_release(&text);
}

/* Refused input gets a message, and only input is refused. */
static void expect_refused(enum rt_code code, const struct rt_error *err)
{
	if (code != RT_EREFUSED || err->code != code || !err->message[0]) {
		fprintf(stderr, "code %d, message \"%s\"\n", (int)code, err->message);
		abort();
	}
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct rt_arena arena;
	struct rt_document document;
	struct rt_records records;
	struct rt_error err = { RT_OK, "" };

	rt_arena_init(&arena);
	enum rt_code code = rt_xml_read((rt_str){ (const char *)data, size }, &arena, &document, &err);
	if (code == RT_OK)
		code = rt_records_of(&document, &arena, &records, &err);
	if (code != RT_OK) {
		expect_refused(code, &err);
	} else {
		compare_with_itself(records, &arena);
		for (size_t i = 0; i < records.count; i++)
			keep_in_file(&records.items[i], document.id, &arena);
	}
	rt_arena_release(&arena);
	return 0;
}
