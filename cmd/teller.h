/* teller.h - what an import says while it runs: what is refused, with -v every document, and how far it is. */
#ifndef CMD_TELLER_H
#define CMD_TELLER_H

#include "progress.h"

#include <regtrail/import.h>

struct teller {
	struct progress progress;
	bool verbose;
};

/* For the functions `told` and `progress` of an import; DATA is the teller. */
void teller_told(void *data, rt_str source, enum rt_imported what, const struct rt_snapshot *snapshot,
                 const struct rt_error *err);
void teller_progress(void *data, size_t done, size_t total);

#endif
