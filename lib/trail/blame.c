/* Which snapshot gave each field its value: back through the history of the entry until every one is accounted for. */
#include "history.h"

/* One entry on its way back. */
struct traced {
	struct rt_blamed *blamed;
	const struct rt_record *now; /* as it stood at the step at hand; NULL: it was not there yet */
	size_t open;                 /* fields still to be accounted for */
};

static bool has_value(const struct rt_field *field)
{
	return field && field->count;
}

static struct rt_blamed_field *field_named(struct rt_blamed *blamed, rt_str name)
{
	for (size_t i = 0; i < blamed->count; i++)
		if (rt_str_equal(blamed->fields[i].field->name, name))
			return &blamed->fields[i];
	return NULL;
}

static void start(struct traced *traced, const struct rt_record *record, struct rt_arena *arena)
{
	struct rt_blamed *blamed = traced->blamed;

	blamed->record = traced->now = record;
	blamed->fields = rt_arena_array(arena, record->count, sizeof *blamed->fields);
	for (size_t i = 0; i < record->count; i++)
		blamed->fields[blamed->count++] = (struct rt_blamed_field){ .field = &record->fields[i] };
	traced->open = blamed->count + !record->in_port_registry; /* it may have lost others: see add_lost() */
}

static void settle(struct traced *traced, struct rt_blamed_field *field, const struct rt_field *before,
                   const struct rt_snapshot *since)
{
	if (field->since)
		return;
	field->before = before;
	field->since = since;
	traced->open--;
}

/* The entry came with CHANGE: whatever has not changed since is from then. */
static void settle_all(struct traced *traced, const struct rt_snapshot *since)
{
	for (size_t i = 0; i < traced->blamed->count; i++)
		settle(traced, &traced->blamed->fields[i], NULL, since);
	traced->now = NULL;
}

/* Of registries other than ports an entry has only the fields that stand in it: add one that it had BEFORE. */
static void add_lost(struct rt_blamed *blamed, const struct rt_field *before, const struct rt_snapshot *since,
                     struct rt_arena *arena)
{
	struct rt_blamed_field *fields = rt_arena_array(arena, blamed->count + 1, sizeof *fields);
	struct rt_field *lost = rt_arena_alloc(arena, sizeof *lost);

	for (size_t i = 0; i < blamed->count; i++)
		fields[i] = blamed->fields[i];
	*lost = (struct rt_field){ .name = before->name, .is_list = before->is_list };
	fields[blamed->count++] = (struct rt_blamed_field){ lost, before, since };
	blamed->fields = fields;
}

static void go_back(struct traced *traced, const struct rt_change *change, const struct rt_snapshot *since,
                    struct rt_arena *arena)
{
	if (!change->before || change->kinds & RT_KIND_NEW) {
		settle_all(traced, since);
		return;
	}
	for (size_t i = 0; i < change->field_count; i++) {
		const struct rt_field_change *changed = &change->fields[i];
		struct rt_blamed_field *field = field_named(traced->blamed, changed->name);

		if (field)
			settle(traced, field, changed->before, since);
		else if (has_value(changed->before))
			add_lost(traced->blamed, changed->before, since, arena);
	}
	traced->now = change->before;
}

/* Equal records are as good as each other; each change is of one of them. */
static struct traced *traced_by(struct traced *all, size_t count, const struct rt_change *change)
{
	for (size_t i = 0; i < count && change->after; i++)
		if (all[i].now && rt_record_equal(all[i].now, change->after))
			return &all[i];
	return NULL;
}

static bool any_open(const struct traced *all, size_t count)
{
	size_t open = 0;

	for (size_t i = 0; i < count; i++)
		open += all[i].now ? all[i].open : 0;
	return open > 0;
}

static enum rt_code trace(struct rt_log *log, struct traced *all, size_t count, struct rt_arena *arena,
                          struct rt_error *err)
{
	struct rt_log_step step;
	bool more = true;

	while (more && any_open(all, count)) {
		enum rt_code code = rt_log_next(log, arena, &step, &more, err);

		if (code)
			return code;
		struct rt_snapshot *since = rt_arena_alloc(arena, sizeof *since);
		*since = step.to;
		for (size_t i = 0; more && i < step.changes.count; i++) {
			struct traced *traced = traced_by(all, count, &step.changes.items[i]);

			if (traced)
				go_back(traced, &step.changes.items[i], since, arena);
		}
	}
	return RT_OK;
}

/* Fields that never had a value say nothing. */
static void drop_empty(struct rt_blamed *blamed)
{
	size_t kept = 0;

	for (size_t i = 0; i < blamed->count; i++)
		if (has_value(blamed->fields[i].field) || has_value(blamed->fields[i].before))
			blamed->fields[kept++] = blamed->fields[i];
	blamed->count = kept;
}

/* What the query's selectors take in the latest snapshot. */
static enum rt_code read_latest(struct rt_history *history, const struct rt_query *query, struct rt_arena *arena,
                                struct rt_records *records, struct rt_blame *out, struct rt_error *err)
{
	const bool *marks = history_mark(history, query->selectors, query->selector_count, arena);
	size_t last = history->index.count - 1;
	enum rt_code code = history_snapshot(history, 0, arena, &out->first, err);

	if (!code)
		code = history_snapshot(history, last, arena, &out->latest, err);
	return code ? code : history_records(history, last, marks, arena, records, err);
}

enum rt_code rt_history_blame(struct rt_history *history, const struct rt_selector *selectors, size_t count,
                              struct rt_arena *arena, struct rt_blame *out, struct rt_error *err)
{
	const struct rt_query query = { .selectors = selectors,
		                        .selector_count = count,
		                        .filter = { .kinds = RT_KINDS_ALL },
		                        .follow = true,
		                        .since = RT_NO_TIME,
		                        .until = RT_NO_TIME };
	struct rt_records records = { NULL, 0 };

	*out = (struct rt_blame){ .registry = history->registry };
	enum rt_code code = history->index.count ? read_latest(history, &query, arena, &records, out, err) : RT_OK;
	if (code || !records.count)
		return code;
	out->count = records.count;
	out->items = rt_arena_array(arena, out->count, sizeof *out->items);
	struct traced *all = rt_arena_array(arena, out->count, sizeof *all);
	for (size_t i = 0; i < out->count; i++) {
		all[i].blamed = &out->items[i];
		start(&all[i], &records.items[i], arena);
	}
	code = trace(rt_log_new(history, &query, arena), all, out->count, arena, err);
	for (size_t i = 0; i < out->count; i++)
		drop_empty(&out->items[i]);
	return code;
}
