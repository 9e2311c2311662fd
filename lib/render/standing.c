/* What stood somewhere on a day: the entries, and from when to when that is known. */
#include "json_change.h"
#include "log.h"

/* ---- for reading ---- */

static void put_gaps(struct text *t, const struct rt_gaps *gaps, rt_time now, const char *meaning)
{
	char from[RT_TIME_TEXT], to[RT_TIME_TEXT], length[RT_TIME_TEXT];

	for (size_t i = 0; i < gaps->count; i++) {
		const struct rt_gap *gap = &gaps->items[i];
		rt_time end = gap->to == RT_NO_TIME ? now : gap->to;

		rt_buf_printf(&t->line, "nobody looked from %s to %s (%s): %s", rt_date_text(gap->from, from),
		              gap->to == RT_NO_TIME ? "now" : rt_date_text(gap->to, to),
		              rt_duration_text(end - gap->from, length), meaning);
		text_put_line(t, 0);
	}
}

static void put_row(struct text *t, const char *label, const struct rt_snapshot *snapshot, const char *more)
{
	rt_buf_printf(t->out, "%-7s", label);
	log_put_snapshot(t, snapshot);
	rt_buf_add_str(t->out, rt_str_of(more));
	rt_buf_add_char(t->out, '\n');
}

static void put_interval(struct text *t, const struct rt_standing *s, rt_time now)
{
	t->body = 7;
	put_row(t, "at", &s->at, "");
	put_row(t, "since", &s->from, s->before.commit.data ? "" : "  with which the archive begins");
	if (s->before.commit.data)
		put_row(t, "before", &s->before, "  has something else");
	put_gaps(t, &s->gaps_from, now, "it may have been so before");
	if (s->until.commit.data)
		put_row(t, "until", &s->until, "  has something else");
	else
		put_row(t, "still", &s->last, "  is the latest");
	put_gaps(t, &s->gaps_until, now, s->until.commit.data ? "it may have ended before" : "it may have ended");
}

static void put_records(struct text *t, const struct rt_records *records, rt_str registry)
{
	for (size_t i = 0; i < records->count; i++) {
		rt_buf_add_char(t->out, '\n');
		t->body = 0;
		log_add_entry(t, &records->items[i], registry);
		text_put_line(t, 0);
		t->body = 4;
		log_put_fields(t, &records->items[i],
		               1u << RT_FIELD_SERVICE | 1u << RT_FIELD_PORT | 1u << RT_FIELD_PROTOCOL);
	}
}

void rt_render_standing(const struct rt_standing *standing, rt_str what, rt_time now, const struct rt_style *style,
                        struct rt_buf *out)
{
	struct text t;

	log_text_open(&t, style, out);
	rt_render_safe(&t.line, what);
	if (!standing->records.count)
		rt_buf_add_str(&t.line, RT_STR(": nothing"));
	text_put_line(&t, 0);
	put_interval(&t, standing, now);
	put_records(&t, &standing->records, standing->registry);
	log_text_close(&t);
}

/* ---- for programs ---- */

static json_t *side_or_null(const struct rt_snapshot *snapshot)
{
	return snapshot->commit.data ? json_of_side(snapshot) : json_null();
}

void rt_render_standing_json(const struct rt_standing *s, rt_str what, struct rt_buf *out)
{
	json_write(out, "{\"format\": ", json_checked(json_string("regtrail-show/1")));
	json_write(out, ", \"registry\": ", json_of_text(s->registry));
	json_write(out, ", \"of\": ", json_of_text(what));
	json_write(out, ",\n \"at\": ", json_of_side(&s->at));
	json_write(out, ",\n \"before\": ", side_or_null(&s->before));
	json_write(out, ",\n \"since\": ", json_of_side(&s->from));
	json_write(out, ",\n \"gaps_since\": ", json_of_gaps(&s->gaps_from));
	json_write(out, ",\n \"last\": ", json_of_side(&s->last));
	json_write(out, ",\n \"until\": ", side_or_null(&s->until));
	json_write(out, ",\n \"gaps_until\": ", json_of_gaps(&s->gaps_until));
	rt_buf_add_str(out, RT_STR(",\n \"records\": ["));
	for (size_t i = 0; i < s->records.count; i++)
		json_write(out, i ? ",\n  " : "\n  ", json_of_record(&s->records.items[i]));
	rt_buf_add_str(out, RT_STR("]}\n"));
}
