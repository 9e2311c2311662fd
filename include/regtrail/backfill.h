/* regtrail/backfill.h - a git history that holds registry documents into the archive. */
#ifndef REGTRAIL_BACKFILL_H
#define REGTRAIL_BACKFILL_H

#include <regtrail/git_source.h>
#include <regtrail/import.h>

struct rt_backfill {
	struct rt_git_request source;
	/* Called for each version that is newly refused, and for each that is archived; may be NULL. */
	void (*told)(void *data, rt_str source, enum rt_imported what, const struct rt_snapshot *snapshot,
	             const struct rt_error *err);
	/* Called as work goes on, of each of two passes from its beginning; may be NULL. */
	void (*progress)(void *data, size_t done, size_t total);
	void *data;
};

struct rt_backfill_result {
	size_t versions;   /* that the history has */
	size_t archived;
	size_t there;      /* the archive had them already */
	size_t repeats;    /* the same bytes once more */
	size_t stale;      /* ... after newer ones: an old version came back */
	size_t refused;
	size_t known;      /* refused before: in quarantine already */
	size_t other;      /* not of a registry that was asked for, or of none */
	size_t registries; /* whose versions these are */
	size_t rebuilt;    /* branches that were rewritten because a version was older than the newest snapshot */
	enum rt_code worst; /* of the versions that were refused now; RT_OK if none was */
};

/* Archive all versions: dated by the document, archived when their commit was made. What is refused does not stop the
 * others and is kept in quarantine. Branches move every now and then, so that what was done before an interruption
 * stays, and the next run goes on from there. The archive must be locked by the caller, and
 * packed with rt_archive_pack_flushed() afterwards. */
enum rt_code rt_trail_backfill(struct rt_archive *archive, const struct rt_backfill *backfill,
                               struct rt_backfill_result *result, struct rt_error *err);

#endif
