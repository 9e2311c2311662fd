#include "json_value.h"
#include "safe.h"

static bool is_utf8(rt_str text)
{
	while (text.len) {
		size_t size = rt_utf8_length(text);

		if (!size)
			return false;
		text = (rt_str){ text.data + size, text.len - size };
	}
	return true;
}

static void repair(struct rt_buf *out, rt_str text)
{
	while (text.len) {
		size_t size = rt_utf8_length(text), step = size ? size : 1;

		rt_buf_add(out, size ? text.data : "\xef\xbf\xbd", size ? size : 3);
		text = (rt_str){ text.data + step, text.len - step };
	}
}

json_t *json_checked(json_t *value)
{
	if (!value)
		rt_out_of_memory(0);
	return value;
}

json_t *json_of_text(rt_str text)
{
	if (!text.data)
		return json_null();
	if (is_utf8(text))
		return json_checked(json_stringn_nocheck(text.data, text.len));
	struct rt_buf buf = RT_BUF_INIT;
	repair(&buf, text);
	json_t *value = json_checked(json_stringn_nocheck(buf.data, buf.len));
	rt_buf_release(&buf);
	return value;
}

json_t *json_of_count(size_t count)
{
	return json_checked(json_integer((json_int_t)count));
}

json_t *json_of_date(rt_time time)
{
	char text[RT_TIME_TEXT];

	return time == RT_NO_TIME ? json_null() : json_checked(json_string(rt_date_text(time, text)));
}

json_t *json_of_time(rt_time time)
{
	char text[RT_TIME_TEXT];

	return time == RT_NO_TIME ? json_null() : json_checked(json_string(rt_time_text(time, text)));
}

void json_put(json_t *object, rt_str key, json_t *value)
{
	struct rt_buf buf = RT_BUF_INIT;

	if (!is_utf8(key)) {
		repair(&buf, key);
		key = rt_buf_str(&buf);
	}
	if (json_object_setn_new_nocheck(object, key.data, key.len, value))
		rt_out_of_memory(key.len);
	rt_buf_release(&buf);
}

static int add_to_buf(const char *data, size_t size, void *buf)
{
	render_escaped(buf, (rt_str){ data, size });
	return 0;
}

void json_write(struct rt_buf *out, const char *before, json_t *value)
{
	rt_buf_add_str(out, rt_str_of(before));
	json_dump_callback(value, add_to_buf, out, JSON_ENCODE_ANY);
	json_decref(value);
}
