/* What follows from the fields of a record: its port numbers, its state, its hash. */
#include <regtrail/record.h>

const char *rt_state_name(enum rt_state state)
{
	static const char *const names[] = { "assigned", "reserved", "unassigned" };

	return names[state];
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
 * `Unassigned`, `(unassigned) ...`, `Reserved - IANA`, `Removed`, `De-registered`, `Deprecated`,
 * `De-Commissioned Port`, `Decomissioned Port 04/14/00, ms`. */
static enum rt_state port_state(const struct rt_record *record)
{
	static const char *const reserved[] = {
		"reserved",       "removed",        "deprecated",     "de-registered", "deregistered",
		"decommissioned", "decomissioned",  "decommisioned",  "decomisioned",  "de-commissioned",
		"de-comissioned", "de-commisioned", "de-comisioned",
	};
	rt_str text = rt_port_get(record, RT_FIELD_DESCRIPTION);

	if (rt_port_get(record, RT_FIELD_SERVICE).data || !text.data)
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

void rt_record_complete(struct rt_record *record)
{
	record->state = RT_ASSIGNED;
	record->ports = (struct rt_ports){ RT_NO_PORT, RT_NO_PORT };
	if (record->in_port_registry && record->subject == RT_ENTRY) {
		record->state = port_state(record);
		if (record->fields[RT_FIELD_PORT].count)
			record->ports = rt_ports_parse(record->fields[RT_FIELD_PORT].values[0]);
	}
	record->hash = hash_fields(record);
}
