/* What a document says must not be able to command a terminal: ECMA-48 control sequences, Unicode's bidirectional
 * controls (UAX #9; "Trojan Source", CVE-2021-42574). */
#include "safe.h"

#include <regtrail/render.h>

#define REPLACEMENT "\xef\xbf\xbd" /* U+FFFD */

/* A line or paragraph separator, or a tab. */
static bool is_break(rt_str c)
{
	return (c.len == 1 && *c.data >= '\t' && *c.data <= '\r') || rt_str_equal(c, RT_STR("\xc2\x85")) ||
	       rt_str_equal(c, RT_STR("\xe2\x80\xa8")) || rt_str_equal(c, RT_STR("\xe2\x80\xa9"));
}

/* C0, DEL, C1; U+061C, U+200E-200F, U+202A-202E, U+2066-2069. */
static bool is_control(rt_str c)
{
	const unsigned char *byte = (const unsigned char *)c.data;

	if (c.len == 1)
		return byte[0] < 0x20 || byte[0] == 0x7f;
	if (c.len == 2)
		return (byte[0] == 0xc2 && byte[1] < 0xa0) || (byte[0] == 0xd8 && byte[1] == 0x9c);
	if (c.len != 3 || byte[0] != 0xe2)
		return false;
	return (byte[1] == 0x80 && (byte[2] == 0x8e || byte[2] == 0x8f || (byte[2] >= 0xaa && byte[2] <= 0xae))) ||
	       (byte[1] == 0x81 && byte[2] >= 0xa6 && byte[2] <= 0xa9);
}

static size_t plain_length(rt_str data)
{
	size_t n = 0;

	while (n < data.len && data.data[n] >= 0x20 && data.data[n] < 0x7f)
		n++;
	return n;
}

void rt_render_safe(struct rt_buf *out, rt_str data)
{
	while (data.len) {
		size_t plain = plain_length(data);
		rt_buf_add(out, data.data, plain);
		data = (rt_str){ data.data + plain, data.len - plain };
		if (!data.len)
			return;
		size_t size = rt_utf8_length(data);
		rt_str c = { data.data, size };
		if (size && is_break(c))
			rt_buf_add_char(out, ' ');
		else if (!size || is_control(c))
			rt_buf_add_str(out, RT_STR(REPLACEMENT));
		else
			rt_buf_add_str(out, c);
		size = size ? size : 1;
		data = (rt_str){ data.data + size, data.len - size };
	}
}

static unsigned code_point(rt_str c)
{
	const unsigned char *byte = (const unsigned char *)c.data;

	if (c.len == 1)
		return byte[0];
	if (c.len == 2)
		return (byte[0] & 0x1fu) << 6 | (byte[1] & 0x3fu);
	return (byte[0] & 0xfu) << 12 | (byte[1] & 0x3fu) << 6 | (byte[2] & 0x3fu);
}

void render_escaped(struct rt_buf *out, rt_str json)
{
	while (json.len) {
		size_t plain = plain_length(json), size = plain ? plain : rt_utf8_length(json);

		size = size ? size : 1;
		rt_str c = { json.data, size };
		if ((is_control(c) || is_break(c)) && *c.data != '\n')
			rt_buf_printf(out, "\\u%04x", code_point(c));
		else
			rt_buf_add_str(out, c);
		json = (rt_str){ json.data + size, json.len - size };
	}
}
