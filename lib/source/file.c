#include "internal.h"

#include <regtrail/limits.h>

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <strings.h>
#include <sys/stat.h>
#include <unistd.h>

#define PIECE ((size_t)64 << 10) /* bytes read at a time */

static enum rt_code fail_read(int number, struct rt_error *err)
{
	return rt_fail(err, RT_EINVALID, "cannot be read: %s", strerror(number));
}

/* Everything from FD on; a pipe will do. */
static enum rt_code read_all(int fd, struct rt_intake *in, struct rt_error *err)
{
	char piece[PIECE];

	for (;;) {
		ssize_t got = read(fd, piece, sizeof piece);

		if (got == 0)
			return RT_OK;
		if (got < 0 && errno == EINTR)
			continue;
		if (got < 0)
			return fail_read(errno, err);
		enum rt_code code = rt_intake_add(in, piece, (size_t)got, err);
		if (code)
			return code;
	}
}

static enum rt_code read_open(int fd, size_t limit, struct rt_arena *arena, struct rt_source_document *out,
                              struct rt_error *err)
{
	struct rt_intake in;
	struct stat st;

	if (fstat(fd, &st) < 0)
		return fail_read(errno, err);
	if (S_ISDIR(st.st_mode))
		return fail_read(EISDIR, err);
	out->stream = !S_ISREG(st.st_mode);
	/* Known to be too large: say so at once. Compressed or not, no more than LIMIT is taken in. */
	bool sized = S_ISREG(st.st_mode) && st.st_size > 0;
	if (sized && (uintmax_t)st.st_size > limit)
		return rt_refuse_large(limit, err);
	rt_intake_init(&in, arena, limit, sized ? (size_t)st.st_size : 0);
	enum rt_code code = read_all(fd, &in, err);
	if (!code)
		code = rt_intake_finish(&in, &out->bytes, err);
	if (code == RT_EREFUSED) {
		out->bytes = rt_intake_partial(&in);
		out->partial = true;
	}
	return code;
}

static enum rt_code read_path(const char *path, size_t limit, struct rt_arena *arena, struct rt_source_document *out,
                              struct rt_error *err)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY);
	/* A socket cannot be opened once more, nor what another user has opened for us, as before sudo. */
	bool as_it_is = fd < 0 && strcmp(path, "/dev/stdin") == 0;

	if (as_it_is)
		fd = fcntl(STDIN_FILENO, F_DUPFD_CLOEXEC, STDERR_FILENO + 1);
	if (fd < 0)
		return fail_read(errno, err);
	enum rt_code code = read_open(fd, limit, arena, out, err);
	close(fd);
	out->stream = out->stream || as_it_is;
	return code;
}

enum rt_code rt_source_file(const char *path, struct rt_arena *arena, struct rt_source_document *out,
                            struct rt_error *err)
{
	*out = (struct rt_source_document){ .source = rt_str_copy(arena, rt_str_of(path)) };
	enum rt_code code = read_path(path, RT_MAX_DOCUMENT, arena, out, err);
	if (code)
		rt_error_context(err, "%s", path);
	return code;
}

/* ---- file: URLs ---- */

/* RFC 3986 section 2.1; false if an escape is none, or a NUL. */
static bool percent_decode(const char *text, char *out)
{
	for (; *text; text++) {
		if (*text != '%') {
			*out++ = *text;
			continue;
		}
		int high = rt_hex_digit(text[1]);
		int low = high < 0 ? -1 : rt_hex_digit(text[2]);
		if (low < 0 || high + low == 0)
			return false;
		*out++ = (char)(high << 4 | low);
		text += 2;
	}
	*out = '\0';
	return true;
}

/* Where the path begins in a file: URL; NULL if it names another machine or no absolute path. */
static const char *path_of(const char *url)
{
	const char *at = url + strlen("file:");

	if (strncmp(at, "//", 2) == 0)
		at += 2;
	if (strncasecmp(at, "localhost/", strlen("localhost/")) == 0)
		at += strlen("localhost");
	return at[0] == '/' ? at : NULL;
}

/* What cannot be read is what a server answers with 403 or 404: a mirror that is not mounted tonight may be
 * tomorrow. */
static enum rt_code no_answer(struct rt_error *err)
{
	if (err)
		rt_fail(err, RT_EUNREACHABLE, "%s: check the URL", err->message);
	return RT_EUNREACHABLE;
}

enum rt_code rt_source_file_url(const char *url, size_t limit, struct rt_arena *arena, struct rt_source_document *out,
                                struct rt_error *err)
{
	const char *encoded = path_of(url);

	if (!encoded)
		return rt_fail(err, RT_EINVALID, "%s: names no file here: write file:///PATH", url);
	char *path = rt_arena_alloc(arena, strlen(encoded) + 1);
	if (!percent_decode(encoded, path))
		return rt_fail(err, RT_EINVALID, "%s: has a %% that is no escape: write %%25 for a %%", url);
	out->source = rt_str_copy(arena, rt_str_of(url));
	enum rt_code code = read_path(path, limit, arena, out, err);
	if (code)
		rt_error_context(err, "%s", url);
	return code == RT_EINVALID ? no_answer(err) : code;
}
