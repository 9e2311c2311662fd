/* Words and links of an outline in HTML, between tags: for the page in a mail and the content of a feed. */
#include "outline.h"

void outline_html_put(struct rt_buf *out, rt_str text, bool begins)
{
	(void)begins; /* means nothing here */
	for (size_t i = 0; i < text.len; i++) {
		char c = text.data[i];

		if (c == '&')
			rt_buf_add_str(out, RT_STR("&amp;"));
		else if (c == '<')
			rt_buf_add_str(out, RT_STR("&lt;"));
		else if (c == '>')
			rt_buf_add_str(out, RT_STR("&gt;"));
		else
			rt_buf_add_char(out, c);
	}
}

void outline_html_link(struct rt_buf *out, rt_str url, rt_str text)
{
	rt_buf_add_str(out, RT_STR("<a href=\""));
	rt_buf_add_str(out, url);
	rt_buf_add_str(out, RT_STR("\">"));
	outline_html_put(out, text, false);
	rt_buf_add_str(out, RT_STR("</a>"));
}
