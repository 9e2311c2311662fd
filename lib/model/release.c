/* IANA's own date of a de-assignment, out of the note that it leaves, in every form that was ever used (see the
 * tests). */
#include <regtrail/date.h>
#include <regtrail/record.h>

/* The words that such a note has before its date. */
static const char *const verbs[] = { "de-assigned",     "deassigned",     "de-registered",  "deregistered",
	                             "de-commissioned", "decommissioned", "de-comissioned", "decomissioned",
	                             "removed",         "deprecated",     "released",       "withdrawn" };

static bool is_digit(char c)
{
	return c >= '0' && c <= '9';
}

static rt_str rest_of(rt_str text, size_t skip)
{
	return (rt_str){ text.data + skip, text.len - skip };
}

/* Up to MAX digits off the front; how many, 0 if none. */
static size_t take_digits(rt_str *text, size_t max, int *out)
{
	size_t n = 0;

	*out = 0;
	while (n < max && n < text->len && is_digit(text->data[n]))
		*out = *out * 10 + (text->data[n++] - '0');
	*text = rest_of(*text, n);
	return n;
}

static bool take_any(rt_str *text, const char *of)
{
	for (; *of; of++) {
		if (text->len && *text->data == *of) {
			*text = rest_of(*text, 1);
			return true;
		}
	}
	return false;
}

static int take_month(rt_str *text)
{
	static const char months[] = "janfebmaraprmayjunjulaugsepoctnovdec";

	for (int i = 0; i < 12 && text->len >= 3; i++) {
		if (!rt_str_equal_nocase((rt_str){ text->data, 3 }, (rt_str){ months + i * 3, 3 }))
			continue;
		size_t n = 3;
		while (n < text->len && ((text->data[n] | 0x20) >= 'a' && (text->data[n] | 0x20) <= 'z'))
			n++;
		*text = rest_of(*text, n);
		return i + 1;
	}
	return 0;
}

static int full_year(int year, size_t digits)
{
	return digits == 2 ? (year < 70 ? 2000 + year : 1900 + year) : year;
}

/* `2025-02-13`, `2004-2-6` */
static bool parse_iso(rt_str text, rt_time *out)
{
	int year, month, day;

	return take_digits(&text, 4, &year) == 4 && take_any(&text, "-") && take_digits(&text, 2, &month) &&
	       take_any(&text, "-") && take_digits(&text, 2, &day) && rt_date_from_civil(year, month, day, out);
}

/* `12/7/00`, `04/14/00`: month first */
static bool parse_american(rt_str text, rt_time *out)
{
	int year, month, day;

	if (!take_digits(&text, 2, &month) || !take_any(&text, "/") || !take_digits(&text, 2, &day) ||
	    !take_any(&text, "/"))
		return false;
	size_t digits = take_digits(&text, 4, &year);
	return (digits == 2 || digits == 4) && rt_date_from_civil(full_year(year, digits), month, day, out);
}

/* `08 June 2001` */
static bool parse_long(rt_str text, rt_time *out)
{
	int year, day;

	if (!take_digits(&text, 2, &day) || !take_any(&text, " "))
		return false;
	int month = take_month(&text);
	return month && take_any(&text, " ") && take_digits(&text, 4, &year) == 4 &&
	       rt_date_from_civil(year, month, day, out);
}

/* The date that follows a verb, a few words on at most ("on", "(", "Port"). */
#define REACH 20 /* bytes */
static bool date_after(rt_str text, rt_time *out)
{
	for (size_t i = 0; i < text.len && i < REACH; i++) {
		rt_str at = rest_of(text, i);

		if (!is_digit(*at.data) || (i && is_digit(text.data[i - 1])))
			continue;
		return parse_iso(at, out) || parse_american(at, out) || parse_long(at, out);
	}
	return false;
}

/* The latest date after any verb in TEXT. */
static rt_time latest_date(rt_str text)
{
	rt_time latest = RT_NO_TIME, date;

	for (; text.len; text = rest_of(text, 1)) {
		for (size_t i = 0; i < sizeof verbs / sizeof *verbs; i++) {
			rt_str verb = rt_str_of(verbs[i]);

			if (text.len < verb.len || !rt_str_equal_nocase((rt_str){ text.data, verb.len }, verb))
				continue;
			if (date_after(rest_of(text, verb.len), &date) && date > latest)
				latest = date;
		}
	}
	return latest;
}

rt_time rt_record_released(const struct rt_record *pool)
{
	rt_time date = latest_date(rt_port_get(pool, RT_FIELD_NOTES));

	return date != RT_NO_TIME ? date : latest_date(rt_port_get(pool, RT_FIELD_DESCRIPTION));
}
