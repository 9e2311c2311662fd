/* The order of records, which depends on nothing but what they say. */
#include <regtrail/record.h>

#include <string.h>

static bool is_digit(char c)
{
	return c >= '0' && c <= '9';
}

/* Cut the digits in front off REST, without zeros in front of them. */
static rt_str cut_number(rt_str *rest)
{
	while (rest->len > 1 && rest->data[0] == '0' && is_digit(rest->data[1]))
		*rest = (rt_str){ rest->data + 1, rest->len - 1 };
	rt_str number = { rest->data, 0 };
	while (number.len < rest->len && is_digit(rest->data[number.len]))
		number.len++;
	*rest = (rt_str){ rest->data + number.len, rest->len - number.len };
	return number;
}

/* Numbers in a text by their value, all else by bytes without case: "224.0.0.9" before "224.0.0.10". */
static int compare_runs(rt_str a, rt_str b)
{
	int result = 0;

	while (!result && a.len && b.len) {
		if (is_digit(*a.data) && is_digit(*b.data)) {
			rt_str x = cut_number(&a), y = cut_number(&b);

			result = x.len != y.len ? (x.len < y.len ? -1 : 1) : rt_str_compare(x, y);
		} else {
			result = (unsigned char)rt_char_fold(*a.data) - (unsigned char)rt_char_fold(*b.data);
			a = (rt_str){ a.data + 1, a.len - 1 };
			b = (rt_str){ b.data + 1, b.len - 1 };
		}
	}
	return result ? result : (a.len > b.len) - (a.len < b.len);
}

/* `224.0.0.1-224.0.0.9`, `131072`, `010/8`: where each run of digits is a decimal number. In `2a10::/12` none may
 * be. */
static bool is_decimal(rt_str text)
{
	for (size_t i = 0; i < text.len; i++)
		if (!is_digit(text.data[i]) && !strchr(".-/ ", text.data[i]))
			return false;
	return true;
}

/* Numbers by value, then hexadecimal ones, then decimal ones of other forms, then everything else by bytes: "9" before
 * "10", "0x9" before "0x10", "1.9" before "1.10". Each sort has a place of its own, or "9" < "10" < "1a" < "9" would go
 * round in a circle. */
static int compare_natural(rt_str a, rt_str b)
{
	struct rt_ports x = rt_ports_parse(a), y = rt_ports_parse(b);
	bool x_hex = rt_str_starts_with(a, RT_STR("0x")), y_hex = rt_str_starts_with(b, RT_STR("0x"));
	bool x_decimal = is_decimal(a), y_decimal = is_decimal(b);

	if ((unsigned)x.first != (unsigned)y.first) /* RT_NO_PORT becomes the largest */
		return (unsigned)x.first < (unsigned)y.first ? -1 : 1;
	if (x_hex != y_hex)
		return x_hex ? -1 : 1;
	if (x_hex && a.len != b.len)
		return a.len < b.len ? -1 : 1;
	if (x_decimal != y_decimal)
		return x_decimal ? -1 : 1;
	int result = x_decimal ? compare_runs(a, b) : 0;
	return result ? result : rt_str_compare_nocase(a, b);
}

/* Records without a port come last. */
static int compare_ports(const struct rt_record *a, const struct rt_record *b)
{
	/* RT_NO_PORT becomes the largest. */
	unsigned a_first = (unsigned)a->ports.first, b_first = (unsigned)b->ports.first;

	if (a_first != b_first)
		return a_first < b_first ? -1 : 1;
	return (a->ports.last > b->ports.last) - (a->ports.last < b->ports.last);
}

/* By port, transport and service; without a port by service first. */
static int compare_port_entries(const struct rt_record *a, const struct rt_record *b)
{
	static const enum rt_port_field orders[][4] = {
		{ RT_FIELD_PORT, RT_FIELD_PROTOCOL, RT_FIELD_SERVICE, RT_FIELD_DESCRIPTION },
		{ RT_FIELD_PORT, RT_FIELD_SERVICE, RT_FIELD_PROTOCOL, RT_FIELD_DESCRIPTION }
	};
	const enum rt_port_field *order = orders[a->ports.first == RT_NO_PORT];
	int result = compare_ports(a, b);

	for (size_t i = 0; !result && i < 4; i++)
		result = rt_str_compare_nocase(rt_port_get(a, order[i]), rt_port_get(b, order[i]));
	return result;
}

/* The marks of footnotes only part cells that are the same without them. */
static int compare_first_cells(const struct rt_record *a, const struct rt_record *b)
{
	const struct rt_field *x = rt_record_first_cell(a), *y = rt_record_first_cell(b);

	if (!x || !y)
		return (x != NULL) - (y != NULL);
	int result = compare_natural(rt_cell_unmarked(x->values[0]), rt_cell_unmarked(y->values[0]));
	return result ? result : compare_natural(x->values[0], y->values[0]);
}

/* By the numbers in their ids; most often they are the same one. */
static int compare_registries(rt_str a, rt_str b)
{
	int bytes = rt_str_compare(a, b), runs = bytes ? compare_runs(a, b) : 0;

	return runs ? runs : bytes;
}

int rt_record_compare(const struct rt_record *a, const struct rt_record *b)
{
	if (a->subject != b->subject)
		return a->subject < b->subject ? -1 : 1;
	int result = compare_registries(a->registry, b->registry);
	if (!result && a->subject == RT_ENTRY && a->in_port_registry && b->in_port_registry)
		result = compare_port_entries(a, b);
	else if (!result)
		result = compare_first_cells(a, b);
	return result ? result : (a->hash > b->hash) - (a->hash < b->hash);
}
