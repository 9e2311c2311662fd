/* Any bytes as a pack: whatever can be read of it, its start is the start of the whole. The first bytes say how many
 * objects there are and where, two bytes each; they are named 01 01 ..., 02 02 ... */
#include "fuzz.h"

#include "../../lib/source/git_pack.h"

#include <regtrail/buf.h>

#include <stdlib.h>
#include <string.h>

#define OBJECTS_MAX 8
#define LIMIT       ((size_t)1 << 16) /* bytes of a document */
#define START       5

static void add32(struct rt_buf *out, size_t value)
{
	for (int shift = 24; shift >= 0; shift -= 8)
		rt_buf_add_char(out, (char)(value >> shift & 255));
}

static void make_index(struct rt_buf *out, const uint8_t *offsets, size_t count)
{
	char name[GIT_PACK_ID];

	rt_buf_add(out, "\377tOc\0\0\0\2", 8);
	for (int i = 0; i < 256; i++)
		add32(out, count);
	for (size_t i = 0; i < count; i++) {
		memset(name, (int)i + 1, sizeof name);
		rt_buf_add(out, name, sizeof name);
	}
	for (size_t i = 0; i < count; i++)
		add32(out, 0);
	for (size_t i = 0; i < count; i++)
		add32(out, (size_t)offsets[2 * i] << 8 | offsets[2 * i + 1]);
	for (int i = 0; i < 2; i++)
		rt_buf_add(out, name, sizeof name);
}

static void read_object(const struct git_pack *pack, size_t entry, struct git_base *base)
{
	struct rt_arena arena;
	rt_str start, whole;

	rt_arena_init(&arena);
	if (git_chain_read(pack, entry, LIMIT, 1, base, &arena, &whole)) {
		if (!git_chain_read(pack, entry, START, 0, base, &arena, &start))
			abort();
		if (start.len != (whole.len < START ? whole.len : START) || memcmp(start.data, whole.data, start.len))
			abort();
	}
	rt_arena_release(&arena);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct rt_buf index = RT_BUF_INIT;
	struct git_base base = { .data = NULL };
	struct git_pack pack;
	size_t count = size ? 1 + data[0] % OBJECTS_MAX : 0;

	if (size < 1 + 2 * count || !count)
		return 0;
	make_index(&index, data + 1, count);
	size_t head = 1 + 2 * count;
	if (git_pack_init(&pack, rt_buf_str(&index), (rt_str){ (const char *)data + head, size - head }))
		for (size_t i = 0; i < pack.count; i++)
			read_object(&pack, i, &base);
	free(base.data);
	free(pack.entries);
	rt_buf_release(&index);
	return 0;
}
