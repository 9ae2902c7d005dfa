/* What the tests of base share: cmocka's headers, in the order it needs. */
#ifndef NX_TESTS_CHECKING_H
#define NX_TESTS_CHECKING_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#endif
