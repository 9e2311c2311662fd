/* Counts as JSON: regtrail-stats/1. */
#include "json_value.h"

#include <regtrail/render.h>

static json_t *json_of_marks(const size_t marks[RT_PORT_MARKS])
{
	json_t *object = json_checked(json_object());

	json_put(object, RT_STR("assigned"), json_of_count(marks[RT_MARK_ASSIGNED]));
	json_put(object, RT_STR("reserved"), json_of_count(marks[RT_MARK_RESERVED]));
	json_put(object, RT_STR("unassigned"), json_of_count(marks[RT_MARK_UNASSIGNED]));
	return object;
}

static json_t *json_of_range(const struct rt_stats *stats, int range)
{
	json_t *object = json_checked(json_object());

	json_put(object, RT_STR("first"), json_of_count((size_t)rt_port_ranges[range].first));
	json_put(object, RT_STR("last"), json_of_count((size_t)rt_port_ranges[range].last));
	for (int transport = 0; transport < RT_TRANSPORTS; transport++)
		json_put(object, rt_str_of(rt_transport_name((enum rt_transport)transport)),
		         json_of_marks(stats->numbers[range][transport]));
	return object;
}

static void put_ports(json_t *object, const struct rt_stats *stats)
{
	json_t *ranges = json_checked(json_object());

	for (int range = 0; range < RT_PORT_RANGES; range++)
		json_put(ranges, rt_str_of(rt_port_ranges[range].name), json_of_range(stats, range));
	json_put(object, RT_STR("ports"), ranges);
	json_put(object, RT_STR("services"), json_of_count(stats->services));
	json_put(object, RT_STR("services_without_port"), json_of_count(stats->services_without_port));
	json_put(object, RT_STR("unauthorized"), json_of_count(stats->unauthorized));
}

static void add_to(json_t *array, json_t *value)
{
	if (json_array_append_new(array, value))
		rt_out_of_memory(0);
}

static void put_inner(json_t *object, const struct rt_stats *stats)
{
	json_t *list = json_checked(json_array());

	for (size_t i = 0; i < stats->inner_count; i++) {
		json_t *inner = json_checked(json_object());

		json_put(inner, RT_STR("registry"), json_of_text(stats->inner[i].registry));
		json_put(inner, RT_STR("records"), json_of_count(stats->inner[i].records));
		add_to(list, inner);
	}
	json_put(object, RT_STR("registries"), list);
}

static json_t *json_of_year(const struct rt_year_stats *year, bool ports)
{
	json_t *object = json_checked(json_object());

	json_put(object, RT_STR("year"), json_of_count((size_t)year->year));
	json_put(object, RT_STR("registered"), json_of_count(year->registered));
	if (ports)
		json_put(object, RT_STR("released"), json_of_count(year->released));
	json_put(object, RT_STR("new"), year->archived ? json_of_count(year->new) : json_null());
	json_put(object, ports ? RT_STR("deassigned") : RT_STR("removed"),
	         year->archived ? json_of_count(year->gone) : json_null());
	return object;
}

/* What came and went since the snapshot before in a series. */
static json_t *json_of_step(const struct rt_stats *stats)
{
	json_t *object = json_checked(json_object());

	json_put(object, RT_STR("since"), json_of_date(stats->since));
	json_put(object, RT_STR("new"), json_of_count(stats->new));
	json_put(object, stats->ports ? RT_STR("deassigned") : RT_STR("removed"), json_of_count(stats->gone));
	return object;
}

static json_t *json_of_stats(const struct rt_stats *stats)
{
	json_t *object = json_checked(json_object()), *years = json_checked(json_array());

	json_put(object, RT_STR("date"), json_of_date(stats->snapshot.date));
	json_put(object, RT_STR("archived"), json_of_time(stats->snapshot.archived));
	json_put(object, RT_STR("commit"), json_of_text(stats->snapshot.commit));
	json_put(object, RT_STR("records"), json_of_count(stats->snapshot.records));
	json_put(object, RT_STR("entries"), json_of_count(stats->snapshot.entries));
	if (stats->ports)
		put_ports(object, stats);
	else
		put_inner(object, stats);
	for (size_t i = 0; i < stats->year_count; i++)
		add_to(years, json_of_year(&stats->years[i], stats->ports));
	json_put(object, RT_STR("years"), years);
	if (stats->since != RT_NO_TIME)
		json_put(object, RT_STR("net"), json_of_step(stats));
	return object;
}

void rt_render_stats_json(const struct rt_stats *rows, size_t count, struct rt_buf *out)
{
	json_write(out, "{\"format\": ", json_checked(json_string("regtrail-stats/1")));
	json_write(out, ", \"registry\": ", json_of_text(count ? rows->snapshot.registry : RT_NO_STR));
	rt_buf_add_str(out, RT_STR(",\n \"snapshots\": ["));
	for (size_t i = 0; i < count; i++)
		json_write(out, i ? ",\n  " : "\n  ", json_of_stats(&rows[i]));
	rt_buf_add_str(out, RT_STR("]}\n"));
}
