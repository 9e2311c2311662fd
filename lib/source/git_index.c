/* The index of a pack that git_copy.c made: gitformat-pack(5), "pack-*.idx files", version 2.
 *
 * libgit2 has an indexer of its own. Written here all the same because it puts the chain of differences together anew
 * for each of them, and a document of megabytes at each link: that was a third of the time of an import, and
 * git_chain.c reads each document at the cost of one copy. The checks are the same: every stream is whole and nothing
 * else, every blob is read, and its name computed from what was read. */
#include "git_pack.h"
#include "internal.h"

#include <regtrail/limits.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define OFFSET_MAX ((size_t)0x7fffffff) /* what is behind that has a table of its own, which nothing here needs */

/* An object of the index. */
struct indexed {
	unsigned char id[GIT_PACK_ID];
	uint32_t crc;
	size_t offset;
};

void git_add32(struct rt_buf *out, size_t value)
{
	for (int shift = 24; shift >= 0; shift -= 8)
		rt_buf_add_char(out, (char)(value >> shift & 255));
}

void git_blob_name(rt_str bytes, unsigned char out[GIT_PACK_ID])
{
	char head[GIT_PACK_HEADROOM];
	size_t len = (size_t)snprintf(head, sizeof head, "blob %zu", bytes.len) + 1; /* with its NUL */
	char *start = (char *)(uintptr_t)bytes.data - len;

	memcpy(start, head, len);
	rt_source_sha1((rt_str){ start, len + bytes.len }, out);
}

static bool read_entry(const struct git_pack *pack, size_t i, struct git_base *base, struct rt_arena *scratch,
                       struct indexed *out)
{
	const struct git_pack_entry *entry = &pack->entries[i];
	struct git_pack_head head;
	rt_str bytes;

	if (entry->offset > OFFSET_MAX || !git_pack_read_head(pack, i, &head) ||
	    !rt_source_is_deflated(git_pack_data(pack, i, &head), head.size) ||
	    !git_chain_read(pack, i, RT_MAX_DOCUMENT, GIT_PACK_HEADROOM, base, scratch, &bytes))
		return false;
	git_blob_name(bytes, out->id);
	out->crc = rt_source_crc32((rt_str){ pack->data.data + entry->offset, entry->len });
	out->offset = entry->offset;
	return true;
}

static bool read_all(const struct git_pack *pack, struct indexed *out)
{
	struct git_base base = { .data = NULL };
	bool ok = true;

	for (size_t i = 0; i < pack->count && ok; i++) {
		struct rt_arena scratch;

		rt_arena_init(&scratch);
		ok = read_entry(pack, i, &base, &scratch, &out[i]);
		rt_arena_release(&scratch);
	}
	free(base.data);
	return ok;
}

static int by_id(const void *a, const void *b)
{
	return memcmp(((const struct indexed *)a)->id, ((const struct indexed *)b)->id, GIT_PACK_ID);
}

/* For each first byte of a name, how many objects have that or a lower one. */
static void add_fan_out(const struct indexed *objects, size_t count, struct rt_buf *out)
{
	size_t at = 0;

	for (unsigned byte = 0; byte < 256; byte++) {
		while (at < count && objects[at].id[0] <= byte)
			at++;
		git_add32(out, at);
	}
}

static void add_index(const struct indexed *objects, size_t count, rt_str pack_sum, struct rt_buf *out)
{
	unsigned char sum[GIT_PACK_ID];
	size_t start = out->len;

	rt_buf_add_str(out, RT_STR("\377tOc\0\0\0\2"));
	add_fan_out(objects, count, out);
	for (size_t i = 0; i < count; i++)
		rt_buf_add(out, objects[i].id, GIT_PACK_ID);
	for (size_t i = 0; i < count; i++)
		git_add32(out, objects[i].crc);
	for (size_t i = 0; i < count; i++)
		git_add32(out, objects[i].offset);
	rt_buf_add_str(out, pack_sum);
	rt_source_sha1((rt_str){ out->data + start, out->len - start }, sum);
	rt_buf_add(out, sum, sizeof sum);
}

bool git_index_make(const struct git_pack *pack, struct rt_buf *out)
{
	struct indexed *objects = calloc(pack->count + 1, sizeof *objects);

	if (!objects)
		rt_out_of_memory((pack->count + 1) * sizeof *objects);
	bool ok = read_all(pack, objects);
	if (ok) {
		qsort(objects, pack->count, sizeof *objects, by_id);
		add_index(objects, pack->count,
		          (rt_str){ pack->data.data + pack->data.len - GIT_PACK_ID, GIT_PACK_ID }, out);
	}
	free(objects);
	return ok;
}
