/* A damaged archive is said to be one, whatever is wrong with it, and nothing worse happens. */
#include "archive_support.h"

/* Everything that reads; the first error there is. */
static enum rt_code read_all(struct rt_error *err)
{
	struct rt_archive *archive;
	struct rt_archived *list;
	struct rt_records old, new;
	size_t count = 0;
	rt_str bytes;
	enum rt_code code = rt_archive_open(path, &archive, err);

	if (!code)
		code = rt_archive_snapshots(archive, RT_STR(RT_PORTS), &arena, &list, &count, err);
	for (size_t i = 0; i < count && !code; i++) {
		code = rt_archive_document(archive, &list[i], &arena, &bytes, err);
		if (!code)
			code = rt_archive_compare(archive, NULL, &list[i].tree, true, &arena, &old, &new, err);
	}
	rt_archive_free(archive);
	return code;
}

/* Ways to damage the object file $f. */
static const char *const damages[] = {
	"rm $f",
	": >$f",
	"head -c 10 <$f >t && cat t >$f",
	"printf xxxxxxxx | dd of=$f bs=1 seek=8 conv=notrunc",
	"cat photograph >$f",
};

/* Each object in turn. */
START_TEST(damaged_objects)
{
	struct rt_error err = { RT_OK, "" };
	struct rt_object_id ids[SERIES];

	rt_archive_free(open_series(ids));
	ok(read_all(&err));
	ck_assert_int_eq(shell("echo photograph >photograph; cp -r a.git sound; chmod -R u+w ."), 0);
	ck_assert_int_eq(shell("(cd a.git/objects && find . -type f | sort) >objects"), 0);
	for (size_t i = 1;; i++) {
		if (shell(rt_str_format(&arena, "test -n \"$(sed -n %zup objects)\"", i).data))
			break;
		const char *damage =
			rt_str_format(&arena, "f=a.git/objects/$(sed -n %zup objects); %s", i, damages[_i]).data;
		ck_assert_int_eq(shell(damage), 0);
		fails(read_all(&err), RT_EDAMAGED, "restore it from a copy");
		ck_assert_int_eq(
			shell(rt_str_format(&arena, "o=objects/$(sed -n %zup objects); cp sound/$o a.git/$o", i).data),
			0);
	}
	ok(read_all(&err));
}
END_TEST

/* Files and trees that git has no objection to, but nobody here wrote: the tree of $c becomes what MKTREE says. */
static const struct {
	const char *name, *commands;
} forgeries[] = {
	{ "no document", "git mktree </dev/null" },
	{ "no entries", "git ls-tree HEAD registry.xml | git mktree" },
	{ "entries is a file",
	  "printf '100644 blob %s\\tentries\\n100644 blob %s\\tregistry.xml\\n' $d $d | git mktree" },
	{ "no head", "e=$(git ls-tree HEAD:entries | grep -v about | git mktree); root" },
	{ "a head that says nothing",
	  "e=$(printf '100644 blob %s\\tabout\\n' $(echo - | git hash-object -w --stdin) | git mktree); "
	  "root" },
	{ "a file of another name",
	  "e=$( (git ls-tree HEAD:entries; printf '100644 blob %s\\tother\\n' $d) | git mktree); root" },
	{ "an entry that is a document",
	  "s=$(printf '100644 blob %s\\t1\\n' $d | git mktree); p=$(printf '040000 tree %s\\t000xx\\n' $s | git "
	  "mktree); "
	  "e=$( (git ls-tree HEAD:entries about; printf '040000 tree %s\\tports\\n' $p) | git mktree); root" },
	{ "very deep",
	  "t=$(git rev-parse HEAD:entries/ports); for i in 1 2 3 4 5 6 7 8 9; do "
	  "t=$(printf '040000 tree %s\\tports\\n' $t | git mktree); done; "
	  "e=$( (git ls-tree HEAD:entries about; printf '040000 tree %s\\tports\\n' $t) | git mktree); root" },
};

START_TEST(forged_trees)
{
	struct rt_error err = { RT_OK, "" };
	struct rt_object_id ids[SERIES];

	rt_archive_free(open_series(ids));
	const char *forge =
		rt_str_format(
			&arena,
			"cd a.git; d=$(git rev-parse HEAD:registry.xml); "
			"root() { printf '040000 tree %%s\\tentries\\n"
			"100644 blob %%s\\tregistry.xml\\n' $e $d | git mktree; }; "
			"t=$({ %s; }) && c=$(git -c user.name=a -c user.email=a@b commit-tree -m x -m SHA-256:0 $t) && "
			"git update-ref HEAD $c",
			forgeries[_i].commands)
			.data;
	must(shell(forge) == 0, "%s: cannot be made", forgeries[_i].name);
	fails(read_all(&err), RT_EDAMAGED, "restore it from a copy");
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("damage");
	TCase *damage = new_case(suite, "damage");

	tcase_add_loop_test(damage, damaged_objects, 0, COUNT(damages));
	tcase_add_loop_test(damage, forged_trees, 0, COUNT(forgeries));
	return run_suite(suite);
}
