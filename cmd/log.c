#include "filter.h"
#include "history.h"
#include "output.h"
#include "style.h"

#include <regtrail/render_log.h>

#include <limits.h>
#include <string.h>

#define ENOUGH ((size_t)64 << 10) /* bytes after which what is ready is put out */

struct log_own_options {
	bool no_follow, reverse, stat, stream;
	const char *since, *until;
};

struct log_options {
	struct log_own_options own;
	struct filter_options filter;
	struct style_options style;
};

static const struct opt own_options[] = {
	{ 0, "no-follow", NULL, "not across renames and moves", OPT_FLAG, offsetof(struct log_own_options, no_follow),
	  NULL },
	{ 0, "reverse", NULL, "oldest first", OPT_FLAG, offsetof(struct log_own_options, reverse), NULL },
	{ 0, "since", "DATE", "snapshots of that registry date or later", OPT_TEXT,
	  offsetof(struct log_own_options, since), NULL },
	{ 0, "until", "DATE", "snapshots of that registry date or earlier", OPT_TEXT,
	  offsetof(struct log_own_options, until), NULL },
	{ 0, "stat", NULL, "only counts: by kind, and by year", OPT_FLAG,
	  offsetof(struct log_own_options, stat), NULL },
	{ 0, "stream", NULL, "as JSON, one change a line", OPT_FLAG, offsetof(struct log_own_options, stream), NULL },
	{ 0 }
};

static enum rt_code find_renderer(struct session *session, const struct log_options *options,
                                  const struct rt_log_renderer **out)
{
	const char *name = options->style.format ? options->style.format : options->own.stream ? "json" : "text";
	struct rt_buf names = RT_BUF_INIT;

	*out = rt_log_renderer_find(rt_str_of(name));
	if (options->own.stream && strcmp(name, "json") == 0)
		*out = &rt_log_stream;
	else if (*out && options->own.stream)
		return MISUSED(session, "--stream writes JSON, not %s", name);
	if (*out && options->own.stat && strcmp(name, "text") != 0 && *out != rt_log_renderer_find(RT_STR("json")))
		return MISUSED(session, "--stat is written as text or json");
	if (*out)
		return RT_OK;
	for (const struct rt_log_renderer *r = rt_log_renderers; r->name; r++)
		rt_buf_printf(&names, "%s%s", names.len ? ", " : "", r->name);
	MISUSED(session, "no format `%s` of a log: there are %s", name, names.data);
	rt_buf_release(&names);
	return RT_EINVALID;
}

/* The first second that TEXT can mean and the last; RT_NO_TIME for both if it is not given. */
static enum rt_code parse_date(struct session *session, const char *option, const char *text, rt_time *first,
                               rt_time *last)
{
	*first = *last = RT_NO_TIME;
	if (text && !rt_time_parse(rt_str_of(text), first, last))
		return MISUSED(session, "%s wants a date such as 2025-10-22, not `%s`", option, text);
	return RT_OK;
}

static enum rt_code make_query(struct session *session, const struct log_options *options,
                               const struct operands *operands, struct rt_query *query, rt_str *what)
{
	struct rt_selector *selectors;
	rt_time ignored;
	enum rt_code code = history_selectors(session, operands, &selectors, what);

	*query = (struct rt_query){ .follow = !options->own.no_follow, .reverse = options->own.reverse };
	query->selectors = selectors;
	query->selector_count = operands->count;
	if (!code) {
		code = filter_make(&options->filter, &session->arena, &query->filter, &session->err);
		session->misused = code;
	}
	if (!code)
		code = parse_date(session, "--since", options->own.since, &query->since, &ignored);
	if (!code)
		code = parse_date(session, "--until", options->own.until, &ignored, &query->until);
	return code;
}

static enum rt_code put_out(struct session *session, struct rt_buf *text, size_t enough)
{
	enum rt_code code = RT_OK;

	if (text->len > enough || !enough) {
		code = output_write(rt_buf_str(text), &session->err);
		rt_buf_clear(text);
	}
	return code;
}

/* Step by step; *STEPS counts them. What precedes the first is only put out with it. */
static enum rt_code write_steps(struct session *session, struct rt_log *log, const struct rt_log_renderer *renderer,
                                const struct rt_style *style, struct rt_buf *text, size_t *steps)
{
	struct rt_log_step step;
	struct rt_arena arena;
	enum rt_code code;
	bool more;

	rt_arena_init(&arena);
	*steps = 0;
	while (!(code = rt_log_next(log, &arena, &step, &more, &session->err)) && more) {
		renderer->step(&step, *steps == 0, style, text);
		++*steps;
		code = put_out(session, text, ENOUGH);
		if (code)
			break;
		rt_arena_clear(&arena);
	}
	rt_arena_release(&arena);
	return code;
}

static enum rt_code show_log(struct session *session, struct rt_log *log, const struct log_options *options,
                             const struct rt_log_renderer *renderer, rt_str what)
{
	const struct rt_style style = style_of(&options->style);
	struct rt_buf text = RT_BUF_INIT;
	rt_str registry;
	size_t steps;
	enum rt_code code = session_registry(session, &registry);

	if (code)
		return code;
	renderer->begin(registry, what, &style, &text);
	code = write_steps(session, log, renderer, &style, &text, &steps);
	if (!code) {
		renderer->end(&style, &text);
		code = put_out(session, &text, 0);
	}
	if (!code && !steps)
		history_nothing(session, what);
	rt_buf_release(&text);
	return code;
}

static enum rt_code show_stat(struct session *session, struct rt_log *log, const struct log_options *options,
                              unsigned kinds, rt_str what)
{
	struct rt_buf text = RT_BUF_INIT;
	struct rt_stat stat;
	rt_str registry;
	enum rt_code code = session_registry(session, &registry);

	if (!code)
		code = rt_log_stat(log, &session->arena, &stat, &session->err);
	if (code)
		return code;
	if (style_is_json(options->style.format))
		rt_render_stat_json(registry, what, &stat, kinds, &text);
	else
		rt_render_stat(&stat, kinds, &text);
	code = put_out(session, &text, 0);
	session->status = stat.steps ? 0 : STATUS_NOTHING;
	rt_buf_release(&text);
	return code;
}

static enum rt_code run_log(struct session *session, const void *settings, const struct operands *operands)
{
	const struct log_options *options = settings;
	const struct rt_log_renderer *renderer;
	struct rt_history *history;
	struct rt_query query;
	rt_str what;
	bool found;
	enum rt_code code = find_renderer(session, options, &renderer);

	if (!code)
		code = make_query(session, options, operands, &query, &what);
	if (!code)
		code = history_open(session, &history, &found);
	if (code || !found)
		return code;
	struct rt_log *log = rt_log_new(history, &query, &session->arena);
	if (options->own.stat)
		return show_stat(session, log, options, query.filter.kinds, what);
	return show_log(session, log, options, renderer, what);
}

static const struct opt_group groups[] = {
	{ "Which steps", own_options, offsetof(struct log_options, own) },
	{ "Which changes (each may be repeated)", filter_options, offsetof(struct log_options, filter) },
	{ "How they are shown", style_options, offsetof(struct log_options, style) },
	{ 0 }
};

const struct command command_log = {
	.name = "log",
	.operands = "[SELECTOR...]",
	.max_operands = SIZE_MAX,
	.about = "every change to a port or service, over the whole archive",
	.help = "Shows every change to a port, range or service (443, 443/tcp, 6000-6063, https,\n"
	        "https/udp), newest first; without one, every change. A service that was renamed or\n"
	        "moved is followed to where it came from. Last comes what the archive begins with.",
	.exits = "0  something was found\n"
	         "1  nothing was\n"
	         "2  trouble: usage, no archive\n"
	         "6  the archive is damaged",
	.examples = "regtrail log 443/tcp\n"
	            "regtrail log nvme --no-follow --json\n"
	            "regtrail log --kind=deassigned --since=2020 --stat",
	.groups = groups,
	.settings_size = sizeof(struct log_options),
	.run = run_log,
};
