/* What the fault tests let fail: every kind of call, on a small index. */
#ifndef NX_TESTS_FAULT_SCENARIOS_H
#define NX_TESTS_FAULT_SCENARIOS_H

#include "articles.h"
#include "newsidx.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <cmocka.h>

#define INDEX_PATH "test.db"
#define TEMPLATE_PATH "template.db" /* as it was when prepared */

#define SOME_DAY 1473446700 /* 2016-09-09T18:45:00Z */
#define IN_2100 INT64_C(4102444800)

/* A status that isn't the expected one says what the library said. */
#define EXPECT_OK(call)                                                        \
    do {                                                                       \
        newsidx_error err;                                                     \
        newsidx_status came;                                                   \
        err.message[0] = '\0';                                                 \
        came = (call);                                                         \
        if (came != NEWSIDX_OK)                                                \
            fail_msg("%s: %s: %s", #call, newsidx_status_name(came),           \
                     err.message);                                             \
    } while (0)

typedef struct scenario {
    const char *name;
    newsidx_status (*run)(newsidx *index, newsidx_error *err);
} scenario;

/* All there are, ended by a name of NULL. What one writes to the index is there
 * as a whole or not at all, and to do it twice is as to do it once. */
extern const scenario scenarios[];

/* Make the files that scenarios read, and the index that they begin with. */
void scenarios_prepare(void);

/* Put that index at INDEX_PATH, whatever is there. */
void scenarios_restore(void);

/* The same at another path. */
void scenarios_copy(const char *path);

/* The index is whole, and answers: on `index`, and on a handle of its own. */
void scenarios_expect_whole(newsidx *index);

/* How many articles match; by ids only, so that all of the library works. */
uint64_t scenarios_count(newsidx *index, const char *query);

/* Of all that everything else in the index at INDEX_PATH follows from: of the
 * articles, their versions and states. */
uint64_t scenarios_digest(void);

typedef struct scenario_digests {
    uint64_t before;
    uint64_t after;
} scenario_digests;

/* Before and after what `run` does to the index that `begin` puts there. */
scenario_digests scenarios_look_at(void (*begin)(void),
                                   newsidx_status (*run)(newsidx *index,
                                                         newsidx_error *err));

void scenarios_write_file(const char *name, const char *text);
void scenarios_remove_index(const char *path);

#endif
