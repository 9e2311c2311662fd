#include "quarantine.h"
#include "output.h"

#include <regtrail/quarantine.h>
#include <regtrail/render.h>

enum rt_code quarantine_list(struct session *session, bool json)
{
	struct rt_quarantined *list;
	struct rt_buf text = RT_BUF_INIT;
	rt_str registry = RT_NO_STR;
	size_t count;
	enum rt_code code = session_open(session, false);

	if (!code && session->common.registry)
		code = session_registry(session, &registry);
	if (!code)
		code = rt_archive_quarantined(session->archive, registry, &session->arena, &list, &count,
		                              &session->err);
	if (code)
		return code;
	if (!count) {
		tell("nothing in quarantine");
		session->status = STATUS_NOTHING;
	}
	if (json)
		rt_render_quarantine_json(list, count, &text);
	else if (count)
		rt_render_quarantine(list, count, &text);
	code = output_write(rt_buf_str(&text), &session->err);
	rt_buf_release(&text);
	return code;
}
