/* pack_files.h - what there is to pack, as files: packs and loose objects, their counts and sizes, and their
 * removal. */
#ifndef ARCHIVE_PACK_FILES_H
#define ARCHIVE_PACK_FILES_H

#include "internal.h"

struct pack_file {
	const char *base; /* its path without .pack or .idx */
	size_t objects;
	size_t bytes;
};

struct pack_files {
	struct pack_file *items; /* in the arena; those that may be replaced, the fewest objects first */
	size_t count;
};

/* The packs below the directory OBJECTS, but for those that somebody marked as to be kept. */
void pack_files_list(const char *objects, struct rt_arena *arena, struct pack_files *out);

/* Is there a pack, or the index of one, that cannot be opened? PATH becomes its path, and errno says why. libgit2 takes
 * it for absent, and what is in it for lost. */
bool pack_unreadable(const char *objects, char *path, size_t size);

/* Are there more than about THRESHOLD loose objects? From a part of the directories, as their names are hashes. */
bool pack_loose_are_many(const char *objects, size_t threshold, struct rt_arena *arena);

/* The path of loose object ID. */
const char *pack_loose_path(const char *objects, const git_oid *id, struct rt_arena *arena);

/* What loose object ID takes as a file; 0 if it is not there. */
size_t pack_loose_bytes(const char *objects, const git_oid *id, struct rt_arena *arena);

/* What all files below the directory OBJECTS take. */
unsigned long long pack_all_bytes(const char *objects, struct rt_arena *arena);

/* Remove a pack that another replaces, and all that belongs to it. */
void pack_file_remove(const struct pack_file *pack, struct rt_arena *arena);

#endif
