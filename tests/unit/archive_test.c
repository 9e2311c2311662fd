/* The archive: what is one and what is not, and the trees of its snapshots. */
#include "archive_support.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

/* ---- init and open ---- */

START_TEST(init_makes_one_and_leaves_it)
{
	struct rt_error err = { RT_OK, "" };
	bool created;

	path = rt_str_format(&arena, "%s/deep/down/a.git", root).data;
	ok(rt_archive_init(path, &created, &err));
	ck_assert(created);
	ok(rt_archive_init(path, &created, &err));
	ck_assert(!created);
	ck_assert_int_eq(shell("test $(git -C deep/down/a.git config regtrail.format) = 1"), 0);
	ck_assert_int_eq(shell("test $(git -C deep/down/a.git symbolic-ref HEAD) = refs/heads/" RT_PORTS), 0);
}
END_TEST

START_TEST(init_takes_an_empty_directory)
{
	struct rt_error err = { RT_OK, "" };
	bool created;

	ck_assert_int_eq(mkdir(path, 0777), 0);
	ok(rt_archive_init(path, &created, &err));
	ck_assert(created);
}
END_TEST

/* What is at a.git, and what is said about it. */
static const struct strange {
	const char *command, *said;
} strange[] = {
	{ "mkdir a.git && touch a.git/photograph.jpg", "a.git is not an archive" },
	{ "touch a.git", "a.git is not an archive" },
	{ "git init a.git", "with a working tree" },
	{ "git init b && git -C b -c user.name=a -c user.email=a@b commit --allow-empty -m other && git clone --bare b "
	  "a.git",
	  "repository of something else" },
	{ "git init --bare a.git && git -C a.git config regtrail.format 2", "use a newer regtrail" },
	{ "git init --bare a.git && git -C a.git config regtrail.format x", "regtrail.format" },
};

START_TEST(what_is_no_archive)
{
	struct rt_error err = { RT_OK, "" };
	struct rt_archive *archive;
	bool created;

	ck_assert_int_eq(shell(strange[_i].command), 0);
	enum rt_code code = rt_archive_open(path, &archive, &err);
	ck_assert_msg(code == RT_EINVALID || code == RT_EDAMAGED, "%s", strange[_i].command);
	ck_assert_ptr_null(archive);
	ck_assert_ptr_nonnull(strstr(err.message, strange[_i].said));
	err.message[0] = '\0';
	ck_assert_int_eq(rt_archive_init(path, &created, &err), code);
	ck_assert(!created);
	ck_assert_ptr_nonnull(strstr(err.message, strange[_i].said));
}
END_TEST

START_TEST(nothing_there)
{
	struct rt_error err = { RT_OK, "" };
	struct rt_archive *archive;

	fails(rt_archive_open(path, &archive, &err), RT_EINVALID, "regtrail init");
	rt_archive_free(NULL);
}
END_TEST

/* The user's own git is told strange things: none of our business. */
START_TEST(home_config_is_ignored)
{
	ck_assert_int_eq(shell("echo '[core' >.gitconfig"), 0);
	setenv("HOME", root, 1);
	setenv("XDG_CONFIG_HOME", root, 1);
	rt_archive_free(open_locked());
}
END_TEST

START_TEST(settings)
{
	struct rt_archive *archive = open_archive();

	ck_assert_int_eq(shell("git -C a.git config regtrail.url https://example.net/"), 0);
	ck_assert(rt_str_equal(rt_archive_config(archive, "url", &arena), RT_STR("https://example.net/")));
	ck_assert_ptr_null(rt_archive_config(archive, "nothing", &arena).data);
	rt_archive_free(archive);
}
END_TEST

START_TEST(settings_with_several_values)
{
	struct rt_error err = { RT_OK, "" };
	struct rt_archive *archive = open_archive();
	rt_str *values;
	size_t count;

	ok(rt_archive_config_all(archive, "registry", &arena, &values, &count, &err));
	ck_assert_uint_eq(count, 0);
	ck_assert_int_eq(shell("for i in b a '' b; do git -C a.git config --add regtrail.registry \"$i\"; done"), 0);
	ok(rt_archive_config_all(archive, "registry", &arena, &values, &count, &err));
	ck_assert_uint_eq(count, 4);
	for (size_t i = 0; i < count; i++)
		ck_assert(rt_str_equal(values[i], rt_str_of(((const char *const[]){ "b", "a", "", "b" })[i])));
	rt_archive_free(archive);
}
END_TEST

/* Who can write a command into the config? */
static const struct {
	const char *command, *said; /* NULL: trusted */
} trust[] = {
	{ "chmod 755 a.git", NULL },
	{ "chmod 700 a.git && chmod 600 a.git/config", NULL },
	{ "chmod 775 a.git", "chmod go-w" },
	{ "chmod 757 a.git", "chmod go-w" },
	{ "chmod 664 a.git/config", "a.git/config: `chmod go-w`" },
	{ "chmod 646 a.git/config", "a.git/config: `chmod go-w`" },
	{ "echo '[regtrail] onchange = id' >more && git -C a.git config include.path ../more",
	  "includes another file" },
	{ "echo '[core] abbrev = 9' >more && git -C a.git config include.path ../more", NULL },
	{ "mv a.git/config . && ln -s ../config a.git/config && chmod 666 config", "chmod go-w" },
};

START_TEST(trust_in_commands)
{
	struct rt_error err = { RT_OK, "" };
	struct rt_archive *archive = open_archive();

	ck_assert_int_eq(shell("chmod 755 a.git && chmod 644 a.git/config"), 0);
	ck_assert_int_eq(shell(trust[_i].command), 0);
	if (trust[_i].said)
		fails(rt_archive_config_is_trusted(archive, &err), RT_EINVALID, trust[_i].said);
	else
		ok(rt_archive_config_is_trusted(archive, &err));
	rt_archive_free(archive);
}
END_TEST

/* Only root can give files away. */
START_TEST(no_trust_in_strangers)
{
	struct rt_error err = { RT_OK, "" };
	struct rt_archive *archive = open_archive();

	if (shell("chmod 755 a.git && chmod 644 a.git/config && chown 12345 a.git/config") == 0)
		fails(rt_archive_config_is_trusted(archive, &err), RT_EINVALID, "belongs to user 12345");
	else
		printf("skip: only root can test who owns the config\n");
	rt_archive_free(archive);
}
END_TEST

START_TEST(one_writer_at_a_time)
{
	struct rt_error err = { RT_OK, "" };
	struct rt_archive *first = open_locked(), *second = open_archive();

	ok(rt_archive_lock(first, 0, &err));
	fails(rt_archive_lock(second, 0, &err), RT_ELOCKED, "another run is writing");
	rt_archive_free(first);
	ok(rt_archive_lock(second, 0, &err));
	rt_archive_free(second);
}
END_TEST

/* Another process has the lock for 0.3 seconds. */
START_TEST(a_lock_can_be_waited_for)
{
	static const long waits[] = { 0, 1, RT_WAIT_FOREVER };
	struct rt_error err = { RT_OK, "" };

	rt_archive_free(open_locked());
	for (size_t i = 0; i < sizeof waits / sizeof *waits; i++) {
		ck_assert_int_eq(shell("flock a.git/regtrail.lock sh -c 'touch locked; sleep 0.3' & "
		                       "until test -e locked; do sleep 0.01; done; rm locked"), 0);
		struct rt_archive *archive = open_archive();
		enum rt_code code = rt_archive_lock(archive, waits[i], &err);

		must(code == (waits[i] ? RT_OK : RT_ELOCKED), "waiting %ld s: code %d", waits[i], code);
		rt_archive_free(archive);
	}
}
END_TEST

START_TEST(waiting_for_a_lock_ends)
{
	struct rt_error err = { RT_OK, "" };
	struct rt_archive *first = open_locked(), *second = open_archive();

	fails(rt_archive_lock(second, 1, &err), RT_ELOCKED, "still after 1 s:");
	rt_archive_free(first);
	rt_archive_free(second);
}
END_TEST

/* ---- trees ---- */

/* Every kind of file, with more than one record where that can be. */
static const struct {
	const char *id, *inside;
} documents[] = {
	{ NULL, ENTRY("http", "80", "tcp", PERSON("P")) ENTRY("http", "80", "udp", "") ENTRY("www", "80", "tcp", "")
	                RECORD(NAME("rdp")) RECORD(NAME("RDP") DESC("a<br/>b")) POOL("Unassigned", "4-6", "tcp", "")
	                        RECORD(DESC("private")) ENTRY("t", "TBD", "tcp", "") PEOPLE },
	{ "r", ROW("1", RFC("1")) ROW("1", RFC("2")) ROW("1", RFC("2")) RECORD("") ROW("0x1301", "") PEOPLE },
	{ "r", "<registry id='r.1'><title>One</title>" ROW(
		       "a/b", "") "</registry>"
	                          "<registry id='../r'><title>Two</title><registry><title>Nameless</title>" ROW(
					  "c", "") "</registry></registry>"
	                                           "<registry id='r'><title>Like the outermost</title></registry>" },
	{ "r", "" },
};

START_TEST(records_come_back)
{
	struct rt_error err = { RT_OK, "" };
	struct rt_archive *archive = open_locked();
	rt_str bytes = document_with(documents[_i].id, documents[_i].inside, &arena);
	struct rt_object_id tree = write_bytes(archive, bytes);
	struct rt_records none, all;

	ok(rt_archive_compare(archive, NULL, &tree, true, &arena, &none, &all, &err));
	ck_assert_uint_eq(none.count, 0);
	assert_same_records(all, records_of_bytes(bytes, &arena), "in memory");
	ok(rt_archive_flush(archive, &err));
	ok(rt_archive_compare(archive, &tree, NULL, true, &arena, &all, &none, &err));
	ck_assert_uint_eq(none.count, 0);
	assert_same_records(all, records_of_bytes(bytes, &arena), "on disk");
	rt_archive_free(archive);
}
END_TEST

START_TEST(the_document_comes_back)
{
	struct rt_error err = { RT_OK, "" };
	struct rt_archive *archive = open_locked();
	rt_str bytes = document_with(NULL, ENTRY("http", "80", "tcp", ""), &arena), back;
	struct rt_archived snapshot = { .tree = write_bytes(archive, bytes) };
	struct rt_object_id blob, wanted;

	ok(rt_archive_blob_id(bytes, &wanted, &err));
	ok(rt_archive_tree_document(archive, &snapshot.tree, &blob, &err));
	ck_assert(same_id(&blob, &wanted));
	ok(rt_archive_document(archive, &snapshot, &arena, &back, &err));
	ck_assert(rt_str_equal(back, bytes));
	rt_archive_free(archive);
}
END_TEST

/* printf 'hello\n' | git hash-object --stdin */
START_TEST(blob_ids_are_those_of_git)
{
	struct rt_error err = { RT_OK, "" };
	struct rt_object_id id;

	ok(rt_archive_blob_id(RT_STR("hello\n"), &id, &err));
	assert_text(hex(&id), "ce013625030ba8dba906f756967f9e9ca394464a", "hello");
	ok(rt_archive_blob_id(RT_NO_STR, &id, &err));
	assert_text(hex(&id), "e69de29bb2d1d6434b8b29ae775ad8c2e48c5391", "nothing");
}
END_TEST

/* A tree is a function of the document: not of what was written before, nor by whom. */
START_TEST(trees_have_no_history)
{
	struct rt_archive *archive = open_locked();
	struct rt_object_id fresh = write_inside(archive, NULL, A C PEOPLE);

	write_inside(archive, NULL, A B PEOPLE);
	write_inside(archive, "r", ROW("1", ""));
	struct rt_object_id later = write_inside(archive, NULL, A C PEOPLE);
	ck_assert(same_id(&fresh, &later));
	rt_archive_free(archive);

	path = rt_str_format(&arena, "%s/b.git", root).data;
	archive = open_locked();
	struct rt_object_id elsewhere = write_inside(archive, NULL, A C PEOPLE);
	ck_assert(same_id(&fresh, &elsewhere));
	rt_archive_free(archive);
}
END_TEST

#define PEOPLE_LIKE(name) "<people><person id='Pa'/><person id='Pat'><name>" name "</name></person></people>"

static const struct {
	const char *name, *old, *new;
	size_t old_count, new_count; /* of the records in files that differ */
	bool people;
} comparisons[] = {
	{ "nothing", A B, A B, 0, 0, true },
	{ "an entry changes", A B, A ENTRY("b", "2", "tcp", DESC("x")), 1, 1, true },
	{ "an entry comes", A, A B, 0, 1, true },
	{ "an entry goes, and its directory", A C, A, 1, 0, true },
	{ "its neighbour in the file stays away", A ENTRY("a", "1", "udp", ""), A, 1, 0, true },
	{ "the head", A, A "<note>x</note>", 1, 1, true },
	{ "a person", A PEOPLE, A, 1, 0, true },
	{ "a person among others of the same shard", A PEOPLE_LIKE("old"), A PEOPLE_LIKE("new"), 1, 1, true },
	{ "a person, not wanted", A PEOPLE, A B, 0, 1, false },
	{ "white space", A B, A "\n  " B, 0, 0, true },
};

START_TEST(only_what_differs)
{
	struct rt_error err = { RT_OK, "" };
	struct rt_archive *archive = open_locked();
	struct rt_object_id old_tree = write_inside(archive, NULL, comparisons[_i].old);
	struct rt_object_id new_tree = write_inside(archive, NULL, comparisons[_i].new);
	struct rt_records old, new;

	for (size_t round = 0; round < 2; round++) {
		ok(rt_archive_compare(archive, &old_tree, &new_tree, comparisons[_i].people, &arena, &old, &new, &err));
		must(old.count == comparisons[_i].old_count, "%s: %zu old", comparisons[_i].name, old.count);
		must(new.count == comparisons[_i].new_count, "%s: %zu new", comparisons[_i].name, new.count);
		ok(rt_archive_flush(archive, &err)); /* and again from the disk */
	}
	rt_archive_free(archive);
}
END_TEST

/* Another run knows only the branch: it must write what is new since, and all of that. */
START_TEST(the_next_run_adds_to_the_branch)
{
	struct rt_archive *archive = open_locked();
	struct rt_object_id tree = write_inside(archive, NULL, A C PEOPLE);
	struct rt_object_id first = commit_at(archive, NULL, &tree, "2020-01-01", "2020-01-02");

	publish(archive, RT_PORTS, &first);
	rt_archive_free(archive);
	archive = open_locked();
	tree = write_inside(archive, NULL, A B C);
	struct rt_object_id second = commit_at(archive, &first, &tree, "2020-02-01", "2020-02-02");
	publish(archive, RT_PORTS, &second);
	rt_archive_free(archive);
	ck_assert_int_eq(shell("git -C a.git fsck --strict --no-dangling"), 0);
	ck_assert_int_eq(shell("git -C a.git cat-file -p HEAD:entries/ports/000xx/2 | grep -x 'service: b'"), 0);
}
END_TEST

/* More than are written one by one: they go into a pack. */
START_TEST(many_objects)
{
	struct rt_buf inside = RT_BUF_INIT;
	struct rt_archive *archive = open_locked();

	for (unsigned i = 0; i < 1000; i++)
		rt_buf_printf(&inside, "<record><name>n%u</name><number>%u</number></record>", i, i);
	struct rt_object_id tree = write_inside(archive, NULL, inside.data);
	struct rt_object_id commit = commit_at(archive, NULL, &tree, "2020-01-01", "2020-01-02");
	publish(archive, RT_PORTS, &commit);
	rt_archive_free(archive);
	ck_assert_int_eq(shell("test $(ls a.git/objects/pack/*.pack | wc -l) = 1"), 0);
	ck_assert_int_eq(shell("test $(git -C a.git ls-tree -r HEAD entries/ports/ | wc -l) = 1000"), 0);
	ck_assert_int_eq(shell("git -C a.git fsck --strict --no-dangling"), 0);
	ck_assert_int_eq(shell("test -z \"$(find a.git -name 'tmp_*')\""), 0);
	rt_buf_release(&inside);
}
END_TEST

/* A document of a hundred records, of which one is named by ROUND, on PARENT. */
static struct rt_object_id publish_round(struct rt_archive *archive, unsigned round, const struct rt_object_id *parent)
{
	struct rt_buf inside = RT_BUF_INIT;
	const char *date = rt_str_format(&arena, "2020-01-%02u", round + 1).data;

	for (unsigned i = 0; i < 100; i++)
		rt_buf_printf(&inside, "<record><name>n%u-%u</name><number>%u</number></record>", i, i % 2 ? 0 : round,
		              i * 100);
	struct rt_object_id tree = write_inside(archive, NULL, inside.data);
	struct rt_object_id commit = commit_at(archive, parent, &tree, date, "2020-02-02");
	publish(archive, RT_PORTS, &commit);
	rt_buf_release(&inside);
	return commit;
}

/* Packs of one run become one when they are large enough together, and no others do. */
START_TEST(flushed_packs)
{
	struct rt_error err = { RT_OK, "" };
	struct rt_archive *archive = open_locked();
	struct rt_object_id commit = publish_round(archive, 0, NULL);

	rt_archive_free(archive);
	archive = open_locked();
	for (unsigned round = 1; round < 4; round++)
		commit = publish_round(archive, round, &commit);
	ck_assert_int_eq(shell("test $(ls a.git/objects/pack/*.pack | wc -l) = 4"), 0);
	ck_assert_int_eq(shell("cp a.git/objects/pack/*.pack ."), 0);
	ok(rt_archive_pack_flushed(archive, 1 << 20, &err));
	ck_assert_int_eq(shell("test $(ls a.git/objects/pack/*.pack | wc -l) = 4"), 0);
	ok(rt_archive_pack_flushed(archive, 0, &err));
	ck_assert_int_eq(shell("test $(ls a.git/objects/pack/*.pack | wc -l) = 2"), 0);
	ck_assert_int_eq(
		shell("test $(ls a.git/objects/pack/*.pack *.pack | xargs -n 1 basename | sort | uniq -d | wc -l) = 1"),
		0);
	publish_round(archive, 4, &commit);
	ok(rt_archive_pack_flushed(archive, 0, &err)); /* one alone stays as it is */
	ck_assert_int_eq(shell("test $(ls a.git/objects/pack/*.pack | wc -l) = 3"), 0);
	rt_archive_free(archive);
	ck_assert_int_eq(shell("git -C a.git fsck --strict --no-dangling"), 0);
	ck_assert_int_eq(shell("test $(git -C a.git log --oneline HEAD | wc -l) = 5"), 0);
}
END_TEST

START_TEST(real_documents_come_back)
{
	struct rt_error err = { RT_OK, "" };
	rt_str bytes[2];
	size_t count = corpus_documents(bytes, COUNT(bytes), &arena);

	if (!count)
		return;
	struct rt_archive *archive = open_locked();
	for (size_t i = 0; i < count; i++) {
		struct rt_object_id tree = write_bytes(archive, bytes[i]);
		struct rt_records none, all;

		ok(rt_archive_compare(archive, NULL, &tree, true, &arena, &none, &all, &err));
		assert_same_records(all, records_of_bytes(bytes[i], &arena), "a real document");
		ok(rt_archive_flush(archive, &err));
	}
	rt_archive_free(archive);
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("archive");
	TCase *opening = new_case(suite, "open");
	TCase *tree = new_case(suite, "tree");

	tcase_add_test(opening, init_makes_one_and_leaves_it);
	tcase_add_test(opening, init_takes_an_empty_directory);
	tcase_add_loop_test(opening, what_is_no_archive, 0, COUNT(strange));
	tcase_add_test(opening, nothing_there);
	tcase_add_test(opening, home_config_is_ignored);
	tcase_add_test(opening, settings);
	tcase_add_test(opening, settings_with_several_values);
	tcase_add_loop_test(opening, trust_in_commands, 0, COUNT(trust));
	tcase_add_test(opening, no_trust_in_strangers);
	tcase_add_test(opening, one_writer_at_a_time);
	tcase_add_test(opening, a_lock_can_be_waited_for);
	tcase_add_test(opening, waiting_for_a_lock_ends);
	tcase_add_loop_test(tree, records_come_back, 0, COUNT(documents));
	tcase_add_test(tree, the_document_comes_back);
	tcase_add_test(tree, blob_ids_are_those_of_git);
	tcase_add_test(tree, trees_have_no_history);
	tcase_add_loop_test(tree, only_what_differs, 0, COUNT(comparisons));
	tcase_add_test(tree, the_next_run_adds_to_the_branch);
	tcase_add_test(tree, many_objects);
	tcase_add_test(tree, flushed_packs);
	tcase_add_test(tree, real_documents_come_back);
	return run_suite(suite);
}
