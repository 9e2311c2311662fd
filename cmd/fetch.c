#include "alike.h"
#include "cmd.h"
#include "filter.h"
#include "handover.h"
#include "output.h"
#include "style.h"

#include <regtrail/trail.h>
#include <regtrail/version.h>

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

struct fetch_options {
	const char *url, *report, *on_change, *ca_file;
	bool exit_code, verbose;
	struct opt_number on_change_time, timeout, retry_time, pause, max_shrink;
	struct filter_options filter;
};

static const struct opt fetch_options[] = {
	{ 'u', "url", "URL", "where to get it: http:, https: or file:; `{registry}` in it stands for\n"
	  "the id (default: the setting regtrail.url, else\n"
	  "https://www.iana.org/assignments/{registry}/{registry}.xml)", OPT_TEXT, offsetof(struct fetch_options, url),
	  NULL },
	{ 0, "report", "FORMAT", "print the change report of what was archived; html, atom and mail\n"
	  "for one REGISTRY only", OPT_TEXT, offsetof(struct fetch_options, report), NULL },
	{ 0, "on-change", "CMD", "run CMD by the shell for each registry that changed, with the\n"
	  "report as JSON on its standard input (default: the setting\nregtrail.onchange)", OPT_TEXT,
	  offsetof(struct fetch_options, on_change), NULL },
	{ 0, "on-change-time", "SECONDS", "end CMD after that time; the next run hands the report over again\n"
	  "(default: the setting regtrail.onchangetime, else 1800; 0: never)", OPT_NUMBER,
	  offsetof(struct fetch_options, on_change_time), NULL },
	{ 0, "exit-code", NULL, "exit 1 if anything was archived", OPT_FLAG, offsetof(struct fetch_options, exit_code),
	  NULL },
	{ 'v', "verbose", NULL, "tell what came of each registry, each error, and each new try", OPT_FLAG,
	  offsetof(struct fetch_options, verbose), NULL },
	{ 0, "retry-time", "SECONDS", "try again that long, registry by registry (default: the setting\n"
	  "regtrail.retry, else 30; 0: only one try)", OPT_NUMBER, offsetof(struct fetch_options, retry_time), NULL },
	{ 0, "pause", "MILLISECONDS", "between two registries (default: the setting regtrail.pause,\nelse 1000)",
	  OPT_NUMBER, offsetof(struct fetch_options, pause), NULL },
	{ 0, "max-shrink", "PERCENT", "refuse what lost so many of its entries or more (default: the\n"
	  "setting regtrail.shrink, else 10; 100: refuse nothing for that)", OPT_NUMBER,
	  offsetof(struct fetch_options, max_shrink), NULL },
	{ 0, "timeout", "SECONDS", "give up a transfer after that time (default: 120)", OPT_NUMBER,
	  offsetof(struct fetch_options, timeout), NULL },
	{ 0, "ca-file", "FILE", "certificates to trust instead of the system's", OPT_TEXT,
	  offsetof(struct fetch_options, ca_file), NULL },
	{ 0 }
};

/* What the library calls back with. */
struct night {
	struct handover handover;
	struct alike alike; /* troubles and recoveries, often of all registries at once */
	bool verbose;
	rt_time now;
	bool changed; /* something was archived, by this run or by one that could not say so */
};

/* ---- what is told as things happen ---- */

static enum rt_code archived(void *data, const struct rt_fetched *fetched, struct rt_arena *arena, struct rt_error *err)
{
	struct night *night = data;

	night->changed = true;
	return handover_report(&night->handover, fetched, arena, err);
}

/* What is wrong with a source begins with its URL; what differs from registry to registry is that. */
static bool tell_trouble(struct night *night, rt_str url, rt_str message)
{
	size_t text = url.len + 2;

	if (message.len > text && rt_str_starts_with(message, url) && message.data[url.len] == ':')
		return alike_tell(&night->alike, url, (rt_str){ message.data + text, message.len - text });
	alike_end(&night->alike);
	tell("%.*s", RT_ARG(message));
	return true;
}

static void trouble(void *data, const struct rt_fetched *fetched, const struct rt_error *err)
{
	if (!tell_trouble(data, rt_str_of(fetched->url), rt_str_of(err->message)) || !fetched->quarantine.data)
		return;
	if (fetched->admissible)
		tell("it is in quarantine: `regtrail import --admit %.*s` archives it after all, `--drop` drops it",
		     RT_ARG(fetched->quarantine));
	else
		tell("it is kept in quarantine to be looked at: `regtrail import --drop %.*s` drops it",
		     RT_ARG(fetched->quarantine));
}

static void looked(void *data, const struct rt_fetched *fetched)
{
	const struct night *night = data;

	if (!night->verbose)
		return;
	if (fetched->outcome == RT_SAW_UNCHANGED)
		tell("%.*s: unchanged, says the server", RT_ARG(fetched->registry));
	if (fetched->outcome == RT_SAW_SAME)
		tell("%.*s: the same as the newest snapshot", RT_ARG(fetched->registry));
}

static void recovered(void *data, const struct rt_fetched *fetched, rt_time since)
{
	struct night *night = data;
	char span[48] = "less than an hour", time[RT_TIME_TEXT], text[160];
	long long hours = (night->now - since) / 3600, days = hours / 24;

	if (days)
		snprintf(span, sizeof span, "%lld %s", days, days == 1 ? "day" : "days");
	else if (hours)
		snprintf(span, sizeof span, "%lld %s", hours, hours == 1 ? "hour" : "hours");
	snprintf(text, sizeof text, "recovered: all is well again after %s (trouble since %s)", span,
	         rt_time_text(since, time));
	alike_tell(&night->alike, fetched->registry, rt_str_of(text));
}

/* Somebody who sits and waits wants to know what for. */
static void waiting(void *data, rt_str registry, long milliseconds, const struct rt_error *why)
{
	const struct night *night = data;

	if (night->verbose || isatty(STDERR_FILENO))
		tell("%.*s: another try in %ld.%ld s: %s", RT_ARG(registry), milliseconds / 1000,
		     milliseconds % 1000 / 100, why->message);
}

static const struct rt_fetch_events events = {
	.archived = archived,
	.trouble = trouble,
	.looked = looked,
	.recovered = recovered,
	.waiting = waiting,
};

/* ---- options and settings ---- */

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

/* Numbers that an option or a setting gives. */
static enum rt_code numbers(struct session *session, const struct fetch_options *options, struct rt_fetch *fetch,
                            struct handover *handover)
{
	long shrink = RT_MAX_SHRINK;
	const struct {
		const struct opt_number *option;
		const char *setting;
		long preset, most;
		long *out;
	} rows[] = {
		{ &options->retry_time, "retry", 30, 1000000, &fetch->retry_time },
		{ &options->pause, "pause", 1000, 1000000, &fetch->pause },
		{ &options->on_change_time, "onchangetime", 1800, 1000000, &handover->seconds },
		{ &options->max_shrink, "shrink", RT_MAX_SHRINK, 100, &shrink },
	};
	enum rt_code code = RT_OK;

	for (size_t i = 0; i < sizeof rows / sizeof *rows && !code; i++) {
		*rows[i].out = rows[i].option->given ? rows[i].option->value : rows[i].preset;
		if (!rows[i].option->given)
			code = session_number(session, rows[i].setting, rows[i].out);
		if (!code && *rows[i].out > rows[i].most)
			code = rt_fail(&session->err, RT_EINVALID, "%ld is too much for regtrail.%s: %ld is the most",
			               *rows[i].out, rows[i].setting, rows[i].most);
	}
	fetch->gate.max_shrink = (unsigned)shrink;
	return code;
}

/* One URL is for one registry, unless it says where the id goes. */
static enum rt_code check_url(struct session *session, const char *url, size_t registries)
{
	if (!url || registries < 2 || strstr(url, "{registry}"))
		return RT_OK;
	return rt_fail(&session->err, RT_EINVALID,
	               "the URL %s is for one registry, not for %zu: write {registry} where the id goes", url,
	               registries);
}

static enum rt_code find_url(struct session *session, const struct fetch_options *options, struct rt_fetch *fetch)
{
	fetch->url = options->url ? options->url : session_setting(session, "url").data;
	return check_url(session, fetch->url, fetch->registry_count);
}

/* A message is all that sendmail reads, a page all that a browser does: two of them cannot follow one another. */
static enum rt_code check_report(struct session *session, const struct rt_renderer *renderer, size_t registries)
{
	static const struct {
		const char *name, *command; /* the command sees to where it goes */
	} alone[] = {
		{ "html", ">\"$REGTRAIL_REGISTRY.html\"" },
		{ "atom", ">\"$REGTRAIL_REGISTRY.atom\"" },
		{ "mail", "| sendmail -t" },
	};

	for (size_t i = 0; renderer && registries > 1 && i < sizeof alone / sizeof *alone; i++)
		if (strcmp(renderer->name, alone[i].name) == 0)
			return rt_fail(&session->err, RT_EINVALID,
			               "--report=%s is for one registry, not for %zu: name one, or use "
			               "--on-change='regtrail -r \"$REGTRAIL_REGISTRY\" diff -f %s %s'",
			               alone[i].name, registries, alone[i].name, alone[i].command);
	return RT_OK;
}

/* A command is taken from the config only if nobody else could have written it there. */
static enum rt_code find_command(struct session *session, const struct fetch_options *options, const char **out)
{
	const char *variable = getenv("REGTRAIL_ONCHANGE");
	enum rt_code code = RT_OK;

	*out = options->on_change;
	if (!*out && variable && *variable)
		*out = variable;
	if (!*out) {
		*out = rt_archive_config(session->archive, "onchange", &session->arena).data;
		code = *out ? rt_archive_config_is_trusted(session->archive, &session->err) : RT_OK;
	}
	if (*out && !**out)
		*out = NULL;
	return code;
}

static enum rt_code read_operands(struct session *session, const struct operands *operands, struct rt_fetch *fetch)
{
	rt_str *ids = rt_arena_array(&session->arena, operands->count, sizeof *ids);

	for (size_t i = 0; i < operands->count; i++) {
		ids[i] = rt_str_of(operands->items[i]);
		if (!rt_registry_id_ok(ids[i]))
			return rt_fail(&session->err, RT_EINVALID,
			               "`%s` cannot be a registry: use its id, such as " RT_PORTS, operands->items[i]);
	}
	fetch->registries = ids;
	fetch->registry_count = operands->count;
	return RT_OK;
}

/* Options first, so that wrong ones are told about even where there is no archive. */
static enum rt_code read_options(struct session *session, const struct fetch_options *options,
                                 const struct operands *operands, struct rt_fetch *fetch, struct night *night)
{
	struct handover *handover = &night->handover;
	enum rt_code code = read_operands(session, operands, fetch);

	session_once(session, &fetch->registries, &fetch->registry_count);
	if (!code)
		code = check_url(session, options->url, fetch->registry_count);
	if (!code)
		code = filter_make(&options->filter, &session->arena, &handover->filter, &session->err);
	handover->only = filter_words(&options->filter, &session->arena);
	if (!code && options->report)
		code = style_renderer(options->report, &handover->renderer, &session->err);
	if (!code)
		code = check_report(session, handover->renderer, fetch->registry_count);
	session->misused = code;
	handover->style = style_of(&(const struct style_options){ 0 });
	fetch->verbose = night->verbose = night->alike.all = options->verbose;
	fetch->ca_file = options->ca_file;
	fetch->timeout = options->timeout.value;
	if (!code)
		code = session_now(session, &fetch->now);
	night->now = fetch->now;
	return code;
}

/* What needs the archive, which says how things are set. */
static enum rt_code read_settings(struct session *session, const struct fetch_options *options, struct rt_fetch *fetch,
                                  struct night *night)
{
	enum rt_code code = RT_OK;

	if (!fetch->registry_count)
		code = session_registries(session, &fetch->registries, &fetch->registry_count);
	if (code)
		return code;
	session_once(session, &fetch->registries, &fetch->registry_count);
	code = check_report(session, night->handover.renderer, fetch->registry_count);
	if (!code)
		code = numbers(session, options, fetch, &night->handover);
	if (!code)
		code = find_url(session, options, fetch);
	if (!code)
		code = find_command(session, options, &night->handover.command);
	if (!code)
		code = session_archive_path(session, &night->handover.archive);
	return code ? code : user_agent(session, &fetch->user_agent);
}

/* ---- the run ---- */

/* As `git gc --auto` does. */
static enum rt_code pack(struct session *session)
{
	struct rt_error err;
	size_t packed;
	enum rt_code code = rt_archive_pack(session->archive, true, &packed, &err);

	return session_packed(session, code, &err);
}

static enum rt_code run_fetch(struct session *session, const void *settings, const struct operands *operands)
{
	const struct fetch_options *options = settings;
	struct night night = { .verbose = false };
	struct rt_fetch fetch = { .events = &events, .data = &night };
	enum rt_code worst = RT_OK;
	enum rt_code code = read_options(session, options, operands, &fetch, &night);

	if (!code)
		code = session_open(session, true);
	if (!code)
		code = read_settings(session, options, &fetch, &night);
	if (code)
		return code;
	style_settings(session, &night.handover.style);
	code = rt_trail_fetch(session->archive, &fetch, &worst, &session->err);
	alike_end(&night.alike);
	if (code)
		return code > worst ? code : worst;
	session->err.code = RT_OK; /* what was wrong was told */
	code = pack(session);
	if (options->exit_code && night.changed)
		session->status = STATUS_DIFFERS;
	return code > worst ? code : worst;
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
	        "asked only for what changed since. Without REGISTRY, gets all that the setting\n"
	        "regtrail.registry names, or the ports. Prints nothing if nothing is new and nothing\n"
	        "wrong; the same error is told once a week.",
	.exits = "0  done, whether or not anything was new\n"
	         "1  with --exit-code: something was archived\n"
	         "2  trouble: usage, no archive, disk full, CMD failed\n"
	         "3  the source cannot be reached: try again later\n"
	         "4  refused: what came is not the registry, malformed, implausible, or older than the\n"
	         "   newest snapshot\n"
	         "5  another run is writing to the archive\n"
	         "6  the archive is damaged",
	.examples = "regtrail fetch\n"
	            "regtrail fetch --report=text --port=443,8443 protocol-numbers " RT_PORTS "\n"
	            "regtrail fetch --url='file:///var/mirror/{registry}.xml'",
	.groups = groups,
	.lists_formats = true,
	.writes = true,
	.gets_documents = true,
	.settings_size = sizeof(struct fetch_options),
	.run = run_fetch,
};
