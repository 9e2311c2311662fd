#include "import_git.h"

#include "output.h"
#include "teller.h"

#include <regtrail/backfill.h>

const struct opt git_options[] = {
	{ 0, "git", "REPO", "archive the versions of documents in the history of a git\nrepository: a path or a URL",
	  OPT_TEXT, offsetof(struct git_options, repository), NULL },
	{ 0, "ref", "REF", "branch, tag or commit whose history it is (default: HEAD)", OPT_TEXT,
	  offsetof(struct git_options, ref), NULL },
	{ 0, "path", "PATH", "the document in that repository (default: ID.xml wherever it\nis, else any *.xml)",
	  OPT_TEXT, offsetof(struct git_options, path), NULL },
	{ 0 }
};

static void tell_result(const struct rt_backfill_result *result)
{
	const struct {
		size_t count;
		const char *one, *many;
	} parts[] = { { result->there, "there already", "there already" },
		      { result->repeats, "repeat", "repeats" },
		      { result->stale, "stale repeat", "stale repeats" },
		      { result->refused, "refused", "refused" },
		      { result->known, "refused before", "refused before" },
		      { result->other, "of another registry or none", "of another registry or none" } };
	struct rt_buf line = RT_BUF_INIT;

	rt_buf_printf(&line, "%zu archived", result->archived);
	for (size_t i = 0; i < sizeof parts / sizeof *parts; i++) {
		const char *name = parts[i].count == 1 ? parts[i].one : parts[i].many;

		if (parts[i].count)
			rt_buf_printf(&line, ", %zu %s", parts[i].count, name);
	}
	tell("%zu %s of %zu %s: %s", result->versions, result->versions == 1 ? "version" : "versions",
	     result->registries, result->registries == 1 ? "registry" : "registries", line.data);
	rt_buf_release(&line);
	if (result->rebuilt)
		tell("older documents took their place: %zu %s rebuilt behind them (kept as before in refs/replaced/)",
		     result->rebuilt, result->rebuilt == 1 ? "branch was" : "branches were");
}

enum rt_code import_git(struct session *session, const struct git_options *options, bool verbose)
{
	struct teller teller = { .verbose = verbose };
	struct rt_backfill backfill = { .told = teller_told, .progress = teller_progress, .data = &teller };
	struct rt_git_request *source = &backfill.source;
	struct rt_backfill_result result;
	const char *archive;
	enum rt_code code = session_archive_path(session, &archive);

	if (!code && session->common.registry) /* the setting names those to fetch */
		code = session_registries(session, &source->registries, &source->registry_count);
	if (code)
		return code;
	source->repository = options->repository;
	source->ref = options->ref;
	source->path = options->path;
	code = session_now(session, &source->now);
	if (code)
		return code;
	source->scratch = rt_str_format(&session->arena, "%s/tmp_fetched.git", archive).data;
	progress_init(&teller.progress, "importing");
	code = rt_trail_backfill(session->archive, &backfill, &result, &session->err);
	progress_clear(&teller.progress);
	if (code)
		return code;
	tell_result(&result);
	code = session_pack_flushed(session);
	if (code)
		return code;
	session->err.code = RT_OK; /* what was refused was told, one by one */
	return result.worst;
}
