#include "diff_stat.h"

#include "output.h"

#include <regtrail/history.h>
#include <regtrail/render_log.h>

/* Between two snapshots the years can be told, from older to newer. */
static bool has_steps(const struct rt_report *report)
{
	return report->from.commit.data && report->to.commit.data && report->from.date <= report->to.date;
}

/* The changes of each snapshot that is later than the older one; none if that is the newer one, on the same day. */
static enum rt_code count_steps(struct session *session, const struct rt_report *report, const struct rt_filter *filter,
                                struct rt_stat *out)
{
	const struct rt_query query = { .filter = *filter,
		                        .since = RT_NO_TIME,
		                        .until = RT_NO_TIME,
		                        .after = report->from.commit,
		                        .up_to = report->to.commit };
	struct rt_history *history;
	enum rt_code code =
		rt_history_open(session->archive, report->registry, &session->arena, &history, &session->err);

	if (code)
		return code;
	return rt_log_stat(rt_log_new(history, &query, &session->arena), &session->arena, out, &session->err);
}

enum rt_code diff_stat_show(struct session *session, const struct rt_report *report, const struct rt_filter *filter,
                            bool json)
{
	struct rt_buf text = RT_BUF_INIT;
	bool steps = has_steps(report);
	struct rt_stat stat;
	enum rt_code code = steps ? count_steps(session, report, filter, &stat) : RT_OK;

	if (code)
		return code;
	steps = steps && stat.steps > 1;
	if (json)
		rt_render_diff_stat_json(report, steps ? &stat : NULL, filter->kinds, &text);
	else
		rt_render_diff_stat(report, steps ? &stat : NULL, filter->kinds, &text);
	code = output_write(rt_buf_str(&text), &session->err);
	rt_buf_release(&text);
	return code;
}
