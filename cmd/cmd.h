/* cmd.h - what a command is, and what all of them share.
 *
 * A new command is one file with one `struct command`, its name below and in the table of commands.c, and one line in
 * CMakeLists.txt.
 */
#ifndef CMD_CMD_H
#define CMD_CMD_H

#include "options.h"

#include <regtrail/archive.h>
#include <regtrail/buf.h>

#define STATUS_DIFFERS 1 /* exit statuses that are no error */
#define STATUS_NOTHING 1

struct session;

struct command {
	const char *name;
	const char *operands;           /* as in the usage line: "[OLD [NEW]]" */
	size_t min_operands, max_operands;
	const char *about;              /* one line, for the list of commands */
	const char *help;               /* what it does; lines broken by '\n', as all below */
	const char *exits;              /* exit statuses */
	const char *examples;
	const struct opt_group *groups; /* its options; NULL: only those that all commands take */
	bool lists_formats;             /* --help tells the formats of reports */
	bool writes;                    /* to the archive: it takes the lock */
	bool gets_documents;            /* it can end with RT_EUNREACHABLE and RT_EREFUSED; to others that is trouble */
	size_t settings_size;           /* of the struct that its options set; all zero before they do */

	/* An error becomes the exit status. Its message is in session->err, unless err.code is RT_OK: it was told. */
	enum rt_code (*run)(struct session *session, const void *settings, const struct operands *operands);
};

extern const struct command command_blame, command_log, command_show;
extern const struct command command_diff, command_export, command_fetch, command_gc, command_help, command_import,
	command_init, command_report, command_snapshots, command_stats, command_status;

extern const struct command *const commands[]; /* all of them, ends with NULL */

/* ---- one run of the program ---- */

struct front_options {
	bool version;
};
extern const struct opt front_options[]; /* that may stand only before the command */

struct common_options {
	const char *archive;
	struct opt_list registries;
	const char *registry; /* the last of them; NULL: none was given */
	bool help;
};
extern const struct opt common_options[];

struct lock_options {
	struct opt_number wait; /* for the lock */
};
extern const struct opt lock_options[]; /* of commands that write */

struct session {
	struct common_options common;
	struct lock_options lock;
	const struct command *const *commands; /* that there are, ends with NULL */
	const struct command *command; /* NULL before it is known */
	struct rt_arena arena;         /* for all that the command makes */
	struct rt_archive *archive;    /* NULL until session_open() */
	struct rt_error err;
	int status;                    /* the exit status if there is no error */
	bool misused;                  /* err is about the command line: point at --help */
};

/* Set the error, for wrong use of the command line. */
#define MISUSED(session, ...) ((session)->misused = true, rt_fail(&(session)->err, RT_EINVALID, __VA_ARGS__))

/* The command of that NAME; NULL if there is none: the error says which may be meant. */
const struct command *session_command(struct session *session, const char *name);

/* Where the archive is: -C, $REGTRAIL_ARCHIVE, or the place for data of the user (XDG Base Directory Specification). */
enum rt_code session_archive_path(struct session *session, const char **out);

/* Open the archive; with FOR_WRITING take its lock, too. Once it is open this does nothing more. */
enum rt_code session_open(struct session *session, bool for_writing);

/* A setting: $REGTRAIL_NAME, else `regtrail.name` in the config of the archive if that is open; absent if neither. */
rt_str session_setting(struct session *session, const char *name);

/* A setting that is a whole number; *OUT stays as it is if it is not set. */
enum rt_code session_number(struct session *session, const char *name, long *out);

/* The registries asked for: those of -r, else $REGTRAIL_REGISTRY, else the setting `registry`, which may have several
 * values, else the ports. */
enum rt_code session_registries(struct session *session, const rt_str **out, size_t *count);

/* Of *REGISTRIES each once, where it stands first: however often one is named, it is asked for once. */
void session_once(struct session *session, const rt_str **registries, size_t *count);

/* The last of -r, else the first of them. */
enum rt_code session_registry(struct session *session, rt_str *out);

/* Tell that there is no snapshot of REGISTRY and what the archive, which is open, has instead, and set the status. */
enum rt_code session_no_snapshot(struct session *session, rt_str registry);

/* The clock: $REGTRAIL_NOW, for tests, else the time of day. */
enum rt_code session_now(struct session *session, rt_time *out);

/* What came of packing after work that is done and kept: that it failed is told, and is no failure of the command
 * unless the archive is damaged. */
enum rt_code session_packed(struct session *session, enum rt_code code, const struct rt_error *err);

/* Make one pack of those that an import left; as session_packed(). */
enum rt_code session_pack_flushed(struct session *session);

/* ---- help.c ---- */

void help_overview(const struct command *const *all, struct rt_buf *out);
void help_about(const struct command *command, struct rt_buf *out);

#endif
