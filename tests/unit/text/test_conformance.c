/*
 * The Unicode Consortium's tests and Snowball's vocabularies, which are not
 * part of the project: NEWSIDX_CORPORA names a folder with
 *
 *     conformance/unicode-15.0/{NormalizationTest,WordBreakTest,
 *                               SentenceBreakTest}.txt
 *     conformance/snowball/vocabularies.tar.zst
 *
 * Without it the tests are skipped. Where we differ from Unicode on purpose,
 * the cases are counted by their reason; lib/text/README.md says why.
 */
#include "tokens.h"

#include "base/utf8.h"
#include "text/chars.h"
#include "text/fold.h"
#include "text/stem.h"

#define CASE_BYTES 1024

static const char *corpora;

static FILE *open_unicode(const char *name)
{
    char path[1000];
    FILE *file;

    snprintf(path, sizeof path, "%s/conformance/unicode-15.0/%s", corpora,
             name);
    file = fopen(path, "r");
    if (file == NULL) {
        print_message("skipped: no %s\n", path);
        skip();
    }
    return file;
}

/* ----------------------------------------------------- normalisation ---- */

/* Code points in hexadecimal up to a semicolon, as UTF-8. */
static size_t read_field(const char **line, char *out)
{
    size_t length = 0;

    while (**line != ';' && **line != '\0') {
        char *end;
        const unsigned long codepoint = strtoul(*line, &end, 16);

        assert_ptr_not_equal(end, *line);
        length += nx_utf8_encode((int32_t)codepoint, out + length);
        *line = end + strspn(end, " ");
    }
    if (**line == ';')
        (*line)++;
    return length;
}

/* True if all of it can be in words. Signs are none even if their
 * compatibility forms have letters, as that of the square for "MHz". */
static bool is_wordlike(const char *text, size_t length)
{
    size_t step;

    for (size_t i = 0; i < length; i += step) {
        const unsigned class = nx_char_class_at(text, length, i, &step);

        if ((class & (NX_CHAR_WORD | NX_CHAR_MARK)) == 0)
            return false;
    }
    return true;
}

static bool folds_alike(const char *a, size_t a_length, const char *b,
                        size_t b_length)
{
    nx_form a_form;
    nx_form b_form;

    nx_fold_surface(nx_str_slice(a, a_length), &a_form);
    nx_fold_surface(nx_str_slice(b, b_length), &b_form);
    return a_form.length == b_form.length &&
           memcmp(a_form.bytes, b_form.bytes, a_form.length) == 0;
}

/* All five forms of a case are one word to us. */
static void equivalent_forms_are_one_word(void **state)
{
    FILE *file = open_unicode("NormalizationTest.txt");
    char line[4000];
    size_t count = 0;
    size_t sign_count = 0;
    size_t mixed_count = 0;

    (void)state;
    while (fgets(line, sizeof line, file) != NULL) {
        char forms[5][CASE_BYTES];
        size_t lengths[5];
        const char *at = line;

        if (strchr("#@\n", line[0]) != NULL)
            continue;
        for (int i = 0; i < 5; i++)
            lengths[i] = read_field(&at, forms[i]);
        count++;
        if (!is_wordlike(forms[0], lengths[0])) {
            sign_count++;
            continue;
        }
        for (int i = 1; i < 5; i++) {
            if (folds_alike(forms[0], lengths[0], forms[i], lengths[i]))
                continue;
            /* Letters whose forms have signs among them, as the bracketed. */
            if (i >= 3 && !is_wordlike(forms[i], lengths[i])) {
                mixed_count++;
                break;
            }
            fail_msg("form %d folds otherwise: %s", i + 1, line);
        }
    }
    fclose(file);
    assert_int_equal(count, 19074);
    assert_int_equal(sign_count, 1170);
    assert_int_equal(mixed_count, 51);
}

/* ------------------------------------------------------------ breaks ---- */

typedef struct break_case {
    char text[CASE_BYTES];
    size_t length;
    size_t breaks[200]; /* offsets before which text may be broken */
    size_t break_count;
} break_case;

/* A line as "÷ 0061 × 0308 ÷ 0062 ÷"; false for one without a case. */
static bool read_case(const char *line, break_case *out)
{
    memset(out, 0, sizeof *out);
    while (*line != '#' && *line != '\n' && *line != '\0') {
        if (strncmp(line, "\xC3\xB7", 2) == 0) {
            out->breaks[out->break_count++] = out->length;
            line += 2;
        } else if (strncmp(line, "\xC3\x97", 2) == 0) {
            line += 2;
        } else {
            char *end;
            const unsigned long codepoint = strtoul(line, &end, 16);

            assert_ptr_not_equal(end, line);
            out->length +=
                nx_utf8_encode((int32_t)codepoint, out->text + out->length);
            line = end;
        }
        line += strspn(line, " \t");
    }
    return out->length > 0;
}

/* True if there is a break at an offset of (after, up_to]. */
static bool has_break(const break_case *in, size_t after, size_t up_to)
{
    for (size_t i = 0; i < in->break_count; i++) {
        if (in->breaks[i] > after && in->breaks[i] <= up_to)
            return true;
    }
    return false;
}

static bool has_class(const break_case *in, unsigned class)
{
    size_t step;

    for (size_t i = 0; i < in->length; i += step) {
        if ((nx_char_class_at(in->text, in->length, i, &step) & class) != 0)
            return true;
    }
    return false;
}

static bool has_any(const break_case *in, const char *const *signs)
{
    for (; *signs != NULL; signs++) {
        if (strstr(in->text, *signs) != NULL)
            return true;
    }
    return false;
}

/* Of each byte, the number of the token it belongs to, from 1. */
static int note_owner(const nx_token *token, void *user)
{
    size_t *owner = user;

    for (size_t i = token->start; i < token->end; i++)
        owner[i] = token->position + 1;
    return 0;
}

/* Two letters or digits are to be in one word of ours if and only if no break
 * is between them. */
static bool words_differ(nx_analyzer *analyzer, const break_case *in)
{
    size_t owner[CASE_BYTES] = {0};
    size_t before = NEWSIDX_NO_OFFSET;
    size_t step;

    assert_int_equal(nx_analyze(analyzer, nx_str_slice(in->text, in->length),
                                note_owner, owner, NULL),
                     NEWSIDX_OK);
    for (size_t i = 0; i < in->length; i += step) {
        const unsigned class = nx_char_class_at(in->text, in->length, i, &step);

        if ((class & NX_CHAR_WORD) == 0)
            continue;
        if (owner[i] == 0)
            return true;
        if (before != NEWSIDX_NO_OFFSET &&
            has_break(in, before, i) == (owner[before] == owner[i]))
            return true;
        before = i;
    }
    return false;
}

enum {
    REASON_RUN,
    REASON_UNDERSCORE,
    REASON_POINT,
    REASON_APOSTROPHE,
    REASON_NONE,
    REASON_COUNT
};

static int why_words_differ(const break_case *in)
{
    static const char *const underscores[] = {"_", "\u202F", NULL};
    static const char *const points[] = {".", ":", ",", ";", "\u00B7", NULL};

    if (has_class(in, NX_CHAR_RUN))
        return REASON_RUN;
    if (has_any(in, underscores))
        return REASON_UNDERSCORE;
    if (has_any(in, points))
        return REASON_POINT;
    if (has_class(in, NX_CHAR_APOSTROPHE))
        return REASON_APOSTROPHE;
    return REASON_NONE;
}

static void words_are_those_of_unicode_but_for_reasons(void **state)
{
    FILE *file = open_unicode("WordBreakTest.txt");
    nx_analyzer *analyzer = analyzer_of("en");
    size_t counts[REASON_COUNT] = {0};
    size_t count = 0;
    char line[4000];

    (void)state;
    while (fgets(line, sizeof line, file) != NULL) {
        break_case in;
        int reason;

        if (!read_case(line, &in))
            continue;
        count++;
        if (!words_differ(analyzer, &in))
            continue;
        reason = why_words_differ(&in);
        counts[reason]++;
        if (reason == REASON_NONE)
            print_message("unexplained: %s", line);
    }
    fclose(file);
    nx_analyzer_free(analyzer);
    assert_int_equal(count, 1823);
    assert_int_equal(counts[REASON_NONE], 0);
    assert_int_equal(counts[REASON_RUN], 4);
    assert_int_equal(counts[REASON_UNDERSCORE], 73);
    assert_int_equal(counts[REASON_POINT], 50);
    assert_int_equal(counts[REASON_APOSTROPHE], 24);
}

/* --------------------------------------------------------- sentences ---- */

typedef struct sentence_comparison {
    const break_case *in;
    size_t last_start;
    size_t token_count;
    bool differs;
} sentence_comparison;

static int compare_sentences(const nx_token *token, void *user)
{
    sentence_comparison *comparison = user;

    if (comparison->token_count > 0 &&
        token->begins_sentence !=
            has_break(comparison->in, comparison->last_start, token->start))
        comparison->differs = true;
    comparison->last_start = token->start;
    comparison->token_count++;
    return 0;
}

/* A quotation may begin with a small letter, and then so does its sentence. */
static bool opens_quotation(const break_case *in)
{
    static const char *const quotes[] = {"\u2018", NULL};

    return has_any(in, quotes);
}

static void sentences_are_those_of_unicode_but_for_reasons(void **state)
{
    FILE *file = open_unicode("SentenceBreakTest.txt");
    nx_analyzer *analyzer = analyzer_of("en");
    size_t quotation_count = 0;
    size_t count = 0;
    char line[4000];

    (void)state;
    while (fgets(line, sizeof line, file) != NULL) {
        break_case in;
        sentence_comparison comparison = {0};

        if (!read_case(line, &in))
            continue;
        count++;
        comparison.in = &in;
        assert_int_equal(nx_analyze(analyzer, nx_str_slice(in.text, in.length),
                                    compare_sentences, &comparison, NULL),
                         NEWSIDX_OK);
        if (!comparison.differs)
            continue;
        if (!opens_quotation(&in))
            fail_msg("unexplained: %s", line);
        quotation_count++;
    }
    fclose(file);
    nx_analyzer_free(analyzer);
    assert_int_equal(count, 502);
    assert_int_equal(quotation_count, 2);
}

/* ---------------------------------------------------------- Snowball ---- */

static nx_stemmer *stemmer_of(const char *algorithm)
{
    for (const char *const *code = nx_language_codes(); *code != NULL; code++) {
        const nx_language *language = nx_language_find(nx_str(*code));
        nx_stemmer *stemmer;

        if (strcmp(language->algorithm, algorithm) != 0)
            continue;
        assert_int_equal(nx_stemmer_new(language, &stemmer, NULL), NEWSIDX_OK);
        return stemmer;
    }
    return NULL;
}

/* A line of a vocabulary: word, tab, stem. */
static void check_line(nx_stemmer *stemmer, const char *algorithm, char *line)
{
    char *expected = strchr(line, '\t');
    nx_form word;
    newsidx_text stem;

    assert_non_null(expected);
    *expected++ = '\0';
    expected[strcspn(expected, "\n")] = '\0';
    word.length = strlen(line);
    if (word.length > NX_FORM_BYTES)
        return; /* which the analyzer wouldn't stem */
    memcpy(word.bytes, line, word.length);
    assert_true(nx_stemmer_stem(stemmer, &word, &stem));
    if (!nx_str_equal(stem, nx_str(expected)))
        fail_msg("%s: the stem of %s is %.*s, not %s", algorithm, line,
                 (int)stem.length, stem.bytes, expected);
}

static size_t check_vocabulary(const char *algorithm)
{
    nx_stemmer *stemmer = stemmer_of(algorithm);
    char command[1200];
    char line[1000];
    size_t count = 0;
    FILE *pipe;

    assert_non_null(stemmer);
    snprintf(command, sizeof command,
             "tar --zstd -xOf '%s/conformance/snowball/vocabularies.tar.zst' "
             "snow/%s.tsv 2> /dev/null",
             corpora, algorithm);
    pipe = popen(command, "r");
    assert_non_null(pipe);
    while (fgets(line, sizeof line, pipe) != NULL) {
        check_line(stemmer, algorithm, line);
        count++;
    }
    pclose(pipe);
    nx_stemmer_free(stemmer);
    return count;
}

/* Tamil has no vocabulary there. */
static void stems_are_those_of_snowball(void **state)
{
    static const char *const algorithms[] = {
        "armenian",   "basque",    "catalan",    "danish",     "dutch",
        "english",    "finnish",   "french",     "german",     "greek",
        "hindi",      "hungarian", "indonesian", "irish",      "italian",
        "lithuanian", "nepali",    "norwegian",  "portuguese", "romanian",
        "russian",    "serbian",   "spanish",    "swedish",    "turkish",
        "yiddish"};
    size_t count = 0;

    (void)state;
    if (check_vocabulary("english") == 0) {
        print_message("skipped: no vocabularies, or no tar or zstd\n");
        skip();
    }
    for (size_t i = 0; i < sizeof algorithms / sizeof algorithms[0]; i++) {
        const size_t words = check_vocabulary(algorithms[i]);

        assert_in_range(words, 1000, 1000000);
        count += words;
    }
    assert_in_range(count, 1200000, 2000000);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(equivalent_forms_are_one_word),
        cmocka_unit_test(words_are_those_of_unicode_but_for_reasons),
        cmocka_unit_test(sentences_are_those_of_unicode_but_for_reasons),
        cmocka_unit_test(stems_are_those_of_snowball),
    };

    corpora = getenv("NEWSIDX_CORPORA");
    if (corpora == NULL) {
        print_message("skipped: NEWSIDX_CORPORA is not set\n");
        return 77;
    }
    return cmocka_run_group_tests(tests, NULL, NULL);
}
