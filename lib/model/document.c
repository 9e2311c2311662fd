#include <regtrail/document.h>

rt_str rt_node_attribute(const struct rt_node *node, const char *name)
{
	for (const struct rt_attribute *a = node->attributes; a; a = a->next)
		if (rt_str_equal(a->name, rt_str_of(name)))
			return a->value;
	return RT_NO_STR;
}

const struct rt_node *rt_node_child(const struct rt_node *node, enum rt_element element)
{
	for (const struct rt_node *child = node->children; child; child = child->next)
		if (child->element == element)
			return child;
	return NULL;
}
