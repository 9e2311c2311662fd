/* internal.h - what the sources share: how bytes are taken in. */
#ifndef SOURCE_INTERNAL_H
#define SOURCE_INTERNAL_H

#include <regtrail/source.h>

enum rt_intake_state {
	RT_INTAKE_START,  /* nothing but what may be the magic bytes of gzip was seen */
	RT_INTAKE_PLAIN,  /* it is no gzip */
	RT_INTAKE_MEMBER, /* inside a gzip member */
	RT_INTAKE_AFTER,  /* behind one; another may follow */
	RT_INTAKE_PADDING /* behind the last */
};

struct rt_intake_bytes {
	char *data; /* in the intake's arena */
	size_t len, capacity;
};

/* Takes a document in piece by piece, plain or gzip (RFC 1952, any number of members), into ARENA, and stops at LIMIT
 * bytes, whether of what comes in or of what that decompresses to: a small file can hold a very large one.
 * What follows the last member and is none is ignored, as gzip(1) does. */
struct rt_intake {
	struct rt_arena *arena;
	size_t limit, taken;             /* bytes */
	struct rt_intake_bytes document; /* so far */
	struct rt_intake_bytes raw;      /* as it came, its first RT_MAX_PARTIAL bytes, unless it is plain */
	enum rt_intake_state state;
	size_t magic;              /* bytes of the magic number seen so far */
	struct z_stream_s *stream; /* in ARENA, so it needs no release; NULL until there is gzip */
};

/* EXPECTED: bytes that will probably come; 0 if unknown. */
void rt_intake_init(struct rt_intake *in, struct rt_arena *arena, size_t limit, size_t expected);

/* Begin again; memory is kept. */
void rt_intake_restart(struct rt_intake *in);

/* RT_EREFUSED: too large, broken compression. The message does not name the source: the caller adds it. */
enum rt_code rt_intake_add(struct rt_intake *in, const void *data, size_t len, struct rt_error *err);
enum rt_code rt_intake_finish(struct rt_intake *in, rt_str *bytes, struct rt_error *err);

/* The beginning of what came, as it came, for a document that was refused; absent if nothing came. */
rt_str rt_intake_partial(const struct rt_intake *in);

/* The message for a document of more than LIMIT bytes. */
enum rt_code rt_refuse_large(size_t limit, struct rt_error *err);

/* Read what the file: URL names (RFC 8089: no host or localhost, an absolute path, percent-encoded). */
enum rt_code rt_source_file_url(const char *url, size_t limit, struct rt_arena *arena, struct rt_source_document *out,
                                struct rt_error *err);

/* RFC 3986 section 3.2.1. Such a URL is not repeated in messages: a password may be in it. */
bool rt_url_has_user(const char *url);

/* Inflate IN (RFC 1950) into OUT, to its end or until LEN bytes are there. How many there are. */
size_t rt_source_inflate(rt_str in, char *out, size_t len);

/* Is IN one such stream, whole and nothing else, of LEN bytes? */
bool rt_source_is_deflated(rt_str in, size_t len);

/* The CRC-32 of BYTES, as in gzip and in the index of a git pack. */
uint32_t rt_source_crc32(rt_str bytes);

/* The SHA-1 of BYTES, which git's packs end with. */
void rt_source_sha1(rt_str bytes, unsigned char out[20]);

#endif
