/* The intake of rt_source: gzip (RFC 1952) is recognised and inflated as it comes. The only file that knows zlib. */
#include "internal.h"

#include <regtrail/limits.h>

#include <limits.h>
#include <string.h>

#define ZLIB_CONST
#include <zlib.h>

#define MIB          ((size_t)1 << 20)
#define FIRST        ((size_t)64 << 10) /* bytes; capacity to begin with when the size is unknown */
#define PIECE        ((size_t)32 << 10) /* bytes inflated at a time */
#define GZIP_ONLY    16                 /* added to the window bits: expect a gzip header (zlib.h, inflateInit2) */
#define MAGIC_LENGTH 2

static const char magic[MAGIC_LENGTH] = { '\x1f', '\x8b' };

enum rt_code rt_refuse_large(size_t limit, struct rt_error *err)
{
	bool round = limit % MIB == 0;

	return rt_fail(err, RT_EREFUSED, "larger than %zu %s, more than a registry document may have: check what it is",
	               round ? limit / MIB : limit, round ? "MiB" : "bytes");
}

void rt_intake_init(struct rt_intake *in, struct rt_arena *arena, size_t limit, size_t expected)
{
	*in = (struct rt_intake){ .arena = arena, .limit = limit, .state = RT_INTAKE_START };
	in->document.capacity = expected < limit ? expected : limit;
	if (in->document.capacity)
		in->document.data = rt_arena_alloc(arena, in->document.capacity);
}

void rt_intake_restart(struct rt_intake *in)
{
	in->state = RT_INTAKE_START;
	in->taken = in->magic = in->document.len = in->raw.len = 0;
}

/* ---- the bytes ---- */

static void grow(struct rt_arena *arena, struct rt_intake_bytes *bytes, size_t more)
{
	size_t capacity = bytes->capacity ? bytes->capacity : FIRST;

	while (capacity - bytes->len < more)
		capacity *= 2;
	char *data = rt_arena_alloc(arena, capacity);
	if (bytes->len)
		memcpy(data, bytes->data, bytes->len);
	bytes->data = data;
	bytes->capacity = capacity;
}

static void add(struct rt_arena *arena, struct rt_intake_bytes *bytes, const char *data, size_t len)
{
	if (len > bytes->capacity - bytes->len)
		grow(arena, bytes, len);
	if (len)
		memcpy(bytes->data + bytes->len, data, len);
	bytes->len += len;
}

static enum rt_code append(struct rt_intake *in, const char *data, size_t len, struct rt_error *err)
{
	if (len > in->limit - in->document.len)
		return rt_refuse_large(in->limit, err);
	add(in->arena, &in->document, data, len);
	return RT_OK;
}

/* A plain document is its own beginning; of any other it is kept, for whoever wants to know what was refused. */
static void keep_raw(struct rt_intake *in, const char *data, size_t len)
{
	size_t room = RT_MAX_PARTIAL - in->raw.len;

	if (in->state != RT_INTAKE_PLAIN)
		add(in->arena, &in->raw, data, len < room ? len : room);
}

rt_str rt_intake_partial(const struct rt_intake *in)
{
	const struct rt_intake_bytes *came = in->state == RT_INTAKE_PLAIN ? &in->document : &in->raw;

	if (!came->len)
		return RT_NO_STR;
	return (rt_str){ came->data, came->len < RT_MAX_PARTIAL ? came->len : RT_MAX_PARTIAL };
}

/* ---- zlib ---- */

static voidpf zlib_alloc(voidpf arena, uInt count, uInt size)
{
	return rt_arena_array(arena, count, size);
}

static void zlib_free(voidpf arena, voidpf memory)
{
	(void)arena;
	(void)memory;
}

/* Inflate off the front of *REST, to its end or to the end of the member. */
static enum rt_code take_member(struct rt_intake *in, rt_str *rest, struct rt_error *err)
{
	z_stream *z = in->stream;
	char out[PIECE];
	uInt given = rest->len < UINT_MAX ? (uInt)rest->len : UINT_MAX;
	int result;

	z->next_in = (const Bytef *)rest->data;
	z->avail_in = given;
	do {
		z->next_out = (Bytef *)out;
		z->avail_out = PIECE;
		result = inflate(z, Z_NO_FLUSH);
		if (result != Z_OK && result != Z_STREAM_END && result != Z_BUF_ERROR)
			return rt_fail(err, RT_EREFUSED, "broken gzip: %s: get it again", z->msg ? z->msg : "bad data");
		enum rt_code code = append(in, out, PIECE - z->avail_out, err);
		if (code)
			return code;
	} while (result == Z_OK && z->avail_out == 0);
	if (result == Z_STREAM_END) {
		in->state = RT_INTAKE_AFTER;
		in->magic = 0;
	}
	size_t used = given - z->avail_in;
	*rest = (rt_str){ rest->data + used, rest->len - used };
	return RT_OK;
}

static enum rt_code begin_member(struct rt_intake *in, struct rt_error *err)
{
	int result = Z_OK;

	if (in->stream) {
		result = inflateReset(in->stream);
	} else {
		in->stream = rt_arena_alloc(in->arena, sizeof *in->stream);
		in->stream->zalloc = zlib_alloc;
		in->stream->zfree = zlib_free;
		in->stream->opaque = in->arena;
		result = inflateInit2(in->stream, MAX_WBITS + GZIP_ONLY);
	}
	if (result != Z_OK)
		return rt_fail(err, RT_EINVALID, "zlib cannot be used: %s", zError(result));
	in->state = RT_INTAKE_MEMBER;
	rt_str header = { magic, MAGIC_LENGTH };
	return take_member(in, &header, err);
}

/* ---- what the bytes are ---- */

/* At the start of the document or behind a member: does a member begin here? */
static enum rt_code take_magic(struct rt_intake *in, rt_str *rest, struct rt_error *err)
{
	if (rest->data[0] == magic[in->magic]) {
		*rest = (rt_str){ rest->data + 1, rest->len - 1 };
		return ++in->magic == MAGIC_LENGTH ? begin_member(in, err) : RT_OK;
	}
	if (in->state == RT_INTAKE_AFTER) {
		in->state = RT_INTAKE_PADDING;
		return RT_OK;
	}
	in->state = RT_INTAKE_PLAIN;
	return append(in, magic, in->magic, err);
}

static enum rt_code take_plain(struct rt_intake *in, rt_str *rest, struct rt_error *err)
{
	enum rt_code code = append(in, rest->data, rest->len, err);

	rest->len = 0;
	return code;
}

static enum rt_code take_padding(struct rt_intake *in, rt_str *rest, struct rt_error *err)
{
	(void)in;
	(void)err;
	rest->len = 0;
	return RT_OK;
}

enum rt_code rt_intake_add(struct rt_intake *in, const void *data, size_t len, struct rt_error *err)
{
	static enum rt_code (*const take[])(struct rt_intake *, rt_str *, struct rt_error *) = {
		[RT_INTAKE_START] = take_magic, [RT_INTAKE_PLAIN] = take_plain,     [RT_INTAKE_MEMBER] = take_member,
		[RT_INTAKE_AFTER] = take_magic, [RT_INTAKE_PADDING] = take_padding,
	};
	rt_str rest = { data, len };

	if (len > in->limit - in->taken)
		return rt_refuse_large(in->limit, err);
	in->taken += len;
	keep_raw(in, data, len);
	while (rest.len) {
		enum rt_code code = take[in->state](in, &rest, err);

		if (code)
			return code;
	}
	return RT_OK;
}

enum rt_code rt_intake_finish(struct rt_intake *in, rt_str *bytes, struct rt_error *err)
{
	enum rt_code code = RT_OK;

	if (in->state == RT_INTAKE_MEMBER)
		return rt_fail(err, RT_EREFUSED, "broken gzip: it ends in the middle: get it again");
	if (in->state == RT_INTAKE_START)
		code = append(in, magic, in->magic, err);
	*bytes = (rt_str){ in->document.data ? in->document.data : "", in->document.len };
	return code;
}

/* ---- without a header of gzip ---- */

size_t rt_source_inflate(rt_str in, char *out, size_t len)
{
	z_stream z = { .next_in = (const Bytef *)in.data, .avail_in = in.len < UINT_MAX ? (uInt)in.len : UINT_MAX };

	if (len > UINT_MAX || inflateInit(&z) != Z_OK)
		return 0;
	z.next_out = (Bytef *)out;
	z.avail_out = (uInt)len;
	inflate(&z, Z_FINISH);
	inflateEnd(&z);
	return len - z.avail_out;
}

bool rt_source_is_deflated(rt_str in, size_t len)
{
	z_stream z = { .next_in = (const Bytef *)in.data, .avail_in = (uInt)in.len };
	unsigned char out[16384];
	int result = Z_OK;

	if (in.len > UINT_MAX || len > UINT_MAX || inflateInit(&z) != Z_OK)
		return false;
	while (result == Z_OK && z.total_out <= len) {
		z.next_out = out;
		z.avail_out = sizeof out;
		result = inflate(&z, Z_NO_FLUSH);
	}
	bool whole = result == Z_STREAM_END && z.total_out == len && z.avail_in == 0;
	inflateEnd(&z);
	return whole;
}

uint32_t rt_source_crc32(rt_str bytes)
{
	return (uint32_t)crc32_z(0, (const Bytef *)bytes.data, bytes.len);
}
