/* What changed inside a long text, one hunk a line, in braces as `git diff --stat` shows a rename:
 *
 *     ... (49152-65535); the {difference -> different} uses of these ranges {is -> are} described in [RFC6335]. ...
 *     ... REGISTERED OR NOT. {+ Request an Assignment}
 */
#include "text.h"
#include "word_diff.h"

#define LONG_TEXT 160 /* columns of old and new together: two lines of a terminal are read at a glance */
#define CONTEXT   4   /* words shown on either side of a change */

static void add(struct text *t, const char *text)
{
	rt_buf_add_str(&t->line, rt_str_of(text));
}

static void add_words(struct text *t, struct word_text text, size_t at, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		if (i)
			add(t, " ");
		rt_render_safe(&t->line, text.words[at + i]);
	}
}

static void add_change(struct text *t, const struct word_diff *diff, const struct word_change *change)
{
	add(t, !change->old_count ? "{+ " : !change->new_count ? "{- " : "{");
	add_words(t, diff->old, change->old_at, change->old_count);
	if (change->old_count && change->new_count)
		add(t, " -> ");
	add_words(t, diff->new, change->new_at, change->new_count);
	add(t, "}");
}

/* How many of COUNT words at an end of the text to show: `...` for a single one would say less in no less room. */
static size_t context_of(size_t count)
{
	return count > CONTEXT + 1 ? CONTEXT : count;
}

/* Words that stayed between change I and the next, or the end. */
static size_t words_after(const struct word_diff *diff, size_t i)
{
	size_t end = i + 1 < diff->count ? diff->changes[i + 1].old_at : diff->old.count;

	return end - diff->changes[i].old_at - diff->changes[i].old_count;
}

static void add_before(struct text *t, const struct word_diff *diff, size_t i)
{
	size_t at = diff->changes[i].old_at, shown = i ? CONTEXT : context_of(at);

	if (shown < at)
		add(t, "... ");
	add_words(t, diff->old, at - shown, shown);
	add(t, " ");
}

/* Is what stands between change I and the next too short to part them? All of it is shown then. */
static bool is_joined(const struct word_diff *diff, size_t i)
{
	return i + 1 < diff->count && words_after(diff, i) <= 2 * CONTEXT + 1;
}

static void add_after(struct text *t, const struct word_diff *diff, size_t i)
{
	const struct word_change *change = &diff->changes[i];
	bool last = i + 1 == diff->count;
	size_t after = words_after(diff, i);
	size_t shown = is_joined(diff, i) ? after : last ? context_of(after) : CONTEXT;

	add(t, " ");
	add_words(t, diff->old, change->old_at + change->old_count, shown);
	if (shown < after)
		add(t, " ...");
}

/* Add the hunk that begins with change I; the number of the change after its last. */
static size_t add_hunk(struct text *t, const struct word_diff *diff, size_t i)
{
	add_before(t, diff, i);
	for (;; i++) {
		add_change(t, diff, &diff->changes[i]);
		add_after(t, diff, i);
		if (!is_joined(diff, i))
			return i + 1;
		add(t, " ");
	}
}

static void put_hunks(struct text *t, const struct word_diff *diff)
{
	size_t label = rt_str_columns(rt_buf_str(&t->line));

	if (!diff->count) {
		add(t, "the same words, other line breaks");
		text_put_part(t, label, true);
	}
	for (size_t i = 0; i < diff->count;) {
		bool first = i == 0;

		i = add_hunk(t, diff, i);
		text_put_part(t, label, first);
	}
}

/* The words that differ, if F is for hunks: two long texts, and enough stayed. */
static bool find_hunks(const struct rt_field_change *f, struct rt_arena *arena, struct word_diff *diff)
{
	if (!f->before || !f->before->count || f->before->is_list || !f->after || !f->after->count || f->after->is_list)
		return false;
	rt_str old = f->before->values[0], new = f->after->values[0];
	if (rt_str_columns(old) + rt_str_columns(new) <= LONG_TEXT)
		return false;
	*diff = word_diff_of(old, new, arena);
	return word_diff_is_kept(diff);
}

/* The arenas are their own: there may be many long texts, and nothing of this is needed again. */
bool text_has_hunks(const struct rt_field_change *f)
{
	struct rt_arena arena;
	struct word_diff diff;

	rt_arena_init(&arena);
	bool found = find_hunks(f, &arena, &diff);
	rt_arena_release(&arena);
	return found;
}

bool text_put_hunks(struct text *t, const struct rt_field_change *f)
{
	struct rt_arena arena;
	struct word_diff diff;

	rt_arena_init(&arena);
	bool found = find_hunks(f, &arena, &diff);
	if (found)
		put_hunks(t, &diff);
	rt_arena_release(&arena);
	return found;
}
