/* How registries stand, for a terminal and for programs. */
#include "json_value.h"

#include <regtrail/render.h>

/* ---- a table, and below a row what is wrong ---- */

static void add_column(struct rt_buf *out, const char *text, size_t width)
{
	rt_str s = rt_str_of(text);

	rt_buf_add_str(out, s);
	rt_buf_pad(out, ' ', width > s.len ? width - s.len : 0);
	rt_buf_add_str(out, RT_STR("  "));
}

static const char *ago(rt_time time, rt_time now, struct rt_arena *scratch)
{
	char length[RT_TIME_TEXT];

	if (time == RT_NO_TIME)
		return "never";
	return rt_str_format(scratch, "%s ago", rt_duration_text(now - time, length)).data;
}

static void add_trouble(struct rt_buf *out, const struct rt_status *status)
{
	char since[RT_TIME_TEXT];

	rt_buf_printf(out, "  %s since %s", rt_outcome_name(status->last.outcome),
	              rt_time_text(status->trouble, since));
	if (status->last.reason.data)
		rt_buf_add_str(out, RT_STR(": "));
	rt_render_safe(out, status->last.reason);
	rt_buf_add_char(out, '\n');
}

static void add_row(struct rt_buf *out, const struct rt_status *status, size_t width, rt_time now,
                    struct rt_arena *scratch)
{
	char text[RT_TIME_TEXT];
	struct rt_buf name = RT_BUF_INIT;

	rt_render_safe(&name, status->registry);
	add_column(out, name.data ? name.data : "", width);
	rt_buf_release(&name);
	add_column(out, status->last.time == RT_NO_TIME ? "never" : rt_time_text(status->last.time, text), 20);
	add_column(out, ago(status->good, now, scratch), 12);
	add_column(out, status->has_snapshot ? rt_date_text(status->newest.date, text) : "-", 10);
	rt_buf_printf(out, "%s\n", status->has_snapshot ? rt_time_text(status->newest.archived, text) : "-");
	if (status->trouble != RT_NO_TIME)
		add_trouble(out, status);
	if (status->quarantined)
		rt_buf_printf(out, "  %zu in quarantine\n", status->quarantined);
	if (status->ahead)
		rt_buf_printf(out, "  %zu %s later than now: was the clock set back?\n", status->ahead,
		              status->ahead == 1 ? "look" : "looks");
}

void rt_render_status(const struct rt_status *items, size_t count, rt_time now, struct rt_buf *out)
{
	size_t width = sizeof "registry" - 1;
	struct rt_arena scratch;

	rt_arena_init(&scratch);
	for (size_t i = 0; i < count; i++)
		width = items[i].registry.len > width ? items[i].registry.len : width;
	add_column(out, "registry", width);
	rt_buf_add_str(out, RT_STR("looked at             last good     newest      archived\n"));
	for (size_t i = 0; i < count; i++)
		add_row(out, &items[i], width, now, &scratch);
	rt_arena_release(&scratch);
}

/* ---- JSON ---- */

static json_t *json_of_look(const struct rt_look *look)
{
	if (look->time == RT_NO_TIME)
		return json_null();
	json_t *object = json_checked(json_object());
	json_put(object, RT_STR("time"), json_of_time(look->time));
	json_put(object, RT_STR("outcome"), json_of_text(rt_str_of(rt_outcome_name(look->outcome))));
	json_put(object, RT_STR("reason"), json_of_text(look->reason));
	return object;
}

static json_t *json_of_newest(const struct rt_status *status)
{
	if (!status->has_snapshot)
		return json_null();
	json_t *object = json_checked(json_object());
	json_put(object, RT_STR("date"), json_of_date(status->newest.date));
	json_put(object, RT_STR("archived"), json_of_time(status->newest.archived));
	json_put(object, RT_STR("commit"), json_of_text(status->newest.commit));
	return object;
}

static json_t *json_of_status(const struct rt_status *status, rt_time now)
{
	json_t *object = json_checked(json_object());
	json_t *age = json_null();

	if (status->good != RT_NO_TIME)
		age = json_of_count((size_t)(now - status->good));
	json_put(object, RT_STR("registry"), json_of_text(status->registry));
	json_put(object, RT_STR("last_look"), json_of_look(&status->last));
	json_put(object, RT_STR("last_good"), json_of_time(status->good));
	json_put(object, RT_STR("age"), age);
	json_put(object, RT_STR("trouble_since"), json_of_time(status->trouble));
	json_put(object, RT_STR("newest"), json_of_newest(status));
	json_put(object, RT_STR("quarantined"), json_of_count(status->quarantined));
	json_put(object, RT_STR("later_than_now"), json_of_count(status->ahead));
	return object;
}

void rt_render_status_json(const struct rt_status *items, size_t count, rt_time now, struct rt_buf *out)
{
	json_write(out, "{\"format\": ", json_checked(json_string("regtrail-status/1")));
	json_write(out, ", \"now\": ", json_of_time(now));
	rt_buf_add_str(out, RT_STR(",\n \"registries\": ["));
	for (size_t i = 0; i < count; i++)
		json_write(out, i ? ",\n  " : "\n  ", json_of_status(&items[i], now));
	rt_buf_add_str(out, RT_STR("]}\n"));
}
