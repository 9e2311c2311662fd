/* Times in the words of people, as git takes them: `yesterday`, `30 days ago`. */
#include <regtrail/date.h>

#include <stdlib.h>

struct unit {
	const char *name;
	rt_time seconds; /* 0: counted in months */
	int months;
};
static const struct unit units[] = {
	{ "second", 1, 0 },         { "minute", 60, 0 }, { "hour", 3600, 0 }, { "day", RT_DAY, 0 },
	{ "week", 7 * RT_DAY, 0 }, { "month", 0, 1 },   { "year", 0, 12 },
};

/* The next word off the front of *REST; empty at the end. */
static rt_str take_word(rt_str *rest)
{
	size_t length = 0;

	while (rest->len && (*rest->data == ' ' || *rest->data == '.'))
		*rest = (rt_str){ rest->data + 1, rest->len - 1 };
	while (length < rest->len && rest->data[length] != ' ' && rest->data[length] != '.')
		length++;
	rt_str word = { rest->data, length };
	*rest = (rt_str){ rest->data + length, rest->len - length };
	return word;
}

#define DIGITS_MAX 5 /* of a number: no sum of them overflows */

static bool parse_number(rt_str word, int *out)
{
	*out = 0;
	if (!word.len || word.len > DIGITS_MAX)
		return false;
	for (size_t i = 0; i < word.len; i++) {
		if (word.data[i] < '0' || word.data[i] > '9')
			return false;
		*out = *out * 10 + (word.data[i] - '0');
	}
	return true;
}

/* `day` or `days`. */
static const struct unit *find_unit(rt_str word)
{
	for (size_t i = 0; i < sizeof units / sizeof *units; i++) {
		rt_str one = rt_str_of(units[i].name), many = { word.data, word.len ? word.len - 1 : 0 };
		bool plural = word.len && rt_char_fold(word.data[word.len - 1]) == 's';

		if (rt_str_equal_nocase(word, one) || (plural && rt_str_equal_nocase(many, one)))
			return &units[i];
	}
	return NULL;
}

/* The same day MONTHS before, or the last of that month if it has no such day. */
static bool go_back(rt_time time, int months, rt_time *out)
{
	char text[RT_TIME_TEXT];

	rt_date_text(time, text);
	int count = atoi(text) * 12 + atoi(text + sizeof "2025-" - 1) - 1 - months;
	int day = atoi(text + sizeof "2025-10-" - 1);
	while (count >= 0 && day > 27 && !rt_date_from_civil(count / 12, count % 12 + 1, day, out))
		day--;
	if (count < 0 || !rt_date_from_civil(count / 12, count % 12 + 1, day, out))
		return false;
	*out += time - rt_date_of(time);
	return true;
}

static bool parse_ago(rt_str text, rt_time now, rt_time *out)
{
	int number;
	bool counted = parse_number(take_word(&text), &number);
	const struct unit *unit = find_unit(take_word(&text));
	rt_str ago = take_word(&text);

	if (!counted || !unit || !rt_str_equal_nocase(ago, RT_STR("ago")) || take_word(&text).len)
		return false;
	*out = now - number * unit->seconds;
	return !unit->months || go_back(now, number * unit->months, out);
}

bool rt_time_parse_words(rt_str text, rt_time now, rt_time *first, rt_time *last)
{
	bool today = rt_str_equal_nocase(text, RT_STR("today"));

	if (today || rt_str_equal_nocase(text, RT_STR("yesterday"))) {
		*first = rt_date_of(now) - (today ? 0 : RT_DAY);
		*last = *first + RT_DAY - 1;
		return true;
	}
	bool parsed = parse_ago(text, now, first);
	*last = *first;
	return parsed;
}
