#include "cmd.h"
#include "output.h"

#include <stdio.h>

#define NUMBER_TEXT 32 /* bytes of a number in words, with its NUL */

/* 1234567 as 1,234,567. */
static const char *with_commas(size_t number, char out[NUMBER_TEXT])
{
	char digits[NUMBER_TEXT];
	int len = snprintf(digits, sizeof digits, "%zu", number);
	size_t at = 0;

	for (int i = 0; i < len; i++) {
		if (i && (len - i) % 3 == 0)
			out[at++] = ',';
		out[at++] = digits[i];
	}
	out[at] = '\0';
	return out;
}

static const char *size_text(unsigned long long bytes, char out[NUMBER_TEXT])
{
	if (bytes < 1000 * 1000)
		snprintf(out, NUMBER_TEXT, "%.1f kB", (double)bytes / 1e3);
	else
		snprintf(out, NUMBER_TEXT, "%.1f MB", (double)bytes / 1e6);
	return out;
}

static enum rt_code run_gc(struct session *session, const void *settings, const struct operands *operands)
{
	char count[NUMBER_TEXT], old[NUMBER_TEXT], new[NUMBER_TEXT];
	enum rt_code code = session_open(session, true);
	size_t packed;

	(void)settings; /* it has no options of its own */
	(void)operands;
	if (code)
		return code;
	unsigned long long before = rt_archive_size(session->archive);
	code = rt_archive_pack(session->archive, false, &packed, &session->err);
	if (code)
		return code;
	if (packed)
		tell("packed %s objects: %s -> %s", with_commas(packed, count), size_text(before, old),
		     size_text(rt_archive_size(session->archive), new));
	else
		tell("nothing to pack: %s", size_text(before, old));
	return RT_OK;
}

const struct command command_gc = {
	.name = "gc",
	.operands = "",
	.about = "pack the archive",
	.help = "Puts all objects of the archive into one pack; packs that take less room as they are stay.\n"
	        "`fetch` packs by itself what is worth it, unless the setting gc.auto of git is 0.",
	.exits = "0  packed, or there was nothing to pack\n"
	         "2  trouble: no archive, disk full\n"
	         "5  another run is writing to the archive\n"
	         "6  the archive is damaged",
	.examples = "regtrail gc\n"
	            "regtrail gc --wait",
	.writes = true,
	.run = run_gc,
};
