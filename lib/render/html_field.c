/* The fields of an entry: rows of a <dl>, a label and what is behind it. */
#include "html_field.h"
#include "links.h"

void html_open_term(struct html *h, rt_str label)
{
	html_put(h, "<dt>");
	html_put_data(h, label);
	html_put(h, "</dt><dd>");
}

void html_close_term(struct html *h)
{
	html_put(h, "</dd>\n");
}

static rt_str registry_of(const struct html *h)
{
	return h->report->registry.data ? h->report->registry : RT_STR("");
}

void html_put_iana(struct html *h)
{
	html_put(h, "https://www.iana.org/assignments/");
	render_url_part(h->out, registry_of(h));
	html_put(h, "/");
	render_url_part(h->out, registry_of(h));
	html_put(h, ".xhtml");
}

static bool is_named(const struct rt_field *field, const char *name)
{
	return rt_str_equal(field->name, rt_str_of(name));
}

static void put_value(struct html *h, const struct rt_field *field, rt_str value)
{
	if (is_named(field, "reference")) {
		html_put_reference(h, value);
	} else if (is_named(field, "assignee") || is_named(field, "contact")) {
		html_put(h, "<a href=\"");
		html_put_iana(h);
		html_put(h, "#");
		render_url_part(h->out, value);
		html_put(h, "\">");
		html_put_data(h, value);
		html_put(h, "</a>");
	} else {
		html_put_prose(h, value);
	}
}

static void put_values(struct html *h, const struct rt_field *field)
{
	for (size_t i = 0; i < field->count; i++) {
		if (i)
			html_put(h, ", ");
		put_value(h, field, field->values[i]);
	}
}

void html_put_field(struct html *h, const char *label, const struct rt_field *field)
{
	if (!field->count)
		return;
	html_open_term(h, rt_str_of(label));
	put_values(h, field);
	html_close_term(h);
}

/* ---- all of a record ---- */

/* Names of fields of the port registry, as they are read; other registries are read with their own. */
static rt_str label_of(rt_str name)
{
	static const char *const labels[][2] = { { "service_code", "service code" },
		                                 { "unauthorized", "unauthorized use" } };

	for (size_t i = 0; i < sizeof labels / sizeof *labels; i++)
		if (rt_str_equal(name, rt_str_of(labels[i][0])))
			return rt_str_of(labels[i][1]);
	return name;
}

void html_put_all_fields(struct html *h, const struct rt_record *record)
{
	const struct rt_field *cell = rt_record_first_cell(record), *what = render_what(record);

	for (size_t i = 0; i < record->count; i++) {
		const struct rt_field *field = &record->fields[i];

		if (!field->count || field == cell || field == what)
			continue;
		html_open_term(h, label_of(field->name));
		put_values(h, field);
		html_close_term(h);
	}
}

/* ---- fields that changed ---- */

static bool has_value(const struct rt_field *field, rt_str value)
{
	for (size_t i = 0; field && i < field->count; i++)
		if (rt_str_equal(field->values[i], value))
			return true;
	return false;
}

/* The values of FIELD that OTHER has not, each in a TAG. */
static size_t put_missing(struct html *h, const char *tag, const struct rt_field *field, const struct rt_field *other)
{
	size_t count = 0;

	for (size_t i = 0; field && i < field->count; i++) {
		if (has_value(other, field->values[i]))
			continue;
		rt_buf_printf(h->out, "<%s>", tag);
		put_value(h, field, field->values[i]);
		rt_buf_printf(h->out, "</%s> ", tag);
		count++;
	}
	return count;
}

#define SHORT_TEXT 60 /* bytes of old and new together: such texts are read whole, side by side */
void html_put_texts(struct html *h, const struct rt_field *before, const struct rt_field *after)
{
	bool both = before && before->count && after && after->count;

	if (both && before->values[0].len + after->values[0].len > SHORT_TEXT) {
		html_put_words(h, before->values[0], after->values[0]);
		return;
	}
	put_missing(h, "del", before, NULL);
	put_missing(h, "ins", after, NULL);
}

static void put_list_change(struct html *h, const struct rt_field_change *f)
{
	size_t gone = put_missing(h, "del", f->before, f->after);
	size_t come = put_missing(h, "ins", f->after, f->before);

	if (!gone && !come && f->after) /* only how often a value is given */
		put_values(h, f->after);
}

void html_put_field_change(struct html *h, const struct rt_field_change *f)
{
	bool is_list = (f->before && f->before->is_list) || (f->after && f->after->is_list);

	html_open_term(h, label_of(f->name));
	if (is_list)
		put_list_change(h, f);
	else
		html_put_texts(h, f->before, f->after);
	html_close_term(h);
}
