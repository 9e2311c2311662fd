/* regtrail/arena.h - memory that is given back all at once.
 *
 * One arena serves one operation: everything the operation makes lives until the arena is released, so there is no
 * free() in between and no question who owns what. Not thread-safe; use one arena per thread.
 */
#ifndef REGTRAIL_ARENA_H
#define REGTRAIL_ARENA_H

#include <stddef.h>

struct rt_arena_block;

struct rt_arena {
	struct rt_arena_block *blocks; /* newest first */
	char *at, *end;                /* the free part of the newest block */
};

void rt_arena_init(struct rt_arena *arena);

/* Give everything back. The arena may be used again as if new. */
void rt_arena_release(struct rt_arena *arena);

/* Forget everything but keep some memory, for an arena that is filled and emptied again and again. */
void rt_arena_clear(struct rt_arena *arena);

/* SIZE bytes, zeroed, aligned for any type, never NULL: see rt_on_out_of_memory(). */
void *rt_arena_alloc(struct rt_arena *arena, size_t size);

/* COUNT elements of SIZE bytes each; an overflow counts as out of memory. */
void *rt_arena_array(struct rt_arena *arena, size_t count, size_t size);

/* A copy of LEN bytes followed by a NUL that is not counted. */
char *rt_arena_copy(struct rt_arena *arena, const void *data, size_t len);

/* What happens when the system has no memory left: HANDLER is called and must not return. Without a handler the
 * process is aborted. The archive is safe either way: branches move only after everything they name is on disk. */
void rt_on_out_of_memory(void (*handler)(size_t wanted));
_Noreturn void rt_out_of_memory(size_t wanted);

#endif
