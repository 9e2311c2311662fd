/* style.h - the options that say how a report looks, and what the terminal has to say about it. */
#ifndef CMD_STYLE_H
#define CMD_STYLE_H

#include "cmd.h"

#include <regtrail/render.h>

struct style_options {
	const char *format, *color;
	struct opt_number width;
};
extern const struct opt style_options[];

/* Is FORMAT (NULL: text) json? For what is shown as text or as JSON and in no other way. */
bool style_is_json(const char *format);

/* The renderer called NAME (NULL: text). */
enum rt_code style_renderer(const char *name, const struct rt_renderer **out, struct rt_error *err);

struct rt_style style_of(const struct style_options *options);

/* What settings say of it: to whom mail goes, where reports are published. For reports. */
void style_settings(struct session *session, struct rt_style *style);

bool style_terminal_is_dumb(void);

#endif
