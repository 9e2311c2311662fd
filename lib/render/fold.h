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

#endif
