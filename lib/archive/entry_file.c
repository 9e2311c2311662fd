/* The text of an entry file: records as `name: value` lines, one value of a list a line, an empty line between records.
 * Made to be read in `git log -p`, and to be read back exactly. */
#include "files.h"

#include <string.h>

#define NO_FIELDS "-" /* the line of a record that says nothing: fields always have a `:` */

/* ---- writing ---- */

/* Does the path leave open which registry RECORD belongs to? */
static bool says_registry(const struct rt_record *record)
{
	return record->subject == RT_HEAD ||
	       (record->subject == RT_ENTRY && !record->in_port_registry && archive_id_is_cut(record->registry));
}

static void add_escape(struct rt_buf *text, unsigned char c)
{
	static const char short_forms[] = { '\\', '\\', '\n', 'n', '\r', 'r', '\t', 't' };

	for (size_t i = 0; i < sizeof short_forms; i += 2) {
		if (c == (unsigned char)short_forms[i]) {
			rt_buf_add(text, (const char[]){ '\\', short_forms[i + 1] }, 2);
			return;
		}
	}
	rt_buf_printf(text, "\\x%02x", c);
}

/* EXTRA is one more character to escape, or '\\'. */
static void add_escaped(struct rt_buf *text, rt_str value, char extra)
{
	size_t start = 0;

	for (size_t i = 0; i < value.len; i++) {
		unsigned char c = (unsigned char)value.data[i];

		if (c >= 0x20 && c != 0x7f && c != '\\' && c != (unsigned char)extra)
			continue;
		rt_buf_add(text, value.data + start, i - start);
		add_escape(text, c);
		start = i + 1;
	}
	if (start < value.len)
		rt_buf_add(text, value.data + start, value.len - start);
}

static void add_line(struct rt_buf *text, rt_str name, rt_str value)
{
	add_escaped(text, name, ':');
	rt_buf_add_char(text, ':');
	if (value.len)
		rt_buf_add_char(text, ' ');
	add_escaped(text, value, '\\');
	rt_buf_add_char(text, '\n');
}

void archive_add_record(struct rt_buf *text, const struct rt_record *record)
{
	if (text->len)
		rt_buf_add_char(text, '\n');
	size_t start = text->len;
	if (says_registry(record))
		add_line(text, RT_STR("registry"), record->registry);
	for (size_t i = 0; i < record->count; i++)
		for (uint32_t k = 0; k < record->fields[i].count; k++)
			add_line(text, record->fields[i].name, record->fields[i].values[k]);
	if (text->len == start)
		rt_buf_add_str(text, RT_STR(NO_FIELDS "\n"));
}

/* ---- reading ---- */

/* One record as it is read. Fields at the front that are there in any case are FIXED; others come as they come. */
struct reading {
	struct rt_field *fields;
	size_t count, fixed;
	rt_str *values; /* room for one a line */
	struct rt_field *last;
};

/* Undo add_escape() at TEXT[*AT], which is a backslash; -1 if it is none of its forms. */
static int take_escape(rt_str text, size_t *at)
{
	char c = *at + 1 < text.len ? text.data[*at + 1] : '\0';
	static const char forms[] = "\\nrt", meant[] = "\\\n\r\t";
	const char *form = c ? strchr(forms, c) : NULL;

	if (form) {
		*at += 2;
		return meant[form - forms];
	}
	if (c != 'x' || *at + 3 >= text.len)
		return -1;
	int high = rt_hex_digit(text.data[*at + 2]), low = rt_hex_digit(text.data[*at + 3]);
	*at += 4;
	return high < 0 || low < 0 ? -1 : high << 4 | low;
}

/* In place: what is escaped never gets longer. TEXT lies in the arena's copy of the file. */
static bool unescape(char *data, rt_str *text)
{
	size_t len = 0;

	if (!text->len || !memchr(text->data, '\\', text->len))
		return true;
	for (size_t at = 0; at < text->len;) {
		int c = text->data[at] == '\\' ? take_escape(*text, &at) : (unsigned char)text->data[at++];

		if (c < 0)
			return false;
		data[len++] = (char)c;
	}
	*text = (rt_str){ data, len };
	return true;
}

/* The name and value of LINE, which lies at DATA. */
static bool split_line(char *data, rt_str line, rt_str *name, rt_str *value)
{
	rt_str rest = line;

	if (!rt_str_split(&rest, ':', name) || !rest.data)
		return false;
	*value = (rt_str){ rest.data, rest.len };
	if (rest.len) {
		if (*rest.data != ' ')
			return false;
		*value = (rt_str){ rest.data + 1, rest.len - 1 };
	}
	return unescape(data + (name->data - line.data), name) && unescape(data + (value->data - line.data), value);
}

static void start_record(struct reading *r, const struct archive_place *place, size_t lines, struct rt_arena *arena)
{
	const struct rt_field *fixed = place->in_port_registry ? rt_port_fields : rt_common_fields;

	*r = (struct reading){ .fixed = place->in_port_registry ? RT_PORT_FIELDS : RT_COMMON_FIELDS };
	if (place->subject != RT_ENTRY)
		r->fixed = 0;
	r->fields = rt_arena_array(arena, r->fixed + lines, sizeof *r->fields);
	r->values = rt_arena_array(arena, lines, sizeof *r->values);
	if (r->fixed)
		memcpy(r->fields, fixed, r->fixed * sizeof *fixed);
	r->count = r->fixed;
}

static struct rt_field *field_named(struct reading *r, rt_str name, enum rt_subject subject)
{
	bool is_list = subject == RT_ENTRY && rt_str_equal(name, rt_port_fields[RT_FIELD_ASSIGNEE].name);

	for (size_t i = 0; i < r->count; i++)
		if (rt_str_equal(r->fields[i].name, name))
			return &r->fields[i];
	r->fields[r->count] = (struct rt_field){ .name = name, .is_list = is_list };
	return &r->fields[r->count++];
}

/* Further values of a list follow at once, so that they lie side by side. */
static bool add_value(struct reading *r, rt_str name, rt_str value, enum rt_subject subject)
{
	struct rt_field *field = field_named(r, name, subject);

	if (field->count && (!field->is_list || field != r->last))
		return false;
	if (!field->count)
		field->values = r->values;
	*r->values++ = value;
	field->count++;
	r->last = field;
	return true;
}

/* Behind the others, as the model has them. */
static void move_fixed_last(struct reading *r, struct rt_arena *arena)
{
	struct rt_field *fields = rt_arena_array(arena, r->count, sizeof *fields);
	size_t own = r->count - r->fixed;

	if (own)
		memcpy(fields, r->fields + r->fixed, own * sizeof *fields);
	memcpy(fields + own, r->fields, r->fixed * sizeof *fields);
	r->fields = fields;
}

static struct rt_record *next_record(struct archive_records *out)
{
	if (out->count == out->capacity) {
		size_t capacity = out->capacity * 2 + 16;
		struct rt_record *items = rt_arena_array(out->arena, capacity, sizeof *items);

		for (size_t i = 0; i < out->count; i++)
			items[i] = out->items[i];
		out->items = items;
		out->capacity = capacity;
	}
	return &out->items[out->count++];
}

/* BLOCK is the lines of one record, without the empty one behind it. */
static bool parse_record(rt_str block, const struct archive_place *place, struct archive_records *out)
{
	struct reading r;
	char *data = rt_arena_copy(out->arena, block.data, block.len);
	rt_str registry = place->registry, rest = { data, block.len }, line, name, value;
	size_t lines = 1;

	for (size_t i = 0; i < block.len; i++)
		lines += block.data[i] == '\n';
	start_record(&r, place, lines, out->arena);
	if (rt_str_equal(block, RT_STR(NO_FIELDS)))
		rest = RT_NO_STR;
	while (rt_str_split(&rest, '\n', &line)) {
		if (!split_line(data + (line.data - data), line, &name, &value))
			return false;
		if (!registry.data && rt_str_equal(name, RT_STR("registry")))
			registry = value;
		else if (!registry.data || !add_value(&r, name, value, place->subject))
			return false;
	}
	if (!registry.data)
		return false;
	if (place->subject == RT_ENTRY && !place->in_port_registry)
		move_fixed_last(&r, out->arena);
	struct rt_record *record = next_record(out);
	*record = (struct rt_record){ .subject = place->subject,
		                      .in_port_registry = place->in_port_registry,
		                      .registry = registry,
		                      .count = r.count,
		                      .fields = r.fields };
	rt_record_complete(record);
	return true;
}

/* The lines up to the next empty one are taken off the front of *REST, which ends with a line end. */
static rt_str take_block(rt_str *rest)
{
	const char *end = rest->data + rest->len, *line = memchr(rest->data, '\n', rest->len);

	while (line + 1 < end && line[1] != '\n')
		line = memchr(line + 1, '\n', (size_t)(end - line) - 1);
	rt_str block = { rest->data, (size_t)(line - rest->data) };
	const char *next = end - line > 2 ? line + 2 : end;
	*rest = (rt_str){ next, (size_t)(end - next) };
	return block;
}

/* Likewise, and what it says becomes one of OUT. TEXT is the whole. */
static enum rt_code take_record(rt_str text, rt_str *rest, const struct archive_place *place,
                                struct archive_records *out, struct rt_error *err)
{
	size_t at = text.len - rest->len;

	if (parse_record(take_block(rest), place, out))
		return RT_OK;
	return rt_fail(err, RT_EDAMAGED, "not lines of `name: value` in the record at byte %zu", at);
}

static enum rt_code check_end(rt_str text, struct rt_error *err)
{
	if (text.len && text.data[text.len - 1] == '\n')
		return RT_OK;
	return rt_fail(err, RT_EDAMAGED, "it does not end with a line end");
}

enum rt_code archive_parse_records(rt_str text, const struct archive_place *place, struct archive_records *out,
                                   struct rt_error *err)
{
	rt_str rest = text;
	enum rt_code code = check_end(text, err);

	while (!code && rest.len)
		code = take_record(text, &rest, place, out, err);
	return code;
}

/* ---- two versions of a file ---- */

#define LOOK_AHEAD 16 /* records: as many as come or go side by side */

/* Is BLOCK one of the next in REST? */
static bool comes_soon(rt_str block, rt_str rest)
{
	for (size_t i = 0; i < LOOK_AHEAD && rest.len; i++)
		if (rt_str_equal(take_block(&rest), block))
			return true;
	return false;
}

/* What both texts have next is passed over. Otherwise each one's next record is taken, unless the other has it soon and
 * only needs to catch up. */
static enum rt_code step(const rt_str texts[2], rt_str rest[2], const struct archive_place places[2],
                         struct archive_records out[2], struct rt_error *err)
{
	rt_str behind[2] = { rest[0], rest[1] }, next[2] = { take_block(&behind[0]), take_block(&behind[1]) };
	enum rt_code code = RT_OK;

	if (rt_str_equal(next[0], next[1])) {
		rest[0] = behind[0];
		rest[1] = behind[1];
		return RT_OK;
	}
	bool waits[2] = { comes_soon(next[0], behind[1]), comes_soon(next[1], behind[0]) };
	for (size_t side = 0; side < 2 && !code; side++)
		if (!waits[side] || waits[1 - side])
			code = take_record(texts[side], &rest[side], &places[side], &out[side], err);
	return code;
}

enum rt_code archive_parse_unlike(const rt_str texts[2], const struct archive_place places[2],
                                  struct archive_records out[2], struct rt_error *err)
{
	rt_str rest[2] = { texts[0], texts[1] };
	enum rt_code code = RT_OK;

	for (size_t side = 0; side < 2 && !code; side++)
		if (texts[side].data)
			code = check_end(texts[side], err);
	while (!code && rest[0].len && rest[1].len)
		code = step(texts, rest, places, out, err);
	for (size_t side = 0; side < 2; side++)
		while (!code && rest[side].len)
			code = take_record(texts[side], &rest[side], &places[side], &out[side], err);
	return code;
}
