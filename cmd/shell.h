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
 * took too long and was ended: *LATE says so. Messages do not name the registry.
 *
 * Without a controlling terminal (cron, systemd) it has a process group of its own, and is ended with all that is in
 * that: asked by SIGTERM, killed 5 s later. With one it stays in our group, so that it may ask there and Ctrl-C reaches
 * all of it; if it takes too long its shell alone is ended. SIGHUP, SIGINT, SIGQUIT and SIGTERM, unless ignored, are
 * passed on to the same, and end us. */
enum rt_code shell_run(const struct shell_command *command, rt_str input, struct rt_arena *arena, bool *late,
                       struct rt_error *err);

#endif
