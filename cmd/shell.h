/* shell.h - a command of the user, run by the shell with a text as its input, within a time. */
#ifndef CMD_SHELL_H
#define CMD_SHELL_H

#include <regtrail/arena.h>
#include <regtrail/error.h>
#include <regtrail/str.h>

struct shell_command {
	const char *text;
	const char *archive; /* its path, and */
	rt_str registry;     /* of what the input is: for the environment of the command */
	long seconds;        /* that it may take; 0: as long as it likes */
};

/* Run COMMAND with INPUT as its standard input, and wait until it has ended. RT_EINVALID: it cannot be run, fails, or
 * took too long and was ended, with all that it started: *LATE says so. Messages do not name the registry. */
enum rt_code shell_run(const struct shell_command *command, rt_str input, struct rt_arena *arena, bool *late,
                       struct rt_error *err);

#endif
