/* git_pack.h - a pack of a git repository and its index: gitformat-pack(5), index version 2. Nothing in these files is
 * trusted. */
#ifndef SOURCE_GIT_PACK_H
#define SOURCE_GIT_PACK_H

#include "git.h"

#include <regtrail/buf.h>

#define GIT_PACK_ID       20u /* bytes of an object's name */
#define GIT_PACK_HEADROOM 32u /* bytes: what git puts in front of a blob to make its name */
#define GIT_PACK_NO_ENTRY SIZE_MAX

struct git_pack_entry {
	size_t offset, len; /* in the pack, up to the next one */
	size_t at;          /* in the pack that is made */
	bool wanted;
};

struct git_pack {
	rt_str index, data; /* mapped files */
	size_t count;
	struct git_pack_entry *entries; /* by offset */
};

enum git_pack_type { GIT_PACK_BLOB = 3, GIT_PACK_OFS_DELTA = 6, GIT_PACK_REF_DELTA = 7 };

/* What an entry begins with. */
struct git_pack_head {
	int type;
	size_t size;     /* bytes that the data behind it inflate to */
	size_t base;     /* entry; GIT_PACK_NO_ENTRY: none */
	size_t type_len; /* bytes of type and size */
	size_t len;      /* with the name of the base */
};

/* INDEX and DATA are the two files. False if they are no pack that this can read. PACK->entries is to be freed in any
 * case. */
bool git_pack_init(struct git_pack *pack, rt_str index, rt_str data);

/* The entry of the object named ID; GIT_PACK_NO_ENTRY if it is not there. */
size_t git_pack_find(const struct git_pack *pack, const void *id);

/* False if entry I is not as it should be, or its base is in another pack. */
bool git_pack_read_head(const struct git_pack *pack, size_t i, struct git_pack_head *out);

/* What entry I has behind its HEAD: a zlib stream, if it is sound. */
rt_str git_pack_data(const struct git_pack *pack, size_t i, const struct git_pack_head *head);

/* ---- git_chain.c ---- */

/* The first LIMIT bytes of the blob at ENTRY, all if it has no more, into ARENA, behind HEADROOM bytes for the caller.
 * BASE keeps what the next call probably wants too. False if something is wrong with it: then whoever knows
 * better says what. */
bool git_chain_read(const struct git_pack *pack, size_t entry, size_t limit, size_t headroom, struct git_base *base,
                    struct rt_arena *arena, rt_str *bytes);

/* ---- git_index.c ---- */

/* Add VALUE as four bytes, the highest first. */
void git_add32(struct rt_buf *out, size_t value);

/* The name of the blob BYTES, behind GIT_PACK_HEADROOM bytes that are overwritten. */
void git_blob_name(rt_str bytes, unsigned char out[GIT_PACK_ID]);

/* Add to OUT the index, of version 2, of a PACK that has nothing but blobs, all of whose entries are read. False if not
 * each of them is sound. PACK->index is not used. */
bool git_index_make(const struct git_pack *pack, struct rt_buf *out);

#endif
