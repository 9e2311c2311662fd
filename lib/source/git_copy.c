/* Objects out of a repository's packs as they are compressed there. What is odd is left out. */
#include "git_pack.h"
#include "internal.h"

#include <stdlib.h>
#include <string.h>

static void add_distance(struct rt_buf *out, size_t distance)
{
	char bytes[10];
	size_t at = sizeof bytes;

	bytes[--at] = (char)(distance & 127);
	while (distance >>= 7)
		bytes[--at] = (char)(128 | (--distance & 127));
	rt_buf_add(out, bytes + at, sizeof bytes - at);
}

/* Want entry I, and what it is the difference from, and so on. Bases stand in front; what is no such chain is left. */
static void want(struct git_pack *pack, size_t i)
{
	struct git_pack_head head;
	size_t last = i;

	for (size_t at = i; !pack->entries[at].wanted; at = head.base) {
		if (!git_pack_read_head(pack, at, &head) || (head.base != GIT_PACK_NO_ENTRY && head.base >= at))
			return;
		last = at;
		if (head.base == GIT_PACK_NO_ENTRY)
			break;
	}
	for (size_t at = i; !pack->entries[at].wanted; at = head.base) {
		pack->entries[at].wanted = true;
		if (at == last || !git_pack_read_head(pack, at, &head))
			break;
	}
}

/* ---- the new pack ---- */

static void add_entry(struct git_pack *pack, size_t i, struct rt_buf *out)
{
	struct git_pack_entry *entry = &pack->entries[i];
	const char *data = pack->data.data + entry->offset;
	struct git_pack_head head;

	entry->at = out->len;
	if (!git_pack_read_head(pack, i, &head))
		return;
	if (head.base == GIT_PACK_NO_ENTRY) {
		rt_buf_add(out, data, entry->len);
		return;
	}
	rt_buf_add_char(out, (char)(((unsigned char)data[0] & 0x8f) | GIT_PACK_OFS_DELTA << 4));
	rt_buf_add(out, data + 1, head.type_len - 1);
	add_distance(out, entry->at - pack->entries[head.base].at);
	rt_buf_add(out, data + head.len, entry->len - head.len);
}

/* How many objects went into OUT. */
static size_t copy_wanted(struct git_pack *pack, struct rt_buf *out)
{
	unsigned char sum[GIT_PACK_ID];
	size_t count = 0;

	for (size_t i = 0; i < pack->count; i++)
		count += pack->entries[i].wanted;
	rt_buf_add_str(out, RT_STR("PACK\0\0\0\2"));
	git_add32(out, count);
	for (size_t i = 0; i < pack->count; i++)
		if (pack->entries[i].wanted)
			add_entry(pack, i, out);
	rt_source_sha1(rt_buf_str(out), sum);
	rt_buf_add(out, sum, sizeof sum);
	return count;
}

/* The pack BYTES of COUNT objects that were wanted of PACK, to be read like any. */
static struct git_pack made_of(const struct git_pack *pack, rt_str bytes, size_t count)
{
	struct git_pack made = { .data = bytes, .count = count };
	size_t end = bytes.len - GIT_PACK_ID;

	made.entries = calloc(count, sizeof *made.entries);
	if (!made.entries)
		rt_out_of_memory(count * sizeof *made.entries);
	for (size_t i = pack->count; i-- > 0 && count;) {
		if (!pack->entries[i].wanted)
			continue;
		made.entries[--count] = (struct git_pack_entry){ .offset = pack->entries[i].at,
			                                         .len = end - pack->entries[i].at };
		end = pack->entries[i].at;
	}
	return made;
}

static enum rt_code copy_from(struct git_pack *pack, const struct rt_object_id *ids, size_t count, rt_git_take *take,
                              void *data, struct rt_error *err)
{
	struct rt_buf out = RT_BUF_INIT, index = RT_BUF_INIT;
	enum rt_code code = RT_OK;

	for (size_t i = 0; i < pack->count; i++)
		pack->entries[i].wanted = false;
	for (size_t i = 0; i < count; i++) {
		size_t at = git_pack_find(pack, ids[i].bytes);

		if (at != GIT_PACK_NO_ENTRY)
			want(pack, at);
	}
	size_t copied = copy_wanted(pack, &out);
	if (copied) {
		struct git_pack made = made_of(pack, rt_buf_str(&out), copied);

		if (git_index_make(&made, &index))
			code = take(data, made.data, rt_buf_str(&index), err);
		free(made.entries);
	}
	rt_buf_release(&out);
	rt_buf_release(&index);
	return code;
}

enum rt_code rt_git_copy_packed(struct rt_git *git, const struct rt_object_id *ids, size_t count, rt_git_take *take,
                                void *data, struct rt_error *err)
{
	const struct git_packs *packs = git_packs_of(git);
	enum rt_code code = RT_OK;

	for (size_t i = 0; i < packs->count && !code; i++)
		code = copy_from(&packs->items[i], ids, count, take, data, err);
	return code;
}
