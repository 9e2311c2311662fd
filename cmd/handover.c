#include "handover.h"

#include "filter.h"
#include "output.h"
#include "shell.h"

static void tell_archived(const struct rt_fetched *fetched, const struct rt_report *report)
{
	struct rt_buf summary = RT_BUF_INIT;
	char date[RT_TIME_TEXT];

	if (fetched->first)
		rt_buf_printf(&summary, "first snapshot, %zu records", report->to.records);
	else
		rt_render_summary(&report->changes, &summary);
	tell("%.*s: archived %s: %s", RT_ARG(fetched->registry), rt_date_text(report->to.date, date), summary.data);
	rt_buf_release(&summary);
}

/* ---- the report ---- */

static enum rt_code print(struct handover *handover, const struct rt_report *report, struct rt_error *err)
{
	struct rt_buf text = RT_BUF_INIT;

	handover->renderer->render(report, &handover->style, &text);
	enum rt_code code = output_write(rt_buf_str(&text), err);
	handover->style.follows = true;
	rt_buf_release(&text);
	return code;
}

/* What hangs once would hang again for the next registry: it is left to the next run. */
static enum rt_code give_to_command(struct handover *handover, const struct rt_report *report, struct rt_arena *arena,
                                    struct rt_error *err)
{
	const struct rt_renderer *json = rt_renderer_find(RT_STR("json"));
	const struct shell_command command = { handover->command, handover->archive, report->registry,
		                               handover->seconds };
	struct rt_buf text = RT_BUF_INIT;
	enum rt_code code;

	json->render(report, &(const struct rt_style){ .color = false }, &text);
	if (handover->late)
		code = rt_fail(err, RT_EINVALID, "`%s` was not run, as it took too long before", command.text);
	else
		code = shell_run(&command, rt_buf_str(&text), arena, &handover->late, err);
	rt_buf_release(&text);
	return code ? rt_fail(err, code, "%.*s: %s: the report will be handed over again", RT_ARG(report->registry),
	                      err->message)
	            : RT_OK;
}

enum rt_code handover_report(struct handover *handover, const struct rt_fetched *fetched, struct rt_arena *arena,
                             struct rt_error *err)
{
	struct rt_report report = fetched->report;
	enum rt_code code = RT_OK;

	filter_report(&report, &handover->filter, arena);
	report.only = handover->only;
	if (!handover->renderer || fetched->first)
		tell_archived(fetched, &report);
	if (fetched->first || !report.changes.count)
		return RT_OK;
	if (handover->renderer)
		code = print(handover, &report, err);
	if (!code && handover->command)
		code = give_to_command(handover, &report, arena, err);
	return code;
}
