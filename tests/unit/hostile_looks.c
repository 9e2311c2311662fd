/* What an output must not contain, whatever the data are. */
#include "hostile.h"

#include <string.h>

/* ---- what a format must not contain ---- */

/* How much of TEXT, from its beginning, is printable ASCII? Most of an output is: that is passed over quickly. */
static size_t ascii_length(rt_str text)
{
	size_t i = 0;

	while (i < text.len && text.data[i] >= ' ' && text.data[i] <= '~')
		i++;
	return i;
}

/* Of every format: no control character but the ends of lines and tabs, nothing bidirectional, UTF-8 throughout. */
static const char *look_for_controls(rt_str text)
{
	while (text.len) {
		const unsigned char *c = (const unsigned char *)text.data;
		size_t ascii = ascii_length(text), size = ascii ? ascii : rt_utf8_length(text);

		if (!size)
			return "bytes that are not UTF-8";
		if ((*c < ' ' && !(*c && strchr("\n\r\t", *c))) || *c == 0x7f || (*c == 0xc2 && c[1] < 0xa0))
			return "a control character";
		if (size == 3 && c[0] == 0xe2 &&
		    ((c[1] == 0x80 && c[2] >= 0xaa && c[2] <= 0xae) || (c[1] == 0x81 && c[2] >= 0xa6 && c[2] <= 0xa9)))
			return "a bidirectional control";
		text = (rt_str){ text.data + size, text.len - size };
	}
	return NULL;
}

static const char *look_at_lines(rt_str text)
{
	return rt_str_contains(text, RT_STR("\r")) ? "a carriage return" : NULL;
}

#define COLUMNS 13

/* Take a cell (RFC 4180) off the front of *REST, its first character into *FIRST, and what ends it. */
static char take_cell(rt_str *rest, char *first)
{
	bool quoted = rest->len && *rest->data == '"';
	size_t i = quoted;

	*first = i < rest->len ? rest->data[i] : '\n';
	for (bool inside = quoted; i < rest->len && (inside || (rest->data[i] != ',' && rest->data[i] != '\n')); i++)
		if (quoted && rest->data[i] == '"')
			inside = !inside;
	char end = i < rest->len ? rest->data[i] : '\0';
	i += i < rest->len;
	*rest = (rt_str){ rest->data + i, rest->len - i };
	return end;
}

static const char *look_at_cells(rt_str text)
{
	size_t column = 0;

	while (text.len) {
		char first, end = take_cell(&text, &first);

		column++;
		if (first == '\r' ? end != '\n' : strchr("=+-@\t", first) != NULL)
			return "a cell that is a formula";
		if (end == ',')
			continue;
		if (column != COLUMNS || end != '\n')
			return "a row that has not all its columns, or more";
		column = 0;
	}
	return NULL;
}

#define LONGEST_LINE 998 /* bytes: RFC 5322 section 2.1.1 */

static const char *look_at_mail(rt_str text)
{
	static const char *const fields[] = { "From: ",       "To: ",      "Subject: ",        "Date: ",
		                              "Message-ID: ", "References: ", "List-Id: ",      "Auto-Submitted: ",
		                              "MIME-Version: ", "Content-Type: ", " " };
	rt_str rest = text, line;
	bool header = true;
	size_t parts = 0;

	while (rt_str_split(&rest, '\n', &line)) {
		size_t field = 0;

		header = header && line.len;
		while (header && field < COUNT(fields) && !rt_str_starts_with(line, rt_str_of(fields[field])))
			field++;
		if (field == COUNT(fields))
			return "a field in the header that is not ours";
		if (line.len > LONGEST_LINE)
			return "a line that is too long";
		parts += rt_str_starts_with(line, RT_STR("--=_regtrail"));
	}
	return parts == 3 ? look_at_lines(text) : "parts that are not ours";
}

/* ---- what a reader makes of it, where markup is looked for ---- */

static int hex(char c)
{
	const char *digits = "0123456789ABCDEF", *at = c ? strchr(digits, c) : NULL;

	return at ? (int)(at - digits) : 0;
}

/* The page in a mail, decoded. */
static void read_page(struct rt_buf *out, rt_str text)
{
	rt_str line;

	while (rt_str_split(&text, '\n', &line) && !rt_str_starts_with(line, RT_STR("Content-Type: text/html;")))
		;
	for (size_t i = 0; i < text.len; i++) {
		if (text.data[i] != '=' || i + 2 >= text.len)
			rt_buf_add_char(out, text.data[i]);
		else if (text.data[i + 1] == '\n')
			i++;
		else {
			rt_buf_add_char(out, (char)(hex(text.data[i + 1]) * 16 + hex(text.data[i + 2])));
			i += 2;
		}
	}
}

/* A feed, of which the content is decoded: that is markup once more. */
static void read_feed(struct rt_buf *out, rt_str text)
{
	static const struct {
		const char *name;
		char c;
	} entities[] = { { "&lt;", '<' }, { "&gt;", '>' }, { "&amp;", '&' }, { "&quot;", '"' }, { "&#39;", '\'' } };
	bool content = false;

	while (text.len) {
		size_t i = 0;

		if (*text.data == '<')
			content = rt_str_starts_with(text, RT_STR("<content type=\"html\">"));
		bool may_be = content && *text.data == '&';
		while (may_be && i < COUNT(entities) && !rt_str_starts_with(text, rt_str_of(entities[i].name)))
			i++;
		bool entity = may_be && i < COUNT(entities);
		size_t taken = entity ? strlen(entities[i].name) : 1;
		rt_buf_add_char(out, entity ? entities[i].c : *text.data);
		text = (rt_str){ text.data + taken, text.len - taken };
	}
}

/* Markdown without what a backslash makes a letter. */
static void read_markdown(struct rt_buf *out, rt_str text)
{
	for (size_t i = 0; i < text.len; i++) {
		if (text.data[i] == '\\')
			i++;
		else
			rt_buf_add_char(out, text.data[i]);
	}
}

static const char *look_at_json(rt_str text)
{
	return rt_str_contains(text, RT_STR("Bcc: evil@example.org\n")) ? "a line break" : look_at_lines(text);
}

#define PAGE "<script>alert", "<img", "=\"javascript:", "='javascript:", "=\"data:text", "='data:text"

/* Did a quotation mark end the value of an attribute, so that the rest of it is one more? */
static bool has_attribute(rt_str text, rt_str name)
{
	const char *tag, *end = text.data + text.len;

	while ((tag = memchr(text.data, '<', text.len)) != NULL) {
		const char *after = memchr(tag, '>', (size_t)(end - tag));

		after = after ? after : end;
		if (rt_str_contains((rt_str){ tag, (size_t)(after - tag) }, name))
			return true;
		text = (rt_str){ after, (size_t)(end - after) };
	}
	return false;
}

const struct hostile_format hostile_formats[] = {
	{ "text", look_at_lines, NULL, { "\nBcc:" } },
	{ "json", look_at_json, NULL, { "\nBcc:" } },
	{ "html", look_at_lines, NULL, { PAGE, "\nBcc:" } },
	{ "atom", look_at_lines, read_feed, { PAGE } },
	{ "markdown",
	  look_at_lines,
	  read_markdown,
	  { "<script", "<img", "](javascript:", "](data:", "![", "`", "|", "@everyone", "\nBcc:" } },
	{ "csv", look_at_cells, NULL, { "\nBcc:" } },
	{ "mail", look_at_mail, read_page, { PAGE, "\nBcc:" } },
};

const struct hostile_format *hostile_find_format(const char *name)
{
	for (size_t i = 0; i < COUNT(hostile_formats); i++)
		if (strcmp(hostile_formats[i].name, name) == 0)
			return &hostile_formats[i];
	ck_abort_msg("nobody says what %s must not contain", name);
}

const char *hostile_fault(const struct hostile_format *format, rt_str text)
{
	struct rt_buf read = RT_BUF_INIT;
	const char *fault = look_for_controls(text);

	fault = fault ? fault : format->look(text);
	if (format->read)
		format->read(&read, text);
	else
		rt_buf_add_str(&read, text);
	for (size_t i = 0; !fault && format->forbidden[i]; i++)
		if (rt_str_contains(rt_buf_str(&read), rt_str_of(format->forbidden[i])))
			fault = format->forbidden[i];
	if (!fault && (has_attribute(rt_buf_str(&read), RT_STR("\" onfocus")) ||
	               has_attribute(rt_buf_str(&read), RT_STR("' onfocus"))))
		fault = "an attribute that is not ours";
	rt_buf_release(&read);
	return fault;
}
