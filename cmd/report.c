#include "duration.h"
#include "filter.h"
#include "output.h"
#include "snapshot.h"
#include "style.h"

#include <regtrail/period.h>

#include <errno.h>
#include <string.h>
#include <sys/stat.h>

struct report_own_options {
	const char *since, *until, *gap, *output;
	bool mark;
};

struct report_options {
	struct report_own_options own;
	struct filter_options filter;
	struct style_options style;
	struct snapshot_options snapshot;
};

static const struct opt own_options[] = {
	{ 0, "since", "WHEN",
	  "what changed from then on: 2025, 2025-10, 2025-10-22,\n`30 days ago`, yesterday; or after a snapshot, or "
	  "last-report\n(default: last-report if there is one, else the last step)",
	  OPT_TEXT, offsetof(struct report_own_options, since), NULL },
	{ 0, "until", "WHEN", "up to the end of then (default: the newest snapshot)", OPT_TEXT,
	  offsetof(struct report_own_options, until), NULL },
	{ 0, "mark", NULL, "remember how far this report goes, for last-report", OPT_FLAG,
	  offsetof(struct report_own_options, mark), NULL },
	{ 0, "gap", "TIME",
	  "how long nobody may look before the report says so (default:\nthe setting regtrail.gap, else 7d)", OPT_TEXT,
	  offsetof(struct report_own_options, gap), NULL },
	{ 'o', "output", "FILE",
	  "write to FILE: all of it, or nothing if that fails; to a\ndirectory: atom, with a file a year", OPT_TEXT,
	  offsetof(struct report_own_options, output), NULL },
	{ 0 }
};

static enum rt_code make_request(struct session *session, const struct report_options *options,
                                 struct rt_filter *filter, struct rt_report_request *out)
{
	const char *by = options->snapshot.by;

	*out = (struct rt_report_request){ .filter = filter };
	out->period.since = rt_str_of(options->own.since);
	out->period.until = rt_str_of(options->own.until);
	out->period.by_archived = by && strcmp(by, "archived") == 0;
	enum rt_code code = filter_make(&options->filter, &session->arena, filter, &session->err);
	if (code) {
		session->misused = true;
		return code;
	}
	code = session_now(session, &out->period.now);
	return code ? code : duration_gap(session, options->own.gap, &out->gap);
}

static enum rt_code find_renderer(struct session *session, const struct report_options *options,
                                  const struct rt_renderer **out)
{
	enum rt_code code = style_renderer(options->style.format, out, &session->err);

	session->misused = code;
	return code;
}

static bool is_directory(const char *path)
{
	size_t length = path ? strlen(path) : 0;
	struct stat there;

	return length && (path[length - 1] == '/' || (stat(path, &there) == 0 && S_ISDIR(there.st_mode)));
}

/* The page to subscribe to comes last, so that what it links to is there. */
static enum rt_code write_feed(struct session *session, const char *directory, const struct rt_report *report,
                               const struct rt_style *style)
{
	struct rt_feed_page *pages;
	size_t count = rt_render_feed(report, style, &session->arena, &pages);
	enum rt_code code = RT_OK;

	if (mkdir(directory, 0777) < 0 && errno != EEXIST)
		return rt_fail(&session->err, RT_EINVALID, "cannot make the directory %s: %s", directory,
		               strerror(errno));
	for (size_t i = 0; i < count && !code; i++) {
		rt_str path = rt_str_format(&session->arena, "%s/%.*s", directory, RT_ARG(pages[i].name));

		code = output_write_file(path.data, pages[i].text, &session->err);
	}
	return code;
}

static enum rt_code show(struct session *session, const struct report_options *options,
                         const struct rt_renderer *renderer, const struct rt_report *report)
{
	struct rt_style style = style_of(&options->style);
	struct rt_buf text = RT_BUF_INIT;
	const char *path = options->own.output;

	style_settings(session, &style);
	if (is_directory(path) && strcmp(renderer->name, "atom") == 0)
		return write_feed(session, path, report, &style);
	renderer->render(report, &style, &text);
	enum rt_code code = path ? output_write_file(path, rt_buf_str(&text), &session->err)
	                         : output_write(rt_buf_str(&text), &session->err);
	rt_buf_release(&text);
	return code;
}

/* So far the user knows what changed. */
static enum rt_code mark(struct session *session, rt_str registry, const struct rt_report *report)
{
	struct rt_archived to;
	enum rt_code code = rt_archive_find(session->archive, registry, report->to.commit, false, &session->arena, &to,
	                                    &session->err);

	return code ? code : rt_archive_set_reported(session->archive, registry, &to.commit, &session->err);
}

static bool has_something(const struct rt_report *report)
{
	bool found = report->changes.count || report->passing.count;

	for (size_t i = 0; i < report->step_count && !found; i++)
		found = report->steps[i].changes.count > 0;
	return found;
}

static enum rt_code run_report(struct session *session, const void *settings, const struct operands *operands)
{
	const struct report_options *options = settings;
	const struct rt_renderer *renderer;
	struct rt_report_request request;
	struct rt_report report;
	struct rt_filter filter;
	rt_str registry;

	(void)operands; /* it takes none */
	enum rt_code code = find_renderer(session, options, &renderer);
	if (!code)
		code = session_open(session, options->own.mark);
	if (!code)
		code = session_registry(session, &registry);
	if (!code)
		code = make_request(session, options, &filter, &request);
	if (code)
		return code;
	request.marks = strcmp(renderer->name, "html") == 0 && rt_str_equal(registry, RT_STR(RT_PORTS));
	code = rt_trail_report(session->archive, registry, &request, &session->arena, &report, &session->err);
	if (code)
		return code;
	report.only = filter_words(&options->filter, &session->arena);
	code = show(session, options, renderer, &report);
	if (!code && options->own.mark)
		code = mark(session, registry, &report);
	if (!code && !has_something(&report))
		session->status = STATUS_NOTHING;
	return code;
}

static const struct opt_group groups[] = {
	{ "Options", own_options, offsetof(struct report_options, own) },
	{ "Which changes (each may be repeated)", filter_options, offsetof(struct report_options, filter) },
	{ "How they are shown", style_options, offsetof(struct report_options, style) },
	{ "Names of snapshots", snapshot_options, offsetof(struct report_options, snapshot) },
	{ 0 }
};

const struct command command_report = {
	.name = "report",
	.operands = "",
	.about = "what changed over a period",
	.help = "Shows what changed over a period: net, what came and went inside it, then snapshot by\n"
	        "snapshot; when nobody looked; and at the end what the archive was, its newest commit\n"
	        "and the number of its snapshots.",
	.exits = "0  something changed, of what was asked for\n"
	         "1  nothing did\n"
	         "2  trouble: usage, no such snapshot, disk full\n"
	         "5  with --mark: the archive is locked by another run\n"
	         "6  the archive is damaged",
	.examples = "regtrail report --since=2025 --kind=new,deassigned\n"
	            "regtrail report --since='30 days ago' -f html -o ports.html\n"
	            "regtrail report --since=last-report --mark",
	.groups = groups,
	.lists_formats = true,
	.writes = true,
	.settings_size = sizeof(struct report_options),
	.run = run_report,
};
