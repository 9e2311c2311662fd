/* renderers.h - the rows of the table in renderers.c. */
#ifndef RENDER_RENDERERS_H
#define RENDER_RENDERERS_H

#include <regtrail/render.h>

void render_text(const struct rt_report *report, const struct rt_style *style, struct rt_buf *out);
void render_atom(const struct rt_report *report, const struct rt_style *style, struct rt_buf *out);
void render_json(const struct rt_report *report, const struct rt_style *style, struct rt_buf *out);
void render_html(const struct rt_report *report, const struct rt_style *style, struct rt_buf *out);
void render_markdown(const struct rt_report *report, const struct rt_style *style, struct rt_buf *out);
void render_csv(const struct rt_report *report, const struct rt_style *style, struct rt_buf *out);
void render_mail(const struct rt_report *report, const struct rt_style *style, struct rt_buf *out);

#endif
