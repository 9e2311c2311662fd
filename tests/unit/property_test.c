/* What must hold for any two sets of records: on made-up registries, and on real ones if they are there. */
#include "support.h"

#include <regtrail/diff.h>
#include <regtrail/xml.h>

#include <stdio.h>
#include <stdlib.h>

/* ---- multisets of records ---- */

static int by_record(const void *a, const void *b)
{
	const struct rt_record *const *x = a, *const *y = b;

	return rt_record_compare(*x, *y);
}

struct bag {
	const struct rt_record **items;
	size_t count;
};

static struct bag bag_of(size_t most, struct rt_arena *arena)
{
	return (struct bag){ rt_arena_array(arena, most, sizeof(struct rt_record *)), 0 };
}

static void put(struct bag *bag, const struct rt_record *record)
{
	if (record)
		bag->items[bag->count++] = record;
}

static void put_all(struct bag *bag, struct rt_records records)
{
	for (size_t i = 0; i < records.count; i++)
		put(bag, &records.items[i]);
}

static bool same_bags(struct bag *a, struct bag *b)
{
	if (a->count != b->count)
		return false;
	qsort(a->items, a->count, sizeof *a->items, by_record);
	qsort(b->items, b->count, sizeof *b->items, by_record);
	for (size_t i = 0; i < a->count; i++)
		if (!rt_record_equal(a->items[i], b->items[i]))
			return false;
	return true;
}

/* ---- the properties ---- */

/* OLD minus every `before` plus every `after` is NEW; put as OLD plus every `after` is NEW plus every `before`. */
static void check_patch(struct rt_records old, struct rt_records new, struct rt_changes changes, struct rt_arena *arena)
{
	struct bag left = bag_of(old.count + changes.count, arena), right = bag_of(new.count + changes.count, arena);

	put_all(&left, old);
	put_all(&right, new);
	for (size_t i = 0; i < changes.count; i++) {
		put(&left, changes.items[i].after);
		put(&right, changes.items[i].before);
	}
	must(same_bags(&left, &right), "patch property");
}

static int by_address(const void *a, const void *b)
{
	const struct rt_record *const *x = a, *const *y = b;

	return (*x > *y) - (*x < *y);
}

static void check_used_once(struct rt_changes changes, struct rt_arena *arena)
{
	struct bag used = bag_of(2 * changes.count, arena);

	for (size_t i = 0; i < changes.count; i++) {
		put(&used, changes.items[i].before);
		put(&used, changes.items[i].after);
	}
	qsort(used.items, used.count, sizeof *used.items, by_address);
	for (size_t i = 1; i < used.count; i++)
		must(used.items[i] != used.items[i - 1], "a record is in two changes");
}

static void check_link(const struct rt_change *c, struct rt_changes changes)
{
	const struct rt_change *other = c->link;

	must(other >= changes.items && other < changes.items + changes.count, "a link that leads out of the result");
	must(other != c && other->link == c, "a link that does not lead back");
	must((c->kinds | other->kinds) & RT_KIND_NEW && (c->kinds | other->kinds) & RT_KIND_DEASSIGNED,
	     "a link of other kinds");
}

static bool has_reader_kind(const struct rt_change *c)
{
	unsigned one_of = c->kinds & ((unsigned)RT_KIND_NEW | RT_KIND_MODIFIED | RT_KIND_DEASSIGNED | RT_KIND_REMOVED |
	                              RT_KIND_REGISTRY | RT_KIND_CONTACTS | RT_KIND_POOL);

	return one_of ? !(one_of & (one_of - 1)) : (c->kinds & (RT_KIND_FLAGGED | RT_KIND_UNFLAGGED)) != 0;
}

static void check_each(struct rt_changes changes)
{
	for (size_t i = 0; i < changes.count; i++) {
		const struct rt_change *c = &changes.items[i];

		must(c->before || c->after, "a change of nothing");
		must(!c->before || !c->after || !rt_record_equal(c->before, c->after), "a change that is none");
		must(!(c->before && c->after) == !c->field_count,
		     "fields of a change with one side, or none of one with two");
		must(has_reader_kind(c), "kinds %x", c->kinds);
		must(!i || rt_record_compare(rt_change_entry(c - 1), rt_change_entry(c)) <= 0,
		     "change %zu is out of order", i);
		if (c->link)
			check_link(c, changes);
		else
			must(!(c->labels & RT_LABEL_REASSIGNED), "reassigned, but from or to whom?");
	}
}

/* The changes from OLD to NEW and back have the same records, each on the other side. */
static void check_symmetry(struct rt_changes there, struct rt_changes back, struct rt_arena *arena)
{
	struct bag before = bag_of(there.count, arena), after = bag_of(there.count, arena);
	struct bag back_before = bag_of(back.count, arena), back_after = bag_of(back.count, arena);

	for (size_t i = 0; i < there.count; i++) {
		put(&before, there.items[i].before);
		put(&after, there.items[i].after);
	}
	for (size_t i = 0; i < back.count; i++) {
		put(&back_before, back.items[i].before);
		put(&back_after, back.items[i].after);
	}
	must(same_bags(&before, &back_after) && same_bags(&after, &back_before), "symmetry");
}

static struct rt_records shuffled(struct rt_records records, uint64_t *state, struct rt_arena *arena)
{
	struct rt_records out = { rt_arena_array(arena, records.count, sizeof *out.items), records.count };

	for (size_t i = 0; i < records.count; i++) { /* R. Durstenfeld, algorithm 235 of the CACM, inside out */
		size_t at = chance(state, i + 1);

		out.items[i] = out.items[at];
		out.items[at] = records.items[i];
	}
	return out;
}

/* Only the records that are not in both, in any order: what a comparison of two trees of an archive would give. */
static struct rt_records side_of(struct rt_changes changes, bool before, struct rt_arena *arena)
{
	struct rt_records out = { rt_arena_array(arena, changes.count, sizeof *out.items), 0 };

	for (size_t i = 0; i < changes.count; i++) {
		const struct rt_record *record = before ? changes.items[i].before : changes.items[i].after;

		if (record)
			out.items[out.count++] = *record;
	}
	return out;
}

static bool not_in(void *old, const struct rt_record *record)
{
	return !rt_unmatched_take(old, record);
}

/* The changes from OLD to NEW, of which only what OLD has not is kept as it is read. */
static struct rt_changes diff_while_reading(struct rt_records old, rt_str new, struct rt_arena *arena)
{
	struct rt_unmatched *unmatched = rt_unmatched_new(old, arena);
	const struct rt_record_filter filter = { not_in, unmatched };
	struct rt_document document;
	struct rt_records kept;
	struct rt_error err = { RT_OK, "" };
	enum rt_code code = rt_xml_read_records(new, &filter, arena, &document, &kept, &err);

	must(code == RT_OK, "%s", err.message);
	return rt_diff(rt_unmatched_rest(unmatched, arena), kept, arena);
}

struct registry {
	rt_str bytes;
	struct rt_records records;
};

static void check_pair(struct registry old, struct registry new, uint64_t *state)
{
	struct rt_arena arena;

	rt_arena_init(&arena);
	struct rt_changes there = rt_diff(old.records, new.records, &arena),
			  back = rt_diff(new.records, old.records, &arena);
	check_patch(old.records, new.records, there, &arena);
	check_used_once(there, &arena);
	check_each(there);
	check_symmetry(there, back, &arena);

	rt_str text = show_changes(there, &arena);
	struct rt_changes again =
		rt_diff(shuffled(old.records, state, &arena), shuffled(new.records, state, &arena), &arena);
	assert_text(show_changes(again, &arena), text.data, "in another order");
	again = rt_diff(side_of(there, true, &arena), side_of(there, false, &arena), &arena);
	assert_text(show_changes(again, &arena), text.data, "without what is in both");
	rt_arena_release(&arena);
}

static void check_while_reading(struct registry old, struct registry new)
{
	struct rt_arena arena;

	rt_arena_init(&arena);
	rt_str text = show_changes(rt_diff(old.records, new.records, &arena), &arena);
	assert_text(show_changes(diff_while_reading(old.records, new.bytes, &arena), &arena), text.data,
	            "while reading");
	rt_arena_release(&arena);
}

/* The records are the same whether or not the document's tree is kept. */
static struct registry read_both_ways(rt_str bytes, struct rt_arena *arena)
{
	struct registry registry = { bytes, records_of_bytes(bytes, arena) };
	struct rt_document document;
	struct rt_records records;
	struct rt_error err = { RT_OK, "" };

	must(rt_xml_read_records(bytes, NULL, arena, &document, &records, &err) == RT_OK, "%s", err.message);
	struct bag with_tree = bag_of(registry.records.count, arena), without = bag_of(records.count, arena);
	put_all(&with_tree, registry.records);
	put_all(&without, records);
	must(same_bags(&with_tree, &without), "records with and without a tree");
	return registry;
}

/* ---- made-up registries ---- */

#define ROUNDS 300

static const char *const names[] = {
	NAME("alpha"), NAME("Alpha"), NAME("beta"), NAME("beta-ctl"), NAME("gamma"), "", ""
};
static const char *const protocols[] = { "<protocol>tcp</protocol>", "<protocol>udp</protocol>", "" };
static const char *const texts[] = { DESC("Unassigned"), DESC("Reserved"), DESC("Alpha control"), DESC("Beta control"),
	                             DESC("x") };
static const char *const extras[] = {
	"", "", "", NOTE("De-assigned on 2020-01-01"), MISUSE("by x"), RFC("1"), ASSIGNEE("A"), PERSON("A")
};
static const char *const cells[] = { VALUE("1"),   VALUE("2"),   VALUE("1-5"),
	                             VALUE("6-9"), VALUE("0x1"), VALUE("1a"),
	                             VALUE("10"),  NAME("1"),    "" };

#define ANY(array) ((array)[chance(state, COUNT(array))])

static void add_port(struct rt_buf *out, uint64_t *state)
{
	size_t first = chance(state, 6), more = chance(state, 4) ? 0 : 1 + chance(state, 3);

	rt_buf_printf(out, "<record>%s%s%s%s", ANY(names), ANY(protocols), ANY(texts), ANY(extras));
	if (chance(state, 5) && more)
		rt_buf_printf(out, "<number>%zu-%zu</number>", first, first + more);
	else if (chance(state, 5))
		rt_buf_printf(out, "<number>%zu</number>", first);
	rt_buf_printf(out, "</record>\n");
}

static void add_row(struct rt_buf *out, uint64_t *state)
{
	rt_buf_printf(out, "<record>%s%s%s</record>\n", ANY(cells), ANY(texts), ANY(extras));
}

/* A few records out of few words, so that the same ones come up again and again, twins too. */
static struct registry made_up(const char *id, uint64_t *state, struct rt_arena *arena)
{
	struct rt_buf inside = RT_BUF_INIT;
	size_t count = chance(state, 14);

	for (size_t i = 0; i < count; i++)
		(id ? add_row : add_port)(&inside, state);
	if (id && chance(state, 3))
		rt_buf_printf(&inside, "<registry id='in%zu'><record>%s</record></registry>", chance(state, 2),
		              ANY(cells));
	if (chance(state, 3))
		rt_buf_printf(&inside, "<people><person id='p%zu'><name>%zu</name></person></people>", chance(state, 3),
		              chance(state, 3));
	rt_str bytes = document_with(id, inside.data ? inside.data : "", arena);
	rt_buf_release(&inside);
	return read_both_ways(bytes, arena);
}

static void check_made_up(const char *id, uint64_t seed)
{
	uint64_t state = seed;

	for (int i = 0; i < ROUNDS; i++) {
		struct rt_arena arena;

		rt_arena_init(&arena);
		struct registry old = made_up(id, &state, &arena), new = made_up(id, &state, &arena);
		check_pair(old, new, &state);
		check_while_reading(old, new);
		rt_arena_release(&arena);
	}
}

START_TEST(made_up_ports)
{
	check_made_up(NULL, 6335 + (uint64_t)_i);
}
END_TEST

START_TEST(made_up_others)
{
	check_made_up("r", 7605 + (uint64_t)_i);
}
END_TEST

START_TEST(nothing)
{
	struct rt_records none = { NULL, 0 };
	struct rt_arena arena;

	rt_arena_init(&arena);
	ck_assert_uint_eq(rt_diff(none, none, &arena).count, 0);
	struct rt_records some = records_with(NULL, ENTRY("a", "1", "tcp", ""), &arena);
	ck_assert_uint_eq(rt_diff(some, some, &arena).count, 0);
	ck_assert_uint_eq(rt_diff(none, some, &arena).count, 2); /* the head and the entry */
	ck_assert_uint_eq(rt_diff(some, none, &arena).count, 2);
	rt_arena_release(&arena);
}
END_TEST

/* ---- real ones ---- */

#define MOST 16

START_TEST(real)
{
	rt_str documents[MOST];
	struct registry registries[MOST];
	uint64_t state = 2025;
	struct rt_arena arena;

	rt_arena_init(&arena);
	size_t count = corpus_documents(documents, MOST, &arena);
	for (size_t i = 0; i < count; i++) {
		registries[i] = (struct registry){ documents[i], records_of_bytes(documents[i], &arena) };
		ck_assert_uint_eq(rt_diff(registries[i].records, registries[i].records, &arena).count, 0);
	}
	for (size_t i = 0; i < count; i++)
		for (size_t k = 0; k < count; k++)
			if (i != k)
				check_pair(registries[i], registries[k], &state);
	if (count) { /* one will do: reading is what takes the time */
		read_both_ways(documents[count - 1], &arena);
		check_while_reading(registries[0], registries[count - 1]);
	}
	rt_arena_release(&arena);
}
END_TEST

int main(void)
{
	const struct unit_test tests[] = {
		{ nothing, 0, 0 }, { made_up_ports, 4, 0 }, { made_up_others, 4, 0 }, { real, 0, 0 }, { NULL, 0, 0 },
	};

	return run_tests("property", tests);
}
