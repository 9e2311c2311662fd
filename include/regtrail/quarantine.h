/* regtrail/quarantine.h - documents that were refused, kept off the branches.
 *
 * Each has a reference refs/quarantine/REGISTRY/ID to a commit without parent, whose tree holds `document` (the bytes as
 * they came), `reason` and, if a server sent it, `headers`. So quarantine travels with a clone, and plain git reads it.
 */
#ifndef REGTRAIL_QUARANTINE_H
#define REGTRAIL_QUARANTINE_H

#include <regtrail/archive.h>

#define RT_QUARANTINE_ID 12 /* hex digits, the first of the document's SHA-256 */

struct rt_quarantined {
	rt_str id;
	rt_str registry;            /* the one that was asked for; RT_UNKNOWN_REGISTRY if nobody knows */
	rt_time taken;              /* when it came first */
	rt_str reason;              /* why it was refused, one line */
	rt_str sha256;              /* of the bytes kept */
	rt_str source;              /* URL or path */
	rt_str etag, last_modified; /* as the server sent them, absent if it did not */
	bool partial;               /* it was too large or broken: only its beginning was kept */
	size_t size;                /* bytes kept */
	struct rt_object_id commit; /* set by the archive */
};
#define RT_UNKNOWN_REGISTRY "unknown"

/* Keep BYTES, and HEADERS (the lines of the response; absent: none), durable when it returns. ENTRY->id and ->commit are
 * filled in. What is there already (same registry, same bytes) stays as it is: *KEPT says whether it is new. At most
 * RT_MAX_QUARANTINE a registry: then nothing is kept, and *KEPT is false. The archive must be locked. */
enum rt_code rt_archive_quarantine(struct rt_archive *archive, struct rt_quarantined *entry, rt_str bytes, rt_str headers,
                                   struct rt_arena *arena, bool *kept, struct rt_error *err);

/* All of REGISTRY (absent: of all), by registry, then by time. */
enum rt_code rt_archive_quarantined(struct rt_archive *archive, rt_str registry, struct rt_arena *arena,
                                    struct rt_quarantined **out, size_t *count, struct rt_error *err);

/* The one whose id begins with ID (4 digits or more), of whatever registry. RT_EINVALID if there is none or more than one:
 * the message says what to do. */
enum rt_code rt_archive_find_quarantined(struct rt_archive *archive, rt_str id, struct rt_arena *arena,
                                         struct rt_quarantined *out, struct rt_error *err);

enum rt_code rt_archive_quarantined_document(struct rt_archive *archive, const struct rt_quarantined *entry,
                                             struct rt_arena *arena, rt_str *bytes, struct rt_error *err);

/* Take it out of quarantine: its reference goes, `git gc` takes the rest away in time. The archive must be locked. */
enum rt_code rt_archive_drop_quarantined(struct rt_archive *archive, const struct rt_quarantined *entry,
                                         struct rt_error *err);

#endif
