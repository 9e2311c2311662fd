/* What becomes a link: the RFCs that prose names; and what data look like as part of a URL. */
#include "support.h"

#include "../../lib/render/links.h"

/* Texts with `<name as it is written:number>` for each RFC. */
static const struct {
	const char *name, *text, *wanted;
} rfc_rows[] = {
	{ "nothing", "", "" },
	{ "no RFC", "Transmission Control Protocol", "Transmission Control Protocol" },
	{ "alone", "RFC6335", "<RFC6335:6335>" },
	{ "with a space", "see RFC 6335, section 8", "see <RFC 6335:6335>, section 8" },
	{ "two spaces are none of ours", "RFC  6335", "RFC  6335" },
	{ "several", "[RFC793][RFC 9293] RFC1", "[<RFC793:793>][<RFC 9293:9293>] <RFC1:1>" },
	{ "leading zeros", "RFC0793 RFC 0009", "<RFC0793:793> <RFC 0009:9>" },
	{ "nothing but zeros", "RFC0 RFC 000", "RFC0 RFC 000" },
	{ "without a number", "RFC, RFC editor", "RFC, RFC editor" },
	{ "cut", "RFC", "RFC" },
	{ "cut behind the space", "RFC ", "RFC " },
	{ "the longest number", "RFC12345 RFC0012345", "<RFC12345:12345> <RFC0012345:12345>" },
	{ "a longer number", "RFC123456", "RFC123456" },
	{ "small letters", "rfc6335", "rfc6335" },
	{ "the end of a word", "XRFC1 x-RFC1 1RFC1 _RFC1", "XRFC1 x-RFC1 1RFC1 _RFC1" },
	{ "the beginning of a word", "RFC1a RFC1-bis RFC1_1", "RFC1a RFC1-bis RFC1_1" },
	{ "a word, then an RFC", "RFC1a RFC2.", "RFC1a <RFC2:2>." },
	{ "letters that are not ASCII", "\xc3\xa9RFC1\xc3\xa9", "\xc3\xa9<RFC1:1>\xc3\xa9" },
};

START_TEST(rfcs)
{
	struct rt_buf out = RT_BUF_INIT;
	rt_str rest = rt_str_of(rfc_rows[_i].text), before, rfc, number;

	while (render_split_rfc(&rest, &before, &rfc, &number))
		rt_buf_printf(&out, "%.*s<%.*s:%.*s>", RT_ARG(before), RT_ARG(rfc), RT_ARG(number));
	rt_buf_add_str(&out, rest);
	assert_text(rt_buf_str(&out), rfc_rows[_i].wanted, rfc_rows[_i].name);
	rt_buf_release(&out);
}
END_TEST

static const struct {
	const char *name, *text, *wanted;
} url_rows[] = {
	{ "unreserved", "Az09-._~", "Az09-._~" },
	{ "reserved", ":/?#[]@!$&'()*+,;=", "%3A%2F%3F%23%5B%5D%40%21%24%26%27%28%29%2A%2B%2C%3B%3D" },
	{ "neither", " \"%<>\\^`{|}\x7f", "%20%22%25%3C%3E%5C%5E%60%7B%7C%7D%7F" },
	{ "not ASCII", "\xc3\xa9", "%C3%A9" },
};

START_TEST(url_parts)
{
	struct rt_buf out = RT_BUF_INIT;

	render_url_part(&out, rt_str_of(url_rows[_i].text));
	assert_text(rt_buf_str(&out), url_rows[_i].wanted, url_rows[_i].name);
	rt_buf_release(&out);
}
END_TEST

int main(void)
{
	const struct unit_test tests[] = {
		{ rfcs, COUNT(rfc_rows), 0 },
		{ url_parts, COUNT(url_rows), 0 },
		{ NULL, 0, 0 },
	};

	return run_tests("links", tests);
}
