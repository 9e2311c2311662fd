#include "output.h"

#include <regtrail/render.h>

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

void output_start(void)
{
	/* Standard output open for reading only: writing to it fails, as it should. */
	for (int fd = STDIN_FILENO; fd <= STDERR_FILENO; fd++)
		if (fcntl(fd, F_GETFD) < 0 && errno == EBADF && open("/dev/null", O_RDONLY) < 0)
			_exit(RT_EINVALID);
}

static int write_all(int fd, rt_str bytes)
{
	while (bytes.len) {
		ssize_t written = write(fd, bytes.data, bytes.len);

		if (written < 0 && errno != EINTR)
			return -1;
		if (written > 0)
			bytes = (rt_str){ bytes.data + written, bytes.len - (size_t)written };
	}
	return 0;
}

enum rt_code output_write(rt_str bytes, struct rt_error *err)
{
	if (write_all(STDOUT_FILENO, bytes) < 0)
		return rt_fail(err, RT_EINVALID, "cannot write to standard output: %s", strerror(errno));
	return RT_OK;
}

static enum rt_code write_in_place(const char *path, rt_str bytes, struct rt_error *err)
{
	int fd = open(path, O_WRONLY | O_TRUNC | O_NOCTTY | O_CLOEXEC);

	if (fd < 0 || write_all(fd, bytes) < 0 || close(fd) < 0)
		return rt_fail(err, RT_EINVALID, "cannot write %s: %s", path, strerror(errno));
	return RT_OK;
}

static mode_t mode_of_new_file(void)
{
	mode_t mask = umask(0);

	umask(mask);
	return 0666 & ~mask;
}

/* Write the new file TEMPORARY, made by mkstemp(), and put it in the place of PATH. */
static int replace(char *temporary, const char *path, mode_t mode, rt_str bytes)
{
	int fd = mkstemp(temporary);

	if (fd < 0)
		return -1;
	int failed = write_all(fd, bytes) < 0 || fchmod(fd, mode) < 0 || fsync(fd) < 0;
	failed = close(fd) < 0 || failed || rename(temporary, path) < 0;
	if (!failed)
		return 0;
	int why = errno;
	unlink(temporary);
	errno = why;
	return -1;
}

enum rt_code output_write_file(const char *path, rt_str bytes, struct rt_error *err)
{
	struct stat there;
	bool exists = lstat(path, &there) == 0;

	if (exists && !S_ISREG(there.st_mode))
		return write_in_place(path, bytes, err);
	struct rt_buf temporary = RT_BUF_INIT;
	rt_buf_printf(&temporary, "%s.XXXXXX", path);

	/* A signal waits the moment that this takes, so that the temporary file does not stay behind. */
	sigset_t all, before;
	sigfillset(&all);
	sigprocmask(SIG_BLOCK, &all, &before);
	int failed = replace(temporary.data, path, exists ? there.st_mode & 0777 : mode_of_new_file(), bytes);
	if (failed)
		rt_fail(err, RT_EINVALID, "cannot write %s: %s", path, strerror(errno));
	sigprocmask(SIG_SETMASK, &before, NULL);
	rt_buf_release(&temporary);
	return failed ? RT_EINVALID : RT_OK;
}

void tell(const char *format, ...)
{
	char text[RT_ERROR_MESSAGE + 64];
	struct rt_buf line = RT_BUF_INIT;
	va_list args;

	va_start(args, format);
	vsnprintf(text, sizeof text, format, args);
	va_end(args);
	rt_buf_add_str(&line, RT_STR("regtrail: "));
	rt_render_safe(&line, rt_str_of(text));
	rt_buf_add_char(&line, '\n');
	write_all(STDERR_FILENO, rt_buf_str(&line)); /* if that fails there is nobody to tell */
	rt_buf_release(&line);
}
