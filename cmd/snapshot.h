/* snapshot.h - operands that name a snapshot, of the archive or a document at hand. */
#ifndef CMD_SNAPSHOT_H
#define CMD_SNAPSHOT_H

#include "cmd.h"

#include <regtrail/source.h>

struct snapshot_options {
	const char *by;
};
extern const struct opt snapshot_options[];

/* Is NAME a path (`-`: standard input), and not the name of a snapshot? */
bool snapshot_is_path(const char *name);

/* The file that is meant by NAME, a path. */
const char *snapshot_file(const char *name);

/* Read the document at the path NAME. */
enum rt_code snapshot_read(struct session *session, const char *name, struct rt_source_document *out);

/* Find the snapshot NAME of REGISTRY in the archive, which is open. */
enum rt_code snapshot_find(struct session *session, rt_str registry, const char *name,
                           const struct snapshot_options *options, struct rt_archived *out);

#endif
