#include "cmd.h"
#include "import_git.h"
#include "output.h"
#include "snapshot.h"
#include "teller.h"

#include <regtrail/import.h>
#include <regtrail/source.h>

#include <stdint.h>
#include <string.h>
#include <sys/stat.h>

struct import_options {
	bool verbose;
	struct opt_list admit, drop;
	struct git_options git;
};

static const struct opt import_options[] = {
	{ 0, "admit", "ID", "archive what is in quarantine under ID (4 digits or more)\nafter all; may be repeated",
	  OPT_LIST, offsetof(struct import_options, admit), NULL },
	{ 0, "drop", "ID", "give up what is in quarantine under ID; may be repeated", OPT_LIST,
	  offsetof(struct import_options, drop), NULL },
	{ 'v', "verbose", NULL, "one line for each document", OPT_FLAG, offsetof(struct import_options, verbose),
	  NULL },
	{ 0 }
};

/* ---- which files ---- */

struct path_list {
	rt_str *items;
	size_t count;
};

static void append_paths(struct path_list *list, const rt_str *paths, size_t count, struct rt_arena *arena)
{
	rt_str *items = rt_arena_array(arena, list->count + count, sizeof *items);

	for (size_t i = 0; i < list->count + count; i++)
		items[i] = i < list->count ? list->items[i] : paths[i - list->count];
	*list = (struct path_list){ items, list->count + count };
}

/* Add a file, or the documents below a directory. What is missing is told about when it is to be read. */
static enum rt_code add_operand(struct session *session, const char *operand, struct path_list *list)
{
	const char *path = snapshot_file(operand);
	rt_str file = rt_str_of(path), *found = &file;
	size_t count = 1;
	struct stat at;

	if (stat(path, &at) == 0 && S_ISDIR(at.st_mode)) {
		enum rt_code code = rt_source_directory(path, &session->arena, &found, &count, &session->err);

		if (code)
			return code;
		if (!count)
			return rt_fail(&session->err, RT_EINVALID, "%s: no *.xml and no *.xml.gz below it", path);
	}
	append_paths(list, found, count, &session->arena);
	return RT_OK;
}

/* ---- the result ---- */

static void add_count(struct rt_buf *out, size_t count, const char *one, const char *many)
{
	if (count)
		rt_buf_printf(out, ", %zu %s", count, count == 1 ? one : many);
}

static void tell_result(const struct rt_import_result *result, size_t dropped)
{
	struct rt_buf line = RT_BUF_INIT;

	rt_buf_printf(&line, "%zu archived", result->archived);
	add_count(&line, result->duplicates, "duplicate", "duplicates");
	add_count(&line, result->refused, "refused", "refused");
	add_count(&line, dropped, "dropped", "dropped");
	tell("%s", line.data);
	rt_buf_release(&line);
	if (result->rebuilt)
		tell("older documents took their place: %zu %s rebuilt behind them (kept as before in refs/replaced/)",
		     result->rebuilt, result->rebuilt == 1 ? "branch was" : "branches were");
}

/* ---- files ---- */

static enum rt_code import_files(struct session *session, const struct operands *operands,
                                 const struct import_options *options, rt_time now, struct rt_import_result *result)
{
	struct teller teller = { .verbose = options->verbose };
	struct path_list paths = { NULL, 0 };
	struct rt_import import = { .now = now, .told = teller_told, .progress = teller_progress, .data = &teller };
	enum rt_code code = RT_OK;

	for (size_t i = 0; i < operands->count && !code; i++)
		code = add_operand(session, operands->items[i], &paths);
	if (!code && session->common.registry)
		code = session_registry(session, &import.registry);
	if (code)
		return code;
	import.paths = paths.items;
	import.path_count = paths.count;
	progress_init(&teller.progress, "importing");
	code = rt_trail_import(session->archive, &import, result, &session->err);
	progress_clear(&teller.progress);
	return code;
}

/* ---- quarantine ---- */

struct entries {
	struct rt_quarantined *items;
	size_t count;
};

/* Add what ID names, but not what is there already. With -r it is that of one registry. */
static enum rt_code find_entry(struct session *session, const char *id, struct entries *out)
{
	const char *registry = session->common.registry;
	rt_str name = rt_str_of(id);
	struct rt_quarantined *found;
	size_t count, k;

	if (registry && !strchr(id, '/'))
		name = rt_str_format(&session->arena, "%s/%s", registry, id);
	enum rt_code code = rt_archive_find_quarantined(session->archive, name, &session->arena, &found, &count,
	                                                &session->err);
	if (code)
		return code;
	struct rt_quarantined *items = rt_arena_array(&session->arena, out->count + count, sizeof *items);
	for (k = 0; k < out->count; k++)
		items[k] = out->items[k];
	out->items = items;
	for (size_t i = 0; i < count; i++) {
		for (k = 0; k < out->count && !rt_str_equal(items[k].commit, found[i].commit);)
			k++;
		items[k] = found[i];
		out->count += k == out->count;
	}
	return RT_OK;
}

/* What the IDS name, each once. */
static enum rt_code find_entries(struct session *session, const struct opt_list *ids, struct entries *out)
{
	enum rt_code code = RT_OK;

	*out = (struct entries){ NULL, 0 };
	for (size_t i = 0; i < ids->count && !code; i++)
		code = find_entry(session, ids->items[i], out);
	return code;
}

/* What is no registry document is told; only what is wrong with the archive is returned. */
static enum rt_code admit(struct session *session, const struct rt_quarantined *entry, bool verbose, rt_time now,
                          struct rt_import_result *result)
{
	size_t duplicates = result->duplicates;
	enum rt_code code = rt_trail_admit(session->archive, entry, now, &session->arena, result, &session->err);

	if (code == RT_EREFUSED) {
		tell("%s", session->err.message);
		result->refused++;
		result->worst = code > result->worst ? code : result->worst;
		return RT_OK;
	}
	if (code)
		return code;
	if (result->duplicates > duplicates)
		tell("%.*s: the archive has it already: dropped from quarantine", RT_ARG(entry->id));
	else if (verbose)
		tell("%.*s: archived", RT_ARG(entry->id));
	return RT_OK;
}

static enum rt_code empty_quarantine(struct session *session, const struct entries *admitted,
                                     const struct entries *dropped, bool verbose, rt_time now,
                                     struct rt_import_result *result)
{
	enum rt_code code = RT_OK;

	for (size_t i = 0; i < admitted->count && !code; i++)
		code = admit(session, &admitted->items[i], verbose, now, result);
	for (size_t i = 0; i < dropped->count && !code; i++)
		code = rt_archive_drop_quarantined(session->archive, &dropped->items[i], &session->err);
	return code;
}

static enum rt_code run_import(struct session *session, const void *settings, const struct operands *operands)
{
	const struct import_options *options = settings;
	struct rt_import_result result = { .worst = RT_OK };
	struct entries admitted, dropped;
	rt_time now;

	if (!options->git.repository && (options->git.ref || options->git.path))
		return MISUSED(session, "--ref and --path go with --git");
	if (options->git.repository && (operands->count || options->admit.count || options->drop.count))
		return MISUSED(session, "--git takes no files, --admit or --drop with it");
	if (!options->git.repository && !operands->count && !options->admit.count && !options->drop.count)
		return MISUSED(session, "import wants FILE...|DIR...|--git REPO");
	enum rt_code code = session_open(session, true);
	if (!code)
		code = session_now(session, &now);
	if (!code && options->git.repository)
		return import_git(session, &options->git, options->verbose);
	if (!code) /* a mistake among the ids is known before anything is done */
		code = find_entries(session, &options->admit, &admitted);
	if (!code)
		code = find_entries(session, &options->drop, &dropped);
	if (!code && operands->count)
		code = import_files(session, operands, options, now, &result);
	if (!code)
		code = empty_quarantine(session, &admitted, &dropped, options->verbose, now, &result);
	if (code)
		return code;
	tell_result(&result, dropped.count);
	code = session_pack_flushed(session);
	if (code)
		return code;
	session->err.code = RT_OK; /* what was refused was told, one by one */
	return result.worst;
}

static const struct opt_group groups[] = {
	{ "Options", import_options, 0 },
	{ "A git history", git_options, offsetof(struct import_options, git) },
	{ 0 }
};

const struct command command_import = {
	.name = "import",
	.operands = "FILE...|DIR...",
	.max_operands = SIZE_MAX,
	.about = "archive documents at hand",
	.help = "Archives registry documents (XML, also gzip) by registry date, in whatever order\n"
	        "they are given; of a directory, all *.xml and *.xml.gz below it; `-` is standard\n"
	        "input. Duplicates are skipped. What is refused does not stop the others; it is kept\n"
	        "in quarantine, which `regtrail snapshots --quarantine` lists. With -r, takes only\n"
	        "documents of that registry.",
	.exits = "0  done, whether or not anything was new\n"
	         "2  trouble: usage, no archive, a file that cannot be read\n"
	         "4  a document was refused; all others are archived\n"
	         "5  another run is writing to the archive\n"
	         "6  the archive is damaged",
	.examples = "regtrail import mirror/\n"
	            "regtrail import -v service-names-port-numbers-*.xml.gz\n"
	            "regtrail import --git https://example.org/mirror.git\n"
	            "regtrail import --admit 1a2b3c4d5e6f",
	.groups = groups,
	.writes = true,
	.gets_documents = true,
	.settings_size = sizeof(struct import_options),
	.run = run_import,
};
