/* A blob that is stored as a difference from one that is a difference from another, and so on: gitformat-pack(5),
 * "Deltified representation". The differences are put together before any byte of the document is copied: it is a list
 * of pieces of its base and of new bytes, and each difference on the way says where in its own base the pieces are. So
 * a chain of fifty costs one copy of a document, not fifty, and its start costs next to nothing. */
#include "git_pack.h"
#include "internal.h"

#include <regtrail/limits.h>

#include <stdlib.h>
#include <string.h>

#define PIECES_MAX      ((size_t)1 << 20)  /* of a document: what has more is left to libgit2 */
#define KEPT_MAX        ((size_t)16 << 20) /* bytes of a base that is kept */
#define CHAIN_MAX       4096u              /* differences: git itself makes no chain of more than 4095 */

/* The LEN bytes from START on of a document: NEW ones, or, if that is NULL, those at OFFSET of the base. */
struct piece {
	const char *new;
	size_t offset, len, start;
};

struct pieces {
	struct piece *items;
	size_t count, capacity;
};

/* Add PIECE behind the others. */
static bool add_piece(struct pieces *list, struct piece piece)
{
	if (list->count == list->capacity) {
		size_t capacity = list->capacity * 2 + 256;
		struct piece *items = capacity > PIECES_MAX ? NULL : realloc(list->items, capacity * sizeof *items);

		if (!items && capacity <= PIECES_MAX)
			rt_out_of_memory(capacity * sizeof *items);
		if (!items)
			return false;
		list->items = items;
		list->capacity = capacity;
	}
	const struct piece *last = list->count ? &list->items[list->count - 1] : NULL;
	piece.start = last ? last->start + last->len : 0;
	list->items[list->count++] = piece;
	return true;
}

/* ---- one difference ---- */

/* Take a size off the front of *IN, seven bits a byte, lowest first. */
static bool take_size(rt_str *in, size_t *out)
{
	*out = 0;
	for (unsigned shift = 0; in->len && shift < 63; shift += 7) {
		unsigned char byte = (unsigned char)*in->data;

		*in = (rt_str){ in->data + 1, in->len - 1 };
		*out |= (size_t)(byte & 127) << shift;
		if (!(byte & 128))
			return true;
	}
	return false;
}

/* Of the COUNT bytes of a number, lowest first, take those off the front of *IN whose bit in MASK is set. */
static bool take_sparse(rt_str *in, unsigned mask, unsigned count, size_t *out)
{
	*out = 0;
	for (unsigned i = 0; i < count; i++) {
		if (!(mask >> i & 1))
			continue;
		if (!in->len)
			return false;
		*out |= (size_t)(unsigned char)*in->data << 8 * i;
		*in = (rt_str){ in->data + 1, in->len - 1 };
	}
	return true;
}

/* Take an instruction: a copy out of a base of BASE bytes, or new bytes. */
static bool take_piece(rt_str *in, size_t base, struct piece *out)
{
	unsigned op = (unsigned char)*in->data;

	*in = (rt_str){ in->data + 1, in->len - 1 };
	if (!(op & 128)) {
		*out = (struct piece){ .new = in->data, .len = op };
		if (!op || op > in->len)
			return false;
		*in = (rt_str){ in->data + op, in->len - op };
		return true;
	}
	out->new = NULL;
	if (!take_sparse(in, op, 4, &out->offset) || !take_sparse(in, op >> 4 & 7, 3, &out->len))
		return false;
	out->len = out->len ? out->len : 0x10000;
	return out->offset <= base && out->len <= base - out->offset;
}

/* What DELTA makes of a base of *BASE bytes. False unless it makes SIZE bytes. */
static bool read_delta(rt_str delta, size_t size, struct pieces *out, size_t *base)
{
	size_t result, left = size;

	if (!take_size(&delta, base) || !take_size(&delta, &result) || result != size)
		return false;
	while (delta.len) {
		struct piece piece;

		if (!take_piece(&delta, *base, &piece) || piece.len > left || !add_piece(out, piece))
			return false;
		left -= piece.len;
	}
	return left == 0;
}

/* ---- two differences become one ---- */

/* The piece of LIST that byte AT lies in; it does lie in one. */
static size_t piece_at(const struct pieces *list, size_t at)
{
	size_t low = 0, high = list->count;

	while (high - low > 1) {
		size_t middle = low + (high - low) / 2;

		if (list->items[middle].start <= at)
			low = middle;
		else
			high = middle;
	}
	return low;
}

/* Add PIECE, which lies in what the pieces of BASE make, as it is made of them. */
static bool add_through(struct pieces *out, const struct piece *piece, const struct pieces *base)
{
	size_t at = piece->offset, left = piece->len;

	if (piece->new)
		return add_piece(out, *piece);
	for (size_t i = left ? piece_at(base, at) : 0; left; i++) {
		const struct piece *below = &base->items[i];
		size_t skip = at - below->start, len = below->len - skip;

		len = len < left ? len : left;
		struct piece part = { .new = below->new ? below->new + skip : NULL, .offset = below->offset + skip,
			              .len = len };
		if (!add_piece(out, part))
			return false;
		at += len;
		left -= len;
	}
	return true;
}

/* Put DELTA, which makes SIZE bytes, below LIST, whose pieces lie in those; *BASE: bytes of what they lie in then. */
static bool step_down(struct pieces *list, rt_str delta, size_t size, size_t *base)
{
	struct pieces below = { NULL, 0, 0 }, result = { NULL, 0, 0 };
	bool ok = read_delta(delta, size, &below, base);

	for (size_t i = 0; i < list->count && ok; i++)
		ok = add_through(&result, &list->items[i], &below);
	free(below.items);
	free(list->items);
	*list = result;
	return ok;
}

/* ---- what the chain ends in ---- */

static size_t end_of(const struct pieces *list)
{
	size_t end = 0;

	for (size_t i = 0; i < list->count; i++) {
		const struct piece *piece = &list->items[i];

		if (!piece->new && piece->offset + piece->len > end)
			end = piece->offset + piece->len;
	}
	return end;
}

/* The first LEN bytes of the blob at ENTRY. All of it is kept if all is asked for. */
static bool read_base(const struct git_pack *pack, size_t entry, const struct git_pack_head *head, size_t len,
                      struct git_base *kept, struct rt_arena *arena, const char **out)
{
	if (kept->pack == pack && kept->entry == entry) {
		*out = kept->data;
		return true;
	}
	if (len < head->size / 2 || head->size > KEPT_MAX) {
		char *start = rt_arena_alloc(arena, len + 1);

		*out = start;
		return rt_source_inflate(git_pack_data(pack, entry, head), start, len) == len;
	}
	free(kept->data);
	*kept = (struct git_base){ .data = malloc(head->size + 1), .len = head->size };
	if (!kept->data)
		rt_out_of_memory(head->size + 1);
	if (rt_source_inflate(git_pack_data(pack, entry, head), kept->data, head->size) != head->size)
		return false;
	kept->pack = pack;
	kept->entry = entry;
	*out = kept->data;
	return true;
}

/* ---- the whole ---- */

/* From the blob at *ENTRY down to what is stored as it is, which *ENTRY and HEAD become; LIST becomes what of that and
 * of the differences, inflated into ARENA, makes the first LIMIT bytes. */
static bool resolve(const struct git_pack *pack, size_t *entry, size_t limit, struct rt_arena *arena,
                    struct pieces *list, struct git_pack_head *head)
{
	size_t size = 0, taken = 0; /* bytes that the entry at hand is to make; of differences so far */
	unsigned count = 0;
	bool ok = git_pack_read_head(pack, *entry, head) && head->size <= RT_MAX_DOCUMENT;

	for (; ok && head->base != GIT_PACK_NO_ENTRY; count++) {
		char *delta = rt_arena_alloc(arena, head->size + 1);
		rt_str text = { delta, rt_source_inflate(git_pack_data(pack, *entry, head), delta, head->size) };
		rt_str sizes = text;

		if (!count)
			ok = take_size(&sizes, &size) && take_size(&sizes, &size) &&
			     add_piece(list, (struct piece){ .len = size < limit ? size : limit });
		ok = ok && text.len == head->size && step_down(list, text, size, &size);
		taken += text.len;
		*entry = head->base;
		ok = ok && count < CHAIN_MAX && git_pack_read_head(pack, *entry, head) &&
		     head->size <= RT_MAX_DOCUMENT && taken <= RT_MAX_DOCUMENT;
	}
	if (ok && !count)
		return add_piece(list, (struct piece){ .len = head->size < limit ? head->size : limit });
	return ok && head->size == size;
}

static void copy_pieces(const struct pieces *list, const char *base, char *out)
{
	for (size_t i = 0; i < list->count; i++) {
		const struct piece *piece = &list->items[i];

		memcpy(out + piece->start, piece->new ? piece->new : base + piece->offset, piece->len);
	}
}

bool git_chain_read(const struct git_pack *pack, size_t entry, size_t limit, size_t headroom, struct git_base *base,
                    struct rt_arena *arena, rt_str *bytes)
{
	struct pieces list = { NULL, 0, 0 };
	struct git_pack_head head;
	struct rt_arena scratch;
	const char *below;

	rt_arena_init(&scratch);
	bool ok = resolve(pack, &entry, limit, &scratch, &list, &head) && head.type == GIT_PACK_BLOB &&
	          read_base(pack, entry, &head, end_of(&list), base, &scratch, &below);
	if (ok) {
		const struct piece *last = list.count ? &list.items[list.count - 1] : NULL;
		size_t len = last ? last->start + last->len : 0;
		char *out = rt_arena_alloc(arena, headroom + len + 1);

		copy_pieces(&list, below, out + headroom);
		*bytes = (rt_str){ out + headroom, len };
	}
	free(list.items);
	rt_arena_release(&scratch);
	return ok;
}
