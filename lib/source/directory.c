#include <regtrail/source.h>

#include <dirent.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

/* A list of paths that grows in the arena. */
struct list {
	struct rt_arena *arena;
	rt_str *items;
	size_t count, capacity;
};

static void add(struct list *list, rt_str item)
{
	if (list->count == list->capacity) {
		list->capacity = list->capacity ? list->capacity * 2 : 64;
		rt_str *items = rt_arena_array(list->arena, list->capacity, sizeof *items);
		if (list->count)
			memcpy(items, list->items, list->count * sizeof *items);
		list->items = items;
	}
	list->items[list->count++] = item;
}

static int by_name(const void *a, const void *b)
{
	return rt_str_compare(*(const rt_str *)a, *(const rt_str *)b);
}

static bool is_document_name(rt_str name)
{
	return rt_str_ends_with(name, RT_STR(".xml")) || rt_str_ends_with(name, RT_STR(".xml.gz"));
}

static rt_str join(struct rt_arena *arena, rt_str directory, const char *name)
{
	bool slash = directory.len && directory.data[directory.len - 1] == '/';

	return rt_str_format(arena, "%.*s%s%s", RT_ARG(directory), slash ? "" : "/", name);
}

/* Directories are never reached through a symbolic link, so there is no loop to fall into; files may be. A link that
 * leads nowhere is listed: whoever reads it is told, and nothing goes missing in silence. */
static void sort_out(rt_str path, struct list *directories, struct list *files)
{
	struct stat st;
	bool known = lstat(path.data, &st) == 0;

	if (known && S_ISDIR(st.st_mode)) {
		add(directories, path);
		return;
	}
	if (!is_document_name(path))
		return;
	if (known && S_ISLNK(st.st_mode))
		known = stat(path.data, &st) == 0;
	if (!known || S_ISREG(st.st_mode))
		add(files, path);
}

static enum rt_code scan(rt_str path, struct list *directories, struct list *files, struct rt_error *err)
{
	DIR *dir = opendir(path.data);
	struct dirent *entry;

	if (!dir)
		return rt_fail(err, RT_EINVALID, "%s: cannot be listed: %s", path.data, strerror(errno));
	for (errno = 0; (entry = readdir(dir)) != NULL; errno = 0)
		if (entry->d_name[0] != '.')
			sort_out(join(files->arena, path, entry->d_name), directories, files);
	int number = errno;
	closedir(dir);
	if (number)
		return rt_fail(err, RT_EINVALID, "%s: cannot be listed: %s", path.data, strerror(number));
	return RT_OK;
}

enum rt_code rt_source_directory(const char *path, struct rt_arena *arena, rt_str **paths, size_t *count,
                                 struct rt_error *err)
{
	struct list directories = { .arena = arena }, files = { .arena = arena };

	/* A list of what is left to do, not recursion: one directory is open at a time, however deep they nest. */
	add(&directories, rt_str_copy(arena, rt_str_of(path)));
	while (directories.count) {
		enum rt_code code = scan(directories.items[--directories.count], &directories, &files, err);

		if (code)
			return code;
	}
	if (files.count)
		qsort(files.items, files.count, sizeof *files.items, by_name);
	*paths = files.items;
	*count = files.count;
	return RT_OK;
}
