#include "cmd.h"
#include "output.h"

#include <regtrail/buf.h>
#include <regtrail/render.h>

#define COLUMN 27 /* where explanations begin */

/* TEXT with INDENT spaces in front of each line but, with HANGING, the first. */
static void add_lines(struct rt_buf *out, const char *text, size_t indent, bool hanging)
{
	rt_str rest = rt_str_of(text), line;

	while (rt_str_split(&rest, '\n', &line)) {
		rt_buf_pad(out, ' ', hanging ? 0 : indent);
		rt_buf_add_str(out, line);
		rt_buf_add_char(out, '\n');
		hanging = false;
	}
}

/* A term and what it means, in two columns. */
static void add_row(struct rt_buf *out, rt_str term, const char *meaning)
{
	bool fits = term.len + 2 <= COLUMN;

	rt_buf_add_str(out, term);
	if (fits)
		rt_buf_pad(out, ' ', COLUMN - term.len);
	else
		rt_buf_add_char(out, '\n');
	add_lines(out, meaning, COLUMN, fits);
}

static void add_option(struct rt_buf *out, const struct opt *row)
{
	struct rt_buf term = RT_BUF_INIT;

	if (row->letter)
		rt_buf_printf(&term, "  -%c, ", row->letter);
	else
		rt_buf_pad(&term, ' ', 6);
	rt_buf_printf(&term, "--%s", row->name);
	if (row->value)
		rt_buf_printf(&term, row->type == OPT_MAYBE_NUMBER ? "[=%s]" : "=%s", row->value);
	add_row(out, rt_buf_str(&term), row->about);
	rt_buf_release(&term);
}

static void add_options(struct rt_buf *out, const char *title, const struct opt *rows)
{
	rt_buf_printf(out, "\n%s:\n", title);
	for (; rows->name; rows++)
		add_option(out, rows);
}

static void add_section(struct rt_buf *out, const char *title, const char *text)
{
	if (!text)
		return;
	rt_buf_printf(out, "\n%s:\n", title);
	add_lines(out, text, 2, false);
}

static void add_formats(struct rt_buf *out)
{
	struct rt_buf term = RT_BUF_INIT;

	rt_buf_add_str(out, RT_STR("\nFormats:\n"));
	for (const struct rt_renderer *r = rt_renderers; r->name; r++) {
		rt_buf_clear(&term);
		rt_buf_printf(&term, "  %s", r->name);
		add_row(out, rt_buf_str(&term), r->about);
	}
	rt_buf_release(&term);
}

void help_about(const struct command *command, struct rt_buf *out)
{
	rt_buf_printf(out, "usage: regtrail %s [OPTION...]%s%s\n\n", command->name, *command->operands ? " " : "",
	              command->operands);
	add_lines(out, command->help, 0, false);
	for (const struct opt_group *group = command->groups; group && group->title; group++)
		add_options(out, group->title, group->rows);
	if (command->writes)
		add_options(out, "One run at a time writes to an archive", lock_options);
	if (command->lists_formats)
		add_formats(out);
	add_options(out, "Options of every command", common_options);
	add_section(out, "Exit status", command->exits);
	add_section(out, "Examples", command->examples);
}

void help_overview(const struct command *const *all, struct rt_buf *out)
{
	struct rt_buf term = RT_BUF_INIT;

	rt_buf_add_str(out, RT_STR("usage: regtrail [-C ARCHIVE] [-r REGISTRY] COMMAND [ARG...]\n\n"
	                           "Archives dated snapshots of IANA registries in a git repository, and says what\n"
	                           "changed between any two.\n\nCommands:\n"));
	for (const struct command *const *c = all; *c; c++) {
		rt_buf_clear(&term);
		rt_buf_printf(&term, "  %s%s%s", (*c)->name, *(*c)->operands ? " " : "", (*c)->operands);
		add_row(out, rt_buf_str(&term), (*c)->about);
	}
	rt_buf_release(&term);
	add_options(out, "Options", front_options);
	add_options(out, "Options of every command", common_options);
	add_section(out, "Snapshots",
	            "latest, previous, latest~N, first, a date or time (the newest snapshot of then or\n"
	            "earlier), a commit id; in diff and export also a path to a document.");
	rt_buf_add_str(out, RT_STR("\n`regtrail COMMAND --help` tells more; so does man regtrail.\n"));
}

static enum rt_code run_help(struct session *session, const void *settings, const struct operands *operands)
{
	const struct command *command = NULL;
	struct rt_buf text = RT_BUF_INIT;

	(void)settings; /* it has no options of its own */
	if (operands->count) {
		command = session_command(session, operands->items[0]);
		if (!command) {
			session->command = NULL; /* point at the list of commands */
			return RT_EINVALID;
		}
		help_about(command, &text);
	} else {
		help_overview(session->commands, &text);
	}
	enum rt_code code = output_write(rt_buf_str(&text), &session->err);
	rt_buf_release(&text);
	return code;
}

const struct command command_help = {
	.name = "help",
	.operands = "[COMMAND]",
	.max_operands = 1,
	.about = "what a command does, and its options",
	.help = "Explains COMMAND as `regtrail COMMAND --help` does; without it, lists the commands.",
	.exits = "0  explained\n"
	         "2  there is no such command",
	.examples = "regtrail help diff",
	.run = run_help,
};
