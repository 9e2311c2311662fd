#include "hostile.h"

/* ---- the values ---- */

#define VALUE(text)                         \
	{                                   \
		text, { text, sizeof text - 1 } \
	}
/* Bytes: in words of two, more of them than are looked through for those that differ. */
#define LONG_TEXT ((size_t)26 << 10)

const struct hostile_value hostile_values[] = {
	VALUE("<script>alert(1)</script>"),
	VALUE("\"><img src=x onerror=y>"),
	VALUE("\" onfocus=\"y"),
	VALUE("' onfocus='y"),
	VALUE("javascript:alert(1)"),
	VALUE("https://example.org/\"><img src=x onerror=y>"),
	VALUE("=cmd|'/C calc'!A0"),
	VALUE("+1"),
	VALUE("-1"),
	VALUE("@SUM(A1)"),
	VALUE("\t=1"),
	VALUE("\r=1"),
	VALUE(" =1"),
	VALUE("\",=1,\""),
	VALUE("x\r\nBcc: evil@example.org"),
	VALUE("x\nBcc: evil@example.org\n\n--=_regtrail\nContent-Type: text/html\n\n<script>alert(1)</script>"),
	VALUE("\033[31m"),
	VALUE("\302\233" "31m"),
	VALUE("\342\200\256x"),
	VALUE("\342\201\246x"),
	VALUE("a\0b"),
	VALUE("\377\376x\303"),
	VALUE("\300\274script\300\276"),
	VALUE("\355\240\200"),
	VALUE("| a | b"),
	VALUE("`code`"),
	VALUE("\\`code\\`"),
	VALUE("[l](javascript:alert(1))"),
	VALUE("![i](https://example.org/i)"),
	VALUE("]]><script>alert(1)</script>"),
	VALUE("--><script>alert(1)</script>"),
	VALUE("&lt;script&gt;alert(1)&lt;/script&gt;"),
	VALUE("=?utf-8?Q?=0D=0ABcc:?="),
	VALUE("data:text/html,<script>alert(1)</script>"),
	VALUE("https://["),
	VALUE("x\342\200\250Bcc: evil@example.org"),
	VALUE("x\302\205Bcc: evil@example.org"),
	VALUE("@everyone #1"),
	VALUE("# h\n- [ ] l\n\n---\n> q"),
	VALUE("\327\220\327\221 x\314\201\314\202 \360\237\221\250\342\200\215\360\237\221\251"),
	VALUE("\357\277\276\357\277\277"),
	{ "a long word", { NULL, LONG_TEXT } },
	{ "long text", { NULL, LONG_TEXT + 1 } },
	{ NULL, { NULL, 0 } },
};

/* A value that is too long to be written above is all letters, or words of two. */
rt_str hostile_make_value(size_t which, struct rt_arena *arena)
{
	rt_str value = hostile_values[which].value;

	if (value.data)
		return value;
	char *text = rt_arena_array(arena, value.len, sizeof *text);
	for (size_t i = 0; i < value.len; i++)
		text[i] = value.len > LONG_TEXT && i % 3 == 2 ? ' ' : 'x';
	return (rt_str){ text, value.len };
}

/* ---- reports that have them ---- */

const struct hostile_shape hostile_shapes[] = {
	{ "new", { CHANGE(RT_KIND_NEW, 0, NULL, "a|1|tcp|A") }, false },
	{ "de-assigned", { CHANGE(RT_KIND_DEASSIGNED, RT_LABEL_TO_RESERVED, "a|1|tcp|A", "b|1|tcp|Reserved") }, false },
	{ "modified", { CHANGE(RT_KIND_MODIFIED, 0, "a|1|tcp|A|P|P|||RFC1", "a|1|tcp|A|P|P|||RFC1") }, false },
	{ "flagged", { CHANGE(RT_KIND_MODIFIED | RT_KIND_FLAGGED, 0, EPP("P", ""), EPP("P", "Known")) }, false },
	{ "pool", { CHANGE(RT_KIND_POOL, 0, NULL, "|30|udp|Reserved") }, false },
	{ "an entry of another registry",
	  { CHANGE(RT_KIND_MODIFIED, 0, "@r|value=1|description=A|reference=RFC1",
	           "@r|value=1|description=A|reference=RFC2") },
	  true },
	{ "a person", { CHANGE(RT_KIND_CONTACTS, 0, NULL, "%people|id=P|name=A|org=O|uri=mailto:a") }, true },
	{ "a title", { CHANGE(RT_KIND_REGISTRY, 0, "#r|title=A|note=N", "#r|title=A|note=M") }, true },
	{ NULL, { { 0 } }, false },
};

/* RECORD, with VALUE in the field at PLACE; past the last one, in the id of its registry. */
static const struct rt_record *spoil(const struct rt_record *record, size_t place, rt_str value,
                                     struct rt_arena *arena)
{
	struct rt_record *out = rt_arena_alloc(arena, sizeof *out);
	rt_str *copy = rt_arena_alloc(arena, sizeof *copy);

	*out = rt_record_copy(arena, record);
	*copy = value;
	if (place < out->count) {
		out->fields[place].values = copy;
		out->fields[place].count = 1;
	} else {
		out->registry = value;
	}
	rt_record_complete(out);
	return out;
}

static void compare(struct rt_change *change, struct rt_arena *arena)
{
	const struct rt_record *before = change->before, *after = change->after;

	if (!before || !after)
		return;
	change->fields = rt_arena_array(arena, before->count, sizeof *change->fields);
	change->field_count = 0;
	for (size_t i = 0; i < before->count; i++) {
		const struct rt_field *old = &before->fields[i], *new = &after->fields[i];

		if (!rt_field_equal(old, new))
			change->fields[change->field_count++] = (struct rt_field_change){ new->name, old, new };
	}
}

size_t hostile_places(const struct hostile_shape *shape, struct rt_arena *arena)
{
	struct rt_report report = make_report(arena, NULL, shape->changes);

	return rt_change_entry(&report.changes.items[0])->count + shape->in_registry;
}

struct rt_report hostile_plain(const struct hostile_shape *shape, size_t place, rt_str value, struct rt_arena *arena)
{
	struct rt_report report = make_report(arena, shape->in_registry ? "r" : NULL, shape->changes);
	struct rt_change *change = &report.changes.items[0];

	if (place == rt_change_entry(change)->count)
		report.registry = value;
	if (change->before && (!change->after || change->kinds & RT_KIND_DEASSIGNED))
		change->before = spoil(change->before, place, value, arena);
	if (change->after)
		change->after = spoil(change->after, place, value, arena);
	compare(change, arena);
	return report;
}

struct rt_report hostile_period(struct rt_report plain, struct rt_arena *arena)
{
	static struct rt_gap gap = { 0, RT_NO_TIME };
	static unsigned char marks[RT_PORT_NUMBERS];
	static const struct rt_passage passage = { RT_KINDS_ALL, RT_NO_TIME, RT_NO_TIME };
	struct rt_report report = plain, *steps = rt_arena_array(arena, 2, sizeof *steps);

	steps[0] = steps[1] = plain;
	report.begins = true;
	report.steps = steps;
	report.step_count = 2;
	report.passing = plain.changes;
	report.passages = &passage;
	report.gaps = (struct rt_gaps){ &gap, 1 };
	report.witness = (struct rt_witness){ RT_STR("0123456789012345678901234567890123456789"), 3 };
	report.marks = plain.registry.len == sizeof RT_PORTS - 1 ? marks : NULL;
	return report;
}
