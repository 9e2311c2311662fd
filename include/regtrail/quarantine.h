/* regtrail/quarantine.h - documents that were refused, kept off the branches.
 *
 * Each has a reference refs/quarantine/REGISTRY/ID to a commit without parent, whose tree holds `document` (the bytes
 * as they came), `reason` and, if a server sent it, `headers`. So quarantine travels with a clone, and plain git reads
 * it.
 */
#ifndef REGTRAIL_QUARANTINE_H
#define REGTRAIL_QUARANTINE_H

#include <regtrail/archive.h>

#define RT_QUARANTINE_ID    12 /* hex digits, the first of the document's SHA-256 */
#define RT_UNKNOWN_REGISTRY "unknown" /* where nobody knows which one it was to be */

/* Keep BYTES, and HEADERS (the lines of the response; absent: none), durable when it returns. ENTRY->sha256 must be
 * set; ->size, ->id and ->commit are filled in. What is there already (same registry, same bytes) stays as it is:
 * *KEPT says whether it is new. At most RT_MAX_QUARANTINE a registry: then nothing is kept, *KEPT is false and ->id
 * absent. The archive must be locked. */
enum rt_code rt_archive_quarantine(struct rt_archive *archive, struct rt_quarantined *entry, rt_str bytes,
                                   rt_str headers, struct rt_arena *arena, bool *kept, struct rt_error *err);

/* All of REGISTRY (absent: of all), by registry, then by time. */
enum rt_code rt_archive_quarantined(struct rt_archive *archive, rt_str registry, struct rt_arena *arena,
                                    struct rt_quarantined **out, size_t *count, struct rt_error *err);

/* The document whose id begins with ID (4 digits or more), once for each registry for which it was refused, by
 * registry; with `REGISTRY/ID` only for that one. RT_EINVALID if there is none, or more than one document: the message
 * says what to do. */
enum rt_code rt_archive_find_quarantined(struct rt_archive *archive, rt_str id, struct rt_arena *arena,
                                         struct rt_quarantined **out, size_t *count, struct rt_error *err);

enum rt_code rt_archive_quarantined_document(struct rt_archive *archive, const struct rt_quarantined *entry,
                                             struct rt_arena *arena, rt_str *bytes, struct rt_error *err);

/* Take it out of quarantine: its reference goes, `git gc` takes the rest away in time. The archive must be locked. */
enum rt_code rt_archive_drop_quarantined(struct rt_archive *archive, const struct rt_quarantined *entry,
                                         struct rt_error *err);

#endif
