#include "filter.h"

const struct opt filter_options[] = {
	{ 'a', "all", NULL, "also the bookkeeping of Unassigned and Reserved numbers, and\nthe contact list", OPT_FLAG,
	  offsetof(struct filter_options, all), NULL },
	{ 0, "kind", "KIND", "changes of that kind: new, modified, deassigned, removed,\nflagged, unflagged, registry, "
	  "pool, contact", OPT_LIST, offsetof(struct filter_options, kinds), NULL },
	{ 0, "port", "PORT", "changes that touch a port or range: 443, 443/tcp, 6000-6063", OPT_LIST,
	  offsetof(struct filter_options, ports), NULL },
	{ 0, "protocol", "NAME", "changes to entries of a transport: tcp, udp, sctp, dccp", OPT_LIST,
	  offsetof(struct filter_options, protocols), NULL },
	{ 0, "service", "GLOB", "changes to services with such a name: 'nfs*'", OPT_LIST,
	  offsetof(struct filter_options, services), NULL },
	{ 0, "assignee", "GLOB", "changes to what such a party holds: '*Microsoft*'", OPT_LIST,
	  offsetof(struct filter_options, assignees), NULL },
	{ 0 }
};

/* The items of LIST, each of which may be several with commas between. */
static rt_str *split(const struct opt_list *list, struct rt_arena *arena, size_t *count)
{
	size_t most = 0;
	rt_str rest, part;

	for (size_t i = 0; i < list->count; i++, most++)
		for (const char *c = list->items[i]; *c; c++)
			most += *c == ',';
	rt_str *parts = rt_arena_array(arena, most, sizeof *parts);
	*count = 0;
	for (size_t i = 0; i < list->count; i++)
		for (rest = rt_str_of(list->items[i]); rt_str_split(&rest, ',', &part);)
			parts[(*count)++] = part;
	return parts;
}

/* The items of LIST as they are: names of parties may hold commas. */
static const rt_str *whole(const struct opt_list *list, struct rt_arena *arena, size_t *count)
{
	rt_str *items = rt_arena_array(arena, list->count, sizeof *items);

	for (size_t i = 0; i < list->count; i++)
		items[i] = rt_str_of(list->items[i]);
	*count = list->count;
	return items;
}

static enum rt_code no_such_kind(rt_str name, struct rt_error *err)
{
	struct rt_buf names = RT_BUF_INIT;

	for (unsigned bit = 0; rt_kind_name(bit); bit++)
		rt_buf_printf(&names, "%s%s", bit ? ", " : "", rt_kind_name(bit));
	rt_fail(err, RT_EINVALID, "no kind `%.*s`: there are %s", RT_ARG(name), names.data);
	rt_buf_release(&names);
	return RT_EINVALID;
}

static enum rt_code make_kinds(const struct filter_options *options, struct rt_arena *arena, unsigned *out,
                               struct rt_error *err)
{
	size_t count;
	const rt_str *names = split(&options->kinds, arena, &count);
	enum rt_kind kind;

	*out = 0;
	for (size_t i = 0; i < count; i++) {
		if (!rt_kind_parse(names[i], &kind))
			return no_such_kind(names[i], err);
		*out |= (unsigned)kind;
	}
	if (!count)
		*out = options->all ? RT_KINDS_ALL : RT_KINDS_USUAL;
	return RT_OK;
}

static enum rt_code make_selectors(const struct filter_options *options, struct rt_arena *arena,
                                   struct rt_filter *filter, struct rt_error *err)
{
	const rt_str *texts = split(&options->ports, arena, &filter->selector_count);
	enum rt_code code = RT_OK;

	filter->selectors = rt_arena_array(arena, filter->selector_count, sizeof *filter->selectors);
	for (size_t i = 0; i < filter->selector_count && !code; i++)
		code = rt_selector_parse(texts[i], &filter->selectors[i], err);
	return code;
}

enum rt_code filter_make(const struct filter_options *options, struct rt_arena *arena, struct rt_filter *out,
                         struct rt_error *err)
{
	*out = (struct rt_filter){ .kinds = 0 };
	enum rt_code code = make_kinds(options, arena, &out->kinds, err);
	if (!code)
		code = make_selectors(options, arena, out, err);
	out->protocols = split(&options->protocols, arena, &out->protocol_count);
	out->services = split(&options->services, arena, &out->service_count);
	out->assignees = whole(&options->assignees, arena, &out->assignee_count);
	return code;
}

rt_str filter_words(const struct filter_options *options, struct rt_arena *arena)
{
	struct rt_buf words = RT_BUF_INIT;
	rt_str out = RT_NO_STR;

	for (const struct opt *row = filter_options; row->name; row++) {
		if (row->type != OPT_LIST)
			continue;
		const struct opt_list *list = (const void *)((const char *)options + row->offset);
		for (size_t i = 0; i < list->count; i++)
			rt_buf_printf(&words, "%s--%s=%s", words.len ? " " : "", row->name, list->items[i]);
	}
	if (words.len)
		out = rt_str_copy(arena, rt_buf_str(&words));
	rt_buf_release(&words);
	return out;
}

void filter_report(struct rt_report *report, const struct rt_filter *filter, struct rt_arena *arena)
{
	report->changes = rt_changes_select(report->changes, filter, arena);
	report->all = filter->kinds & RT_KIND_POOL && filter->kinds & RT_KIND_CONTACTS;
}
