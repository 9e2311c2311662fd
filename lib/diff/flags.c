/* "Unauthorized use reported": when it appeared, was reworded or withdrawn. */
#include "internal.h"

static bool same_transport(const struct rt_record *a, const struct rt_record *b)
{
	rt_str x = rt_port_get(a, RT_FIELD_PROTOCOL), y = rt_port_get(b, RT_FIELD_PROTOCOL);

	return !x.data || !y.data || rt_str_equal_nocase(x, y); /* none stands for all */
}

static bool touch(const struct rt_record *a, const struct rt_record *b)
{
	return a->ports.first != RT_NO_PORT && b->ports.first != RT_NO_PORT && a->ports.first <= b->ports.last &&
	       b->ports.first <= a->ports.last && same_transport(a, b);
}

/* Is RECORD's text on one side, before or after, of the same numbers? Blocks split and join and carry their text along. */
static bool is_said(const struct work *work, const struct rt_record *record, bool before)
{
	for (size_t i = 0; i < work->count; i++) {
		const struct rt_record *other = before ? work->items[i].before : work->items[i].after;

		if (other && other->in_port_registry && touch(other, record) &&
		    rt_str_equal(rt_port_get(other, RT_FIELD_UNAUTHORIZED), rt_port_get(record, RT_FIELD_UNAUTHORIZED)))
			return true;
	}
	return false;
}

/* A pool record of which nothing but this text changed is no matter of bookkeeping. */
static bool is_flag_alone(const struct rt_change *c)
{
	return (c->kinds & (RT_KIND_FLAGGED | RT_KIND_UNFLAGGED)) && c->before && c->after && c->field_count == 1;
}

static void mark(const struct work *work, struct rt_change *c)
{
	rt_str before = c->before ? rt_port_get(c->before, RT_FIELD_UNAUTHORIZED) : RT_NO_STR;
	rt_str after = c->after ? rt_port_get(c->after, RT_FIELD_UNAUTHORIZED) : RT_NO_STR;
	bool same_entry = c->kinds & RT_KIND_MODIFIED;

	if (c->before && c->after && before.data && !after.data && (same_entry || !is_said(work, c->before, false)))
		c->kinds |= RT_KIND_UNFLAGGED;
	if (after.data && !rt_str_equal(before, after) && (same_entry || !is_said(work, c->after, true)))
		c->kinds |= RT_KIND_FLAGGED;
	if (is_flag_alone(c))
		c->kinds &= ~(unsigned)RT_KIND_POOL;
}

void diff_mark_flags(struct work *work)
{
	for (size_t i = 0; i < work->count; i++) {
		struct rt_change *c = &work->items[i];
		const struct rt_record *side = side_of(c);

		if (side && side->in_port_registry)
			mark(work, c);
	}
}
