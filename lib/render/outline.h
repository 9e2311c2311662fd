/* outline.h - the report as headings and lists, in the same words as the text report; how these are written, a markup
 * says.
 *
 * Every text that comes to a markup is safe as rt_render_safe() leaves it: one line, no control characters.
 */
#ifndef RENDER_OUTLINE_H
#define RENDER_OUTLINE_H

#include "log.h"

struct outline_tags {
	const char *open, *close;
};

struct outline_markup {
	/* Put TEXT so that it is nothing but text. BEGINS: it is the first of its line. */
	void (*put)(struct rt_buf *out, rt_str text, bool begins);
	/* Put TEXT as a link; URL has no character that needs an escape in quotes or brackets. */
	void (*link)(struct rt_buf *out, rt_str url, rt_str text);
	struct outline_tags title, section, part, paragraph, strong;
	struct outline_tags list, item;   /* of entries */
	struct outline_tags lines, line; /* under an entry */
};

void outline_put(const struct outline_markup *markup, const struct rt_report *report, struct rt_buf *out);

/* Of a log, which is written in parts: its title, a snapshot. */
void outline_put_log_title(const struct outline_markup *markup, rt_str registry, rt_str what, struct rt_buf *out);
void outline_put_log_step(const struct outline_markup *markup, const struct rt_log_step *step, struct rt_buf *out);

/* Only the changes, group by group. */
void outline_put_changes(const struct outline_markup *markup, const struct rt_report *report, struct rt_buf *out);

/* ---- outline_html.c: the first two of a markup that is HTML ---- */

void outline_html_put(struct rt_buf *out, rt_str text, bool begins);
void outline_html_link(struct rt_buf *out, rt_str url, rt_str text);

/* ---- outline.c ---- */

/* The plain text of the title, for the head of a page. */
void outline_title(const struct rt_report *report, struct rt_buf *out);

#endif
