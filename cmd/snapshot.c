#include "snapshot.h"

#include <string.h>
#include <unistd.h>

const struct opt snapshot_options[] = {
	{ 0, "by", "date|archived",
	  "what dates name: the registry date (default), or the time\nwhen a snapshot was taken", OPT_CHOICE,
	  offsetof(struct snapshot_options, by), NULL },
	{ 0 }
};

/* Ends NAME like a file: `.xml`, `.gz`? `2025-09-22..latest` does not. */
static bool has_suffix(const char *name)
{
	static const char letters[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789";
	const char *dot = strrchr(name, '.');

	return dot && dot > name && dot[1] && dot[1 + strspn(dot + 1, letters)] == '\0' && dot[-1] != '.';
}

bool snapshot_is_path(const char *name)
{
	return strcmp(name, "-") == 0 || strchr(name, '/') || has_suffix(name);
}

const char *snapshot_file(const char *name)
{
	return strcmp(name, "-") == 0 ? "/dev/stdin" : name;
}

enum rt_code snapshot_read(struct session *session, const char *name, struct rt_source_document *out)
{
	return rt_source_file(snapshot_file(name), &session->arena, out, &session->err);
}

enum rt_code snapshot_find(struct session *session, rt_str registry, const char *name,
                           const struct snapshot_options *options, struct rt_archived *out)
{
	bool by_archived = options->by && strcmp(options->by, "archived") == 0;
	struct rt_error *err = &session->err;
	enum rt_code code = rt_archive_find(session->archive, registry, rt_str_of(name), by_archived, &session->arena,
	                                    out, err);

	if (code == RT_EINVALID && access(name, F_OK) == 0)
		rt_fail(err, code, "%s (a file has that name: it is ./%s)", err->message, name);
	else if (code == RT_EINVALID && !rt_archive_is_name(rt_str_of(name)))
		rt_fail(err, code, "%s; a document is a path with a `/`", err->message);
	return code;
}
