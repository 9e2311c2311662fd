/* files.h - how records are laid out as small files: paths, texts, listings. Nothing here knows libgit2. */
#ifndef ARCHIVE_FILES_H
#define ARCHIVE_FILES_H

#include <regtrail/archive.h>
#include <regtrail/buf.h>

/* ---- layout.c: where a record goes ----
 *
 * entries/about                     head of the outermost registry
 * entries/ports/004xx/443           port registry: entries with a number
 * entries/ports/other/TEXT          ... whose number is none
 * entries/services/ht/http          ... without a number, by name
 * entries/contacts/be               people, by their ids
 * entries/registries/ID/about       other registries: heads of the inner ones
 * entries/registries/ID/SHARD/KEY   ... entries, by their first cell
 */

/* Add the path of the file that RECORD is kept in; OUTERMOST is the id of its document. */
void archive_add_path(struct rt_buf *path, const struct rt_record *record, rt_str outermost);

/* Is ID cut in paths? Then it cannot be read back from one. */
bool archive_id_is_cut(rt_str id);

/* What a path says of the records in its file. */
struct archive_place {
	enum rt_subject subject;
	bool in_port_registry;
	rt_str registry; /* absent: each record says its own */
};

/* Read PATH back; false if no record is kept there. */
bool archive_place_of(rt_str path, rt_str outermost, struct rt_arena *arena, struct archive_place *out);

/* ---- entry_file.c: what a file says ---- */

/* Add RECORD, one `name: value` a line, behind an empty line if it is not the first. */
void archive_add_record(struct rt_buf *text, const struct rt_record *record);

/* Records that are collected one file after the other. */
struct archive_records {
	struct rt_arena *arena;
	struct rt_record *items;
	size_t count, capacity;
};

/* Append the records of a file's TEXT, which is copied. RT_EDAMAGED if it is not one that was written by
 * archive_add_record(): the message says where in the file. */
enum rt_code archive_parse_records(rt_str text, const struct archive_place *place, struct archive_records *out,
                                   struct rt_error *err);

/* Likewise the old and the new text of one file; absent: there was none. Most of the records that both have are left
 * out, and not even read: they make no difference. */
enum rt_code archive_parse_unlike(const rt_str texts[2], const struct archive_place places[2],
                                  struct archive_records out[2], struct rt_error *err);

/* ---- listing.c: all files of a snapshot ---- */

struct archive_file {
	rt_str path;            /* NUL-terminated */
	size_t start, len;      /* of its text */
	struct rt_object_id id; /* of its blob */
	bool hashed;            /* is the id set? */
};

/* The files of one snapshot in the order of git's trees: that of their paths' bytes. */
struct archive_listing {
	struct rt_arena arena;
	struct rt_buf text; /* of all files */
	struct archive_file *files;
	size_t count;
};

void archive_listing_init(struct archive_listing *listing);
void archive_listing_release(struct archive_listing *listing);
void archive_listing_make(struct archive_listing *listing, struct rt_records records, rt_str outermost);

/* Take over the ids of the files that are the same in OLD. */
void archive_listing_reuse(struct archive_listing *listing, const struct archive_listing *old);

rt_str archive_file_text(const struct archive_listing *listing, const struct archive_file *file);

#endif
