#include "text/fingerprint.h"

#include "base/str.h"
#include "text/stop_words.h"

#include "tokens.h"

#include <libstemmer.h>
#include <utf8proc.h>

/* The program is linked with --wrap for these three, so that each can be as
 * another version's. */
static const char *unicode; /* NULL: as it is */
static bool has_other_stems;
static bool has_other_stop_words;

const char *__real_utf8proc_unicode_version(void);
const char *__wrap_utf8proc_unicode_version(void);
const sb_symbol *__real_sb_stemmer_stem(struct sb_stemmer *stemmer,
                                        const sb_symbol *word, int size);
const sb_symbol *__wrap_sb_stemmer_stem(struct sb_stemmer *stemmer,
                                        const sb_symbol *word, int size);
bool __real_nx_stop_words_at(size_t number, const char **out_language,
                             const char **out_word);
bool __wrap_nx_stop_words_at(size_t number, const char **out_language,
                             const char **out_word);

const char *__wrap_utf8proc_unicode_version(void)
{
    return unicode != NULL ? unicode : __real_utf8proc_unicode_version();
}

/* Another version leaves one word in a language as it is. */
const sb_symbol *__wrap_sb_stemmer_stem(struct sb_stemmer *stemmer,
                                        const sb_symbol *word, int size)
{
    static const char same[] = "talking";

    if (has_other_stems && size == (int)sizeof same - 1 &&
        memcmp(word, same, sizeof same - 1) == 0)
        return __real_sb_stemmer_stem(stemmer, (const sb_symbol *)"x", 1);
    return __real_sb_stemmer_stem(stemmer, word, size);
}

bool __wrap_nx_stop_words_at(size_t number, const char **out_language,
                             const char **out_word)
{
    if (!__real_nx_stop_words_at(number, out_language, out_word))
        return false;
    if (has_other_stop_words && number == 100)
        *out_word = "other";
    return true;
}

/* The parts into a buffer, which the caller finishes. */
static uint64_t fingerprint(nx_buf *parts)
{
    nx_buf_init(parts, NX_FINGERPRINT_PARTS_BYTES);
    assert_int_equal(nx_fingerprint_parts(parts, NULL), NEWSIDX_OK);
    return nx_fingerprint_of(nx_buf_text(parts));
}

static uint64_t probe(void)
{
    nx_analyzer *analyzer = NULL;
    uint64_t sum = 0;

    assert_int_equal(nx_analyzer_new(nx_str("en"), &analyzer, NULL),
                     NEWSIDX_OK);
    assert_int_equal(nx_fingerprint_one(analyzer, &sum, NULL), NEWSIDX_OK);
    nx_analyzer_free(analyzer);
    return sum;
}

static void the_fingerprint_is_the_same_each_time(void **state)
{
    nx_buf first, second;

    (void)state;
    assert_true(fingerprint(&first) == fingerprint(&second));
    assert_string_equal(first.bytes, second.bytes);
    assert_true(probe() == probe());
    nx_buf_finish(&first);
    nx_buf_finish(&second);
}

/* What is now differs from what was before in these parts, by name, and no
 * index is taken for one of today's. */
static void expect_other(const nx_buf *before, uint64_t probe_before,
                         const char *names)
{
    nx_buf now, told;

    nx_buf_init(&told, 200);
    assert_true(fingerprint(&now) != nx_fingerprint_of(nx_buf_text(before)));
    assert_true(probe() != probe_before);
    nx_fingerprint_compare(before->bytes, now.bytes, &told);
    assert_string_equal(nx_buf_text(&told).bytes, names);
    nx_buf_finish(&told);
    nx_buf_finish(&now);
}

static void each_part_that_can_change_is_seen_and_named(void **state)
{
    const uint64_t probe_before = probe();
    char names[80];
    nx_buf before, after, told;

    (void)state;
    (void)fingerprint(&before);
    unicode = "99.1.0";
    snprintf(names, sizeof names, "Unicode %s (here 99.1.0)",
             __real_utf8proc_unicode_version());
    expect_other(&before, probe_before, names);
    unicode = NULL;
    has_other_stems = true;
    expect_other(&before, probe_before, "words, stems");
    has_other_stems = false;
    has_other_stop_words = true;
    expect_other(&before, probe_before, "stop words");
    has_other_stop_words = false;
    (void)fingerprint(&after);
    nx_buf_init(&told, 200);
    nx_fingerprint_compare(before.bytes, after.bytes, &told);
    assert_int_equal(told.length, 0);
    nx_buf_finish(&told);
    nx_buf_finish(&after);
    nx_buf_finish(&before);
}

static void parts_are_compared_whatever_they_are(void **state)
{
    static const struct {
        const char *there;
        const char *here;
        const char *names;
    } cases[] = {
        {"rules:1 unicode:14", "rules:2 unicode:14", "rules 1 (here 2)"},
        {"unicode:14 rules:1", "rules:1 unicode:14", ""},
        {"rules:1", "rules:1 stems:a", "stems"},
        {"", "rules:1 probe-words:b", "rules, probe words"},
        {"::: rules: rules :", "rules:1", "rules"},
        {"rulesome:1 words:", "rules:1", "rules"},
    };

    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        nx_buf told;

        nx_buf_init(&told, 200);
        nx_fingerprint_compare(cases[i].there, cases[i].here, &told);
        assert_string_equal(nx_buf_text(&told).bytes, cases[i].names);
        nx_buf_finish(&told);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_fingerprint_is_the_same_each_time),
        cmocka_unit_test(each_part_that_can_change_is_seen_and_named),
        cmocka_unit_test(parts_are_compared_whatever_they_are),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
