/* text.h - what the files of the text report share: the report being written, its items, its lines. */
#ifndef RENDER_TEXT_H
#define RENDER_TEXT_H

#include "internal.h"

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

/* ---- text_line.c ---- */

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
