#include "internal.h"

static bool names(const struct rt_change *c, const char *field)
{
	for (size_t i = 0; i < c->field_count; i++)
		if (rt_str_equal(c->fields[i].name, rt_str_of(field)))
			return true;
	return false;
}

/* Only references changed, the date of modification aside. */
static bool reference_only(const struct rt_change *c)
{
	return names(c, "reference") && c->field_count == 1u + names(c, "modified");
}

static void mark(struct rt_change *c)
{
	if (reference_only(c))
		c->labels |= RT_LABEL_REFERENCE_ONLY;
	if (names(c, "assignee"))
		c->labels |= RT_LABEL_TRANSFERRED;
	/* Most other registries date nothing, so that the silence says nothing either. */
	bool dated = c->before->in_port_registry || rt_record_get(c->before, RT_STR("modified")).data;
	if (dated && !names(c, "modified"))
		c->labels |= RT_LABEL_SILENT;
	if (names(c, "service") && c->before->in_port_registry)
		c->labels |= RT_LABEL_RENAMED; /* the same name written otherwise */
}

void diff_mark_labels(struct work *work)
{
	for (size_t i = 0; i < work->count; i++)
		if (work->items[i].kinds & RT_KIND_MODIFIED)
			mark(&work->items[i]);
}
