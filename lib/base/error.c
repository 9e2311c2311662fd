#include <regtrail/error.h>

#include <regtrail/str.h>

#include <stdio.h>
#include <string.h>

/* Messages quote data from documents and servers; what a terminal would obey must not pass. */
static void defuse(char *text)
{
	char *out = text;

	for (; *text; text++) {
		unsigned char c = (unsigned char)text[0], next = (unsigned char)text[1];
		bool wide = c == 0xc2 && next >= 0x80 && next <= 0x9f; /* U+0080 to U+009F */

		*out++ = wide || (c < 0x20 && c != '\n') || c == 0x7f ? '?' : *text;
		text += wide;
	}
	*out = '\0';
}

/* Cut at the last whole UTF-8 character when the WANTED bytes did not fit into SIZE. */
static void cut(char *text, size_t size, int wanted)
{
	if (wanted < 0 || (size_t)wanted < size)
		return;
	size_t at = size - 1;
	while (at > 0 && ((unsigned char)text[at - 1] & 0xc0) == 0x80)
		at--;
	if (at > 0 && (unsigned char)text[at - 1] >= 0xc0)
		text[at - 1] = '\0';
}

enum rt_code rt_fail(struct rt_error *err, enum rt_code code, const char *format, ...)
{
	if (!err)
		return code;
	err->code = code;

	/* Format aside first: an argument may be the message that is being replaced. */
	char text[RT_ERROR_MESSAGE];
	va_list args;
	va_start(args, format);
	int wanted = vsnprintf(text, sizeof text, format, args);
	va_end(args);
	cut(text, sizeof text, wanted);
	defuse(text);
	memcpy(err->message, text, sizeof text);
	return code;
}

enum rt_code rt_error_context(struct rt_error *err, const char *format, ...)
{
	if (!err)
		return RT_EINVALID;
	char context[RT_ERROR_MESSAGE / 2], text[RT_ERROR_MESSAGE];
	va_list args;
	va_start(args, format);
	cut(context, sizeof context, vsnprintf(context, sizeof context, format, args));
	va_end(args);
	memcpy(text, err->message, sizeof text);
	int wanted = snprintf(err->message, sizeof err->message, "%s: %s", context, text);
	cut(err->message, sizeof err->message, wanted);
	defuse(err->message);
	return err->code;
}
