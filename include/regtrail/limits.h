/* regtrail/limits.h - every limit on input, with its unit and the largest real value it leaves room for. */
#ifndef REGTRAIL_LIMITS_H
#define REGTRAIL_LIMITS_H

#define RT_MAX_DOCUMENT (64u << 20) /* bytes, after decompression; the largest seen is 3.9 MB */
#define RT_MAX_DEPTH    16          /* nested <registry>; the deepest seen is 4 */
#define RT_MAX_ELEMENTS_DEEP 64     /* nested elements of any kind */
#define RT_MAX_TEXT     (1u << 20)  /* bytes of one run of text or one attribute; the longest seen is 5 kB */
#define RT_MAX_RECORDS  200000u     /* records of one document; the most seen is 14,533, all of IANA's have 107,491 */
#define RT_MAX_ATTRIBUTES 32        /* of one element; the most seen is 4 */
#define RT_MAX_PARTS    4096u       /* elements and attributes of one record or head; the most seen is 84 */
#define RT_MAX_BETWEEN  10000u      /* the same from one record or person to the next, at any depth; likewise */
#define RT_MAX_PEOPLE   200000u     /* persons of one document; the most seen is 5,615 */
#define RT_MAX_NAMES    1000        /* different names of elements and attributes; the most seen is 33 */
#define RT_MAX_PORT     65535       /* RFC 6335 section 6 */
#define RT_MAX_ID       128         /* bytes of a registry id; the longest seen is 61 */

#define RT_MAX_QUARANTINE 500u      /* refused documents kept of one registry */
#define RT_MAX_PARTIAL  (1u << 20)  /* bytes kept of an answer that is too large or broken */
#define RT_MAX_HEADERS  (64u << 10) /* bytes kept of a response's headers */
#define RT_MAX_HEADERS_TAKEN (256u << 10) /* bytes of headers, after which nothing more is taken of an answer */
#define RT_MAX_REASON   500u        /* bytes of a reason in the record of looks and in quarantine */

#endif
