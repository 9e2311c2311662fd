/* regtrail/str.h - strings that carry their length, passed by value.
 *
 * A string does not own its bytes: they belong to an arena, to a document or to the program text. They are UTF-8, may
 * hold NUL and are not NUL-terminated. `data == NULL` means absent, which is not the same as empty.
 */
#ifndef REGTRAIL_STR_H
#define REGTRAIL_STR_H

#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <regtrail/arena.h>

typedef struct rt_str {
	const char *data;
	size_t len;
} rt_str;

#define RT_STR(literal) ((rt_str){ (literal), sizeof(literal) - 1 })
#define RT_NO_STR       ((rt_str){ NULL, 0 })

/* For printf("%.*s", RT_ARG(s)); the length is cut at INT_MAX. */
#define RT_ARG(s) ((s).len > 0x7fffffff ? 0x7fffffff : (int)(s).len), ((s).data ? (s).data : "")

rt_str rt_str_of(const char *c_string); /* NULL gives RT_NO_STR */
bool rt_str_equal(rt_str a, rt_str b);  /* absent equals only absent */
int rt_str_compare(rt_str a, rt_str b); /* by bytes; absent first */
bool rt_str_starts_with(rt_str s, rt_str prefix);
bool rt_str_ends_with(rt_str s, rt_str suffix);
bool rt_str_contains(rt_str s, rt_str part);

/* C with A-Z as a-z. */
static inline char rt_char_fold(char c)
{
	return c >= 'A' && c <= 'Z' ? (char)(c - 'A' + 'a') : c;
}

/* The value of a hexadecimal digit; -1 if it is none. */
static inline int rt_hex_digit(char c)
{
	c = rt_char_fold(c);
	return c >= '0' && c <= '9' ? c - '0' : c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

bool rt_str_is_hex(rt_str s); /* hexadecimal digits and nothing else, one or more */

/* ASCII letters without case, as RFC 6335 section 5.1 compares service names. */
bool rt_str_equal_nocase(rt_str a, rt_str b);
int rt_str_compare_nocase(rt_str a, rt_str b);
rt_str rt_str_fold(struct rt_arena *arena, rt_str s); /* a copy with A-Z as a-z */

rt_str rt_str_copy(struct rt_arena *arena, rt_str s);
rt_str rt_str_format(struct rt_arena *arena, const char *format, ...)
#if defined(__GNUC__)
	__attribute__((format(printf, 2, 3)))
#endif
	;
/* S with white space (as in rt_space_length()) cut from both ends. */
rt_str rt_str_trim(rt_str s);

/* Take the text up to SEPARATOR off the front of *REST; false at the end. */
bool rt_str_split(rt_str *rest, char separator, rt_str *part);

/* FNV-1a, 64 bit (Fowler, Noll, Vo); pass the result of one call as SEED of the next to chain, 0 to begin. */
uint64_t rt_str_hash(uint64_t seed, rt_str s);

/* Length in bytes of the white space character (Unicode White_Space) that S begins with, else 0. */
size_t rt_space_length(rt_str s);

/* Length in bytes of the well-formed UTF-8 character that S begins with (RFC 3629), else 0. */
size_t rt_utf8_length(rt_str s);

/* Terminal columns S takes: one a character, none for combining marks, two for wide East Asian ones. */
size_t rt_str_columns(rt_str s);

/* Match shell-style GLOB (* ? [set], without case) against S, as fnmatch(3) does. */
bool rt_str_glob(rt_str glob, rt_str s);

#endif
