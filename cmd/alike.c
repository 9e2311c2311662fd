#include "alike.h"

#include "output.h"

#define EACH_MAX 3 /* so many are told one by one */

bool alike_tell(struct alike *alike, rt_str name, rt_str text)
{
	if (!alike->count || !rt_str_equal(rt_buf_str(&alike->text), text)) {
		alike_end(alike);
		rt_buf_add_str(&alike->text, text);
	}
	rt_buf_clear(&alike->latest);
	rt_buf_add_str(&alike->latest, name);
	if (++alike->count > EACH_MAX && !alike->all)
		return false;
	tell("%.*s: %.*s", RT_ARG(name), RT_ARG(text));
	return true;
}

void alike_end(struct alike *alike)
{
	size_t others = alike->count > EACH_MAX && !alike->all ? alike->count - EACH_MAX : 0;

	if (others == 1)
		tell("%s: %s", alike->latest.data, alike->text.data);
	else if (others)
		tell("%zu more registries: %s", others, alike->text.data);
	alike->count = 0;
	rt_buf_release(&alike->text);
	rt_buf_release(&alike->latest);
}
