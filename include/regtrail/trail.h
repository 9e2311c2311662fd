/* regtrail/trail.h - the stages joined: what the commands of the program do, as functions.
 *
 * The only part of the library that knows source, format, archive, diff and render at once.
 */
#ifndef REGTRAIL_TRAIL_H
#define REGTRAIL_TRAIL_H

#include <regtrail/archive.h>
#include <regtrail/diff.h>
#include <regtrail/render.h>
#include <regtrail/source.h>

/* A document that was read: where it came from, its records. */
struct rt_loaded {
	struct rt_snapshot snapshot; /* commit absent, archived RT_NO_TIME */
	struct rt_records records;
};

/* Read BYTES as a registry document. SHA256 says whether snapshot.sha256 is wanted. Errors name SOURCE. */
enum rt_code rt_trail_load(rt_str bytes, rt_str source, bool sha256, struct rt_arena *arena, struct rt_loaded *out,
                           struct rt_error *err);

/* One side of a comparison of documents. */
struct rt_side {
	rt_str bytes, source;
	const struct rt_snapshot *snapshot; /* what the archive knows of it; NULL for a document from elsewhere */
};

/* All changes between two documents, or between two snapshots of an archive. SHA256: as above. PEOPLE: with those of the
 * contact list. */
enum rt_code rt_trail_diff_documents(const struct rt_side *old, const struct rt_side *new, bool sha256,
                                     struct rt_arena *arena, struct rt_report *out, struct rt_error *err);
enum rt_code rt_trail_diff_snapshots(struct rt_archive *archive, const struct rt_archived *old,
                                     const struct rt_archived *new, bool people, struct rt_arena *arena,
                                     struct rt_report *out, struct rt_error *err);

/* What became of one document that was to be archived. */
enum rt_outcome { RT_ARCHIVED, RT_DUPLICATE, RT_REFUSED };

struct rt_import {
	rt_str registry;      /* take only documents of this registry; absent: of any */
	rt_time now;          /* the archived time */
	const rt_str *paths;  /* files, each NUL-terminated */
	size_t path_count;
	/* Called after each document; may be NULL. ERR says why it was refused. */
	void (*told)(void *data, rt_str path, enum rt_outcome outcome, const struct rt_snapshot *snapshot,
	             const struct rt_error *err);
	/* Called as work goes on; may be NULL. */
	void (*progress)(void *data, size_t done, size_t total);
	void *data;
};

struct rt_import_result {
	size_t archived, duplicates, refused;
	size_t rebuilt;        /* branches that were rewritten because a document was older than the newest snapshot */
	enum rt_code worst;    /* of the documents that were refused or unreadable; RT_OK if none was */
};

/* Archive documents, whatever order they are given in. A document that is refused does not stop the others; an error is
 * returned only for what concerns the archive itself, which is then as it was. The archive must be locked by the caller. */
enum rt_code rt_trail_import(struct rt_archive *archive, const struct rt_import *import,
                             struct rt_import_result *result, struct rt_error *err);

struct rt_fetch {
	rt_str registry;
	const char *url;
	const char *user_agent;
	const char *ca_file;  /* NULL: the system's */
	long timeout;         /* seconds; 0: the default */
	rt_time now;
};

struct rt_fetch_result {
	bool archived;        /* a new snapshot was made; REPORT says what changed */
	bool first;           /* there was no snapshot before it */
	struct rt_report report;
};

/* Get a registry and archive it if it is new. The archive must be locked by the caller. */
enum rt_code rt_trail_fetch(struct rt_archive *archive, const struct rt_fetch *fetch, struct rt_arena *arena,
                            struct rt_fetch_result *result, struct rt_error *err);

#endif
