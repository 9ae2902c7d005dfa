/* Which of a key's versions are found, by what is known of those left. */
#include "store/repair.h"

#include "store/internal.h"
#include "store_fixture.h"

#include <stdlib.h>

#define PATH "states.db"

#define IN_2100 INT64_C(4102444800)
#define MOST 4

/* "?" for what is not known is as "0": a version that would be found. */
typedef struct version_case {
    const char *name;
    const char *was; /* states as the damaged file has them, by version */
    const char *usages;
    const char *waits; /* w: embargoed until 2100 and its number of seconds */
    const char *is;    /* states as they have to be */
} version_case;

static void write_versions(nx_store *store, const version_case *what,
                           nx_known_states *known)
{
    nx_words words;

    nx_words_init(&words);
    EXPECT_OK(nx_store_begin(store, NX_DURABLE, err));
    store->changed = true;
    for (size_t i = 0; what->was[i] != '\0'; i++) {
        nx_stored stored = {.article =
                                make_article("key", "Headline", "A text."),
                            .id = (int64_t)i + 1,
                            .version = (uint32_t)i * 2 + 1,
                            .ingested_at = 1};
        nx_analyzer *analyzer = NULL;

        stored.article.usage = (newsidx_usage)(what->usages[i] - '0');
        if (what->waits[i] == 'w')
            stored.article.embargoed_until = IN_2100 + (int64_t)i;
        stored.content_hash = nx_content_hash(&stored.article);
        EXPECT_OK(
            nx_store_analyzer(store, stored.article.language, &analyzer, err));
        EXPECT_OK(nx_words_analyze(&words, analyzer, &stored.article, err));
        EXPECT_OK(nx_stamp_add_language(store, stored.article.language, err));
        EXPECT_OK(nx_write_version(store, &stored, &words, err));
        EXPECT_OK(nx_known_states_add(known, stored.id,
                                      (nx_state)(what->was[i] - '0'), err));
    }
    EXPECT_OK(nx_known_states_write(known, store, err));
    EXPECT_OK(nx_store_commit(store, err));
    nx_words_finish(&words);
}

static void expect_states(const version_case *what, int64_t stopped)
{
    nx_store *store = fixture_new(PATH);
    nx_known_states known = {.count = 0};
    char is[MOST + 1] = {0};
    const nx_rows *rows;

    if (stopped > 0)
        EXPECT_OK(nx_known_states_stop(&known, nx_str("key"), stopped, err));
    write_versions(store, what, &known);
    nx_known_states_finish(&known);
    EXPECT_OK(nx_store_begin_read(store, err));
    rows = nx_store_rows(store);
    for (int64_t i = 1; i <= rows->last_id; i++)
        is[i - 1] = (char)('0' + rows->rows[i].kept_state);
    nx_store_end_read(store);
    if (strcmp(is, what->is) != 0)
        fail_msg("%s: %s, not %s", what->name, is, what->is);
    EXPECT_OK(nx_store_check(store, NULL, NULL, err));
    nx_store_close(store);
}

static void the_newest_that_is_left_is_found(void **state)
{
    static const version_case cases[] = {
        {"one", "0", "0", "-", "0"},
        {"two", "10", "00", "--", "10"},
        {"the newest is lost", "11", "00", "--", "10"},
        {"all that is left is outdated", "6", "0", "-", "0"},
        {"one is outdated", "06", "00", "--", "06"},
        {"what outdated it is lost", "66", "00", "--", "06"},
        {"nothing is known", "000", "000", "---", "110"},
        {"withheld", "13", "01", "--", "13"},
        {"canceled, and nobody knows", "00", "02", "--", "14"},
        {"what was withheld is usable again", "110", "010", "---", "110"},
    };

    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        expect_states(&cases[i], 0);
}

static void what_was_removed_is_not_found(void **state)
{
    static const version_case cases[] = {
        {"removed", "22", "00", "--", "22"},
        {"and put again", "220", "000", "---", "220"},
        {"the newest is, so all are", "02", "00", "--", "22"},
        {"one before is outdated", "262", "000", "---", "262"},
    };
    static const version_case stopped = {"stopped", "11", "00", "--", "22"};
    static const version_case put_again = {"later", "10", "00", "--", "10"};

    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        expect_states(&cases[i], 0);
    expect_states(&stopped, 4);
    expect_states(&put_again, 2);
}

static void embargoes_hold(void **state)
{
    static const version_case cases[] = {
        {"waits", "5", "0", "w", "5"},
        {"waits behind one", "55", "00", "-w", "55"},
        {"two wait", "555", "000", "-ww", "555"},
        {"what was shown is lost", "155", "000", "-ww", "155"},
        {"what waits behind it is lost", "5", "0", "-", "0"},
        {"nobody knows", "00", "00", "-w", "55"},
        {"what waits can't be used", "14", "02", "-w", "14"},
        {"shown after what waits", "10", "00", "w-", "10"},
    };

    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        expect_states(&cases[i], 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_newest_that_is_left_is_found),
        cmocka_unit_test(what_was_removed_is_not_found),
        cmocka_unit_test(embargoes_hold),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
