#include "cmd.h"
#include "output.h"
#include "snapshot.h"
#include "style.h"

#include <regtrail/trail.h>

#include <string.h>

struct stats_options {
	const char *each, *format;
	struct snapshot_options snapshot;
};

static const struct opt stats_options[] = {
	{ 0, "each", "year|month", "a row for the last snapshot of each", OPT_CHOICE,
	  offsetof(struct stats_options, each), NULL },
	{ 'f', "format", "text|json", "how it is written (default: text)", OPT_CHOICE,
	  offsetof(struct stats_options, format), NULL },
	{ 0, "json", NULL, "short for --format=json", OPT_TEXT, offsetof(struct stats_options, format), "json" },
	{ 0 }
};

static enum rt_code write_out(struct session *session, const struct stats_options *options, const struct rt_stats *rows,
                              size_t count)
{
	struct rt_buf text = RT_BUF_INIT;

	if (style_is_json(options->format))
		rt_render_stats_json(rows, count, &text);
	else if (options->each)
		rt_render_stats_each(rows, count, &text);
	else
		rt_render_stats(rows, &text);
	enum rt_code code = output_write(rt_buf_str(&text), &session->err);
	rt_buf_release(&text);
	return code;
}

static enum rt_code of_document(struct session *session, const char *path, const struct stats_options *options)
{
	struct rt_source_document file;
	struct rt_loaded loaded;
	struct rt_stats stats;
	enum rt_code code = snapshot_read(session, path, &file);

	if (!code)
		code = rt_trail_load(file.bytes, rt_str_of(path), false, &session->arena, &loaded, &session->err);
	if (code)
		return code;
	stats.snapshot = loaded.snapshot;
	rt_stats_of(loaded.records, rt_str_equal(loaded.snapshot.registry, RT_STR(RT_PORTS)), &session->arena, &stats);
	return write_out(session, options, &stats, 1);
}

static enum rt_code of_snapshot(struct session *session, rt_str registry, const char *name,
                                const struct stats_options *options)
{
	struct rt_archived snapshot;
	struct rt_stats stats;
	enum rt_code code = snapshot_find(session, registry, name, &options->snapshot, &snapshot);

	if (!code)
		code = rt_trail_stats(session->archive, &snapshot, &session->arena, &stats, &session->err);
	return code ? code : write_out(session, options, &stats, 1);
}

static enum rt_code of_each(struct session *session, rt_str registry, const struct stats_options *options)
{
	struct rt_archived *all, latest;
	struct rt_stats *rows;
	size_t count, row_count;
	/* There must be one. */
	enum rt_code code = snapshot_find(session, registry, "latest", &options->snapshot, &latest);

	if (!code)
		code = rt_archive_snapshots(session->archive, registry, &session->arena, &all, &count, &session->err);
	if (!code)
		code = rt_trail_stats_each(session->archive, all, count, strcmp(options->each, "month") == 0,
		                           &session->arena, &rows, &row_count, &session->err);
	return code ? code : write_out(session, options, rows, row_count);
}

static enum rt_code run_stats(struct session *session, const void *settings, const struct operands *operands)
{
	const struct stats_options *options = settings;
	const char *name = operands->count ? operands->items[0] : "latest";
	rt_str registry;

	if (options->each && operands->count)
		return MISUSED(session, "--each is about all snapshots, not about `%s`", name);
	if (!options->each && snapshot_is_path(name))
		return of_document(session, name, options);
	enum rt_code code = session_open(session, false);
	if (!code)
		code = session_registry(session, &registry);
	if (code)
		return code;
	return options->each ? of_each(session, registry, options) : of_snapshot(session, registry, name, options);
}

static const struct opt_group groups[] = { { "Options", stats_options, 0 },
	                                   { "Names of snapshots", snapshot_options,
	                                     offsetof(struct stats_options, snapshot) },
	                                   { 0 } };

const struct command command_stats = {
	.name = "stats",
	.operands = "[SNAPSHOT]",
	.max_operands = 1,
	.about = "how many numbers are assigned, reserved, unassigned",
	.help = "Counts the port numbers that are assigned, reserved and unassigned in SNAPSHOT (default:\n"
	        "latest), by range (RFC 6335) and transport, and what came and went each year: by the\n"
	        "registry's own dates, and from the last snapshot of a year to that of the next. Of other\n"
	        "registries, the records. A path in place of SNAPSHOT needs no archive.",
	.exits = "0  counted\n"
	         "2  trouble: usage, no such snapshot\n"
	         "6  the archive is damaged",
	.examples = "regtrail stats\n"
	            "regtrail stats 2024 --json\n"
	            "regtrail stats --each=year",
	.groups = groups,
	.settings_size = sizeof(struct stats_options),
	.run = run_stats,
};
