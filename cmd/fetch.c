#include "cmd.h"
#include "filter.h"
#include "output.h"
#include "style.h"

#include <regtrail/trail.h>
#include <regtrail/version.h>

#include <stdint.h>

struct fetch_options {
	const char *url, *report, *ca_file;
	bool exit_code;
	struct opt_number timeout;
	struct filter_options filter;
};

static const struct opt fetch_options[] = {
	{ 'u', "url", "URL", "where to get it: http:, https: or file: (default:\n"
	  "https://www.iana.org/assignments/REGISTRY/REGISTRY.xml)", OPT_TEXT, offsetof(struct fetch_options, url),
	  NULL },
	{ 0, "report", "FORMAT", "print the change report of what was archived", OPT_TEXT,
	  offsetof(struct fetch_options, report), NULL },
	{ 0, "exit-code", NULL, "exit 1 if anything was archived", OPT_FLAG, offsetof(struct fetch_options, exit_code),
	  NULL },
	{ 0, "timeout", "SECONDS", "give up after that time (default: 120)", OPT_NUMBER,
	  offsetof(struct fetch_options, timeout), NULL },
	{ 0, "ca-file", "FILE", "certificates to trust instead of the system's", OPT_TEXT,
	  offsetof(struct fetch_options, ca_file), NULL },
	{ 0 }
};

/* What is the same for all registries of one run. */
struct plan {
	struct rt_fetch fetch;
	struct rt_filter filter;
	const struct rt_renderer *renderer; /* NULL: no report is wanted */
	struct rt_style style;
	const char *url;                    /* NULL: IANA's */
	bool exit_code;
};

/* Who asks: IANA refuses clients that do not say. The settings `useragent` and `contact` say more. */
static enum rt_code user_agent(struct session *session, const char **out)
{
	rt_str agent = session_setting(session, "useragent"), contact = session_setting(session, "contact");

	if (!agent.data && contact.data)
		agent = rt_str_format(&session->arena, "regtrail/" RT_VERSION " (registry archiver; %.*s)",
		                      RT_ARG(contact));
	else if (!agent.data)
		agent = RT_STR("regtrail/" RT_VERSION " (registry archiver)");
	for (size_t i = 0; i < agent.len; i++)
		if ((unsigned char)agent.data[i] < 0x20 || agent.data[i] == 0x7f)
			return rt_fail(&session->err, RT_EINVALID,
			               "the setting regtrail.useragent or regtrail.contact holds a control character");
	*out = rt_str_copy(&session->arena, agent).data;
	return RT_OK;
}

/* Options first, so that wrong ones are told about even where there is no archive. */
static enum rt_code make_plan(struct session *session, const struct fetch_options *options, struct plan *plan)
{
	enum rt_code code = filter_make(&options->filter, &session->arena, &plan->filter, &session->err);

	if (!code && options->report)
		code = style_renderer(options->report, &plan->renderer, &session->err);
	session->misused = code;
	plan->style = style_of(&(const struct style_options){ 0 });
	plan->url = options->url;
	plan->exit_code = options->exit_code;
	plan->fetch.ca_file = options->ca_file;
	plan->fetch.timeout = options->timeout.value;
	if (!code)
		code = session_now(session, &plan->fetch.now);
	if (!code)
		code = session_open(session, true);
	return code ? code : user_agent(session, &plan->fetch.user_agent);
}

static void tell_archived(rt_str registry, const struct rt_fetch_result *result, const struct rt_changes *changes)
{
	struct rt_buf summary = RT_BUF_INIT;
	char date[RT_TIME_TEXT];

	if (result->first)
		rt_buf_printf(&summary, "first snapshot, %zu records", result->report.to.records);
	else
		rt_render_summary(changes, &summary);
	tell("%.*s: archived %s: %s", RT_ARG(registry), rt_date_text(result->report.to.date, date), summary.data);
	rt_buf_release(&summary);
}

/* Tell about a new snapshot. The first one has nothing to be compared with, and so no report. */
static enum rt_code show(struct session *session, const struct plan *plan, struct rt_fetch_result *result,
                         struct rt_arena *arena)
{
	struct rt_report *report = &result->report;

	filter_report(report, &plan->filter, arena);
	if (!plan->renderer || result->first) {
		tell_archived(report->registry, result, &report->changes);
		return RT_OK;
	}
	if (!report->changes.count)
		return RT_OK;
	struct rt_buf text = RT_BUF_INIT;
	plan->renderer->render(report, &plan->style, &text);
	enum rt_code code = output_write(rt_buf_str(&text), &session->err);
	rt_buf_release(&text);
	return code;
}

static const char *iana_url(rt_str registry, struct rt_arena *arena)
{
	rt_str url = rt_str_format(arena, "https://www.iana.org/assignments/%.*s/%.*s.xml", RT_ARG(registry),
	                           RT_ARG(registry));

	return url.data;
}

static enum rt_code fetch_one(struct session *session, const struct plan *plan, rt_str registry)
{
	struct rt_fetch fetch = plan->fetch;
	struct rt_fetch_result result;
	struct rt_arena arena; /* its own, so that many registries need no more memory than one */

	rt_arena_init(&arena);
	fetch.registry = registry;
	fetch.url = plan->url ? plan->url : iana_url(registry, &arena);
	enum rt_code code = rt_trail_fetch(session->archive, &fetch, &arena, &result, &session->err);
	if (!code && result.archived)
		code = show(session, plan, &result, &arena);
	rt_arena_release(&arena);
	if (!code && result.archived && plan->exit_code)
		session->status = STATUS_DIFFERS;
	return code;
}

/* All registries, whatever becomes of each, unless the archive itself is at fault; the worst error. */
static enum rt_code fetch_all(struct session *session, const struct plan *plan, const rt_str *registries, size_t count)
{
	enum rt_code worst = RT_OK;

	for (size_t i = 0; i < count; i++) {
		enum rt_code code = fetch_one(session, plan, registries[i]);

		worst = code > worst ? code : worst;
		if (code)
			tell("%s", session->err.message);
		session->err.code = RT_OK; /* told */
		if (code == RT_ELOCKED || code == RT_EDAMAGED)
			break;
	}
	return worst;
}

static enum rt_code run_fetch(struct session *session, const void *settings, const struct operands *operands)
{
	const struct fetch_options *options = settings;
	size_t count = operands->count ? operands->count : 1;
	rt_str *registries = rt_arena_array(&session->arena, count, sizeof *registries);
	struct plan plan = { .renderer = NULL };

	if (options->url && count > 1)
		return MISUSED(session, "--url is for one registry, not for %zu", count);
	for (size_t i = 0; i < operands->count; i++) {
		registries[i] = rt_str_of(operands->items[i]);
		if (!rt_registry_id_ok(registries[i]))
			return MISUSED(session, "`%s` cannot be a registry: use its id, such as " RT_PORTS,
			               operands->items[i]);
	}
	enum rt_code code = make_plan(session, options, &plan);
	if (!code && !operands->count)
		code = session_registry(session, &registries[0]);
	return code ? code : fetch_all(session, &plan, registries, count);
}

static const struct opt_group groups[] = {
	{ "Options", fetch_options, 0 },
	{ "Which changes to report (each may be repeated)", filter_options, offsetof(struct fetch_options, filter) },
	{ 0 }
};

const struct command command_fetch = {
	.name = "fetch",
	.operands = "[REGISTRY...]",
	.max_operands = SIZE_MAX,
	.about = "get registries and archive what is new",
	.help = "Gets each REGISTRY over HTTP, checks it, and archives it if it is new. The server is\n"
	        "asked only for what changed since. Prints nothing if nothing is new.",
	.exits = "0  done, whether or not anything was new\n"
	         "1  with --exit-code: something was archived\n"
	         "2  trouble: usage, no archive, disk full\n"
	         "3  the source cannot be reached: try again later\n"
	         "4  refused: what came is not the registry, malformed, or older than the newest snapshot\n"
	         "5  another run is writing to the archive\n"
	         "6  the archive is damaged",
	.examples = "regtrail fetch\n"
	            "regtrail fetch --report=text --port=443,8443 protocol-numbers " RT_PORTS "\n"
	            "regtrail fetch --url=file:///var/mirror/ports.xml",
	.groups = groups,
	.lists_formats = true,
	.writes = true,
	.gets_documents = true,
	.settings_size = sizeof(struct fetch_options),
	.run = run_fetch,
};
