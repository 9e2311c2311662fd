#include "internal.h"

#include <stdlib.h>

#define MAX_TOKENS 128 /* of one text; more do not change the picture */

struct tokens {
	uint64_t hashes[MAX_TOKENS];
	size_t count;
};

static bool is_word_char(char c)
{
	c = rt_char_fold(c);
	return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || (unsigned char)c >= 0x80;
}

static int by_value(const void *a, const void *b)
{
	const uint64_t *x = a, *y = b;

	return (*x > *y) - (*x < *y);
}

static void add_token(struct tokens *tokens, const char *text, size_t len)
{
	char word[32];

	if (len > sizeof word)
		len = sizeof word;
	for (size_t i = 0; i < len; i++)
		word[i] = rt_char_fold(text[i]);
	tokens->hashes[tokens->count++] = rt_str_hash(0, (rt_str){ word, len });
}

/* Words that say nothing about which service it is. */
static bool is_common_word(const char *text, size_t len)
{
	static const char *const words[] = { "port", "ports", "protocol", "server", "service", "services",
		                             "system", "the", "for", "of", "and", "over", "a", "to" };

	for (size_t i = 0; i < sizeof words / sizeof *words; i++)
		if (rt_str_equal_nocase((rt_str){ text, len }, rt_str_of(words[i])))
			return true;
	return false;
}

static struct tokens words_of(rt_str text, bool all)
{
	struct tokens tokens = { .count = 0 };

	for (size_t at = 0; at < text.len && tokens.count < MAX_TOKENS;) {
		size_t end = at;

		while (end < text.len && is_word_char(text.data[end]))
			end++;
		if (end > at && (all || !is_common_word(text.data + at, end - at)))
			add_token(&tokens, text.data + at, end - at);
		at = end > at ? end : at + 1;
	}
	return tokens;
}

static struct tokens letter_pairs_of(rt_str name)
{
	struct tokens tokens = { .count = 0 };

	for (size_t i = 0; i + 1 < name.len && tokens.count < MAX_TOKENS; i++)
		add_token(&tokens, name.data + i, 2);
	return tokens;
}

/* Dice's coefficient of two multisets, in percent. */
static int dice(struct tokens *a, struct tokens *b)
{
	if (!a->count || !b->count)
		return 0;
	qsort(a->hashes, a->count, sizeof *a->hashes, by_value);
	qsort(b->hashes, b->count, sizeof *b->hashes, by_value);
	size_t common = 0;
	for (size_t i = 0, k = 0; i < a->count && k < b->count;) {
		if (a->hashes[i] == b->hashes[k])
			common++, i++, k++;
		else if (a->hashes[i] < b->hashes[k])
			i++;
		else
			k++;
	}
	return (int)(200 * common / (a->count + b->count));
}

int diff_common_words(rt_str a, rt_str b)
{
	struct tokens x = words_of(a, false), y = words_of(b, false);

	if (!x.count || !y.count) { /* nothing but common words: then they count */
		x = words_of(a, true);
		y = words_of(b, true);
	}
	return dice(&x, &y);
}

int diff_common_letters(rt_str a, rt_str b)
{
	struct tokens x = letter_pairs_of(a), y = letter_pairs_of(b);

	return dice(&x, &y);
}

static int field_likeness(const struct rt_field *a, const struct rt_field *b)
{
	if (rt_field_equal(a, b))
		return 1000;
	if (!a || !b || !a->count || !b->count)
		return 0;
	return 9 * diff_common_words(a->values[0], b->values[0]);
}

int diff_likeness(const struct rt_record *old, const struct rt_record *new)
{
	int sum = 0, fields = 0;

	for (size_t i = 0; i < old->count; i++) {
		const struct rt_field *before = &old->fields[i], *after = rt_record_field(new, before->name);

		if (!before->count && (!after || !after->count))
			continue;
		sum += field_likeness(before, after);
		fields++;
	}
	for (size_t i = 0; i < new->count; i++)
		fields += new->fields[i].count && !rt_record_field(old, new->fields[i].name);
	return fields ? sum / fields : 1000;
}
