/* history.h - what log, show and blame share: their operands, and the history that they are about. */
#ifndef CMD_HISTORY_H
#define CMD_HISTORY_H

#include "cmd.h"

#include <regtrail/history.h>

/* Open the history of the registry asked for. *FOUND: has it a snapshot? If not, the user was told and the status is
 * set. */
enum rt_code history_open(struct session *session, struct rt_history **out, bool *found);

/* The operands as selectors in the registry asked for; WHAT is what they say. */
enum rt_code history_selectors(struct session *session, const struct operands *operands, struct rt_selector **out,
                               rt_str *what);

/* Tell that there is nothing, and set the status. */
void history_nothing(struct session *session, rt_str what);

/* Formats of show and blame: text (NULL) and json. */
enum rt_code history_check_format(struct session *session, const char *format);

#endif
