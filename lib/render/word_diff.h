/* word_diff.h - which words of a text became which others. */
#ifndef RENDER_WORD_DIFF_H
#define RENDER_WORD_DIFF_H

#include <regtrail/str.h>

/* A text as its words, parted by white space; they point into it. */
struct word_text {
	const rt_str *words;
	size_t count;
};

/* A run of words that another took the place of; one of the two may be empty. Around it, and between two changes, words
 * are the same. */
struct word_change {
	size_t old_at, old_count, new_at, new_count; /* in words */
};

struct word_diff {
	struct word_text old, new;
	struct word_change *changes; /* from first to last; none if only white space differs */
	size_t count;
};

/* Few changes that read well, not always the fewest. Texts that have a lot of different words are one change between
 * what they begin and end with alike: the work is bounded. Everything lives in ARENA. */
struct word_diff word_diff_of(rt_str old, rt_str new, struct rt_arena *arena);

/* Did enough words stay? Else two texts side by side read better. */
bool word_diff_is_kept(const struct word_diff *diff);

#endif
