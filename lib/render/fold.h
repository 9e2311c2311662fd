/* fold.h - several changes as one, where they differ in nothing but the transport. */
#ifndef RENDER_FOLD_H
#define RENDER_FOLD_H

#include <regtrail/render.h>

/* A change, or several that differ in nothing but the transport: `2/tcp,udp`. */
struct render_folded {
	const struct rt_change *change; /* the first of them */
	rt_str protocols;               /* of all, separated by commas; absent if there is only one */
};

/* Fill in OUT, which has room for all CHANGES, in the same order; how many. */
size_t render_fold(const struct rt_changes *changes, struct rt_arena *arena, struct render_folded *out);

/* Likewise of CHANGES that are passing, where also the PASSAGES, one of each, are the same. NULL: they are not. */
size_t render_fold_passing(const struct rt_changes *changes, const struct rt_passage *passages, struct rt_arena *arena,
                           struct render_folded *out);

#endif
