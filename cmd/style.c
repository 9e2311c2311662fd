#include "style.h"

#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

const struct opt style_options[] = {
	{ 'f', "format", "FORMAT", "how it is written (default: text)", OPT_TEXT,
	  offsetof(struct style_options, format), NULL },
	{ 0, "json", NULL, "short for --format=json", OPT_TEXT, offsetof(struct style_options, format), "json" },
	{ 0, "color", "auto|always|never", "colours in text (auto: on a terminal, unless NO_COLOR is set)", OPT_CHOICE,
	  offsetof(struct style_options, color), NULL },
	{ 0, "width", "COLUMNS", "where text is wrapped; 0: nowhere (default: as wide as the\nterminal)", OPT_NUMBER,
	  offsetof(struct style_options, width), NULL },
	{ 0 }
};

enum rt_code style_renderer(const char *name, const struct rt_renderer **out, struct rt_error *err)
{
	struct rt_buf names = RT_BUF_INIT;

	*out = rt_renderer_find(rt_str_of(name ? name : "text"));
	if (*out)
		return RT_OK;
	for (const struct rt_renderer *r = rt_renderers; r->name; r++)
		rt_buf_printf(&names, "%s%s", names.len ? ", " : "", r->name);
	rt_fail(err, RT_EINVALID, "no format `%s`: there are %s", name, names.data);
	rt_buf_release(&names);
	return RT_EINVALID;
}

bool style_is_json(const char *format)
{
	return format && strcmp(format, "json") == 0;
}

bool style_terminal_is_dumb(void)
{
	const char *term = getenv("TERM");

	return !term || !*term || strcmp(term, "dumb") == 0;
}

static bool wants_color(const char *when)
{
	const char *no_color = getenv("NO_COLOR"); /* no-color.org: any value but the empty one */

	if (when && strcmp(when, "auto") != 0)
		return strcmp(when, "always") == 0;
	return !(no_color && *no_color) && isatty(STDOUT_FILENO) && !style_terminal_is_dumb();
}

static size_t terminal_width(void)
{
	const char *columns = getenv("COLUMNS");
	struct winsize size;
	char *end;

	if (columns && *columns >= '0' && *columns <= '9') {
		unsigned long width = strtoul(columns, &end, 10);

		if (!*end)
			return width;
	}
	return isatty(STDOUT_FILENO) && ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0 ? size.ws_col : 0;
}

void style_settings(struct session *session, struct rt_style *style)
{
	style->mail_from = session_setting(session, "mailfrom").data;
	style->mail_to = session_setting(session, "mailto").data;
	style->list_id = session_setting(session, "listid").data;
	style->site = session_setting(session, "site").data;
}

struct rt_style style_of(const struct style_options *options)
{
	return (struct rt_style){ .color = wants_color(options->color),
		                  .width = options->width.given ? (size_t)options->width.value : terminal_width() };
}
