/* import_git.h - `import --git`. */
#ifndef CMD_IMPORT_GIT_H
#define CMD_IMPORT_GIT_H

#include "cmd.h"

struct git_options {
	const char *repository, *ref, *path;
};
extern const struct opt git_options[];

/* Archive what the history holds, and tell it. The archive must be open for writing. */
enum rt_code import_git(struct session *session, const struct git_options *options, bool verbose);

#endif
