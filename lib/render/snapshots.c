/* The list of the snapshots of a registry, for a terminal and for programs. */
#include "json_change.h"

#include <regtrail/render.h>

#define SHORT_COMMIT 8 /* hex digits; enough to tell a few thousand snapshots apart */

/* COUNT, right-aligned in a column of WIDTH and a gutter; `-` if it was not counted. */
static void add_count(struct rt_buf *out, size_t count, int width)
{
	if (count == RT_NOT_COUNTED)
		rt_buf_printf(out, "  %*s", width, "-");
	else
		rt_buf_printf(out, "  %*zu", width, count);
}

static void add_snapshot(struct rt_buf *out, const struct rt_snapshot *s)
{
	char date[RT_TIME_TEXT], archived[RT_TIME_TEXT];
	int shown = s->commit.len < SHORT_COMMIT ? (int)s->commit.len : SHORT_COMMIT;

	rt_buf_printf(out, "%-10s  %-20s", rt_date_text(s->date, date), rt_time_text(s->archived, archived));
	add_count(out, s->entries, 7);
	add_count(out, s->changes, 7);
	rt_buf_printf(out, "  %.*s\n", shown, s->commit.data ? s->commit.data : "");
}

/* In the column of archived times. */
static void add_gap(struct rt_buf *out, const struct rt_gap *gap, rt_time now)
{
	char from[RT_TIME_TEXT], to[RT_TIME_TEXT], length[RT_TIME_TEXT];

	if (gap->to == RT_NO_TIME)
		rt_buf_printf(out, "%12snobody has looked since %s (%s)\n", "", rt_time_text(gap->from, from),
		              rt_duration_text(now - gap->from, length));
	else
		rt_buf_printf(out, "%12snobody looked from %s to %s (%s)\n", "", rt_time_text(gap->from, from),
		              rt_time_text(gap->to, to), rt_duration_text(gap->to - gap->from, length));
}

void rt_render_snapshots(const struct rt_snapshot *snapshots, size_t count, struct rt_gaps gaps, rt_time now,
                         struct rt_buf *out)
{
	size_t next = 0; /* gap to be listed */

	rt_buf_add_str(out, RT_STR("date        archived              entries  changes  commit\n"));
	for (size_t i = 0; i < count; i++) {
		for (; next < gaps.count && gaps.items[next].to != RT_NO_TIME; next++) {
			if (gaps.items[next].to > snapshots[i].archived)
				break;
			add_gap(out, &gaps.items[next], now);
		}
		add_snapshot(out, &snapshots[i]);
	}
	for (; next < gaps.count; next++)
		add_gap(out, &gaps.items[next], now);
}

static json_t *json_of_snapshot(const struct rt_snapshot *s)
{
	json_t *object = json_checked(json_object());

	json_put(object, RT_STR("date"), json_of_date(s->date));
	json_put(object, RT_STR("archived"), json_of_time(s->archived));
	json_put(object, RT_STR("commit"), json_of_text(s->commit));
	json_put(object, RT_STR("sha256"), json_of_text(s->sha256));
	json_put(object, RT_STR("records"), json_of_count(s->records));
	json_put(object, RT_STR("entries"), json_of_count(s->entries));
	json_put(object, RT_STR("changes"), s->changes == RT_NOT_COUNTED ? json_null() : json_of_count(s->changes));
	json_put(object, RT_STR("source"), json_of_text(s->source));
	json_put(object, RT_STR("etag"), json_of_text(s->etag));
	json_put(object, RT_STR("last_modified"), json_of_text(s->last_modified));
	return object;
}

void rt_render_snapshots_json(rt_str registry, const struct rt_snapshot *snapshots, size_t count, struct rt_gaps gaps,
                              struct rt_buf *out)
{
	json_write(out, "{\"format\": ", json_checked(json_string("regtrail-snapshots/1")));
	json_write(out, ", \"registry\": ", json_of_text(registry));
	rt_buf_add_str(out, RT_STR(",\n \"snapshots\": ["));
	for (size_t i = 0; i < count; i++)
		json_write(out, i ? ",\n  " : "\n  ", json_of_snapshot(&snapshots[i]));
	rt_buf_add_str(out, RT_STR("],\n \"gaps\": ["));
	for (size_t i = 0; i < gaps.count; i++)
		json_write(out, i ? ",\n  " : "\n  ", json_of_gap(&gaps.items[i]));
	rt_buf_add_str(out, RT_STR("]}\n"));
}
