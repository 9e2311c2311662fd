#include "cmd.h"
#include "output.h"

#include <string.h>

static enum rt_code run_init(struct session *session, const void *settings, const struct operands *operands)
{
	const char *path = operands->count ? operands->items[0] : NULL;
	bool named = path || session->common.archive, created;

	(void)settings; /* it has no options of its own */
	if (path && session->common.archive && strcmp(path, session->common.archive) != 0)
		return MISUSED(session, "-C %s and %s: which is the archive? Name it once", session->common.archive,
		               path);
	enum rt_code code = path ? RT_OK : session_archive_path(session, &path);
	if (!code)
		code = rt_archive_init(path, &created, &session->err);
	if (code)
		return code;
	if (!created) {
		tell("there is an archive at %s already: it is as it was", path);
		return RT_OK;
	}
	tell("made an empty archive at %s", path);
	tell("next: `regtrail%s%s fetch` gets the registry, `import` takes documents at hand", named ? " -C " : "",
	     named ? path : "");
	return RT_OK;
}

const struct command command_init = {
	.name = "init",
	.operands = "[DIR]",
	.max_operands = 1,
	.about = "make an empty archive",
	.help = "Makes an empty archive, a bare git repository, at DIR (default: where the other\n"
	        "commands look for it). An archive that is there already is left as it is.",
	.exits = "0  there is an archive at DIR\n"
	         "2  trouble: something else is there, or it cannot be written",
	.examples = "regtrail init\n"
	            "regtrail init ports.git",
	.run = run_init,
};
