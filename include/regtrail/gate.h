/* regtrail/gate.h - what a document that was fetched must be to be archived, next to being a registry. */
#ifndef REGTRAIL_GATE_H
#define REGTRAIL_GATE_H

#include <regtrail/date.h>

struct rt_gate {
	unsigned max_shrink; /* percent of the entries: a loss of that much or more is not plausible; 100: any is */
};
#define RT_MAX_SHRINK 10            /* percent, unless the setting regtrail.shrink says otherwise */
#define RT_MAX_AHEAD  (7 * RT_DAY) /* seconds that a registry date may be ahead of the clock */

#endif
