/* atom.h - what the files of the feed share. */
#ifndef RENDER_ATOM_H
#define RENDER_ATOM_H

#include <regtrail/render.h>

/* RFC 4151: who mints ids, and since when. Nobody owns a name below .invalid (RFC 2606), so nobody else mints such ids,
 * and one snapshot has the same id wherever it is archived. */
#define ATOM_TAG "tag:regtrail.invalid,2026:"

/* TEXT with what XML gives a meaning as references, and U+FFFD for the two characters that rt_render_safe() lets
 * through and XML 1.0 does not. TEXT is safe for a terminal. */
void atom_put_escaped(struct rt_buf *out, rt_str text);

/* Likewise, and made safe before. */
void atom_put_safe(struct rt_buf *out, rt_str data);

void atom_put_updated(struct rt_buf *out, const struct rt_snapshot *snapshot);

/* The step as an entry; ALONE: it is no step of a series, so its id also says from which snapshot it goes. */
void atom_put_entry(struct rt_buf *out, const struct rt_report *step, bool alone);

#endif
