#include "support.h"

#include <regtrail/source.h>
#include <regtrail/xml.h>

#include <stdio.h>
#include <stdlib.h>

/* ---- documents ---- */

rt_str document_with(const char *id, const char *inside, struct rt_arena *arena)
{
	return rt_str_format(
		arena, "<registry " NAMESPACE " id='%s'><title>T</title><updated>2025-01-01</updated>\n%s</registry>",
		id ? id : RT_PORTS, inside);
}

struct rt_records records_of_bytes(rt_str bytes, struct rt_arena *arena)
{
	struct rt_document document;
	struct rt_records records = { NULL, 0 };
	struct rt_error err = { RT_OK, "" };
	enum rt_code code = rt_xml_read(bytes, arena, &document, &err);

	if (!code)
		code = rt_records_of(&document, arena, &records, &err);
	ck_assert_msg(code == RT_OK, "%s", err.message);
	return records;
}

struct rt_records records_with(const char *id, const char *inside, struct rt_arena *arena)
{
	return records_of_bytes(document_with(id, inside, arena), arena);
}

const struct rt_record *only_entry(struct rt_records records)
{
	const struct rt_record *entry = NULL;

	for (size_t i = 0; i < records.count; i++) {
		if (records.items[i].subject != RT_ENTRY)
			continue;
		ck_assert_msg(!entry, "more than one entry");
		entry = &records.items[i];
	}
	ck_assert_msg(entry != NULL, "no entry");
	return entry;
}

/* ---- showing ---- */

static void show_port_entry(const struct rt_record *r, struct rt_buf *out)
{
	rt_str port = rt_port_get(r, RT_FIELD_PORT), protocol = rt_port_get(r, RT_FIELD_PROTOCOL);
	rt_str service = rt_port_get(r, RT_FIELD_SERVICE);

	rt_buf_add_str(out, port.data ? port : RT_STR("-"));
	if (protocol.data)
		rt_buf_printf(out, "/%.*s", RT_ARG(protocol));
	if (service.data)
		rt_buf_printf(out, " %.*s", RT_ARG(service));
	if (!service.data || r->state != RT_ASSIGNED)
		rt_buf_printf(out, " (%s)", rt_state_name(r->state));
}

void show_identity(const struct rt_record *record, struct rt_buf *out)
{
	const struct rt_field *cell = rt_record_first_cell(record);

	if (record->subject == RT_PERSON)
		rt_buf_printf(out, "person %.*s", RT_ARG(rt_record_get(record, RT_STR("id"))));
	else if (record->subject == RT_HEAD)
		rt_buf_printf(out, "head %.*s", RT_ARG(record->registry));
	else if (record->in_port_registry)
		show_port_entry(record, out);
	else
		rt_buf_printf(out, "%.*s %.*s", RT_ARG(record->registry), RT_ARG(cell ? cell->values[0] : RT_STR("?")));
}

static void show_bits(unsigned bits, const char *(*name)(unsigned bit), struct rt_buf *out)
{
	const char *between = "";

	for (unsigned bit = 0; name(bit); bit++) {
		if (bits >> bit & 1) {
			rt_buf_printf(out, "%s%s", between, name(bit));
			between = "+";
		}
	}
}

static void show_sides(const struct rt_change *change, struct rt_buf *out)
{
	struct rt_buf before = RT_BUF_INIT, after = RT_BUF_INIT;

	if (change->before)
		show_identity(change->before, &before);
	if (change->after)
		show_identity(change->after, &after);
	rt_buf_add_char(out, ' ');
	rt_buf_add_str(out, rt_buf_str(&before));
	if (!rt_str_equal(rt_buf_str(&before), rt_buf_str(&after)))
		rt_buf_printf(out, "%s%s%.*s", change->before ? " ->" : "->", change->after ? " " : "",
		              RT_ARG(rt_buf_str(&after)));
	rt_buf_release(&before);
	rt_buf_release(&after);
}

void show_change(const struct rt_change *change, struct rt_buf *out)
{
	show_bits(change->kinds, rt_kind_name, out);
	if (change->labels) {
		rt_buf_add_str(out, RT_STR(" ["));
		show_bits(change->labels, rt_label_name, out);
		rt_buf_add_char(out, ']');
	}
	show_sides(change, out);
	size_t fields =
		change->kinds & (RT_KIND_NEW | RT_KIND_DEASSIGNED) ? 0 : change->field_count; /* all of them, then */
	for (size_t i = 0; i < fields; i++)
		rt_buf_printf(out, "%s%.*s%s", i ? ", " : " {", RT_ARG(change->fields[i].name),
		              i + 1 == fields ? "}" : "");
	if (change->effective.data)
		rt_buf_printf(out, " effective=%.*s", RT_ARG(change->effective));
	if (change->place) {
		rt_buf_add_str(out, RT_STR(" in "));
		show_identity(change->place, out);
	}
	if (change->link) {
		rt_buf_add_str(out, RT_STR(" link="));
		show_identity(rt_change_entry(change->link), out);
	}
}

rt_str show_changes(struct rt_changes changes, struct rt_arena *arena)
{
	struct rt_buf out = RT_BUF_INIT;

	for (size_t i = 0; i < changes.count; i++) {
		show_change(&changes.items[i], &out);
		rt_buf_add_char(&out, '\n');
	}
	rt_str text = rt_str_copy(arena, rt_buf_str(&out));
	rt_buf_release(&out);
	return text;
}

static void show_value(rt_str value, struct rt_buf *out)
{
	for (size_t i = 0; i < value.len; i++)
		rt_buf_add_char(out, value.data[i] == '\n' ? '|' : value.data[i]);
}

rt_str show_record(const struct rt_record *record, struct rt_arena *arena)
{
	struct rt_buf out = RT_BUF_INIT;

	for (size_t i = 0; i < record->count; i++) {
		const struct rt_field *field = &record->fields[i];

		if (!field->count)
			continue;
		rt_buf_printf(&out, "%.*s=%s", RT_ARG(field->name), field->is_list ? "[" : "");
		for (size_t k = 0; k < field->count; k++) {
			rt_buf_add_str(&out, k ? RT_STR(", ") : RT_STR(""));
			show_value(field->values[k], &out);
		}
		rt_buf_add_str(&out, field->is_list ? RT_STR("]\n") : RT_STR("\n"));
	}
	rt_str text = rt_str_copy(arena, rt_buf_str(&out));
	rt_buf_release(&out);
	return text;
}

void assert_text_at(rt_str got, const char *wanted, const char *row, const char *file, int line)
{
	if (!rt_str_equal(got.data ? got : RT_STR(""), rt_str_of(wanted))) /* absent shows as nothing */
		ck_abort_msg("%s:%d: %s\n--- wanted\n%s\n--- got\n%.*s", file, line, row, wanted, RT_ARG(got));
}

/* ---- chance ---- */

size_t chance(uint64_t *state, size_t limit)
{
	*state ^= *state << 13;
	*state ^= *state >> 7;
	*state ^= *state << 17;
	return (size_t)(*state % limit);
}

/* ---- real data ---- */

size_t corpus_documents(rt_str *out, size_t max, struct rt_arena *arena)
{
	const char *corpus = getenv("RT_CORPUS");
	const char *directory = rt_str_format(arena, "%s/xml", corpus ? corpus : "../shared/corpus").data;
	struct rt_error err = { RT_OK, "" };
	rt_str *paths;
	size_t count;

	if (rt_source_directory(directory, arena, &paths, &count, &err)) {
		printf("skip: no real registries to test on: %s\n", err.message);
		fflush(stdout);
		return 0;
	}
	if (count > max)
		count = max;
	for (size_t i = 0; i < count; i++) {
		struct rt_source_document document;
		enum rt_code code = rt_source_file(paths[i].data, arena, &document, &err);

		ck_assert_msg(code == RT_OK, "%s", err.message);
		out[i] = document.bytes;
	}
	return count;
}
