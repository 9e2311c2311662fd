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

/* Is it of REGISTRY, and no later than NOW? */
static bool counts(const struct rt_look *look, rt_str registry, rt_time now)
{
	return look->time <= now && rt_str_equal(look->registry, registry);
}

/* Since when no look at the registry of LOOK, which is no good one, has been good. */
static rt_time trouble_began(const struct rt_looks *past, const struct rt_look *look)
{
	rt_time began = look->time;

	for (size_t i = past->count; i-- > 0;) {
		if (!counts(&past->items[i], look->registry, look->time))
			continue;
		if (rt_outcome_is_good(past->items[i].outcome))
			break;
		began = past->items[i].time;
	}
	return began;
}

/* Was the user told, after the look FROM of PAST, that all is well again? */
static bool was_recovered(const struct rt_looks *past, size_t from, const struct rt_look *look)
{
	for (size_t i = from + 1; i < past->count; i++)
		if (past->items[i].told && rt_outcome_is_good(past->items[i].outcome) &&
		    counts(&past->items[i], look->registry, look->time))
			return true;
	return false;
}

/* The last that counts decides: what was told before it was told too long ago, or is what it says. */
bool silence_covers(const struct rt_looks *past, const struct rt_look *look)
{
	for (size_t i = past->count; i-- > 0;) {
		const struct rt_look *before = &past->items[i];

		if (before->told && is_lately(before->time, look->time) && says_the_same(before, look))
			return !was_recovered(past, i, look) || look->time - trouble_began(past, look) < RELAPSE;
	}
	return false;
}

bool silence_ends(const struct rt_looks *past, rt_str registry, rt_time now, rt_time *since)
{
	bool told = false;

	for (size_t i = past->count; i-- > 0;) {
		const struct rt_look *look = &past->items[i];

		if (!counts(look, registry, now) || !(told || look->told))
			continue;
		if (rt_outcome_is_good(look->outcome))
			break; /* the trouble began after it, or its end was told */
		told = true;
		*since = look->time;
	}
	return told;
}
