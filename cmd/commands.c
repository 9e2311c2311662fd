/* The commands, in the order in which the help lists them. */
#include "cmd.h"

const struct command *const commands[] = {
	&command_init,
	&command_fetch,
	&command_import,
	&command_snapshots,
	&command_status,
	&command_diff,
	&command_report,
	&command_log,
	&command_show,
	&command_blame,
	&command_export,
	&command_stats,
	&command_gc,
	&command_help,
	NULL,
};
