/* Reading a document, or its beginning, through libxml2. */
#include "bytes.h"
#include "xml_reader.h"

#include <string.h>

/* libxml2 pulls its input in pieces; given all at once it would make a copy of all. */
struct input {
	rt_str rest;
};

static int read_input(void *data, char *out, int size)
{
	struct input *input = data;
	size_t len = (size_t)size < input->rest.len ? (size_t)size : input->rest.len;

	memcpy(out, input->rest.data, len);
	input->rest = (rt_str){ input->rest.data + len, input->rest.len - len };
	return (int)len;
}

static enum rt_code parse(struct reader *r, rt_str bytes)
{
	xmlSAXHandler handlers = format_xml_handlers;
	struct input input = { bytes };

	r->parser = r->xml.CreateIOParserCtxt(NULL, NULL, read_input, NULL, &input, XML_CHAR_ENCODING_NONE);
	if (!r->parser)
		rt_out_of_memory(bytes.len);
	xmlSAXHandlerPtr own = r->parser->sax;
	r->parser->sax = &handlers;
	r->parser->userData = r;
	/* NOENT: `&amp;` in an attribute is `&`, not `&#38;`. There are no other entities: a DOCTYPE ends it all.
	 * IGNORE_ENC: the bytes are UTF-8, that was seen to; what converts them would complain to the terminal. */
	r->xml.CtxtUseOptions(r->parser, XML_PARSE_NONET | XML_PARSE_NOENT | XML_PARSE_IGNORE_ENC);
	r->xml.ParseDocument(r->parser);
	if (!r->code && !r->done && !r->parser->wellFormed)
		r->code = rt_fail(r->err, RT_EREFUSED, "line %u: not well-formed", format_line_of(r));
	r->parser->sax = own;
	r->xml.FreeDoc(r->parser->myDoc);
	r->parser->myDoc = NULL;
	r->xml.FreeParserCtxt(r->parser);
	return r->code;
}

static enum rt_code read_document(struct reader *r, rt_str bytes)
{
	struct rt_document *out = r->out;

	*out = (struct rt_document){ .date = RT_NO_TIME };
	r->size = bytes.len;
	enum rt_code code = format_check_bytes(bytes, r->err);
	if (!code)
		code = rt_libxml_load(&r->xml, r->err);
	if (!code)
		code = parse(r, bytes);
	rt_buf_release(&r->text);
	rt_arena_release(&r->item);
	if (!out->updated.data || !rt_date_parse(out->updated, &out->date))
		out->date = r->peek ? RT_NO_TIME : r->newest;
	return code;
}

static struct reader *new_reader(struct rt_arena *arena, struct rt_document *out, struct rt_error *err)
{
	struct reader *r = rt_arena_alloc(arena, sizeof *r);

	*r = (struct reader){ .arena = arena, .out = out, .err = err, .newest = RT_NO_TIME };
	rt_arena_init(&r->item);
	return r;
}

enum rt_code rt_xml_start(struct rt_error *err)
{
	struct rt_libxml functions;

	return rt_libxml_load(&functions, err);
}

enum rt_code rt_xml_read(rt_str bytes, struct rt_arena *arena, struct rt_document *out, struct rt_error *err)
{
	return read_document(new_reader(arena, out, err), bytes);
}

enum rt_code rt_xml_read_records(rt_str bytes, const struct rt_record_filter *filter, struct rt_arena *arena,
                                 struct rt_document *out, struct rt_records *records, struct rt_error *err)
{
	struct reader *r = new_reader(arena, out, err);

	r->want_records = true;
	r->filter = filter;
	enum rt_code code = read_document(r, bytes);
	*records = rt_flattener_end(r->flattener);
	return code;
}

enum rt_code rt_xml_peek(rt_str bytes, struct rt_arena *arena, struct rt_document *out, struct rt_error *err)
{
	struct reader *r = new_reader(arena, out, err);

	r->peek = true;
	return read_document(r, bytes);
}
