/* Counting: what the registry has assigned, and when. */
#include <regtrail/stats.h>

#include <stdlib.h>
#include <string.h>

const struct rt_port_range_info rt_port_ranges[RT_PORT_RANGES] = {
	[RT_SYSTEM_PORTS] = { "system", 0, 1023 },
	[RT_USER_PORTS] = { "user", 1024, 49151 },
	[RT_DYNAMIC_PORTS] = { "dynamic", 49152, 65535 },
};

static const char *const transports[RT_TRANSPORTS] = { "tcp", "udp", "sctp", "dccp", "any" };

const char *rt_transport_name(enum rt_transport transport)
{
	return transports[transport];
}

/* ---- numbers ---- */

static const enum rt_port_mark mark_of_state[] = {
	[RT_ASSIGNED] = RT_MARK_ASSIGNED,
	[RT_RESERVED] = RT_MARK_RESERVED,
	[RT_UNASSIGNED] = RT_MARK_UNASSIGNED,
};

static bool is_of(const struct rt_record *record, enum rt_transport transport)
{
	rt_str protocol = rt_port_get(record, RT_FIELD_PROTOCOL);

	if (transport == RT_ANY_TRANSPORT || !protocol.data)
		return true;
	return rt_str_equal_nocase(protocol, rt_str_of(transports[transport]));
}

static bool is_entry(const struct rt_record *record)
{
	return record->subject == RT_ENTRY && record->in_port_registry;
}

void rt_port_marks(struct rt_records records, enum rt_transport transport, unsigned char marks[RT_PORT_NUMBERS])
{
	memset(marks, RT_MARK_UNASSIGNED, RT_PORT_NUMBERS);
	for (size_t i = 0; i < records.count; i++) {
		const struct rt_record *record = &records.items[i];
		unsigned char mark = (unsigned char)mark_of_state[record->state];

		if (!is_entry(record) || record->ports.first == RT_NO_PORT || !is_of(record, transport))
			continue;
		for (int port = record->ports.first; port <= record->ports.last && port < RT_PORT_NUMBERS; port++)
			marks[port] = mark > marks[port] ? mark : marks[port];
	}
}

static void count_numbers(struct rt_records records, struct rt_stats *out)
{
	unsigned char marks[RT_PORT_NUMBERS];

	for (int transport = 0; transport < RT_TRANSPORTS; transport++) {
		rt_port_marks(records, (enum rt_transport)transport, marks);
		for (int range = 0; range < RT_PORT_RANGES; range++)
			for (int port = rt_port_ranges[range].first; port <= rt_port_ranges[range].last; port++)
				out->numbers[range][transport][marks[port]]++;
	}
}

/* ---- services ---- */

struct service {
	rt_str name;
	bool has_port;
};

static int by_name(const void *a, const void *b)
{
	const struct service *x = a, *y = b;

	return rt_str_compare_nocase(x->name, y->name);
}

static void count_services(struct rt_records records, struct rt_arena *arena, struct rt_stats *out)
{
	struct service *list = rt_arena_array(arena, records.count, sizeof *list);
	size_t count = 0;

	for (size_t i = 0; i < records.count; i++) {
		const struct rt_record *record = &records.items[i];

		out->unauthorized += is_entry(record) && rt_port_get(record, RT_FIELD_UNAUTHORIZED).len > 0;
		if (is_entry(record) && record->state == RT_ASSIGNED && rt_port_get(record, RT_FIELD_SERVICE).len)
			list[count++] = (struct service){ rt_port_get(record, RT_FIELD_SERVICE),
				                          record->ports.first != RT_NO_PORT };
	}
	if (count)
		qsort(list, count, sizeof *list, by_name);
	for (size_t i = 0, next; i < count; i = next) {
		bool has_port = false;

		for (next = i; next < count && !by_name(&list[i], &list[next]); next++)
			has_port = has_port || list[next].has_port;
		out->services++;
		out->services_without_port += !has_port;
	}
}

/* ---- inner registries ---- */

static void count_inner(struct rt_records records, struct rt_arena *arena, struct rt_stats *out)
{
	out->inner = rt_arena_array(arena, records.count, sizeof *out->inner);
	for (size_t i = 0; i < records.count; i++) {
		const struct rt_record *record = &records.items[i];
		struct rt_inner_stats *last = out->inner_count ? &out->inner[out->inner_count - 1] : NULL;

		if (record->subject != RT_ENTRY)
			continue;
		if (!last || !rt_str_equal(last->registry, record->registry)) {
			last = &out->inner[out->inner_count++];
			*last = (struct rt_inner_stats){ .registry = record->registry };
		}
		last->records++;
	}
}

/* ---- years ---- */

int rt_year_of(rt_time time)
{
	char text[RT_TIME_TEXT];

	return time == RT_NO_TIME ? 0 : atoi(rt_date_text(time, text));
}

struct rt_year_stats *rt_stats_year(struct rt_stats *stats, int year, struct rt_arena *arena)
{
	size_t at = 0;

	while (at < stats->year_count && stats->years[at].year < year)
		at++;
	if (at < stats->year_count && stats->years[at].year == year)
		return &stats->years[at];
	struct rt_year_stats *years = rt_arena_array(arena, stats->year_count + 1, sizeof *years);
	for (size_t i = 0; i < stats->year_count; i++)
		years[i + (i >= at)] = stats->years[i];
	years[at].year = year;
	stats->years = years;
	stats->year_count++;
	return &years[at];
}

static void count_dates(struct rt_records records, struct rt_arena *arena, struct rt_stats *out)
{
	for (size_t i = 0; i < records.count; i++) {
		const struct rt_record *record = &records.items[i];
		rt_time date;

		if (record->subject != RT_ENTRY)
			continue;
		if (record->state == RT_ASSIGNED) {
			if (rt_date_parse(rt_record_get(record, RT_STR("registered")), &date))
				rt_stats_year(out, rt_year_of(date), arena)->registered++;
			continue;
		}
		date = rt_record_released(record);
		if (date != RT_NO_TIME)
			rt_stats_year(out, rt_year_of(date), arena)->released +=
				(size_t)(record->ports.first == RT_NO_PORT
				                 ? 1
				                 : record->ports.last - record->ports.first + 1);
	}
}

void rt_stats_of(struct rt_records records, bool ports, struct rt_arena *arena, struct rt_stats *out)
{
	*out = (struct rt_stats){ .snapshot = out->snapshot, .ports = ports, .since = RT_NO_TIME };
	if (ports) {
		count_numbers(records, out);
		count_services(records, arena, out);
	} else {
		count_inner(records, arena, out);
	}
	count_dates(records, arena, out);
}
