/* options.h - options as tables, from which both parsing and --help are made.
 *
 * Options may stand before or after operands, `--` ends them, long names may be cut short while they are unambiguous.
 */
#ifndef CMD_OPTIONS_H
#define CMD_OPTIONS_H

#include <regtrail/arena.h>
#include <regtrail/error.h>

#include <stdbool.h>
#include <stddef.h>

enum opt_type {
	OPT_FLAG,   /* bool */
	OPT_TEXT,   /* const char *, NULL if not given; the last one counts */
	OPT_CHOICE, /* the same, one of the words of `value` */
	OPT_LIST,   /* struct opt_list; may be repeated */
	OPT_NUMBER, /* struct opt_number */
	OPT_MAYBE_NUMBER /* the same; without a value it is OPT_NO_NUMBER */
};

struct opt_list {
	const char **items; /* in the arena that was given to options_parse() */
	size_t count, capacity;
};

struct opt_number {
	bool given;
	long value; /* 0 or more */
};
#define OPT_NO_NUMBER (-1L)

struct opt {
	char letter;        /* 0: none */
	const char *name;   /* NULL ends a table */
	const char *value;  /* what --help calls its value; `a|b` for a choice; NULL: it takes none */
	const char *about;  /* for --help; lines are broken by '\n' */
	enum opt_type type;
	size_t offset;      /* of what it sets, in the struct it is for */
	const char *preset; /* OPT_TEXT that takes no value: what is set */
};

/* Options of one purpose, and where their struct is inside the settings of a command. */
struct opt_group {
	const char *title; /* NULL ends a list of groups */
	const struct opt *rows;
	size_t offset;
};

/* A table and the struct that it sets. */
struct opt_target {
	const struct opt *rows; /* NULL ends a list of targets */
	void *settings;
};

struct operands {
	const char **items;
	size_t count;
};

/* Parse ARGV[1] to ARGV[ARGC - 1]. With OPERANDS all of them, wherever they stand; with OPERANDS NULL only up to the
 * first one. *USED becomes the index of the first argument that was not looked at. */
enum rt_code options_parse(int argc, char **argv, const struct opt_target *targets, struct operands *operands,
                           int *used, struct rt_arena *arena, struct rt_error *err);

#endif
