/* html.h - what the files of the page share: the page being written, its items, and how data get into it. */
#ifndef RENDER_HTML_H
#define RENDER_HTML_H

#include "words.h"

/* One change of the page, or several that differ in nothing but the transport. */
struct html_item {
	const struct rt_change *change;
	rt_str number, name; /* safe, not escaped */
	rt_str id;           /* of its element, the same whenever the report is made; needs no escaping */
	bool placed;         /* the element with that id is written */
	rt_str passage;      /* of one that is passing, when it came and went; safe, not escaped */
};

struct html_items {
	struct html_item *items;
	size_t count;
};

struct html {
	const struct rt_report *report;
	struct rt_buf *out;
	struct rt_buf line; /* safe text on its way to be escaped */
	struct rt_arena arena;
	struct html_items net, passing;
	bool says_kinds; /* of each entry: no heading does */
};

/* ---- made of html.css and html.js by cmake/page.cmake ---- */

struct html_block {
	const char *text;
	size_t len;
};
extern const struct html_block html_style, html_script;
extern const char html_policy[]; /* the Content-Security-Policy that lets exactly these two in */

/* ---- html_frame.c: around every page ---- */

/* Up to where the body begins; TITLE is safe. */
void html_put_head(struct html *h, rt_str title);

/* From where what the page tells ends. */
void html_put_foot(struct html *h);

/* ---- html_text.c ---- */

void html_put(struct html *h, const char *markup);

/* TEXT escaped, for an element or a quoted attribute; it must be safe, as rt_render_safe() leaves it. */
void html_escape(struct rt_buf *out, rt_str text);

/* What a document says, as text of an element: harmless, and the direction of its letters stays inside. */
void html_put_data(struct html *h, rt_str data);

/* Likewise in a quoted attribute. */
void html_put_attribute(struct html *h, rt_str data);

/* Prose: lines stay lines, `RFC6335` is a link. */
void html_put_prose(struct html *h, rt_str data);

/* A reference: a link if it is an RFC, an Internet-Draft or on the web. */
void html_put_reference(struct html *h, rt_str reference);

void html_put_date(struct html *h, rt_time time);
void html_put_count(struct html *h, size_t count);

/* The texts with <del> and <ins> around the words that differ; far from those, words are left out. */
void html_put_words(struct html *h, rt_str old, rt_str new);

/* ---- html_body.c ---- */

/* The kinds of change in the order of the page. */
struct html_group {
	enum rt_kind kind;
	const char *title;
	const char *name; /* id of its section, class of its entries */
	const char *word; /* of one change */
	void (*body)(struct html *h, const struct rt_change *change);
};
extern const struct html_group html_groups[]; /* ends with one without title */
extern const struct html_group html_group_begins; /* of what the archive begins with: no change */

/* The first group that CHANGE is in. */
const struct html_group *html_group_of(const struct rt_change *change);

/* ---- html_items.c ---- */

/* The items of CHANGES; their ids begin with PREFIX. PASSAGES: of each that is passing, else NULL. */
struct html_items html_collect(struct html *h, const struct rt_changes *changes, const struct rt_passage *passages,
                               const char *prefix);

/* ---- html_entry.c ---- */

void html_put_entry(struct html *h, const struct html_group *group, struct html_item *item);

/* ---- pictures; nothing if the report has nothing to draw ---- */

void html_put_timeline(struct html *h);
void html_put_map(struct html *h);

#endif
