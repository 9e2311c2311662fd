/* A log for reading: a line a snapshot, under it its changes, each signed as in the message of a commit. */
#include "fold.h"
#include "log.h"

#define ENTRY 2 /* columns that an entry is set in */
#define BODY  6 /* ... what stands under it */

/* Words at the end of an entry's line, by the bit of the label; NULL: the line says it otherwise. */
static const char *const label_words[RT_LABELS] = { "renamed", "moved", NULL, "transferred",    NULL,
	                                            NULL,      NULL,    "references only", "date unchanged" };

static const struct {
	enum rt_kind kind;
	const char *word;
} kind_words[] = {
	{ RT_KIND_FLAGGED, "unauthorized use reported" },
	{ RT_KIND_UNFLAGGED, "unauthorized use withdrawn" },
};

static void add_mark(struct text *t, size_t start, const char *word)
{
	rt_buf_add_str(&t->line, t->line.len == start ? RT_STR(" [") : RT_STR(", "));
	rt_buf_add_str(&t->line, rt_str_of(word));
}

void log_add_marks(struct text *t, const struct rt_change *change)
{
	size_t start = t->line.len;

	for (size_t i = 0; i < sizeof kind_words / sizeof *kind_words; i++)
		if (change->kinds & (unsigned)kind_words[i].kind)
			add_mark(t, start, kind_words[i].word);
	for (unsigned bit = 0; bit < RT_LABELS; bit++)
		if ((change->labels >> bit & 1) && label_words[bit])
			add_mark(t, start, label_words[bit]);
	for (size_t i = 0; i < change->field_count; i++) {
		if (!text_is_date_mark(change, &change->fields[i]))
			continue;
		add_mark(t, start, "dated ");
		rt_render_safe(&t->line, change->fields[i].after->values[0]);
	}
	if (t->line.len > start)
		rt_buf_add_char(&t->line, ']');
}

/* Is WHAT among the fields that changed, and so told of underneath? */
static bool is_underneath(const struct rt_change *change, const struct rt_field *what)
{
	for (size_t i = 0; i < change->field_count; i++)
		if (change->fields[i].before == what || change->fields[i].after == what)
			return true;
	return false;
}

static void add_what(struct text *t, const struct rt_record *record)
{
	const struct rt_field *what = render_what(record);

	if (!what)
		return;
	rt_buf_add_str(&t->line, RT_STR(": "));
	rt_render_safe(&t->line, what->values[0]);
}

void log_body_change(struct text *t, const struct rt_change *change)
{
	t->body = BODY;
	if (change->kinds & (RT_KIND_FLAGGED | RT_KIND_UNFLAGGED))
		text_body_flagged(t, change);
	if (change->kinds & RT_KIND_DEASSIGNED)
		text_body_deassigned(t, change);
	else if (change->kinds & RT_KIND_NEW)
		text_body_new(t, change);
	else
		text_body_changed(t, change);
}

static void put_change(struct text *t, const struct render_folded *folded, rt_str registry)
{
	const struct rt_change *change = folded->change;
	const struct rt_record *entry = rt_change_entry(change);

	rt_buf_add_char(&t->line, render_sign(change));
	rt_buf_add_char(&t->line, ' ');
	log_add_change(t, change, folded->protocols, registry);
	if (!is_underneath(change, render_what(entry)))
		add_what(t, entry);
	log_add_marks(t, change);
	t->body = ENTRY;
	text_put_line(t, 0);
	log_body_change(t, change);
}

/* ---- the snapshot with which the archive begins ---- */

void log_body_record(struct text *t, const struct rt_change *change)
{
	static const struct {
		enum rt_port_field place;
		const char *word;
	} dates[] = { { RT_FIELD_REGISTERED, "registered " }, { RT_FIELD_MODIFIED, "modified " } };

	const struct rt_record *record = change->after;

	for (size_t i = 0; record->in_port_registry && i < 2; i++) {
		rt_str date = rt_port_get(record, dates[i].place);

		if (!date.data)
			continue;
		rt_buf_add_str(&t->line, t->line.len ? RT_STR(", ") : RT_STR("the registry itself says: "));
		rt_buf_add_str(&t->line, rt_str_of(dates[i].word));
		rt_render_safe(&t->line, date);
	}
	t->body = BODY;
	if (t->line.len)
		text_put_line(t, 0);
}

static void put_record(struct text *t, const struct rt_record *record, rt_str registry)
{
	rt_buf_add_str(&t->line, RT_STR("= "));
	log_add_entry(t, record, registry);
	add_what(t, record);
	t->body = ENTRY;
	text_put_line(t, 0);
	log_body_record(t, &(const struct rt_change){ .after = record });
}

/* ---- the log ---- */

void log_text_begin(rt_str registry, rt_str what, const struct rt_style *style, struct rt_buf *out)
{
	(void)registry; /* whoever reads it has just typed that */
	(void)what;
	(void)style;
	(void)out;
}

void log_text_step(const struct rt_log_step *step, bool first, const struct rt_style *style, struct rt_buf *out)
{
	struct text t;

	log_text_open(&t, style, out);
	if (!first)
		rt_buf_add_char(out, '\n');
	log_put_snapshot(&t, &step->to);
	rt_buf_add_str(out, step->from.commit.data ? RT_STR("\n") : RT_STR("  the archive begins with\n"));
	struct render_folded *folded = rt_arena_array(&t.arena, step->changes.count, sizeof *folded);
	size_t count = render_fold(&step->changes, &t.arena, folded);
	for (size_t i = 0; i < count; i++)
		put_change(&t, &folded[i], step->registry);
	for (size_t i = 0; i < step->records.count; i++)
		put_record(&t, &step->records.items[i], step->registry);
	log_text_close(&t);
}

void log_text_end(const struct rt_style *style, struct rt_buf *out)
{
	(void)style;
	(void)out;
}
