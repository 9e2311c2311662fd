#include <regtrail/change.h>

#include <string.h>

static const char *const kind_names[RT_KINDS] = { "new",       "modified", "deassigned", "removed", "flagged",
	                                          "unflagged", "registry", "pool",       "contact" };

static const char *const label_names[RT_LABELS] = { "renamed",    "moved",   "reassigned", "transferred", "reserved",
	                                            "unassigned", "removed", "reference",  "silent" };

const char *rt_kind_name(unsigned bit)
{
	return bit < RT_KINDS ? kind_names[bit] : NULL;
}

const char *rt_label_name(unsigned bit)
{
	return bit < RT_LABELS ? label_names[bit] : NULL;
}

bool rt_kind_parse(rt_str name, enum rt_kind *out)
{
	for (unsigned bit = 0; bit < RT_KINDS; bit++) {
		if (rt_str_equal(name, rt_str_of(kind_names[bit]))) {
			*out = (enum rt_kind)(1u << bit);
			return true;
		}
	}
	return false;
}

const struct rt_record *rt_change_entry(const struct rt_change *change)
{
	bool gone = change->kinds & (RT_KIND_DEASSIGNED | RT_KIND_REMOVED);

	return (gone && change->before) || !change->after ? change->before : change->after;
}

void rt_changes_count(const struct rt_changes *changes, size_t counts[RT_KINDS])
{
	memset(counts, 0, RT_KINDS * sizeof *counts);
	for (size_t i = 0; i < changes->count; i++)
		for (unsigned bit = 0; bit < RT_KINDS; bit++)
			counts[bit] += changes->items[i].kinds >> bit & 1;
}
