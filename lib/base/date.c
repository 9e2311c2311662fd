#include <regtrail/date.h>

#include <stdio.h>
#include <string.h>

static bool leap(int year)
{
	return (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
}

/* Days from 1970-01-01, Gregorian: H. Hinnant, "chrono-Compatible Low-Level Date Algorithms", days_from_civil. */
static int64_t days_from_civil(int year, int month, int day)
{
	int64_t y = month <= 2 ? year - 1 : year;
	int64_t era = (y >= 0 ? y : y - 399) / 400;
	int64_t year_of_era = y - era * 400;
	int64_t day_of_year = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1;
	int64_t day_of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;

	return era * 146097 + day_of_era - 719468;
}

/* The same backwards: civil_from_days. */
static void civil_from_days(int64_t days, int *year, int *month, int *day)
{
	days += 719468;
	int64_t era = (days >= 0 ? days : days - 146096) / 146097;
	int64_t day_of_era = days - era * 146097;
	int64_t year_of_era = (day_of_era - day_of_era / 1460 + day_of_era / 36524 - day_of_era / 146096) / 365;
	int64_t day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
	int64_t shifted_month = (5 * day_of_year + 2) / 153;

	*day = (int)(day_of_year - (153 * shifted_month + 2) / 5 + 1);
	*month = (int)(shifted_month + (shifted_month < 10 ? 3 : -9));
	*year = (int)(year_of_era + era * 400 + (*month <= 2));
}

bool rt_date_from_civil(int year, int month, int day, rt_time *out)
{
	static const int lengths[] = { 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31 };

	if (year < 1900 || year > 9999 || month < 1 || month > 12 || day < 1)
		return false;
	if (day > lengths[month - 1] + (month == 2 && leap(year)))
		return false;
	*out = days_from_civil(year, month, day) * RT_DAY;
	return true;
}

/* Exactly DIGITS decimal digits off the front of *TEXT. */
static bool take_number(rt_str *text, size_t digits, int *out)
{
	if (text->len < digits)
		return false;
	int number = 0;
	for (size_t i = 0; i < digits; i++) {
		char c = text->data[i];

		if (c < '0' || c > '9')
			return false;
		number = number * 10 + (c - '0');
	}
	*text = (rt_str){ text->data + digits, text->len - digits };
	*out = number;
	return true;
}

static bool take_char(rt_str *text, char c)
{
	if (!text->len || text->data[0] != c)
		return false;
	*text = (rt_str){ text->data + 1, text->len - 1 };
	return true;
}

/* A date off the front of *TEXT; *NEXT becomes the midnight after the day, month or year that it names. */
static bool take_date(rt_str *text, rt_time *out, rt_time *next)
{
	int year, month = 1, day = 1;

	if (!take_number(text, 4, &year))
		return false;
	bool has_month = take_char(text, '-');
	if (has_month && !take_number(text, 2, &month))
		return false;
	bool has_day = has_month && take_char(text, '-');
	if (has_day && !take_number(text, 2, &day))
		return false;
	if (!rt_date_from_civil(year, month, day, out))
		return false;
	*next = has_day     ? *out + RT_DAY
	        : has_month ? days_from_civil(month == 12 ? year + 1 : year, month == 12 ? 1 : month + 1, 1) * RT_DAY
	                    : days_from_civil(year + 1, 1, 1) * RT_DAY;
	return true;
}

bool rt_date_parse(rt_str text, rt_time *out)
{
	rt_time next;

	return take_date(&text, out, &next) && !text.len;
}

/* `Z`, `+02:00` or nothing; the seconds to subtract. */
static bool take_zone(rt_str *text, rt_time *offset)
{
	int hours, minutes;

	*offset = 0;
	if (!text->len || take_char(text, 'Z') || take_char(text, 'z'))
		return true;
	int sign = take_char(text, '+') ? 1 : take_char(text, '-') ? -1 : 0;
	if (!sign || !take_number(text, 2, &hours) || hours > 23)
		return false;
	take_char(text, ':');
	if (!take_number(text, 2, &minutes) || minutes > 59)
		return false;
	*offset = sign * (hours * 3600 + minutes * 60);
	return true;
}

bool rt_time_parse(rt_str text, rt_time *out, rt_time *last)
{
	rt_time day, next, offset;
	int hour, minute, second = 0;

	if (!take_date(&text, &day, &next))
		return false;
	if (!text.len) {
		*out = day;
		if (last)
			*last = next - 1;
		return true;
	}
	if (next - day != RT_DAY) /* a time needs a day */
		return false;
	if (!take_char(&text, 'T') && !take_char(&text, 't') && !take_char(&text, ' '))
		return false;
	if (!take_number(&text, 2, &hour) || !take_char(&text, ':') || !take_number(&text, 2, &minute))
		return false;
	bool has_seconds = take_char(&text, ':');
	if (has_seconds && !take_number(&text, 2, &second))
		return false;
	if (hour > 23 || minute > 59 || second > 60 || !take_zone(&text, &offset) || text.len)
		return false;
	*out = day + hour * 3600 + minute * 60 + second - offset;
	if (last)
		*last = has_seconds ? *out : *out + 59;
	return true;
}

bool rt_time_parse_http(rt_str text, rt_time *out)
{
	static const char months[] = "JanFebMarAprMayJunJulAugSepOctNovDec";
	int day, year, hour, minute, second;

	if (text.len != 29 || text.data[3] != ',' || text.data[4] != ' ')
		return false;
	text = (rt_str){ text.data + 5, text.len - 5 };
	if (!take_number(&text, 2, &day) || !take_char(&text, ' '))
		return false;
	int month = 0;
	for (int i = 0; i < 12; i++)
		if (memcmp(text.data, months + i * 3, 3) == 0)
			month = i + 1;
	text = (rt_str){ text.data + 3, text.len - 3 };
	if (!month || !take_char(&text, ' ') || !take_number(&text, 4, &year) || !take_char(&text, ' '))
		return false;
	if (!take_number(&text, 2, &hour) || !take_char(&text, ':') || !take_number(&text, 2, &minute) ||
	    !take_char(&text, ':') || !take_number(&text, 2, &second) || !rt_str_equal(text, RT_STR(" GMT")))
		return false;
	if (hour > 23 || minute > 59 || second > 60 || !rt_date_from_civil(year, month, day, out))
		return false;
	*out += hour * 3600 + minute * 60 + second;
	return true;
}

/* Floor division, so that times before 1970 fall on the right day. */
static int64_t day_number(rt_time time)
{
	return time >= 0 ? time / RT_DAY : -((-time + RT_DAY - 1) / RT_DAY);
}

rt_time rt_date_of(rt_time time)
{
	return day_number(time) * RT_DAY;
}

const char *rt_date_text(rt_time time, char out[RT_TIME_TEXT])
{
	int year, month, day;

	out[0] = '\0';
	if (time == RT_NO_TIME)
		return out;
	civil_from_days(day_number(time), &year, &month, &day);
	snprintf(out, RT_TIME_TEXT, "%04d-%02d-%02d", year, month, day);
	return out;
}

const char *rt_time_text(rt_time time, char out[RT_TIME_TEXT])
{
	rt_date_text(time, out);
	if (time == RT_NO_TIME)
		return out;
	int second = (int)(time - rt_date_of(time));
	size_t used = strlen(out);
	snprintf(out + used, RT_TIME_TEXT - used, "T%02d:%02d:%02dZ", second / 3600, second / 60 % 60, second % 60);
	return out;
}

bool rt_duration_parse(rt_str text, rt_time *out)
{
	static const struct {
		char letter;
		rt_time seconds;
	} units[] = { { 's', 1 }, { 'm', 60 }, { 'h', 3600 }, { 'd', RT_DAY }, { 'w', 7 * RT_DAY } };
	size_t digits = text.len ? text.len - 1 : 0;
	int number;

	if (!digits || digits > 9 || !take_number(&text, digits, &number))
		return false;
	for (size_t i = 0; i < sizeof units / sizeof *units; i++) {
		if (text.data[0] == units[i].letter) {
			*out = number * units[i].seconds;
			return true;
		}
	}
	return false;
}

const char *rt_duration_text(rt_time seconds, char out[RT_TIME_TEXT])
{
	static const struct {
		const char *name;
		rt_time seconds, from;
	} units[] = { { "days", RT_DAY, 2 * RT_DAY }, { "h", 3600, 2 * 3600 }, { "min", 60, 2 * 60 }, { "s", 1, 0 } };
	size_t unit = 0;

	while (seconds < units[unit].from && units[unit].from)
		unit++;
	snprintf(out, RT_TIME_TEXT, "%lld %s", (long long)(seconds / units[unit].seconds), units[unit].name);
	return out;
}
