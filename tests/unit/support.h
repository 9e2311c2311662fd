/* support.h - what the unit tests share: registries written short; changes and records shown short. */
#ifndef UNIT_SUPPORT_H
#define UNIT_SUPPORT_H

#include "run.h"

#include <regtrail/buf.h>
#include <regtrail/change.h>
#include <regtrail/error.h>
#include <regtrail/record.h>


/* ---- records as IANA writes them; quotes are single, so that they need no escape in C ---- */

#define RECORD(body)         "<record>" body "</record>\n"
#define DATED(on, body)      "<record date='" on "'>" body "</record>\n"
#define MODIFIED(on, body)   "<record updated='" on "'>" body "</record>\n"
#define NAME(text)           "<name>" text "</name>"
#define AT(number, protocol) "<protocol>" protocol "</protocol><number>" number "</number>"
#define DESC(text)           "<description>" text "</description>"
#define NOTE(text)           "<note>" text "</note>"
#define MISUSE(text)         "<unauthorized>" text "</unauthorized>"
#define PERSON(id)           "<xref type='person' data='" id "'/>"
#define RFC(number)          "<xref type='rfc' data='rfc" number "'/>"
#define ASSIGNEE(id)         "<assignee><xref type='person' data='" id "'/></assignee>"
#define VALUE(text)          "<value>" text "</value>"

/* An assignment; a pool record; a record of another registry. */
#define ENTRY(name, number, protocol, rest) RECORD(NAME(name) AT(number, protocol) rest)
#define POOL(state, number, protocol, rest) RECORD(AT(number, protocol) DESC(state) rest)
#define ROW(value, rest)                    RECORD(VALUE(value) rest)

/* Characters that no table shows. */
#define NBSP       "\xc2\xa0"
#define EM_SPACE   "\xe2\x80\x83"
#define WIDE_SPACE "\xe3\x80\x80"
#define ZERO_WIDTH "\xe2\x80\x8b" /* no white space, says Unicode */

#define NAMESPACE "xmlns='http://www.iana.org/assignments'"

/* A document with these things inside; ID NULL: the port registry. */
rt_str document_with(const char *id, const char *inside, struct rt_arena *arena);

/* Its records; the test fails if it cannot be read. The port registry's head, always the same, is left in. */
struct rt_records records_with(const char *id, const char *inside, struct rt_arena *arena);
struct rt_records records_of_bytes(rt_str bytes, struct rt_arena *arena);

/* The one entry among RECORDS. */
const struct rt_record *only_entry(struct rt_records records);

/* ---- shown short, for a person to compare ---- */

/* `2/tcp compressnet`, `7123/udp (reserved)`, `-/tcp name`; `r 5` for a row of registry r; `person X`; `head r`. */
void show_identity(const struct rt_record *record, struct rt_buf *out);

/* One line: kinds, [labels], what it was -> what it is, {fields that differ} unless it is new or gone, effective=DATE,
 * `in` the block that it went into, link=ENTRY. */
void show_change(const struct rt_change *change, struct rt_buf *out);
rt_str show_changes(struct rt_changes changes, struct rt_arena *arena);

/* Every field that has a value, one a line: `name=value`, `name=[a, b]`; a line break in a value shows as `|`. */
rt_str show_record(const struct rt_record *record, struct rt_arena *arena);

/* As ck_assert_msg(), which tells its parent process of every success: too slow inside a loop. */
#define must(condition, ...)                       \
	do {                                       \
		if (!(condition))                  \
			ck_abort_msg(__VA_ARGS__); \
	} while (0)

#define assert_text(got, wanted, row) assert_text_at(got, wanted, row, __FILE__, __LINE__)
void assert_text_at(rt_str got, const char *wanted, const char *row, const char *file, int line);

/* ---- chance, the same on every run ---- */

/* xorshift64 (G. Marsaglia, "Xorshift RNGs", 2003); STATE begins as anything but 0. Below LIMIT. */
size_t chance(uint64_t *state, size_t limit);

/* ---- real data ---- */

/* The documents in the corpus's xml/ directory; 0, and a line that says `skip`, if it is not there. */
size_t corpus_documents(rt_str *out, size_t max, struct rt_arena *arena);


#endif
