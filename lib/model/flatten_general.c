/* Entries of other registries, heads and people as flat records: a field is called what its element is called. */
#include "flatten.h"
#include "text.h"

static void add_general_child(struct builder *b, const struct rt_node *child, struct draft common[RT_COMMON_FIELDS])
{
	if (child->element == RT_EL_XREF) {
		fields_add_xref(b, child, &common[RT_COMMON_CONTACT], &common[RT_COMMON_REFERENCE]);
		return;
	}
	rt_str name = child->name;
	for (size_t i = 0; i < RT_COMMON_FIELDS; i++) { /* an element called like a common field */
		if (!rt_str_equal(name, common[i].name))
			continue;
		if (common[i].is_list) {
			fields_add_data(b, &common[i], child);
			return;
		}
		name = rt_str_format(b->scratch, "%.*s-element", RT_ARG(name));
	}
	if (child->element == RT_EL_ASSIGNEE)
		fields_add_data(b, fields_named(b, name, true), child);
	else
		fields_add_named(b, name, model_text(child, b->scratch));
	fields_add_attributes(b, child);
}

void flatten_general_entry(struct builder *b, const struct rt_node *node)
{
	struct draft common[RT_COMMON_FIELDS];

	for (size_t i = 0; i < RT_COMMON_FIELDS; i++)
		common[i] = fields_draft(&rt_common_fields[i]);
	for (const struct rt_node *child = node->children; child; child = child->next)
		if (child->element != RT_EL_TEXT)
			add_general_child(b, child, common);
	for (const struct rt_attribute *a = node->attributes; a; a = a->next) {
		if (rt_str_equal(a->name, RT_STR("date")))
			fields_add_value(b, &common[RT_COMMON_REGISTERED], a->value);
		else if (rt_str_equal(a->name, RT_STR("updated")))
			fields_add_value(b, &common[RT_COMMON_MODIFIED], a->value);
		else
			fields_add_named(b, rt_str_format(b->scratch, "@%.*s", RT_ARG(a->name)), a->value);
	}
	for (size_t i = 0; i < RT_COMMON_FIELDS; i++)
		fields_append(b, common[i]);
}

/* The text of an element of a head, with the values of its attributes in front: `Request an Assignment: ...`. */
static rt_str head_text(struct builder *b, const struct rt_node *child)
{
	rt_str text = child->element == RT_EL_XREF ? model_xref(child, b->scratch) : model_text(child, b->scratch);

	for (const struct rt_attribute *a = child->attributes; a && child->element != RT_EL_XREF; a = a->next)
		text = rt_str_format(b->scratch, "%.*s: %.*s", RT_ARG(a->value), RT_ARG(text));
	return text;
}

static rt_str head_name(const struct rt_node *child)
{
	return rt_str_equal(child->name, RT_STR("parent")) ? RT_STR("parent-element") : child->name;
}

void flatten_head(struct builder *b, const struct rt_node *node, rt_str parent)
{
	fields_add_named(b, RT_STR("parent"), parent);
	for (const struct rt_node *child = node->children; child; child = child->next) {
		switch (child->element) {
		case RT_EL_TEXT:
		case RT_EL_RECORD:
		case RT_EL_REGISTRY:
		case RT_EL_PEOPLE:
		case RT_EL_UPDATED:
			break;
		case RT_EL_XREF:
			fields_add_named(b, RT_STR("references"), head_text(b, child));
			break;
		default:
			fields_add_named(b, head_name(child), head_text(b, child));
		}
	}
}

void flatten_person(struct builder *b, const struct rt_node *node)
{
	for (const struct rt_attribute *a = node->attributes; a; a = a->next)
		fields_add_named(b, a->name, a->value);
	for (const struct rt_node *child = node->children; child; child = child->next)
		if (child->element != RT_EL_TEXT)
			fields_add_named(b, child->name, model_text(child, b->scratch));
}
