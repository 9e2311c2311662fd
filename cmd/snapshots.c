#include "cmd.h"
#include "duration.h"
#include "output.h"
#include "quarantine.h"
#include "style.h"

#include <regtrail/trail.h>

struct snapshots_options {
	const char *format, *gap;
	bool quarantine;
};

static const struct opt snapshots_options[] = {
	{ 'f', "format", "text|json", "how the list is written (default: text)", OPT_CHOICE,
	  offsetof(struct snapshots_options, format), NULL },
	{ 0, "json", NULL, "short for --format=json", OPT_TEXT, offsetof(struct snapshots_options, format), "json" },
	{ 0, "gap", "TIME",
	  "how long nobody may look before the list says so (default:\nthe setting regtrail.gap, else 7d)", OPT_TEXT,
	  offsetof(struct snapshots_options, gap), NULL },
	{ 0, "quarantine", NULL, "list what was refused instead, of all registries without -r", OPT_FLAG,
	  offsetof(struct snapshots_options, quarantine), NULL },
	{ 0 }
};

static enum rt_code show(struct session *session, const struct snapshots_options *options, rt_str registry,
                         const struct rt_archived *list, size_t count, rt_time threshold)
{
	struct rt_snapshot *snapshots = rt_arena_array(&session->arena, count, sizeof *snapshots);
	struct rt_buf text = RT_BUF_INIT;
	struct rt_gaps gaps;
	rt_time now;
	enum rt_code code = session_now(session, &now);

	if (!code)
		code = rt_trail_gaps(session->archive, registry, now, threshold, &session->arena, &gaps, &session->err);
	if (code)
		return code;
	for (size_t i = 0; i < count; i++)
		snapshots[i] = list[i].snapshot;
	if (style_is_json(options->format))
		rt_render_snapshots_json(registry, snapshots, count, gaps, &text);
	else
		rt_render_snapshots(snapshots, count, gaps, now, &text);
	code = output_write(rt_buf_str(&text), &session->err);
	rt_buf_release(&text);
	return code;
}

static enum rt_code run_snapshots(struct session *session, const void *settings, const struct operands *operands)
{
	const struct snapshots_options *options = settings;
	struct rt_archived *list;
	rt_time threshold;
	rt_str registry;
	size_t count;

	(void)operands; /* it takes none */
	if (options->quarantine)
		return quarantine_list(session, style_is_json(options->format));
	enum rt_code code = session_open(session, false);
	if (!code)
		code = duration_gap(session, options->gap, &threshold);
	if (!code)
		code = session_registry(session, &registry);
	if (!code)
		code = rt_archive_snapshots(session->archive, registry, &session->arena, &list, &count, &session->err);
	if (!code && !count)
		code = session_no_snapshot(session, registry);
	if (code || (!count && !style_is_json(options->format))) /* programs get a document all the same */
		return code;
	return show(session, options, registry, list, count, threshold);
}

static const struct opt_group groups[] = { { "Options", snapshots_options, 0 }, { 0 } };

const struct command command_snapshots = {
	.name = "snapshots",
	.operands = "",
	.about = "list snapshots",
	.help = "Lists the snapshots of a registry, oldest first: registry date, when it was archived,\n"
	        "assigned entries, changes since the snapshot before, commit; and the gaps in which nobody\n"
	        "looked at the source. With --quarantine, the documents that were refused.",
	.exits = "0  found\n"
	         "1  there is none\n"
	         "2  trouble: usage, no archive\n"
	         "6  the archive is damaged",
	.examples = "regtrail snapshots\n"
	            "regtrail -r protocol-numbers snapshots --json",
	.groups = groups,
	.settings_size = sizeof(struct snapshots_options),
	.run = run_snapshots,
};
