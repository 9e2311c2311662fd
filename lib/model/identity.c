/* Identity: which fields tell the entries of a registry apart. It decides whether a diff is worth reading: keyed by the
 * first cell alone, a year of the port registry shows some 1,700 changes, keyed as below 24. */
#include <regtrail/buf.h>
#include <regtrail/record.h>

#define MAX_FIELDS (sizeof((struct rt_identity *)0)->fields / sizeof(const char *))

/* By the id of the innermost <registry>. To give a registry an identity of its own, add a row above the default. Behind
 * a `#` is a field that counts only where it is a number: a type may also be a word that many entries share. */
static const struct rt_identity identities[] = {
	{ RT_PORTS, { "service", "port", "protocol" }, true },
	/* Parameters of header fields: the same name may be a parameter of many. */
	{ "sip-parameters-12", { "header_field", "value" }, true },
	/* Of http-parameters: what they call the value is a sentence. */
	{ "preferences", { "name" }, false },
	{ "ieee-802-numbers-1", { "type_hex" }, false }, /* only some have a decimal type, too */
	{ "ipfix-information-elements", { "elementId" }, false },
	/* The same payload format may be one of audio and of video. */
	{ "rtp-parameters-2", { "subtype", "type" }, true },
	{ NULL, { "value", "number", "prefix", "code", "id", "address", "#type", "name", "type" }, false },
};

const struct rt_identity *rt_identity_of(rt_str registry)
{
	const struct rt_identity *row = identities;

	while (row->registry && !rt_str_equal(registry, rt_str_of(row->registry)))
		row++;
	return row;
}

/* The field called NAME, as the table has it; NULL if there is none that counts. */
static const struct rt_field *field_of(const struct rt_record *record, const char *name)
{
	bool number = *name == '#';
	const struct rt_field *field = rt_record_field(record, rt_str_of(name + number));

	if (!field || !field->count)
		return NULL;
	rt_str value = field->values[0];
	return !number || (value.len && value.data[0] >= '0' && value.data[0] <= '9') ? field : NULL;
}

const struct rt_field *rt_record_first_cell(const struct rt_record *record)
{
	const struct rt_identity *identity = rt_identity_of(record->subject == RT_ENTRY ? record->registry : RT_NO_STR);

	for (size_t i = 0; record->subject == RT_ENTRY && i < MAX_FIELDS && identity->fields[i]; i++) {
		const struct rt_field *field = field_of(record, identity->fields[i]);

		if (field)
			return field;
	}
	/* A head by its title, a person by its id; an entry with none of the usual fields by what the document has
	 * first: an `addr`, a `tag`, a `keyword`. */
	for (size_t i = 0; i < record->count; i++)
		if (record->fields[i].count && !rt_is_common_field(record->fields[i].name))
			return &record->fields[i];
	return NULL;
}

rt_str rt_cell_unmarked(rt_str cell)
{
	rt_str rest = cell;

	while (rt_str_ends_with(rest, RT_STR("]"))) {
		size_t end = rest.len - 1, at = end;

		while (at && rest.data[at - 1] >= '0' && rest.data[at - 1] <= '9')
			at--;
		if (at == end || at < 2 || rest.data[at - 1] != '[')
			break;
		rest = rt_str_trim((rt_str){ rest.data, at - 1 });
	}
	return rest.len ? rest : cell;
}

/* Names compare without case (RFC 6335 section 5.1), so keys are folded. */
static void add_part(struct rt_buf *key, rt_str part)
{
	rt_buf_add_char(key, '\x1f'); /* cannot be in XML text */
	for (size_t i = 0; i < part.len; i++)
		rt_buf_add_char(key, rt_char_fold(part.data[i]));
}

static void add_identity(struct rt_buf *key, const struct rt_record *record)
{
	const struct rt_identity *identity = rt_identity_of(record->registry);

	if (!identity->compound) {
		const struct rt_field *cell = rt_record_first_cell(record);

		add_part(key, cell ? cell->name : RT_NO_STR);
		add_part(key, cell ? rt_cell_unmarked(cell->values[0]) : RT_NO_STR);
		return;
	}
	for (size_t i = 0; i < MAX_FIELDS && identity->fields[i]; i++)
		add_part(key, rt_record_get(record, rt_str_of(identity->fields[i])));
}

rt_str rt_record_key(const struct rt_record *record, struct rt_arena *arena)
{
	static const char subjects[] = { 'e', 'p', 'h' };
	struct rt_buf key = RT_BUF_INIT;

	rt_buf_add_char(&key, subjects[record->subject]);
	if (record->subject != RT_PERSON) /* people are known by their id, wherever they are listed */
		rt_buf_add_str(&key, record->registry);
	if (record->subject == RT_ENTRY)
		add_identity(&key, record);
	else if (record->subject == RT_PERSON)
		add_part(&key, rt_record_get(record, RT_STR("id")));
	rt_str copy = rt_str_copy(arena, rt_buf_str(&key));
	rt_buf_release(&key);
	return copy;
}
