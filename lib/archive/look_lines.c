#include "look_lines.h"

/* ---- writing ---- */

static bool share_a_line(const struct rt_look *a, const struct rt_look *b)
{
	return a->outcome == b->outcome && a->told == b->told && rt_str_equal(a->reason, b->reason);
}

/* The first look that shares a line with looks[I]. */
static size_t first_of_line(const struct rt_look *looks, size_t i)
{
	size_t first = 0;

	while (!share_a_line(&looks[first], &looks[i]))
		first++;
	return first;
}

void look_lines_add(struct rt_buf *out, const struct rt_look *looks, size_t count)
{
	char time[RT_TIME_TEXT];

	for (size_t i = 0; i < count; i++) {
		const struct rt_look *look = &looks[i];

		if (first_of_line(looks, i) != i)
			continue;
		rt_buf_printf(out, "%s\t%s\t%.*s", rt_time_text(look->time, time), rt_outcome_name(look->outcome),
		              RT_ARG(look->registry));
		for (size_t k = i + 1; k < count; k++)
			if (share_a_line(look, &looks[k]))
				rt_buf_printf(out, " %.*s", RT_ARG(looks[k].registry));
		if (look->told || look->reason.data)
			rt_buf_add_str(out, look->told ? RT_STR("\ttold") : RT_STR("\t-"));
		if (look->reason.data)
			rt_buf_printf(out, "\t%.*s", RT_ARG(look->reason));
		rt_buf_add_char(out, '\n');
	}
}

void look_lines_summary(struct rt_buf *out, const struct rt_look *looks, size_t count)
{
	size_t counts[RT_OUTCOMES] = { 0 };
	const char *between = "";

	for (size_t i = 0; i < count; i++)
		counts[looks[i].outcome]++;
	for (unsigned i = 0; i < RT_OUTCOMES; i++) {
		if (!counts[i])
			continue;
		rt_buf_printf(out, "%s%zu %s", between, counts[i], rt_outcome_name((enum rt_outcome)i));
		between = ", ";
	}
}

/* ---- reading ---- */

bool look_line_parse(rt_str line, struct look_line *out)
{
	rt_str time, outcome, told;

	*out = (struct look_line){ .look = { .reason = RT_NO_STR } };
	if (!rt_str_split(&line, '\t', &time) || !rt_time_parse(time, &out->look.time, NULL))
		return false;
	if (!rt_str_split(&line, '\t', &outcome) || !rt_outcome_parse(outcome, &out->look.outcome))
		return false;
	if (!rt_str_split(&line, '\t', &out->registries) || !out->registries.len)
		return false;
	if (!rt_str_split(&line, '\t', &told))
		return true;
	out->look.told = rt_str_equal(told, RT_STR("told"));
	out->look.reason = line;
	return out->look.told || rt_str_equal(told, RT_STR("-"));
}
