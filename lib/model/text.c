#include "text.h"

/* XML text cannot hold a NUL, so one marks a line break until white space is folded. */
#define LINE_BREAK '\0'

/* Append TEXT with every run of white space as one space, none at either end of a line. */
static void fold_space(struct rt_buf *out, rt_str text)
{
	size_t line_start = out->len;
	bool pending = false;

	while (text.len) {
		size_t space = rt_space_length(text);

		if (space) {
			pending = out->len > line_start;
		} else if (*text.data == LINE_BREAK) {
			rt_buf_add_char(out, '\n');
			line_start = out->len;
			pending = false;
			space = 1;
		} else {
			if (pending)
				rt_buf_add_char(out, ' ');
			pending = false;
			rt_buf_add_char(out, *text.data);
			space = 1;
		}
		text = (rt_str){ text.data + space, text.len - space };
	}
}

/* Already as fold_space() would leave it? Most text is, and then needs no copy. */
static bool is_folded(rt_str text)
{
	bool after_space = true;

	for (size_t i = 0; i < text.len; i++) {
		unsigned char c = (unsigned char)text.data[i];

		if (c < ' ' || c == 0xc2 || (c >= 0xe1 && c <= 0xe3)) /* may begin other white space: the long way */
			return false;
		if (c == ' ' && after_space)
			return false;
		after_space = c == ' ';
	}
	return !after_space;
}

static rt_str folded(rt_str text, struct rt_arena *arena)
{
	if (is_folded(text))
		return text;
	struct rt_buf buf = RT_BUF_INIT;
	fold_space(&buf, text);
	rt_str trimmed = rt_str_trim(rt_buf_str(&buf));
	rt_str copy = trimmed.len ? rt_str_copy(arena, trimmed) : RT_NO_STR;
	rt_buf_release(&buf);
	return copy;
}

static rt_str upper_case(rt_str s, struct rt_arena *arena)
{
	char *copy = rt_arena_copy(arena, s.data, s.len);

	for (size_t i = 0; i < s.len; i++)
		if (copy[i] >= 'a' && copy[i] <= 'z')
			copy[i] = (char)(copy[i] - 'a' + 'A');
	return (rt_str){ copy, s.len };
}

static rt_str first_text(const struct rt_node *node)
{
	if (node->text.data)
		return node->text;
	return node->children && node->children->element == RT_EL_TEXT ? node->children->text : RT_NO_STR;
}

/* How the kinds of <xref> read: their own text, or their data in some shape. */
enum data_form { AS_IS, UPPER, NOTHING };
struct xref_kind {
	const char *type;
	bool data_first;       /* the data, even if there is text */
	enum data_form form;   /* of the data, when used */
	const char *always;    /* put before either */
	const char *before;    /* put before the data */
	size_t skip;           /* bytes of the data left out */
};
static const struct xref_kind xref_kinds[] = {
	{ "rfc", false, UPPER, "", "", 0 },
	{ "rfc-errata", false, UPPER, "RFC Errata ", "", 0 },
	{ "draft", false, AS_IS, "", "", 0 },
	{ "uri", false, AS_IS, "", "", 0 },
	{ "person", true, AS_IS, "", "", 0 },
	{ "note", true, AS_IS, "", "", 0 },
	{ "registry", false, AS_IS, "", "IANA registry ", 0 },
	{ "unicode", false, AS_IS, "", "Unicode Character Database ", 3 },
	{ NULL, false, NOTHING, "", "", 0 },
};

rt_str model_xref(const struct rt_node *xref, struct rt_arena *arena)
{
	rt_str type = rt_node_attribute(xref, "type"), data = rt_node_attribute(xref, "data");
	const struct xref_kind *kind = xref_kinds;

	while (kind->type && !rt_str_equal(type, rt_str_of(kind->type)))
		kind++;
	rt_str text = folded(first_text(xref), arena);
	if (kind->data_first || !text.data) {
		size_t skip = kind->skip < data.len ? kind->skip : data.len;

		text = kind->form == NOTHING ? RT_STR("")
		                             : (rt_str){ data.data ? data.data + skip : "", data.len - skip };
		if (kind->form == UPPER)
			text = upper_case(text, arena);
		if (*kind->before)
			text = rt_str_format(arena, "%s%.*s", kind->before, RT_ARG(text));
	}
	return *kind->always ? rt_str_format(arena, "%s%.*s", kind->always, RT_ARG(text)) : text;
}

static void add_mixed(struct rt_buf *out, const struct rt_node *element, struct rt_arena *arena)
{
	rt_buf_add_str(out, element->text);
	for (const struct rt_node *child = element->children; child; child = child->next) {
		switch (child->element) {
		case RT_EL_TEXT:
			rt_buf_add_str(out, child->text);
			break;
		case RT_EL_XREF:
			rt_buf_add_char(out, '[');
			rt_buf_add_str(out, model_xref(child, arena));
			rt_buf_add_char(out, ']');
			break;
		case RT_EL_BR:
			rt_buf_add_char(out, LINE_BREAK);
			break;
		case RT_EL_PARAGRAPH:
			add_mixed(out, child, arena);
			rt_buf_add_char(out, LINE_BREAK);
			break;
		default: /* whatever it is, its text is part of ours */
			add_mixed(out, child, arena);
		}
	}
}

rt_str model_text(const struct rt_node *element, struct rt_arena *arena)
{
	if (!element->children)
		return element->text.data ? folded(element->text, arena) : RT_NO_STR;
	struct rt_buf buf = RT_BUF_INIT;
	add_mixed(&buf, element, arena);
	rt_str text = folded(rt_buf_str(&buf), arena);
	/* Text that needed no folding still lies in the buffer. */
	text = text.data == buf.data ? rt_str_copy(arena, text) : text;
	rt_buf_release(&buf);
	return text;
}
