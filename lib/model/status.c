#include <regtrail/status.h>

bool rt_status_is_old(const struct rt_status *status, rt_time now, rt_time max_age)
{
	return status->good == RT_NO_TIME || now - status->good > max_age;
}
