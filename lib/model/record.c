#include <regtrail/record.h>

#include <stdlib.h>
#include <string.h>

const char *rt_state_name(enum rt_state state)
{
	static const char *const names[] = { "assigned", "reserved", "unassigned" };

	return names[state];
}

const struct rt_field *rt_record_field(const struct rt_record *record, rt_str name)
{
	for (size_t i = 0; i < record->count; i++)
		if (rt_str_equal(record->fields[i].name, name))
			return &record->fields[i];
	return NULL;
}

rt_str rt_record_get(const struct rt_record *record, rt_str name)
{
	const struct rt_field *field = rt_record_field(record, name);

	return field && field->count ? field->values[0] : RT_NO_STR;
}

rt_str rt_port_get(const struct rt_record *record, enum rt_port_field place)
{
	const struct rt_field *field = &record->fields[place];

	return field->count ? field->values[0] : RT_NO_STR;
}

static bool in_list(const struct rt_field *list, rt_str value, size_t wanted)
{
	size_t seen = 0;

	for (size_t i = 0; i < list->count; i++)
		seen += rt_str_equal(list->values[i], value);
	return seen == wanted;
}

bool rt_field_equal(const struct rt_field *a, const struct rt_field *b)
{
	size_t a_count = a ? a->count : 0, b_count = b ? b->count : 0;

	if (a_count != b_count)
		return false;
	bool same_order = true;
	for (size_t i = 0; i < a_count && same_order; i++)
		same_order = rt_str_equal(a->values[i], b->values[i]);
	if (same_order)
		return true;
	for (size_t i = 0; i < a_count; i++) { /* as sets; a value given twice counts twice */
		size_t times = 0;

		for (size_t k = 0; k < a_count; k++)
			times += rt_str_equal(a->values[k], a->values[i]);
		if (!in_list(b, a->values[i], times))
			return false;
	}
	return true;
}

bool rt_record_equal(const struct rt_record *a, const struct rt_record *b)
{
	if (a->hash != b->hash || a->subject != b->subject || !rt_str_equal(a->registry, b->registry))
		return false;
	if (a->in_port_registry && b->in_port_registry && a->count == RT_PORT_FIELDS && b->count == RT_PORT_FIELDS) {
		for (size_t i = 0; i < RT_PORT_FIELDS; i++)
			if (!rt_field_equal(&a->fields[i], &b->fields[i]))
				return false;
		return true;
	}
	for (size_t i = 0; i < a->count; i++)
		if (!rt_field_equal(&a->fields[i], rt_record_field(b, a->fields[i].name)))
			return false;
	for (size_t i = 0; i < b->count; i++)
		if (!rt_field_equal(rt_record_field(a, b->fields[i].name), &b->fields[i]))
			return false;
	return true;
}

/* Numbers by value, then hexadecimal ones, then everything else by bytes: "9" before "10", "0x9" before "0x10". Each sort
 * has a place of its own, or "9" < "10" < "1a" < "9" would go round in a circle. */
static int compare_natural(rt_str a, rt_str b)
{
	struct rt_ports x = rt_ports_parse(a), y = rt_ports_parse(b);
	bool x_hex = rt_str_starts_with(a, RT_STR("0x")), y_hex = rt_str_starts_with(b, RT_STR("0x"));

	if ((unsigned)x.first != (unsigned)y.first) /* RT_NO_PORT becomes the largest */
		return (unsigned)x.first < (unsigned)y.first ? -1 : 1;
	if (x_hex != y_hex)
		return x_hex ? -1 : 1;
	if (x_hex && a.len != b.len)
		return a.len < b.len ? -1 : 1;
	return rt_str_compare_nocase(a, b);
}

/* Records without a port come last. */
static int compare_ports(const struct rt_record *a, const struct rt_record *b)
{
	unsigned a_first = (unsigned)a->ports.first, b_first = (unsigned)b->ports.first; /* RT_NO_PORT becomes the largest */

	if (a_first != b_first)
		return a_first < b_first ? -1 : 1;
	return (a->ports.last > b->ports.last) - (a->ports.last < b->ports.last);
}

/* By port, transport and service; without a port by service first. */
static int compare_port_entries(const struct rt_record *a, const struct rt_record *b)
{
	static const enum rt_port_field orders[][4] = { { RT_PORT, RT_PROTOCOL, RT_SERVICE, RT_DESCRIPTION },
		                                        { RT_PORT, RT_SERVICE, RT_PROTOCOL, RT_DESCRIPTION } };
	const enum rt_port_field *order = orders[a->ports.first == RT_NO_PORT];
	int result = compare_ports(a, b);

	for (size_t i = 0; !result && i < 4; i++)
		result = rt_str_compare_nocase(rt_port_get(a, order[i]), rt_port_get(b, order[i]));
	return result;
}

static int compare_first_cells(const struct rt_record *a, const struct rt_record *b)
{
	const struct rt_field *x = rt_record_first_cell(a), *y = rt_record_first_cell(b);

	if (!x || !y)
		return (x != NULL) - (y != NULL);
	return compare_natural(x->values[0], y->values[0]);
}

int rt_record_compare(const struct rt_record *a, const struct rt_record *b)
{
	if (a->subject != b->subject)
		return a->subject < b->subject ? -1 : 1;
	int result = rt_str_compare(a->registry, b->registry);
	if (!result && a->subject == RT_ENTRY && a->in_port_registry && b->in_port_registry)
		result = compare_port_entries(a, b);
	else if (!result)
		result = compare_first_cells(a, b);
	return result ? result : (a->hash > b->hash) - (a->hash < b->hash);
}

/* Spread the bits, so that sums of hashes stay apart: D. Stafford, "Better Bit Mixing", variant 13. */
static uint64_t mix(uint64_t hash)
{
	hash = (hash ^ (hash >> 30)) * 0xbf58476d1ce4e5b9u;
	hash = (hash ^ (hash >> 27)) * 0x94d049bb133111ebu;
	return hash ^ (hash >> 31);
}

/* A sum, so that neither the order of fields nor that of a list's values matters. */
static uint64_t hash_fields(const struct rt_record *record)
{
	uint64_t sum = record->subject;

	for (size_t i = 0; i < record->count; i++) {
		const struct rt_field *field = &record->fields[i];

		if (!field->count)
			continue;
		uint64_t name = rt_str_hash(0, field->name);
		for (size_t k = 0; k < field->count; k++)
			sum += mix(rt_str_hash(name, field->values[k]));
	}
	return sum;
}

static struct rt_field copy_field(struct rt_arena *arena, const struct rt_field *field)
{
	struct rt_field copy = { .name = rt_str_copy(arena, field->name), .is_list = field->is_list, .count = field->count };
	rt_str *values = rt_arena_array(arena, field->count, sizeof *values);

	for (uint32_t i = 0; i < field->count; i++)
		values[i] = rt_str_copy(arena, field->values[i]);
	copy.values = values;
	return copy;
}

struct rt_record rt_record_copy(struct rt_arena *arena, const struct rt_record *record)
{
	struct rt_record copy = *record;

	copy.registry = rt_str_copy(arena, record->registry);
	copy.fields = rt_arena_array(arena, record->count, sizeof *copy.fields);
	for (size_t i = 0; i < record->count; i++)
		copy.fields[i] = copy_field(arena, &record->fields[i]);
	return copy;
}

static int take_port(rt_str text)
{
	if (!text.len || text.len > 5)
		return RT_NO_PORT;
	int number = 0;
	for (size_t i = 0; i < text.len; i++) {
		if (text.data[i] < '0' || text.data[i] > '9')
			return RT_NO_PORT;
		number = number * 10 + (text.data[i] - '0');
	}
	return number;
}

struct rt_ports rt_ports_parse(rt_str text)
{
	const struct rt_ports none = { RT_NO_PORT, RT_NO_PORT };
	rt_str first;

	if (!rt_str_split(&text, '-', &first))
		return none;
	struct rt_ports ports = { take_port(first), text.data ? take_port(text) : take_port(first) };
	return ports.first == RT_NO_PORT || ports.last == RT_NO_PORT ? none : ports;
}

/* Does TEXT begin with WORD, and does that end there? */
static bool starts_with_word(rt_str text, const char *word)
{
	rt_str wanted = rt_str_of(word);

	if (text.len < wanted.len || !rt_str_equal_nocase((rt_str){ text.data, wanted.len }, wanted))
		return false;
	if (text.len == wanted.len)
		return true;
	char next = text.data[wanted.len];
	bool letter = (next >= 'a' && next <= 'z') || (next >= 'A' && next <= 'Z') || (next >= '0' && next <= '9');
	bool other_letter = (unsigned char)next >= 0x80 && (unsigned char)next != 0xe2; /* 0xe2: dashes and the like */
	return !letter && !other_letter && next != '_';
}

/* The words that make a record without a name a pool record, in every spelling that was ever published:
 * `Unassigned`, `(unassigned) ...`, `Reserved - IANA`, `Removed`, `De-registered`, `Deprecated`, `De-Commissioned Port`,
 * `Decomissioned Port 04/14/00, ms`. */
static enum rt_state port_state(const struct rt_record *record)
{
	static const char *const reserved[] = {
		"reserved",       "removed",        "deprecated",     "de-registered", "deregistered",
		"decommissioned", "decomissioned",  "decommisioned",  "decomisioned",  "de-commissioned",
		"de-comissioned", "de-commisioned", "de-comisioned",
	};
	rt_str text = rt_port_get(record, RT_DESCRIPTION);

	if (rt_port_get(record, RT_SERVICE).data || !text.data)
		return RT_ASSIGNED;
	if (rt_str_starts_with(text, RT_STR("(")))
		text = (rt_str){ text.data + 1, text.len - 1 };
	if (starts_with_word(text, "unassigned"))
		return RT_UNASSIGNED;
	for (size_t i = 0; i < sizeof reserved / sizeof *reserved; i++)
		if (starts_with_word(text, reserved[i]))
			return RT_RESERVED;
	return RT_ASSIGNED;
}

void rt_record_complete(struct rt_record *record)
{
	record->state = RT_ASSIGNED;
	record->ports = (struct rt_ports){ RT_NO_PORT, RT_NO_PORT };
	if (record->in_port_registry && record->subject == RT_ENTRY) {
		record->state = port_state(record);
		if (record->fields[RT_PORT].count)
			record->ports = rt_ports_parse(record->fields[RT_PORT].values[0]);
	}
	record->hash = hash_fields(record);
}
