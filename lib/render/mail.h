/* mail.h - what the files of the mail share: its page, and how text becomes lines of a message. */
#ifndef RENDER_MAIL_H
#define RENDER_MAIL_H

#include <regtrail/render.h>

/* ---- mail_page.c ---- */

void mail_put_page(const struct rt_report *report, struct rt_buf *out);

/* ---- mime.c ---- */

/* TEXT as quoted-printable (RFC 2045 section 6.7): lines of at most 76 bytes, all of them ASCII, ended by '\n'. None is
 * a dot alone or begins with `From `, which mailers would change. */
void mime_quoted_printable(struct rt_buf *out, rt_str text);

/* A header field of free text: encoded words where there is more than ASCII (RFC 2047), folded. */
void mime_field(struct rt_buf *out, const char *name, rt_str text);

/* A header field of addresses `Name <a@b>, c@d`, of which only the names may have more than ASCII. */
void mime_addresses(struct rt_buf *out, const char *name, rt_str list);

/* A header field of tokens such as <a@b> <c@d>, which are ASCII: other bytes are left out. */
void mime_tokens(struct rt_buf *out, const char *name, rt_str tokens);

#endif
