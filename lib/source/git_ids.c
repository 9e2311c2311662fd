/* A set of object names: open addressing, as they are hashes already. The zero name, which no object has, is an empty
 * slot. */
#include "git.h"

#include <stdlib.h>
#include <string.h>

static git_oid *slot_of(const struct git_ids *ids, const git_oid *id)
{
	size_t at;

	memcpy(&at, id->id, sizeof at);
	for (at &= ids->capacity - 1;; at = (at + 1) & (ids->capacity - 1))
		if (git_oid_is_zero(&ids->slots[at]) || git_oid_equal(&ids->slots[at], id))
			return &ids->slots[at];
}

static void grow(struct git_ids *ids)
{
	struct git_ids larger = { .count = ids->count, .capacity = ids->capacity ? ids->capacity * 2 : 256 };

	larger.slots = calloc(larger.capacity, sizeof *larger.slots);
	if (!larger.slots)
		rt_out_of_memory(larger.capacity * sizeof *larger.slots);
	for (size_t i = 0; i < ids->capacity; i++)
		if (!git_oid_is_zero(&ids->slots[i]))
			*slot_of(&larger, &ids->slots[i]) = ids->slots[i];
	free(ids->slots);
	*ids = larger;
}

bool git_ids_add(struct git_ids *ids, const git_oid *id)
{
	if (ids->count * 2 >= ids->capacity)
		grow(ids);
	git_oid *slot = slot_of(ids, id);
	if (!git_oid_is_zero(slot))
		return false;
	*slot = *id;
	ids->count++;
	return true;
}

void git_ids_release(struct git_ids *ids)
{
	free(ids->slots);
	*ids = (struct git_ids){ NULL, 0, 0 };
}
