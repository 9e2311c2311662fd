/* log.h - what the renderers of a history share. */
#ifndef RENDER_LOG_H
#define RENDER_LOG_H

#include "text.h"

#include <regtrail/render_log.h>

/* ---- the renderers, rows of the table in log_renderers.c ---- */

void log_text_begin(rt_str registry, rt_str what, const struct rt_style *style, struct rt_buf *out);
void log_text_step(const struct rt_log_step *step, bool first, const struct rt_style *style, struct rt_buf *out);
void log_text_end(const struct rt_style *style, struct rt_buf *out);

void log_json_begin(rt_str registry, rt_str what, const struct rt_style *style, struct rt_buf *out);
void log_json_step(const struct rt_log_step *step, bool first, const struct rt_style *style, struct rt_buf *out);
void log_json_end(const struct rt_style *style, struct rt_buf *out);

void log_markdown_begin(rt_str registry, rt_str what, const struct rt_style *style, struct rt_buf *out);
void log_markdown_step(const struct rt_log_step *step, bool first, const struct rt_style *style, struct rt_buf *out);
void log_markdown_end(const struct rt_style *style, struct rt_buf *out);

void log_csv_begin(rt_str registry, rt_str what, const struct rt_style *style, struct rt_buf *out);
void log_csv_step(const struct rt_log_step *step, bool first, const struct rt_style *style, struct rt_buf *out);
void log_csv_end(const struct rt_style *style, struct rt_buf *out);

void log_html_begin(rt_str registry, rt_str what, const struct rt_style *style, struct rt_buf *out);
void log_html_step(const struct rt_log_step *step, bool first, const struct rt_style *style, struct rt_buf *out);
void log_html_end(const struct rt_style *style, struct rt_buf *out);

/* ---- log_text.c ---- */

/* At the end of an entry's line, what no heading says: `[unauthorized use reported, renamed]`. */
void log_add_marks(struct text *t, const struct rt_change *change);

/* The lines under it. */
void log_body_change(struct text *t, const struct rt_change *change);

/* Of a record with which the archive begins: what the registry itself says of the time before. */
void log_body_record(struct text *t, const struct rt_change *change);

/* ---- log_words.c ---- */

#define LOG_COMMIT 8 /* hex digits of a commit that are shown */

/* STEP as a report for the renderers of reports. The records with which the archive begins are changes of no kind, in
 * ARENA. */
struct rt_report log_step_report(const struct rt_log_step *step, struct rt_arena *arena);

/* `443/tcp: log` */
void log_add_title(struct rt_buf *out, rt_str registry, rt_str what);

/* Write text in the terms of STYLE; end with log_text_close(). */
void log_text_open(struct text *t, const struct rt_style *style, struct rt_buf *out);
void log_text_close(struct text *t);

/* `2025-06-12  d1d606c0  archived 2026-07-23T01:53Z` */
void log_put_snapshot(struct text *t, const struct rt_snapshot *snapshot);

/* `443/tcp https`: what tells an entry, on the line in the making; in a registry inside OUTERMOST also which one.
 * PROTOCOLS: see render_number(). */
void log_add_change(struct text *t, const struct rt_change *change, rt_str protocols, rt_str outermost);
void log_add_entry(struct text *t, const struct rt_record *record, rt_str outermost);

/* The fields of RECORD that have a value, one a line, without those in SKIP (bits of places in the record). */
void log_put_fields(struct text *t, const struct rt_record *record, unsigned skip);

/* The values of FIELD, with `, ` between them. */
void log_add_values(struct rt_buf *out, const struct rt_field *field);

#endif
