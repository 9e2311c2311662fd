/* Words that differ: E. W. Myers, "An O(ND) Difference Algorithm and Its Variations", Algorithmica 1 (1986), the greedy
 * algorithm of section 4, between what both texts begin and end with. A point (x, y) stands for x words of the old text
 * and y of the new one that are dealt with, the diagonal k for all points with x - y = k. */
#include "word_diff.h"

/* The work and the memory grow with words times edits. The longest text seen is 5 kB, some 800 words. */
#define MAX_WORDS 8192 /* of both texts together, between their common ends */
#define MAX_EDITS 256  /* words that came or went: nobody reads more of them one by one */

struct middle {
	const rt_str *old, *new;
	int old_count, new_count;
	bool *gone, *came; /* by word */
};

static bool take_word(rt_str *rest, rt_str *word)
{
	size_t space, end = 0;

	while ((space = rt_space_length(*rest)))
		*rest = (rt_str){ rest->data + space, rest->len - space };
	while (end < rest->len && !rt_space_length((rt_str){ rest->data + end, rest->len - end }))
		end++;
	*word = (rt_str){ rest->data, end };
	*rest = (rt_str){ rest->data + end, rest->len - end };
	return end;
}

static struct word_text words_of(rt_str text, struct rt_arena *arena)
{
	rt_str rest = text, word;
	size_t count = 0;

	while (take_word(&rest, &word))
		count++;
	rt_str *words = rt_arena_array(arena, count, sizeof *words);
	rest = text;
	for (size_t i = 0; take_word(&rest, &word); i++)
		words[i] = word;
	return (struct word_text){ words, count };
}

/* ---- edits ---- */

/* From (X, X - K) along words that are the same; the x where that ends. */
static int follow(const struct middle *m, int x, int k)
{
	while (x < m->old_count && x - k < m->new_count && rt_str_equal(m->old[x], m->new[x - k]))
		x++;
	return x;
}

/* Row d has, for the diagonals k = -d, -d + 2, ..., d, the largest x that d edits lead to. Is the last edit on the way
 * to item I of row D a word that came? BEFORE is the row before D. */
static bool is_addition(const int *before, int d, int i)
{
	return i == 0 || (i < d && before[i - 1] < before[i]);
}

/* Make row after row until the end of both texts is reached: after how many edits; -1 if it takes too many. */
static int count_edits(const struct middle *m, const int *rows[MAX_EDITS + 1], struct rt_arena *arena)
{
	for (int d = 0; d <= MAX_EDITS; d++) {
		int *row = rt_arena_array(arena, (size_t)d + 1, sizeof *row);

		rows[d] = row;
		for (int i = 0; i <= d; i++) {
			int k = 2 * i - d, x = 0;

			if (d)
				x = is_addition(rows[d - 1], d, i) ? rows[d - 1][i] : rows[d - 1][i - 1] + 1;
			row[i] = follow(m, x, k);
			if (row[i] == m->old_count && row[i] - k == m->new_count)
				return d;
		}
	}
	return -1;
}

/* Go back through the rows from the end, and note what came and went. */
static void mark_edits(struct middle *m, const int *const rows[MAX_EDITS + 1], int edits)
{
	int k = m->old_count - m->new_count;

	for (int d = edits; d > 0; d--) {
		const int *before = rows[d - 1];
		int i = (k + d) / 2;

		if (is_addition(before, d, i)) {
			k++;
			m->came[before[i] - k] = true;
		} else {
			k--;
			m->gone[before[i - 1]] = true;
		}
	}
}

static bool find_edits(struct middle *m, struct rt_arena *arena)
{
	const int *rows[MAX_EDITS + 1];
	int edits = count_edits(m, rows, arena);

	if (edits < 0)
		return false;
	m->gone = rt_arena_array(arena, (size_t)m->old_count, sizeof *m->gone);
	m->came = rt_arena_array(arena, (size_t)m->new_count, sizeof *m->came);
	mark_edits(m, rows, edits);
	return true;
}

/* ---- changes ---- */

static size_t run_length(const bool *marks, int at, int count)
{
	int end = at;

	while (end < count && marks[end])
		end++;
	return (size_t)(end - at);
}

/* Runs of edits, counted from word HEAD of both texts. */
static void add_runs(struct word_diff *diff, const struct middle *m, size_t head)
{
	for (int x = 0, y = 0; x < m->old_count || y < m->new_count; x++, y++) {
		size_t gone = run_length(m->gone, x, m->old_count), came = run_length(m->came, y, m->new_count);

		if (gone || came)
			diff->changes[diff->count++] =
			        (struct word_change){ head + (size_t)x, gone, head + (size_t)y, came };
		x += (int)gone;
		y += (int)came;
	}
}

static size_t larger(size_t a, size_t b)
{
	return a > b ? a : b;
}

/* Words between two replacements that are no more than either is are the same by chance ("of", "the"), and only tear a
 * new wording apart (N. Fraser, "Diff Strategies", 2006, section 3.2). */
static bool is_torn(const struct word_change *a, const struct word_change *b)
{
	size_t between = b->old_at - a->old_at - a->old_count;

	return a->old_count && a->new_count && b->old_count && b->new_count &&
	       between <= larger(a->old_count, a->new_count) && between <= larger(b->old_count, b->new_count);
}

static void join_torn(struct word_diff *diff)
{
	struct word_change *last = diff->changes, previous = *last;

	for (size_t i = 1; i < diff->count; i++) {
		struct word_change next = diff->changes[i];

		if (is_torn(&previous, &next)) {
			last->old_count = next.old_at + next.old_count - last->old_at;
			last->new_count = next.new_at + next.new_count - last->new_at;
		} else {
			*++last = next;
		}
		previous = next;
	}
	diff->count = (size_t)(last - diff->changes) + 1;
}

static size_t common_head(struct word_text old, struct word_text new)
{
	size_t n = 0;

	while (n < old.count && n < new.count && rt_str_equal(old.words[n], new.words[n]))
		n++;
	return n;
}

/* Words that both end with, HEAD of them left out. */
static size_t common_tail(struct word_text old, struct word_text new, size_t head)
{
	size_t n = 0;

	while (head + n < old.count && head + n < new.count &&
	       rt_str_equal(old.words[old.count - 1 - n], new.words[new.count - 1 - n]))
		n++;
	return n;
}

struct word_diff word_diff_of(rt_str old, rt_str new, struct rt_arena *arena)
{
	struct word_diff diff = { words_of(old, arena), words_of(new, arena), NULL, 0 };
	size_t head = common_head(diff.old, diff.new), ends = head + common_tail(diff.old, diff.new, head);
	size_t old_count = diff.old.count - ends, new_count = diff.new.count - ends;

	if (!old_count && !new_count)
		return diff;
	diff.changes = rt_arena_array(arena, MAX_EDITS, sizeof *diff.changes);
	if (old_count + new_count <= MAX_WORDS) {
		struct middle m = { .old = diff.old.words + head, .old_count = (int)old_count,
			            .new = diff.new.words + head, .new_count = (int)new_count };

		if (find_edits(&m, arena))
			add_runs(&diff, &m, head);
	}
	if (diff.count)
		join_torn(&diff);
	else
		diff.changes[diff.count++] = (struct word_change){ head, old_count, head, new_count };
	return diff;
}

#define KEPT 4 /* one word in so many */

bool word_diff_is_kept(const struct word_diff *diff)
{
	size_t kept = diff->old.count;
	size_t most = diff->old.count > diff->new.count ? diff->old.count : diff->new.count;

	for (size_t i = 0; i < diff->count; i++)
		kept -= diff->changes[i].old_count;
	return kept >= most / KEPT;
}
