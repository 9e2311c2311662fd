/* xml_library.h - libxml2, loaded when a document is read and not before.
 *
 * Behind it stands ICU with 30 MB of tables, which it uses for encodings that a registry never has, and behind that the
 * library of C++. Most commands read no document: an archive holds its entries as well.
 */
#ifndef FORMAT_XML_LIBRARY_H
#define FORMAT_XML_LIBRARY_H

#include "../base/library.h"

#include <libxml/parser.h>
#include <libxml/parserInternals.h>

/* The functions used: type, name without "xml", parameters. They are checked against libxml2's headers. */
#define RT_LIBXML_FUNCTIONS(F)                                                                            \
	F(xmlParserCtxtPtr, CreateIOParserCtxt,                                                           \
	  (xmlSAXHandlerPtr sax, void *user_data, xmlInputReadCallback read, xmlInputCloseCallback close, \
	   void *context, xmlCharEncoding encoding))                                                      \
	F(int, CtxtUseOptions, (xmlParserCtxtPtr parser, int options))                                    \
	F(int, ParseDocument, (xmlParserCtxtPtr parser))                                                  \
	F(void, StopParser, (xmlParserCtxtPtr parser))                                                    \
	F(int, DictSize, (xmlDictPtr names))                                                              \
	F(void, FreeDoc, (xmlDocPtr document))                                                            \
	F(void, FreeParserCtxt, (xmlParserCtxtPtr parser))

struct rt_libxml {
	RT_LIBXML_FUNCTIONS(LIBRARY_POINTER)
};

/* RT_EINVALID: it is not installed. */
enum rt_code rt_libxml_load(struct rt_libxml *out, struct rt_error *err);

#endif
