#include "handover.h"

#include "filter.h"
#include "output.h"

#include <errno.h>
#include <fcntl.h>
#include <spawn.h>
#include <stdio.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#define DESCRIPTORS_MAX 1024 /* more than this program ever has open */

extern char **environ;

static void tell_archived(const struct rt_fetched *fetched, const struct rt_report *report)
{
	struct rt_buf summary = RT_BUF_INIT;
	char date[RT_TIME_TEXT];

	if (fetched->first)
		rt_buf_printf(&summary, "first snapshot, %zu records", report->to.records);
	else
		rt_render_summary(&report->changes, &summary);
	tell("%.*s: archived %s: %s", RT_ARG(fetched->registry), rt_date_text(report->to.date, date), summary.data);
	rt_buf_release(&summary);
}

/* ---- the command ---- */

/* Our environment, with two variables of ours in the place of what it says of them. */
static char **environment_of(const struct handover *handover, rt_str registry, struct rt_arena *arena)
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
	rt_str archive = rt_str_format(arena, "%s%s", ours[0].data, handover->archive);
	rt_str id = rt_str_format(arena, "%s%.*s", ours[1].data, RT_ARG(registry));
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

/* Start the command with INPUT as its standard input; the value is that of posix_spawn(). */
static int start(const struct handover *handover, rt_str registry, int input, struct rt_arena *arena, pid_t *pid)
{
	char *const arguments[] = { "sh", "-c", rt_arena_copy(arena, handover->command, strlen(handover->command)),
		                    NULL };
	posix_spawn_file_actions_t actions;
	int failed = posix_spawn_file_actions_init(&actions);

	if (failed)
		return failed;
	keep_descriptors();
	failed = posix_spawn_file_actions_adddup2(&actions, input, STDIN_FILENO);
	if (!failed)
		failed = posix_spawn(pid, "/bin/sh", &actions, NULL, arguments,
		                     environment_of(handover, registry, arena));
	posix_spawn_file_actions_destroy(&actions);
	return failed;
}

static enum rt_code wait_for(pid_t pid, const char *command, rt_str registry, struct rt_error *err)
{
	static const char *const again = "the report will be handed over again";
	int status;

	while (waitpid(pid, &status, 0) < 0)
		if (errno != EINTR)
			return rt_fail(err, RT_EINVALID, "cannot wait for `%s`: %s", command, strerror(errno));
	if (WIFSIGNALED(status))
		return rt_fail(err, RT_EINVALID, "%.*s: `%s` was ended by signal %d: %s", RT_ARG(registry), command,
		               WTERMSIG(status), again);
	if (WEXITSTATUS(status))
		return rt_fail(err, RT_EINVALID, "%.*s: `%s` exited with status %d: %s", RT_ARG(registry), command,
		               WEXITSTATUS(status), again);
	return RT_OK;
}

/* A file without a name that holds BYTES, to be read from its start; NULL if that cannot be, see errno. Unlike a pipe
 * it has all of them even if this program is ended meanwhile, and nobody need read them. */
static FILE *file_of(rt_str bytes)
{
	FILE *file = tmpfile();

	if (!file)
		return NULL;
	if (fwrite(bytes.data, 1, bytes.len, file) == bytes.len && !fflush(file) && !lseek(fileno(file), 0, SEEK_SET))
		return file;
	int failed = errno;
	fclose(file);
	errno = failed;
	return NULL;
}

static enum rt_code run_command(const struct handover *handover, rt_str registry, rt_str input, struct rt_arena *arena,
                                struct rt_error *err)
{
	FILE *file = file_of(input);
	pid_t pid;

	if (!file)
		return rt_fail(err, RT_EINVALID, "cannot run `%s`: its input cannot be kept among temporary files: %s",
		               handover->command, strerror(errno));
	int failed = start(handover, registry, fileno(file), arena, &pid);
	fclose(file);
	if (failed)
		return rt_fail(err, RT_EINVALID, "cannot run `%s`: %s", handover->command, strerror(failed));
	return wait_for(pid, handover->command, registry, err);
}

/* ---- the report ---- */

static enum rt_code print(const struct handover *handover, const struct rt_report *report, struct rt_error *err)
{
	struct rt_buf text = RT_BUF_INIT;

	handover->renderer->render(report, &handover->style, &text);
	enum rt_code code = output_write(rt_buf_str(&text), err);
	rt_buf_release(&text);
	return code;
}

static enum rt_code give_to_command(const struct handover *handover, const struct rt_report *report,
                                    struct rt_arena *arena, struct rt_error *err)
{
	const struct rt_renderer *json = rt_renderer_find(RT_STR("json"));
	struct rt_buf text = RT_BUF_INIT;

	json->render(report, &(const struct rt_style){ .color = false }, &text);
	enum rt_code code = run_command(handover, report->registry, rt_buf_str(&text), arena, err);
	rt_buf_release(&text);
	return code;
}

enum rt_code handover_report(const struct handover *handover, const struct rt_fetched *fetched, struct rt_arena *arena,
                             struct rt_error *err)
{
	struct rt_report report = fetched->report;
	enum rt_code code = RT_OK;

	filter_report(&report, &handover->filter, arena);
	if (!handover->renderer || fetched->first)
		tell_archived(fetched, &report);
	if (fetched->first || !report.changes.count)
		return RT_OK;
	if (handover->renderer)
		code = print(handover, &report, err);
	if (!code && handover->command)
		code = give_to_command(handover, &report, arena, err);
	return code;
}
