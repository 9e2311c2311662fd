#include "history.h"
#include "output.h"
#include "style.h"

#include <string.h>

enum rt_code history_open(struct session *session, struct rt_history **out, bool *found)
{
	rt_str registry;
	enum rt_code code = session_open(session, false);

	*found = false;
	if (!code)
		code = session_registry(session, &registry);
	if (!code)
		code = rt_history_open(session->archive, registry, &session->arena, out, &session->err);
	if (code)
		return code;
	*found = rt_history_snapshots(*out) > 0;
	return *found ? RT_OK : session_no_snapshot(session, registry);
}

static enum rt_code parse_selector(rt_str registry, rt_str text, struct rt_selector *out, struct rt_error *err)
{
	if (rt_str_equal(registry, RT_STR(RT_PORTS)))
		return rt_selector_parse(text, out, err);
	if (!text.len)
		return rt_fail(err, RT_EINVALID, "`` selects nothing: write the name or the number of an entry");
	*out = rt_selector_of_entry(text);
	return RT_OK;
}

enum rt_code history_selectors(struct session *session, const struct operands *operands, struct rt_selector **out,
                               rt_str *what)
{
	struct rt_buf text = RT_BUF_INIT;
	rt_str registry;
	enum rt_code code = session_open(session, false); /* its config may name the registry */

	if (!code)
		code = session_registry(session, &registry);
	if (code)
		return code;
	*out = rt_arena_array(&session->arena, operands->count, sizeof **out);
	for (size_t i = 0; i < operands->count && !code; i++) {
		code = parse_selector(registry, rt_str_of(operands->items[i]), &(*out)[i], &session->err);
		rt_buf_printf(&text, "%s%s", i ? ", " : "", operands->items[i]);
	}
	*what = operands->count ? rt_str_copy(&session->arena, rt_buf_str(&text)) : RT_NO_STR;
	rt_buf_release(&text);
	session->misused = code;
	return code;
}

void history_nothing(struct session *session, rt_str what)
{
	tell("%.*s%snothing found", RT_ARG(what), what.data ? ": " : "");
	session->status = STATUS_NOTHING;
}

enum rt_code history_check_format(struct session *session, const char *format)
{
	if (!format || strcmp(format, "text") == 0 || style_is_json(format))
		return RT_OK;
	return MISUSED(session, "no format `%s` of this: there are text, json", format);
}
