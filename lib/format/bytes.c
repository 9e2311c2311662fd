/* What a document is refused for before libxml2 sees it: what costs libxml2 too much, or what its messages do not say
 * well. */
#include "bytes.h"

#include <regtrail/limits.h>

#include <string.h>

static bool starts_like_html(rt_str text)
{
	static const char *const begins[] = { "<!doctype html", "<html" };

	for (size_t i = 0; i < 2; i++) {
		size_t len = strlen(begins[i]);

		if (text.len >= len && rt_str_equal_nocase((rt_str){ text.data, len }, rt_str_of(begins[i])))
			return true;
	}
	return false;
}

static unsigned line_at(rt_str bytes, size_t offset)
{
	unsigned line = 1;

	for (size_t i = 0; i < offset; i++)
		line += bytes.data[i] == '\n';
	return line;
}

/* How many of the first bytes are ASCII, in steps of eight: nearly all of a registry is. */
static size_t ascii_length(rt_str bytes)
{
	size_t at = 0;
	uint64_t eight;

	for (; at + sizeof eight <= bytes.len; at += sizeof eight) {
		memcpy(&eight, bytes.data + at, sizeof eight);
		if (eight & 0x8080808080808080u)
			break;
	}
	while (at < bytes.len && (unsigned char)bytes.data[at] < 0x80)
		at++;
	return at;
}

/* libxml2 would convert other encodings, and its message for a bad byte dumps bytes. */
static enum rt_code check_utf8(rt_str bytes, struct rt_error *err)
{
	const char *nul = memchr(bytes.data, '\0', bytes.len);
	rt_str rest = bytes;

	while (rest.len) {
		size_t size = ascii_length(rest);

		if (!size)
			size = rt_utf8_length(rest);
		if (!size)
			return rt_fail(err, RT_EREFUSED, "line %u: not UTF-8", line_at(bytes, bytes.len - rest.len));
		rest = (rt_str){ rest.data + size, rest.len - size };
	}
	if (nul)
		return rt_fail(err, RT_EREFUSED, "line %u: not well-formed: a NUL character",
		               line_at(bytes, (size_t)(nul - bytes.data)));
	return RT_OK;
}

/* Does the start tag at the front of TEXT have more attributes than any may have? Counted by their quotes. */
static bool has_too_many_attributes(rt_str text)
{
	size_t count = 0;
	char quote = 0;

	for (size_t i = 0; i < text.len && (quote || text.data[i] != '>'); i++) {
		char c = text.data[i];

		if (quote && c == quote)
			quote = 0;
		else if (!quote && (c == '"' || c == '\''))
			quote = c, count++;
	}
	return count > RT_MAX_ATTRIBUTES;
}

/* libxml2 looks for double attributes in quadratic time before it hands them over: minutes for a tag of megabytes. A
 * tag ends before the next `<`, so one that is long enough to hurt leaves a whole block without any. */
#define BLOCK ((size_t)8192) /* bytes */
static enum rt_code check_tags(rt_str bytes, struct rt_error *err)
{
	size_t last = 0;                /* the last block with a `<` */
	size_t looked_at = bytes.len;   /* the tag that was looked at last: once is enough, however long it is */

	for (size_t at = 0; at + BLOCK <= bytes.len; at += BLOCK) {
		if (memchr(bytes.data + at, '<', BLOCK)) {
			last = at;
			continue;
		}
		size_t tag = last + BLOCK;
		while (tag > last && bytes.data[tag - 1] != '<')
			tag--;
		if (tag == looked_at)
			continue;
		looked_at = tag;
		if (has_too_many_attributes((rt_str){ bytes.data + tag, bytes.len - tag }))
			return rt_fail(err, RT_EREFUSED, "line %u: a tag with more than %d attributes",
			               line_at(bytes, tag), RT_MAX_ATTRIBUTES);
	}
	return RT_OK;
}

/* The encoding that the XML declaration (XML 1.0 section 2.8) at the front of TEXT names; absent if it names none. */
static rt_str declared_encoding(rt_str text)
{
	rt_str declaration, value;

	if (!rt_str_starts_with(text, RT_STR("<?xml")) || !rt_str_split(&text, '>', &declaration))
		return RT_NO_STR;
	while (declaration.len && !rt_str_starts_with(declaration, RT_STR("encoding")))
		declaration = (rt_str){ declaration.data + 1, declaration.len - 1 };
	if (!rt_str_split(&declaration, '=', &value) || !declaration.data)
		return RT_NO_STR;
	declaration = rt_str_trim(declaration);
	if (declaration.len < 2)
		return RT_NO_STR;
	char quote = *declaration.data;
	declaration = (rt_str){ declaration.data + 1, declaration.len - 1 };
	return rt_str_split(&declaration, quote, &value) ? value : RT_NO_STR;
}

enum rt_code format_check_bytes(rt_str bytes, struct rt_error *err)
{
	if (bytes.len > RT_MAX_DOCUMENT)
		return rt_fail(err, RT_EREFUSED, "larger than %u MiB", RT_MAX_DOCUMENT >> 20);
	rt_str text = rt_str_trim(rt_str_starts_with(bytes, RT_STR("\xef\xbb\xbf"))
	                                  ? (rt_str){ bytes.data + 3, bytes.len - 3 }
	                                  : bytes);
	if (!text.len)
		return rt_fail(err, RT_EREFUSED, "the document is empty");
	if (starts_like_html(text))
		return rt_fail(err, RT_EREFUSED, "this is an HTML page, not a registry");
	rt_str encoding = declared_encoding(text);
	if (encoding.data && !rt_str_equal_nocase(encoding, RT_STR("UTF-8")))
		return rt_fail(err, RT_EREFUSED, "line 1: the document says that it is %.*s, not UTF-8",
		               encoding.len < 40 ? (int)encoding.len : 40, encoding.data);
	enum rt_code code = check_utf8(bytes, err);
	if (!code)
		code = check_tags(bytes, err);
	if (!code && *text.data != '<')
		code = rt_fail(err, RT_EREFUSED, "not a registry: the document does not begin with a `<`");
	return code;
}
