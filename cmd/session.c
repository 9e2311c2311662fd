#include "cmd.h"
#include "nearest.h"
#include "output.h"

#include <ctype.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>

const struct opt front_options[] = {
	{ 'V', "version", NULL, "the version of regtrail", OPT_FLAG, offsetof(struct front_options, version), NULL },
	{ 0 }
};

const struct opt common_options[] = {
	{ 'C', "archive", "ARCHIVE",
	  "the archive (default: $REGTRAIL_ARCHIVE, else\n~/.local/share/regtrail/archive.git)", OPT_TEXT,
	  offsetof(struct common_options, archive), NULL },
	{ 'r', "registry", "REGISTRY",
	  "the registry (default: $REGTRAIL_REGISTRY, else the setting\nregtrail.registry, else " RT_PORTS ")",
	  OPT_LIST, offsetof(struct common_options, registries), NULL },
	{ 'h', "help", NULL, "this text", OPT_FLAG, offsetof(struct common_options, help), NULL },
	{ 0 }
};

const struct opt lock_options[] = {
	{ 0, "wait", "SECONDS", "if another run is writing, wait until it has ended, or for\nso long (default: 0)",
	  OPT_MAYBE_NUMBER, offsetof(struct lock_options, wait), NULL },
	{ 0 }
};

const struct command *session_command(struct session *session, const char *name)
{
	struct nearest nearest;

	nearest_init(&nearest, rt_str_of(name));
	for (const struct command *const *c = session->commands; *c; c++) {
		if (strcmp((*c)->name, name) == 0)
			return *c;
		nearest_offer(&nearest, (*c)->name);
	}
	if (nearest.best)
		MISUSED(session, "no command `%s`: did you mean `%s`?", name, nearest.best);
	else
		MISUSED(session, "no command `%s`", name);
	return NULL;
}

/* A variable that is set to nothing counts as not set. */
static const char *environment(const char *name)
{
	const char *value = getenv(name);

	return value && *value ? value : NULL;
}

enum rt_code session_archive_path(struct session *session, const char **out)
{
	const char *data = environment("XDG_DATA_HOME"), *home = environment("HOME");

	*out = session->common.archive ? session->common.archive : environment("REGTRAIL_ARCHIVE");
	if (*out)
		return **out ? RT_OK : rt_fail(&session->err, RT_EINVALID, "the archive has an empty path");
	if (data && *data == '/') /* a relative one is to be ignored, says the specification */
		*out = rt_str_format(&session->arena, "%s/regtrail/archive.git", data).data;
	else if (home)
		*out = rt_str_format(&session->arena, "%s/.local/share/regtrail/archive.git", home).data;
	else
		return rt_fail(&session->err, RT_EINVALID, "no archive named, and HOME is not set: use -C ARCHIVE");
	return RT_OK;
}

static enum rt_code no_archive(struct session *session, const char *path)
{
	if (errno != ENOENT && errno != ENOTDIR)
		return rt_fail(&session->err, RT_EINVALID, "cannot open the archive %s: %s", path, strerror(errno));
	return rt_fail(&session->err, RT_EINVALID, "no archive at %s: make one with `regtrail%s%s init`", path,
	               session->common.archive ? " -C " : "", session->common.archive ? path : "");
}

enum rt_code session_open(struct session *session, bool for_writing)
{
	const char *path;
	struct stat at;
	enum rt_code code = session->archive ? RT_OK : session_archive_path(session, &path);

	if (!code && !session->archive) {
		if (stat(path, &at) < 0)
			return no_archive(session, path);
		code = rt_archive_open(path, &session->archive, &session->err);
	}
	if (!code && for_writing)
		code = rt_archive_lock(session->archive, session->lock.wait.value, &session->err);
	return code;
}

rt_str session_setting(struct session *session, const char *name)
{
	char variable[64];

	snprintf(variable, sizeof variable, "REGTRAIL_%s", name);
	for (char *c = variable; *c; c++)
		*c = (char)toupper((unsigned char)*c);
	const char *value = environment(variable);
	if (value || !session->archive)
		return rt_str_of(value);
	return rt_archive_config(session->archive, name, &session->arena);
}

enum rt_code session_number(struct session *session, const char *name, long *out)
{
	rt_str text = session_setting(session, name);
	char *end;

	if (!text.data)
		return RT_OK;
	errno = 0;
	long value = strtol(text.data, &end, 10);
	if (errno || end == text.data || *end || value < 0)
		return rt_fail(&session->err, RT_EINVALID, "the setting regtrail.%s wants a whole number, not `%.*s`",
		               name, RT_ARG(text));
	*out = value;
	return RT_OK;
}

/* Those of -r, else the one that the environment names, else those of the config in the order they stand there, else
 * none. *WHERE says which, unless they were typed. */
static enum rt_code named_registries(struct session *session, rt_str **out, size_t *count, const char **where)
{
	const char *one = environment("REGTRAIL_REGISTRY");
	struct opt_list named = session->common.registries;

	*count = 0;
	*where = "";
	if (!named.count && one) {
		named = (struct opt_list){ &one, 1, 1 };
		*where = " in REGTRAIL_REGISTRY";
	}
	if (!named.count && session->archive) {
		*where = " in the setting regtrail.registry";
		return rt_archive_config_all(session->archive, "registry", &session->arena, out, count, &session->err);
	}
	*out = rt_arena_array(&session->arena, named.count, sizeof **out);
	for (; *count < named.count; ++*count)
		(*out)[*count] = rt_str_of(named.items[*count]);
	return RT_OK;
}

enum rt_code session_registries(struct session *session, const rt_str **out, size_t *count)
{
	static const rt_str ports = { RT_PORTS, sizeof RT_PORTS - 1 };
	const char *where;
	rt_str *ids;
	enum rt_code code = named_registries(session, &ids, count, &where);

	for (size_t i = 0; i < *count && !code; i++)
		if (!rt_registry_id_ok(ids[i]))
			code = rt_fail(&session->err, RT_EINVALID,
			               "`%.*s`%s cannot be a registry: ids are made of letters, digits and . _ -",
			               RT_ARG(ids[i]), where);
	*out = *count ? ids : &ports;
	*count += !*count;
	return code;
}

void session_once(struct session *session, const rt_str **registries, size_t *count)
{
	rt_str *ids = rt_arena_array(&session->arena, *count, sizeof *ids);
	size_t kept = 0;

	for (size_t i = 0, k; i < *count; i++) {
		for (k = 0; k < kept && !rt_str_equal(ids[k], (*registries)[i]);)
			k++;
		ids[k] = (*registries)[i];
		kept += k == kept;
	}
	*registries = ids;
	*count = kept;
}

enum rt_code session_registry(struct session *session, rt_str *out)
{
	const rt_str *ids;
	size_t count;
	enum rt_code code = session_registries(session, &ids, &count);

	if (!code)
		*out = session->common.registry ? ids[count - 1] : ids[0];
	return code;
}

enum rt_code session_no_snapshot(struct session *session, rt_str registry)
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

enum rt_code session_now(struct session *session, rt_time *out)
{
	const char *text = environment("REGTRAIL_NOW");

	*out = (rt_time)time(NULL);
	if (text && !rt_time_parse(rt_str_of(text), out, NULL))
		return rt_fail(&session->err, RT_EINVALID, "REGTRAIL_NOW=%s is no time such as 2026-07-23T01:53:00Z",
		               text);
	if (*out < 0)
		return rt_fail(&session->err, RT_EINVALID,
		               "the clock stands before 1970, which git cannot write down: set it, or REGTRAIL_NOW");
	return RT_OK;
}

enum rt_code session_packed(struct session *session, enum rt_code code, const struct rt_error *err)
{
	if (code == RT_EDAMAGED)
		session->err = *err;
	else if (code)
		tell("packing the archive failed: %s", err->message);
	return code == RT_EDAMAGED ? code : RT_OK;
}

enum rt_code session_pack_flushed(struct session *session)
{
	struct rt_error err;
	enum rt_code code = rt_archive_pack_flushed(session->archive, 0, &err);

	return session_packed(session, code, &err);
}
