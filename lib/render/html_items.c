/* The items of the page, one for each change or several that differ in nothing but the transport, and their ids. */
#include "fold.h"
#include "html.h"

#include <stdlib.h>

static rt_str kept(struct html *h)
{
	rt_str copy = rt_str_copy(&h->arena, rt_buf_str(&h->line));

	rt_buf_clear(&h->line);
	return copy;
}

#define MOST_OF_ID 64 /* bytes */
static void add_slug(struct rt_buf *out, rt_str text)
{
	for (size_t i = 0; i < text.len && i < MOST_OF_ID; i++) {
		char c = rt_char_fold(text.data[i]);
		bool plain = (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');

		if (plain)
			rt_buf_add_char(out, c);
		else if (out->len && out->data[out->len - 1] != '-')
			rt_buf_add_char(out, '-');
	}
}

static int by_id(const void *a, const void *b)
{
	const struct html_item *const *x = a, *const *y = b;
	int order = rt_str_compare((*x)->id, (*y)->id);

	return order ? order : (*x > *y) - (*x < *y);
}

/* Number those that are called the same: `.2` is in no slug. */
static void part_ids(struct html *h, struct html_items items)
{
	struct html_item **sorted = rt_arena_array(&h->arena, items.count, sizeof *sorted);
	size_t nth = 1;

	for (size_t i = 0; i < items.count; i++)
		sorted[i] = &items.items[i];
	qsort(sorted, items.count, sizeof *sorted, by_id);
	for (size_t i = 1; i < items.count; i++) {
		rt_str first = sorted[i - nth]->id;

		nth = rt_str_equal(first, sorted[i]->id) ? nth + 1 : 1;
		if (nth > 1)
			sorted[i]->id = rt_str_format(&h->arena, "%.*s.%zu", RT_ARG(first), nth);
	}
}

struct html_items html_collect(struct html *h, const struct rt_changes *changes, const struct rt_passage *passages,
                               const char *prefix)
{
	struct render_folded *folded = rt_arena_array(&h->arena, changes->count, sizeof *folded);
	struct html_items all = { NULL, render_fold_passing(changes, passages, &h->arena, folded) };

	all.items = rt_arena_array(&h->arena, all.count, sizeof *all.items);
	for (size_t i = 0; i < all.count; i++) {
		struct html_item *item = &all.items[i];

		*item = (struct html_item){ .change = folded[i].change };
		render_number(&h->line, folded[i].change, folded[i].protocols);
		item->number = kept(h);
		render_name(&h->line, folded[i].change);
		item->name = kept(h);
		rt_buf_add_str(&h->line, rt_str_of(prefix));
		add_slug(&h->line, item->number);
		if (item->name.len)
			rt_buf_add_char(&h->line, '-');
		add_slug(&h->line, item->name);
		item->id = kept(h);
	}
	part_ids(h, all);
	return all;
}
