#include "trailers.h"

#include <string.h>

/* ---- writing ---- */

void trailers_add_line(struct rt_buf *out, rt_str text)
{
	for (size_t i = 0; i < text.len; i++) {
		unsigned char c = (unsigned char)text.data[i];

		rt_buf_add_char(out, c < 0x20 || c == 0x7f ? ' ' : text.data[i]);
	}
}

static void add_text(struct rt_buf *out, const char *name, rt_str text)
{
	text = rt_str_trim(text);
	if (!text.len)
		return;
	rt_buf_printf(out, "%s: ", name);
	trailers_add_line(out, text);
	rt_buf_add_char(out, '\n');
}

void trailers_add(struct rt_buf *out, const struct trailer *table, size_t rows, const void *from)
{
	for (const struct trailer *row = table; row < table + rows; row++) {
		const char *member = (const char *)from + row->offset;
		rt_str text;
		size_t count;
		bool flag;

		switch (row->type) {
		case TRAILER_TEXT:
			memcpy(&text, member, sizeof text);
			add_text(out, row->name, text);
			break;
		case TRAILER_COUNT:
			memcpy(&count, member, sizeof count);
			if (count != RT_NOT_COUNTED)
				rt_buf_printf(out, "%s: %zu\n", row->name, count);
			break;
		case TRAILER_FLAG:
			memcpy(&flag, member, sizeof flag);
			if (flag)
				rt_buf_printf(out, "%s: yes\n", row->name);
			break;
		}
	}
}

/* ---- reading ---- */

rt_str trailers_of(rt_str message)
{
	while (message.len && message.data[message.len - 1] == '\n')
		message.len--;
	for (size_t i = message.len; i-- > 1;)
		if (message.data[i] == '\n' && message.data[i - 1] == '\n')
			return (rt_str){ message.data + i + 1, message.len - i - 1 };
	return RT_NO_STR; /* nothing but a subject */
}

bool trailers_next(rt_str *rest, rt_str *name, rt_str *value)
{
	while (rt_str_split(rest, '\n', value))
		if (rt_str_split(value, ':', name) && value->data) {
			*value = rt_str_trim(*value);
			return true;
		}
	return false;
}

static bool parse_count(rt_str text, size_t *out)
{
	size_t count = 0;

	for (size_t i = 0; i < text.len; i++) {
		if (text.data[i] < '0' || text.data[i] > '9' || count > SIZE_MAX / 20)
			return false;
		count = count * 10 + (size_t)(text.data[i] - '0');
	}
	*out = count;
	return text.len > 0;
}

void trailers_set(rt_str name, rt_str value, const struct trailer *table, size_t rows, void *to)
{
	for (const struct trailer *row = table; row < table + rows; row++) {
		char *member = (char *)to + row->offset;
		bool flag = rt_str_equal(value, RT_STR("yes"));
		size_t count;

		if (!rt_str_equal_nocase(name, rt_str_of(row->name)))
			continue;
		if (row->type == TRAILER_TEXT)
			memcpy(member, &value, sizeof value);
		else if (row->type == TRAILER_FLAG)
			memcpy(member, &flag, sizeof flag);
		else if (parse_count(value, &count))
			memcpy(member, &count, sizeof count);
		return;
	}
}
