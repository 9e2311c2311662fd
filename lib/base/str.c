#include <regtrail/str.h>

#include <fnmatch.h>
#include <stdio.h>
#include <string.h>

rt_str rt_str_of(const char *c_string)
{
	return c_string ? (rt_str){ c_string, strlen(c_string) } : RT_NO_STR;
}

bool rt_str_equal(rt_str a, rt_str b)
{
	if (!a.data || !b.data)
		return !a.data && !b.data;
	return a.len == b.len && memcmp(a.data, b.data, a.len) == 0;
}

int rt_str_compare(rt_str a, rt_str b)
{
	if (!a.data || !b.data)
		return (a.data != NULL) - (b.data != NULL);
	size_t common = a.len < b.len ? a.len : b.len;
	int order = common ? memcmp(a.data, b.data, common) : 0;
	return order ? order : (a.len > b.len) - (a.len < b.len);
}

bool rt_str_starts_with(rt_str s, rt_str prefix)
{
	return s.len >= prefix.len && (!prefix.len || memcmp(s.data, prefix.data, prefix.len) == 0);
}

bool rt_str_ends_with(rt_str s, rt_str suffix)
{
	return s.len >= suffix.len &&
	       (!suffix.len || memcmp(s.data + s.len - suffix.len, suffix.data, suffix.len) == 0);
}

bool rt_str_contains(rt_str s, rt_str part)
{
	if (!part.len)
		return true;
	while (s.len >= part.len) {
		const char *found = memchr(s.data, part.data[0], s.len - part.len + 1);

		if (!found)
			return false;
		s = (rt_str){ found + 1, s.len - (size_t)(found + 1 - s.data) };
		if (memcmp(found, part.data, part.len) == 0)
			return true;
	}
	return false;
}

bool rt_str_is_hex(rt_str s)
{
	for (size_t i = 0; i < s.len; i++)
		if (rt_hex_digit(s.data[i]) < 0)
			return false;
	return s.len > 0;
}

bool rt_str_equal_nocase(rt_str a, rt_str b)
{
	return rt_str_compare_nocase(a, b) == 0;
}

int rt_str_compare_nocase(rt_str a, rt_str b)
{
	if (!a.data || !b.data)
		return (a.data != NULL) - (b.data != NULL);
	for (size_t i = 0; i < a.len && i < b.len; i++) {
		int order = (unsigned char)rt_char_fold(a.data[i]) - (unsigned char)rt_char_fold(b.data[i]);

		if (order)
			return order;
	}
	return (a.len > b.len) - (a.len < b.len);
}

rt_str rt_str_fold(struct rt_arena *arena, rt_str s)
{
	if (!s.data)
		return s;
	char *copy = rt_arena_copy(arena, s.data, s.len);
	for (size_t i = 0; i < s.len; i++)
		copy[i] = rt_char_fold(copy[i]);
	return (rt_str){ copy, s.len };
}

rt_str rt_str_copy(struct rt_arena *arena, rt_str s)
{
	return s.data ? (rt_str){ rt_arena_copy(arena, s.data, s.len), s.len } : s;
}

rt_str rt_str_format(struct rt_arena *arena, const char *format, ...)
{
	va_list args, again;

	va_start(args, format);
	va_copy(again, args);
	int len = vsnprintf(NULL, 0, format, args);
	va_end(args);
	size_t size = len > 0 ? (size_t)len : 0;
	char *text = rt_arena_alloc(arena, size + 1);
	vsnprintf(text, size + 1, format, again);
	va_end(again);
	return (rt_str){ text, size };
}

rt_str rt_str_trim(rt_str s)
{
	size_t space;

	while ((space = rt_space_length(s)) > 0)
		s = (rt_str){ s.data + space, s.len - space };
	for (size_t size = 1; size <= 3 && size <= s.len; size++) {
		rt_str last = { s.data + s.len - size, size };

		if (rt_space_length(last) == size) {
			s.len -= size;
			size = 0;
		}
	}
	return s;
}

bool rt_str_split(rt_str *rest, char separator, rt_str *part)
{
	if (!rest->data)
		return false;
	const char *end = rest->len ? memchr(rest->data, separator, rest->len) : NULL;
	if (!end) {
		*part = *rest;
		*rest = RT_NO_STR;
		return true;
	}
	*part = (rt_str){ rest->data, (size_t)(end - rest->data) };
	*rest = (rt_str){ end + 1, rest->len - part->len - 1 };
	return true;
}

uint64_t rt_str_hash(uint64_t seed, rt_str s)
{
	uint64_t hash = seed ? seed : 14695981039346656037u;

	for (size_t i = 0; i < s.len; i++)
		hash = (hash ^ (unsigned char)s.data[i]) * 1099511628211u;
	return hash;
}

size_t rt_space_length(rt_str s)
{
	if (!s.len)
		return 0;
	const unsigned char *c = (const unsigned char *)s.data;
	if (c[0] < 0x80)
		return c[0] == ' ' || (c[0] >= '\t' && c[0] <= '\r') || (c[0] >= 0x1c && c[0] <= 0x1f);
	if (c[0] == 0xc2 && s.len >= 2)
		return c[1] == 0x85 || c[1] == 0xa0 ? 2 : 0; /* U+0085, U+00A0 */
	if (s.len < 3)
		return 0;
	unsigned code = (unsigned)(c[0] & 0x0f) << 12 | (unsigned)(c[1] & 0x3f) << 6 | (c[2] & 0x3f);
	bool space = (c[0] & 0xf0) == 0xe0 && (code == 0x1680 || (code >= 0x2000 && code <= 0x200a) || code == 0x2028 ||
	                                       code == 0x2029 || code == 0x202f || code == 0x205f || code == 0x3000);
	return space ? 3 : 0;
}

size_t rt_utf8_length(rt_str s)
{
	if (!s.len)
		return 0;
	const unsigned char *c = (const unsigned char *)s.data;
	if (c[0] < 0x80)
		return 1;
	size_t size = c[0] >= 0xc2 && c[0] <= 0xdf   ? 2
	              : (c[0] & 0xf0) == 0xe0        ? 3
	              : c[0] >= 0xf0 && c[0] <= 0xf4 ? 4
	                                             : 0;
	if (!size || s.len < size)
		return 0;
	for (size_t i = 1; i < size; i++)
		if ((c[i] & 0xc0) != 0x80)
			return 0;
	/* Overlong forms, surrogates and what lies beyond U+10FFFF (RFC 3629 section 4). */
	if ((c[0] == 0xe0 && c[1] < 0xa0) || (c[0] == 0xed && c[1] > 0x9f) || (c[0] == 0xf0 && c[1] < 0x90) ||
	    (c[0] == 0xf4 && c[1] > 0x8f))
		return 0;
	return size;
}

static uint32_t code_point(const unsigned char *c, size_t size)
{
	static const unsigned char mask[] = { 0, 0x7f, 0x1f, 0x0f, 0x07 };
	uint32_t code = c[0] & mask[size];

	for (size_t i = 1; i < size; i++)
		code = code << 6 | (c[i] & 0x3f);
	return code;
}

/* Zero-width and wide blocks of UAX #11 (East Asian Width), as coarse as a column count needs. */
static size_t columns(uint32_t code)
{
	if ((code >= 0x300 && code <= 0x36f) || (code >= 0x200b && code <= 0x200f) ||
	    (code >= 0x20d0 && code <= 0x20ff) || (code >= 0xfe00 && code <= 0xfe0f) || code == 0xfeff)
		return 0;
	if ((code >= 0x1100 && code <= 0x115f) || (code >= 0x2e80 && code <= 0xa4cf) ||
	    (code >= 0xac00 && code <= 0xd7a3) || (code >= 0xf900 && code <= 0xfaff) ||
	    (code >= 0xfe30 && code <= 0xfe6f) || (code >= 0xff00 && code <= 0xff60) ||
	    (code >= 0x1f300 && code <= 0x1faff) || (code >= 0x20000 && code <= 0x3fffd))
		return 2;
	return 1;
}

size_t rt_str_columns(rt_str s)
{
	size_t width = 0;

	while (s.len) {
		size_t size = rt_utf8_length(s);

		width += size > 1 ? columns(code_point((const unsigned char *)s.data, size)) : 1;
		if (!size)
			size = 1;
		s = (rt_str){ s.data + size, s.len - size };
	}
	return width;
}

bool rt_str_glob(rt_str glob, rt_str s)
{
	struct rt_arena arena;

	rt_arena_init(&arena);
	/* fnmatch() wants NUL-terminated text; copies are. A NUL inside ends the text, which then cannot match much. */
	bool match = fnmatch(rt_str_fold(&arena, glob).data, s.data ? rt_str_fold(&arena, s).data : "", 0) == 0;
	rt_arena_release(&arena);
	return match;
}
