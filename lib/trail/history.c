/* The history of a registry: opening it, and what its index knows of records. */
#include "history.h"

#include <stdlib.h>
#include <string.h>

/* ---- what selects what ---- */

struct key key_from(const struct rt_record *record)
{
	struct key key = { .ports = { RT_NO_PORT, RT_NO_PORT } };

	if (record->subject != RT_ENTRY)
		return key;
	key.flags = KEY_ENTRY | (record->state == RT_ASSIGNED ? KEY_ASSIGNED : 0);
	if (record->in_port_registry) {
		key.flags |= KEY_PORT;
		key.ports = record->ports;
		key.name = rt_port_get(record, RT_FIELD_SERVICE);
		key.protocol = rt_port_get(record, RT_FIELD_PROTOCOL);
		return key;
	}
	const struct rt_field *cell = rt_record_first_cell(record);
	key.cell = cell ? cell->values[0] : RT_NO_STR;
	key.name = rt_record_get(record, RT_STR("name"));
	key.ports = rt_ports_parse(rt_cell_unmarked(key.cell));
	return key;
}

static bool overlap(struct rt_ports a, struct rt_ports b)
{
	return a.first != RT_NO_PORT && b.first != RT_NO_PORT && a.first <= b.last && b.first <= a.last;
}

/* The id of the registry inside that KEY is in: the part of the path behind `entries/registries/`. */
static rt_str inner_of(const struct key *key)
{
	rt_str rest = key->path, part = RT_NO_STR;

	for (int i = 0; i < 3; i++)
		if (!rt_str_split(&rest, '/', &part))
			return RT_NO_STR;
	return part;
}

/* CELL with or without the marks of its footnotes. */
static bool is_cell(rt_str cell, rt_str text)
{
	return rt_str_equal_nocase(text, cell) || rt_str_equal_nocase(text, rt_cell_unmarked(cell));
}

/* In registries other than ports: `json`, or `application/json` in the one inside that is called so. */
static bool is_named(const struct key *key, rt_str name)
{
	rt_str rest = name, head;

	if (is_cell(key->cell, name) || is_cell(key->name, name))
		return true;
	if (!rt_str_split(&rest, '/', &head) || !rest.data)
		return false;
	return rt_str_equal_nocase(head, inner_of(key)) && (is_cell(key->cell, rest) || is_cell(key->name, rest));
}

/* Less than 0, 0 or more, as whole numbers of any length. */
static int compare_numbers(rt_str a, rt_str b)
{
	for (; a.len > 1 && *a.data == '0'; a.len--)
		a.data++;
	for (; b.len > 1 && *b.data == '0'; b.len--)
		b.data++;
	return a.len != b.len ? (a.len < b.len ? -1 : 1) : memcmp(a.data, b.data, a.len);
}

static bool is_number(rt_str text)
{
	size_t i = 0;

	while (i < text.len && text.data[i] >= '0' && text.data[i] <= '9')
		i++;
	return i && i == text.len;
}

/* Is NUMBER in the range that CELL is? Numbers of autonomous systems are larger than ports can be. */
static bool is_within(rt_str cell, rt_str number)
{
	rt_str last = rt_cell_unmarked(cell), first;

	if (!is_number(number) || !rt_str_split(&last, '-', &first) || !is_number(first) || !is_number(last))
		return false;
	return compare_numbers(first, number) <= 0 && compare_numbers(number, last) <= 0;
}

bool key_is_taken(const struct rt_selector *s, const struct key *key)
{
	if (!key || !(key->flags & KEY_ENTRY))
		return false;
	if (!(key->flags & KEY_PORT))
		return overlap(s->ports, key->ports) ||
		       (s->service.data && (is_named(key, s->service) || is_within(key->cell, s->service)));
	if (s->whole.data && rt_str_equal_nocase(s->whole, key->name))
		return true;
	if (s->protocol.data && key->protocol.data && !rt_str_equal_nocase(s->protocol, key->protocol))
		return false; /* none stands for all */
	return s->service.data ? rt_str_equal_nocase(s->service, key->name) : overlap(s->ports, key->ports);
}

bool key_is_same_entry(const struct key *a, const struct key *b)
{
	return a->flags == b->flags && a->ports.first == b->ports.first && a->ports.last == b->ports.last &&
	       rt_str_equal_nocase(a->name, b->name) && rt_str_equal_nocase(a->protocol, b->protocol) &&
	       rt_str_equal(a->cell, b->cell);
}

/* ---- opening ---- */

static enum rt_code update(struct rt_history *history, struct rt_error *err)
{
	struct rt_buf bytes = RT_BUF_INIT;
	bool changed;
	enum rt_code code = index_update(history, history->arena, &changed, err);

	if (code || !changed)
		return code;
	index_write(&history->index, history->registry, &bytes);
	rt_archive_keep_derived(history->archive, RT_DERIVED_INDEX, history->registry, rt_buf_str(&bytes));
	rt_buf_release(&bytes);
	return RT_OK;
}

enum rt_code history_rebuild(struct rt_history *history, struct rt_error *err)
{
	history->index = (struct history_index){ .count = 0 };
	return update(history, err);
}

enum rt_code rt_history_open(struct rt_archive *archive, rt_str registry, struct rt_arena *arena,
                             struct rt_history **out, struct rt_error *err)
{
	struct rt_history *history = rt_arena_alloc(arena, sizeof *history);

	*history = (struct rt_history){ archive, arena, rt_str_copy(arena, registry), { .count = 0 } };
	*out = history;
	rt_str bytes = rt_archive_derived(archive, RT_DERIVED_INDEX, registry, arena);
	index_read((char *)bytes.data, bytes.len, registry, &history->index);
	return update(history, err);
}

size_t rt_history_snapshots(const struct rt_history *history)
{
	return history->index.count;
}

enum rt_code history_snapshot(struct rt_history *history, size_t at, struct rt_arena *arena, struct rt_snapshot *out,
                              struct rt_error *err)
{
	struct rt_archived archived;
	enum rt_code code = rt_archive_snapshot(history->archive, history->registry, &history->index.points[at].commit,
	                                        arena, &archived, err);

	if (!code)
		*out = archived.snapshot;
	return code;
}

/* ---- records of one snapshot ---- */

bool *history_mark(const struct rt_history *history, const struct rt_selector *selectors, size_t count,
                   struct rt_arena *arena)
{
	const struct history_index *index = &history->index;
	bool *marks = rt_arena_array(arena, index->key_count, sizeof *marks);

	for (uint32_t i = 0; i < index->key_count; i++) {
		struct key key = key_at(index, i + 1);

		for (size_t k = 0; k < count && !marks[i]; k++)
			marks[i] = key_is_taken(&selectors[k], &key);
	}
	return marks;
}

static int by_path(const void *a, const void *b)
{
	const struct key *x = a, *y = b;

	return rt_str_compare(x->path, y->path);
}

/* The keys that MARKS marks, by path. */
static struct key *marked_keys(const struct history_index *index, const bool *marks, struct rt_arena *arena,
                               size_t *count)
{
	*count = 0;
	for (size_t i = 0; i < index->key_count; i++)
		*count += marks[i];
	struct key *keys = rt_arena_array(arena, *count, sizeof *keys), *next = keys;
	for (uint32_t i = 0; i < index->key_count; i++)
		if (marks[i])
			*next++ = key_at(index, i + 1);
	qsort(keys, *count, sizeof *keys, by_path);
	return keys;
}

static void append(struct rt_records *records, const struct rt_record *record, struct rt_arena *arena)
{
	if ((records->count & (records->count - 1)) == 0) { /* full, at each power of two */
		struct rt_record *items = rt_arena_array(arena, records->count * 2 + 1, sizeof *items);

		if (records->count)
			memcpy(items, records->items, records->count * sizeof *items);
		records->items = items;
	}
	records->items[records->count++] = *record;
}

/* Append those of FOUND that one of KEYS tells of. */
static void append_told(struct rt_records *out, struct rt_records found, const struct key *keys, size_t count,
                        struct rt_arena *arena)
{
	for (size_t i = 0; i < found.count; i++) {
		struct key key = key_from(&found.items[i]);
		size_t k = 0;

		while (k < count && !key_is_same_entry(&keys[k], &key))
			k++;
		if (k < count)
			append(out, &found.items[i], arena);
	}
}

static int for_readers(const void *a, const void *b)
{
	return rt_record_compare(a, b);
}

enum rt_code history_records(struct rt_history *history, size_t at, const bool *marks, struct rt_arena *arena,
                             struct rt_records *out, struct rt_error *err)
{
	const struct rt_object_id *tree = &history->index.points[at].tree;
	size_t count;
	const struct key *keys = marked_keys(&history->index, marks, arena, &count);
	enum rt_code code = RT_OK;

	*out = (struct rt_records){ NULL, 0 };
	for (size_t start = 0, end; start < count && !code; start = end) {
		struct rt_records found;

		for (end = start; end < count && rt_str_equal(keys[end].path, keys[start].path);)
			end++;
		code = rt_archive_entries(history->archive, history->registry, tree, keys[start].path, arena, &found,
		                          err);
		append_told(out, found, keys + start, end - start, arena);
	}
	if (out->count)
		qsort(out->items, out->count, sizeof *out->items, for_readers);
	return code;
}
