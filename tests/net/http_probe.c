/* One rt_source_http() call, from the command line; prints what came, one fact a line. For tests/net/run.sh.
 *
 *     http_probe [-e ETAG] [-m LAST-MODIFIED] [-t SECONDS] [-x MAX-BYTES] [-c CA-FILE] [-a USER-AGENT] [-p] URL
 */
#include <regtrail/source.h>

#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#define SHOWN 400 /* bytes of the document */

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

static bool parse_options(int argc, char **argv, struct rt_http_request *request)
{
	int option;

	while ((option = getopt(argc, argv, "e:m:t:x:c:a:p")) != -1)
		switch (option) {
		case 'e': request->etag = rt_str_of(optarg); break;
		case 'm': request->last_modified = rt_str_of(optarg); break;
		case 't': request->timeout = strtol(optarg, NULL, 10); break;
		case 'x': request->max_bytes = strtoul(optarg, NULL, 10); break;
		case 'c': request->ca_file = optarg; break;
		case 'a': request->user_agent = optarg; break;
		case 'p': request->progress = note_progress; break;
		default: return false;
		}
	if (optind + 1 != argc)
		return false;
	request->url = argv[optind];
	return true;
}

static void print_document(const struct rt_source_document *document)
{
	print_text("source", document->source);
	print_validator("etag", document->etag);
	print_validator("last-modified", document->last_modified);
	if (document->not_modified) {
		puts("not modified");
		return;
	}
	printf("size %zu\n", document->bytes.len);
	print_text("body", document->bytes);
}

int main(int argc, char **argv)
{
	size_t largest = 0;
	struct rt_http_request request = { .progress_data = &largest };
	struct rt_source_document document;
	struct rt_arena arena;
	struct rt_error err;

	if (!parse_options(argc, argv, &request))
		return EXIT_FAILURE;
	rt_arena_init(&arena);
	enum rt_code code = rt_source_http(NULL, &request, &arena, &document, &err);
	printf("code %d\n", code);
	if (code)
		printf("message %s\n", err.message);
	else
		print_document(&document);
	if (request.progress)
		printf("progress %zu\n", largest);
	rt_arena_release(&arena);
	return EXIT_SUCCESS;
}
