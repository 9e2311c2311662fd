#include "history.h"
#include "output.h"
#include "style.h"

#include <regtrail/render_log.h>

struct blame_options {
	struct style_options style;
};

static enum rt_code write(struct session *session, const struct blame_options *options, rt_str what,
                          const struct rt_blame *blame)
{
	const struct rt_style style = style_of(&options->style);
	struct rt_buf text = RT_BUF_INIT;

	if (style_is_json(options->style.format))
		rt_render_blame_json(blame, what, &text);
	else
		rt_render_blame(blame, &style, &text);
	enum rt_code code = output_write(rt_buf_str(&text), &session->err);
	rt_buf_release(&text);
	if (!code && !blame->count) {
		tell("%.*s: nothing in the latest snapshot; `regtrail log` tells what was", RT_ARG(what));
		session->status = STATUS_NOTHING;
	}
	return code;
}

static enum rt_code run_blame(struct session *session, const void *settings, const struct operands *operands)
{
	const struct blame_options *options = settings;
	struct rt_selector *selectors;
	struct rt_history *history;
	struct rt_blame blame;
	rt_str what;
	bool found;
	enum rt_code code = history_check_format(session, options->style.format);

	if (!code)
		code = history_selectors(session, operands, &selectors, &what);
	if (!code)
		code = history_open(session, &history, &found);
	if (code || !found)
		return code;
	code = rt_history_blame(history, selectors, operands->count, &session->arena, &blame, &session->err);
	return code ? code : write(session, options, what, &blame);
}

static const struct opt_group groups[] = {
	{ "How it is shown", style_options, offsetof(struct blame_options, style) },
	{ 0 }
};

const struct command command_blame = {
	.name = "blame",
	.operands = "SELECTOR...",
	.min_operands = 1,
	.max_operands = SIZE_MAX,
	.about = "for each field of an entry, the snapshot that gave it its value",
	.help = "Shows the entries of a port, range or service (443, 443/tcp, 6000-6063, https,\n"
	        "https/udp) in the latest snapshot, and for each field the snapshot that gave it its\n"
	        "value, and the value before. Renames and moves are followed.",
	.exits = "0  found\n"
	         "1  there is no such entry\n"
	         "2  trouble: usage, no archive\n"
	         "6  the archive is damaged",
	.examples = "regtrail blame 443/tcp\n"
	            "regtrail blame nvme --json",
	.groups = groups,
	.settings_size = sizeof(struct blame_options),
	.run = run_blame,
};
