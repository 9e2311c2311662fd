#include "internal.h"

#include <regtrail/xml.h>

/* What happens to each record as a document is read: entries are counted, and those that the other side has too
 * dropped. */
struct reading {
	struct rt_unmatched *other; /* NULL: all are kept */
	size_t entries;
};

static bool keep(void *data, const struct rt_record *record)
{
	struct reading *reading = data;

	reading->entries += record->subject == RT_ENTRY && record->state == RT_ASSIGNED;
	return !rt_unmatched_take(reading->other, record);
}

static size_t count_entries(struct rt_records records)
{
	size_t count = 0;

	for (size_t i = 0; i < records.count; i++)
		count += records.items[i].subject == RT_ENTRY && records.items[i].state == RT_ASSIGNED;
	return count;
}

/* What a document was read to, as a snapshot. CODE: whether it could be. */
static enum rt_code finish(enum rt_code code, const struct rt_document *document, size_t entries, rt_str bytes,
                           rt_str source, bool sha256, struct rt_arena *arena, struct rt_loaded *out,
                           struct rt_error *err)
{
	out->snapshot = (struct rt_snapshot){ .archived = RT_NO_TIME, .changes = RT_NOT_COUNTED };
	if (code) {
		rt_error_context(err, "%.*s", RT_ARG(source));
		return code;
	}
	out->snapshot.registry = document->id;
	out->snapshot.date = document->date;
	out->snapshot.records = document->records;
	out->snapshot.entries = entries;
	out->snapshot.source = rt_str_copy(arena, source);
	if (sha256)
		out->snapshot.sha256 = rt_source_sha256(bytes, arena);
	return RT_OK;
}

/* Read a document; with OTHER only what that has not. */
static enum rt_code load(rt_str bytes, rt_str source, bool sha256, struct rt_unmatched *other, struct rt_arena *arena,
                         struct rt_loaded *out, struct rt_error *err)
{
	struct reading reading = { .other = other };
	const struct rt_record_filter filter = { keep, &reading };
	struct rt_document document;
	enum rt_code code = rt_xml_read_records(bytes, other ? &filter : NULL, arena, &document, &out->records, err);
	size_t entries = other || code ? reading.entries : count_entries(out->records);

	return finish(code, &document, entries, bytes, source, sha256, arena, out, err);
}

enum rt_code rt_trail_load(rt_str bytes, rt_str source, bool sha256, struct rt_arena *arena, struct rt_loaded *out,
                           struct rt_error *err)
{
	return load(bytes, source, sha256, NULL, arena, out, err);
}

enum rt_code documents_load(struct documents *documents, rt_str bytes, rt_str source, bool sha256,
                            struct rt_arena *arena, struct rt_loaded *out, struct rt_error *err)
{
	struct rt_document document;

	if (!documents->series)
		documents->series = rt_xml_series_new();
	enum rt_code code = rt_xml_series_read(documents->series, bytes, &document, &out->records, err);
	size_t entries = code ? 0 : count_entries(out->records);
	code = finish(code, &document, entries, bytes, source, sha256, arena, out, err);
	rt_arena_release(&documents->last);
	documents->last = *arena;
	rt_arena_init(arena);
	return code;
}

void documents_release(struct documents *documents)
{
	rt_xml_series_free(documents->series);
	rt_arena_release(&documents->last);
	documents->series = NULL;
}

enum rt_code rt_trail_diff_documents(const struct rt_side *old, const struct rt_side *new, bool sha256,
                                     struct rt_arena *arena, struct rt_report *out, struct rt_error *err)
{
	struct rt_loaded before, after;
	enum rt_code code = load(old->bytes, old->source, sha256, NULL, arena, &before, err);

	if (code)
		return code;
	struct rt_unmatched *unmatched = rt_unmatched_new(before.records, arena);
	code = load(new->bytes, new->source, sha256, unmatched, arena, &after, err);
	if (code)
		return code;
	const struct rt_snapshot *from = &before.snapshot, *to = &after.snapshot;
	if (!rt_str_equal(from->registry, to->registry))
		return rt_fail(err, RT_EINVALID, "two different registries: %.*s is %.*s, %.*s is %.*s",
		               RT_ARG(from->source), RT_ARG(from->registry), RT_ARG(to->source), RT_ARG(to->registry));
	*out = (struct rt_report){ .registry = to->registry };
	out->from = old->snapshot ? *old->snapshot : *from;
	out->to = new->snapshot ? *new->snapshot : *to;
	out->changes = rt_diff(rt_unmatched_rest(unmatched, arena), after.records, arena);
	return RT_OK;
}

enum rt_code rt_trail_diff_snapshots(struct rt_archive *archive, const struct rt_archived *old,
                                     const struct rt_archived *new, bool people, struct rt_arena *arena,
                                     struct rt_report *out, struct rt_error *err)
{
	struct rt_records before, after;
	enum rt_code code = rt_archive_compare(archive, &old->tree, &new->tree, people, arena, &before, &after, err);

	if (code)
		return code;
	*out = (struct rt_report){ .registry = new->snapshot.registry, .from = old->snapshot, .to = new->snapshot };
	out->changes = rt_diff(before, after, arena);
	return RT_OK;
}
