#include <regtrail/buf.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

void rt_buf_release(struct rt_buf *buf)
{
	free(buf->data);
	*buf = (struct rt_buf)RT_BUF_INIT;
}

void rt_buf_clear(struct rt_buf *buf)
{
	buf->len = 0;
	if (buf->data)
		buf->data[0] = '\0';
}

void rt_buf_reserve(struct rt_buf *buf, size_t more)
{
	if (more >= SIZE_MAX / 2 - buf->len)
		rt_out_of_memory(more);
	size_t needed = buf->len + more + 1;
	if (needed <= buf->capacity)
		return;
	size_t capacity = buf->capacity ? buf->capacity : 256;
	while (capacity < needed)
		capacity *= 2;
	char *data = realloc(buf->data, capacity);
	if (!data)
		rt_out_of_memory(capacity);
	buf->data = data;
	buf->capacity = capacity;
}

void rt_buf_add(struct rt_buf *buf, const void *data, size_t len)
{
	rt_buf_reserve(buf, len);
	if (len)
		memcpy(buf->data + buf->len, data, len);
	buf->len += len;
	buf->data[buf->len] = '\0';
}

void rt_buf_add_str(struct rt_buf *buf, rt_str s)
{
	rt_buf_add(buf, s.data, s.len);
}

void rt_buf_add_char(struct rt_buf *buf, char c)
{
	rt_buf_add(buf, &c, 1);
}

void rt_buf_pad(struct rt_buf *buf, char c, size_t count)
{
	rt_buf_reserve(buf, count);
	memset(buf->data + buf->len, c, count);
	buf->len += count;
	buf->data[buf->len] = '\0';
}

void rt_buf_printf(struct rt_buf *buf, const char *format, ...)
{
	va_list args, again;

	va_start(args, format);
	va_copy(again, args);
	int len = vsnprintf(NULL, 0, format, args);
	va_end(args);
	if (len > 0) {
		rt_buf_reserve(buf, (size_t)len);
		vsnprintf(buf->data + buf->len, (size_t)len + 1, format, again);
		buf->len += (size_t)len;
	}
	va_end(again);
}

rt_str rt_buf_str(const struct rt_buf *buf)
{
	return (rt_str){ buf->data ? buf->data : "", buf->len };
}
