/* Selectors and filters: which changes a reader asked for. */
#include "internal.h"

#include <regtrail/limits.h>

/* A service name has at least one letter (RFC 6335 section 5.1). */
static bool has_letter(rt_str name)
{
	for (size_t i = 0; i < name.len; i++)
		if (rt_char_fold(name.data[i]) >= 'a' && rt_char_fold(name.data[i]) <= 'z')
			return true;
	return false;
}

/* What stands behind the last `/`, which is cut off with it; absent if there is none. */
static rt_str take_protocol(rt_str *text)
{
	for (size_t i = text->len; i-- > 0;)
		if (text->data[i] == '/') {
			rt_str protocol = { text->data + i + 1, text->len - i - 1 };

			text->len = i;
			return protocol;
		}
	return RT_NO_STR;
}

enum rt_code rt_selector_parse(rt_str text, struct rt_selector *out, struct rt_error *err)
{
	rt_str head = text;

	*out = (struct rt_selector){ .ports = { RT_NO_PORT, RT_NO_PORT }, .whole = text };
	out->protocol = take_protocol(&head);
	if (!head.len || (out->protocol.data && !out->protocol.len))
		return rt_fail(err, RT_EINVALID, "`%.*s` selects nothing: write 443, 443/tcp, 6000-6063 or https",
		               RT_ARG(text));
	out->ports = rt_ports_parse(head);
	if (out->ports.first == RT_NO_PORT) {
		if (!has_letter(head))
			return rt_fail(err, RT_EINVALID, "`%.*s` is neither a port nor a range from 0 to %d",
			               RT_ARG(text), RT_MAX_PORT);
		out->service = head;
		return RT_OK;
	}
	if (out->ports.last > RT_MAX_PORT)
		return rt_fail(err, RT_EINVALID, "`%.*s`: port numbers end at %d", RT_ARG(text), RT_MAX_PORT);
	if (out->ports.last < out->ports.first)
		return rt_fail(err, RT_EINVALID, "`%.*s`: the range runs from high to low", RT_ARG(text));
	return RT_OK;
}

struct rt_selector rt_selector_of_entry(rt_str text)
{
	struct rt_selector selector = { .ports = rt_ports_parse(text), .service = text };

	if (selector.ports.last < selector.ports.first)
		selector.ports.first = selector.ports.last = RT_NO_PORT;
	return selector;
}

/* ---- one record against one condition ---- */

static bool selector_takes(const struct rt_selector *s, const struct rt_record *r)
{
	if (r->subject != RT_ENTRY || !r->in_port_registry)
		return false;
	if (s->whole.data && rt_str_equal_nocase(s->whole, rt_port_get(r, RT_FIELD_SERVICE)))
		return true;
	rt_str protocol = rt_port_get(r, RT_FIELD_PROTOCOL); /* none stands for all */
	if (s->protocol.data && protocol.data && !rt_str_equal_nocase(s->protocol, protocol))
		return false;
	if (s->service.data)
		return rt_str_equal_nocase(s->service, rt_port_get(r, RT_FIELD_SERVICE));
	return r->ports.first != RT_NO_PORT && r->ports.first <= s->ports.last && s->ports.first <= r->ports.last;
}

/* The name of an entry in any registry: the service, else the field `name`, else the first cell. */
static rt_str name_of(const struct rt_record *r)
{
	rt_str name = rt_record_get(r, r->in_port_registry ? RT_STR("service") : RT_STR("name"));
	const struct rt_field *cell = name.data || r->in_port_registry ? NULL : rt_record_first_cell(r);

	return cell ? cell->values[0] : name;
}

static bool any_glob(const rt_str *globs, size_t count, rt_str text)
{
	for (size_t i = 0; i < count; i++)
		if (text.data && rt_str_glob(globs[i], text))
			return true;
	return false;
}

static bool any_assignee(const struct rt_filter *f, const struct rt_record *r)
{
	static const char *const parties[] = { "assignee", "contact" };

	for (size_t p = 0; p < 2; p++) {
		const struct rt_field *field = rt_record_field(r, rt_str_of(parties[p]));

		for (size_t i = 0; field && i < field->count; i++)
			if (any_glob(f->assignees, f->assignee_count, field->values[i]))
				return true;
		if (field && field->count) /* contacts stand in only where there is no assignee, as in IANA's CSV */
			return false;
	}
	return false;
}

static bool any_selector(const struct rt_filter *f, const struct rt_record *r)
{
	for (size_t i = 0; i < f->selector_count; i++)
		if (selector_takes(&f->selectors[i], r))
			return true;
	return false;
}

static bool any_protocol(const struct rt_filter *f, const struct rt_record *r)
{
	rt_str protocol = rt_record_get(r, RT_STR("protocol"));

	for (size_t i = 0; i < f->protocol_count; i++)
		if (!protocol.data ? r->in_port_registry : rt_str_equal_nocase(f->protocols[i], protocol))
			return true;
	return false;
}

static bool takes_record(const struct rt_filter *f, const struct rt_record *r)
{
	return r && (!f->selector_count || any_selector(f, r)) && (!f->protocol_count || any_protocol(f, r)) &&
	       (!f->service_count || any_glob(f->services, f->service_count, name_of(r))) &&
	       (!f->assignee_count || any_assignee(f, r));
}

/* ---- all changes ---- */

struct rt_changes rt_changes_select(struct rt_changes changes, const struct rt_filter *filter, struct rt_arena *arena)
{
	struct rt_changes out = { rt_arena_array(arena, changes.count, sizeof *out.items), 0 };

	/* What a change was or became may match: a rename is found by either name. */
	for (size_t i = 0; i < changes.count; i++) {
		const struct rt_change *c = &changes.items[i];

		if ((c->kinds & filter->kinds) && (takes_record(filter, c->before) || takes_record(filter, c->after)))
			out.items[out.count++] = *c;
	}
	return out;
}
