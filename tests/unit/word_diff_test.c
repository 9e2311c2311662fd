/* Which words of a text became which others. */
#include "support.h"

#include "../../lib/render/word_diff.h"

#include <string.h>

static void add_words(struct rt_buf *out, struct word_text text, size_t at, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		if (out->len && !strchr("[|", out->data[out->len - 1]))
			rt_buf_add_char(out, ' ');
		rt_buf_add_str(out, text.words[at + i]);
	}
}

/* The old text, with `[old words|new words]` where they differ. */
static rt_str show_diff(const struct word_diff *diff, struct rt_arena *arena)
{
	struct rt_buf out = RT_BUF_INIT;
	size_t at = 0;

	for (size_t i = 0; i < diff->count; i++) {
		const struct word_change *change = &diff->changes[i];

		add_words(&out, diff->old, at, change->old_at - at);
		rt_buf_add_str(&out, out.len ? RT_STR(" [") : RT_STR("["));
		add_words(&out, diff->old, change->old_at, change->old_count);
		rt_buf_add_char(&out, '|');
		add_words(&out, diff->new, change->new_at, change->new_count);
		rt_buf_add_char(&out, ']');
		at = change->old_at + change->old_count;
	}
	add_words(&out, diff->old, at, diff->old.count - at);
	rt_str shown = rt_str_copy(arena, rt_buf_str(&out));
	rt_buf_release(&out);
	return shown;
}

static const struct {
	const char *name;
	const char *old, *new, *wanted;
} rows[] = {
	{ "the same", "a b c", "a b c", "a b c" },
	{ "both empty", "", "", "" },
	{ "white space only", " a\nb  c", "a b" NBSP "c\n", "a b c" },
	{ "out of nothing", "", "a b", "[|a b]" },
	{ "into nothing", "a b", " ", "[a b|]" },
	{ "nothing alike", "a b", "c d e", "[a b|c d e]" },
	{ "one word", "a b c", "a x c", "a [b|x] c" },
	{ "a part of a word is another word", "ports (0-1023) are", "ports (0-1024) are",
	  "ports [(0-1023)|(0-1024)] are" },
	{ "case is a difference", "defined: none", "defined: None", "defined: [none|None]" },
	{ "at the beginning", "a b c", "x b c", "[a|x] b c" },
	{ "at the end", "a b c", "a b x", "a b [c|x]" },
	{ "came at the beginning", "b c", "a b c", "[|a] b c" },
	{ "came in the middle", "a c", "a b b c", "a [|b b] c" },
	{ "came at the end", "a b", "a b c", "a b [|c]" },
	{ "went in the middle", "a b b c", "a c", "a [b b|] c" },
	{ "one of three alike went", "a a a", "a a", "a a [a|]" },
	{ "both ends alike overlap", "a b a", "a b a b a", "a b a [|b a]" },
	{ "came and went", "a b c d e f", "b c d x e f", "[a|] b c d [|x] e f" },
	{ "two words swapped", "a b", "b a", "[a|] b [|a]" },
	{ "Myers 1986, figure 1: five edits", "a b c a b b a", "c b a b a c", "[a b|] c [|b] a b [b|] a [|c]" },
	{ "a chance word between new wordings", "x the use of it y", "x a part of them y",
	  "x [the use of it|a part of them] y" },
	{ "chance words, three times", "a of b of c", "d of e of f", "[a of b of c|d of e of f]" },
	{ "as many words stayed as changed", "a b c d of it e f g h y", "i j k l of it m n o p y",
	  "[a b c d of it e f g h|i j k l of it m n o p] y" },
	{ "more words stayed than changed", "a of it b", "c of it d", "[a|c] of it [b|d]" },
	{ "what went before a new wording", "x a y b z", "x y c z", "x [a|] y [b|c] z" },
	{ "what came after a new wording", "x b y z", "x c y a z", "x [b|c] y [|a] z" },
	{ "a list that lost items", "a, b, c, d, e", "b, d,", "[a,|] b, [c,|] d, [e|]" },
};

START_TEST(texts)
{
	struct rt_arena arena;

	rt_arena_init(&arena);
	struct word_diff diff = word_diff_of(rt_str_of(rows[_i].old), rt_str_of(rows[_i].new), &arena);
	assert_text(show_diff(&diff, &arena), rows[_i].wanted, rows[_i].name);
	rt_arena_release(&arena);
}
END_TEST

/* ---- bounds ---- */

/* BEFORE, then COUNT times WORDS, then AFTER. */
static rt_str repeated(const char *before, const char *words, size_t count, const char *after, struct rt_arena *arena)
{
	struct rt_buf text = RT_BUF_INIT;

	rt_buf_add_str(&text, rt_str_of(before));
	for (size_t i = 0; i < count; i++)
		rt_buf_add_str(&text, rt_str_of(words));
	rt_buf_add_str(&text, rt_str_of(after));
	rt_str copy = rt_str_copy(arena, rt_buf_str(&text));
	rt_buf_release(&text);
	return copy;
}

struct bound_text {
	const char *before, *words, *after;
};

static const struct {
	const char *name;
	struct bound_text old, new;
	size_t repeat; /* of both texts' words */
	struct word_change first;
	size_t count; /* of changes */
} bound_rows[] = {
	{ "as many edits as are looked for", { "a", " x s s", "" }, { "a", " y s s", "" }, 128, { 1, 1, 1, 1 }, 128 },
	{ "an edit more on each side", { "a", " x s s", "" }, { "a", " y s s", "" }, 129, { 1, 385, 1, 385 }, 1 },
	{ "as many words as are looked at", { "a", " s", " c" }, { "b", " s", " d" }, 4094, { 0, 1, 0, 1 }, 2 },
	{ "a word more on each side", { "a", " s", " c" }, { "b", " s", " d" }, 4095, { 0, 4097, 0, 4097 }, 1 },
	{ "any number of words at a common end", { "a", " s", " c" }, { "b", " s", " c" }, 9999, { 0, 1, 0, 1 }, 1 },
};

START_TEST(bounds)
{
	const struct bound_text *old = &bound_rows[_i].old, *new = &bound_rows[_i].new;
	const struct word_change *first = &bound_rows[_i].first;
	size_t repeat = bound_rows[_i].repeat;
	struct rt_arena arena;

	rt_arena_init(&arena);
	struct word_diff diff = word_diff_of(repeated(old->before, old->words, repeat, old->after, &arena),
	                                     repeated(new->before, new->words, repeat, new->after, &arena), &arena);
	must(diff.count == bound_rows[_i].count, "%s: %zu changes", bound_rows[_i].name, diff.count);
	must(diff.changes[0].old_at == first->old_at && diff.changes[0].old_count == first->old_count &&
	             diff.changes[0].new_at == first->new_at && diff.changes[0].new_count == first->new_count,
	     "%s: at %zu %zu words, then at %zu %zu", bound_rows[_i].name, diff.changes[0].old_at,
	     diff.changes[0].old_count, diff.changes[0].new_at, diff.changes[0].new_count);
	rt_arena_release(&arena);
}
END_TEST

/* ---- by chance ---- */

static void add_word(struct rt_buf *text, uint64_t *state)
{
	rt_buf_add_char(text, (char)('a' + chance(state, 4)));
	rt_buf_add_char(text, ' ');
}

/* What is not in a change is the same in both, one word at least between two changes. */
static void check_kept(const struct word_diff *diff, rt_str old, rt_str new)
{
	size_t x = 0, y = 0;

	for (size_t i = 0; i <= diff->count; i++) {
		bool last = i == diff->count;
		struct word_change end = { diff->old.count, 0, diff->new.count, 0 };
		struct word_change change = last ? end : diff->changes[i];

		must(change.old_at >= x + (i && !last) && change.old_at - x == change.new_at - y, "%.*s / %.*s",
		     RT_ARG(old), RT_ARG(new));
		for (; x < change.old_at; x++, y++)
			must(rt_str_equal(diff->old.words[x], diff->new.words[y]), "%.*s / %.*s", RT_ARG(old),
			     RT_ARG(new));
		must(last || change.old_count || change.new_count, "%.*s / %.*s", RT_ARG(old), RT_ARG(new));
		x += change.old_count;
		y += change.new_count;
	}
}

START_TEST(any_two_texts)
{
	struct rt_buf old = RT_BUF_INIT, new = RT_BUF_INIT;
	uint64_t state = 20250922;
	struct rt_arena arena;

	rt_arena_init(&arena);
	for (int round = 0; round < 5000; round++) {
		rt_buf_clear(&old);
		rt_buf_clear(&new);
		for (size_t count = chance(&state, 16); count; count--)
			add_word(&old, &state);
		for (size_t count = chance(&state, 16); count; count--)
			add_word(&new, &state);
		struct word_diff diff = word_diff_of(rt_buf_str(&old), rt_buf_str(&new), &arena);
		check_kept(&diff, rt_buf_str(&old), rt_buf_str(&new));
		rt_arena_clear(&arena);
	}
	rt_buf_release(&old);
	rt_buf_release(&new);
	rt_arena_release(&arena);
}
END_TEST

/* Where words only came, no other change is among the shortest; and so the other way round. */
START_TEST(words_that_only_came)
{
	struct rt_buf old = RT_BUF_INIT, new = RT_BUF_INIT;
	uint64_t state = 20200731;
	struct rt_arena arena;

	rt_arena_init(&arena);
	for (int round = 0; round < 5000; round++) {
		rt_buf_clear(&old);
		rt_buf_clear(&new);
		for (size_t count = chance(&state, 24); count; count--) {
			add_word(&new, &state);
			if (chance(&state, 2))
				rt_buf_add(&old, new.data + new.len - 2, 2);
		}
		struct word_diff came = word_diff_of(rt_buf_str(&old), rt_buf_str(&new), &arena);
		for (size_t i = 0; i < came.count; i++)
			must(!came.changes[i].old_count, "%.*s / %.*s", RT_ARG(rt_buf_str(&old)),
			     RT_ARG(rt_buf_str(&new)));
		struct word_diff went = word_diff_of(rt_buf_str(&new), rt_buf_str(&old), &arena);
		for (size_t i = 0; i < went.count; i++)
			must(!went.changes[i].new_count, "%.*s / %.*s", RT_ARG(rt_buf_str(&new)),
			     RT_ARG(rt_buf_str(&old)));
		rt_arena_clear(&arena);
	}
	rt_buf_release(&old);
	rt_buf_release(&new);
	rt_arena_release(&arena);
}
END_TEST

int main(void)
{
	const struct unit_test tests[] = {
		{ texts, COUNT(rows), 0 },
		{ bounds, COUNT(bound_rows), 0 },
		{ any_two_texts, 0, 0 },
		{ words_that_only_came, 0, 0 },
		{ NULL, 0, 0 },
	};

	return run_tests("word_diff", tests);
}
