/* follow.h - which rows of an index belong to a history. */
#ifndef TRAIL_FOLLOW_H
#define TRAIL_FOLLOW_H

#include "history.h"

/* For each row: does it concern what SELECTORS take (all rows if there are none)? With ACROSS renames and moves, also
 * what that was before, and what entries selected by name became. */
bool *follow(const struct history_index *index, const struct rt_selector *selectors, size_t count, bool across,
             struct rt_arena *arena);

#endif
