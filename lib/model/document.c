#include <regtrail/document.h>

#include <regtrail/limits.h>

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

bool rt_registry_id_ok(rt_str id)
{
	if (!id.len || id.len > RT_MAX_ID || id.data[0] == '.' || id.data[0] == '-' || id.data[id.len - 1] == '.')
		return false;
	for (size_t i = 0; i < id.len; i++) {
		char c = id.data[i];
		bool plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' ||
		             c == '-';

		if (!plain && c != '.')
			return false;
	}
	/* What git does not allow in the name of a branch (git-check-ref-format). */
	const rt_str lock = RT_STR(".lock");
	bool locks = id.len >= lock.len && rt_str_equal((rt_str){ id.data + id.len - lock.len, lock.len }, lock);
	return !locks && !rt_str_contains(id, RT_STR("..")) && !rt_str_equal_nocase(id, RT_STR("HEAD"));
}
