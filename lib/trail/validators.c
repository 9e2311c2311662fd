#include "validators.h"

/* Take a line off the front of *TEXT; absent if nothing stands in it. False at the end. */
static bool take_line(rt_str *text, rt_str *line)
{
	if (!rt_str_split(text, '\n', line))
		return false;
	if (!line->len)
		*line = RT_NO_STR;
	return true;
}

/* Four lines and nothing behind them: SHA-256 of the document, URL, ETag, Last-Modified. */
struct validators validators_find(struct rt_archive *archive, const struct rt_snapshot *newest, rt_str url,
                                  struct rt_arena *arena)
{
	rt_str text = rt_archive_derived(archive, RT_DERIVED_VALIDATORS, newest->registry, arena), sha256, source;
	struct validators found = { RT_NO_STR, RT_NO_STR };

	if (take_line(&text, &sha256) && rt_str_equal(sha256, newest->sha256) && take_line(&text, &source) &&
	    rt_str_equal(source, url) && take_line(&text, &found.etag) && take_line(&text, &found.last_modified) &&
	    text.data && !text.len)
		return found;
	if (rt_str_equal(newest->source, url))
		return (struct validators){ newest->etag, newest->last_modified };
	return (struct validators){ RT_NO_STR, RT_NO_STR };
}

void validators_keep(struct rt_archive *archive, const struct rt_snapshot *newest, rt_str url,
                     const struct rt_source_document *got, struct rt_arena *arena)
{
	struct validators known = validators_find(archive, newest, url, arena);

	if (rt_str_equal(known.etag, got->etag) && rt_str_equal(known.last_modified, got->last_modified))
		return;
	rt_archive_keep_derived(archive, RT_DERIVED_VALIDATORS, newest->registry,
	                        rt_str_format(arena, "%.*s\n%.*s\n%.*s\n%.*s\n", RT_ARG(newest->sha256), RT_ARG(url),
	                                      RT_ARG(got->etag), RT_ARG(got->last_modified)));
}
