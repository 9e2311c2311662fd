#include "run.h"

#include <stdlib.h>

int run_suite(Suite *suite)
{
	SRunner *runner = srunner_create(suite);

	srunner_run_all(runner, CK_NORMAL);
	int failed = srunner_ntests_failed(runner);
	srunner_free(runner);
	return failed ? EXIT_FAILURE : EXIT_SUCCESS;
}

#define TIMEOUT 250 /* seconds for one test: under valgrind the real data take their time */

int run_tests(const char *name, const struct unit_test *tests)
{
	Suite *suite = suite_create(name);
	TCase *cases = tcase_create(name);

	tcase_set_timeout(cases, TIMEOUT);
	for (; tests->test; tests++)
		tcase_add_loop_exit_test(cases, tests->test, tests->status, 0, tests->rows ? (int)tests->rows : 1);
	suite_add_tcase(suite, cases);
	return run_suite(suite);
}
