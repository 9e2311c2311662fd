/* regtrail/error.h - errors are values that the caller owns.
 *
 * A function that can fail returns an enum rt_code and fills in the struct rt_error that it was given. The message
 * is made where the cause is known and says what (file, URL, snapshot), where (line) and what to do; callers add
 * context in front with rt_error_context() and never replace it. Nothing in the library prints or exits.
 */
#ifndef REGTRAIL_ERROR_H
#define REGTRAIL_ERROR_H

#include <stdarg.h>

#define RT_ERROR_MESSAGE 1024 /* bytes, with the closing NUL; longer messages are cut at a character */

/* Named by what the caller can do about it. The values are the exit statuses of the program. */
enum rt_code {
	RT_OK = 0,
	RT_EINVALID = 2,     /* usage, no such snapshot, unreadable input, disk: mend it and try again */
	RT_EUNREACHABLE = 3, /* the source did not answer: try again later */
	RT_EREFUSED = 4,     /* the document is not one to keep: not a registry, malformed, too large */
	RT_ELOCKED = 5,      /* another run is writing to the archive: wait for it */
	RT_EDAMAGED = 6      /* the archive contradicts itself: restore it */
};

struct rt_error {
	enum rt_code code;
	char message[RT_ERROR_MESSAGE];
};

/* Set *ERR (which may be NULL) and return CODE, so that `return rt_fail(err, ...)` reads as one step.
 * Control characters in the arguments are shown as '?': messages quote data, and go to terminals. */
enum rt_code rt_fail(struct rt_error *err, enum rt_code code, const char *format, ...)
#if defined(__GNUC__)
	__attribute__((format(printf, 3, 4)))
#endif
	;

/* Put "CONTEXT: " in front of the message of *ERR and return its code. Where ERR may be NULL there is none: return the
 * code at hand instead. */
enum rt_code rt_error_context(struct rt_error *err, const char *format, ...)
#if defined(__GNUC__)
	__attribute__((format(printf, 2, 3)))
#endif
	;

#endif
