/* outline_words.h - what the files of the outline share: the outline being written, and how words get into it. */
#ifndef RENDER_OUTLINE_WORDS_H
#define RENDER_OUTLINE_WORDS_H

#include "outline.h"
#include "text.h"

struct outline {
	const struct outline_markup *markup;
	const struct rt_report *report;
	struct rt_buf *out;
	struct rt_buf words; /* safe text on its way to the markup */
	struct rt_buf body;  /* the lines under an entry, as the text report has them */
	struct text text;    /* which lends its words */
	void (*marks)(struct text *t, const struct rt_change *change);
};

/* The report is still to be set. To be closed. */
void outline_open(struct outline *o, const struct outline_markup *markup, struct rt_buf *out);
void outline_close(struct outline *o);

/* Put TEXT, which is markup. */
void outline_add(struct outline *o, const char *text);

/* Put TEXT, in which an RFC is a link. BEGINS: it is the first of its line. */
void outline_put_words(struct outline *o, rt_str text, bool begins);

/* Put the words that were collected between TAGS, and forget them. */
void outline_put_in(struct outline *o, struct outline_tags tags);

void outline_put_heading(struct outline *o, struct outline_tags tags, const char *text);

/* To the minute: 2025-09-23T01:53Z */
void outline_add_minute(struct rt_buf *out, rt_time time);

/* ---- outline_entry.c ---- */

/* Put ITEM of GROUP as an item of a list. */
void outline_put_entry(struct outline *o, const struct text_group *group, const struct text_item *item);

#endif
