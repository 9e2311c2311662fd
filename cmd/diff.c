#include "filter.h"
#include "output.h"
#include "snapshot.h"
#include "style.h"

#include <regtrail/trail.h>

#include <string.h>

struct diff_options {
	struct filter_options filter;
	struct style_options style;
	struct snapshot_options snapshot;
};

/* How what was asked for is to be shown. */
struct diff_view {
	struct rt_filter filter;
	const struct rt_renderer *renderer;
	struct rt_style style;
};

/* OLD or NEW: a document at hand or a snapshot of the archive. */
struct side {
	const char *name;
	bool is_path;
	struct rt_loaded loaded;     /* the document; of a snapshot only if the other side is a document */
	struct rt_archived archived; /* the snapshot */
};

static struct side side_of(const char *name)
{
	return (struct side){ .name = name, .is_path = snapshot_is_path(name) };
}

/* Read the document of a side that is a path. The text report does not show its SHA-256, so it need not be computed. */
static enum rt_code read_side(struct session *session, struct side *side, bool sha256)
{
	struct rt_source_document file;

	if (!side->is_path)
		return RT_OK;
	enum rt_code code = snapshot_read(session, side->name, &file);
	return code ? code
	            : rt_trail_load(file.bytes, file.source, sha256, &session->arena, &side->loaded, &session->err);
}

/* The registry to look for in the archive: that of the other side if this is a document and nothing else is said. */
static enum rt_code find_registry(struct session *session, const struct side *old, const struct side *new, rt_str *out)
{
	const struct side *document = old->is_path ? old : new->is_path ? new : NULL;

	if (!document || session->common.registry)
		return session_registry(session, out);
	*out = document->loaded.snapshot.registry;
	return RT_OK;
}

static enum rt_code find_side(struct session *session, struct side *side, rt_str registry,
                              const struct snapshot_options *options)
{
	return side->is_path ? RT_OK : snapshot_find(session, registry, side->name, options, &side->archived);
}

/* Read the document of a side that is a snapshot. */
static enum rt_code load_archived(struct session *session, struct side *side)
{
	const struct rt_snapshot *snapshot = &side->archived.snapshot;
	rt_str bytes;

	if (side->is_path)
		return RT_OK;
	enum rt_code code = rt_archive_document(session->archive, &side->archived, &session->arena, &bytes,
	                                        &session->err);
	if (!code)
		code = rt_trail_load(bytes, snapshot->commit, false, &session->arena, &side->loaded, &session->err);
	if (!code)
		side->loaded.snapshot = *snapshot;
	return code;
}

static enum rt_code compare_documents(struct session *session, const struct side *old, const struct side *new,
                                      struct rt_report *out)
{
	return rt_trail_diff_documents(&old->loaded, &new->loaded, &session->arena, out, &session->err);
}

/* At least one of OLD and NEW is a snapshot. */
static enum rt_code compare_archived(struct session *session, struct side *old, struct side *new,
                                     const struct snapshot_options *options, struct rt_report *out)
{
	rt_str registry;
	enum rt_code code = session_open(session, false);

	if (!code)
		code = find_registry(session, old, new, &registry);
	if (!code)
		code = find_side(session, old, registry, options);
	if (!code)
		code = find_side(session, new, registry, options);
	if (!code && !old->is_path && !new->is_path)
		return rt_trail_diff_snapshots(session->archive, &old->archived, &new->archived, &session->arena, out,
		                               &session->err);
	if (!code)
		code = load_archived(session, old);
	if (!code)
		code = load_archived(session, new);
	return code ? code : compare_documents(session, old, new, out);
}

static enum rt_code make_view(struct session *session, const struct diff_options *options, struct diff_view *view)
{
	enum rt_code code = style_renderer(options->style.format, &view->renderer, &session->err);

	if (!code)
		code = filter_make(&options->filter, &session->arena, &view->filter, &session->err);
	view->style = style_of(&options->style);
	session->misused = code;
	return code;
}

static enum rt_code show(struct session *session, const struct rt_report *report, const struct diff_view *view)
{
	struct rt_buf text = RT_BUF_INIT;

	view->renderer->render(report, &view->style, &text);
	enum rt_code code = output_write(rt_buf_str(&text), &session->err);
	rt_buf_release(&text);
	return code;
}

static enum rt_code run_diff(struct session *session, const void *settings, const struct operands *operands)
{
	const struct diff_options *options = settings;
	struct side old = side_of(operands->count > 0 ? operands->items[0] : "previous");
	struct side new = side_of(operands->count > 1 ? operands->items[1] : "latest");
	struct diff_view view;
	struct rt_report report;
	enum rt_code code = make_view(session, options, &view);

	bool sha256 = !code && strcmp(view.renderer->name, "text") != 0;
	if (!code)
		code = read_side(session, &old, sha256);
	if (!code)
		code = read_side(session, &new, sha256);
	if (!code)
		code = old.is_path && new.is_path ? compare_documents(session, &old, &new, &report)
		                                  : compare_archived(session, &old, &new, &options->snapshot, &report);
	if (code)
		return code;
	filter_report(&report, &view.filter, &session->arena);
	session->status = report.changes.count ? STATUS_DIFFERS : 0;
	return show(session, &report, &view);
}

static const struct opt_group groups[] = {
	{ "Which changes (each may be repeated)", filter_options, offsetof(struct diff_options, filter) },
	{ "How they are shown", style_options, offsetof(struct diff_options, style) },
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
