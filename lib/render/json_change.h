/* json_change.h - the objects of CONTRACT's JSON that every document about changes has. */
#ifndef RENDER_JSON_CHANGE_H
#define RENDER_JSON_CHANGE_H

#include "json_value.h"

#include <regtrail/change.h>
#include <regtrail/look.h>
#include <regtrail/snapshot.h>

/* The value of FIELD, which may be NULL: null, or [] if it IS_LIST. */
json_t *json_of_field(const struct rt_field *field, bool is_list);

json_t *json_of_record(const struct rt_record *record); /* NULL: null */
json_t *json_of_gap(const struct rt_gap *gap);
json_t *json_of_gaps(const struct rt_gaps *gaps);
json_t *json_of_side(const struct rt_snapshot *snapshot); /* as in `from` and `to` */

/* One of `changes`, on lines of its own. */
void json_put_change(struct rt_buf *out, const struct rt_change *change);

#endif
