/* inject: run a command, and let it be killed at a chosen system call, or let that call fail.
 *
 *   inject [--opens|--every] [--from=TEXT] [--out=FILE] --count COMMAND...
 *   inject [--opens|--every] [--from=TEXT] [--out=FILE] --kill=N COMMAND...
 *   inject [--opens] [--from=TEXT] [--out=FILE] --fail=N --errno=ENOSPC|EIO [--for-ever] COMMAND...
 *
 * Counted are the calls that change files (see `calls`); with --opens also those that open one for reading, with
 * --every all there are; with --from, those behind the first openat(2) of a path that contains TEXT. Standard output
 * and error are no files. Threads and children count like the rest. FILE gets the number of calls that were counted and
 * the name of the last one. The exit status is that of the command, 128 + N if a signal ended it, 77 if tracing is not
 * permitted. Linux on x86-64 and aarch64 only. */
#define _GNU_SOURCE

#include <elf.h>
#include <errno.h>
#include <fcntl.h>
#include <getopt.h>
#include <signal.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/ptrace.h>
#include <sys/syscall.h>
#include <sys/types.h>
#include <sys/uio.h>
#include <sys/user.h>
#include <sys/wait.h>
#include <unistd.h>

#define SKIPPED   77
#define TROUBLE   126
#define TASKS_MAX 64 /* threads and processes at a time */
#define SYSCALL_STOP (SIGTRAP | 0x80)

enum what { ALWAYS, IF_OPENED, IF_FILE, IF_MAPPED_FILE };

static const struct call {
	long number;
	const char *name;
	enum what counts;
} calls[] = {
	{ SYS_openat, "openat", IF_OPENED },
	{ SYS_write, "write", IF_FILE },
	{ SYS_writev, "writev", IF_FILE },
	{ SYS_pwrite64, "pwrite64", IF_FILE },
	{ SYS_fsync, "fsync", ALWAYS },
	{ SYS_fdatasync, "fdatasync", ALWAYS },
	{ SYS_ftruncate, "ftruncate", ALWAYS },
	{ SYS_fallocate, "fallocate", ALWAYS },
	{ SYS_mmap, "mmap", IF_MAPPED_FILE },
	{ SYS_flock, "flock", ALWAYS },
	{ SYS_mkdirat, "mkdirat", ALWAYS },
	{ SYS_linkat, "linkat", ALWAYS },
	{ SYS_symlinkat, "symlinkat", ALWAYS },
	{ SYS_unlinkat, "unlinkat", ALWAYS },
	{ SYS_renameat, "renameat", ALWAYS },
	{ SYS_renameat2, "renameat2", ALWAYS },
	{ SYS_fchmod, "fchmod", ALWAYS },
	{ SYS_fchmodat, "fchmodat", ALWAYS },
#ifdef SYS_open /* newer machines have only the calls with a directory */
	{ SYS_creat, "creat", ALWAYS },
	{ SYS_mkdir, "mkdir", ALWAYS },
	{ SYS_rmdir, "rmdir", ALWAYS },
	{ SYS_link, "link", ALWAYS },
	{ SYS_symlink, "symlink", ALWAYS },
	{ SYS_unlink, "unlink", ALWAYS },
	{ SYS_rename, "rename", ALWAYS },
	{ SYS_chmod, "chmod", ALWAYS },
#endif
};

static const struct {
	const char *name;
	int number;
} failures[] = { { "ENOSPC", ENOSPC }, { "EIO", EIO } };

struct task {
	pid_t pid;   /* 0: free */
	bool failed; /* the call that it is in was made to fail */
};

struct run {
	bool every, opens, for_ever, started;
	const char *from, *out;
	long kill_at, fail_at; /* 0: never */
	int failure;
	long count;
	char last[32]; /* name or number of the call counted last */
	pid_t child;
	struct task tasks[TASKS_MAX];
};

static struct task *task_of(struct run *run, pid_t pid)
{
	struct task *free_one = NULL;

	for (size_t i = 0; i < TASKS_MAX; i++) {
		if (run->tasks[i].pid == pid)
			return &run->tasks[i];
		if (!run->tasks[i].pid && !free_one)
			free_one = &run->tasks[i];
	}
	if (!free_one) {
		fputs("inject: too many threads\n", stderr);
		exit(TROUBLE);
	}
	*free_one = (struct task){ pid, false };
	return free_one;
}

/* ---- what call it is ---- */

/* Does the text at ADDRESS in the memory of PID contain PART? */
static bool text_contains(pid_t pid, unsigned long long address, const char *part)
{
	char text[4096] = "";
	struct iovec here = { text, sizeof text - 1 }, there = { (void *)(size_t)address, 0 };

	/* Up to the end of its page: what is behind that may not be there. */
	there.iov_len = 4096 - (size_t)(address % 4096);
	ssize_t len = process_vm_readv(pid, &here, 1, &there, 1, 0);
	if (len == (ssize_t)there.iov_len && !memchr(text, 0, (size_t)len) && (size_t)len < sizeof text - 1) {
		struct iovec more = { text + len, sizeof text - 1 - (size_t)len };

		there = (struct iovec){ (void *)(size_t)(address + (unsigned long long)len), more.iov_len };
		process_vm_readv(pid, &more, 1, &there, 1, 0);
	}
	return strstr(text, part) != NULL;
}

static const struct call *call_of(long number)
{
	for (size_t i = 0; i < sizeof calls / sizeof *calls; i++)
		if (calls[i].number == number)
			return &calls[i];
	return NULL;
}

static bool is_wanted(const struct call *call, const unsigned long long *args, bool opens)
{
	switch (call->counts) {
	case IF_OPENED: return opens || (args[2] & (O_WRONLY | O_RDWR | O_CREAT));
	case IF_FILE: return args[0] > 2;
	case IF_MAPPED_FILE: return (args[3] & MAP_SHARED) && (args[2] & PROT_WRITE) && !(args[3] & MAP_ANONYMOUS);
	case ALWAYS: break;
	}
	return true;
}

/* Is the call that PID is about to make one to count? */
static bool is_counted(struct run *run, pid_t pid, const struct __ptrace_syscall_info *info)
{
	unsigned long long args[6];
	const struct call *call = call_of((long)info->entry.nr);

	for (size_t i = 0; i < 6; i++)
		args[i] = info->entry.args[i];
	if (!run->started)
		run->started = !run->from ||
		               (info->entry.nr == SYS_openat && text_contains(pid, args[1], run->from));
	if (!run->started || (!run->every && (!call || !is_wanted(call, args, run->opens))))
		return false;
	if (call)
		snprintf(run->last, sizeof run->last, "%s", call->name);
	else
		snprintf(run->last, sizeof run->last, "call %llu", (unsigned long long)info->entry.nr);
	return true;
}

/* ---- how it fails ---- */

#if defined(__x86_64__)
static int skip_call(pid_t pid)
{
	return ptrace(PTRACE_POKEUSER, pid, offsetof(struct user_regs_struct, orig_rax), -1L) < 0;
}

static int set_result(pid_t pid, int failure)
{
	return ptrace(PTRACE_POKEUSER, pid, offsetof(struct user_regs_struct, rax), (long)-failure) < 0;
}
#elif defined(__aarch64__)
static int skip_call(pid_t pid)
{
	int none = -1;
	struct iovec data = { &none, sizeof none };

	return ptrace(PTRACE_SETREGSET, pid, NT_ARM_SYSTEM_CALL, &data) < 0;
}

static int set_result(pid_t pid, int failure)
{
	struct user_regs_struct regs;
	struct iovec data = { &regs, sizeof regs };

	if (ptrace(PTRACE_GETREGSET, pid, NT_PRSTATUS, &data) < 0)
		return 1;
	regs.regs[0] = (unsigned long long)-(long long)failure;
	return ptrace(PTRACE_SETREGSET, pid, NT_PRSTATUS, &data) < 0;
}
#else
static int skip_call(pid_t pid)
{
	return pid >= 0;
}

static int set_result(pid_t pid, int failure)
{
	return pid >= 0 || failure;
}
#endif

static void kill_all(struct run *run)
{
	for (size_t i = 0; i < TASKS_MAX; i++)
		if (run->tasks[i].pid)
			kill(run->tasks[i].pid, SIGKILL);
}

/* PID enters a call or leaves one. */
static void at_call(struct run *run, struct task *task)
{
	struct __ptrace_syscall_info info;

	if (ptrace(PTRACE_GET_SYSCALL_INFO, task->pid, sizeof info, &info) <= 0)
		return;
	if (info.op == PTRACE_SYSCALL_INFO_EXIT && task->failed) {
		task->failed = false;
		set_result(task->pid, run->failure);
	}
	if (info.op != PTRACE_SYSCALL_INFO_ENTRY || !is_counted(run, task->pid, &info))
		return;
	run->count++;
	if (run->count == run->kill_at)
		kill_all(run);
	else if (run->fail_at && (run->count == run->fail_at || (run->for_ever && run->count > run->fail_at)))
		task->failed = !skip_call(task->pid);
}

/* ---- the run ---- */

static void start(char **argv)
{
	if (ptrace(PTRACE_TRACEME, 0, NULL, NULL) < 0)
		_exit(SKIPPED);
	raise(SIGSTOP);
	execvp(argv[0], argv);
	perror(argv[0]);
	_exit(TROUBLE);
}

/* A signal that the task is to get, 0 if it stopped for us. */
static int signal_of(int status)
{
	int number = WSTOPSIG(status);
	bool ours = number == SYSCALL_STOP || number == SIGTRAP || number == SIGSTOP;

	return ours ? 0 : number;
}

/* The exit status of the command. */
static int trace(struct run *run)
{
	int status, result = TROUBLE;
	pid_t pid;

	while ((pid = waitpid(-1, &status, __WALL)) > 0) {
		struct task *task = task_of(run, pid);

		if (WIFSTOPPED(status)) {
			if (WSTOPSIG(status) == SYSCALL_STOP)
				at_call(run, task);
			ptrace(PTRACE_SYSCALL, pid, NULL, (void *)(size_t)signal_of(status));
			continue;
		}
		task->pid = 0;
		if (pid == run->child)
			result = WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
	}
	return result;
}

static int run_command(struct run *run, char **argv)
{
	const long options = PTRACE_O_TRACESYSGOOD | PTRACE_O_TRACECLONE | PTRACE_O_TRACEFORK | PTRACE_O_TRACEVFORK |
	                     PTRACE_O_TRACEEXEC | PTRACE_O_EXITKILL;
	int status;

	run->child = fork();
	if (run->child == 0)
		start(argv);
	if (run->child < 0 || waitpid(run->child, &status, 0) < 0)
		return TROUBLE;
	if (!WIFSTOPPED(status))
		return WIFEXITED(status) ? WEXITSTATUS(status) : TROUBLE;
	task_of(run, run->child);
	if (ptrace(PTRACE_SETOPTIONS, run->child, NULL, (void *)options) < 0)
		return SKIPPED;
	ptrace(PTRACE_SYSCALL, run->child, NULL, NULL);
	return trace(run);
}

static int find_failure(const char *name)
{
	for (size_t i = 0; i < sizeof failures / sizeof *failures; i++)
		if (strcmp(failures[i].name, name) == 0)
			return failures[i].number;
	fprintf(stderr, "inject: --errno is ENOSPC or EIO, not %s\n", name);
	exit(TROUBLE);
}

static void parse(struct run *run, int argc, char **argv)
{
	static const struct option longs[] = {
		{ "every", no_argument, NULL, 'e' },     { "opens", no_argument, NULL, 'r' },
		{ "from", required_argument, NULL, 'f' },    { "out", required_argument, NULL, 'o' },
		{ "count", no_argument, NULL, 'c' },        { "kill", required_argument, NULL, 'k' },
		{ "fail", required_argument, NULL, 'x' },     { "errno", required_argument, NULL, 'n' },
		{ "for-ever", no_argument, NULL, 'w' },
		{ NULL, 0, NULL, 0 },
	};
	int option;

	while ((option = getopt_long(argc, argv, "+", longs, NULL)) != -1) {
		switch (option) {
		case 'e': run->every = true; break;
		case 'r': run->opens = true; break;
		case 'f': run->from = optarg; break;
		case 'o': run->out = optarg; break;
		case 'k': run->kill_at = atol(optarg); break;
		case 'x': run->fail_at = atol(optarg); break;
		case 'n': run->failure = find_failure(optarg); break;
		case 'w': run->for_ever = true; break;
		case 'c': break;
		default: exit(TROUBLE);
		}
	}
}

int main(int argc, char **argv)
{
	struct run run = { .failure = EIO };

	parse(&run, argc, argv);
	if (optind == argc) {
		fputs("usage: inject [--every] [--from=TEXT] [--out=FILE] --count|--kill=N|--fail=N COMMAND...\n",
		      stderr);
		return TROUBLE;
	}
	int status = run_command(&run, argv + optind);
	FILE *out = run.out ? fopen(run.out, "w") : stdout;
	if (!out || fprintf(out, "%ld %s\n", run.count, run.last) < 0 || (run.out && fclose(out) == EOF))
		return TROUBLE;
	return status;
}
