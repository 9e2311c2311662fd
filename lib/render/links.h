/* links.h - what data give to links: the RFCs that prose names, and parts of a URL. */
#ifndef RENDER_LINKS_H
#define RENDER_LINKS_H

#include <regtrail/buf.h>
#include <regtrail/str.h>

/* What an RFC's number stands behind. */
#define RENDER_RFC "https://www.rfc-editor.org/rfc/rfc"

/* Take the text up to the next RFC off the front of *REST, and the RFC behind it: `RFC6335` or `RFC 0793`, a word of
 * its own. BEFORE gets the text, RFC the name as it is written, NUMBER its digits without leading zeros; all are part
 * of *REST. Without one it is false, and nothing changes. */
bool render_split_rfc(rt_str *rest, rt_str *before, rt_str *rfc, rt_str *number);

/* Add DATA as part of a URL, with percent signs for all but unreserved characters (RFC 3986 section 2.3). */
void render_url_part(struct rt_buf *out, rt_str data);

#endif
