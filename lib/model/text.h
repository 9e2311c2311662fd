/* text.h - the text of elements, as IANA's CSV prints it (see regtrail/record.h). */
#ifndef MODEL_TEXT_H
#define MODEL_TEXT_H

#include <regtrail/buf.h>
#include <regtrail/document.h>

/* The text of ELEMENT with runs of white space folded, both ends trimmed; absent if nothing is left. */
rt_str model_text(const struct rt_node *element, struct rt_arena *arena);

/* What a reference reads like in IANA's CSV, without the brackets: "RFC6335", "Bernie_Volz", "RFC Errata 1234". */
rt_str model_xref(const struct rt_node *xref, struct rt_arena *arena);

#endif
