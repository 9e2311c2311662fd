/* The record of looks: refs/looks/all, a branch whose commits add lines to the file of the month. */
#include "internal.h"
#include "look_lines.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define LOOKS      "refs/looks/all"
#define MONTH      7 /* bytes of `2026-11`, the name of a file */
#define MONTH_TEXT (MONTH + 1)

/* ---- what is there ---- */

struct looks_tip {
	bool there;
	git_oid commit;
	git_tree *tree; /* NULL if nothing is there; free it with git_tree_free() */
};

static enum rt_code open_tip(struct rt_archive *archive, struct looks_tip *out, struct rt_error *err)
{
	git_commit *commit;

	*out = (struct looks_tip){ .tree = NULL };
	int result = git_reference_name_to_id(&out->commit, archive->repository, LOOKS);
	out->there = result == 0;
	if (result == GIT_ENOTFOUND)
		return RT_OK;
	if (result < 0 || git_commit_lookup(&commit, archive->repository, &out->commit) < 0)
		return archive_read_failed(archive, LOOKS, err);
	git_oid tree = *git_commit_tree_id(commit);
	git_commit_free(commit);
	return archive_read_tree(archive, &tree, &out->tree, err);
}

static const char *month_of(rt_time time, char out[MONTH_TEXT])
{
	char text[RT_TIME_TEXT];

	snprintf(out, MONTH_TEXT, "%.*s", MONTH, rt_date_text(time, text));
	return out;
}

/* ---- adding ---- */

static enum rt_code check(const struct rt_look *looks, size_t count, struct rt_error *err)
{
	char text[RT_TIME_TEXT];
	rt_time time;

	for (size_t i = 0; i < count; i++)
		if (!rt_registry_id_ok(looks[i].registry))
			return rt_fail(err, RT_EINVALID,
			               "a look at `%.*s` cannot be recorded: that is no id of a registry",
			               RT_ARG(looks[i].registry));
	if (!rt_time_parse(rt_str_of(rt_time_text(looks[0].time, text)), &time, NULL))
		return rt_fail(err, RT_EINVALID, "a look cannot be recorded under the time `%s`: set the clock", text);
	return RT_OK;
}

/* The looks with what a line can hold for a reason. */
static struct rt_look *with_clean_reasons(const struct rt_look *looks, size_t count, struct rt_arena *scratch)
{
	struct rt_look *clean = rt_arena_array(scratch, count, sizeof *clean);

	for (size_t i = 0; i < count; i++) {
		clean[i] = looks[i];
		clean[i].reason = rt_look_reason(looks[i].reason, scratch);
	}
	return clean;
}

/* The month's file with the lines of LOOKS behind those that are there. */
static enum rt_code keep_month(struct rt_archive *archive, const git_tree_entry *old, const struct rt_look *looks,
                               size_t count, git_oid *id, struct rt_error *err)
{
	struct rt_buf text = RT_BUF_INIT;
	git_odb_object *object;

	if (old) {
		enum rt_code code = archive_read_object(archive, git_tree_entry_id(old), GIT_OBJECT_BLOB, &object, err);

		if (code)
			return code;
		rt_buf_add(&text, git_odb_object_data(object), git_odb_object_size(object));
		git_odb_object_free(object);
		if (text.len && text.data[text.len - 1] != '\n') /* someone has been at it by hand */
			rt_buf_add_char(&text, '\n');
	}
	look_lines_add(&text, looks, count);
	enum rt_code code = archive_keep_new(archive, GIT_OBJECT_BLOB, rt_buf_str(&text), id, err);
	rt_buf_release(&text);
	return code;
}

static void copy_entry(struct rt_buf *raw, const git_tree_entry *entry)
{
	char mode[16];

	snprintf(mode, sizeof mode, "%o ", (unsigned)git_tree_entry_filemode_raw(entry));
	archive_add_tree_entry(raw, mode, rt_str_of(git_tree_entry_name(entry)), git_tree_entry_id(entry)->id);
}

static void add_file(struct rt_buf *raw, const char *name, const git_oid *id)
{
	archive_add_tree_entry(raw, "100644 ", rt_str_of(name), id->id);
}

/* Does ENTRY stand before the file NAME? Git sorts a directory as if its name ended in a slash. */
static bool stands_before(const git_tree_entry *entry, const char *name)
{
	const char *other = git_tree_entry_name(entry);
	size_t same = strlen(other);

	if (git_tree_entry_type(entry) == GIT_OBJECT_TREE && strncmp(other, name, same) == 0)
		return '/' < name[same];
	return strcmp(other, name) < 0;
}

/* The tree OLD (may be NULL) with FILE under the name MONTH. */
static enum rt_code keep_tree(struct rt_archive *archive, const git_tree *old, const char *month, const git_oid *file,
                              git_oid *id, struct rt_error *err)
{
	size_t count = old ? git_tree_entrycount(old) : 0;
	struct rt_buf raw = RT_BUF_INIT;
	bool added = false;

	for (size_t i = 0; i < count; i++) {
		const git_tree_entry *entry = git_tree_entry_byindex(old, i);

		if (strcmp(git_tree_entry_name(entry), month) == 0)
			continue;
		if (!added && !stands_before(entry, month)) {
			add_file(&raw, month, file);
			added = true;
		}
		copy_entry(&raw, entry);
	}
	if (!added)
		add_file(&raw, month, file);
	enum rt_code code = archive_keep_new(archive, GIT_OBJECT_TREE, rt_buf_str(&raw), id, err);
	rt_buf_release(&raw);
	return code;
}

static enum rt_code keep_commit(struct rt_archive *archive, const struct looks_tip *tip, const git_oid *tree,
                                const struct rt_look *looks, size_t count, git_oid *id, struct rt_error *err)
{
	rt_time time = looks[0].time > 0 ? looks[0].time : 0; /* git has none before 1970 */
	struct rt_buf text = RT_BUF_INIT;
	char date[RT_TIME_TEXT];

	archive_add_commit_head(&text, tip->there ? &tip->commit : NULL, tree, time, time);
	rt_buf_printf(&text, "%s: ", rt_date_text(looks[0].time, date));
	look_lines_summary(&text, looks, count);
	rt_buf_add_char(&text, '\n');
	enum rt_code code = archive_keep_new(archive, GIT_OBJECT_COMMIT, rt_buf_str(&text), id, err);
	rt_buf_release(&text);
	return code;
}

static enum rt_code keep_run(struct rt_archive *archive, const struct looks_tip *tip, const struct rt_look *looks,
                             size_t count, git_oid *commit, struct rt_error *err)
{
	char month[MONTH_TEXT];
	const git_tree_entry *old;
	git_oid file, tree;

	month_of(looks[0].time, month);
	old = tip->tree ? git_tree_entry_byname(tip->tree, month) : NULL;
	enum rt_code code = keep_month(archive, old, looks, count, &file, err);
	if (!code)
		code = keep_tree(archive, tip->tree, month, &file, &tree, err);
	return code ? code : keep_commit(archive, tip, &tree, looks, count, commit, err);
}

static enum rt_code move_to(struct rt_archive *archive, const struct looks_tip *tip, const git_oid *commit,
                            struct rt_error *err)
{
	git_reference *reference;
	int result = git_reference_create_matching(&reference, archive->repository, LOOKS, commit, tip->there,
	                                           tip->there ? &tip->commit : NULL, NULL);

	if (result < 0)
		return archive_reference_failed(archive, result, LOOKS, err);
	git_reference_free(reference);
	return RT_OK;
}

enum rt_code rt_archive_add_looks(struct rt_archive *archive, const struct rt_look *looks, size_t count,
                                  struct rt_error *err)
{
	struct looks_tip tip = { .tree = NULL };
	struct rt_arena scratch;
	git_oid commit;

	if (!count)
		return RT_OK;
	enum rt_code code = check(looks, count, err);
	if (!code)
		code = open_tip(archive, &tip, err);
	rt_arena_init(&scratch);
	if (!code)
		code = keep_run(archive, &tip, with_clean_reasons(looks, count, &scratch), count, &commit, err);
	rt_arena_release(&scratch);
	if (!code)
		code = rt_archive_flush(archive, err);
	if (!code)
		code = move_to(archive, &tip, &commit, err);
	git_tree_free(tip.tree);
	return code;
}

/* ---- reading ---- */

struct looks_reader {
	struct rt_archive *archive;
	struct rt_arena *arena;
	rt_str registry; /* absent: all */
	struct rt_look *items;
	size_t count, capacity;
};

static void take(struct looks_reader *r, struct rt_look look, rt_str registry)
{
	if (r->count == r->capacity) {
		r->capacity = r->capacity * 2 + 64;
		struct rt_look *items = rt_arena_array(r->arena, r->capacity, sizeof *items);

		for (size_t i = 0; i < r->count; i++)
			items[i] = r->items[i];
		r->items = items;
	}
	look.registry = r->registry.data ? r->registry : rt_str_copy(r->arena, registry);
	r->items[r->count++] = look;
}

/* False if LINE is none. */
static bool take_line(struct looks_reader *r, rt_str text)
{
	struct look_line line;
	rt_str registry;
	bool kept = false;

	if (!look_line_parse(text, &line))
		return false;
	while (rt_str_split(&line.registries, ' ', &registry)) {
		if (r->registry.data && !rt_str_equal(r->registry, registry))
			continue;
		if (!rt_registry_id_ok(registry))
			return false;
		if (!kept && line.look.reason.data)
			line.look.reason = rt_str_copy(r->arena, line.look.reason);
		kept = true;
		take(r, line.look, registry);
	}
	return true;
}

static enum rt_code take_month(struct looks_reader *r, const git_tree_entry *file, struct rt_error *err)
{
	git_odb_object *object;
	size_t number = 0;
	rt_str line;
	enum rt_code code = archive_read_object(r->archive, git_tree_entry_id(file), GIT_OBJECT_BLOB, &object, err);

	if (code)
		return code;
	rt_str text = { git_odb_object_data(object), git_odb_object_size(object) };
	while (!code && text.len && rt_str_split(&text, '\n', &line)) {
		number++;
		if (!take_line(r, line))
			code = rt_fail(err, RT_EDAMAGED,
			               "%s is damaged: line %zu of %s in " LOOKS " is no look: `%.60s`; "
			               "move " LOOKS " back behind it with `git update-ref`",
			               r->archive->path, number, git_tree_entry_name(file),
			               rt_str_copy(r->arena, line).data);
	}
	git_odb_object_free(object);
	return code;
}

static bool is_month(const git_tree_entry *entry)
{
	rt_str name = rt_str_of(git_tree_entry_name(entry));
	rt_time month;

	return name.len == MONTH && git_tree_entry_type(entry) == GIT_OBJECT_BLOB && rt_date_parse(name, &month);
}

/* ---- in order of time: a clock that was set back leaves lines that are not ---- */

static int by_time(const void *a, const void *b)
{
	const struct rt_look *x = *(const struct rt_look *const *)a, *y = *(const struct rt_look *const *)b;

	return x->time != y->time ? (x->time > y->time) - (x->time < y->time) : (x > y) - (x < y);
}

static bool in_order(const struct looks_reader *r)
{
	for (size_t i = 1; i < r->count; i++)
		if (r->items[i].time < r->items[i - 1].time)
			return false;
	return true;
}

static void put_in_order(struct looks_reader *r)
{
	if (in_order(r))
		return;
	const struct rt_look **order = rt_arena_array(r->arena, r->count, sizeof *order);
	struct rt_look *sorted = rt_arena_array(r->arena, r->count, sizeof *sorted);
	for (size_t i = 0; i < r->count; i++)
		order[i] = &r->items[i];
	qsort(order, r->count, sizeof *order, by_time);
	for (size_t i = 0; i < r->count; i++)
		sorted[i] = *order[i];
	r->items = sorted;
}

enum rt_code rt_archive_looks(struct rt_archive *archive, rt_str registry, rt_time since, struct rt_arena *arena,
                              struct rt_looks *out, struct rt_error *err)
{
	struct looks_reader r = { .archive = archive, .arena = arena, .registry = rt_str_copy(arena, registry) };
	struct looks_tip tip;
	char first[MONTH_TEXT];
	enum rt_code code = open_tip(archive, &tip, err);
	size_t files = tip.tree ? git_tree_entrycount(tip.tree) : 0;

	month_of(since, first);
	for (size_t i = 0; i < files && !code; i++) {
		const git_tree_entry *entry = git_tree_entry_byindex(tip.tree, i);

		if (is_month(entry) && strcmp(git_tree_entry_name(entry), first) >= 0)
			code = take_month(&r, entry, err);
	}
	git_tree_free(tip.tree);
	if (!code)
		put_in_order(&r);
	*out = code ? (struct rt_looks){ .count = 0 } : (struct rt_looks){ r.items, r.count };
	return code;
}
