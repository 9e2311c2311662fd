/* The list of what is in quarantine, for a terminal and for programs. */
#include "json_value.h"

#include <regtrail/render.h>

static size_t widest_registry(const struct rt_quarantined *items, size_t count)
{
	size_t widest = sizeof "registry" - 1;

	for (size_t i = 0; i < count; i++)
		widest = items[i].registry.len > widest ? items[i].registry.len : widest;
	return widest;
}

void rt_render_quarantine(const struct rt_quarantined *items, size_t count, struct rt_buf *out)
{
	int width = (int)widest_registry(items, count);
	char taken[RT_TIME_TEXT];

	rt_buf_printf(out, "%-12s  %-20s  %-*s  %8s  %s\n", "id", "taken", width, "registry", "bytes", "reason");
	for (size_t i = 0; i < count; i++) {
		const struct rt_quarantined *item = &items[i];

		rt_buf_printf(out, "%.*s  %-20s  %-*.*s  %8zu  ", RT_ARG(item->id), rt_time_text(item->taken, taken),
		              width, RT_ARG(item->registry), item->size);
		rt_render_safe(out, item->reason);
		rt_buf_add_str(out, item->partial ? RT_STR(" (only the beginning was kept)\n") : RT_STR("\n"));
	}
}

static json_t *json_of_quarantined(const struct rt_quarantined *item)
{
	json_t *object = json_checked(json_object());

	json_put(object, RT_STR("id"), json_of_text(item->id));
	json_put(object, RT_STR("registry"), json_of_text(item->registry));
	json_put(object, RT_STR("taken"), json_of_time(item->taken));
	json_put(object, RT_STR("reason"), json_of_text(item->reason));
	json_put(object, RT_STR("size"), json_of_count(item->size));
	json_put(object, RT_STR("partial"), json_checked(json_boolean(item->partial)));
	json_put(object, RT_STR("sha256"), json_of_text(item->sha256));
	json_put(object, RT_STR("source"), json_of_text(item->source));
	json_put(object, RT_STR("etag"), json_of_text(item->etag));
	json_put(object, RT_STR("last_modified"), json_of_text(item->last_modified));
	json_put(object, RT_STR("commit"), json_of_text(item->commit));
	return object;
}

void rt_render_quarantine_json(const struct rt_quarantined *items, size_t count, struct rt_buf *out)
{
	json_write(out, "{\"format\": ", json_checked(json_string("regtrail-quarantine/1")));
	rt_buf_add_str(out, RT_STR(",\n \"quarantine\": ["));
	for (size_t i = 0; i < count; i++)
		json_write(out, i ? ",\n  " : "\n  ", json_of_quarantined(&items[i]));
	rt_buf_add_str(out, RT_STR("]}\n"));
}
