/* The words for entries and changes, shared by what is written for people. */
#include "words.h"

#include <stdio.h>

/* ---- how many of what ---- */

struct count_words {
	enum rt_kind kind;
	const char *one, *many, *brief;
};
static const struct count_words count_words[] = {
	{ RT_KIND_NEW, "new", "new", "new" },
	{ RT_KIND_DEASSIGNED, "de-assigned", "de-assigned", "de-assigned" },
	{ RT_KIND_REMOVED, "removed", "removed", "removed" },
	{ RT_KIND_MODIFIED, "modified", "modified", "modified" },
	{ RT_KIND_FLAGGED, "unauthorized use reported", "unauthorized uses reported", "flagged" },
	{ RT_KIND_UNFLAGGED, "unauthorized use withdrawn", "unauthorized uses withdrawn", "unflagged" },
	{ RT_KIND_REGISTRY, "registry header", "registry headers", "registry" },
	{ RT_KIND_POOL, "pool", "pool", "pool" },
	{ RT_KIND_CONTACTS, "contact", "contacts", "contacts" },
};

unsigned render_kind_bit(enum rt_kind kind)
{
	unsigned bit = 0;

	while ((unsigned)kind >> bit != 1)
		bit++;
	return bit;
}

void render_counts(struct rt_buf *out, const size_t counts[RT_KINDS], unsigned mask, bool brief)
{
	const char *separator = "";

	for (size_t i = 0; i < sizeof count_words / sizeof *count_words; i++) {
		const struct count_words *words = &count_words[i];
		size_t count = counts[render_kind_bit(words->kind)];

		if (!count || !(mask & (unsigned)words->kind))
			continue;
		const char *word = brief ? words->brief : count == 1 ? words->one : words->many;
		rt_buf_printf(out, "%s%zu %s", separator, count, word);
		separator = ", ";
	}
}

unsigned render_kinds_shown(const struct rt_changes *changes)
{
	for (size_t i = 0; i < changes->count; i++)
		if (changes->items[i].kinds == RT_KIND_POOL)
			return RT_KINDS_ALL;
	return RT_KINDS_ALL & ~(unsigned)RT_KIND_POOL;
}

void rt_render_summary(const struct rt_changes *changes, struct rt_buf *out)
{
	size_t counts[RT_KINDS], start = out->len;

	rt_changes_count(changes, counts);
	render_counts(out, counts, render_kinds_shown(changes), false);
	if (out->len == start)
		rt_buf_add_str(out, RT_STR("no changes"));
}

char render_sign(const struct rt_change *change)
{
	bool came = (change->kinds & RT_KIND_NEW) || !change->before;
	bool went = (change->kinds & (RT_KIND_DEASSIGNED | RT_KIND_REMOVED)) || !change->after;

	return came ? '+' : went ? '-' : '~';
}

/* ---- what an entry is called ---- */

/* The record before, if the change is one of an entry that stayed the same one. */
static const struct rt_record *former(const struct rt_change *change)
{
	bool same = change->kinds & (RT_KIND_MODIFIED | RT_KIND_POOL | RT_KIND_CONTACTS | RT_KIND_REGISTRY);

	return same && change->after ? change->before : NULL;
}

/* `TEXT`, or `WAS -> TEXT` where they differ. */
static void put_passage(struct rt_buf *out, rt_str was, rt_str text)
{
	if (was.data && !rt_str_equal(was, text)) {
		rt_render_safe(out, was);
		rt_buf_add_str(out, RT_STR(" -> "));
	}
	rt_render_safe(out, text);
}

static rt_str or_dash(rt_str text)
{
	return text.data ? text : RT_STR("-");
}

static rt_str port_or_dash(const struct rt_record *record)
{
	return record ? or_dash(rt_port_get(record, RT_FIELD_PORT)) : RT_NO_STR;
}

static rt_str first_cell(const struct rt_record *record)
{
	const struct rt_field *cell = record ? rt_record_first_cell(record) : NULL;

	return cell ? cell->values[0] : RT_NO_STR;
}

void render_number(struct rt_buf *out, const struct rt_change *change, rt_str protocols)
{
	const struct rt_record *entry = rt_change_entry(change), *was = former(change);

	if (entry->subject == RT_HEAD) {
		rt_render_safe(out, entry->registry);
	} else if (entry->subject == RT_PERSON) {
		rt_render_safe(out, or_dash(rt_record_get(entry, RT_STR("id"))));
	} else if (!entry->in_port_registry) {
		put_passage(out, first_cell(was), or_dash(first_cell(entry)));
	} else {
		put_passage(out, port_or_dash(was), port_or_dash(entry));
		rt_str own = protocols.data ? protocols : rt_port_get(entry, RT_FIELD_PROTOCOL);
		if (own.data) {
			rt_buf_add_char(out, '/');
			rt_render_safe(out, own);
		}
	}
}

static rt_str name_of(const struct rt_record *record)
{
	if (!record)
		return RT_NO_STR;
	return or_dash(rt_port_get(record, record->state == RT_ASSIGNED ? RT_FIELD_SERVICE : RT_FIELD_DESCRIPTION));
}

void render_name(struct rt_buf *out, const struct rt_change *change)
{
	const struct rt_record *entry = rt_change_entry(change);

	if (entry->in_port_registry)
		put_passage(out, name_of(former(change)), name_of(entry));
}

bool render_is_in_title(const struct rt_change *change, const struct rt_field_change *field)
{
	const struct rt_record *entry = rt_change_entry(change);

	if (!entry->in_port_registry)
		return entry->subject == RT_ENTRY && field->after && field->after == rt_record_first_cell(entry);
	const struct rt_field *name =
		&entry->fields[entry->state == RT_ASSIGNED ? RT_FIELD_SERVICE : RT_FIELD_DESCRIPTION];
	return field->after == &entry->fields[RT_FIELD_PORT] || field->after == name;
}

static bool is_common(const struct rt_field *field)
{
	return field->is_list || rt_str_equal(field->name, RT_STR("registered")) ||
	       rt_str_equal(field->name, RT_STR("modified")) || rt_str_equal(field->name, RT_STR("parent"));
}

/* More than a mark such as `Y` or `00`: at least 4 bytes, or the name, short as it may be (`TCP`). */
static bool says_something(const struct rt_field *field)
{
	return field->values[0].len >= 4 || rt_str_equal(field->name, RT_STR("name"));
}

const struct rt_field *render_what(const struct rt_record *record)
{
	if (record->in_port_registry) {
		const struct rt_field *description = &record->fields[RT_FIELD_DESCRIPTION];

		return record->state == RT_ASSIGNED && description->count ? description : NULL;
	}
	const struct rt_field *cell = record->subject == RT_HEAD ? NULL : rt_record_first_cell(record), *first = NULL;
	for (size_t i = 0; i < record->count; i++) {
		const struct rt_field *field = &record->fields[i];

		if (field == cell || !field->count || is_common(field))
			continue;
		if (says_something(field))
			return field;
		first = first ? first : field;
	}
	return first;
}

/* ---- de-assignment ---- */

static const struct rt_record *pool_of(const struct rt_change *change)
{
	return change->after ? change->after : change->place;
}

rt_str render_fate_note(const struct rt_change *change)
{
	const struct rt_record *pool = pool_of(change);

	return pool ? rt_port_get(pool, RT_FIELD_NOTES) : RT_NO_STR;
}

static void put_heir(struct rt_buf *out, const struct rt_change *change)
{
	rt_buf_add_str(out, RT_STR("passed to "));
	rt_str heir =
		change->link && change->link->after ? rt_port_get(change->link->after, RT_FIELD_SERVICE) : RT_NO_STR;
	rt_render_safe(out, heir.data ? heir : RT_STR("another service"));
}

void render_fate(struct rt_buf *out, const struct rt_change *change)
{
	const struct rt_record *pool = pool_of(change);

	if (change->labels & RT_LABEL_REASSIGNED) {
		put_heir(out, change);
	} else if (!pool) {
		rt_buf_add_str(out, RT_STR("no longer listed"));
	} else {
		rt_buf_add_str(out, change->labels & RT_LABEL_TO_UNASSIGNED ? RT_STR("back to ") : RT_STR("now "));
		rt_render_safe(out, or_dash(rt_port_get(pool, RT_FIELD_DESCRIPTION)));
		if (pool == change->place &&
		    !rt_str_equal(rt_port_get(pool, RT_FIELD_PORT), rt_port_get(change->before, RT_FIELD_PORT))) {
			rt_buf_add_char(out, ' ');
			rt_render_safe(out, rt_port_get(pool, RT_FIELD_PORT));
		}
	}
	if (change->effective.data) {
		rt_buf_add_str(out, RT_STR(" since "));
		rt_render_safe(out, change->effective);
	}
}

/* ---- what was there before a new one ---- */

void render_origin(struct rt_buf *out, const struct rt_change *change)
{
	const struct rt_change *link = change->link;

	if (change->labels & RT_LABEL_REASSIGNED) {
		rt_str loser = link && link->before ? rt_port_get(link->before, RT_FIELD_SERVICE) : RT_NO_STR;

		rt_buf_add_str(out, RT_STR("took over from "));
		rt_render_safe(out, loser.data ? loser : RT_STR("another service"));
	} else if (link && link->before) {
		rt_buf_add_str(out, RT_STR("keeps the name of "));
		render_number(out, link, RT_NO_STR);
	} else if (change->before && change->before->state == RT_RESERVED) {
		rt_buf_add_str(out, RT_STR("was "));
		rt_render_safe(out, or_dash(rt_port_get(change->before, RT_FIELD_DESCRIPTION)));
	}
}

void render_count(struct rt_buf *out, size_t count)
{
	char digits[32];
	int length = snprintf(digits, sizeof digits, "%zu", count);

	for (int i = 0; i < length; i++) {
		if (i && (length - i) % 3 == 0)
			rt_buf_add_char(out, ',');
		rt_buf_add_char(out, digits[i]);
	}
}
