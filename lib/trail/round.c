/* The round of a fetch over its registries: what came of each is told, then recorded. */
#include "silence.h"
#include "visit.h"

#include <regtrail/fetch.h>

#include <string.h>
#include <time.h>

#define IANA_URL    "https://www.iana.org/assignments/{registry}/{registry}.xml"
#define PLACEHOLDER "{registry}"
#define LOOKS_MAX   64            /* recorded at once; so many are lost at most if the run is killed */
#define MEMORY      (60 * RT_DAY) /* seconds: how old looks count for what is told of new ones */

struct round {
	struct rt_archive *archive;
	const struct rt_fetch *fetch;
	struct rt_http *http;
	struct rt_arena arena;           /* lives as long as the round */
	struct rt_looks past;            /* before this round */
	struct rt_look looks[LOOKS_MAX]; /* to be recorded */
	size_t count;
	enum rt_code worst;
	bool asked;   /* a server, and so the next one after a pause */
	bool in_vain; /* all the time for trying again was spent on the registry before */
	struct rt_error damage; /* of the record of looks, the first there was; code RT_OK: none */
};

/* ---- before a visit ---- */

static const char *url_of(const struct rt_fetch *fetch, rt_str registry, struct rt_arena *arena)
{
	const char *rest = fetch->url ? fetch->url : IANA_URL, *place;
	rt_str url = RT_STR("");

	for (; (place = strstr(rest, PLACEHOLDER)) != NULL; rest = place + sizeof PLACEHOLDER - 1)
		url = rt_str_format(arena, "%.*s%.*s%.*s", RT_ARG(url), (int)(place - rest), rest, RT_ARG(registry));
	return rt_str_format(arena, "%.*s%s", RT_ARG(url), rest).data;
}

/* Between two requests to servers. */
static void pause_before(struct round *round, const char *url)
{
	long pause = round->fetch->pause;
	const struct timespec time = { .tv_sec = pause / 1000, .tv_nsec = pause % 1000 * 1000000 };

	if (rt_str_starts_with(rt_str_of(url), RT_STR("file:")))
		return;
	if (round->asked)
		nanosleep(&time, NULL); /* a signal that we live through may cut it short */
	round->asked = true;
}

/* ---- after a visit ---- */

static void raise_worst(struct round *round, enum rt_code code)
{
	round->worst = code > round->worst ? code : round->worst;
}

static void tell_trouble(const struct round *round, const struct visit *visit, enum rt_outcome outcome)
{
	const struct rt_fetch_events *events = round->fetch->events;
	struct rt_fetched fetched = visit->fetched;

	fetched.outcome = outcome;
	if (events && events->trouble)
		events->trouble(round->fetch->data, &fetched, &visit->why);
}

/* Damage to the record of looks keeps nobody from archiving: it is told at the end. */
static enum rt_code go_on(struct round *round, enum rt_code code, const struct rt_error *err)
{
	if (code != RT_EDAMAGED)
		return code;
	if (!round->damage.code)
		round->damage = *err;
	return RT_OK;
}

/* *SINCE, when the trouble began that a good look ends, may be before all that is remembered: then all looks are
 * read. */
static enum rt_code trouble_since(struct round *round, rt_str registry, rt_time *since, struct rt_error *err)
{
	const struct rt_look *first = round->past.items;
	struct rt_arena scratch;
	struct rt_looks all;

	while (!rt_str_equal(first->registry, registry)) /* there is one: the trouble */
		first++;
	if (first->time < *since)
		return RT_OK;
	rt_arena_init(&scratch);
	enum rt_code code = rt_archive_looks(round->archive, registry, RT_NO_TIME, &scratch, &all, err);
	if (!code)
		silence_ends(&all, registry, round->fetch->now, since);
	rt_arena_release(&scratch);
	return go_on(round, code, err);
}

/* Tell what LOOK saw, if it is to be told; LOOK->told says if it was. */
static enum rt_code tell(struct round *round, const struct visit *visit, struct rt_look *look, struct rt_error *err)
{
	const struct rt_fetch *fetch = round->fetch;
	const struct rt_fetch_events *events = fetch->events;
	rt_time since;

	if (!rt_outcome_is_good(look->outcome)) {
		look->told = fetch->verbose || !silence_covers(&round->past, look);
		if (look->told)
			tell_trouble(round, visit, look->outcome);
		return RT_OK;
	}
	look->told = silence_ends(&round->past, look->registry, look->time, &since);
	if (!look->told || !events || !events->recovered)
		return RT_OK;
	enum rt_code code = trouble_since(round, look->registry, &since, err);
	if (!code)
		events->recovered(fetch->data, &visit->fetched, since);
	return code;
}

static enum rt_code record(struct round *round, struct rt_error *err)
{
	size_t count = round->count;

	round->count = 0;
	return count ? go_on(round, rt_archive_add_looks(round->archive, round->looks, count, err), err) : RT_OK;
}

/* What came of VISIT, as a look that is told and will be recorded. It is told first: a run that is killed in between
 * tells twice, where the other order would never tell. */
static enum rt_code conclude(struct round *round, struct visit *visit, struct rt_error *err)
{
	const struct rt_fetch *fetch = round->fetch;
	const struct rt_fetched *fetched = &visit->fetched;
	struct rt_look *look = &round->looks[round->count];

	*look = (struct rt_look){ .time = fetch->now, .outcome = fetched->outcome, .registry = fetched->registry };
	if (visit->why.code)
		look->reason = rt_look_reason(rt_str_of(visit->why.message), &round->arena);
	raise_worst(round, visit->why.code);
	round->in_vain = visit->waited && fetched->outcome == RT_SAW_UNREACHABLE;
	if (fetch->events && fetch->events->looked)
		fetch->events->looked(fetch->data, fetched);
	enum rt_code code = tell(round, visit, look, err);
	round->count += !code;
	return code;
}

static enum rt_code report(struct round *round, struct visit *visit, struct rt_error *err)
{
	visit->why.code = RT_OK;
	enum rt_code code = visit_report(visit, err);
	raise_worst(round, visit->why.code);
	if (!code && visit->why.code)
		tell_trouble(round, visit, RT_SAW_NEW);
	return code;
}

static enum rt_code visit_one(struct round *round, rt_str registry, struct rt_error *err)
{
	struct rt_arena arena; /* its own, so that many registries need no more memory than one */
	struct visit visit = { .archive = round->archive,
		               .fetch = round->fetch,
		               .http = round->http,
		               .arena = &arena,
		               .retry_time = round->in_vain ? 0 : round->fetch->retry_time,
		               .why = { .code = RT_OK } };

	rt_arena_init(&arena);
	visit.fetched.registry = registry;
	visit.fetched.url = url_of(round->fetch, registry, &arena);
	pause_before(round, visit.fetched.url);
	enum rt_code code = visit_source(&visit, err);
	if (!code)
		code = conclude(round, &visit, err);
	if (!code)
		code = report(round, &visit, err);
	rt_arena_release(&arena);
	return code;
}

static enum rt_code visit_all(struct round *round, struct rt_error *err)
{
	const struct rt_fetch *fetch = round->fetch;
	struct rt_error ignored;
	enum rt_code code =
		rt_archive_looks(round->archive, RT_NO_STR, fetch->now - MEMORY, &round->arena, &round->past, err);

	code = go_on(round, code, err);
	for (size_t i = 0; i < fetch->registry_count && !code; i++) {
		code = visit_one(round, fetch->registries[i], err);
		if (!code && round->count == LOOKS_MAX)
			code = record(round, err);
	}
	if (!code)
		code = record(round, err);
	else /* what was seen until then, if that can be: the error that ends the round is told */
		record(round, &ignored);
	if (!code && round->damage.code) {
		*err = round->damage;
		code = round->damage.code;
	}
	return code;
}

enum rt_code rt_trail_fetch(struct rt_archive *archive, const struct rt_fetch *fetch, enum rt_code *worst,
                            struct rt_error *err)
{
	struct round round = { .archive = archive, .fetch = fetch, .http = rt_http_new() };

	rt_arena_init(&round.arena);
	enum rt_code code = visit_all(&round, err);
	rt_arena_release(&round.arena);
	rt_http_free(round.http);
	*worst = round.worst;
	return code;
}
