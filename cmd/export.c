#include "output.h"
#include "snapshot.h"

struct export_options {
	const char *format, *output;
	struct snapshot_options snapshot;
};

static const struct opt export_options[] = {
	{ 'f', "format", "xml", "the document byte for byte as it was served (default: xml)", OPT_CHOICE,
	  offsetof(struct export_options, format), NULL },
	{ 'o', "output", "FILE", "write to FILE: all of it, or nothing if that fails", OPT_TEXT,
	  offsetof(struct export_options, output), NULL },
	{ 0 }
};

static enum rt_code read_archived(struct session *session, const char *name, const struct snapshot_options *options,
                                  rt_str *bytes)
{
	struct rt_archived found;
	rt_str registry;
	enum rt_code code = session_open(session, false);

	if (!code)
		code = session_registry(session, &registry);
	if (!code)
		code = snapshot_find(session, registry, name, options, &found);
	if (!code)
		code = rt_archive_document(session->archive, &found, &session->arena, bytes, &session->err);
	return code;
}

static enum rt_code run_export(struct session *session, const void *settings, const struct operands *operands)
{
	const struct export_options *options = settings;
	const char *name = operands->count ? operands->items[0] : "latest";
	struct rt_source_document file = { .bytes = RT_NO_STR };
	bool is_path = snapshot_is_path(name);
	enum rt_code code = is_path ? snapshot_read(session, name, &file)
	                            : read_archived(session, name, &options->snapshot, &file.bytes);

	if (code)
		return code;
	return options->output ? output_write_file(options->output, file.bytes, &session->err)
	                       : output_write(file.bytes, &session->err);
}

static const struct opt_group groups[] = { { "Options", export_options, 0 },
	                                   { "Names of snapshots", snapshot_options,
	                                     offsetof(struct export_options, snapshot) },
	                                   { 0 } };

const struct command command_export = {
	.name = "export",
	.operands = "[SNAPSHOT]",
	.max_operands = 1,
	.about = "a snapshot, as it was served",
	.help = "Writes the document of SNAPSHOT (default: latest) to standard output. A path in its\n"
	        "place needs no archive: the file is decompressed if it is gzip.",
	.exits = "0  written\n"
	         "2  trouble: usage, no such snapshot, disk full\n"
	         "6  the archive is damaged",
	.examples = "regtrail export 2025-10-22 >ports.xml\n"
	            "regtrail export -r protocol-numbers -o protocols.xml latest~1",
	.groups = groups,
	.settings_size = sizeof(struct export_options),
	.run = run_export,
};
