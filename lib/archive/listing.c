/* All files of a snapshot, made from its records: sorted by path, then grouped. */
#include "files.h"

#include <stdlib.h>
#include <string.h>

#define KEY_FROM 8 /* bytes of "entries/", with which every path begins */

/* A record and where it goes. The bytes of its path from KEY_FROM on as two numbers: most comparisons need no more. */
struct slot {
	uint64_t key[2];
	rt_str path;
	const struct rt_record *record;
};

static uint64_t key_at(rt_str path, size_t at)
{
	uint64_t key = 0;

	for (size_t i = at; i < at + sizeof key; i++)
		key = key << 8 | (i < path.len ? (unsigned char)path.data[i] : 0);
	return key;
}

/* By path, and in a file by content; what is the same to rt_record_compare() stays in the order of the document. */
static int compare_slots(const void *a, const void *b)
{
	const struct slot *x = a, *y = b;

	for (size_t i = 0; i < 2; i++)
		if (x->key[i] != y->key[i])
			return x->key[i] < y->key[i] ? -1 : 1;
	int order = rt_str_compare(x->path, y->path);
	if (!order)
		order = rt_record_compare(x->record, y->record);
	return order ? order : (x->record > y->record) - (x->record < y->record);
}

static struct slot *sorted_slots(struct rt_arena *arena, struct rt_records records, rt_str outermost)
{
	struct slot *slots = rt_arena_array(arena, records.count, sizeof *slots);
	struct rt_buf path = RT_BUF_INIT;

	for (size_t i = 0; i < records.count; i++) {
		rt_buf_clear(&path);
		archive_add_path(&path, &records.items[i], outermost);
		slots[i].record = &records.items[i];
		slots[i].path = rt_str_copy(arena, rt_buf_str(&path));
		slots[i].key[0] = key_at(slots[i].path, KEY_FROM);
		slots[i].key[1] = key_at(slots[i].path, KEY_FROM + sizeof(uint64_t));
	}
	rt_buf_release(&path);
	qsort(slots, records.count, sizeof *slots, compare_slots);
	return slots;
}

void archive_listing_init(struct archive_listing *listing)
{
	*listing = (struct archive_listing){ .text = RT_BUF_INIT };
	rt_arena_init(&listing->arena);
}

void archive_listing_release(struct archive_listing *listing)
{
	rt_buf_release(&listing->text);
	rt_arena_release(&listing->arena);
	archive_listing_init(listing);
}

void archive_listing_make(struct archive_listing *listing, struct rt_records records, rt_str outermost)
{
	struct rt_arena scratch;
	struct rt_buf text = RT_BUF_INIT; /* of one file */

	rt_arena_init(&scratch);
	const struct slot *slots = sorted_slots(&scratch, records, outermost);
	listing->files = rt_arena_array(&listing->arena, records.count, sizeof *listing->files);
	for (size_t i = 0, end; i < records.count; i = end) {
		rt_buf_clear(&text);
		for (end = i; end < records.count && rt_str_equal(slots[end].path, slots[i].path); end++)
			archive_add_record(&text, slots[end].record);
		listing->files[listing->count++] = (struct archive_file){
			.path = rt_str_copy(&listing->arena, slots[i].path),
			.start = listing->text.len,
			.len = text.len,
		};
		rt_buf_add_str(&listing->text, rt_buf_str(&text));
	}
	rt_buf_release(&text);
	rt_arena_release(&scratch);
}

rt_str archive_file_text(const struct archive_listing *listing, const struct archive_file *file)
{
	return (rt_str){ listing->text.data + file->start, file->len };
}

void archive_listing_reuse(struct archive_listing *listing, const struct archive_listing *old)
{
	for (size_t i = 0, k = 0; i < listing->count && k < old->count;) {
		struct archive_file *file = &listing->files[i];
		const struct archive_file *was = &old->files[k];
		int order = rt_str_compare(file->path, was->path);

		if (!order && rt_str_equal(archive_file_text(listing, file), archive_file_text(old, was))) {
			file->id = was->id;
			file->hashed = true;
		}
		i += order <= 0;
		k += order >= 0;
	}
}
