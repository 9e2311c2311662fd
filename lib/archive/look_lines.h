/* look_lines.h - how looks are written down, one line for all registries of a run with the same outcome and reason:
 *
 *     TIME <TAB> OUTCOME <TAB> REGISTRY [ REGISTRY ...] [<TAB> told|- [<TAB> REASON]]
 *
 * Nothing here knows libgit2.
 */
#ifndef ARCHIVE_LOOK_LINES_H
#define ARCHIVE_LOOK_LINES_H

#include <regtrail/buf.h>
#include <regtrail/look.h>

/* Add the lines of LOOKS, which are all of one run. */
void look_lines_add(struct rt_buf *out, const struct rt_look *looks, size_t count);

struct look_line {
	struct rt_look look; /* without the registry */
	rt_str registries;   /* with spaces between */
};

/* False if LINE is none. The strings of OUT lie in LINE. */
bool look_line_parse(rt_str line, struct look_line *out);

/* "1 new, 17 unchanged" */
void look_lines_summary(struct rt_buf *out, const struct rt_look *looks, size_t count);

#endif
