#include <regtrail/trail.h>

#include <regtrail/xml.h>

static size_t count_entries(struct rt_records records)
{
	size_t count = 0;

	for (size_t i = 0; i < records.count; i++)
		count += records.items[i].subject == RT_ENTRY && records.items[i].state == RT_ASSIGNED;
	return count;
}

enum rt_code rt_trail_load(rt_str bytes, rt_str source, bool sha256, struct rt_arena *arena, struct rt_loaded *out,
                           struct rt_error *err)
{
	struct rt_document document;
	enum rt_code code = rt_xml_read_records(bytes, arena, &document, &out->records, err);

	out->snapshot = (struct rt_snapshot){ .archived = RT_NO_TIME, .changes = RT_NOT_COUNTED };
	if (code)
		return rt_error_context(err, "%.*s", RT_ARG(source));
	out->snapshot.registry = document.id;
	out->snapshot.date = document.date;
	out->snapshot.records = document.records;
	out->snapshot.entries = count_entries(out->records);
	out->snapshot.source = rt_str_copy(arena, source);
	if (sha256)
		out->snapshot.sha256 = rt_source_sha256(bytes, arena);
	return RT_OK;
}

enum rt_code rt_trail_diff_documents(const struct rt_loaded *old, const struct rt_loaded *new, struct rt_arena *arena,
                                     struct rt_report *out, struct rt_error *err)
{
	const struct rt_snapshot *from = &old->snapshot, *to = &new->snapshot;

	if (!rt_str_equal(from->registry, to->registry))
		return rt_fail(err, RT_EINVALID, "two different registries: %.*s is %.*s, %.*s is %.*s", RT_ARG(from->source),
		               RT_ARG(from->registry), RT_ARG(to->source), RT_ARG(to->registry));
	*out = (struct rt_report){ .registry = to->registry, .from = *from, .to = *to };
	out->changes = rt_diff(old->records, new->records, arena);
	return RT_OK;
}

enum rt_code rt_trail_diff_snapshots(struct rt_archive *archive, const struct rt_archived *old,
                                     const struct rt_archived *new, struct rt_arena *arena, struct rt_report *out,
                                     struct rt_error *err)
{
	struct rt_records before, after;
	enum rt_code code = rt_archive_compare(archive, &old->tree, &new->tree, arena, &before, &after, err);

	if (code)
		return code;
	*out = (struct rt_report){ .registry = new->snapshot.registry, .from = old->snapshot, .to = new->snapshot };
	out->changes = rt_diff(before, after, arena);
	return RT_OK;
}
