/* bytes.h - what is checked of a document before it is parsed. */
#ifndef FORMAT_BYTES_H
#define FORMAT_BYTES_H

#include <regtrail/error.h>
#include <regtrail/str.h>

/* RT_EREFUSED: too large, empty, HTML, not UTF-8, tags with more attributes than any may have. */
enum rt_code format_check_bytes(rt_str bytes, struct rt_error *err);

#endif
