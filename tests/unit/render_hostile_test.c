/* Every format against every hostile value in every field: nothing that a document says is obeyed by what shows it. */
#include "by_hand.h"

#include <string.h>

/* ---- the values ---- */

#define VALUE(text)                         \
	{                                   \
		text, { text, sizeof text - 1 } \
	}
#define LONG_TEXT ((size_t)60 << 10) /* bytes */

static const struct {
	const char *name;
	rt_str value;
} values[] = {
	VALUE("<script>alert(1)</script>"),
	VALUE("\"><img src=x onerror=y>"),
	VALUE("\" onfocus=\"y"),
	VALUE("' onfocus='y"),
	VALUE("javascript:alert(1)"),
	VALUE("https://example.org/\"><img src=x onerror=y>"),
	VALUE("=cmd|'/C calc'!A0"),
	VALUE("+1"),
	VALUE("-1"),
	VALUE("@SUM(A1)"),
	VALUE("\t=1"),
	VALUE("\r=1"),
	VALUE(" =1"),
	VALUE("\",=1,\""),
	VALUE("x\r\nBcc: evil@example.org"),
	VALUE("x\nBcc: evil@example.org\n\n--=_regtrail\nContent-Type: text/html\n\n<script>alert(1)</script>"),
	VALUE("\033[31m"),
	VALUE("\302\233" "31m"),
	VALUE("\342\200\256x"),
	VALUE("\342\201\246x"),
	VALUE("a\0b"),
	VALUE("\377\376x\303"),
	VALUE("\300\274script\300\276"),
	VALUE("\355\240\200"),
	VALUE("| a | b"),
	VALUE("`code`"),
	VALUE("\\`code\\`"),
	VALUE("[l](javascript:alert(1))"),
	VALUE("![i](https://example.org/i)"),
	VALUE("]]><script>alert(1)</script>"),
	VALUE("--><script>alert(1)</script>"),
	VALUE("&lt;script&gt;alert(1)&lt;/script&gt;"),
	VALUE("=?utf-8?Q?=0D=0ABcc:?="),
	{ "a long word", { NULL, LONG_TEXT } },
	{ "long text", { NULL, LONG_TEXT + 1 } },
};

/* A value that is too long to be written above is all letters, or words of two. */
static rt_str make_value(size_t which, struct rt_arena *arena)
{
	rt_str value = values[which].value;

	if (value.data)
		return value;
	char *text = rt_arena_array(arena, value.len, sizeof *text);
	for (size_t i = 0; i < value.len; i++)
		text[i] = value.len > LONG_TEXT && i % 3 == 2 ? ' ' : 'x';
	return (rt_str){ text, value.len };
}

/* ---- reports that have them ---- */

static const struct shape {
	const char *name;
	struct by_hand changes[MOST];
	bool in_registry; /* the id of the registry is hostile, too */
} shapes[] = {
	{ "new", { CHANGE(RT_KIND_NEW, 0, NULL, "a|1|tcp|A") }, false },
	{ "de-assigned", { CHANGE(RT_KIND_DEASSIGNED, RT_LABEL_TO_RESERVED, "a|1|tcp|A", "b|1|tcp|Reserved") }, false },
	{ "modified", { CHANGE(RT_KIND_MODIFIED, 0, "a|1|tcp|A|P|P|||RFC1", "a|1|tcp|A|P|P|||RFC1") }, false },
	{ "flagged", { CHANGE(RT_KIND_MODIFIED | RT_KIND_FLAGGED, 0, EPP("P", ""), EPP("P", "Known")) }, false },
	{ "pool", { CHANGE(RT_KIND_POOL, 0, NULL, "|30|udp|Reserved") }, false },
	{ "an entry of another registry",
	  { CHANGE(RT_KIND_MODIFIED, 0, "@r|value=1|description=A|reference=RFC1",
	           "@r|value=1|description=A|reference=RFC2") },
	  true },
	{ "a person", { CHANGE(RT_KIND_CONTACTS, 0, NULL, "%people|id=P|name=A|org=O|uri=mailto:a") }, true },
	{ "a title", { CHANGE(RT_KIND_REGISTRY, 0, "#r|title=A|note=N", "#r|title=A|note=M") }, true },
};

/* RECORD, with VALUE in the field at PLACE; past the last one, in the id of its registry. */
static const struct rt_record *spoil(const struct rt_record *record, size_t place, rt_str value,
                                     struct rt_arena *arena)
{
	struct rt_record *out = rt_arena_alloc(arena, sizeof *out);
	rt_str *copy = rt_arena_alloc(arena, sizeof *copy);

	*out = rt_record_copy(arena, record);
	*copy = value;
	if (place < out->count) {
		out->fields[place].values = copy;
		out->fields[place].count = 1;
	} else {
		out->registry = value;
	}
	rt_record_complete(out);
	return out;
}

static void compare(struct rt_change *change, struct rt_arena *arena)
{
	const struct rt_record *before = change->before, *after = change->after;

	if (!before || !after)
		return;
	change->fields = rt_arena_array(arena, before->count, sizeof *change->fields);
	change->field_count = 0;
	for (size_t i = 0; i < before->count; i++) {
		const struct rt_field *old = &before->fields[i], *new = &after->fields[i];

		if (!rt_field_equal(old, new))
			change->fields[change->field_count++] = (struct rt_field_change){ new->name, old, new };
	}
}

/* How many places SHAPE has for a hostile value. */
static size_t places_of(const struct shape *shape, struct rt_arena *arena)
{
	struct rt_report report = make_report(arena, NULL, shape->changes);

	return rt_change_entry(&report.changes.items[0])->count + shape->in_registry;
}

/* The new record has VALUE, where there is none the old one; of what is de-assigned both have. */
static struct rt_report make_plain(const struct shape *shape, size_t place, rt_str value, struct rt_arena *arena)
{
	struct rt_report report = make_report(arena, shape->in_registry ? "r" : NULL, shape->changes);
	struct rt_change *change = &report.changes.items[0];

	if (place == rt_change_entry(change)->count)
		report.registry = value;
	if (change->before && (!change->after || change->kinds & RT_KIND_DEASSIGNED))
		change->before = spoil(change->before, place, value, arena);
	if (change->after)
		change->after = spoil(change->after, place, value, arena);
	compare(change, arena);
	return report;
}

static struct rt_report make_period(struct rt_report plain, struct rt_arena *arena)
{
	static struct rt_gap gap = { 0, RT_NO_TIME };
	static unsigned char marks[RT_PORT_NUMBERS];
	struct rt_report report = plain, *steps = rt_arena_array(arena, 2, sizeof *steps);

	steps[0] = steps[1] = plain;
	report.begins = true;
	report.steps = steps;
	report.step_count = 2;
	report.passing = plain.changes;
	report.gaps = (struct rt_gaps){ &gap, 1 };
	report.witness = (struct rt_witness){ RT_STR("0123456789012345678901234567890123456789"), 3 };
	report.marks = plain.registry.len == sizeof RT_PORTS - 1 ? marks : NULL;
	return report;
}

/* ---- what a format must not contain ---- */

/* What is wrong with TEXT; NULL: nothing. */
typedef const char *look(rt_str text);

/* Of every format: no control character but the ends of lines and tabs, nothing bidirectional, UTF-8 throughout. */
static const char *look_for_controls(rt_str text)
{
	while (text.len) {
		const unsigned char *c = (const unsigned char *)text.data;
		size_t size = rt_utf8_length(text);

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
	for (bool inside = quoted; i < rest->len && (inside || !strchr(",\n", rest->data[i])); i++)
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
	bool header = true;
	size_t parts = 0;
	rt_str line;

	while (rt_str_split(&text, '\n', &line)) {
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
	while (text.len && !rt_str_starts_with(text, RT_STR("\nContent-Type: text/html;")))
		text = (rt_str){ text.data + 1, text.len - 1 };
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
		while (content && i < COUNT(entities) && !rt_str_starts_with(text, rt_str_of(entities[i].name)))
			i++;
		bool entity = content && i < COUNT(entities);
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

#define PAGE "<script>alert", "<img", "=\"javascript:", "='javascript:"

/* Did a quotation mark end the value of an attribute, so that the rest of it is one more? */
static bool has_attribute(rt_str text, rt_str name)
{
	bool in_tag = false;

	for (; text.len; text = (rt_str){ text.data + 1, text.len - 1 }) {
		if (strchr("<>", *text.data) && *text.data)
			in_tag = *text.data == '<';
		if (in_tag && rt_str_starts_with(text, name))
			return true;
	}
	return false;
}

static const struct format {
	const char *name;
	look *look;
	void (*read)(struct rt_buf *out, rt_str text); /* NULL: as it is */
	const char *forbidden[10];
} formats[] = {
	{ "text", look_at_lines, NULL, { "\nBcc:" } },
	{ "json", look_at_json, NULL, { "\nBcc:" } },
	{ "html", look_at_lines, NULL, { PAGE, "\nBcc:" } },
	{ "atom", look_at_lines, read_feed, { PAGE } },
	{ "markdown", look_at_lines, read_markdown, { "<script", "<img", "](javascript:", "![", "`", "|", "\nBcc:" } },
	{ "csv", look_at_cells, NULL, { "\nBcc:" } },
	{ "mail", look_at_mail, read_page, { PAGE, "\nBcc:" } },
};

static const struct format *find_format(const char *name)
{
	for (size_t i = 0; i < COUNT(formats); i++)
		if (strcmp(formats[i].name, name) == 0)
			return &formats[i];
	ck_abort_msg("nobody says what %s must not contain", name);
}

static const char *fault_of(const struct format *format, rt_str text)
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

/* ---- tests ---- */

static void assert_harmless(const struct format *format, const struct shape *shape, size_t place, size_t which)
{
	struct rt_arena arena;

	rt_arena_init(&arena);
	struct rt_report plain = make_plain(shape, place, make_value(which, &arena), &arena);
	struct rt_report period = make_period(plain, &arena);
	const struct rt_report *const reports[] = { &plain, &period };

	for (size_t i = 0; i < COUNT(reports); i++) {
		rt_str text = make_text(reports[i], format->name, (struct rt_style){ .width = 0 }, &arena);
		const char *fault = fault_of(format, text);

		if (fault)
			ck_abort_msg("%s, %s, %s, field %zu, %s: there is %s", format->name, values[which].name,
			             shape->name, place, i ? "over a period" : "plain", fault);
	}
	rt_arena_release(&arena);
}

START_TEST(harmless)
{
	const struct format *format = find_format(rt_renderers[_i].name);
	struct rt_arena arena;

	rt_arena_init(&arena);
	for (size_t s = 0; s < COUNT(shapes); s++)
		for (size_t place = places_of(&shapes[s], &arena); place--;)
			for (size_t which = 0; which < COUNT(values); which++)
				assert_harmless(format, &shapes[s], place, which);
	rt_arena_release(&arena);
}
END_TEST

/* What is harmless because it is left out is no proof. */
START_TEST(shown)
{
	struct rt_arena arena;

	rt_arena_init(&arena);
	struct rt_report plain = make_plain(&shapes[0], RT_FIELD_DESCRIPTION, RT_STR("Xyzzy"), &arena);
	struct rt_report period = make_period(plain, &arena);

	ck_assert(rt_str_contains(make_text(&plain, rt_renderers[_i].name, (struct rt_style){ .width = 0 }, &arena),
	                          RT_STR("Xyzzy")));
	ck_assert(rt_str_contains(make_text(&period, rt_renderers[_i].name, (struct rt_style){ .width = 0 }, &arena),
	                          RT_STR("Xyzzy")));
	rt_arena_release(&arena);
}
END_TEST

#define ROW_OF_12 ",,,,,,,,,,,,"
#define MAIL(header, body)                                                                                      \
	header "\n--=_regtrail\n\n--=_regtrail\nContent-Type: text/html; charset=utf-8\n\n" body "\n--=_regtrail--\n"

/* Texts that the looks above must complain of. */
static const struct {
	const char *format;
	rt_str text;
} bad[] = {
	{ "text", { "a\033[31m", 6 } },
	{ "text", { "a\0b", 3 } },
	{ "text", { "\302\233", 2 } },
	{ "text", { "\342\200\256", 3 } },
	{ "text", { "\342\201\246", 3 } },
	{ "text", { "\303", 1 } },
	{ "text", { "a\r\n", 3 } },
	{ "json", { "{\"a\": \"x\nBcc: y\"}", 17 } },
	{ "html", { "<p><script>alert(1)", 19 } },
	{ "html", { "<a title=\"\" onfocus=\"x\">", 25 } },
	{ "atom", { "<a href=\"javascript:x", 21 } },
	{ "atom", { "<content type=\"html\">&lt;img>", 28 } },
	{ "markdown", { "a `code`", 8 } },
	{ "markdown", { "\\\\<script>", 10 } },
	{ "csv", { ROW_OF_12 "=1\r\n", 16 } },
	{ "csv", { ROW_OF_12 "\"=1\"\r\n", 18 } },
	{ "csv", { ROW_OF_12 ",\r\n", 15 } },
	{ "csv", { ROW_OF_12 "\"a\"\",=\r\n", 20 } },
	{ "mail", { MAIL("To: a\nBcc: b\n", ""), sizeof MAIL("To: a\nBcc: b\n", "") - 1 } },
	{ "mail", { MAIL("To: a\n", "=3Cimg>"), sizeof MAIL("To: a\n", "=3Cimg>") - 1 } },
	{ "mail", { MAIL("To: a\n", "--=_regtrail"), sizeof MAIL("To: a\n", "--=_regtrail") - 1 } },
};

START_TEST(complained_of)
{
	ck_assert_msg(fault_of(find_format(bad[_i].format), bad[_i].text) != NULL, "row %d of %s", _i, bad[_i].format);
}
END_TEST

/* Settings are the user's own, but are pasted from elsewhere. */
START_TEST(setting)
{
	const struct format *format = find_format("mail");
	struct rt_arena arena;

	rt_arena_init(&arena);
	struct rt_report report = make_plain(&shapes[0], RT_FIELD_DESCRIPTION, RT_STR("A"), &arena);
	const char *value = rt_arena_copy(&arena, values[_i].value.data, values[_i].value.len);
	const struct rt_style styles[] = { { .mail_from = value }, { .mail_to = value }, { .list_id = value } };

	for (size_t i = 0; i < COUNT(styles); i++) {
		const char *fault = fault_of(format, make_text(&report, "mail", styles[i], &arena));

		ck_assert_msg(!fault, "setting %zu is `%s`: there is %s", i, value, fault);
	}
	rt_arena_release(&arena);
}
END_TEST

int main(void)
{
	size_t renderers = 0, short_values = 0;

	while (rt_renderers[renderers].name)
		renderers++;
	while (values[short_values].value.data)
		short_values++;
	const struct unit_test tests[] = {
		{ harmless, renderers, 0 },
		{ shown, renderers, 0 },
		{ complained_of, COUNT(bad), 0 },
		{ setting, short_values, 0 },
		{ NULL, 0, 0 },
	};

	return run_tests("render_hostile", tests);
}
