/* internal.h - what the stages of the diff share: the changes in the making, and how records are paired. */
#ifndef DIFF_INTERNAL_H
#define DIFF_INTERNAL_H

#include <regtrail/diff.h>

/* Changes in the making. A change with `before` only, or `after` only, may still find its other side; one with neither
 * was merged into another and is dropped at the end. */
struct work {
	struct rt_change *items;
	size_t count;
	struct rt_arena *arena;
};

static inline bool has_only_before(const struct rt_change *c)
{
	return c->before && !c->after;
}

static inline bool has_only_after(const struct rt_change *c)
{
	return c->after && !c->before;
}

/* The record of a one-sided change; of one with both sides the one before; NULL if it was merged into another. */
static inline const struct rt_record *side_of(const struct rt_change *c)
{
	return c->before ? c->before : c->after;
}

static inline bool is_assigned(const struct rt_record *r)
{
	return r->in_port_registry && r->state == RT_ASSIGNED;
}

static inline bool is_pool(const struct rt_record *r)
{
	return r->in_port_registry && r->state != RT_ASSIGNED;
}

/* ---- match.c ---- */

/* The records of OLD and NEW that have no equal on the other side, as one-sided changes in rt_record_compare()
 * order. */
struct work diff_leftovers(struct rt_records old, struct rt_records new, struct rt_arena *arena);

/* One way of finding the other side of a one-sided change. */
struct pairing {
	/* The changes that take part. */
	bool (*takes)(const struct rt_change *change);
	/* Only changes of the same key are held against each other. */
	rt_str (*key)(const struct rt_record *record, struct rt_arena *arena);
	/* How alike OLD and NEW are; below THRESHOLD they stay apart. */
	int (*score)(const struct rt_record *old, const struct rt_record *new);
	int threshold;
	/* What to do with a pair: OLD is the change with `before`, NEW that with `after`. */
	void (*join)(struct rt_change *old, struct rt_change *new);
};

/* Join pairs within each key, the most alike first; ties in the order of the records. */
void diff_pair(struct work *work, const struct pairing *pairing);

/* The usual join: NEW's record becomes the other side of OLD, and NEW is dropped. */
void diff_merge(struct rt_change *old, struct rt_change *new);

/* ---- likeness.c ---- */

/* 0 (nothing in common) to 1000 (equal): the share of fields that are equal, words in common counted in part. */
int diff_likeness(const struct rt_record *old, const struct rt_record *new);

/* Words that A and B have in common, 0 to 100: twice the common ones over all (L. R. Dice, 1945). */
int diff_common_words(rt_str a, rt_str b);

/* The same for the pairs of neighbouring letters in two names. */
int diff_common_letters(rt_str a, rt_str b);

/* ---- the passes, in the order of the table in diff.c ---- */

void diff_same_entry(struct work *work);       /* match.c: the same identity */
void diff_port_passes(struct work *work);      /* ports.c: renamed, moved, new, de-assigned, reassigned, pool */
void diff_general_passes(struct work *work);   /* general.c: renumbered, new, removed */
void diff_describe_fields(struct work *work);  /* fields.c: which fields differ */
void diff_mark_flags(struct work *work);       /* flags.c: unauthorized use reported, or no longer */
void diff_mark_labels(struct work *work);      /* labels.c */
void diff_mark_effective(struct work *work);   /* effective.c: IANA's own date of a de-assignment */

#endif
