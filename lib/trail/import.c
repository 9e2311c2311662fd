/* Documents at hand into the archive. Two passes over the files, so that memory holds one document at a time (and what
 * came through pipes): the first finds registry, date and SHA-256 of each, the second archives in the order of
 * dates. */
#include "internal.h"

#include <regtrail/xml.h>

#include <stdlib.h>
#include <string.h>

struct candidate {
	rt_str path, base;
	rt_str bytes; /* of what can be read only once; else absent */
	rt_str registry;
	rt_str sha256;
	rt_time date;
};

struct importer {
	struct rt_archive *archive;
	const struct rt_import *import;
	struct rt_import_result *result;
	struct rt_arena *arena; /* lives as long as the import */
	size_t done;            /* steps of progress: two a file */
};

static void step(struct importer *im)
{
	im->done++;
	if (im->import->progress)
		im->import->progress(im->import->data, im->done, im->import->path_count * 2);
}

static void tell(struct importer *im, rt_str path, enum rt_imported what, const struct rt_snapshot *snapshot,
                 const struct rt_error *err)
{
	struct rt_import_result *result = im->result;

	result->archived += what == RT_ARCHIVED;
	result->duplicates += what == RT_DUPLICATE;
	result->refused += what == RT_REFUSED;
	if (what == RT_REFUSED && err->code > result->worst)
		result->worst = err->code;
	if (im->import->told)
		im->import->told(im->import->data, path, what, snapshot, err);
}

/* Tell that GOT is refused because of WHY; what could be read of it goes to quarantine. */
static enum rt_code refuse(struct importer *im, rt_str path, const struct rt_source_document *got,
                           struct rt_arena *scratch, struct rt_error *why, struct rt_error *err)
{
	const struct rt_import *import = im->import;
	enum rt_code code = RT_OK;
	bool again; /* told all the same: the user named the file */

	if (why->code == RT_EREFUSED && got->bytes.data)
		code = quarantine_refused(im->archive, got, import->registry, import->now, scratch, &again, why, err);
	if (!code)
		tell(im, path, RT_REFUSED, NULL, why);
	return code;
}

/* ---- first pass ---- */

/* The date alone if it stands before the records, else that of the whole document, else today. */
static enum rt_code find_date(rt_str bytes, struct rt_arena *scratch, rt_time now, struct rt_document *document,
                              struct rt_error *err)
{
	enum rt_code code = rt_xml_peek(bytes, scratch, document, err);

	if (!code && document->date == RT_NO_TIME)
		code = rt_xml_read(bytes, scratch, document, err);
	if (!code && document->date == RT_NO_TIME)
		document->date = rt_date_of(now);
	return code;
}

static rt_str base_name(rt_str path)
{
	for (size_t i = path.len; i-- > 0;)
		if (path.data[i] == '/')
			return (rt_str){ path.data + i + 1, path.len - i - 1 };
	return path;
}

static enum rt_code look_at(struct importer *im, rt_str path, struct rt_arena *scratch, struct rt_source_document *got,
                            struct candidate *out, struct rt_error *err)
{
	struct rt_document document;
	const struct rt_import *import = im->import;
	enum rt_code code = rt_source_file(path.data, scratch, got, err);

	if (code)
		return code; /* names the file itself */
	code = find_date(got->bytes, scratch, import->now, &document, err);
	if (!code && import->registry.data && !rt_str_equal(document.id, import->registry)) {
		code = rt_fail(err, RT_EREFUSED, "this is registry %.*s, not %.*s", RT_ARG(document.id),
		               RT_ARG(import->registry));
		got->bytes = RT_NO_STR; /* a good document, only not asked for: nothing to keep */
	}
	if (code) {
		rt_error_context(err, "%.*s", RT_ARG(path));
		return code;
	}
	*out = (struct candidate){ .path = path,
		                   .base = base_name(path),
		                   .bytes = got->stream ? rt_str_copy(im->arena, got->bytes) : RT_NO_STR,
		                   .registry = rt_str_copy(im->arena, document.id),
		                   .sha256 = rt_source_sha256(got->bytes, im->arena),
		                   .date = document.date };
	return RT_OK;
}

/* By registry, then by date; documents of one date by file name, so that the order they were given in is without
 * meaning. */
static int in_order(const void *a, const void *b)
{
	const struct candidate *x = a, *y = b;
	int order = rt_str_compare(x->registry, y->registry);

	if (!order)
		order = (x->date > y->date) - (x->date < y->date);
	if (!order)
		order = rt_str_compare(x->base, y->base);
	return order ? order : rt_str_compare(x->sha256, y->sha256);
}

static enum rt_code first_pass(struct importer *im, struct candidate **list, size_t *count, struct rt_error *err)
{
	enum rt_code code = RT_OK;

	*list = rt_arena_array(im->arena, im->import->path_count, sizeof **list);
	*count = 0;
	for (size_t i = 0; i < im->import->path_count && !code; i++) {
		struct rt_source_document got;
		struct rt_arena scratch;
		struct rt_error why;
		rt_str path = im->import->paths[i];

		rt_arena_init(&scratch);
		if (look_at(im, path, &scratch, &got, &(*list)[*count], &why)) {
			code = refuse(im, path, &got, &scratch, &why, err);
			step(im); /* there will be no second step */
		} else {
			++*count;
		}
		rt_arena_release(&scratch);
		step(im);
	}
	qsort(*list, *count, sizeof **list, in_order);
	return code;
}

/* ---- second pass ---- */

static enum rt_code read_again(const struct candidate *c, struct rt_arena *scratch, struct rt_source_document *got,
                               struct rt_error *why)
{
	if (c->bytes.data) {
		*got = (struct rt_source_document){ .bytes = c->bytes, .source = c->path };
		return RT_OK;
	}
	enum rt_code code = rt_source_file(c->path.data, scratch, got, why);
	if (code || rt_str_equal(rt_source_sha256(got->bytes, scratch), c->sha256))
		return code;
	got->bytes = RT_NO_STR; /* nothing is known against it */
	return rt_fail(why, RT_EREFUSED, "%.*s: changed while it was imported: import it again", RT_ARG(c->path));
}

/* One document into SERIES. What is wrong with the document is told; only what is wrong with the archive is
 * returned. */
static enum rt_code add_document(struct importer *im, const struct candidate *c, struct series *series,
                                 struct documents *documents, struct rt_arena *scratch, struct rt_error *err)
{
	struct rt_source_document got;
	struct rt_loaded loaded;
	struct rt_error why;
	enum rt_code code = read_again(c, scratch, &got, &why);

	if (!code)
		code = documents_load(documents, got.bytes, c->path, false, scratch, &loaded, &why);
	if (code)
		return refuse(im, c->path, &got, scratch, &why, err);
	loaded.snapshot.sha256 = c->sha256;
	loaded.snapshot.archived = im->import->now;
	if (loaded.snapshot.date == RT_NO_TIME)
		loaded.snapshot.date = c->date;
	code = series_add(im->archive, series, &loaded, got.bytes, im->arena, err);
	if (!code)
		tell(im, c->path, RT_ARCHIVED, &loaded.snapshot, NULL);
	return code;
}

/* Make durable what is much; the branch does not move yet. */
static enum rt_code flush_much(struct importer *im, struct documents *documents, struct rt_error *err)
{
	if (rt_archive_pending(im->archive) < FLUSH_AT)
		return RT_OK;
	documents_release(documents);
	return rt_archive_flush(im->archive, err);
}

/* The documents of one registry, up to the commits. */
static enum rt_code second_pass(struct importer *im, const struct candidate *list, size_t count, struct series *series,
                                struct rt_error *err)
{
	struct documents documents = { .series = NULL };
	enum rt_code code = series_open(im->archive, list->registry, im->arena, series, err);

	for (size_t i = 0; i < count && !code; i++) {
		struct rt_arena scratch;

		rt_arena_init(&scratch);
		if (series_find(series, list[i].sha256))
			tell(im, list[i].path, RT_DUPLICATE, NULL, NULL);
		else
			code = add_document(im, &list[i], series, &documents, &scratch, err);
		rt_arena_release(&scratch);
		if (!code)
			code = flush_much(im, &documents, err);
		step(im);
	}
	documents_release(&documents);
	if (code)
		return code;
	im->result->rebuilt += series->rebuilt;
	return series_commit(im->archive, series, im->arena, NULL, NULL, err);
}

/* Let the branch have the new snapshots of SERIES, if there are any; in quarantine they have no business then. */
static enum rt_code publish(struct importer *im, const struct series *series, struct rt_error *err)
{
	if (series->first_new == series->count)
		return RT_OK;
	enum rt_code code = rt_archive_set_branch(im->archive, series->registry,
	                                          &series->items[series->count - 1].commit, err);
	return code ? code : quarantine_release(im->archive, series, err);
}

/* All registries: first everything is written, then made durable, and only then do branches move. */
static enum rt_code archive_all(struct importer *im, const struct candidate *list, size_t count, struct rt_error *err)
{
	struct series *all = rt_arena_array(im->arena, count, sizeof *all);
	size_t registries = 0;
	enum rt_code code = RT_OK;

	for (size_t start = 0, end; start < count && !code; start = end) {
		for (end = start; end < count && rt_str_equal(list[end].registry, list[start].registry);)
			end++;
		code = second_pass(im, &list[start], end - start, &all[registries++], err);
	}
	if (!code)
		code = rt_archive_flush(im->archive, err);
	for (size_t i = 0; i < registries && !code; i++)
		code = publish(im, &all[i], err);
	return code;
}

enum rt_code rt_trail_import(struct rt_archive *archive, const struct rt_import *import,
                             struct rt_import_result *result, struct rt_error *err)
{
	struct rt_arena arena;
	struct candidate *list;
	size_t count;

	rt_arena_init(&arena);
	*result = (struct rt_import_result){ .worst = RT_OK };
	struct importer im = { .archive = archive, .import = import, .result = result, .arena = &arena };
	enum rt_code code = rt_xml_start(err);
	if (!code)
		code = first_pass(&im, &list, &count, err);
	if (!code)
		code = archive_all(&im, list, count, err);
	rt_arena_release(&arena);
	return code;
}
