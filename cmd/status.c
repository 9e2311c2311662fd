#include "alike.h"
#include "cmd.h"
#include "duration.h"
#include "output.h"
#include "style.h"

#include <regtrail/trail.h>

struct status_options {
	const char *format, *max_age;
};

static const struct opt status_options[] = {
	{ 0, "max-age", "TIME", "exit 1 if the last good look at one of them is older (36h, 7d)", OPT_TEXT,
	  offsetof(struct status_options, max_age), NULL },
	{ 'f', "format", "text|json", "how it is written (default: text)", OPT_CHOICE,
	  offsetof(struct status_options, format), NULL },
	{ 0, "json", NULL, "short for --format=json", OPT_TEXT, offsetof(struct status_options, format), "json" },
	{ 0 }
};

/* A watchdog speaks by itself: cron mails what it says. */
static void tell_old(struct alike *alike, const struct rt_status *status, rt_time now, const char *max_age)
{
	struct rt_buf text = RT_BUF_INIT;
	char time[RT_TIME_TEXT], length[RT_TIME_TEXT];

	if (status->good == RT_NO_TIME)
		rt_buf_printf(&text, "no good look yet");
	else
		rt_buf_printf(&text, "the last good look was %s ago, at %s: longer than %s",
		              rt_duration_text(now - status->good, length), rt_time_text(status->good, time), max_age);
	alike_tell(alike, status->registry, rt_buf_str(&text));
	rt_buf_release(&text);
}

/* What the watchdog goes by. */
struct watch {
	rt_time now, max_age;
	const char *text; /* MAX_AGE as it was given */
	rt_str *settings; /* the registries that the config names */
	size_t setting_count;
	bool asked;       /* -r says which: all of them count */
};

/* A name that was tried by hand and gave nothing, mistyped perhaps, and that nobody has tried since. */
static bool is_given_up(const struct watch *watch, const struct rt_status *status)
{
	if (watch->asked)
		return false;
	for (size_t i = 0; i < watch->setting_count; i++)
		if (rt_str_equal(watch->settings[i], status->registry))
			return false;
	return !status->has_snapshot && status->good == RT_NO_TIME && status->last.time != RT_NO_TIME &&
	       watch->now - status->last.time > watch->max_age;
}

/* What was given up does not count beside others; where nothing else is, the job has never worked. */
static void check_age(struct session *session, const struct rt_status *items, size_t count, const struct watch *watch)
{
	struct alike alike = { .all = false };
	size_t given_up = 0;

	for (size_t i = 0; i < count; i++)
		given_up += is_given_up(watch, &items[i]);
	for (size_t i = 0; i < count; i++) {
		if (!rt_status_is_old(&items[i], watch->now, watch->max_age) ||
		    (given_up < count && is_given_up(watch, &items[i])))
			continue;
		tell_old(&alike, &items[i], watch->now, watch->text);
		session->status = STATUS_DIFFERS;
	}
	alike_end(&alike);
}

static enum rt_code show(struct session *session, const struct rt_status *items, size_t count, rt_time now,
                         const char *format)
{
	struct rt_buf text = RT_BUF_INIT;

	if (style_is_json(format))
		rt_render_status_json(items, count, now, &text);
	else
		rt_render_status(items, count, now, &text);
	enum rt_code code = output_write(rt_buf_str(&text), &session->err);
	rt_buf_release(&text);
	return code;
}

/* The registries of -r are always rows; they may be such that nobody knows. */
static bool is_any_known(const struct rt_status *items, size_t count)
{
	for (size_t i = 0; i < count; i++)
		if (items[i].has_snapshot || items[i].quarantined || items[i].ahead || items[i].last.time != RT_NO_TIME)
			return true;
	return false;
}

/* Programs get a document all the same. */
static enum rt_code tell_nothing(struct session *session, const struct rt_status *items, size_t count, rt_time now,
                                 const char *format)
{
	rt_str registry = count == 1 ? items[0].registry : RT_NO_STR;

	tell("no look%s%.*s yet: `regtrail fetch` takes one", registry.data ? " at " : "", RT_ARG(registry));
	session->status = STATUS_NOTHING;
	return style_is_json(format) ? show(session, items, count, now, format) : RT_OK;
}

/* Of the registries of -r, in that order; else of all. */
static enum rt_code read_status(struct session *session, rt_time now, struct rt_status **out, size_t *count)
{
	struct rt_archive *archive = session->archive;
	const rt_str *ids;
	size_t asked;

	if (!session->common.registry)
		return rt_trail_status(archive, RT_NO_STR, now, &session->arena, out, count, &session->err);
	enum rt_code code = session_registries(session, &ids, &asked);
	if (code)
		return code;
	session_once(session, &ids, &asked);
	*out = rt_arena_array(&session->arena, asked, sizeof **out);
	for (*count = 0; *count < asked && !code; ++*count) {
		struct rt_status *one;
		size_t ones;

		code = rt_trail_status(archive, ids[*count], now, &session->arena, &one, &ones, &session->err);
		if (!code)
			(*out)[*count] = *one;
	}
	return code;
}

static enum rt_code run_status(struct session *session, const void *settings, const struct operands *operands)
{
	const struct status_options *options = settings;
	struct watch watch = { .text = options->max_age, .asked = session->common.registry != NULL };
	struct rt_status *items;
	size_t count;
	enum rt_code code = RT_OK;

	(void)operands; /* it takes none */
	if (options->max_age)
		code = duration_of(session, "--max-age", rt_str_of(options->max_age), &watch.max_age);
	if (!code)
		code = session_open(session, false);
	if (!code)
		code = session_now(session, &watch.now);
	if (!code)
		code = rt_archive_config_all(session->archive, "registry", &session->arena, &watch.settings,
		                             &watch.setting_count, &session->err);
	if (!code)
		code = read_status(session, watch.now, &items, &count);
	if (code)
		return code;
	if (!count || (watch.asked && !is_any_known(items, count)))
		return tell_nothing(session, items, count, watch.now, options->format);
	code = show(session, items, count, watch.now, options->format);
	if (!code && options->max_age)
		check_age(session, items, count, &watch);
	return code;
}

static const struct opt_group groups[] = { { "Options", status_options, 0 }, { 0 } };

const struct command command_status = {
	.name = "status",
	.operands = "",
	.about = "when each registry was last looked at, and what is wrong",
	.help = "Says of each registry when it was last looked at, how long ago the last good look was\n"
	        "(one that told what the registry is), and the newest snapshot; below that, since when\n"
	        "looks are not good and why, and how many documents are in quarantine. The registries are\n"
	        "those in the archive, in the setting regtrail.registry, and looked at in the last two\n"
	        "months; with -r, which may repeat, those.",
	.exits = "0  there is something to say, and nothing is older than --max-age\n"
	         "1  nobody ever looked; or the last good look at a registry is older than --max-age\n"
	         "2  trouble: usage, no archive\n"
	         "6  the archive is damaged",
	.examples = "regtrail status\n"
	            "regtrail status --max-age 36h >/dev/null   # from cron: speaks only if something is old\n"
	            "regtrail -r protocol-numbers status --json",
	.groups = groups,
	.settings_size = sizeof(struct status_options),
	.run = run_status,
};
