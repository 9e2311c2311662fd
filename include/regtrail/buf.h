/* regtrail/buf.h - a growing run of bytes.
 *
 * Owns its memory: init with RT_BUF_INIT, give back with rt_buf_release(). Out of memory: see regtrail/arena.h.
 */
#ifndef REGTRAIL_BUF_H
#define REGTRAIL_BUF_H

#include <regtrail/str.h>

struct rt_buf {
	char *data; /* NUL-terminated (not counted) as soon as anything was added */
	size_t len, capacity;
};

#define RT_BUF_INIT { NULL, 0, 0 }

void rt_buf_release(struct rt_buf *buf);
void rt_buf_clear(struct rt_buf *buf); /* empty, memory kept */
void rt_buf_reserve(struct rt_buf *buf, size_t more);
void rt_buf_add(struct rt_buf *buf, const void *data, size_t len);
void rt_buf_add_str(struct rt_buf *buf, rt_str s);
void rt_buf_add_char(struct rt_buf *buf, char c);
void rt_buf_pad(struct rt_buf *buf, char c, size_t count);
void rt_buf_printf(struct rt_buf *buf, const char *format, ...)
#if defined(__GNUC__)
	__attribute__((format(printf, 2, 3)))
#endif
	;
rt_str rt_buf_str(const struct rt_buf *buf); /* valid until the next change */

#endif
