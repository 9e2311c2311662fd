/* rt_source_http(), from the command line; prints what came, one fact a line. For tests/net/run.sh.
 *
 *     http_probe [-e ETAG] [-m LAST-MODIFIED] [-t SECONDS] [-r RETRY-TIME] [-x MAX-BYTES] [-c CA-FILE] [-a USER-AGENT]
 *                [-p] [-h] [-n] URL...
 *
 * With -h the headers are printed too, with -n no connection is kept from one URL to the next.
 */
#include <regtrail/source.h>

#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#define SHOWN 400 /* bytes of the document */

struct options {
	struct rt_http_request request;
	bool headers, none_kept;
};

static void print_text(const char *name, rt_str text)
{
	printf("%s ", name);
	for (size_t i = 0; i < text.len && i < SHOWN; i++)
		putchar(text.data[i] < ' ' && text.data[i] != '\n' ? '?' : text.data[i]);
	putchar('\n');
}

static void print_validator(const char *name, rt_str text)
{
	if (text.data)
		print_text(name, text);
	else
		printf("no %s\n", name);
}

static void note_progress(void *largest, size_t so_far, size_t total)
{
	size_t *most = largest;

	if (so_far > *most)
		*most = so_far;
	if (total > *most)
		*most = total;
}

static void note_waiting(void *data, long milliseconds, const struct rt_error *why)
{
	(void)data;
	printf("waiting %ld\nwhy %s\n", milliseconds, why->message);
	fflush(stdout);
}

static bool parse_options(int argc, char **argv, struct options *options)
{
	struct rt_http_request *request = &options->request;
	int option;

	while ((option = getopt(argc, argv, "e:m:t:r:x:c:a:phn")) != -1)
		switch (option) {
		case 'e': request->etag = rt_str_of(optarg); break;
		case 'm': request->last_modified = rt_str_of(optarg); break;
		case 't': request->timeout = strtol(optarg, NULL, 10); break;
		case 'r': request->retry_time = strtol(optarg, NULL, 10); break;
		case 'x': request->max_bytes = strtoul(optarg, NULL, 10); break;
		case 'c': request->ca_file = optarg; break;
		case 'a': request->user_agent = optarg; break;
		case 'p': request->progress = note_progress; break;
		case 'h': options->headers = true; break;
		case 'n': options->none_kept = true; break;
		default: return false;
		}
	return optind < argc;
}

static void print_document(const struct rt_source_document *document)
{
	print_text("source", document->source);
	if (document->partial)
		puts("partial");
	print_validator("etag", document->etag);
	print_validator("last-modified", document->last_modified);
	if (document->not_modified) {
		puts("not modified");
		return;
	}
	printf("size %zu\n", document->bytes.len);
	print_text("body", document->bytes);
}

static void get(struct rt_http *http, struct options *options, const char *url)
{
	struct rt_source_document document;
	struct rt_arena arena;
	struct rt_error err = { .code = RT_OK };

	rt_arena_init(&arena);
	options->request.url = url;
	enum rt_code code = rt_source_http(http, &options->request, &arena, &document, &err);
	printf("code %d\n", code);
	if (code != err.code)
		puts("the error does not say so");
	if (code)
		printf("message %s\n", err.message);
	if (!code || document.partial)
		print_document(&document);
	if (options->headers)
		print_validator("headers", document.headers);
	rt_arena_release(&arena);
}

int main(int argc, char **argv)
{
	size_t largest = 0;
	struct options options = { .request = { .progress_data = &largest, .waiting = note_waiting } };

	if (!parse_options(argc, argv, &options))
		return EXIT_FAILURE;
	struct rt_http *http = options.none_kept ? NULL : rt_http_new();
	for (int i = optind; i < argc; i++)
		get(http, &options, argv[i]);
	if (options.request.progress)
		printf("progress %zu\n", largest);
	rt_http_free(http);
	return EXIT_SUCCESS;
}
