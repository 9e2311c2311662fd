/* Every output against every hostile value in every field: nothing that a document says is obeyed by what shows it. */
#include "hostile.h"

#include <regtrail/render_log.h>

#include <string.h>

/* ---- the outputs ---- */

static const struct rt_style plain_style = { .width = 0 };
static const struct rt_snapshot began = { .commit = { "0123456789012345678901234567890123456789", 40 } };

/* The record that SHAPES leave hostile. */
static struct rt_record *record_of(const struct rt_report *report, struct rt_arena *arena)
{
	struct rt_record *out = rt_arena_alloc(arena, sizeof *out);

	*out = *rt_change_entry(&report->changes.items[0]);
	return out;
}

static void put_log(const struct rt_report *report, const struct rt_log_renderer *log, struct rt_arena *arena,
                    struct rt_buf *out)
{
	const struct rt_log_step steps[] = {
		{ .registry = report->registry, .from = began, .to = began, .changes = report->changes },
		{ .registry = report->registry, .to = began, .records = { record_of(report, arena), 1 } },
	};

	log->begin(report->registry, RT_STR("a"), &plain_style, out);
	for (size_t i = 0; i < COUNT(steps); i++)
		log->step(&steps[i], i == 0, &plain_style, out);
	log->end(&plain_style, out);
}

static void put_stream(const struct rt_report *report, struct rt_arena *arena, struct rt_buf *out)
{
	put_log(report, &rt_log_stream, arena, out);
}

static struct rt_standing standing_of(const struct rt_report *report, struct rt_arena *arena)
{
	return (struct rt_standing){ .registry = report->registry,
		                     .at = began,
		                     .records = { record_of(report, arena), 1 },
		                     .from = began,
		                     .last = began };
}

static void put_show(const struct rt_report *report, struct rt_arena *arena, struct rt_buf *out)
{
	struct rt_standing standing = standing_of(report, arena);

	rt_render_standing(&standing, RT_STR("a"), 0, &plain_style, out);
}

static void put_show_json(const struct rt_report *report, struct rt_arena *arena, struct rt_buf *out)
{
	struct rt_standing standing = standing_of(report, arena);

	rt_render_standing_json(&standing, RT_STR("a"), out);
}

static struct rt_blame blame_of(const struct rt_report *report, struct rt_arena *arena)
{
	struct rt_blamed *item = rt_arena_alloc(arena, sizeof *item);
	const struct rt_record *record = record_of(report, arena);

	*item = (struct rt_blamed){ record, rt_arena_array(arena, record->count, sizeof *item->fields), record->count };
	for (size_t i = 0; i < record->count; i++)
		item->fields[i] = (struct rt_blamed_field){ &record->fields[i], &record->fields[i], &began };
	return (struct rt_blame){ report->registry, began, began, item, 1 };
}

static void put_blame(const struct rt_report *report, struct rt_arena *arena, struct rt_buf *out)
{
	struct rt_blame blame = blame_of(report, arena);

	rt_render_blame(&blame, &plain_style, out);
}

static void put_blame_json(const struct rt_report *report, struct rt_arena *arena, struct rt_buf *out)
{
	struct rt_blame blame = blame_of(report, arena);

	rt_render_blame_json(&blame, RT_STR("a"), out);
}

static void put_message(const struct rt_report *report, struct rt_arena *arena, struct rt_buf *out)
{
	(void)arena;
	rt_render_message(report, false, out);
}

/* What is not a report or a log, and the format that its rules are those of. */
static const struct output {
	const char *name, *format;
	void (*put)(const struct rt_report *report, struct rt_arena *arena, struct rt_buf *out);
} outputs[] = {
	{ "log, as a stream", "json", put_stream }, { "show", "text", put_show },
	{ "show, json", "json", put_show_json },    { "blame", "text", put_blame },
	{ "blame, json", "json", put_blame_json },  { "message of a commit", "text", put_message },
};

/* ---- tests ---- */

/* Where a value is: for a complaint. */
struct spot {
	const char *output;
	const struct hostile_shape *shape;
	size_t place, which;
};

static void must_be_harmless(const struct spot *spot, const char *format, rt_str text)
{
	const char *fault = hostile_fault(hostile_find_format(format), text);

	if (fault)
		ck_abort_msg("%s, %s, %s, field %zu: there is %s", spot->output, hostile_values[spot->which].name,
		             spot->shape->name, spot->place, fault);
}

/* Of the spot, in an output. */
typedef void check_spot(const struct spot *spot, int row, const struct rt_report *plain, struct rt_arena *arena);

static void check_report(const struct spot *spot, int row, const struct rt_report *plain, struct rt_arena *arena)
{
	const char *format = rt_renderers[row].name;
	const struct rt_report period = hostile_period(*plain, arena);

	must_be_harmless(spot, format, make_text(plain, format, plain_style, arena));
	must_be_harmless(spot, format, make_text(&period, format, plain_style, arena));
}

static void check_log(const struct spot *spot, int row, const struct rt_report *plain, struct rt_arena *arena)
{
	struct rt_buf out = RT_BUF_INIT;

	put_log(plain, &rt_log_renderers[row], arena, &out);
	must_be_harmless(spot, rt_log_renderers[row].name, rt_buf_str(&out));
	rt_buf_release(&out);
}

static void check_output(const struct spot *spot, int row, const struct rt_report *plain, struct rt_arena *arena)
{
	struct rt_buf out = RT_BUF_INIT;

	outputs[row].put(plain, arena, &out);
	must_be_harmless(spot, outputs[row].format, rt_buf_str(&out));
	rt_buf_release(&out);
}

static void check_spots(const struct hostile_shape *shape, size_t place, const char *output, int row, check_spot *check)
{
	for (size_t which = 0; hostile_values[which].name; which++) {
		const struct spot spot = { output, shape, place, which };
		struct rt_arena arena;

		rt_arena_init(&arena);
		struct rt_report plain = hostile_plain(shape, place, hostile_make_value(which, &arena), &arena);
		check(&spot, row, &plain, &arena);
		rt_arena_release(&arena);
	}
}

static void check_everywhere(const char *output, int row, check_spot *check)
{
	struct rt_arena arena;

	rt_arena_init(&arena);
	for (const struct hostile_shape *shape = hostile_shapes; shape->name; shape++)
		for (size_t place = hostile_places(shape, &arena); place--;)
			check_spots(shape, place, output, row, check);
	rt_arena_release(&arena);
}

START_TEST(any_report)
{
	check_everywhere(rt_renderers[_i].name, _i, check_report);
}
END_TEST

START_TEST(any_log)
{
	check_everywhere(rt_log_renderers[_i].name, _i, check_log);
}
END_TEST

START_TEST(any_other)
{
	check_everywhere(outputs[_i].name, _i, check_output);
}
END_TEST

/* What is harmless because it is left out is no proof. */
START_TEST(shown)
{
	struct rt_arena arena;

	rt_arena_init(&arena);
	struct rt_report plain = hostile_plain(&hostile_shapes[0], RT_FIELD_DESCRIPTION, RT_STR("Xyzzy"), &arena);
	struct rt_report period = hostile_period(plain, &arena);

	ck_assert(rt_str_contains(make_text(&plain, rt_renderers[_i].name, plain_style, &arena), RT_STR("Xyzzy")));
	ck_assert(rt_str_contains(make_text(&period, rt_renderers[_i].name, plain_style, &arena), RT_STR("Xyzzy")));
	rt_arena_release(&arena);
}
END_TEST

START_TEST(shown_elsewhere)
{
	struct rt_buf out = RT_BUF_INIT;
	struct rt_arena arena;

	rt_arena_init(&arena);
	struct rt_report plain = hostile_plain(&hostile_shapes[0], RT_FIELD_DESCRIPTION, RT_STR("Xyzzy"), &arena);
	for (const struct rt_log_renderer *log = rt_log_renderers; log->name; log++) {
		rt_buf_clear(&out);
		put_log(&plain, log, &arena, &out);
		ck_assert_msg(rt_str_contains(rt_buf_str(&out), RT_STR("Xyzzy")), "log, %s", log->name);
	}
	for (size_t i = 0; i < COUNT(outputs); i++) {
		rt_buf_clear(&out);
		outputs[i].put(&plain, &arena, &out);
		ck_assert_msg(rt_str_contains(rt_buf_str(&out), RT_STR("Xyzzy")), "%s", outputs[i].name);
	}
	rt_buf_release(&out);
	rt_arena_release(&arena);
}
END_TEST

#define ROW_OF_12 ",,,,,,,,,,,,"
#define MAIL(header, body)                                                                                      \
	header "\n--=_regtrail\n\n--=_regtrail\nContent-Type: text/html; charset=utf-8\n\n" body "\n--=_regtrail--\n"

/* Texts that the looks above must complain of. */
static const struct {
	const char *format;
	rt_str text;
} bad[] = {
	{ "text", { "a\033[31m", 6 } },
	{ "text", { "a\0b", 3 } },
	{ "text", { "\302\233", 2 } },
	{ "text", { "\342\200\256", 3 } },
	{ "text", { "\342\201\246", 3 } },
	{ "text", { "\303", 1 } },
	{ "text", { "a\r\n", 3 } },
	{ "json", { "{\"a\": \"x\nBcc: y\"}", 17 } },
	{ "html", { "<p><script>alert(1)", 19 } },
	{ "html", { "<a title=\"\" onfocus=\"x\">", 25 } },
	{ "atom", { "<a href=\"javascript:x", 21 } },
	{ "atom", { "<content type=\"html\">&lt;img>", 28 } },
	{ "atom", { "<a href=\"data:text/html", 23 } },
	{ "markdown", { "a `code`", 8 } },
	{ "markdown", { "hey @everyone", 13 } },
	{ "markdown", { "\\\\<script>", 10 } },
	{ "csv", { ROW_OF_12 "=1\r\n", 16 } },
	{ "csv", { ROW_OF_12 "\"=1\"\r\n", 18 } },
	{ "csv", { ROW_OF_12 ",\r\n", 15 } },
	{ "csv", { ROW_OF_12 "\"a\"\",=\r\n", 20 } },
	{ "mail", { MAIL("To: a\nBcc: b\n", ""), sizeof MAIL("To: a\nBcc: b\n", "") - 1 } },
	{ "mail", { MAIL("To: a\n", "=3Cimg>"), sizeof MAIL("To: a\n", "=3Cimg>") - 1 } },
	{ "mail", { MAIL("To: a\n", "--=_regtrail"), sizeof MAIL("To: a\n", "--=_regtrail") - 1 } },
};

START_TEST(complained_of)
{
	ck_assert_msg(hostile_fault(hostile_find_format(bad[_i].format), bad[_i].text) != NULL, "row %d of %s", _i,
	              bad[_i].format);
}
END_TEST

/* Settings are the user's own, but are pasted from elsewhere. */
START_TEST(setting)
{
	const struct hostile_format *format = hostile_find_format("mail");
	struct rt_arena arena;

	rt_arena_init(&arena);
	struct rt_report report = hostile_plain(&hostile_shapes[0], RT_FIELD_DESCRIPTION, RT_STR("A"), &arena);
	const char *value = rt_arena_copy(&arena, hostile_values[_i].value.data, hostile_values[_i].value.len);
	const struct rt_style styles[] = { { .mail_from = value }, { .mail_to = value }, { .list_id = value } };

	for (size_t i = 0; i < COUNT(styles); i++) {
		const char *fault = hostile_fault(format, make_text(&report, "mail", styles[i], &arena));

		ck_assert_msg(!fault, "setting %zu is `%s`: there is %s", i, value, fault);
	}
	rt_arena_release(&arena);
}
END_TEST

int main(void)
{
	size_t renderers = 0, logs = 0, short_values = 0;

	while (rt_renderers[renderers].name)
		renderers++;
	while (rt_log_renderers[logs].name)
		logs++;
	while (hostile_values[short_values].value.data)
		short_values++;
	const struct unit_test tests[] = {
		{ any_report, renderers, 0 },
		{ any_log, logs, 0 },
		{ any_other, COUNT(outputs), 0 },
		{ shown, renderers, 0 },
		{ shown_elsewhere, 0, 0 },
		{ complained_of, COUNT(bad), 0 },
		{ setting, short_values, 0 },
		{ NULL, 0, 0 },
	};

	return run_tests("render_hostile", tests);
}
