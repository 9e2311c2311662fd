/* A small program that needs the installed library, its functions and its constants: reads a document and says the
 * version. */
#include <regtrail/regtrail.h>

#include <stdio.h>

int main(void)
{
	struct rt_arena arena;
	struct rt_document document;
	struct rt_error err;

	rt_arena_init(&arena);
	rt_str text = RT_STR("<registry xmlns='http://www.iana.org/assignments' id='tiny'/>");
	enum rt_code code = rt_xml_read(text, &arena, &document, &err);
	if (!rt_port_ranges[0].name || !rt_renderers[0].name || !rt_log_renderers[0].name || !rt_log_stream.name)
		return 1;
	puts(code == RT_OK && rt_str_equal(document.id, RT_STR("tiny")) ? RT_VERSION : err.message);
	rt_arena_release(&arena);
	return code;
}
