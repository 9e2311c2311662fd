/* The index as a file: numbers with the lowest byte first, strings with their length in front. Whatever it says is
 * checked before it is believed: it lies where others may write. */
#include "history.h"

#include <regtrail/version.h>

#include <string.h>

#define MAGIC     "regtrail-index/1\n"
#define MAGIC_LEN (sizeof MAGIC - 1)
#define ABSENT    UINT32_MAX /* as the length of a string */

/* Bytes that each one takes at least. */
#define POINT_SIZE (2 * sizeof(struct rt_object_id) + 2 * 8 + 4)
#define ROW_SIZE   (4 * 4)
#define KEY_SIZE   (3 * 4 + 4 * 4)

/* Of all but the head, eight bytes at a time (after FNV-1a), begun with what must be the same for whoever reads it. */
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

static void put_number(struct rt_buf *out, uint64_t number, size_t bytes)
{
	char text[8];

	for (size_t i = 0; i < bytes; i++)
		text[i] = (char)(number >> (8 * i) & 0xff);
	rt_buf_add(out, text, bytes);
}

static void put_string(struct rt_buf *out, rt_str text)
{
	put_number(out, text.data ? text.len : ABSENT, 4);
	if (text.len)
		rt_buf_add_str(out, text);
}

static void put_key(struct rt_buf *out, const struct key *key)
{
	put_number(out, key->flags, 4);
	put_number(out, (uint32_t)key->ports.first, 4);
	put_number(out, (uint32_t)key->ports.last, 4);
	put_string(out, key->path);
	put_string(out, key->name);
	put_string(out, key->protocol);
	put_string(out, key->cell);
}

void index_write(const struct history_index *index, rt_str registry, struct rt_buf *out)
{
	struct rt_buf body = RT_BUF_INIT;

	rt_buf_reserve(&body, 12 + index->count * POINT_SIZE + index->row_count * ROW_SIZE +
	                              index->key_count * KEY_SIZE * 3);
	put_number(&body, index->count, 4);
	put_number(&body, index->row_count, 4);
	put_number(&body, index->key_count, 4);
	for (const struct point *p = index->points; p < index->points + index->count; p++) {
		rt_buf_add(&body, p->commit.bytes, sizeof p->commit.bytes);
		rt_buf_add(&body, p->tree.bytes, sizeof p->tree.bytes);
		put_number(&body, (uint64_t)p->date, 8);
		put_number(&body, (uint64_t)p->archived, 8);
		put_number(&body, p->first_row, 4);
	}
	for (size_t i = 0; i < index->row_count; i++) {
		put_number(&body, index->rows[i].kinds, 4);
		put_number(&body, index->rows[i].labels, 4);
		put_number(&body, index->rows[i].before, 4);
		put_number(&body, index->rows[i].after, 4);
	}
	for (size_t i = 0; i < index->key_count; i++)
		put_key(&body, &index->keys[i]);
	rt_buf_add(out, MAGIC, MAGIC_LEN);
	put_number(out, checksum(rt_buf_str(&body), registry), 8);
	rt_buf_add_str(out, rt_buf_str(&body));
	rt_buf_release(&body);
}

/* ---- reading ---- */

struct reader {
	const unsigned char *at, *end;
	bool bad; /* it ended too early */
};

static const unsigned char *take(struct reader *r, size_t bytes)
{
	static const unsigned char none[sizeof(struct rt_object_id)];
	const unsigned char *at = r->at;

	if ((size_t)(r->end - r->at) < bytes) {
		r->bad = true;
		return none; /* no more than that is ever asked for at once, strings aside */
	}
	r->at += bytes;
	return at;
}

static uint32_t take_32(struct reader *r)
{
	const unsigned char *b = take(r, 4);

	return (uint32_t)b[0] | (uint32_t)b[1] << 8 | (uint32_t)b[2] << 16 | (uint32_t)b[3] << 24;
}

static uint64_t take_64(struct reader *r)
{
	uint64_t low = take_32(r);

	return low | (uint64_t)take_32(r) << 32;
}

static rt_str take_string(struct reader *r)
{
	uint32_t len = take_32(r);

	if (len == ABSENT)
		return RT_NO_STR;
	const unsigned char *bytes = take(r, len);
	return r->bad ? RT_NO_STR : (rt_str){ (const char *)bytes, len };
}

/* A signed number, in the range of ports or RT_NO_PORT. Other registries have larger ones. */
static int take_port(struct reader *r)
{
	uint32_t number = take_32(r);

	if (number == (uint32_t)RT_NO_PORT)
		return RT_NO_PORT;
	r->bad = r->bad || number > INT32_MAX;
	return r->bad ? RT_NO_PORT : (int)number;
}

static struct point take_point(struct reader *r)
{
	struct point point;

	memcpy(point.commit.bytes, take(r, sizeof point.commit.bytes), sizeof point.commit.bytes);
	memcpy(point.tree.bytes, take(r, sizeof point.tree.bytes), sizeof point.tree.bytes);
	point.date = (rt_time)take_64(r);
	point.archived = (rt_time)take_64(r);
	point.first_row = take_32(r);
	return point;
}

/* Fill in the points; their rows must follow each other. */
static bool take_points(struct reader *r, struct history_index *index)
{
	size_t row = 0;

	for (size_t i = 0; i < index->count; i++) {
		index->points[i] = take_point(r);
		if (index->points[i].first_row < row || index->points[i].first_row > index->row_count)
			return false;
		row = index->points[i].first_row;
	}
	index->points[index->count].first_row = index->row_count;
	return !index->count || index->points[0].first_row == 0;
}

static bool take_rows(struct reader *r, struct history_index *index)
{
	for (size_t i = 0; i < index->row_count; i++) {
		struct row *row = &index->rows[i];

		*row = (struct row){ .kinds = take_32(r) };
		row->labels = take_32(r);
		row->before = take_32(r);
		row->after = take_32(r);
		if (row->kinds > RT_KINDS_ALL || row->before > index->key_count || row->after > index->key_count ||
		    (!row->before && !row->after))
			return false;
	}
	return true;
}

static bool take_keys(struct reader *r, struct history_index *index)
{
	for (size_t i = 0; i < index->key_count && !r->bad; i++) {
		struct key *key = &index->keys[i];

		key->flags = take_32(r);
		key->ports.first = take_port(r);
		key->ports.last = take_port(r);
		key->path = take_string(r);
		key->name = take_string(r);
		key->protocol = take_string(r);
		key->cell = take_string(r);
		if (key->flags > KEY_FLAGS || ((key->flags & KEY_ENTRY) && !key->path.data))
			return false;
	}
	return true;
}

/* Is there room in R for what INDEX counts? Only then is memory asked for. */
static bool counts_fit(const struct reader *r, const struct history_index *index)
{
	uint64_t bytes = (uint64_t)index->count * POINT_SIZE + (uint64_t)index->row_count * ROW_SIZE +
	                 (uint64_t)index->key_count * KEY_SIZE;

	return !r->bad && bytes <= (uint64_t)(r->end - r->at);
}

bool index_read(rt_str bytes, rt_str registry, struct rt_arena *arena, struct history_index *out)
{
	*out = (struct history_index){ .count = 0 };
	if (!rt_str_starts_with(bytes, RT_STR(MAGIC)))
		return false;
	const unsigned char *start = (const unsigned char *)bytes.data;
	struct reader r = { start + MAGIC_LEN, start + bytes.len, false };
	uint64_t sum = take_64(&r);
	if (r.bad || sum != checksum((rt_str){ (const char *)r.at, (size_t)(r.end - r.at) }, registry))
		return false;
	struct history_index index = { .count = take_32(&r) };
	index.row_count = index.row_capacity = take_32(&r);
	index.key_count = index.key_capacity = take_32(&r);
	if (!counts_fit(&r, &index))
		return false;
	index.points = rt_arena_array(arena, index.count + 1, sizeof *index.points);
	index.rows = rt_arena_array(arena, index.row_count, sizeof *index.rows);
	index.keys = rt_arena_array(arena, index.key_count, sizeof *index.keys);
	if (!take_points(&r, &index) || !take_rows(&r, &index) || !take_keys(&r, &index) || r.bad || r.at != r.end)
		return false;
	*out = index;
	return true;
}
