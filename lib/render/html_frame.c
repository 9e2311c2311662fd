/* What is around every page: the head with its style and its policy, and the foot, which says where the data are from.
 *
 * The policy forbids any style or script but the two blocks of ours, so that even data that got in as markup could not
 * do anything.
 */
#include "html.h"

static void put_block(struct html *h, const char *tag, const struct html_block *block)
{
	rt_buf_printf(h->out, "<%s>", tag);
	rt_buf_add(h->out, block->text, block->len);
	rt_buf_printf(h->out, "</%s>\n", tag);
}

void html_put_head(struct html *h, rt_str title)
{
	html_put(h, "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n"
	            "<meta http-equiv=\"Content-Security-Policy\" content=\"");
	html_put(h, html_policy);
	html_put(h, "\">\n<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
	            "<meta name=\"color-scheme\" content=\"light dark\">\n<meta name=\"referrer\" "
	            "content=\"no-referrer\">\n"
	            "<meta name=\"generator\" content=\"regtrail\">\n<link rel=\"icon\" href=\"data:,\">\n<title>");
	html_escape(h->out, title);
	html_put(h, "</title>\n");
	put_block(h, "style", &html_style);
	html_put(h, "</head>\n<body>\n<a class=\"skip\" href=\"#changes\">Skip to the changes</a>\n");
}

static void put_witness(struct html *h)
{
	const struct rt_witness *witness = &h->report->witness;

	if (!witness->head.data)
		return;
	html_put(h, "<p>The archive had ");
	html_put_count(h, witness->snapshots);
	html_put(h, witness->snapshots == 1 ? " snapshot" : " snapshots");
	html_put(h, ", the newest of them commit <code>");
	html_put_data(h, witness->head);
	html_put(h, "</code>. Keep this page: it is a witness of what the archive said.</p>\n");
}

static void put_document(struct html *h, const char *label, const struct rt_snapshot *snapshot)
{
	if (!snapshot->sha256.len)
		return;
	rt_buf_printf(h->out, "<dt>%s</dt><dd>SHA-256 <code>", label);
	html_put_data(h, snapshot->sha256);
	html_put(h, "</code>");
	if (snapshot->commit.len) {
		html_put(h, ", commit <code>");
		html_put_data(h, snapshot->commit);
		html_put(h, "</code>");
	}
	html_put(h, "</dd>\n");
}

void html_put_foot(struct html *h)
{
	html_put(h, "</main>\n<footer>\n<dl class=\"facts\">\n");
	put_document(h, "from", &h->report->from);
	put_document(h, "to", &h->report->to);
	html_put(h, "<dt>data</dt><dd><a href=\"https://www.iana.org/protocols\">IANA</a>, to the public domain "
	            "(CC0)</dd>\n"
	            "</dl>\n");
	put_witness(h);
	html_put(h, "</footer>\n");
	put_block(h, "script", &html_script);
	html_put(h, "</body>\n</html>\n");
}
