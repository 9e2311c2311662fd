/* quarantine.h - the list of what was refused. */
#ifndef CMD_QUARANTINE_H
#define CMD_QUARANTINE_H

#include "cmd.h"

/* Write the list of the registry that -r names, else of all; opens the archive. */
enum rt_code quarantine_list(struct session *session, bool json);

#endif
