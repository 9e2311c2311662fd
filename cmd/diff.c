#include "diff_stat.h"
#include "filter.h"
#include "output.h"
#include "snapshot.h"
#include "style.h"

#include <regtrail/trail.h>
#include <regtrail/xml.h>

#include <string.h>

struct diff_options {
	bool stat;
	struct filter_options filter;
	struct style_options style;
	struct snapshot_options snapshot;
};

static const struct opt own_options[] = {
	{ 0, "stat", NULL, "how many changes by kind, and of snapshots by year (text or json)", OPT_FLAG,
	  offsetof(struct diff_options, stat), NULL },
	{ 0 }
};

/* How what was asked for is to be shown. */
struct diff_view {
	bool sha256; /* of the documents: the text report does not show it, so it need not be computed */
	struct rt_filter filter;
	const struct rt_renderer *renderer;
	struct rt_style style;
};

/* OLD or NEW: a document at hand or a snapshot of the archive. */
struct operand {
	const char *name;
	bool is_path;
	struct rt_archived archived; /* the snapshot */
	struct rt_side document;     /* of a snapshot only if the other side is a document */
};

static struct operand operand_of(const char *name)
{
	return (struct operand){ .name = name, .is_path = snapshot_is_path(name) };
}

static enum rt_code read_path(struct session *session, struct operand *operand)
{
	struct rt_source_document file;

	if (!operand->is_path)
		return RT_OK;
	enum rt_code code = snapshot_read(session, operand->name, &file);
	if (!code)
		operand->document = (struct rt_side){ .bytes = file.bytes, .source = file.source };
	return code;
}

/* The registry to look for in the archive: that of the other side if this is a document and nothing else is said. */
static enum rt_code find_registry(struct session *session, const struct operand *old, const struct operand *new,
                                  rt_str *out)
{
	const struct operand *path = old->is_path ? old : new->is_path ? new : NULL;
	struct rt_document document;

	if (!path || session->common.registry)
		return session_registry(session, out);
	if (rt_xml_peek(path->document.bytes, &session->arena, &document, &session->err))
		return rt_error_context(&session->err, "%s", path->name);
	*out = document.id;
	return RT_OK;
}

static enum rt_code find_archived(struct session *session, struct operand *operand, rt_str registry,
                                  const struct snapshot_options *options)
{
	if (operand->is_path)
		return RT_OK;
	return snapshot_find(session, registry, operand->name, options, &operand->archived);
}

/* Read the document of a side that is a snapshot. */
static enum rt_code read_archived(struct session *session, struct operand *operand)
{
	struct rt_side *document = &operand->document;

	if (operand->is_path)
		return RT_OK;
	document->snapshot = &operand->archived.snapshot;
	document->source = document->snapshot->commit;
	return rt_archive_document(session->archive, &operand->archived, &session->arena, &document->bytes,
	                           &session->err);
}

static enum rt_code compare_documents(struct session *session, const struct operand *old, const struct operand *new,
                                      const struct diff_view *view, struct rt_report *out)
{
	return rt_trail_diff_documents(&old->document, &new->document, view->sha256, &session->arena, out,
	                               &session->err);
}

/* At least one of OLD and NEW is a snapshot. */
static enum rt_code compare_archived(struct session *session, struct operand *old, struct operand *new,
                                     const struct snapshot_options *options, const struct diff_view *view,
                                     struct rt_report *out)
{
	rt_str registry;
	enum rt_code code = session_open(session, false);

	if (!code)
		code = find_registry(session, old, new, &registry);
	if (!code)
		code = find_archived(session, old, registry, options);
	if (!code)
		code = find_archived(session, new, registry, options);
	if (!code && !old->is_path && !new->is_path)
		return rt_trail_diff_snapshots(session->archive, &old->archived, &new->archived,
		                               view->filter.kinds & RT_KIND_CONTACTS, &session->arena, out,
		                               &session->err);
	if (!code)
		code = read_archived(session, old);
	if (!code)
		code = read_archived(session, new);
	return code ? code : compare_documents(session, old, new, view, out);
}

static bool is_json(const struct diff_view *view)
{
	return strcmp(view->renderer->name, "json") == 0;
}

static enum rt_code make_view(struct session *session, const struct diff_options *options, struct diff_view *view)
{
	enum rt_code code = style_renderer(options->style.format, &view->renderer, &session->err);

	if (!code)
		code = filter_make(&options->filter, &session->arena, &view->filter, &session->err);
	if (!code)
		view->sha256 = strcmp(view->renderer->name, "text") != 0;
	view->style = style_of(&options->style);
	session->misused = code;
	if (!code && options->stat && !is_json(view) && strcmp(view->renderer->name, "text") != 0)
		return MISUSED(session, "--stat is written as text or json, not as %s", view->renderer->name);
	return code;
}

static enum rt_code show(struct session *session, const struct rt_report *report, const struct diff_view *view)
{
	struct rt_style style = view->style;
	struct rt_buf text = RT_BUF_INIT;

	style_settings(session, &style);
	view->renderer->render(report, &style, &text);
	enum rt_code code = output_write(rt_buf_str(&text), &session->err);
	rt_buf_release(&text);
	return code;
}

static enum rt_code run_diff(struct session *session, const void *settings, const struct operands *operands)
{
	const struct diff_options *options = settings;
	struct operand old = operand_of(operands->count > 0 ? operands->items[0] : "previous");
	struct operand new = operand_of(operands->count > 1 ? operands->items[1] : "latest");
	struct diff_view view;
	struct rt_report report;
	enum rt_code code = make_view(session, options, &view);

	if (!code)
		code = read_path(session, &old);
	if (!code)
		code = read_path(session, &new);
	if (!code && old.is_path && new.is_path)
		code = compare_documents(session, &old, &new, &view, &report);
	else if (!code)
		code = compare_archived(session, &old, &new, &options->snapshot, &view, &report);
	if (code)
		return code;
	filter_report(&report, &view.filter, &session->arena);
	report.only = filter_words(&options->filter, &session->arena);
	session->status = report.changes.count ? STATUS_DIFFERS : 0;
	if (options->stat)
		return diff_stat_show(session, &report, &view.filter, is_json(&view));
	return show(session, &report, &view);
}

static const struct opt_group groups[] = {
	{ "Which changes (each may be repeated)", filter_options, offsetof(struct diff_options, filter) },
	{ "How they are shown", style_options, offsetof(struct diff_options, style) },
	{ "Or counted", own_options, 0 },
	{ "Names of snapshots", snapshot_options, offsetof(struct diff_options, snapshot) },
	{ 0 }
};

const struct command command_diff = {
	.name = "diff",
	.operands = "[OLD [NEW]]",
	.max_operands = 2,
	.about = "what changed between two snapshots",
	.help = "Shows what changed from OLD to NEW (default: previous latest; with one operand, that\n"
	        "to latest). Each is a snapshot or a path to a document; two paths need no archive.",
	.exits = "0  nothing changed, of what was asked for\n"
	         "1  something did\n"
	         "2  trouble: usage, no such snapshot, a document that cannot be read\n"
	         "6  the archive is damaged",
	.examples = "regtrail diff\n"
	            "regtrail diff 2025-09-22 --kind=new,deassigned\n"
	            "regtrail diff old.xml new.xml --json",
	.groups = groups,
	.lists_formats = true,
	.settings_size = sizeof(struct diff_options),
	.run = run_diff,
};
