#include "options.h"

#include "nearest.h"

#include <assert.h>
#include <errno.h>
#include <getopt.h>
#include <stdlib.h>
#include <string.h>

#define MOST_OPTIONS 64
#define MOST_NUMBER  1000000 /* seconds or columns; libcurl counts in milliseconds, in an int */
#define FIRST_CODE   256 /* what getopt_long() returns for row 0: beyond all letters */

/* The tables in the form that getopt_long() wants. */
struct parser {
	const struct opt *rows[MOST_OPTIONS];
	char *settings[MOST_OPTIONS];
	size_t count;
	struct option longs[MOST_OPTIONS + 1];
	char letters[3 * MOST_OPTIONS + 3];
	struct rt_arena *arena;
};

static int takes_value(const struct opt *row)
{
	if (!row->value)
		return no_argument;
	return row->type == OPT_MAYBE_NUMBER ? optional_argument : required_argument;
}

static void add_row(struct parser *p, const struct opt *row, void *settings, size_t *letters)
{
	assert(p->count < MOST_OPTIONS);
	p->rows[p->count] = row;
	p->settings[p->count] = settings;
	p->longs[p->count] = (struct option){ .name = row->name,
		                              .has_arg = takes_value(row),
		                              .val = FIRST_CODE + (int)p->count };
	p->count++;
	if (row->letter)
		p->letters[(*letters)++] = row->letter;
	for (int colons = row->letter ? takes_value(row) : 0; colons > 0; colons--)
		p->letters[(*letters)++] = ':';
}

static void prepare(struct parser *p, const struct opt_target *targets, bool only_front, struct rt_arena *arena)
{
	size_t letters = 0;

	*p = (struct parser){ .arena = arena };
	p->letters[letters++] = only_front ? '+' : '-'; /* end at the first operand; hand out operands in order */
	p->letters[letters++] = ':';                    /* tell a missing value from an unknown option */
	for (; targets->rows; targets++)
		for (const struct opt *row = targets->rows; row->name; row++)
			add_row(p, row, targets->settings, &letters);
}

/* The number of the row for what getopt_long() returned; p->count if there is none. */
static size_t find_row(const struct parser *p, int code)
{
	if (code >= FIRST_CODE)
		return (size_t)(code - FIRST_CODE);
	size_t i = 0;
	while (i < p->count && p->rows[i]->letter != code)
		i++;
	return i;
}

/* ---- values ---- */

/* Is TEXT one of the words of `a|b|c`? */
static bool is_choice(const char *choices, const char *text)
{
	rt_str rest = rt_str_of(choices), choice;

	while (rt_str_split(&rest, '|', &choice))
		if (rt_str_equal(choice, rt_str_of(text)))
			return true;
	return false;
}

static void append(struct opt_list *list, const char *text, struct rt_arena *arena)
{
	if (list->count == list->capacity) {
		list->capacity = list->count * 2 + 8;
		const char **items = rt_arena_array(arena, list->capacity, sizeof *items);
		for (size_t i = 0; i < list->count; i++)
			items[i] = list->items[i];
		list->items = items;
	}
	list->items[list->count++] = text;
}

static enum rt_code set_number(const struct opt *row, const char *text, struct opt_number *out, struct rt_error *err)
{
	char *end;

	errno = 0;
	long value = strtol(text, &end, 10);
	if (errno || end == text || *end || value < 0)
		return rt_fail(err, RT_EINVALID, "--%s wants a whole number, not `%s`", row->name, text);
	if (value > MOST_NUMBER)
		return rt_fail(err, RT_EINVALID, "--%s wants a number up to %d, not `%s`", row->name, MOST_NUMBER,
		               text);
	*out = (struct opt_number){ true, value };
	return RT_OK;
}

static enum rt_code set(struct parser *p, size_t i, const char *text, struct rt_error *err)
{
	const struct opt *row = p->rows[i];
	void *place = p->settings[i] + row->offset;

	if (row->type == OPT_CHOICE && !is_choice(row->value, text))
		return rt_fail(err, RT_EINVALID, "--%s wants %s, not `%s`", row->name, row->value, text);
	switch (row->type) {
	case OPT_FLAG: *(bool *)place = true; break;
	case OPT_CHOICE:
	case OPT_TEXT: *(const char **)place = row->value ? text : row->preset; break;
	case OPT_LIST: append(place, text, p->arena); break;
	case OPT_NUMBER: return set_number(row, text, place, err);
	case OPT_MAYBE_NUMBER:
		if (text)
			return set_number(row, text, place, err);
		*(struct opt_number *)place = (struct opt_number){ true, OPT_NO_NUMBER };
		break;
	}
	return RT_OK;
}

/* ---- what was wrong ---- */

static enum rt_code unknown_name(const struct parser *p, const char *argument, struct rt_error *err)
{
	rt_str rest = rt_str_of(argument + 2), name;
	struct nearest nearest;
	size_t fits = 0;

	rt_str_split(&rest, '=', &name);
	nearest_init(&nearest, name);
	for (size_t i = 0; i < p->count; i++) {
		fits += rt_str_starts_with(rt_str_of(p->rows[i]->name), name);
		nearest_offer(&nearest, p->rows[i]->name);
	}
	if (fits > 1)
		return rt_fail(err, RT_EINVALID, "--%.*s is short for more than one option", RT_ARG(name));
	if (nearest.best)
		return rt_fail(err, RT_EINVALID, "no option --%.*s: did you mean --%s?", RT_ARG(name), nearest.best);
	return rt_fail(err, RT_EINVALID, "no option --%.*s", RT_ARG(name));
}

/* getopt_long() returned `?` or `:`; optopt says for which option, 0 for a long one that it does not know. */
static enum rt_code complain(const struct parser *p, int code, const char *argument, struct rt_error *err)
{
	if (code == '?' && !optopt)
		return unknown_name(p, argument, err);
	size_t i = find_row(p, optopt);
	if (i == p->count)
		return rt_fail(err, RT_EINVALID, "no option -%c", optopt);
	if (code == ':')
		return rt_fail(err, RT_EINVALID, "--%s wants a value: %s", p->rows[i]->name, p->rows[i]->value);
	return rt_fail(err, RT_EINVALID, "--%s takes no value", p->rows[i]->name);
}

enum rt_code options_parse(int argc, char **argv, const struct opt_target *targets, struct operands *operands,
                           int *used, struct rt_arena *arena, struct rt_error *err)
{
	struct parser p;
	enum rt_code status = RT_OK;
	int code;

	prepare(&p, targets, !operands, arena);
	if (operands)
		*operands = (struct operands){ rt_arena_array(arena, (size_t)argc, sizeof(char *)), 0 };
	opterr = 0;
	optind = 0; /* begin anew: this is called more than once */
	while (!status && (code = getopt_long(argc, argv, p.letters, p.longs, NULL)) != -1) {
		if (code == '?' || code == ':')
			status = complain(&p, code, argv[optind - 1], err);
		else if (code == 1)
			operands->items[operands->count++] = optarg;
		else
			status = set(&p, find_row(&p, code), optarg, err);
	}
	while (!status && operands && optind < argc)
		operands->items[operands->count++] = argv[optind++];
	*used = optind;
	return status;
}
