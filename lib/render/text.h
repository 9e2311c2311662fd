/* text.h - what the reports in words share: the report being written, its groups, items and lines. */
#ifndef RENDER_TEXT_H
#define RENDER_TEXT_H

#include "words.h"

/* One entry line of the report, and what stands under it. */
struct text_item {
	const struct rt_change *change;
	rt_str number, name; /* safe */
};

struct text {
	const struct rt_style *style;
	struct rt_buf *out;
	struct rt_buf line; /* the logical line in the making, safe and not yet wrapped */
	struct rt_arena arena;
	struct text_item *items;
	size_t count;
	size_t body; /* the column where lines under an entry begin */
};

/* ---- text.c ---- */

/* The changes of one kind. */
struct text_group {
	enum rt_kind kind;
	const char *title;
	const char *color; /* of what tells the entry; NULL for none */
	bool signs;        /* some came, some went: a sign in front of each */
	bool labels;
	void (*body)(struct text *t, const struct rt_change *change);
};

/* In the order of the report: what breaks things for others first. Ends with one without title. */
extern const struct text_group text_groups[];

/* Make the items of CHANGES. */
void text_collect(struct text *t, const struct rt_changes *changes);

/* Add to the line in the making what the entry is for, unless that is what changed: then it stands underneath, old and
 * new. */
void text_add_what(struct text *t, const struct rt_change *change);

/* Add what more there is to say of the change, in brackets: `[transferred, dated 2026-07-22]`; or nothing. */
void text_add_marks(struct text *t, const struct rt_change *change);

/* ---- text_period.c: for a report over a period ---- */

/* Under the summary: how many snapshots, where the archive begins, when nobody looked. */
void text_period_head(struct text *t, const struct rt_report *report);

/* At the end: what came and went, snapshot by snapshot, the witness. */
void text_period_end(struct text *t, const struct rt_report *report);

/* ---- text_line.c ---- */

/* SGR parameters (ECMA-48 section 8.3.117). */
#define TEXT_BOLD    "1"
#define TEXT_RED     "31"
#define TEXT_GREEN   "32"
#define TEXT_YELLOW  "33"
#define TEXT_MAGENTA "35"

/* Put TEXT in COLOR, if it is not NULL and the style has colours. */
void text_put_colored(struct text *t, const char *color, rt_str text);

void text_put_title(struct text *t, const char *title); /* of a group, on a line of its own */

/* Begin a new line at INDENT; the one before ends without blanks. */
void text_break(struct rt_buf *out, size_t indent);

/* Put WORDS, broken at spaces so that lines end before WIDTH columns (0: never); further lines begin at INDENT. The
 * output stands at COLUMN. A sign (`-`, `+`, `->`, `{-`, `{+`) keeps to the word that follows. The column reached. */
size_t text_flow(struct rt_buf *out, rt_str words, size_t column, size_t indent, size_t width);

/* Put the line in the making under an entry, wrapped, and begin a new one. If it does not fit and SPLIT is not 0, what
 * stands from there gets a line of its own. */
void text_put_line(struct text *t, size_t split);

/* Likewise, but what belongs together as the parts of one field: all begin LABEL columns further in, except the FIRST,
 * which has the label in front. */
void text_put_part(struct text *t, size_t label, bool first);

/* ---- text_hunks.c ---- */

/* Is F a long text of which enough stayed to show only the words that differ, with a few around them? */
bool text_has_hunks(const struct rt_field_change *f);

/* If so, put them; the line in the making is their label. */
bool text_put_hunks(struct text *t, const struct rt_field_change *f);

/* ---- text_body.c: the lines under an entry ---- */

void text_body_deassigned(struct text *t, const struct rt_change *change);
void text_body_flagged(struct text *t, const struct rt_change *change);
void text_body_new(struct text *t, const struct rt_change *change);
void text_body_changed(struct text *t, const struct rt_change *change);

/* Is F the new date of modification, which the entry line has at its end? */
bool text_is_date_mark(const struct rt_change *change, const struct rt_field_change *f);

#endif
