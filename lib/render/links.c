#include "links.h"

static bool is_digit(char c)
{
	return c >= '0' && c <= '9';
}

static bool is_letter_or_digit(char c)
{
	return is_digit(c) || (rt_char_fold(c) >= 'a' && rt_char_fold(c) <= 'z');
}

/* Does the character at AT, if there is one, make a longer word of what stands next to it? */
static bool goes_on(rt_str text, size_t at)
{
	return at < text.len && (is_letter_or_digit(text.data[at]) || text.data[at] == '_' || text.data[at] == '-');
}

static rt_str part_of(rt_str text, size_t from, size_t to)
{
	return (rt_str){ text.data + from, to - from };
}

/* ---- RFCs ---- */

#define MOST_DIGITS 5 /* of the number of an RFC */

/* Where the name of an RFC that begins TEXT ends, 0 if none does; *DIGITS is where its number begins. */
static size_t rfc_end(rt_str text, size_t *digits)
{
	size_t at = 3;

	if (!rt_str_starts_with(text, RT_STR("RFC")))
		return 0;
	at += at < text.len && text.data[at] == ' ';
	while (at < text.len && text.data[at] == '0')
		at++;
	*digits = at;
	while (at < text.len && is_digit(text.data[at]))
		at++;
	return at > *digits && at - *digits <= MOST_DIGITS && !goes_on(text, at) ? at : 0;
}

bool render_split_rfc(rt_str *rest, rt_str *before, rt_str *rfc, rt_str *number)
{
	size_t digits;

	for (size_t at = 0; at < rest->len; at++) {
		rt_str here = part_of(*rest, at, rest->len);
		size_t end = at && goes_on(*rest, at - 1) ? 0 : rfc_end(here, &digits);

		if (!end)
			continue;
		*before = part_of(*rest, 0, at);
		*rfc = part_of(here, 0, end);
		*number = part_of(here, digits, end);
		*rest = part_of(here, end, here.len);
		return true;
	}
	return false;
}

/* ---- parts of a URL ---- */

static bool is_unreserved(char c)
{
	return is_letter_or_digit(c) || c == '-' || c == '.' || c == '_' || c == '~';
}

void render_url_part(struct rt_buf *out, rt_str data)
{
	for (size_t i = 0; i < data.len; i++) {
		if (is_unreserved(data.data[i]))
			rt_buf_add_char(out, data.data[i]);
		else
			rt_buf_printf(out, "%%%02X", (unsigned)(unsigned char)data.data[i]);
	}
}
