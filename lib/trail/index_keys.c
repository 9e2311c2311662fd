/* The keys of an index, each kept once, and so are their strings: most keys share path, name or protocol with
 * others. */
#include "history.h"

#include <string.h>

/* ---- strings ---- */

/* A string lies in the texts behind its length; the place 0, where the empty one lies, stands for none. */
static rt_str text_at(const struct history_index *index, uint32_t place)
{
	uint32_t len;

	if (!place)
		return RT_NO_STR;
	memcpy(&len, index->texts + place, sizeof len);
	return (rt_str){ index->texts + place + sizeof len, len };
}

/* Numbers by the hash of what they stand for, 0 is free; at most half of it is in use. */
struct slots {
	uint32_t *items;
	size_t count, size; /* in use, in all: a power of two */
};

struct key_table {
	struct history_index *index;
	struct rt_arena *arena;
	struct slots texts, keys;
};

/* Where TEXT is, or where it goes. */
static uint32_t *slot_of_text(const struct key_table *t, rt_str text)
{
	size_t at = (size_t)rt_str_hash(0, text) & (t->texts.size - 1);

	while (t->texts.items[at] && !rt_str_equal(text_at(t->index, t->texts.items[at]), text))
		at = (at + 1) & (t->texts.size - 1);
	return &t->texts.items[at];
}

static void make_slots(struct slots *slots, size_t count, struct rt_arena *arena)
{
	*slots = (struct slots){ .count = count, .size = 1024 };
	while (slots->size < count * 4)
		slots->size *= 2;
	slots->items = rt_arena_array(arena, slots->size, sizeof *slots->items);
}

/* The place behind the string at PLACE. */
static uint32_t next_text(const struct history_index *index, uint32_t place)
{
	return place + (uint32_t)(sizeof place + text_at(index, place).len);
}

static void fill_texts(struct key_table *t)
{
	const struct history_index *index = t->index;
	size_t count = 0;

	for (uint32_t place = INDEX_NO_TEXT; place < index->text_len; place = next_text(index, place))
		count++;
	make_slots(&t->texts, count, t->arena);
	for (uint32_t place = INDEX_NO_TEXT; place < index->text_len; place = next_text(index, place))
		*slot_of_text(t, text_at(index, place)) = place;
}

static void grow_texts(struct history_index *index, size_t more, struct rt_arena *arena)
{
	if (index->text_len + more <= index->text_capacity)
		return;
	index->text_capacity = (index->text_len + more) * 2 + 65536;
	char *texts = rt_arena_alloc(arena, index->text_capacity);
	if (index->text_len)
		memcpy(texts, index->texts, index->text_len);
	else
		index->text_len = INDEX_NO_TEXT;
	index->texts = texts;
}

static uint32_t put_text(struct key_table *t, rt_str text)
{
	struct history_index *index = t->index;
	uint32_t len = (uint32_t)text.len;

	if (!text.data)
		return 0;
	uint32_t *slot = slot_of_text(t, text);
	if (*slot)
		return *slot;
	grow_texts(index, INDEX_NO_TEXT + sizeof len + len, t->arena);
	uint32_t place = *slot = (uint32_t)index->text_len;
	memcpy(index->texts + place, &len, sizeof len);
	if (len)
		memcpy(index->texts + place + sizeof len, text.data, len);
	index->text_len += sizeof len + len;
	if (++t->texts.count * 2 > t->texts.size)
		fill_texts(t);
	return place;
}

/* ---- keys ---- */

struct key key_at(const struct history_index *index, uint32_t number)
{
	const struct kept_key *kept = &index->keys[number - 1];

	return (struct key){ .path = text_at(index, kept->path),
		             .name = text_at(index, kept->name),
		             .protocol = text_at(index, kept->protocol),
		             .cell = text_at(index, kept->cell),
		             .ports = { kept->first, kept->last },
		             .flags = kept->flags };
}

/* The same strings are at the same places, so that keys are compared as bytes. */
static uint32_t *slot_of_key(const struct key_table *t, const struct kept_key *key)
{
	rt_str bytes = { (const char *)key, sizeof *key };
	size_t at = (size_t)rt_str_hash(0, bytes) & (t->keys.size - 1);

	while (t->keys.items[at] && memcmp(&t->index->keys[t->keys.items[at] - 1], key, sizeof *key) != 0)
		at = (at + 1) & (t->keys.size - 1);
	return &t->keys.items[at];
}

static void fill_keys(struct key_table *t)
{
	make_slots(&t->keys, t->index->key_count, t->arena);
	for (size_t i = 0; i < t->index->key_count; i++)
		*slot_of_key(t, &t->index->keys[i]) = (uint32_t)(i + 1);
}

struct key_table *key_table_new(struct history_index *index, struct rt_arena *arena)
{
	struct key_table *t = rt_arena_alloc(arena, sizeof *t);

	*t = (struct key_table){ .index = index, .arena = arena };
	fill_texts(t);
	fill_keys(t);
	return t;
}

static void grow_keys(struct history_index *index, struct rt_arena *arena)
{
	if (index->key_count < index->key_capacity)
		return;
	index->key_capacity = index->key_count * 2 + 1024;
	struct kept_key *keys = rt_arena_array(arena, index->key_capacity, sizeof *keys);
	if (index->key_count)
		memcpy(keys, index->keys, index->key_count * sizeof *keys);
	index->keys = keys;
}

uint32_t key_table_put(struct key_table *t, const struct key *key)
{
	struct history_index *index = t->index;
	const struct kept_key kept = { put_text(t, key->path),
		                       put_text(t, key->name),
		                       put_text(t, key->protocol),
		                       put_text(t, key->cell),
		                       key->ports.first,
		                       key->ports.last,
		                       key->flags };
	uint32_t *slot = slot_of_key(t, &kept);

	if (*slot)
		return *slot;
	grow_keys(index, t->arena);
	index->keys[index->key_count++] = kept;
	uint32_t number = *slot = (uint32_t)index->key_count;
	if (++t->keys.count * 2 > t->keys.size)
		fill_keys(t);
	return number;
}
