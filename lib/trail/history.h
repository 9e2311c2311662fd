/* history.h - the index of a history: every snapshot, and of every change which entry it was about. */
#ifndef TRAIL_HISTORY_H
#define TRAIL_HISTORY_H

#include <regtrail/history.h>

/* What is known of a record: enough to tell whether a selector takes it, and where it is kept. */
struct key {
	rt_str path;           /* below a snapshot's tree */
	rt_str name, protocol;
	rt_str cell;           /* registries other than ports: the first cell */
	struct rt_ports ports; /* in other registries the first cell as numbers */
	unsigned flags;
};
#define KEY_ENTRY    1u /* an entry; heads and persons are selected by nothing */
#define KEY_PORT     2u /* of the port registry */
#define KEY_ASSIGNED 4u
#define KEY_FLAGS    7u

/* A key as the index keeps it; its strings by their places in the texts. */
struct kept_key {
	uint32_t path, name, protocol, cell; /* 0: absent */
	int32_t first, last;                 /* of the ports */
	uint32_t flags;
};

/* One change; or, in the first snapshot, one record: then there are no kinds, and nothing before. Numbers of keys + 1,
 * 0: none. */
struct row {
	uint32_t kinds, labels, before, after;
};

struct point {
	struct rt_object_id commit, tree;
	rt_time date, archived;
	uint32_t first_row; /* of the step that leads here; rows stand in the order of its changes */
	uint32_t unused;    /* 0: none of the file's bytes is left to chance */
};

/* Its arrays are as they stand in the file: none of their items has padding. */
struct history_index {
	struct point *points; /* oldest first, and one more that has only first_row: the end */
	size_t count;
	struct row *rows;
	size_t row_count, row_capacity;
	struct kept_key *keys;
	size_t key_count, key_capacity;
	char *texts;
	size_t text_len, text_capacity;
};

struct rt_history {
	struct rt_archive *archive;
	struct rt_arena *arena;
	rt_str registry;
	struct history_index index;
};

/* ---- index.c ---- */

/* Make INDEX say what the branch says; what it has of that already stays. *CHANGED: it was not so before. */
enum rt_code index_update(struct rt_history *history, struct rt_arena *arena, bool *changed, struct rt_error *err);

/* Those of the changes from point AT - 1 to point AT whose rows are WANTED (by row of the index). *FITS: are there as
 * many as the index has, of the same kinds? The contact list is read only if a change of it is wanted. */
enum rt_code index_changes(struct rt_history *history, size_t at, const bool *wanted, struct rt_arena *arena,
                           struct rt_changes *out, bool *fits, struct rt_error *err);

/* ---- index_file.c ---- */

/* The index as bytes, and back: false if it is not one that this very version wrote for REGISTRY on such a machine.
 * *OUT lies in BYTES, which are aligned for any type. */
void index_write(const struct history_index *index, rt_str registry, struct rt_buf *out);
bool index_read(char *bytes, size_t len, rt_str registry, struct history_index *out);

/* ---- index_keys.c ---- */

#define INDEX_NO_TEXT 4u /* bytes in front of the texts, an empty one, so that no other has the place 0 */

/* The key of that NUMBER, which is not 0. Its strings are those of the index, until a key is put into it. */
struct key key_at(const struct history_index *index, uint32_t number);

/* To put keys into an index: the number of the one that is like KEY, a new one if there is none. KEY's strings are
 * copied. */
struct key_table *key_table_new(struct history_index *index, struct rt_arena *arena);
uint32_t key_table_put(struct key_table *table, const struct key *key);

/* ---- history.c ---- */

struct key key_from(const struct rt_record *record); /* without the path */

/* The same entry, as far as keys tell: what it is called and where it is. */
bool key_is_same_entry(const struct key *a, const struct key *b);
bool key_is_taken(const struct rt_selector *selector, const struct key *key);

/* Forget the index that was read, which does not fit, and make it anew. */
enum rt_code history_rebuild(struct rt_history *history, struct rt_error *err);

/* The whole of a snapshot that the index knows. */
enum rt_code history_snapshot(struct rt_history *history, size_t at, struct rt_arena *arena, struct rt_snapshot *out,
                              struct rt_error *err);

/* By key: does SELECTOR take it? */
bool *history_mark(const struct rt_history *history, const struct rt_selector *selectors, size_t count,
                   struct rt_arena *arena);

/* The records of point AT that have one of the keys that MARKS marks, in the order for readers. */
enum rt_code history_records(struct rt_history *history, size_t at, const bool *marks, struct rt_arena *arena,
                             struct rt_records *out, struct rt_error *err);

#endif
