/* When a de-assignment took effect, if IANA's note says so. */
#include "internal.h"

#include <regtrail/date.h>

void diff_mark_effective(struct work *work)
{
	for (size_t i = 0; i < work->count; i++) {
		struct rt_change *c = &work->items[i];
		const struct rt_record *pool = c->after ? c->after : c->place;
		char text[RT_TIME_TEXT];

		if (!(c->kinds & RT_KIND_DEASSIGNED) || !pool)
			continue;
		rt_time date = rt_record_released(pool);
		if (date != RT_NO_TIME)
			c->effective = rt_str_copy(work->arena, rt_str_of(rt_date_text(date, text)));
	}
}
