/* internal.h - what the renderers share: the words for entries and changes. */
#ifndef RENDER_INTERNAL_H
#define RENDER_INTERNAL_H

#include <regtrail/render.h>

/* ---- the renderers, rows of the table in renderers.c ---- */

void render_text(const struct rt_report *report, const struct rt_style *style, struct rt_buf *out);
void render_atom(const struct rt_report *report, const struct rt_style *style, struct rt_buf *out);
void render_json(const struct rt_report *report, const struct rt_style *style, struct rt_buf *out);
void render_html(const struct rt_report *report, const struct rt_style *style, struct rt_buf *out);
void render_markdown(const struct rt_report *report, const struct rt_style *style, struct rt_buf *out);
void render_csv(const struct rt_report *report, const struct rt_style *style, struct rt_buf *out);
void render_mail(const struct rt_report *report, const struct rt_style *style, struct rt_buf *out);

/* ---- safe.c ---- */

/* Put JSON, which is UTF-8, with what rt_render_safe() replaces as \u escapes: the same value, harmless where it is shown. */
void render_escaped(struct rt_buf *out, rt_str json);

/* ---- words.c: everything that is added to OUT is safe for a terminal ---- */

/* The number of the bit that KIND is. */
unsigned render_kind_bit(enum rt_kind kind);

/* The kinds to show of CHANGES: all, but the pool only if something of it was asked for, not just a block of it that is there
 * because it was flagged. */
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

/* Where a new entry comes from: "took over from foo", "keeps the name of 2/tcp", "was Reserved"; nothing to say adds nothing. */
void render_origin(struct rt_buf *out, const struct rt_change *change);

/* Is FIELD said by render_number() and render_name() already? */
bool render_is_in_title(const struct rt_change *change, const struct rt_field_change *field);

/* How the change is signed in a list of several kinds: '+' came, '-' went, '~' changed. */
char render_sign(const struct rt_change *change);

/* ---- message.c: a change in one line, safe for a terminal ---- */

/* `2412/tcp kelpmesh`; REGISTRY: what the report is about; PROTOCOLS, if not absent, stands in for the entry's own. */
void render_brief_title(struct rt_buf *line, rt_str registry, const struct rt_change *change, rt_str protocols);

/* `+ 2412/tcp kelpmesh: Mesh of sensors under water` */
void render_brief(struct rt_buf *line, rt_str registry, const struct rt_change *change, rt_str protocols);

/* ---- period.c: likewise safe ---- */

/* Is it over a period, with a witness? */
bool render_is_period(const struct rt_report *report);

void render_day(struct rt_buf *out, rt_time time); /* 2025-10-22 or "undated" */

/* Of one of report->passing: "assigned 2025-02-13, given back 2025-06-12", "changed ..., changed back ...". */
void render_passage(struct rt_buf *out, const struct rt_report *report, const struct rt_change *change);

void render_gap(struct rt_buf *out, const struct rt_gap *gap); /* "nobody looked from ... to ... (12 days)" */
void render_extent(struct rt_buf *out, const struct rt_report *report);  /* "6 snapshots; the archive begins with ..." */
void render_only(struct rt_buf *out, const struct rt_report *report);    /* "only --kind=new"; nothing without a filter */
void render_witness(struct rt_buf *out, const struct rt_report *report);   /* "archive at ID, 6 snapshots" */

/* ---- fold.c ---- */

/* A change, or several that differ in nothing but the transport: `2/tcp,udp`. */
struct render_folded {
	const struct rt_change *change; /* the first of them */
	rt_str protocols;               /* of all, separated by commas; absent if there is only one */
};

/* Fill in OUT, which has room for all CHANGES, in the same order; how many. */
size_t render_fold(const struct rt_changes *changes, struct rt_arena *arena, struct render_folded *out);

#endif
