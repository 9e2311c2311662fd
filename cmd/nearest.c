#include "nearest.h"

#define LONGEST_WORD 63

static size_t least(size_t a, size_t b, size_t c)
{
	size_t ab = a < b ? a : b;

	return ab < c ? ab : c;
}

/* Edits from A to B (V. I. Levenshtein 1966), one row of the matrix at a time (R. Wagner, M. Fischer 1974). B has at
 * most LONGEST_WORD bytes. */
static size_t edits(rt_str a, rt_str b)
{
	size_t row[LONGEST_WORD + 1];

	for (size_t j = 0; j <= b.len; j++)
		row[j] = j;
	for (size_t i = 0; i < a.len; i++) {
		size_t diagonal = row[0];

		row[0] = i + 1;
		for (size_t j = 0; j < b.len; j++) {
			size_t above = row[j + 1];

			row[j + 1] = least(above + 1, row[j] + 1, diagonal + (a.data[i] != b.data[j]));
			diagonal = above;
		}
	}
	return row[b.len];
}

void nearest_init(struct nearest *nearest, rt_str word)
{
	/* More than a third of the letters wrong is another word. */
	*nearest = (struct nearest){ .word = word, .distance = word.len / 3 + 2 };
}

void nearest_offer(struct nearest *nearest, const char *name)
{
	rt_str candidate = rt_str_of(name);

	if (candidate.len > LONGEST_WORD || nearest->word.len > LONGEST_WORD)
		return;
	bool begun = nearest->word.len > 1 && rt_str_starts_with(candidate, nearest->word);
	size_t distance = begun ? 1 : edits(nearest->word, candidate);
	if (distance < nearest->distance) {
		nearest->distance = distance;
		nearest->best = name;
	}
}
