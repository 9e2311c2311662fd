/* The report as JSON, as CONTRACT has it and laid out like the example there. */
#include "json_change.h"
#include "period.h"
#include "renderers.h"
#include "words.h"

/* ---- the summary ---- */

/* Which kinds are counted, by their bit; those of bookkeeping only where there are some or all were asked for. */
#define PORTS    1u
#define OTHERS   2u
#define IF_ASKED 4u
struct counted {
	enum rt_kind kind;
	unsigned where;
};
static const struct counted counted[] = {
	{ RT_KIND_NEW, PORTS | OTHERS },
	{ RT_KIND_MODIFIED, PORTS | OTHERS },
	{ RT_KIND_DEASSIGNED, PORTS },
	{ RT_KIND_REMOVED, OTHERS },
	{ RT_KIND_FLAGGED, PORTS },
	{ RT_KIND_UNFLAGGED, PORTS },
	{ RT_KIND_REGISTRY, PORTS | OTHERS },
	{ RT_KIND_POOL, PORTS | IF_ASKED },
	{ RT_KIND_CONTACTS, PORTS | OTHERS | IF_ASKED },
};

static json_t *summary_of(const struct rt_report *report)
{
	unsigned here = rt_str_equal(report->registry, RT_STR(RT_PORTS)) ? PORTS : OTHERS;
	json_t *object = json_checked(json_object());
	size_t counts[RT_KINDS];

	rt_changes_count(&report->changes, counts);
	for (size_t i = 0; i < sizeof counted / sizeof *counted; i++) {
		unsigned bit = render_kind_bit(counted[i].kind);
		bool asked = report->all || counts[bit] || !(counted[i].where & IF_ASKED);
		if (asked && (counted[i].where & here))
			json_put(object, rt_str_of(rt_kind_name(bit)), json_of_count(counts[bit]));
	}
	return object;
}

/* ---- the report ---- */

static void put_changes(struct rt_buf *out, const char *key, const struct rt_changes *changes)
{
	rt_buf_printf(out, ",\n \"%s\": [", key);
	for (size_t i = 0; i < changes->count; i++) {
		if (i)
			rt_buf_add_char(out, ',');
		json_put_change(out, &changes->items[i]);
	}
	rt_buf_add_char(out, ']');
}

/* From where to where, and what changed. BEFORE: what the first of these stands behind. */
static void put_comparison(struct rt_buf *out, const char *before, const struct rt_report *report)
{
	json_write(out, before, json_of_side(&report->from));
	json_write(out, ",\n \"to\": ", json_of_side(&report->to));
	json_write(out, ",\n \"summary\": ", summary_of(report));
	put_changes(out, "changes", &report->changes);
}

static json_t *witness_of(const struct rt_witness *witness)
{
	json_t *object = json_checked(json_object());

	json_put(object, RT_STR("head"), json_of_text(witness->head));
	json_put(object, RT_STR("snapshots"), json_of_count(witness->snapshots));
	return object;
}

static void put_period(struct rt_buf *out, const struct rt_report *report)
{
	json_write(out, ",\n \"only\": ", json_of_text(report->only));
	json_write(out, ",\n \"begins\": ", json_boolean(report->begins));
	rt_buf_add_str(out, RT_STR(",\n \"steps\": ["));
	for (size_t i = 0; i < report->step_count; i++) {
		put_comparison(out, i ? ",\n {\"from\": " : "\n {\"from\": ", &report->steps[i]);
		rt_buf_add_char(out, '}');
	}
	rt_buf_add_char(out, ']');
	put_changes(out, "passing", &report->passing);
	json_write(out, ",\n \"gaps\": ", json_of_gaps(&report->gaps));
	json_write(out, ",\n \"witness\": ", witness_of(&report->witness));
}

void render_json(const struct rt_report *report, const struct rt_style *style, struct rt_buf *out)
{
	(void)style; /* for programs: neither colours nor width */
	json_write(out, "{\"format\": ", json_checked(json_string("regtrail-diff/1")));
	json_write(out, ", \"registry\": ", json_of_text(report->registry));
	put_comparison(out, ",\n \"from\": ", report);
	if (render_is_period(report))
		put_period(out, report);
	rt_buf_add_str(out, RT_STR("}\n"));
}
