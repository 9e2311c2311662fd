/* run.h - how unit tests are run. */
#ifndef UNIT_RUN_H
#define UNIT_RUN_H

#include <check.h>

#define COUNT(array) (sizeof(array) / sizeof *(array))

struct unit_test {
	const TTest *test;
	size_t rows; /* of the table that it goes through, one by one as `_i`; 0: it has none */
	int status;  /* that the test ends its process with; 0: it returns */
};

/* Run TESTS, which end with a row without test; the value is for main() to return. */
int run_tests(const char *name, const struct unit_test *tests);

/* Run SUITE, whose cases have fixtures of their own; likewise. */
int run_suite(Suite *suite);

#endif
