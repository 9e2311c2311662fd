/* regtrail/render_log.h - the history of a registry as something to read: logs, what stood on a day, blames. */
#ifndef REGTRAIL_RENDER_LOG_H
#define REGTRAIL_RENDER_LOG_H

#include <regtrail/log.h>
#include <regtrail/render.h>

/* A log is written step by step. WHAT is what was asked for, for a title: `443/tcp, https`; absent: everything. */
struct rt_log_renderer {
	const char *name;  /* as in --format NAME */
	const char *about; /* for --help */
	void (*begin)(rt_str registry, rt_str what, const struct rt_style *style, struct rt_buf *out);
	void (*step)(const struct rt_log_step *step, bool first, const struct rt_style *style, struct rt_buf *out);
	void (*end)(const struct rt_style *style, struct rt_buf *out);
};

extern const struct rt_log_renderer rt_log_renderers[]; /* ends with a row without name */
const struct rt_log_renderer *rt_log_renderer_find(rt_str name); /* NULL if there is none */

/* As JSON, one object a line. */
extern const struct rt_log_renderer rt_log_stream;

/* Counts by kind and year; KINDS: those that were asked for. */
void rt_render_stat(const struct rt_stat *stat, unsigned kinds, struct rt_buf *out);
void rt_render_stat_json(rt_str registry, rt_str what, const struct rt_stat *stat, unsigned kinds, struct rt_buf *out);

/* The same for a diff: net, and if STEPS is not NULL snapshot by snapshot. */
void rt_render_diff_stat(const struct rt_report *report, const struct rt_stat *steps, unsigned kinds,
                         struct rt_buf *out);
void rt_render_diff_stat_json(const struct rt_report *report, const struct rt_stat *steps, unsigned kinds,
                              struct rt_buf *out);

/* NOW: up to when an open gap lasts. */
void rt_render_standing(const struct rt_standing *standing, rt_str what, rt_time now, const struct rt_style *style,
                        struct rt_buf *out);
void rt_render_standing_json(const struct rt_standing *standing, rt_str what, struct rt_buf *out);

void rt_render_blame(const struct rt_blame *blame, const struct rt_style *style, struct rt_buf *out);
void rt_render_blame_json(const struct rt_blame *blame, rt_str what, struct rt_buf *out);

#endif
