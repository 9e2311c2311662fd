/* archive_support.h - what the tests of the archive share: a directory for each test, archives and snapshots in
 * short. */
#ifndef UNIT_ARCHIVE_SUPPORT_H
#define UNIT_ARCHIVE_SUPPORT_H

#include "support.h"

#include <regtrail/archive.h>

/* ---- the fixture ---- */

extern struct rt_arena arena; /* given back at the end of the test */
extern char root[];           /* the test's directory, removed at its end */
extern const char *path;      /* of the archive: root/a.git unless the test says otherwise */

/* A test case in which each test has all that. */
TCase *new_case(Suite *suite, const char *name);

/* The exit status of a shell command in the test's directory. */
int shell(const char *command);

/* ---- calls that succeed, or fail with CODE and a message that says PART; there is an `err` in scope ---- */

#define ok(call)                assert_ok((call), &err, __LINE__)
#define fails(call, code, part) assert_fails((call), (code), (part), &err, __LINE__)
void assert_ok(enum rt_code code, const struct rt_error *err, int line);
void assert_fails(enum rt_code is, enum rt_code code, const char *part, const struct rt_error *err, int line);

/* ---- archives and snapshots in short ---- */

/* The archive at `path`, made if it is not there. */
struct rt_archive *open_archive(void);
struct rt_archive *open_locked(void);

struct rt_object_id write_bytes(struct rt_archive *archive, rt_str bytes);
struct rt_object_id write_inside(struct rt_archive *archive, const char *id, const char *inside);

/* A snapshot that has nothing but its times, on PARENT. */
struct rt_object_id commit_at(struct rt_archive *archive, const struct rt_object_id *parent,
                              const struct rt_object_id *tree, const char *date, const char *archived);

/* Flush, and move the branch. */
void publish(struct rt_archive *archive, const char *registry, const struct rt_object_id *commit);

/* Five snapshots of the port registry, archived in another order than that of their dates: one document came late. */
#define SERIES 5
struct rt_archive *open_series(struct rt_object_id commits[SERIES]);

rt_str hex(const struct rt_object_id *id);
bool same_id(const struct rt_object_id *a, const struct rt_object_id *b);

/* The same records, in whatever order. */
void assert_same_records(struct rt_records got, struct rt_records wanted, const char *name);

/* ---- what documents are made of ---- */

#define A      ENTRY("a", "1", "tcp", "")
#define B      ENTRY("b", "2", "tcp", "")
#define C      RECORD(NAME("c"))
#define PEOPLE "<people><person id='P'><name>P. Person</name></person></people>"

#endif
