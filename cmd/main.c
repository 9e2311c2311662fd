/* regtrail: archives dated snapshots of IANA registries and says what changed between any two. */
#include "cmd.h"
#include "output.h"

#include <regtrail/buf.h>
#include <regtrail/version.h>

#include <stdio.h>
#include <unistd.h>

#define MOST_GROUPS 8

/* Options and operands of the command, which is ARGV[0]. */
static enum rt_code parse_command(struct session *session, int argc, char **argv, void *settings,
                                  struct operands *operands)
{
	const struct command *command = session->command;
	struct opt_target targets[MOST_GROUPS + 3] = { { common_options, &session->common } };
	size_t count = 1;
	int used;

	for (const struct opt_group *group = command->groups; group && group->title && count <= MOST_GROUPS; group++)
		targets[count++] = (struct opt_target){ group->rows, (char *)settings + group->offset };
	if (command->writes)
		targets[count] = (struct opt_target){ lock_options, &session->lock };
	if (options_parse(argc, argv, targets, operands, &used, &session->arena, &session->err)) {
		session->misused = true;
		return RT_EINVALID;
	}
	if (session->common.registries.count)
		session->common.registry = session->common.registries.items[session->common.registries.count - 1];
	if (session->common.help)
		return RT_OK;
	if (operands->count < command->min_operands)
		return MISUSED(session, "%s wants %s", command->name, command->operands);
	if (operands->count > command->max_operands)
		return MISUSED(session, "`%s` is one too many: regtrail %s%s%s", operands->items[command->max_operands],
		               command->name, *command->operands ? " " : "", command->operands);
	return RT_OK;
}

static enum rt_code write_out(struct session *session, struct rt_buf *text)
{
	enum rt_code code = output_write(rt_buf_str(text), &session->err);

	rt_buf_release(text);
	return code;
}

static enum rt_code run_command(struct session *session, int argc, char **argv)
{
	session->command = session_command(session, argv[0]);
	if (!session->command)
		return RT_EINVALID;
	void *settings = rt_arena_alloc(&session->arena, session->command->settings_size + 1);
	struct operands operands;
	enum rt_code code = parse_command(session, argc, argv, settings, &operands);
	if (!code && session->common.help) {
		struct rt_buf text = RT_BUF_INIT;

		help_about(session->command, &text);
		return write_out(session, &text);
	}
	return code ? code : session->command->run(session, settings, &operands);
}

static enum rt_code run(struct session *session, int argc, char **argv)
{
	struct front_options front = { false };
	const struct opt_target targets[] = { { front_options, &front }, { common_options, &session->common }, { 0 } };
	struct rt_buf text = RT_BUF_INIT;
	int used;

	if (options_parse(argc, argv, targets, NULL, &used, &session->arena, &session->err))
		return MISUSED(session, "%s (options of a command stand behind its name)", session->err.message);
	if (front.version) {
		rt_buf_add_str(&text, RT_STR("regtrail " RT_VERSION "\n"));
		return write_out(session, &text);
	}
	if (used < argc)
		return run_command(session, argc - used, argv + used);
	if (!session->common.help)
		return MISUSED(session, "no command given");
	help_overview(commands, &text);
	return write_out(session, &text);
}

/* To commands that get no documents, a document that cannot be had is trouble like any other. */
static int exit_status(const struct session *session, enum rt_code code)
{
	bool about_documents = code == RT_EUNREACHABLE || code == RT_EREFUSED;

	if (about_documents && !(session->command && session->command->gets_documents))
		return RT_EINVALID;
	return code ? (int)code : session->status;
}

static void out_of_memory(size_t wanted)
{
	tell("out of memory: no %zu bytes more", wanted);
	_exit(RT_EINVALID);
}

int main(int argc, char **argv)
{
	struct session session = { .commands = commands, .err = { .code = RT_OK } };

	output_start();
	rt_on_out_of_memory(out_of_memory);
	rt_arena_init(&session.arena);
	enum rt_code code = run(&session, argc, argv);
	if (code && session.err.code)
		tell("%s", session.err.message);
	if (session.misused)
		tell("try `regtrail%s%s --help`", session.command ? " " : "",
		     session.command ? session.command->name : "");
	int status = exit_status(&session, code);
	rt_archive_free(session.archive);
	rt_arena_release(&session.arena);
	return status;
}
