#include "duration.h"

#include <regtrail/trail.h>

enum rt_code duration_of(struct session *session, const char *what, rt_str text, rt_time *out)
{
	if (rt_duration_parse(text, out))
		return RT_OK;
	return rt_fail(&session->err, RT_EINVALID, "%s wants a time such as 90m, 36h or 7d, not `%.*s`", what,
	               RT_ARG(text));
}

enum rt_code duration_gap(struct session *session, const char *option, rt_time *out)
{
	rt_str setting = option ? RT_NO_STR : session_setting(session, "gap");

	*out = RT_GAP;
	if (option)
		return duration_of(session, "--gap", rt_str_of(option), out);
	return setting.data ? duration_of(session, "the setting regtrail.gap", setting, out) : RT_OK;
}
