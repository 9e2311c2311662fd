#include "silence.h"

static size_t count_digits(rt_str text, size_t at)
{
	size_t end = at;

	while (end < text.len && text.data[end] >= '0' && text.data[end] <= '9')
		end++;
	return end - at;
}

/* Line numbers, sizes and the like vary from night to night. */
static bool same_but_for_numbers(rt_str a, rt_str b)
{
	size_t i = 0, k = 0;

	while (i < a.len && k < b.len) {
		size_t in_a = count_digits(a, i), in_b = count_digits(b, k);

		if (!in_a != !in_b || (!in_a && a.data[i] != b.data[k]))
			return false;
		i += in_a ? in_a : 1;
		k += in_b ? in_b : 1;
	}
	return i == a.len && k == b.len;
}

static bool says_the_same(const struct rt_look *a, const struct rt_look *b)
{
	if (a->outcome != b->outcome || !rt_str_equal(a->registry, b->registry))
		return false;
	return a->outcome == RT_SAW_STALE ? rt_str_equal(a->reason, b->reason)
	                                  : same_but_for_numbers(a->reason, b->reason);
}

/* In either direction: a clock that was wrong once must not silence the years until then. */
static bool is_lately(rt_time a, rt_time b)
{
	return a - b < SILENCE && b - a < SILENCE;
}

bool silence_covers(const struct rt_looks *past, const struct rt_look *look)
{
	for (size_t i = past->count; i-- > 0;) {
		const struct rt_look *before = &past->items[i];

		if (before->told && is_lately(before->time, look->time) && says_the_same(before, look))
			return true;
	}
	return false;
}

bool silence_ends(const struct rt_looks *past, rt_str registry, rt_time now, rt_time *since)
{
	bool told = false;

	for (size_t i = past->count; i-- > 0;) {
		const struct rt_look *look = &past->items[i];

		if (look->time > now || !rt_str_equal(look->registry, registry) || !(told || look->told))
			continue;
		if (rt_outcome_is_good(look->outcome))
			break; /* the trouble began after it, or its end was told */
		told = true;
		*since = look->time;
	}
	return told;
}
