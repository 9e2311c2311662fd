/* html_field.h - the fields of an entry on the page, as rows of a <dl>. */
#ifndef RENDER_HTML_FIELD_H
#define RENDER_HTML_FIELD_H

#include "html.h"

/* A row: LABEL, and what is put until it is closed. */
void html_open_term(struct html *h, rt_str label);
void html_close_term(struct html *h);

/* The address of the registry at IANA, up to what tells a place in it. */
void html_put_iana(struct html *h);

/* A row for FIELD; none if it has no value. */
void html_put_field(struct html *h, const char *label, const struct rt_field *field);

/* A row for each field of RECORD that has a value and is not said above it already. */
void html_put_all_fields(struct html *h, const struct rt_record *record);

/* Texts that one field had and has; either may be NULL. */
void html_put_texts(struct html *h, const struct rt_field *before, const struct rt_field *after);

/* A row for a field that changed. */
void html_put_field_change(struct html *h, const struct rt_field_change *f);

#endif
