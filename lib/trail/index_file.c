/* The index as a file: what it is in memory, so that reading it is checking it. A machine that has numbers otherwise
 * gets another sum, and makes its own. Whatever it says is checked before it is believed: it lies where others may
 * write. */
#include "history.h"

#include <regtrail/version.h>

#include <stddef.h>
#include <string.h>

#define MAGIC     "regtrail-index/3"
#define MAGIC_LEN (sizeof MAGIC - 1)

/* Behind it lie the points and the one more, the rows, the keys, the texts. */
struct head {
	char magic[MAGIC_LEN];
	uint64_t sum; /* of all that follows */
	uint32_t points, rows, keys, texts;
};
#define SUMMED offsetof(struct head, points)

/* Eight bytes at a time (after FNV-1a), begun with what must be the same for whoever reads it. */
static uint64_t checksum(rt_str bytes, rt_str registry)
{
	uint64_t hash = rt_str_hash(rt_str_hash(0, RT_STR(RT_VERSION)), registry), word;

	for (; bytes.len >= sizeof word; bytes = (rt_str){ bytes.data + sizeof word, bytes.len - sizeof word }) {
		memcpy(&word, bytes.data, sizeof word);
		hash = (hash ^ word) * 0x100000001b3u;
		hash ^= hash >> 29;
	}
	return bytes.len ? rt_str_hash(hash, bytes) : hash;
}

/* ---- writing ---- */

static void put(struct rt_buf *out, const void *items, size_t bytes)
{
	if (bytes)
		rt_buf_add(out, items, bytes);
}

void index_write(const struct history_index *index, rt_str registry, struct rt_buf *out)
{
	struct head head = { .magic = MAGIC,
		             .points = (uint32_t)index->count,
		             .rows = (uint32_t)index->row_count,
		             .keys = (uint32_t)index->key_count,
		             .texts = (uint32_t)index->text_len };
	size_t start = out->len;

	put(out, &head, sizeof head);
	put(out, index->points, (index->count + 1) * sizeof *index->points);
	put(out, index->rows, index->row_count * sizeof *index->rows);
	put(out, index->keys, index->key_count * sizeof *index->keys);
	put(out, index->texts, index->text_len);
	head.sum = checksum((rt_str){ out->data + start + SUMMED, out->len - start - SUMMED }, registry);
	memcpy(out->data + start, &head, sizeof head);
}

/* ---- reading ---- */

/* The rows of the points follow each other. */
static bool points_fit(const struct history_index *index)
{
	uint32_t row = 0;

	for (size_t i = 0; i <= index->count; i++) {
		if (index->points[i].first_row < row)
			return false;
		row = index->points[i].first_row;
	}
	return index->points[0].first_row == 0 && row == index->row_count;
}

static bool rows_fit(const struct history_index *index)
{
	for (const struct row *row = index->rows; row < index->rows + index->row_count; row++)
		if (row->kinds > RT_KINDS_ALL || row->before > index->key_count || row->after > index->key_count ||
		    (!row->before && !row->after))
			return false;
	return true;
}

static bool text_fits(const struct history_index *index, size_t place, uint32_t *len)
{
	if (index->text_len < sizeof *len || place > index->text_len - sizeof *len)
		return false;
	memcpy(len, index->texts + place, sizeof *len);
	return *len <= index->text_len - sizeof *len - place;
}

/* They lie one behind the other, first the empty one: whoever reads them begins behind it. */
static bool texts_fit(const struct history_index *index)
{
	uint32_t len;
	size_t place = INDEX_NO_TEXT;

	if (index->text_len && (!text_fits(index, 0, &len) || len))
		return false;
	while (place < index->text_len) {
		if (!text_fits(index, place, &len))
			return false;
		place += sizeof len + len;
	}
	return true;
}

static bool ports_fit(int first, int last)
{
	return (first >= 0 || first == RT_NO_PORT) && (last >= 0 || last == RT_NO_PORT);
}

static bool keys_fit(const struct history_index *index)
{
	uint32_t len;

	for (const struct kept_key *key = index->keys; key < index->keys + index->key_count; key++) {
		const uint32_t places[] = { key->path, key->name, key->protocol, key->cell };

		for (size_t i = 0; i < sizeof places / sizeof *places; i++)
			if (places[i] && !text_fits(index, places[i], &len))
				return false;
		if (key->flags > KEY_FLAGS || ((key->flags & KEY_ENTRY) && !key->path) ||
		    !ports_fit(key->first, key->last))
			return false;
	}
	return true;
}

/* BYTES of the length that HEAD says as an index. */
static struct history_index index_of(char *bytes, const struct head *head)
{
	struct history_index index = { .count = head->points,
		                       .row_count = head->rows,
		                       .row_capacity = head->rows,
		                       .key_count = head->keys,
		                       .key_capacity = head->keys,
		                       .text_len = head->texts,
		                       .text_capacity = head->texts };

	index.points = (void *)(bytes + sizeof *head);
	index.rows = (void *)(index.points + index.count + 1);
	index.keys = (void *)(index.rows + index.row_count);
	index.texts = (void *)(index.keys + index.key_count);
	return index;
}

bool index_read(char *bytes, size_t len, rt_str registry, struct history_index *out)
{
	struct head head;

	*out = (struct history_index){ .count = 0 };
	if (len < sizeof head)
		return false;
	memcpy(&head, bytes, sizeof head);
	uint64_t wanted = sizeof head + ((uint64_t)head.points + 1) * sizeof *out->points +
	                  (uint64_t)head.rows * sizeof *out->rows + (uint64_t)head.keys * sizeof *out->keys +
	                  head.texts;
	if (memcmp(head.magic, MAGIC, MAGIC_LEN) != 0 || wanted != len ||
	    head.sum != checksum((rt_str){ bytes + SUMMED, len - SUMMED }, registry))
		return false;
	struct history_index index = index_of(bytes, &head);
	if (!points_fit(&index) || !rows_fit(&index) || !texts_fit(&index) || !keys_fit(&index))
		return false;
	*out = index;
	return true;
}
