/* The layout of a snapshot's tree: a table of what goes where, and names that are safe in any tree. */
#include "files.h"

#include <stdio.h>
#include <string.h>

#define NAME_LIMIT 200 /* bytes of one name in a path; file systems allow 255, and git checks trees out to them */
#define NUMBER_MAX 18  /* digits of a number that shards count as one */
#define SHARD_NAME 2   /* bytes of a name that make its shard */
#define ENTRIES    "entries/"
#define NAMELESS   RT_STR("-")

static bool is_digit(char c)
{
	return c >= '0' && c <= '9';
}

/* ---- names ---- */

/* What may stand in a path as it is. `~`, `:` and `\` may not: some file systems take `git~1` for `.git`. */
static bool is_plain(char c)
{
	return is_digit(c) || (rt_char_fold(c) >= 'a' && rt_char_fold(c) <= 'z') || (c && strchr("+,._@=-", c));
}

/* A leading `.` is written %2E, so no name is `.`, `..` or like `.git`. */
static void add_encoded(struct rt_buf *path, rt_str name, bool folded)
{
	if (!name.len)
		name = NAMELESS;
	for (size_t i = 0; i < name.len; i++) {
		char c = name.data[i];

		if (is_plain(c) && (c != '.' || i > 0))
			rt_buf_add_char(path, folded ? rt_char_fold(c) : c);
		else
			rt_buf_printf(path, "%%%02X", (unsigned)(unsigned char)c);
	}
}

/* A name that is too long is cut and told apart by a hash of the whole. */
static void add_name(struct rt_buf *path, rt_str name, bool folded)
{
	size_t start = path->len;

	add_encoded(path, name, folded);
	if (path->len - start <= NAME_LIMIT)
		return;
	uint64_t hash = rt_str_hash(0, (rt_str){ path->data + start, path->len - start });
	path->len = start + NAME_LIMIT;
	rt_buf_printf(path, "%%%016llx", (unsigned long long)hash);
}

bool archive_id_is_cut(rt_str id)
{
	struct rt_buf name = RT_BUF_INIT;
	bool cut = false;

	if (id.len > NAME_LIMIT / 3) { /* no byte takes more than three */
		add_encoded(&name, id, false);
		cut = name.len > NAME_LIMIT;
	}
	rt_buf_release(&name);
	return cut;
}

static rt_str decode(rt_str name, struct rt_arena *arena)
{
	char *out = rt_arena_copy(arena, name.data, name.len);
	size_t len = 0;

	for (size_t i = 0; i < name.len; i++) {
		int high = i + 2 < name.len && name.data[i] == '%' ? rt_hex_digit(name.data[i + 1]) : -1;
		int low = high >= 0 ? rt_hex_digit(name.data[i + 2]) : -1;

		if (low >= 0) {
			out[len++] = (char)(high << 4 | low);
			i += 2;
		} else {
			out[len++] = name.data[i];
		}
	}
	return (rt_str){ out, len };
}

/* ---- shards: about a hundred names each ---- */

static size_t count_digits(rt_str text)
{
	size_t digits = 0;

	while (digits < text.len && is_digit(text.data[digits]))
		digits++;
	return digits;
}

/* The number that NAME is, or that a range begins with; empty if it is neither. */
static rt_str leading_number(rt_str name)
{
	size_t digits = count_digits(name);
	rt_str rest = { name.data + digits, name.len - digits };
	bool range = rest.len > 1 && rest.data[0] == '-' &&
	             count_digits((rt_str){ rest.data + 1, rest.len - 1 }) == rest.len - 1;

	if (!digits || digits > NUMBER_MAX || (rest.len && !range))
		return RT_STR("");
	while (digits > 1 && *name.data == '0') {
		name.data++;
		digits--;
	}
	return (rt_str){ name.data, digits };
}

/* The digits of a number that NAME begins with as 0x..., empty if it does not. */
static rt_str leading_hex(rt_str name)
{
	size_t digits = 0;

	if (name.len < 3 || name.data[0] != '0' || rt_char_fold(name.data[1]) != 'x')
		return RT_STR("");
	while (digits + 2 < name.len && rt_hex_digit(name.data[digits + 2]) >= 0)
		digits++;
	return digits <= NUMBER_MAX ? (rt_str){ name.data + 2, digits } : RT_STR("");
}

/* All but the last two digits, at least WIDTH of them, and `xx`. */
static void add_hundreds(struct rt_buf *path, rt_str digits, size_t width)
{
	size_t kept = digits.len > 2 ? digits.len - 2 : 0;

	if (kept < width)
		rt_buf_pad(path, '0', width - kept);
	for (size_t i = 0; i < kept; i++)
		rt_buf_add_char(path, rt_char_fold(digits.data[i]));
	rt_buf_add(path, "xx", 2);
}

static void add_shard(struct rt_buf *path, rt_str name)
{
	if (!name.len)
		name = NAMELESS;
	rt_str number = leading_number(name), hex = leading_hex(name);
	size_t start = path->len;

	if (number.len) {
		add_hundreds(path, number, 3);
	} else if (hex.len) {
		rt_buf_add(path, "0x", 2);
		add_hundreds(path, hex, 0);
	} else {
		add_encoded(path, (rt_str){ name.data, name.len < SHARD_NAME ? name.len : SHARD_NAME }, true);
		path->len = path->len - start > SHARD_NAME ? start + SHARD_NAME : path->len;
	}
}

static void add_sharded(struct rt_buf *path, rt_str name, bool folded)
{
	add_shard(path, name);
	rt_buf_add_char(path, '/');
	add_name(path, name, folded);
}

/* ---- paths ---- */

static void add_port_path(struct rt_buf *path, const struct rt_record *record)
{
	rt_str port = rt_port_get(record, RT_FIELD_PORT);

	if (!port.data) {
		rt_buf_add_str(path, RT_STR("services/"));
		add_sharded(path, rt_port_get(record, RT_FIELD_SERVICE), true); /* without case: RFC 6335 section 5.1 */
	} else if (record->ports.first == RT_NO_PORT) {
		rt_buf_add_str(path, RT_STR("ports/other/"));
		add_name(path, port, false);
	} else {
		rt_buf_add_str(path, RT_STR("ports/"));
		add_sharded(path, port, false);
	}
}

static void add_general_path(struct rt_buf *path, const struct rt_record *record)
{
	const struct rt_field *cell = rt_record_first_cell(record);

	rt_buf_add_str(path, RT_STR("registries/"));
	add_name(path, record->registry, false);
	rt_buf_add_char(path, '/');
	if (record->subject == RT_HEAD)
		rt_buf_add_str(path, RT_STR("about"));
	else
		add_sharded(path, cell ? cell->values[0] : NAMELESS, false);
}

void archive_add_path(struct rt_buf *path, const struct rt_record *record, rt_str outermost)
{
	rt_buf_add_str(path, RT_STR(ENTRIES));
	if (record->subject == RT_HEAD && rt_str_equal(record->registry, outermost)) {
		rt_buf_add_str(path, RT_STR("about"));
	} else if (record->subject == RT_PERSON) {
		rt_buf_add_str(path, RT_STR("contacts/"));
		add_shard(path, rt_record_get(record, RT_STR("id"))); /* a file each would be one in three */
	} else if (record->subject == RT_ENTRY && record->in_port_registry) {
		add_port_path(path, record);
	} else {
		add_general_path(path, record);
	}
}

/* ---- paths read back ---- */

/* The parts of a path below entries/, and what they say. `*` stands for any name, `ID` for a registry's. */
static const struct pattern {
	const char *parts[4];
	struct archive_place place;
} patterns[] = {
	{ { "about" }, { RT_HEAD, false, { NULL, 0 } } },
	{ { "ports", "*", "*" }, { RT_ENTRY, true, { RT_PORTS, sizeof RT_PORTS - 1 } } },
	{ { "services", "*", "*" }, { RT_ENTRY, true, { RT_PORTS, sizeof RT_PORTS - 1 } } },
	{ { "contacts", "*" }, { RT_PERSON, false, { NULL, 0 } } },
	{ { "registries", "ID", "about" }, { RT_HEAD, false, { NULL, 0 } } },
	{ { "registries", "ID", "*", "*" }, { RT_ENTRY, false, { NULL, 0 } } },
};

static bool matches(const struct pattern *pattern, rt_str path, rt_str *id)
{
	rt_str part;
	size_t at = 0;

	while (rt_str_split(&path, '/', &part)) {
		const char *wanted = at < 4 ? pattern->parts[at++] : NULL;

		if (!wanted || !part.len)
			return false;
		if (strcmp(wanted, "ID") == 0)
			*id = part;
		else if (strcmp(wanted, "*") != 0 && !rt_str_equal(part, rt_str_of(wanted)))
			return false;
	}
	return at == 4 || !pattern->parts[at];
}

bool archive_place_of(rt_str path, rt_str outermost, struct rt_arena *arena, struct archive_place *out)
{
	if (!rt_str_starts_with(path, RT_STR(ENTRIES)))
		return false;
	path = (rt_str){ path.data + sizeof ENTRIES - 1, path.len - (sizeof ENTRIES - 1) };
	for (size_t i = 0; i < sizeof patterns / sizeof *patterns; i++) {
		rt_str id = RT_NO_STR;

		if (!matches(&patterns[i], path, &id))
			continue;
		*out = patterns[i].place;
		if (out->subject == RT_PERSON)
			out->registry = outermost;
		else if (out->subject == RT_ENTRY && id.data && id.len <= NAME_LIMIT) /* longer: it was cut */
			out->registry = decode(id, arena);
		return true;
	}
	return false;
}
