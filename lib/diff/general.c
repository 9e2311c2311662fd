/* The passes of all other registries, and of heads and people in every registry. */
#include "internal.h"

static bool takes_entry(const struct rt_change *c)
{
	return side_of(c)->subject == RT_ENTRY && !side_of(c)->in_port_registry;
}

/* Everything but the first cell, as text: records that agree in it are the same one, renumbered, or neighbours of a
 * block of Unassigned values that split. */
static rt_str rest_key(const struct rt_record *r, struct rt_arena *arena)
{
	const struct rt_field *first = rt_record_first_cell(r);
	uint64_t sum = 0;

	if (!first)
		return RT_NO_STR;
	for (size_t i = 0; i < r->count; i++)
		for (size_t k = 0; &r->fields[i] != first && k < r->fields[i].count; k++)
			sum += rt_str_hash(rt_str_hash(0, r->fields[i].name), r->fields[i].values[k]);
	return rt_str_format(arena, "%.*s\x1f%.*s\x1f%016llx", RT_ARG(r->registry), RT_ARG(first->name),
	                     (unsigned long long)sum);
}

/* `224.0.0.1` as a number of 32 bits. */
static bool parse_address(rt_str text, long long *out)
{
	rt_str part;
	int parts = 0;

	for (*out = 0; rt_str_split(&text, '.', &part); parts++) {
		struct rt_ports byte = rt_ports_parse(part);

		if (parts == 4 || byte.first == RT_NO_PORT || byte.last > 255)
			return false;
		*out = *out * 256 + byte.first;
	}
	return parts == 4;
}

/* `7` or `0x1F`, of at most 12 digits. */
static bool parse_value(rt_str text, long long *out)
{
	bool hex = rt_str_starts_with(text, RT_STR("0x")) || rt_str_starts_with(text, RT_STR("0X"));
	int base = hex ? 16 : 10;
	long long value = 0;

	if (hex)
		text = (rt_str){ text.data + 2, text.len - 2 };
	if (!text.len || text.len > 12)
		return false;
	for (size_t i = 0; i < text.len; i++) {
		int digit = rt_hex_digit(text.data[i]);

		if (digit < 0 || digit >= base)
			return false;
		value = value * base + digit;
	}
	*out = value;
	return true;
}

static bool parse_end(rt_str text, long long *out)
{
	text = rt_str_trim(text);
	return parse_address(text, out) || parse_value(text, out);
}

/* First and last value of a cell such as `5-255`, `0x10-0x1F`, `224.0.0.1 - 224.0.0.9` or `7`. */
static bool parse_block(const struct rt_record *r, long long *first, long long *last)
{
	rt_str rest = rt_cell_unmarked(rt_record_first_cell(r)->values[0]), part;

	if (!rt_str_split(&rest, '-', &part) || !parse_end(part, first))
		return false;
	*last = *first;
	return !rest.data || parse_end(rest, last);
}

/* Blocks are the same one, grown or shrunk, if they overlap; the more the likelier. */
static int common_values(const struct rt_record *old, const struct rt_record *new)
{
	long long a, b, c, d;

	if (!parse_block(old, &a, &b) || !parse_block(new, &c, &d))
		return 0;
	long long first = a > c ? a : c, last = b < d ? b : d;
	if (last < first)
		return 0;
	return last - first >= 1000000 ? 1000000 : (int)(last - first + 1);
}

/* Does it say enough besides its first cell to be known by the rest? A block of unassigned values does not. */
static bool is_distinctive(const struct rt_record *r)
{
	static const char *const words[] = { "unassigned", "reserved", "available", "private use", "experimental" };
	const struct rt_field *first = rt_record_first_cell(r);
	rt_str longest = RT_NO_STR;

	for (size_t i = 0; i < r->count; i++) {
		const struct rt_field *field = &r->fields[i];
		bool own = field != first && !field->is_list && !rt_is_common_field(field->name);

		if (own && field->count && field->values[0].len > longest.len)
			longest = field->values[0];
	}
	for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
		rt_str word = rt_str_of(words[i]);

		if (longest.len >= word.len && rt_str_equal_nocase((rt_str){ longest.data, word.len }, word))
			return false;
	}
	return longest.len >= 4;
}

static int same_rest(const struct rt_record *old, const struct rt_record *new)
{
	return is_distinctive(old) && is_distinctive(new) ? 1 + diff_likeness(old, new) : 0;
}

static const struct pairing pairings[] = {
	{ takes_entry, rest_key, common_values, 1, diff_merge },
	{ takes_entry, rest_key, same_rest, 1, diff_merge },
};

static unsigned kind_of(const struct rt_change *c)
{
	switch (side_of(c)->subject) {
	case RT_PERSON: return RT_KIND_CONTACTS;
	case RT_HEAD: return RT_KIND_REGISTRY;
	case RT_ENTRY: break;
	}
	return !c->before ? RT_KIND_NEW : !c->after ? RT_KIND_REMOVED : RT_KIND_MODIFIED;
}

void diff_general_passes(struct work *work)
{
	for (size_t i = 0; i < sizeof pairings / sizeof *pairings; i++)
		diff_pair(work, &pairings[i]);
	for (size_t i = 0; i < work->count; i++) {
		struct rt_change *c = &work->items[i];

		if ((c->before || c->after) && !c->kinds)
			c->kinds = kind_of(c);
	}
}
