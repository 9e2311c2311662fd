/* Stands in for libFuzzer: runs a fuzz target over the files of the directories given, and over the beginnings of each
 * file, so that every seed is a truncated input too. */
#include "fuzz.h"

#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define MAX_SEED (1u << 20) /* bytes */
#define CUTS     64         /* truncated inputs made of each seed */

static uint8_t *read_file(const char *path, size_t *size)
{
	FILE *file = fopen(path, "rb");
	uint8_t *data = malloc(MAX_SEED);

	if (!file || !data) {
		perror(path);
		exit(2);
	}
	*size = fread(data, 1, MAX_SEED, file);
	fclose(file);
	return data;
}

/* A copy of exactly SIZE bytes, so that a sanitizer sees a read beyond the end. */
static void run_exactly(const uint8_t *data, size_t size)
{
	uint8_t *copy = malloc(size ? size : 1);

	if (!copy) {
		perror("malloc");
		exit(2);
	}
	memcpy(copy, data, size);
	LLVMFuzzerTestOneInput(copy, size);
	free(copy);
}

static void replay(const char *path)
{
	size_t size;
	uint8_t *data = read_file(path, &size);

	run_exactly(data, size);
	for (size_t cut = 0; cut < CUTS && size; cut++)
		run_exactly(data, size * cut / CUTS);
	free(data);
}

static unsigned replay_directory(const char *path)
{
	DIR *directory = opendir(path);
	unsigned count = 0;

	if (!directory) {
		perror(path);
		exit(2);
	}
	for (struct dirent *entry; (entry = readdir(directory));) {
		char file[4096];

		if (entry->d_name[0] == '.')
			continue;
		snprintf(file, sizeof file, "%s/%s", path, entry->d_name);
		replay(file);
		count++;
	}
	closedir(directory);
	return count;
}

int main(int argc, char **argv)
{
	unsigned count = 0;

	for (int i = 1; i < argc; i++)
		count += replay_directory(argv[i]);
	printf("%u seeds and %u truncated inputs each\n", count, CUTS);
	return count ? 0 : 1;
}
