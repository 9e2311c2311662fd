/* json_value.h - what all that is written as JSON shares: jansson's values from ours. Out of memory never returns. */
#ifndef RENDER_JSON_VALUE_H
#define RENDER_JSON_VALUE_H

#include <regtrail/buf.h>
#include <regtrail/date.h>

#include <jansson.h>

/* VALUE as jansson made it, which is NULL only if there was no memory. */
json_t *json_checked(json_t *value);

/* A string, or null if TEXT is absent. What is not UTF-8 becomes U+FFFD, a byte each. */
json_t *json_of_text(rt_str text);
json_t *json_of_count(size_t count);
json_t *json_of_date(rt_time time); /* RT_NO_TIME: null */
json_t *json_of_time(rt_time time); /* likewise */

/* OBJECT[KEY] = VALUE, which is given away. */
void json_put(json_t *object, rt_str key, json_t *value);

/* BEFORE, then VALUE on the same line; VALUE is given back. */
void json_write(struct rt_buf *out, const char *before, json_t *value);

#endif
