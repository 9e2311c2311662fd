/* What a reader wants to know of each kind of change: the body under an entry, and the order of the kinds. */
#include "html_field.h"

static bool is_said(const struct rt_change *change, const struct rt_field_change *f)
{
	bool flag =
		change->kinds & (RT_KIND_FLAGGED | RT_KIND_UNFLAGGED) && rt_str_equal(f->name, RT_STR("unauthorized"));

	return flag || render_is_in_title(change, f);
}

static void body_changed(struct html *h, const struct rt_change *change)
{
	const struct rt_record *entry = rt_change_entry(change);

	for (size_t i = 0; i < change->field_count; i++)
		if (!is_said(change, &change->fields[i]))
			html_put_field_change(h, &change->fields[i]);
	if (change->before && change->after)
		return;
	if (entry->in_port_registry)
		html_put_field(h, "note", &entry->fields[RT_FIELD_NOTES]);
	else if (entry->subject != RT_PERSON)
		html_put_all_fields(h, entry);
}

static const struct rt_field *holder_of(const struct rt_record *record)
{
	return &record->fields[record->fields[RT_FIELD_ASSIGNEE].count ? RT_FIELD_ASSIGNEE : RT_FIELD_CONTACT];
}

static void body_deassigned(struct html *h, const struct rt_change *change)
{
	rt_str note = render_fate_note(change);
	struct rt_buf fate = RT_BUF_INIT;

	render_fate(&fate, change);
	if (change->link && !(change->labels & RT_LABEL_REASSIGNED))
		rt_buf_add_str(&fate, RT_STR("; the name stays, without a number"));
	html_open_term(h, RT_STR("afterwards"));
	html_put_data(h, rt_buf_str(&fate));
	html_close_term(h);
	rt_buf_release(&fate);
	html_put_field(h, "was held by", holder_of(change->before));
	html_put_field(h, "reference", &change->before->fields[RT_FIELD_REFERENCE]);
	if (note.data) {
		html_open_term(h, RT_STR("IANA notes"));
		html_put_prose(h, note);
		html_close_term(h);
	}
}

static void body_flagged(struct html *h, const struct rt_change *change)
{
	html_open_term(h, RT_STR("unauthorized use"));
	html_put_texts(h, change->before ? &change->before->fields[RT_FIELD_UNAUTHORIZED] : NULL,
	          change->after ? &change->after->fields[RT_FIELD_UNAUTHORIZED] : NULL);
	html_close_term(h);
}

static void body_new(struct html *h, const struct rt_change *change)
{
	const struct rt_record *record = change->after;
	struct rt_buf origin = RT_BUF_INIT;

	if (!record->in_port_registry) {
		body_changed(h, change);
		return;
	}
	html_put_field(h, "by", holder_of(record));
	html_put_field(h, "reference", &record->fields[RT_FIELD_REFERENCE]);
	html_put_field(h, "registered", &record->fields[RT_FIELD_REGISTERED]);
	html_put_field(h, "service code", &record->fields[RT_FIELD_SERVICE_CODE]);
	render_origin(&origin, change);
	if (origin.len) {
		html_open_term(h, RT_STR("before"));
		html_put_data(h, rt_buf_str(&origin));
		html_close_term(h);
	}
	rt_buf_release(&origin);
	html_put_field(h, "notes", &record->fields[RT_FIELD_NOTES]);
}

/* What the registry itself says of the time before. */
static void body_begins(struct html *h, const struct rt_change *change)
{
	const struct rt_record *record = change->after;

	if (record->in_port_registry) {
		html_put_field(h, "held by", holder_of(record));
		html_put_field(h, "reference", &record->fields[RT_FIELD_REFERENCE]);
		html_put_field(h, "registered", &record->fields[RT_FIELD_REGISTERED]);
		html_put_field(h, "modified", &record->fields[RT_FIELD_MODIFIED]);
	}
	body_changed(h, change);
}

/* What breaks things for others first. */
const struct html_group html_groups[] = {
	{ RT_KIND_DEASSIGNED, "De-assigned", "deassigned", "de-assigned", body_deassigned },
	{ RT_KIND_REMOVED, "Removed", "removed", "removed", body_changed },
	{ RT_KIND_FLAGGED, "Unauthorized use reported", "flagged", "unauthorized use", body_flagged },
	{ RT_KIND_UNFLAGGED, "Unauthorized use withdrawn", "unflagged", "withdrawn", body_flagged },
	{ RT_KIND_NEW, "New", "new", "new", body_new },
	{ RT_KIND_MODIFIED, "Modified", "modified", "modified", body_changed },
	{ RT_KIND_REGISTRY, "Registry", "registry", "registry", body_changed },
	{ RT_KIND_POOL, "Unassigned and Reserved", "pool", "pool", body_changed },
	{ RT_KIND_CONTACTS, "Contacts", "contacts", "contact", body_changed },
	{ 0, NULL, NULL, NULL, NULL },
};

const struct html_group html_group_begins = { 0, NULL, "other", "there from the first", body_begins };

const struct html_group *html_group_of(const struct rt_change *change)
{
	const struct html_group *group = html_groups;

	while (group[1].title && !(change->kinds & (unsigned)group->kind))
		group++;
	return group;
}
