#define _GNU_SOURCE /* memfd_create() */
#include "shell.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <spawn.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#define DESCRIPTORS_MAX 1024 /* more than this program ever has open */
#define GRACE_SECONDS   5    /* between being asked to end and being killed */
#define PAUSE_FIRST     1    /* milliseconds between two looks at whether it has ended; each is twice the one before */
#define PAUSE_MAX       100

extern char **environ;

/* Our environment, with two variables of ours in the place of what it says of them. */
static char **environment_of(const struct shell_command *command, struct rt_arena *arena)
{
	static const rt_str ours[] = { { "REGTRAIL_ARCHIVE=", 17 }, { "REGTRAIL_REGISTRY=", 18 } };
	size_t count = 0, kept = 0;

	while (environ[count])
		count++;
	char **out = rt_arena_array(arena, count + 3, sizeof *out);
	for (size_t i = 0; i < count; i++) {
		rt_str variable = rt_str_of(environ[i]);

		if (!rt_str_starts_with(variable, ours[0]) && !rt_str_starts_with(variable, ours[1]))
			out[kept++] = environ[i];
	}
	rt_str archive = rt_str_format(arena, "%s%s", ours[0].data, command->archive);
	rt_str id = rt_str_format(arena, "%s%.*s", ours[1].data, RT_ARG(command->registry));
	out[kept++] = rt_arena_copy(arena, archive.data, archive.len);
	out[kept++] = rt_arena_copy(arena, id.data, id.len);
	return out;
}

/* Connections, packs and what we inherited ourselves are not for the command. */
static void keep_descriptors(void)
{
	for (int fd = STDERR_FILENO + 1; fd < DESCRIPTORS_MAX; fd++) {
		int flags = fcntl(fd, F_GETFD);

		if (flags >= 0)
			fcntl(fd, F_SETFD, flags | FD_CLOEXEC);
	}
}

static bool write_all(int file, rt_str bytes)
{
	for (size_t at = 0; at < bytes.len;) {
		ssize_t count = write(file, bytes.data + at, bytes.len - at);

		if (count < 0 && errno != EINTR)
			return false;
		at += count > 0 ? (size_t)count : 0;
	}
	return true;
}

/* A file in memory that holds BYTES, to be read from its start; -1 if that cannot be, see errno. Unlike a pipe it has
 * all of them even if this program is ended meanwhile, and nobody need read them; no disk need have room for it. */
static int file_of(rt_str bytes)
{
	int file = memfd_create("regtrail report", MFD_CLOEXEC);

	if (file < 0 || (write_all(file, bytes) && lseek(file, 0, SEEK_SET) == 0))
		return file;
	int failed = errno;
	close(file);
	errno = failed;
	return -1;
}

/* ---- signals ---- */

/* What ends us is to end the command as well, which is in a process group of its own where there is no terminal. */
static const int passed_on[] = { SIGHUP, SIGINT, SIGQUIT, SIGTERM };
#define PASSED_ON (sizeof passed_on / sizeof *passed_on)

static volatile sig_atomic_t running; /* the process, or the negative of its group; 0: none */

struct signals {
	struct sigaction passed_on[PASSED_ON], child;
	sigset_t mask;
};

static void pass_on(int number)
{
	if (running)
		kill((pid_t)running, number);
	signal(number, SIG_DFL);
	raise(number);
}

/* Until signals_restore(); those that are ignored stay so, but for that of children: they are waited for. What is to be
 * passed on is held back, until it is known to whom. */
static void signals_catch(struct signals *before)
{
	struct sigaction ours = { .sa_handler = pass_on }, usual = { .sa_handler = SIG_DFL };
	sigset_t held;

	sigemptyset(&ours.sa_mask);
	sigemptyset(&usual.sa_mask);
	sigemptyset(&held);
	for (size_t i = 0; i < PASSED_ON; i++)
		sigaddset(&held, passed_on[i]);
	sigprocmask(SIG_BLOCK, &held, &before->mask);
	for (size_t i = 0; i < PASSED_ON; i++) {
		sigaction(passed_on[i], NULL, &before->passed_on[i]);
		if (before->passed_on[i].sa_handler != SIG_IGN)
			sigaction(passed_on[i], &ours, NULL);
	}
	sigaction(SIGCHLD, &usual, &before->child);
}

static void signals_restore(const struct signals *before)
{
	for (size_t i = 0; i < PASSED_ON; i++)
		sigaction(passed_on[i], &before->passed_on[i], NULL);
	sigaction(SIGCHLD, &before->child, NULL);
}

/* ---- the run ---- */

/* Whether there is a terminal that the command could ask, wherever its output goes: only the group before it may read
 * there, and only that hears Ctrl-C and Ctrl-Z. */
static bool has_terminal(void)
{
	int fd = open("/dev/tty", O_RDWR | O_NOCTTY | O_CLOEXEC);

	if (fd >= 0)
		close(fd);
	return fd >= 0;
}

/* Start the command with INPUT as its standard input and the signals of MASK blocked; the value is that of
 * posix_spawn(). */
static int start(const struct shell_command *command, int input, const sigset_t *mask, struct rt_arena *arena,
                 pid_t *pid)
{
	char *const arguments[] = { "sh", "-c", rt_arena_copy(arena, command->text, strlen(command->text)), NULL };
	bool alone = !has_terminal();
	posix_spawn_file_actions_t actions;
	posix_spawnattr_t attributes;
	int failed = posix_spawn_file_actions_init(&actions);

	if (failed)
		return failed;
	failed = posix_spawnattr_init(&attributes);
	if (!failed) {
		keep_descriptors();
		posix_spawnattr_setsigmask(&attributes, mask);
		posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETSIGMASK | (alone ? POSIX_SPAWN_SETPGROUP : 0));
		failed = posix_spawn_file_actions_adddup2(&actions, input, STDIN_FILENO);
		if (!failed)
			failed = posix_spawn(pid, "/bin/sh", &actions, &attributes, arguments,
			                     environment_of(command, arena));
		posix_spawnattr_destroy(&attributes);
	}
	posix_spawn_file_actions_destroy(&actions);
	if (!failed)
		running = (sig_atomic_t)(alone ? -*pid : *pid);
	return failed;
}

static long long milliseconds_now(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return (long long)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

/* Sleep for PAUSE milliseconds; the value is what to sleep next. */
static long sleep_for(long pause)
{
	nanosleep(&(const struct timespec){ 0, pause * 1000000 }, NULL);
	return pause * 2 < PAUSE_MAX ? pause * 2 : PAUSE_MAX;
}

/* As waitpid(2), but for SECONDS at most (0: without end); 0: it still runs. */
static pid_t wait_within(pid_t pid, int *status, long seconds)
{
	long long end = milliseconds_now() + (long long)seconds * 1000;
	long pause = PAUSE_FIRST;
	pid_t ended;

	while (((ended = waitpid(pid, status, WNOHANG)) == 0 || (ended < 0 && errno == EINTR)) &&
	       (!seconds || milliseconds_now() < end))
		pause = sleep_for(pause);
	return ended;
}

/* Ask it to end, then make it: with its group, if it has one, of which the shell is often the first to go. What has
 * ended but is not waited for by its new parent counts as left. */
static void end(pid_t pid)
{
	long long until = milliseconds_now() + GRACE_SECONDS * 1000;
	bool ended = false, left = true;
	long pause = PAUSE_FIRST;

	kill((pid_t)running, SIGTERM);
	while (left && milliseconds_now() < until) {
		pause = sleep_for(pause);
		ended = ended || waitpid(pid, NULL, WNOHANG) == pid;
		left = !ended || (running < 0 && !kill((pid_t)running, 0));
	}
	if (left)
		kill((pid_t)running, SIGKILL);
	while (!ended && waitpid(pid, NULL, 0) < 0 && errno == EINTR)
		;
}

static enum rt_code wait_for(pid_t pid, const struct shell_command *command, bool *late, struct rt_error *err)
{
	int status;
	pid_t ended = wait_within(pid, &status, command->seconds);

	*late = ended == 0;
	if (ended < 0)
		return rt_fail(err, RT_EINVALID, "cannot wait for `%s`: %s", command->text, strerror(errno));
	if (*late) {
		end(pid);
		return rt_fail(err, RT_EINVALID, "`%s` took longer than %ld s and was ended", command->text,
		               command->seconds);
	}
	if (WIFSIGNALED(status))
		return rt_fail(err, RT_EINVALID, "`%s` was ended by signal %d", command->text, WTERMSIG(status));
	if (WEXITSTATUS(status))
		return rt_fail(err, RT_EINVALID, "`%s` exited with status %d", command->text, WEXITSTATUS(status));
	return RT_OK;
}

enum rt_code shell_run(const struct shell_command *command, rt_str input, struct rt_arena *arena, bool *late,
                       struct rt_error *err)
{
	struct signals before;
	int file = file_of(input);
	enum rt_code code;
	pid_t pid;

	*late = false;
	if (file < 0)
		return rt_fail(err, RT_EINVALID, "cannot run `%s`: its input cannot be kept in memory: %s",
		               command->text, strerror(errno));
	signals_catch(&before);
	int failed = start(command, file, &before.mask, arena, &pid);
	sigprocmask(SIG_SETMASK, &before.mask, NULL);
	close(file);
	if (failed)
		code = rt_fail(err, RT_EINVALID, "cannot run `%s`: %s", command->text, strerror(failed));
	else
		code = wait_for(pid, command, late, err);
	running = 0;
	signals_restore(&before);
	return code;
}
