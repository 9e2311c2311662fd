/* The gate: what is fetched by night, with nobody looking, must be the registry, newer than what is there, and
 * plausible. Mirrors have swung between a fresh and a stale copy for months, and served documents that were cut
 * short. */
#include "internal.h"

/* A document at the gate. */
struct candidate {
	const struct rt_gate *gate;
	rt_str registry;
	const struct series *series;
	const struct rt_snapshot *newest; /* NULL: there is none yet */
	const struct rt_snapshot *got;
	rt_time now;
	bool newer_here; /* it came to its server after the newest snapshot did */
};

static enum rt_code check_registry(const struct candidate *c, struct rt_error *err)
{
	if (rt_str_equal(c->got->registry, c->registry))
		return RT_OK;
	return rt_fail(err, RT_EREFUSED, "this is registry %.*s, not %.*s: check the URL", RT_ARG(c->got->registry),
	               RT_ARG(c->registry));
}

/* The bytes of an older snapshot. What the server has since later may be what the registry went back to. The date told
 * is that of the snapshot: a document that has none was given today's, and what is told must not differ from night to
 * night. */
static enum rt_code check_unknown(const struct candidate *c, struct rt_error *err)
{
	const struct rt_archived *older = c->newer_here ? NULL : series_find(c->series, c->got->sha256);
	char date[RT_TIME_TEXT], newest[RT_TIME_TEXT];

	if (!older)
		return RT_OK;
	return rt_fail(err, RT_EREFUSED,
	               "stale: it is an older snapshot again, of %s, and the newest is of %s: "
	               "the archive has it, so it was left out",
	               rt_date_text(older->snapshot.date, date), rt_date_text(c->newest->date, newest));
}

/* A newest snapshot that is ahead of the clock was imported, or admitted, and keeps out all that comes until then. */
static enum rt_code check_newer(const struct candidate *c, struct rt_error *err)
{
	char date[RT_TIME_TEXT], newest[RT_TIME_TEXT];

	if (!c->newest || c->got->date >= c->newest->date)
		return RT_OK;
	return rt_fail(
		err, RT_EREFUSED, "stale: its registry date %s is older than the newest snapshot's, %s, %s",
		rt_date_text(c->got->date, date), rt_date_text(c->newest->date, newest),
		c->newest->date > c->now + RT_MAX_AHEAD
			? "which is ahead of the clock: check the clock, or take that snapshot back by `git update-ref`"
			: "though the archive does not have it");
}

/* It would make stale all that comes until then; what is as far ahead as the newest snapshot changes nothing. */
static enum rt_code check_not_ahead(const struct candidate *c, struct rt_error *err)
{
	char date[RT_TIME_TEXT], today[RT_TIME_TEXT];

	if (c->got->date <= c->now || c->got->date - c->now <= RT_MAX_AHEAD ||
	    (c->newest && c->got->date <= c->newest->date))
		return RT_OK;
	return rt_fail(
		err, RT_EREFUSED,
		"its registry date %s is more than %d days ahead of the clock, by which it is %s: check the clock",
		rt_date_text(c->got->date, date), RT_MAX_AHEAD / RT_DAY, rt_date_text(c->now, today));
}

/* A single entry may always go, or small registries could never lose one. */
static enum rt_code check_plausible(const struct candidate *c, struct rt_error *err)
{
	unsigned percent = c->gate->max_shrink;
	char newest[RT_TIME_TEXT];

	if (!c->newest || percent >= 100 || c->got->entries + 1 >= c->newest->entries)
		return RT_OK;
	size_t lost = c->newest->entries - c->got->entries;
	if (lost * 100 < c->newest->entries * percent)
		return RT_OK;
	return rt_fail(
		err, RT_EREFUSED,
		"not plausible: it has %zu entries, the newest snapshot, of %s, has %zu: it would lose %u %% of them "
		"or more",
		c->got->entries, rt_date_text(c->newest->date, newest), c->newest->entries, percent);
}

/* In this order: the first that fails decides. */
static const struct {
	enum rt_code (*check)(const struct candidate *c, struct rt_error *err);
	enum rt_outcome outcome;
} checks[] = {
	{ check_registry, RT_SAW_REFUSED }, { check_unknown, RT_SAW_STALE },      { check_newer, RT_SAW_STALE },
	{ check_not_ahead, RT_SAW_REFUSED }, { check_plausible, RT_SAW_REFUSED },
};

/* Is what the server says of TIME later than all that is known of NEWEST? */
static bool is_after(rt_time time, const struct rt_snapshot *newest)
{
	rt_time served;

	if (rt_time_parse_http(newest->last_modified, &served))
		return time > served;
	return rt_date_of(time) > newest->date;
}

/* The same of a document with the registry date of NEWEST, of which only the server can tell which is the later one. */
static bool is_after_within_day(rt_time time, const struct rt_snapshot *got, const struct rt_snapshot *newest)
{
	rt_time served;

	return got->date == newest->date && rt_time_parse_http(newest->last_modified, &served) && time > served;
}

/* Settle the registry date of GOT; *NEWER_HERE as above. */
static void settle_date(struct rt_snapshot *got, const struct rt_snapshot *newest, rt_time now, bool *newer_here)
{
	rt_time served;
	bool is_served = rt_time_parse_http(got->last_modified, &served), is_dated = got->date != RT_NO_TIME;

	*newer_here =
		newest && is_served && (is_dated ? is_after_within_day(served, got, newest) : is_after(served, newest));
	if (is_dated)
		return;
	got->date = rt_date_of(is_served ? served : now);
	/* The clock says nothing of the document, and may have been wrong when NEWEST was dated by it. */
	if (newest && got->date < newest->date && (*newer_here || !is_served))
		got->date = newest->date;
}

enum rt_code gate_check(const struct rt_gate *gate, rt_str registry, const struct series *series,
                        struct rt_snapshot *got, rt_time now, enum rt_outcome *outcome, struct rt_error *err)
{
	struct candidate c = { .gate = gate, .registry = registry, .series = series, .got = got, .now = now };

	if (series->count)
		c.newest = &series->items[series->count - 1].snapshot;
	settle_date(got, c.newest, now, &c.newer_here);
	for (size_t i = 0; i < sizeof checks / sizeof *checks; i++) {
		enum rt_code code = checks[i].check(&c, err);

		if (!code)
			continue;
		*outcome = checks[i].outcome;
		rt_error_context(err, "%.*s", RT_ARG(got->source));
		return code;
	}
	return RT_OK;
}
