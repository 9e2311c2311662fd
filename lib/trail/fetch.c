#include "internal.h"

static enum rt_code get(const struct rt_fetch *fetch, const struct series *series, struct rt_arena *arena,
                        struct rt_source_document *out, struct rt_error *err)
{
	struct rt_http_request request = { .url = fetch->url,
		                           .user_agent = fetch->user_agent,
		                           .ca_file = fetch->ca_file,
		                           .timeout = fetch->timeout };
	const struct rt_snapshot *newest = series->count ? &series->items[series->count - 1].snapshot : NULL;

	/* Validators hold for the URL that they came from (RFC 9110 section 8.8). */
	if (newest && rt_str_equal(newest->source, rt_str_of(fetch->url))) {
		request.etag = newest->etag;
		request.last_modified = newest->last_modified;
	}
	return rt_source_http(NULL, &request, arena, out, err);
}

/* What came must be the registry that was asked for, and no older than what is there. */
static enum rt_code check(const struct rt_fetch *fetch, const struct series *series, struct rt_snapshot *got,
                          struct rt_error *err)
{
	char got_date[RT_TIME_TEXT], newest_date[RT_TIME_TEXT];

	if (!rt_str_equal(got->registry, fetch->registry))
		return rt_fail(err, RT_EREFUSED, "%s: this is registry %.*s, not %.*s", fetch->url, RT_ARG(got->registry),
		               RT_ARG(fetch->registry));
	if (got->date == RT_NO_TIME && (!got->last_modified.data || !rt_time_parse_http(got->last_modified, &got->date)))
		got->date = fetch->now;
	got->date = rt_date_of(got->date);
	if (!series->count || got->date >= series->items[series->count - 1].snapshot.date)
		return RT_OK;
	return rt_fail(err, RT_EREFUSED,
	               "%s: stale: its registry date %s is older than the newest snapshot's, %s; nothing was archived",
	               fetch->url, rt_date_text(got->date, got_date),
	               rt_date_text(series->items[series->count - 1].snapshot.date, newest_date));
}

static enum rt_code store(struct rt_archive *archive, struct series *series, const struct rt_loaded *loaded, rt_str bytes,
                          struct rt_arena *arena, struct rt_fetch_result *result, struct rt_error *err)
{
	enum rt_code code = series_add(archive, series, loaded, bytes, arena, err);

	if (!code)
		code = series_commit(archive, series, arena, &result->report, &result->first, err);
	if (!code)
		code = rt_archive_flush(archive, err);
	if (!code)
		code = rt_archive_set_branch(archive, series->registry, &series->items[series->count - 1].commit, err);
	result->archived = !code;
	return code;
}

enum rt_code rt_trail_fetch(struct rt_archive *archive, const struct rt_fetch *fetch, struct rt_arena *arena,
                            struct rt_fetch_result *result, struct rt_error *err)
{
	struct rt_source_document got;
	struct rt_loaded loaded;
	struct series series;

	*result = (struct rt_fetch_result){ .archived = false };
	enum rt_code code = series_open(archive, fetch->registry, arena, &series, err);
	if (!code)
		code = get(fetch, &series, arena, &got, err);
	if (code || got.not_modified)
		return code;
	rt_str sha256 = rt_source_sha256(got.bytes, arena);
	if (series.count && rt_str_equal(series.items[series.count - 1].snapshot.sha256, sha256))
		return RT_OK;
	if (series_has(&series, sha256))
		return rt_fail(err, RT_EREFUSED, "%s: stale: it is an older snapshot that the archive has; nothing was archived",
		               fetch->url);
	code = rt_trail_load(got.bytes, rt_str_of(fetch->url), false, arena, &loaded, err);
	if (code)
		return code;
	loaded.snapshot.sha256 = sha256;
	loaded.snapshot.archived = fetch->now;
	loaded.snapshot.etag = got.etag;
	loaded.snapshot.last_modified = got.last_modified;
	code = check(fetch, &series, &loaded.snapshot, err);
	return code ? code : store(archive, &series, &loaded, got.bytes, arena, result, err);
}
