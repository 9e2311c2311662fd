/* Reading out of packs, sound and not: what is odd is left to libgit2, which then says what is wrong. */
#include "../../lib/source/git_pack.h"
#include "../../lib/source/internal.h"

#include <regtrail/buf.h>
#include <regtrail/limits.h>

#include "support.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define OBJECTS_MAX  4
#define ALL          RT_MAX_DOCUMENT
#define TREE         2

#define BASE "0123456789abcdef"
/* 16 bytes become 12: "ab", then 10 from 2 on. */
#define DELTA_HEAD "\x10\x0c"
#define DELTA      DELTA_HEAD "\x02" "ab" "\x91\x02\x0a"
/* 12 bytes become 8: 6 from 1 on, which is 1 new byte and 5 of the base, "!" and 1 from 0 on. */
#define DELTA2 "\x0c\x08" "\x91\x01\x06" "\x01" "!" "\x90\x01"

struct object {
	const char *data;
	int type;
	int base;    /* its number among the objects */
	size_t size; /* that the entry says; 0: LEN */
	size_t len;
};

#define STORED(text)      { text, GIT_PACK_BLOB, 0, 0, sizeof text - 1 }
#define FROM(base, text)  { text, GIT_PACK_OFS_DELTA, base, 0, sizeof text - 1 }
#define NAMED(base, text) { text, GIT_PACK_REF_DELTA, base, 0, sizeof text - 1 }

struct row {
	const char *name;
	struct object objects[OBJECTS_MAX];
	const char *expected; /* of the last object; NULL: cannot be read */
	size_t limit;         /* 0: all */
};

static const struct row rows[] = {
	{ "stored as it is", { STORED(BASE) }, BASE, 0 },
	{ "its start", { STORED(BASE) }, "0123", 4 },
	{ "a difference", { STORED(BASE), FROM(0, DELTA) }, "ab23456789ab", 0 },
	{ "by name", { STORED(BASE), NAMED(0, DELTA) }, "ab23456789ab", 0 },
	{ "start of a difference", { STORED(BASE), FROM(0, DELTA) }, "ab2", 3 },
	{ "of a difference", { STORED(BASE), FROM(0, DELTA), FROM(1, DELTA2) }, "b23456!a", 0 },
	{ "start of that", { STORED(BASE), FROM(0, DELTA), NAMED(1, DELTA2) }, "b2", 2 },
	{ "no blob", { { BASE, TREE, 0, 0, sizeof BASE - 1 } }, NULL, 0 },
	{ "a difference from no blob", { { BASE, TREE, 0, 0, sizeof BASE - 1 }, FROM(0, DELTA) }, NULL, 0 },
	{ "a difference from itself", { STORED(BASE), NAMED(1, DELTA) }, NULL, 0 },
	{ "a loop",
	  { STORED(BASE), NAMED(2, "\x0c\x0c\x90\x0c"), NAMED(1, "\x0c\x0c\x90\x0c") }, NULL, 0 },
	{ "shorter than it says", { { BASE, GIT_PACK_BLOB, 0, 17, sizeof BASE - 1 } }, NULL, 0 },
	{ "larger than a document", { { BASE, GIT_PACK_BLOB, 0, RT_MAX_DOCUMENT + 1u, sizeof BASE - 1 } }, NULL, 0 },
	{ "from another size", { STORED(BASE "g"), FROM(0, DELTA) }, NULL, 0 },
	{ "a copy beyond the base", { STORED(BASE), FROM(0, DELTA_HEAD "\x02" "ab" "\x91\x07\x0a") }, NULL, 0 },
	{ "a copy that begins beyond it", { STORED(BASE), FROM(0, DELTA_HEAD "\x02" "ab" "\x91\x11\x0a") }, NULL, 0 },
	{ "more than it is to become", { STORED(BASE), FROM(0, DELTA_HEAD "\x04" "abcd" "\x91\x02\x0a") }, NULL, 0 },
	{ "less than it is to become", { STORED(BASE), FROM(0, DELTA_HEAD "\x02" "ab") }, NULL, 0 },
	{ "cut in new bytes", { STORED(BASE), FROM(0, DELTA_HEAD "\x0c" "abcd") }, NULL, 0 },
	{ "cut in a copy", { STORED(BASE), FROM(0, DELTA_HEAD "\x02" "ab" "\x91\x02") }, NULL, 0 },
	{ "the reserved instruction", { STORED(BASE), FROM(0, DELTA_HEAD "\0") }, NULL, 0 },
	{ "cut in a size", { STORED(BASE), FROM(0, "\x90") }, NULL, 0 },
	{ "to nothing", { STORED(BASE), FROM(0, "\x10\0") }, "", 0 },
};

/* ---- a pack by hand ---- */

static void add_number(struct rt_buf *out, size_t value, int bytes)
{
	for (int i = bytes - 1; i >= 0; i--)
		rt_buf_add_char(out, (char)(value >> 8 * i & 255));
}

/* DATA as zlib leaves what it cannot compress (RFC 1950, RFC 1951 3.2.4). */
static void add_stored(struct rt_buf *out, rt_str data)
{
	uint32_t a = 1, b = 0;

	for (size_t i = 0; i < data.len; i++) {
		a = (a + (unsigned char)data.data[i]) % 65521;
		b = (b + a) % 65521;
	}
	rt_buf_add(out, "\x78\x01\x01", 3);
	const unsigned char len[] = { (unsigned char)data.len, 0, (unsigned char)~data.len, 255 };
	rt_buf_add(out, len, sizeof len);
	rt_buf_add_str(out, data);
	add_number(out, (size_t)b << 16 | a, 4);
}

/* The objects are named 01 01 ..., 02 02 ... */
static void add_object(struct rt_buf *out, const struct object *object, const size_t *offsets)
{
	rt_str data = { object->data, object->len };
	size_t size = object->size ? object->size : data.len, at = out->len;
	char name[GIT_PACK_ID];

	rt_buf_add_char(out, (char)(object->type << 4 | (int)(size & 15) | (size > 15 ? 128 : 0)));
	for (size >>= 4; size; size >>= 7)
		rt_buf_add_char(out, (char)((size & 127) | (size > 127 ? 128 : 0)));
	memset(name, object->base + 1, sizeof name);
	if (object->type == GIT_PACK_REF_DELTA)
		rt_buf_add(out, name, sizeof name);
	if (object->type == GIT_PACK_OFS_DELTA)
		rt_buf_add_char(out, (char)(at - offsets[object->base])); /* below 128 */
	add_stored(out, data);
}

struct files {
	struct rt_buf index, data;
	size_t count;
};

static void make_files(struct files *files, const struct object *objects)
{
	const char zero[GIT_PACK_ID] = { 0 };
	size_t offsets[OBJECTS_MAX];

	*files = (struct files){ RT_BUF_INIT, RT_BUF_INIT, 0 };
	rt_buf_add(&files->data, "PACK\0\0\0\2\0\0\0\0", 12);
	for (; files->count < OBJECTS_MAX && objects[files->count].data; files->count++) {
		offsets[files->count] = files->data.len;
		add_object(&files->data, &objects[files->count], offsets);
	}
	rt_buf_add(&files->data, zero, sizeof zero);
	rt_buf_add(&files->index, "\377tOc\0\0\0\2", 8);
	for (int i = 0; i < 256; i++)
		add_number(&files->index, files->count, 4);
	for (size_t i = 0; i < files->count; i++)
		for (unsigned k = 0; k < GIT_PACK_ID; k++)
			rt_buf_add_char(&files->index, (char)(i + 1));
	for (size_t i = 0; i < files->count; i++)
		add_number(&files->index, 0, 4);
	for (size_t i = 0; i < files->count; i++)
		add_number(&files->index, offsets[i], 4);
	rt_buf_add(&files->index, zero, sizeof zero);
	rt_buf_add(&files->index, zero, sizeof zero);
}

static void release(struct files *files, struct git_pack *pack)
{
	free(pack->entries);
	rt_buf_release(&files->index);
	rt_buf_release(&files->data);
}

/* The object named by NUMBER from 1; absent: cannot be read. */
static rt_str read_object(const struct git_pack *pack, size_t number, size_t limit, struct rt_arena *arena)
{
	struct git_base base = { .data = NULL };
	char name[GIT_PACK_ID];
	rt_str bytes;

	memset(name, (int)number, sizeof name);
	size_t entry = git_pack_find(pack, name);
	bool ok = entry != GIT_PACK_NO_ENTRY && git_chain_read(pack, entry, limit, 0, &base, arena, &bytes);
	free(base.data);
	return ok ? bytes : RT_NO_STR;
}

/* ---- tests ---- */

START_TEST(reading)
{
	const struct row *row = &rows[_i];
	struct files files;
	struct git_pack pack;
	struct rt_arena arena;

	rt_arena_init(&arena);
	make_files(&files, row->objects);
	ck_assert_msg(git_pack_init(&pack, rt_buf_str(&files.index), rt_buf_str(&files.data)), "%s", row->name);
	rt_str bytes = read_object(&pack, files.count, row->limit ? row->limit : ALL, &arena);
	if (row->expected)
		ck_assert_msg(bytes.data && rt_str_equal(bytes, rt_str_of(row->expected)), "%s: `%.*s`", row->name,
		              RT_ARG(bytes));
	else
		ck_assert_msg(!bytes.data, "%s: `%.*s`", row->name, RT_ARG(bytes));
	release(&files, &pack);
	rt_arena_release(&arena);
}
END_TEST

/* Cut anywhere, neither file is read beyond its end: the copies have just that size, for AddressSanitizer. */
START_TEST(cut)
{
	static const struct object objects[OBJECTS_MAX] = { STORED(BASE), NAMED(0, DELTA), FROM(1, DELTA2) };
	struct files files;
	bool of_index = _i == 1;
	size_t read = 0;

	make_files(&files, objects);
	size_t whole = of_index ? files.index.len : files.data.len;
	for (size_t len = 0; len <= whole; len++) {
		char *copy = malloc(len ? len : 1);
		struct git_pack pack;
		struct rt_arena arena;
		rt_str part = { copy, len }, index = of_index ? part : rt_buf_str(&files.index),
		       data = of_index ? rt_buf_str(&files.data) : part;

		ck_assert_ptr_nonnull(copy);
		memcpy(copy, of_index ? files.index.data : files.data.data, len);
		rt_arena_init(&arena);
		if (git_pack_init(&pack, index, data))
			read += read_object(&pack, 3, ALL, &arena).data != NULL;
		free(pack.entries);
		free(copy);
		rt_arena_release(&arena);
	}
	ck_assert_uint_ge(read, 1);
	ck_assert_uint_lt(read, GIT_PACK_ID + 5); /* the sum at the end and that of zlib are not asked for */
	rt_buf_release(&files.index);
	rt_buf_release(&files.data);
}
END_TEST

/* An offset of the index that lies outside. */
START_TEST(offsets)
{
	static const size_t wrong[] = { 0, 11, 4000, 0x7fffffff, 0x80000000, 0xffffffff };
	static const struct object objects[OBJECTS_MAX] = { STORED(BASE) };
	struct files files;
	struct git_pack pack;

	make_files(&files, objects);
	char *offset = files.index.data + files.index.len - 2 * GIT_PACK_ID - 4;
	for (int i = 0; i < 4; i++)
		offset[i] = (char)(wrong[_i] >> (24 - 8 * i) & 255);
	ck_assert(!git_pack_init(&pack, rt_buf_str(&files.index), rt_buf_str(&files.data)));
	release(&files, &pack);
}
END_TEST

/* ---- the index that is made of a pack ---- */

/* A pack of OBJECTS that says how many they are, and ends with its sum. */
static struct git_pack make_pack(struct files *files, const struct object *objects)
{
	struct git_pack pack;
	unsigned char sum[GIT_PACK_ID];

	make_files(files, objects);
	files->data.data[11] = (char)files->count;
	files->data.len -= GIT_PACK_ID;
	rt_source_sha1(rt_buf_str(&files->data), sum);
	rt_buf_add(&files->data, sum, sizeof sum);
	ck_assert(git_pack_init(&pack, rt_buf_str(&files->index), rt_buf_str(&files->data)));
	return pack;
}

/* The index that libgit2 makes of PACK; empty if it finds it unsound. */
static struct rt_buf index_by_libgit2(rt_str pack)
{
	char directory[] = "/tmp/regtrail-index-XXXXXX";
	struct rt_buf out = RT_BUF_INIT, path = RT_BUF_INIT;
	git_indexer_progress progress = { 0 };
	git_indexer *indexer;
	FILE *file = NULL;

	ck_assert_ptr_nonnull(mkdtemp(directory));
	ck_assert_int_gt(git_libgit2_init(), 0);
	ck_assert_int_eq(git_indexer_new(&indexer, directory, 0, NULL, NULL), 0);
	if (git_indexer_append(indexer, pack.data, pack.len, &progress) == 0 &&
	    git_indexer_commit(indexer, &progress) == 0)
		rt_buf_printf(&path, "%s/pack-%s.idx", directory, git_indexer_name(indexer));
	git_indexer_free(indexer);
	if (path.len)
		file = fopen(path.data, "rb");
	for (int c; file && (c = getc(file)) != EOF;)
		rt_buf_add_char(&out, (char)c);
	if (file)
		fclose(file);
	rt_buf_release(&path);
	git_source_remove(directory);
	git_libgit2_shutdown();
	return out;
}

static bool has_named(const struct row *row)
{
	bool named = false;

	for (size_t i = 0; i < OBJECTS_MAX; i++)
		named = named || row->objects[i].type == GIT_PACK_REF_DELTA;
	return named;
}

/* Byte for byte that of libgit2; none where one object cannot be read. */
START_TEST(index_of_pack)
{
	const struct row *row = &rows[_i];
	struct rt_buf ours = RT_BUF_INIT, theirs;
	struct files files;

	if (has_named(row)) /* git_copy.c makes none */
		return;
	struct git_pack pack = make_pack(&files, row->objects);
	ck_assert_msg(git_index_make(&pack, &ours) == (row->expected != NULL), "%s", row->name);
	if (row->expected) {
		theirs = index_by_libgit2(rt_buf_str(&files.data));
		ck_assert_msg(rt_str_equal(rt_buf_str(&ours), rt_buf_str(&theirs)), "%s", row->name);
		rt_buf_release(&theirs);
	} else {
		ck_assert_uint_eq(ours.len, 0);
	}
	rt_buf_release(&ours);
	release(&files, &pack);
}
END_TEST

/* What reading alone does not see: the sum of zlib, and what stands behind the stream. */
START_TEST(no_index)
{
	static const struct object objects[OBJECTS_MAX] = { STORED(BASE), FROM(0, DELTA) };
	struct rt_buf index = RT_BUF_INIT;
	struct files files;
	struct git_pack pack = make_pack(&files, objects);
	size_t before_end = files.data.len - GIT_PACK_ID;

	if (_i == 0)
		files.data.data[before_end - 1] ^= 1; /* of Adler-32 */
	else
		pack.entries[1].len += (size_t)_i == 1 ? 1 : (size_t)-1; /* of the entry */
	ck_assert(!git_index_make(&pack, &index));
	ck_assert_uint_eq(index.len, 0);
	release(&files, &pack);
}
END_TEST

int main(void)
{
	const struct unit_test tests[] = {
		{ reading, COUNT(rows), 0 },
		{ cut, 2, 0 },
		{ offsets, 6, 0 },
		{ index_of_pack, COUNT(rows), 0 },
		{ no_index, 3, 0 },
		{ NULL, 0, 0 },
	};

	return run_tests("git_pack", tests);
}
