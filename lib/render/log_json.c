/* A log for programs: one document, or an object a line. The changes are those of a diff. */
#include "json_change.h"
#include "log.h"

/* `"name": VALUE` behind BEFORE. */
static void put_sides(struct rt_buf *out, const struct rt_log_step *step)
{
	json_write(out, "{\"from\": ", step->from.commit.data ? json_of_side(&step->from) : json_null());
	json_write(out, ",\n \"to\": ", json_of_side(&step->to));
}

void log_json_begin(rt_str registry, rt_str what, const struct rt_style *style, struct rt_buf *out)
{
	(void)style; /* for programs: neither colours nor width */
	json_write(out, "{\"format\": ", json_checked(json_string("regtrail-log/1")));
	json_write(out, ", \"registry\": ", json_of_text(registry));
	json_write(out, ", \"of\": ", json_of_text(what));
	rt_buf_add_str(out, RT_STR(",\n\"steps\": ["));
}

void log_json_step(const struct rt_log_step *step, bool first, const struct rt_style *style, struct rt_buf *out)
{
	(void)style;
	rt_buf_add_str(out, first ? RT_STR("\n") : RT_STR(",\n"));
	put_sides(out, step);
	rt_buf_add_str(out, RT_STR(",\n \"records\": ["));
	for (size_t i = 0; i < step->records.count; i++)
		json_write(out, i ? ",\n  " : "\n  ", json_of_record(&step->records.items[i]));
	rt_buf_add_str(out, RT_STR("],\n \"changes\": ["));
	for (size_t i = 0; i < step->changes.count; i++) {
		if (i)
			rt_buf_add_char(out, ',');
		json_put_change(out, &step->changes.items[i]);
	}
	rt_buf_add_str(out, RT_STR("]}"));
}

void log_json_end(const struct rt_style *style, struct rt_buf *out)
{
	(void)style;
	rt_buf_add_str(out, RT_STR("]}\n"));
}

/* ---- an object a line ---- */

/* TEXT, which is JSON, on one line: strings have no line ends in them, so whatever there is is layout. */
static void put_on_line(struct rt_buf *out, rt_str text)
{
	rt_str part;

	while (rt_str_split(&text, '\n', &part)) {
		rt_buf_add_str(out, part);
		while (text.len && *text.data == ' ')
			text = (rt_str){ text.data + 1, text.len - 1 };
		if (text.len && *text.data != '}')
			rt_buf_add_char(out, ' ');
	}
	rt_buf_add_char(out, '\n');
}

static void stream_step(const struct rt_log_step *step, bool first, const struct rt_style *style, struct rt_buf *out)
{
	struct rt_buf object = RT_BUF_INIT;

	(void)first;
	(void)style;
	for (size_t i = 0; i < step->records.count + step->changes.count; i++) {
		rt_buf_clear(&object);
		put_sides(&object, step);
		if (i < step->records.count) {
			json_write(&object, ", \"record\": ", json_of_record(&step->records.items[i]));
		} else {
			rt_buf_add_str(&object, RT_STR(", \"change\":"));
			json_put_change(&object, &step->changes.items[i - step->records.count]);
		}
		rt_buf_add_char(&object, '}');
		put_on_line(out, rt_buf_str(&object));
	}
	rt_buf_release(&object);
}

static void stream_begin(rt_str registry, rt_str what, const struct rt_style *style, struct rt_buf *out)
{
	(void)registry; /* each line stands by itself */
	(void)what;
	(void)style;
	(void)out;
}

static void stream_end(const struct rt_style *style, struct rt_buf *out)
{
	(void)style;
	(void)out;
}

const struct rt_log_renderer rt_log_stream = { "stream", "json, one object a line", stream_begin, stream_step,
	                                       stream_end };
