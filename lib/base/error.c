#include <regtrail/error.h>

#include <regtrail/str.h>

#include <stdio.h>
#include <string.h>

/* Messages quote data from documents and servers; what a terminal would obey must not pass. */
static void defuse(char *text)
{
	for (; *text; text++) {
		unsigned char c = (unsigned char)*text;

		if ((c < 0x20 && c != '\n') || c == 0x7f)
			*text = '?';
	}
}

/* Cut at the last whole UTF-8 character when the text did not fit. */
static void finish(struct rt_error *err, int wanted)
{
	defuse(err->message);
	if (wanted < RT_ERROR_MESSAGE)
		return;
	size_t at = RT_ERROR_MESSAGE - 1;
	while (at > 0 && ((unsigned char)err->message[at - 1] & 0xc0) == 0x80)
		at--;
	if (at > 0 && (unsigned char)err->message[at - 1] >= 0xc0)
		err->message[at - 1] = '\0';
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
	memcpy(err->message, text, sizeof text);
	finish(err, wanted);
	return code;
}

enum rt_code rt_error_context(struct rt_error *err, const char *format, ...)
{
	if (!err)
		return RT_EINVALID;
	char context[RT_ERROR_MESSAGE / 2], text[RT_ERROR_MESSAGE];
	va_list args;
	va_start(args, format);
	vsnprintf(context, sizeof context, format, args);
	va_end(args);
	memcpy(text, err->message, sizeof text);
	int wanted = snprintf(err->message, sizeof err->message, "%s: %s", context, text);
	finish(err, wanted);
	return err->code;
}
