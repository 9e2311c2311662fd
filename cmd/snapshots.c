#include "cmd.h"
#include "output.h"

#include <regtrail/render.h>

#include <string.h>

struct snapshots_options {
	const char *format;
};

static const struct opt snapshots_options[] = {
	{ 'f', "format", "text|json", "how the list is written (default: text)", OPT_CHOICE,
	  offsetof(struct snapshots_options, format), NULL },
	{ 0, "json", NULL, "short for --format=json", OPT_TEXT, offsetof(struct snapshots_options, format), "json" },
	{ 0 }
};

/* Tell what the archive has instead of REGISTRY. */
static enum rt_code tell_nothing(struct session *session, rt_str registry)
{
	struct rt_buf others = RT_BUF_INIT;
	rt_str *ids;
	size_t count;
	enum rt_code code = rt_archive_registries(session->archive, &session->arena, &ids, &count, &session->err);

	if (code)
		return code;
	for (size_t i = 0; i < count; i++)
		rt_buf_printf(&others, "%s%.*s", i ? ", " : "", RT_ARG(ids[i]));
	if (count)
		tell("no snapshot of %.*s: the archive has %s (choose with -r)", RT_ARG(registry), others.data);
	else
		tell("no snapshot yet: `regtrail fetch` or `regtrail import` makes one");
	rt_buf_release(&others);
	session->status = STATUS_NOTHING;
	return RT_OK;
}

static enum rt_code show(struct session *session, const char *format, rt_str registry, const struct rt_archived *list,
                         size_t count)
{
	struct rt_snapshot *snapshots = rt_arena_array(&session->arena, count, sizeof *snapshots);
	bool json = format && strcmp(format, "json") == 0;
	struct rt_buf text = RT_BUF_INIT;

	for (size_t i = 0; i < count; i++)
		snapshots[i] = list[i].snapshot;
	if (json)
		rt_render_snapshots_json(registry, snapshots, count, &text);
	else
		rt_render_snapshots(snapshots, count, &text);
	enum rt_code code = output_write(rt_buf_str(&text), &session->err);
	rt_buf_release(&text);
	return code;
}

static enum rt_code run_snapshots(struct session *session, const void *settings, const struct operands *operands)
{
	const struct snapshots_options *options = settings;
	struct rt_archived *list;
	rt_str registry;
	size_t count;
	enum rt_code code = session_open(session, false);

	(void)operands; /* it takes none */
	if (!code)
		code = session_registry(session, &registry);
	if (!code)
		code = rt_archive_snapshots(session->archive, registry, &session->arena, &list, &count, &session->err);
	if (!code && !count)
		return tell_nothing(session, registry);
	return code ? code : show(session, options->format, registry, list, count);
}

static const struct opt_group groups[] = { { "Options", snapshots_options, 0 }, { 0 } };

const struct command command_snapshots = {
	.name = "snapshots",
	.operands = "",
	.about = "list snapshots",
	.help = "Lists the snapshots of a registry, oldest first: registry date, when it was archived,\n"
	        "assigned entries, changes since the snapshot before, commit.",
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
