/* Into quarantine, what import refuses; and out of it again. */
#include "internal.h"

#include <regtrail/limits.h>
#include <regtrail/xml.h>

/* The registry that BYTES say they are of, else ASKED, else none that anybody knows. */
static rt_str registry_of(rt_str bytes, rt_str asked, struct rt_arena *scratch)
{
	struct rt_document document;
	struct rt_error err;

	rt_xml_peek(bytes, scratch, &document, &err); /* a document that is cut short has an id all the same */
	if (rt_registry_id_ok(document.id))
		return document.id;
	return asked.data ? asked : RT_STR(RT_UNKNOWN_REGISTRY);
}

void quarantine_was_full(rt_str registry, struct rt_error *why)
{
	rt_fail(why, why->code,
	        "%s (not kept: quarantine has %u documents of %.*s already; `regtrail import --drop` makes room)",
	        why->message, RT_MAX_QUARANTINE, RT_ARG(registry));
}

enum rt_code quarantine_refused(struct rt_archive *archive, const struct rt_source_document *got, rt_str asked,
                                rt_time now, struct rt_arena *scratch, bool *again, struct rt_error *why,
                                struct rt_error *err)
{
	struct rt_quarantined entry = { .registry = registry_of(got->bytes, asked, scratch),
		                        .taken = now,
		                        .reason = rt_str_copy(scratch, rt_str_of(why->message)),
		                        .sha256 = rt_source_sha256(got->bytes, scratch),
		                        .source = got->source,
		                        .etag = got->etag,
		                        .last_modified = got->last_modified,
		                        .partial = got->partial };
	bool kept;
	enum rt_code code = rt_archive_quarantine(archive, &entry, got->bytes, got->headers, scratch, &kept, err);

	if (code)
		return code;
	*again = entry.id.data && !kept;
	if (entry.id.data)
		rt_fail(why, why->code, "%s (in quarantine as %.*s)", why->message, RT_ARG(entry.id));
	else
		quarantine_was_full(entry.registry, why);
	return RT_OK;
}

enum rt_code quarantine_release(struct rt_archive *archive, const struct series *series, struct rt_error *err)
{
	enum rt_code code = RT_OK;

	for (size_t i = series->first_new; i < series->count && !code; i++) {
		rt_str sha256 = series->items[i].snapshot.sha256;
		const struct rt_quarantined entry = { .registry = series->registry,
			                              .id = { sha256.data, RT_QUARANTINE_ID } };

		if (sha256.len > RT_QUARANTINE_ID)
			code = rt_archive_drop_quarantined(archive, &entry, err);
	}
	return code;
}

/* ---- admitted ---- */

/* The document of ENTRY as a snapshot to be, as if it had been archived when it came, but for the archived time. */
static enum rt_code load_entry(struct rt_archive *archive, const struct rt_quarantined *entry, rt_time now,
                               struct rt_arena *arena, struct rt_loaded *out, rt_str *bytes, struct rt_error *err)
{
	enum rt_code code = rt_archive_quarantined_document(archive, entry, arena, bytes, err);

	if (code)
		return code;
	code = rt_trail_load(*bytes, entry->source, true, arena, out, err);
	if (code)
		return rt_fail(err, code, "%s; it stays in quarantine: `regtrail import --drop %.*s` gives it up",
		               err->message, RT_ARG(entry->id));
	struct rt_snapshot *snapshot = &out->snapshot;
	snapshot->archived = now;
	snapshot->etag = entry->etag;
	snapshot->last_modified = entry->last_modified;
	if (snapshot->date == RT_NO_TIME && !rt_time_parse_http(entry->last_modified, &snapshot->date))
		snapshot->date = entry->taken;
	snapshot->date = rt_date_of(snapshot->date);
	return RT_OK;
}

static enum rt_code archive_one(struct rt_archive *archive, struct series *series, const struct rt_loaded *loaded,
                                rt_str bytes, struct rt_arena *arena, struct rt_error *err)
{
	enum rt_code code = series_add(archive, series, loaded, bytes, arena, err);

	if (!code)
		code = series_commit(archive, series, arena, NULL, NULL, err);
	if (!code)
		code = rt_archive_flush(archive, err);
	if (!code)
		code = rt_archive_set_branch(archive, series->registry, &series->items[series->count - 1].commit, err);
	return code;
}

enum rt_code rt_trail_admit(struct rt_archive *archive, const struct rt_quarantined *entry, rt_time now,
                            struct rt_arena *arena, struct rt_import_result *result, struct rt_error *err)
{
	struct rt_loaded loaded;
	struct series series;
	rt_str bytes;
	enum rt_code code = load_entry(archive, entry, now, arena, &loaded, &bytes, err);

	if (!code)
		code = series_open(archive, loaded.snapshot.registry, arena, &series, err);
	if (code)
		return code;
	bool there = series_find(&series, loaded.snapshot.sha256);
	if (!there)
		code = archive_one(archive, &series, &loaded, bytes, arena, err);
	if (code)
		return code;
	result->duplicates += there;
	result->archived += !there;
	result->rebuilt += series.rebuilt;
	return rt_archive_drop_quarantined(archive, entry, err);
}
