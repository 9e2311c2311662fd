#include <regtrail/look.h>

#include <regtrail/buf.h>
#include <regtrail/limits.h>

static const char *const outcome_names[RT_OUTCOMES] = { "new",   "unchanged", "same",
	                                                "stale", "refused",   "unreachable" };

const char *rt_outcome_name(enum rt_outcome outcome)
{
	return outcome_names[outcome];
}

bool rt_outcome_parse(rt_str name, enum rt_outcome *out)
{
	for (unsigned i = 0; i < RT_OUTCOMES; i++) {
		if (rt_str_equal(name, rt_str_of(outcome_names[i]))) {
			*out = (enum rt_outcome)i;
			return true;
		}
	}
	return false;
}

bool rt_outcome_is_good(enum rt_outcome outcome)
{
	return outcome <= RT_SAW_SAME;
}

/* C0, DEL and C1 (U+0080 to U+009F). */
static bool is_control(rt_str character)
{
	unsigned char first = (unsigned char)character.data[0];

	return first < 0x20 || first == 0x7f || (first == 0xc2 && (unsigned char)character.data[1] < 0xa0);
}

rt_str rt_look_reason(rt_str text, struct rt_arena *arena)
{
	struct rt_buf line = RT_BUF_INIT;

	for (size_t at = 0; at < text.len;) {
		rt_str rest = { text.data + at, text.len - at };
		size_t length = rt_utf8_length(rest);
		rt_str shown = length && is_control(rest) ? RT_STR(" ")
		               : length                   ? (rt_str){ rest.data, length }
		                                          : RT_STR("?");

		if (line.len + shown.len > RT_MAX_REASON)
			break;
		rt_buf_add_str(&line, shown);
		at += length ? length : 1;
	}
	rt_str trimmed = rt_str_trim(rt_buf_str(&line));
	rt_str reason = trimmed.len ? rt_str_copy(arena, trimmed) : RT_NO_STR;
	rt_buf_release(&line);
	return reason;
}
