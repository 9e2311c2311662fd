/* words.h - the words for entries and changes: everything that is added to OUT is safe for a terminal. */
#ifndef RENDER_WORDS_H
#define RENDER_WORDS_H

#include <regtrail/render.h>

/* The number of the bit that KIND is. */
unsigned render_kind_bit(enum rt_kind kind);

/* The kinds to show of CHANGES: all, but the pool only if something of it was asked for, not just a block of it that is
 * there because it was flagged. */
unsigned render_kinds_shown(const struct rt_changes *changes);

/* "1 new, 4 modified" of the kinds in MASK; nothing if there are none. BRIEF: in one word each. */
void render_counts(struct rt_buf *out, const size_t counts[RT_KINDS], unsigned mask, bool brief);

/* 14485 as `14,485`. */
void render_count(struct rt_buf *out, size_t count);

/* What tells the entry: `2/tcp`, `80 -> 81/tcp` for one that moved, `-/tcp` without a number; PROTOCOLS, if not absent,
 * stands in for its own. In other registries the first cell; of a head its registry, of a person the id. */
void render_number(struct rt_buf *out, const struct rt_change *change, rt_str protocols);

/* The service of a port registry's entry, `old -> new` if it was renamed; of a pool record what it says it is. */
void render_name(struct rt_buf *out, const struct rt_change *change);

/* The field that says what the entry is for, next to those above; NULL if there is none. */
const struct rt_field *render_what(const struct rt_record *record);

/* What became of a de-assigned number: "now Reserved", "back to Unassigned 4990-5010", "passed to foo". */
void render_fate(struct rt_buf *out, const struct rt_change *change);

/* IANA's note on the de-assignment; absent if it left none. */
rt_str render_fate_note(const struct rt_change *change);

/* Where a new entry comes from: "took over from foo", "keeps the name of 2/tcp", "was Reserved"; nothing to say adds
 * nothing. */
void render_origin(struct rt_buf *out, const struct rt_change *change);

/* Is FIELD said by render_number() and render_name() already? */
bool render_is_in_title(const struct rt_change *change, const struct rt_field_change *field);

/* How the change is signed in a list of several kinds: '+' came, '-' went, '~' changed. */
char render_sign(const struct rt_change *change);

/* ---- message.c: a change in one line, likewise safe ---- */

/* `2412/tcp kelpmesh`; REGISTRY: what the report is about; PROTOCOLS, if not absent, stands in for the entry's own. */
void render_brief_title(struct rt_buf *line, rt_str registry, const struct rt_change *change, rt_str protocols);

/* `+ 2412/tcp kelpmesh: Mesh of sensors under water` */
void render_brief(struct rt_buf *line, rt_str registry, const struct rt_change *change, rt_str protocols);

#endif
