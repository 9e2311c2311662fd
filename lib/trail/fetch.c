/* One registry of a fetch. Each durable step leaves a state from which another run, if this one ends there, does what
 * is left: objects, then the mark that a report is due, then the branch, then the report, then the mark away. */
#include "visit.h"

#include "internal.h"
#include "validators.h"

#include <regtrail/xml.h>

#include <string.h>

static void tell_waiting(void *data, long milliseconds, const struct rt_error *why)
{
	struct visit *visit = data;
	const struct rt_fetch *fetch = visit->fetch;

	visit->waited = true;
	if (fetch->events && fetch->events->waiting)
		fetch->events->waiting(fetch->data, visit->fetched.registry, milliseconds, why);
}

static enum rt_code get(struct visit *visit, struct rt_source_document *out)
{
	struct validators validators = { RT_NO_STR, RT_NO_STR };
	struct rt_http_request request = { .url = visit->fetched.url,
		                           .user_agent = visit->fetch->user_agent,
		                           .ca_file = visit->fetch->ca_file,
		                           .timeout = visit->fetch->timeout,
		                           .retry_time = visit->retry_time,
		                           .waiting = tell_waiting,
		                           .waiting_data = visit };

	if (visit->has_newest)
		validators = validators_find(visit->archive, &visit->newest.snapshot, rt_str_of(visit->fetched.url),
		                             visit->arena);
	request.etag = validators.etag;
	request.last_modified = validators.last_modified;
	return rt_source_http(visit->http, &request, visit->arena, out, &visit->why);
}

/* ---- refused ---- */

/* Keep what was refused, unless the archive has it: SERIES is NULL if that cannot be. */
static enum rt_code refuse(struct visit *visit, const struct series *series, const struct rt_source_document *got,
                           enum rt_outcome outcome, struct rt_error *err)
{
	struct rt_quarantined entry = { .registry = visit->fetched.registry,
		                        .taken = visit->fetch->now,
		                        .reason = rt_str_of(visit->why.message),
		                        .source = rt_str_of(visit->fetched.url),
		                        .etag = got->etag,
		                        .last_modified = got->last_modified,
		                        .partial = got->partial,
		                        .size = got->bytes.len };
	bool kept = false;

	visit->fetched.outcome = outcome;
	if (!got->bytes.data)
		return RT_OK;
	entry.sha256 = rt_source_sha256(got->bytes, visit->arena);
	if (series && series_find(series, entry.sha256))
		return RT_OK;
	enum rt_code code =
		rt_archive_quarantine(visit->archive, &entry, got->bytes, got->headers, visit->arena, &kept, err);
	if (!code && kept)
		visit->fetched.quarantine = entry.id;
	if (!code && !entry.id.data)
		quarantine_was_full(entry.registry, &visit->why);
	return code;
}

/* ---- archived ---- */

static enum rt_code store(struct visit *visit, struct series *series, const struct rt_loaded *loaded, rt_str bytes,
                          struct rt_error *err)
{
	struct rt_archive *archive = visit->archive;
	struct rt_fetched *fetched = &visit->fetched;
	enum rt_code code = series_append(archive, series, loaded, bytes, visit->arena, err);

	if (!code)
		code = series_commit(archive, series, visit->arena, &fetched->report, &fetched->first, err);
	if (!code)
		code = rt_archive_flush(archive, err);
	if (!code && visit->has_newest)
		code = rt_archive_set_unreported(archive, series->registry, &visit->newest.commit, err);
	if (code)
		return code;
	visit->newest = series->items[series->count - 1];
	visit->has_newest = true;
	fetched->outcome = RT_SAW_NEW;
	code = rt_archive_set_branch(archive, series->registry, &visit->newest.commit, err);
	return code ? code : quarantine_release(archive, series, err);
}

/* A commit need not say how many entries there are; the gate has to know. */
static enum rt_code count_entries(struct visit *visit, struct series *series, struct rt_error *err)
{
	struct rt_archived *newest = series->count ? &series->items[series->count - 1] : NULL;
	struct rt_loaded loaded;
	rt_str bytes;

	if (!newest || newest->snapshot.entries)
		return RT_OK;
	enum rt_code code = rt_archive_document(visit->archive, newest, visit->arena, &bytes, err);
	if (!code)
		code = rt_trail_load(bytes, newest->snapshot.source, false, visit->arena, &loaded, err);
	if (!code)
		newest->snapshot.entries = loaded.snapshot.entries;
	return code;
}

/* What came is not the newest snapshot: is it to be archived? */
static enum rt_code examine(struct visit *visit, const struct rt_source_document *got, rt_str sha256,
                            struct rt_error *err)
{
	rt_str url = rt_str_of(visit->fetched.url);
	enum rt_outcome outcome = RT_SAW_REFUSED;
	struct rt_loaded loaded;
	struct series series;
	enum rt_code code = series_open(visit->archive, visit->fetched.registry, visit->arena, &series, err);

	if (!code)
		code = count_entries(visit, &series, err);
	if (!code)
		code = rt_xml_start(err);
	if (code)
		return code;
	if (rt_trail_load(got->bytes, url, false, visit->arena, &loaded, &visit->why))
		return refuse(visit, &series, got, outcome, err);
	visit->fetched.admissible = rt_str_equal(loaded.snapshot.registry, visit->fetched.registry);
	loaded.snapshot.sha256 = sha256;
	loaded.snapshot.archived = visit->fetch->now;
	loaded.snapshot.etag = got->etag;
	loaded.snapshot.last_modified = got->last_modified;
	code = gate_check(&visit->fetch->gate, visit->fetched.registry, &series, &loaded.snapshot, visit->fetch->now,
	                  &outcome, &visit->why);
	if (code)
		return refuse(visit, &series, got, outcome, err);
	return store(visit, &series, &loaded, got->bytes, err);
}

enum rt_code visit_source(struct visit *visit, struct rt_error *err)
{
	struct rt_source_document got;
	enum rt_code code = rt_archive_newest(visit->archive, visit->fetched.registry, visit->arena, &visit->newest,
	                                      &visit->has_newest, err);

	if (code)
		return code;
	code = get(visit, &got);
	if (code == RT_EREFUSED)
		return refuse(visit, NULL, &got, RT_SAW_REFUSED, err);
	visit->fetched.outcome = code ? RT_SAW_UNREACHABLE : RT_SAW_UNCHANGED;
	if (code || got.not_modified)
		return RT_OK;
	rt_str sha256 = rt_source_sha256(got.bytes, visit->arena);
	if (!visit->has_newest || !rt_str_equal(visit->newest.snapshot.sha256, sha256))
		return examine(visit, &got, sha256, err);
	visit->fetched.outcome = RT_SAW_SAME;
	validators_keep(visit->archive, &visit->newest.snapshot, rt_str_of(visit->fetched.url), &got, visit->arena);
	return RT_OK;
}

/* ---- reported ---- */

/* Let the user have REPORT, all that was not reported yet. */
static enum rt_code hand_over(struct visit *visit, const struct rt_fetched *fetched, struct rt_error *err)
{
	const struct rt_fetch *fetch = visit->fetch;
	enum rt_code code = RT_OK;

	if (fetch->events && fetch->events->archived)
		code = fetch->events->archived(fetch->data, fetched, visit->arena, &visit->why);
	if (code)
		return RT_OK;
	return rt_archive_set_unreported(visit->archive, fetched->registry, NULL, err);
}

static bool same_commit(const struct rt_archived *a, const struct rt_archived *b)
{
	return memcmp(a->commit.bytes, b->commit.bytes, sizeof a->commit.bytes) == 0;
}

enum rt_code visit_report(struct visit *visit, struct rt_error *err)
{
	struct rt_fetched fetched = visit->fetched;
	struct rt_archived last;
	bool due;
	enum rt_code code = rt_archive_unreported(visit->archive, fetched.registry, visit->arena, &last, &due, err);

	if (code || (!due && !fetched.first))
		return code;
	if (due && (!visit->has_newest || same_commit(&last, &visit->newest))) /* nothing came after it */
		return rt_archive_set_unreported(visit->archive, fetched.registry, NULL, err);
	if (due && !(fetched.outcome == RT_SAW_NEW && rt_str_equal(fetched.report.from.commit, last.snapshot.commit)))
		code = rt_trail_diff_snapshots(visit->archive, &last, &visit->newest, true, visit->arena,
		                               &fetched.report, err);
	fetched.outcome = RT_SAW_NEW;
	return code ? code : hand_over(visit, &fetched, err);
}
