/* Counts as tables for a terminal. */
#include "words.h"

#include <stdio.h>

/* COUNT with commas between thousands, right-aligned in a column of WIDTH and a gutter. */
static void add_count(struct rt_buf *out, size_t count, size_t width)
{
	struct rt_buf text = RT_BUF_INIT;

	render_count(&text, count);
	rt_buf_pad(out, ' ', 2 + (text.len < width ? width - text.len : 0));
	rt_buf_add_str(out, rt_buf_str(&text));
	rt_buf_release(&text);
}

static void add_title(struct rt_buf *out, const struct rt_stats *stats)
{
	char date[RT_TIME_TEXT];

	rt_render_safe(out, stats->snapshot.registry);
	rt_buf_printf(out, "  %s\n",
	              stats->snapshot.date == RT_NO_TIME ? "undated" : rt_date_text(stats->snapshot.date, date));
	render_count(out, stats->snapshot.records);
	rt_buf_printf(out, " record%s, ", stats->snapshot.records == 1 ? "" : "s");
	render_count(out, stats->snapshot.entries);
	rt_buf_add_str(out, stats->ports ? RT_STR(" assigned\n") : RT_STR(" entries\n"));
}

/* ---- ports ---- */

static void add_ranges(struct rt_buf *out, const struct rt_stats *stats)
{
	rt_buf_add_str(out, RT_STR("\nport numbers           assigned  reserved  unassigned\n"));
	for (int range = 0; range < RT_PORT_RANGES; range++) {
		const struct rt_port_range_info *info = &rt_port_ranges[range];

		for (int transport = 0; transport < RT_TRANSPORTS; transport++) {
			const size_t *marks = stats->numbers[range][transport];
			char numbers[16] = "";

			if (transport == 0)
				snprintf(numbers, sizeof numbers, "%d-%d", info->first, info->last);
			rt_buf_printf(out, "%-7s %-11s  %-4s", transport == 0 ? info->name : "", numbers,
			              rt_transport_name((enum rt_transport)transport));
			add_count(out, marks[RT_MARK_ASSIGNED], 5);
			add_count(out, marks[RT_MARK_RESERVED], 8);
			add_count(out, marks[RT_MARK_UNASSIGNED], 10);
			rt_buf_add_char(out, '\n');
		}
	}
	rt_buf_add_str(out, RT_STR("\nservices                    "));
	add_count(out, stats->services, 6);
	rt_buf_add_str(out, RT_STR("\n  without a port            "));
	add_count(out, stats->services_without_port, 6);
	rt_buf_add_str(out, RT_STR("\nunauthorized use reported   "));
	add_count(out, stats->unauthorized, 6);
	rt_buf_add_char(out, '\n');
}

/* ---- other registries ---- */

static void add_inner(struct rt_buf *out, const struct rt_stats *stats)
{
	if (stats->inner_count)
		rt_buf_add_str(out, RT_STR("\n records  registry\n"));
	for (size_t i = 0; i < stats->inner_count; i++) {
		add_count(out, stats->inner[i].records, 6);
		rt_buf_add_str(out, RT_STR("  "));
		rt_render_safe(out, stats->inner[i].registry);
		rt_buf_add_char(out, '\n');
	}
}

/* ---- years ---- */

static void add_years(struct rt_buf *out, const struct rt_stats *stats)
{
	if (!stats->year_count)
		return;
	rt_buf_add_str(out, stats->ports ? RT_STR("\n       as the registry dates it      in the archive (net)\n"
	                                          "year   registered   de-assigned        new   de-assigned\n")
	                                 : RT_STR("\n       as the registry dates it      in the archive (net)\n"
	                                          "year   registered                      new       removed\n"));
	for (size_t i = 0; i < stats->year_count; i++) {
		const struct rt_year_stats *year = &stats->years[i];

		rt_buf_printf(out, "%-4d", year->year);
		add_count(out, year->registered, 11);
		if (stats->ports)
			add_count(out, year->released, 12);
		if (year->archived) {
			rt_buf_pad(out, ' ', stats->ports ? 0 : 14);
			add_count(out, year->new, 9);
			add_count(out, year->gone, 12);
		}
		rt_buf_add_char(out, '\n');
	}
}

void rt_render_stats(const struct rt_stats *stats, struct rt_buf *out)
{
	add_title(out, stats);
	if (stats->ports)
		add_ranges(out, stats);
	else
		add_inner(out, stats);
	add_years(out, stats);
}

/* ---- a row for each ---- */

static size_t unassigned_system_ports(const struct rt_stats *stats)
{
	return stats->numbers[RT_SYSTEM_PORTS][RT_ANY_TRANSPORT][RT_MARK_UNASSIGNED];
}

static size_t assigned_to(const struct rt_stats *stats, int transport)
{
	size_t count = 0;

	for (int range = 0; range < RT_PORT_RANGES; range++)
		count += stats->numbers[range][transport][RT_MARK_ASSIGNED];
	return count;
}

static void add_row(struct rt_buf *out, const struct rt_stats *stats)
{
	char date[RT_TIME_TEXT];

	rt_buf_printf(out, "%-10s", rt_date_text(stats->snapshot.date, date));
	add_count(out, stats->snapshot.records, 7);
	add_count(out, stats->snapshot.entries, 7);
	for (int transport = 0; stats->ports && transport < RT_TRANSPORTS; transport++)
		add_count(out, assigned_to(stats, transport), 6);
	if (stats->ports) {
		add_count(out, unassigned_system_ports(stats), 11);
		add_count(out, stats->services_without_port, 12);
		add_count(out, stats->unauthorized, 12);
	}
	if (stats->since != RT_NO_TIME) {
		add_count(out, stats->new, 6);
		add_count(out, stats->gone, 11);
	}
	rt_buf_add_char(out, '\n');
}

void rt_render_stats_each(const struct rt_stats *rows, size_t count, struct rt_buf *out)
{
	if (count && rows->ports)
		rt_buf_add_str(
			out,
			RT_STR("                              numbers assigned to                 system ports      "
		               "services  unauthorized  since the row above\n"
		               "date        records  entries     tcp     udp    sctp    dccp     any   unassigned  "
		               "without port      reported     new  de-assigned\n"));
	else if (count)
		rt_buf_add_str(out, RT_STR("                              since the row above\n"
		                           "date        records  entries     new      removed\n"));
	for (size_t i = 0; i < count; i++)
		add_row(out, &rows[i]);
}
