/* xml_series.h - for the tests of reading one document after the other. */
#ifndef FORMAT_XML_SERIES_H
#define FORMAT_XML_SERIES_H

#include <regtrail/xml.h>

/* Bytes that the parser was given of the last document. */
size_t xml_series_parsed(const struct rt_xml_series *series);

#endif
