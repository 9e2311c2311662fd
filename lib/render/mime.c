/* Text as lines of a message: RFC 5322 (fields and folding), RFC 2045 (quoted-printable), RFC 2047 (encoded words). */
#include "mail.h"

#include <string.h>

#define WIDEST 76 /* bytes of a line: RFC 2045 section 6.7, RFC 2047 section 2 */

/* ---- bodies ---- */

/* Does the line that LINE is look like something that mailers would change or take for the end? */
static bool is_delicate(rt_str line)
{
	return rt_str_equal(line, RT_STR(".")) || rt_str_starts_with(line, RT_STR("From "));
}

static void put_line(struct rt_buf *out, rt_str line)
{
	size_t column = 0;

	for (size_t i = 0; i < line.len; i++) {
		unsigned char c = (unsigned char)line.data[i];
		bool last = i + 1 == line.len;
		bool plain = (c > ' ' && c < 0x7f && c != '=') || (c == ' ' && !last);

		plain = plain && !(i == 0 && is_delicate(line));
		size_t width = plain ? 1 : 3, limit = last ? WIDEST : WIDEST - 1; /* a `=` ends a line that goes on */
		if (column + width > limit) {
			rt_buf_add_str(out, RT_STR("=\n"));
			column = 0;
		}
		if (plain)
			rt_buf_add_char(out, (char)c);
		else
			rt_buf_printf(out, "=%02X", (unsigned)c);
		column += width;
	}
	rt_buf_add_char(out, '\n');
}

void mime_quoted_printable(struct rt_buf *out, rt_str text)
{
	rt_str line;

	while (rt_str_split(&text, '\n', &line))
		if (line.len || text.len)
			put_line(out, line);
}

/* ---- fields ---- */

#define ENCODED_BEGIN "=?utf-8?Q?"
#define ENCODED_END   "?="

static bool is_letter_or_digit(char c)
{
	return (c >= '0' && c <= '9') || (rt_char_fold(c) >= 'a' && rt_char_fold(c) <= 'z');
}

static size_t encoded_length(rt_str c)
{
	return c.len == 1 && (is_letter_or_digit(*c.data) || *c.data == ' ') ? 1 : 3 * c.len;
}

static void put_encoded_char(struct rt_buf *out, rt_str c)
{
	if (c.len == 1 && is_letter_or_digit(*c.data)) {
		rt_buf_add_char(out, *c.data);
		return;
	}
	if (c.len == 1 && *c.data == ' ') {
		rt_buf_add_char(out, '_');
		return;
	}
	for (size_t i = 0; i < c.len; i++)
		rt_buf_printf(out, "=%02X", (unsigned)(unsigned char)c.data[i]);
}

/* Put TEXT, which is UTF-8, as encoded words of whole characters; the line stands at COLUMN. */
static void put_encoded(struct rt_buf *out, rt_str text, size_t column)
{
	rt_buf_add_str(out, RT_STR(ENCODED_BEGIN));
	column += sizeof ENCODED_BEGIN - 1;
	while (text.len) {
		rt_str c = { text.data, rt_utf8_length(text) };
		size_t length = encoded_length(c);

		if (column + length + sizeof ENCODED_END - 1 > WIDEST - 1) {
			rt_buf_add_str(out, RT_STR(ENCODED_END "\n " ENCODED_BEGIN));
			column = sizeof ENCODED_BEGIN;
		}
		put_encoded_char(out, c);
		column += length;
		text = (rt_str){ text.data + c.len, text.len - c.len };
	}
	rt_buf_add_str(out, RT_STR(ENCODED_END));
}

/* Put the words of TEXT, on as many lines as they take; the line stands at COLUMN. */
static void put_folded(struct rt_buf *out, rt_str text, size_t column)
{
	const char *gap = "";
	rt_str word;

	while (rt_str_split(&text, ' ', &word)) {
		if (!word.len)
			continue;
		if (*gap && column + 1 + word.len > WIDEST) {
			gap = "\n ";
			column = 0;
		}
		rt_buf_add_str(out, rt_str_of(gap));
		rt_buf_add_str(out, word);
		column += 1 + word.len;
		gap = " ";
	}
}

#define LONGEST_WORD 60 /* bytes; a field name and this fit on a line */

/* Can TEXT go into a field as it is: ASCII that is no encoded word and can be folded? */
static bool is_plain(rt_str text)
{
	rt_str rest = text, word;

	for (size_t i = 0; i < text.len; i++)
		if ((unsigned char)text.data[i] >= 0x7f)
			return false;
	while (rt_str_split(&rest, ' ', &word))
		if (word.len > LONGEST_WORD)
			return false;
	return !rt_str_contains(text, RT_STR("=?"));
}

static void begin_field(struct rt_buf *out, const char *name)
{
	rt_buf_printf(out, "%s: ", name);
}

void mime_field(struct rt_buf *out, const char *name, rt_str text)
{
	struct rt_buf safe = RT_BUF_INIT;
	size_t column = strlen(name) + 2;

	rt_render_safe(&safe, text);
	rt_str value = rt_str_trim(rt_buf_str(&safe));
	begin_field(out, name);
	if (is_plain(value))
		put_folded(out, value, column);
	else
		put_encoded(out, value, column);
	rt_buf_add_char(out, '\n');
	rt_buf_release(&safe);
}

static void add_ascii(struct rt_buf *out, rt_str text)
{
	for (size_t i = 0; i < text.len; i++)
		if (text.data[i] >= ' ' && text.data[i] < 0x7f)
			rt_buf_add_char(out, text.data[i]);
}

void mime_tokens(struct rt_buf *out, const char *name, rt_str tokens)
{
	struct rt_buf ascii = RT_BUF_INIT;

	add_ascii(&ascii, tokens);
	begin_field(out, name);
	put_folded(out, rt_buf_str(&ascii), strlen(name) + 2);
	rt_buf_add_char(out, '\n');
	rt_buf_release(&ascii);
}

/* Take the next address off the front of *REST: up to a comma that is not in quotes. */
static bool take_address(rt_str *rest, rt_str *out)
{
	bool quoted = false;
	size_t end = 0;

	if (!rest->len)
		return false;
	for (; end < rest->len && (quoted || rest->data[end] != ','); end++)
		quoted ^= rest->data[end] == '"';
	*out = rt_str_trim((rt_str){ rest->data, end });
	end += end < rest->len;
	*rest = (rt_str){ rest->data + end, rest->len - end };
	return true;
}

/* ADDRESS is safe; its name, if that is more than ASCII, becomes encoded words. */
static void put_address(struct rt_buf *out, rt_str address, size_t column)
{
	size_t at = address.len;

	while (at && address.data[at - 1] != '<')
		at--;
	rt_str name = rt_str_trim((rt_str){ address.data, at ? at - 1 : 0 });
	if (name.len && !is_plain(name)) {
		if (name.len > 1 && *name.data == '"' && name.data[name.len - 1] == '"')
			name = (rt_str){ name.data + 1, name.len - 2 };
		put_encoded(out, name, column);
		rt_buf_add_str(out, RT_STR("\n <"));
		address = (rt_str){ address.data + at, address.len - at };
	}
	add_ascii(out, address);
}

void mime_addresses(struct rt_buf *out, const char *name, rt_str list)
{
	struct rt_buf safe = RT_BUF_INIT;
	size_t column = strlen(name) + 2;
	rt_str address;

	rt_render_safe(&safe, list);
	begin_field(out, name);
	list = rt_buf_str(&safe);
	for (bool first = true; take_address(&list, &address);) {
		if (!address.len)
			continue;
		if (!first)
			rt_buf_add_str(out, RT_STR(",\n "));
		put_address(out, address, first ? column : 1);
		first = false;
	}
	rt_buf_add_char(out, '\n');
	rt_buf_release(&safe);
}
