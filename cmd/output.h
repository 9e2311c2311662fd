/* output.h - how data leave the program: to standard output or a file; and messages, to standard error. */
#ifndef CMD_OUTPUT_H
#define CMD_OUTPUT_H

#include <regtrail/buf.h>
#include <regtrail/error.h>

/* To be called first: a closed standard stream must not become the number of a file that is opened later. */
void output_start(void);

/* All of BYTES to standard output; it is an error if it is full or closed. */
enum rt_code output_write(rt_str bytes, struct rt_error *err);

/* The same to the file PATH: written beside it and renamed, so that there is all of it or none. What is no regular file
 * (a symbolic link, a device, a pipe) is written in place. */
enum rt_code output_write_file(const char *path, rt_str bytes, struct rt_error *err);

/* One line to standard error: `regtrail: ...`. What a terminal would obey is made harmless. */
void tell(const char *format, ...)
#if defined(__GNUC__)
	__attribute__((format(printf, 1, 2)))
#endif
	;

#endif
