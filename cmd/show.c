#include "duration.h"
#include "history.h"
#include "output.h"
#include "snapshot.h"
#include "style.h"

#include <regtrail/render_log.h>

struct show_own_options {
	const char *at, *gap;
};

struct show_options {
	struct show_own_options own;
	struct snapshot_options snapshot;
	struct style_options style;
};

static const struct opt own_options[] = {
	{ 0, "at", "SNAPSHOT", "on that day, or in that snapshot (default: latest)", OPT_TEXT,
	  offsetof(struct show_own_options, at), NULL },
	{ 0, "gap", "TIME", "how long nobody may look before it is told (default: the\nsetting regtrail.gap, else 7d)",
	  OPT_TEXT, offsetof(struct show_own_options, gap), NULL },
	{ 0 }
};

static enum rt_code make_view(struct session *session, const struct show_options *options,
                              const struct operands *operands, struct rt_view *out, rt_str *what)
{
	struct rt_selector *selectors;
	enum rt_code code = session_now(session, &out->now);

	out->at = rt_str_of(options->own.at ? options->own.at : "latest");
	out->by_archived = options->snapshot.by && rt_str_equal(rt_str_of(options->snapshot.by), RT_STR("archived"));
	if (!code)
		code = history_selectors(session, operands, &selectors, what);
	if (code)
		return code;
	out->selectors = selectors;
	out->selector_count = operands->count;
	return duration_gap(session, options->own.gap, &out->threshold);
}

static enum rt_code write(struct session *session, const struct show_options *options, rt_str what, rt_time now,
                          const struct rt_standing *standing)
{
	const struct rt_style style = style_of(&options->style);
	struct rt_buf text = RT_BUF_INIT;

	if (style_is_json(options->style.format))
		rt_render_standing_json(standing, what, &text);
	else
		rt_render_standing(standing, what, now, &style, &text);
	enum rt_code code = output_write(rt_buf_str(&text), &session->err);
	rt_buf_release(&text);
	session->status = standing->records.count ? 0 : STATUS_NOTHING;
	return code;
}

static enum rt_code run_show(struct session *session, const void *settings, const struct operands *operands)
{
	const struct show_options *options = settings;
	struct rt_standing standing;
	struct rt_history *history;
	struct rt_view view;
	rt_str what;
	bool found;
	enum rt_code code = history_check_format(session, options->style.format);

	if (!code)
		code = make_view(session, options, operands, &view, &what);
	if (!code)
		code = history_open(session, &history, &found);
	if (code || !found)
		return code;
	code = rt_history_show(history, &view, &session->arena, &standing, &session->err);
	return code ? code : write(session, options, what, view.now, &standing);
}

static const struct opt_group groups[] = {
	{ "When", own_options, offsetof(struct show_options, own) },
	{ "Names of snapshots", snapshot_options, offsetof(struct show_options, snapshot) },
	{ "How it is shown", style_options, offsetof(struct show_options, style) },
	{ 0 }
};

const struct command command_show = {
	.name = "show",
	.operands = "SELECTOR...",
	.min_operands = 1,
	.max_operands = SIZE_MAX,
	.about = "the entries of a port or service as they stood on a day",
	.help = "Shows what was registered for a port, range or service (443, 443/tcp, 6000-6063,\n"
	        "https, https/udp) on a day, since which snapshot that is so and until which, and\n"
	        "whether nobody looked just before or after.",
	.exits = "0  something stood there\n"
	         "1  nothing did\n"
	         "2  trouble: usage, no archive, no such snapshot\n"
	         "6  the archive is damaged",
	.examples = "regtrail show 443/tcp\n"
	            "regtrail show 2/tcp --at 2017-04-01\n"
	            "regtrail show nvme --at '2025-06-30 12:00' --by=archived --json",
	.groups = groups,
	.settings_size = sizeof(struct show_options),
	.run = run_show,
};
