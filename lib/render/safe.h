/* safe.h - what makes output harmless, besides rt_render_safe(). */
#ifndef RENDER_SAFE_H
#define RENDER_SAFE_H

#include <regtrail/buf.h>

/* Put JSON, which is UTF-8, with what rt_render_safe() replaces as \u escapes: the same value, harmless where it is
 * shown. */
void render_escaped(struct rt_buf *out, rt_str json);

#endif
