/* How many changes a registry saw: by kind, and a picture of its years. */
#include "words.h"
#include "json_value.h"

#include <regtrail/render_log.h>

#define BAR 40 /* columns of the longest */

static struct rt_year sum_of(const struct rt_stat *stat)
{
	struct rt_year sum = { .year = 0 };

	for (size_t i = 0; i < stat->count; i++) {
		sum.changes += stat->years[i].changes;
		for (unsigned bit = 0; bit < RT_KINDS; bit++)
			sum.kinds[bit] += stat->years[i].kinds[bit];
	}
	return sum;
}

/* ---- for reading ---- */

static void put_year(struct rt_buf *out, const struct rt_year *year, size_t most)
{
	size_t bar = most ? (year->changes * BAR + most - 1) / most : 0;

	rt_buf_printf(out, "%d  %6zu", year->year, year->changes);
	if (bar)
		rt_buf_add_str(out, RT_STR("  "));
	rt_buf_pad(out, '#', bar);
	rt_buf_add_char(out, '\n');
}

void rt_render_stat(const struct rt_stat *stat, unsigned kinds, struct rt_buf *out)
{
	struct rt_year sum = sum_of(stat);
	size_t most = 0;

	rt_buf_printf(out, "%zu change%s in %zu of %zu snapshots\n", sum.changes, sum.changes == 1 ? "" : "s",
	              stat->steps, stat->snapshots);
	if (!sum.changes)
		return;
	render_counts(out, sum.kinds, kinds, false);
	rt_buf_add_str(out, RT_STR("\n\n"));
	for (size_t i = 0; i < stat->count; i++)
		most = stat->years[i].changes > most ? stat->years[i].changes : most;
	for (size_t i = 0; i < stat->count; i++)
		put_year(out, &stat->years[i], most);
}

void rt_render_diff_stat(const struct rt_report *report, const struct rt_stat *steps, unsigned kinds,
                         struct rt_buf *out)
{
	char from[RT_TIME_TEXT], to[RT_TIME_TEXT];

	rt_render_safe(out, report->registry);
	rt_buf_printf(out, "  %s -> %s\n", rt_date_text(report->from.date, from), rt_date_text(report->to.date, to));
	rt_render_summary(&report->changes, out);
	rt_buf_add_str(out, RT_STR("\n"));
	if (!steps)
		return;
	rt_buf_add_str(out, RT_STR("\nsnapshot by snapshot: "));
	rt_render_stat(steps, kinds, out);
}

/* ---- for programs ---- */

/* A kind that was not asked for is not counted, unless it is there. */
static json_t *counts_of(const struct rt_year *year, unsigned kinds)
{
	json_t *object = json_checked(json_object());

	for (unsigned bit = 0; bit < RT_KINDS; bit++)
		if (kinds >> bit & 1 || year->kinds[bit])
			json_put(object, rt_str_of(rt_kind_name(bit)), json_of_count(year->kinds[bit]));
	return object;
}

static json_t *json_of_year(const struct rt_year *year, unsigned kinds)
{
	json_t *object = json_checked(json_object());

	json_put(object, RT_STR("year"), json_of_count((size_t)year->year));
	json_put(object, RT_STR("changes"), json_of_count(year->changes));
	json_put(object, RT_STR("kinds"), counts_of(year, kinds));
	return object;
}

/* The counts, as members of an object that is open. */
static void put_stat(const struct rt_stat *stat, unsigned kinds, struct rt_buf *out)
{
	struct rt_year sum = sum_of(stat);

	json_write(out, ",\n \"snapshots\": ", json_of_count(stat->snapshots));
	json_write(out, ", \"steps\": ", json_of_count(stat->steps));
	json_write(out, ", \"changes\": ", json_of_count(sum.changes));
	json_write(out, ",\n \"kinds\": ", counts_of(&sum, kinds));
	rt_buf_add_str(out, RT_STR(",\n \"years\": ["));
	for (size_t i = 0; i < stat->count; i++)
		json_write(out, i ? ",\n  " : "\n  ", json_of_year(&stat->years[i], kinds));
	rt_buf_add_str(out, RT_STR("]"));
}

void rt_render_stat_json(rt_str registry, rt_str what, const struct rt_stat *stat, unsigned kinds, struct rt_buf *out)
{
	json_write(out, "{\"format\": ", json_checked(json_string("regtrail-log-stat/1")));
	json_write(out, ", \"registry\": ", json_of_text(registry));
	json_write(out, ", \"of\": ", json_of_text(what));
	put_stat(stat, kinds, out);
	rt_buf_add_str(out, RT_STR("}\n"));
}

static json_t *counts_of_changes(const struct rt_changes *changes, unsigned kinds)
{
	struct rt_year net = { .year = 0 };

	rt_changes_count(changes, net.kinds);
	return counts_of(&net, kinds);
}

void rt_render_diff_stat_json(const struct rt_report *report, const struct rt_stat *steps, unsigned kinds,
                              struct rt_buf *out)
{
	json_write(out, "{\"format\": ", json_checked(json_string("regtrail-diff-stat/1")));
	json_write(out, ", \"registry\": ", json_of_text(report->registry));
	json_write(out, ", \"from\": ", json_of_date(report->from.date));
	json_write(out, ", \"to\": ", json_of_date(report->to.date));
	json_write(out, ",\n \"net\": ", counts_of_changes(&report->changes, kinds));
	if (steps) {
		rt_buf_add_str(out, RT_STR(",\n \"log\": {\"format\": \"regtrail-log-stat/1\""));
		put_stat(steps, kinds, out);
		rt_buf_add_str(out, RT_STR("}"));
	}
	rt_buf_add_str(out, RT_STR("}\n"));
}
