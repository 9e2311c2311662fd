/* Any bytes as a registry document: read, made into records, compared with themselves. */
#include "fuzz.h"

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
	if (code == RT_OK)
		compare_with_itself(records, &arena);
	else
		expect_refused(code, &err);
	rt_arena_release(&arena);
	return 0;
}
