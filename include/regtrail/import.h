/* regtrail/import.h - documents at hand into the archive. */
#ifndef REGTRAIL_IMPORT_H
#define REGTRAIL_IMPORT_H

#include <regtrail/quarantine.h>

/* What became of one document that was to be archived. */
enum rt_imported { RT_ARCHIVED, RT_DUPLICATE, RT_REFUSED };

struct rt_import {
	rt_str registry;      /* take only documents of this registry; absent: of any */
	rt_time now;          /* the archived time */
	const rt_str *paths;  /* files, each NUL-terminated */
	size_t path_count;
	/* Called after each document; may be NULL. ERR says why it was refused. */
	void (*told)(void *data, rt_str path, enum rt_imported what, const struct rt_snapshot *snapshot,
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

/* Archive documents, whatever order they are given in. A document that is refused does not stop the others, and is kept
 * in quarantine if it was read. An error is returned only for what concerns the archive itself: then each branch is as
 * it was, but for those that had moved when the next one could not. The archive must be locked by the caller, and
 * packed with rt_archive_pack_flushed() afterwards. */
enum rt_code rt_trail_import(struct rt_archive *archive, const struct rt_import *import,
                             struct rt_import_result *result, struct rt_error *err);

/* Archive what is in quarantine after all, whatever the gate said of it, and take it out of there; what the archive has
 * by now is only taken out. Adds to the counts of RESULT. RT_EREFUSED if it is no registry document: it stays. The
 * archive must be locked by the caller. */
enum rt_code rt_trail_admit(struct rt_archive *archive, const struct rt_quarantined *entry, rt_time now,
                            struct rt_arena *arena, struct rt_import_result *result, struct rt_error *err);

#endif
