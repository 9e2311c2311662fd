#include <regtrail/arena.h>

#include <stdalign.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

/* Bytes; large enough that malloc is rare, and so small that malloc takes it from memory that was given back before
 * (from 128 KiB on glibc asks the kernel for fresh pages each time, whose clearing costs more than parsing what fills
 * them). */
#define BLOCK ((size_t)64 << 10)

struct rt_arena_block {
	struct rt_arena_block *older;
	size_t size;
	max_align_t data[];
};

static void (*out_of_memory)(size_t wanted);

void rt_on_out_of_memory(void (*handler)(size_t wanted))
{
	out_of_memory = handler;
}

_Noreturn void rt_out_of_memory(size_t wanted)
{
	if (out_of_memory)
		out_of_memory(wanted);
	abort();
}

void rt_arena_init(struct rt_arena *arena)
{
	*arena = (struct rt_arena){ NULL, NULL, NULL };
}

void rt_arena_release(struct rt_arena *arena)
{
	while (arena->blocks) {
		struct rt_arena_block *block = arena->blocks;

		arena->blocks = block->older;
		free(block);
	}
	rt_arena_init(arena);
}

void rt_arena_clear(struct rt_arena *arena)
{
	struct rt_arena_block *kept = NULL;

	while (arena->blocks) {
		struct rt_arena_block *block = arena->blocks;

		arena->blocks = block->older;
		if (!kept && block->size == BLOCK)
			kept = block;
		else
			free(block);
	}
	rt_arena_init(arena);
	if (!kept)
		return;
	kept->older = NULL;
	arena->blocks = kept;
	arena->at = (char *)kept->data;
	arena->end = arena->at + BLOCK;
}

static struct rt_arena_block *new_block(struct rt_arena *arena, size_t size)
{
	if (size > SIZE_MAX - sizeof(struct rt_arena_block))
		rt_out_of_memory(size);
	struct rt_arena_block *block = malloc(sizeof *block + size);
	if (!block)
		rt_out_of_memory(size);
	block->older = arena->blocks;
	block->size = size;
	arena->blocks = block;
	return block;
}

void *rt_arena_alloc(struct rt_arena *arena, size_t size)
{
	const size_t mask = alignof(max_align_t) - 1;

	if (size > SIZE_MAX - mask)
		rt_out_of_memory(size);
	size = size ? (size + mask) & ~mask : mask + 1; /* even nothing has an address */
	if (size > BLOCK / 4) { /* a block of its own, behind the one in use */
		struct rt_arena_block *current = arena->blocks;
		struct rt_arena_block *block = new_block(arena, size);

		if (current) {
			arena->blocks = current;
			block->older = current->older;
			current->older = block;
		}
		return memset(block->data, 0, size);
	}
	if ((size_t)(arena->end - arena->at) < size) {
		arena->at = (char *)new_block(arena, BLOCK)->data;
		arena->end = arena->at + BLOCK;
	}
	void *memory = arena->at;
	arena->at += size;
	return memset(memory, 0, size);
}

void *rt_arena_array(struct rt_arena *arena, size_t count, size_t size)
{
	if (size && count > SIZE_MAX / size)
		rt_out_of_memory(SIZE_MAX);
	return rt_arena_alloc(arena, count * size);
}

char *rt_arena_copy(struct rt_arena *arena, const void *data, size_t len)
{
	if (len >= SIZE_MAX / 2)
		rt_out_of_memory(len);
	char *copy = rt_arena_alloc(arena, len + 1);

	if (len)
		memcpy(copy, data, len);
	return copy;
}
