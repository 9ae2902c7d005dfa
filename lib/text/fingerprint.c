#include "text/fingerprint.h"

#include "base/hash.h"
#include "base/limits.h"
#include "base/memory.h"
#include "base/str.h"
#include "text/analyze.h"
#include "text/stem.h"
#include "text/stop_words.h"

#include <inttypes.h>
#include <string.h>
#include <utf8proc.h>

/* To be raised when a change of the rules might not show in the words. */
#define RULES_VERSION "1"

static const char *const probe_words[] = {
#include "generated/probe_words.inc"
};

#define PROBE_WORD_COUNT (sizeof probe_words / sizeof probe_words[0])

typedef struct probe_sum {
    uint64_t hash;
} probe_sum;

/* Lengths are hashed too: "a" and "bc" are not "ab" and "c". */
static void add_text(probe_sum *sum, newsidx_text text)
{
    const unsigned char length = (unsigned char)text.length;

    sum->hash = nx_hash64(&length, 1, sum->hash);
    if (text.length > 0)
        sum->hash = nx_hash64(text.bytes, text.length, sum->hash);
}

static int add_token(const nx_token *token, void *user)
{
    probe_sum *sum = user;
    const unsigned char flags[] = {
        token->begins_sentence, token->begins_paragraph,
        (unsigned char)token->kind, (unsigned char)(token->end - token->start)};

    add_text(sum, token->exact);
    add_text(sum, token->stem);
    add_text(sum, token->joined);
    add_text(sum, token->joined_stem);
    add_text(sum, token->mark);
    sum->hash = nx_hash64(flags, sizeof flags, sum->hash);
    return 0;
}

/* True if a word is of the language's script: Latin ends before U+0370, which
 * begins with the byte 0xCD. */
static bool is_fit(const nx_language *language, const nx_form *word)
{
    const bool is_latin = (unsigned char)word->bytes[0] < 0xCD;

    return is_latin == language->is_latin;
}

static newsidx_status add_stems(probe_sum *sum, const nx_language *language,
                                const nx_form *words, newsidx_error *err)
{
    nx_stemmer *stemmer;
    newsidx_status status = nx_stemmer_new(language, &stemmer, err);

    for (size_t i = 0; i < PROBE_WORD_COUNT && status == NEWSIDX_OK; i++) {
        newsidx_text stem;

        if (!is_fit(language, &words[i]))
            continue;
        if (nx_stemmer_stem(stemmer, &words[i], &stem))
            add_text(sum, stem);
        else
            status = nx_fail_memory(err);
    }
    nx_stemmer_free(stemmer);
    return status;
}

/* The words as stemmers take them. NULL: no memory. */
static nx_form *lower_words(void)
{
    nx_form *words = nx_alloc_zeroed(PROBE_WORD_COUNT, sizeof *words);

    for (size_t i = 0; words != NULL && i < PROBE_WORD_COUNT; i++) {
        nx_form clean;

        (void)nx_fold_clean(nx_str(probe_words[i]), &clean);
        (void)nx_fold_lower(&clean, false, &words[i]);
    }
    return words;
}

/* Sentences end otherwise where another word is a stop word. */
static uint64_t sum_stop_words(void)
{
    probe_sum sum = {0};
    const char *language, *word;

    for (size_t i = 0; nx_stop_words_at(i, &language, &word); i++) {
        add_text(&sum, nx_str(language));
        add_text(&sum, nx_str(word));
    }
    return sum.hash;
}

static uint64_t sum_probe_words(void)
{
    probe_sum sum = {0};

    for (size_t i = 0; i < PROBE_WORD_COUNT; i++)
        add_text(&sum, nx_str(probe_words[i]));
    return sum.hash;
}

/* The words as one text, for borders of words are rules too. */
static newsidx_status add_analysis(probe_sum *sum, nx_analyzer *analyzer,
                                   newsidx_error *err)
{
    newsidx_status status;
    nx_buf text;

    nx_buf_init(&text, NX_LIMIT_FIELD_BYTES);
    for (size_t i = 0; i < PROBE_WORD_COUNT; i++) {
        nx_buf_add_string(&text, probe_words[i]);
        nx_buf_add_byte(&text, ' ');
    }
    status = text.status;
    if (status < 0)
        status = nx_fail(err, status, "%s", nx_status_text(status));
    else
        status = nx_analyze(analyzer, nx_buf_text(&text), add_token, sum, err);
    nx_buf_finish(&text);
    return status;
}

static newsidx_status add_rules(probe_sum *sum, const char *code,
                                newsidx_error *err)
{
    nx_analyzer *analyzer;
    newsidx_status status = nx_analyzer_new(nx_str(code), &analyzer, err);

    if (status >= 0)
        status = add_analysis(sum, analyzer, err);
    nx_analyzer_free(analyzer);
    return status;
}

newsidx_status nx_fingerprint_one(nx_analyzer *analyzer,
                                  uint64_t *out_fingerprint, newsidx_error *err)
{
    newsidx_status status;
    probe_sum sum = {sum_stop_words()};

    add_text(&sum, nx_str(RULES_VERSION));
    add_text(&sum, nx_str(utf8proc_unicode_version()));
    add_text(&sum, nx_str(nx_analyzer_language(analyzer)));
    status = add_analysis(&sum, analyzer, err);
    *out_fingerprint = sum.hash;
    return status;
}

/*
 * Three languages show the rules that differ between languages: elision,
 * decimal comma, what follows an apostrophe.
 */
static newsidx_status sum_words(uint64_t *out_sum, newsidx_error *err)
{
    static const char *const rules[] = {"en", "fr", "tr"};
    newsidx_status status = NEWSIDX_OK;
    probe_sum sum = {0};

    for (size_t i = 0; i < sizeof rules / sizeof rules[0] && status >= 0; i++)
        status = add_rules(&sum, rules[i], err);
    *out_sum = sum.hash;
    return status;
}

/* Beyond those rules languages differ in stemming, which is probed without the
 * rest: that is quicker. Snowball has no versions to ask for. */
static newsidx_status sum_stems(uint64_t *out_sum, newsidx_error *err)
{
    newsidx_status status = NEWSIDX_OK;
    nx_form *words = lower_words();
    probe_sum sum = {0};

    if (words == NULL)
        return nx_fail_memory(err);
    for (const char *const *code = nx_language_codes();
         *code != NULL && status >= 0; code++)
        status = add_stems(&sum, nx_language_find(nx_str(*code)), words, err);
    *out_sum = sum.hash;
    nx_free(words);
    return status;
}

newsidx_status nx_fingerprint_parts(nx_buf *parts, newsidx_error *err)
{
    uint64_t words = 0, stems = 0;
    newsidx_status status = sum_words(&words, err);

    if (status >= 0)
        status = sum_stems(&stems, err);
    if (status < 0)
        return status;
    nx_buf_add_format(parts, "rules:%s unicode:%s", RULES_VERSION,
                      utf8proc_unicode_version());
    nx_buf_add_format(parts, " stop-words:%016" PRIx64, sum_stop_words());
    nx_buf_add_format(parts, " probe-words:%016" PRIx64, sum_probe_words());
    nx_buf_add_format(parts, " words:%016" PRIx64 " stems:%016" PRIx64, words,
                      stems);
    if (parts->status < 0)
        return nx_fail(err, parts->status, "%s", nx_status_text(parts->status));
    return NEWSIDX_OK;
}

uint64_t nx_fingerprint_of(newsidx_text parts)
{
    return nx_hash64(parts.bytes, parts.length, 0);
}

/* The value of the part `name` of a list of them; {NULL, 0}: not there. */
static newsidx_text find_part(const char *parts, const char *name)
{
    const size_t length = strlen(name);

    for (const char *at = parts; *at != '\0'; at += strspn(at, " ")) {
        const size_t part_length = strcspn(at, " ");

        if (part_length > length && at[length] == ':' &&
            memcmp(at, name, length) == 0)
            return nx_str_slice(at + length + 1, part_length - length - 1);
        at += part_length;
    }
    return nx_str(NULL);
}

void nx_fingerprint_compare(const char *there, const char *here, nx_buf *out)
{
    static const struct {
        const char *part;
        const char *name;
        bool is_version; /* one that tells a person something */
    } parts[] = {
        {"rules", "rules", true},
        {"unicode", "Unicode", true},
        {"stop-words", "stop words", false},
        {"probe-words", "probe words", false},
        {"words", "words", false},
        {"stems", "stems", false},
    };

    for (size_t i = 0; i < sizeof parts / sizeof parts[0]; i++) {
        const newsidx_text theirs = find_part(there, parts[i].part);
        const newsidx_text ours = find_part(here, parts[i].part);

        if (nx_str_equal(theirs, ours))
            continue;
        nx_buf_add_format(out, "%s%s", out->length > 0 ? ", " : "",
                          parts[i].name);
        if (parts[i].is_version && theirs.length > 0)
            nx_buf_add_format(out, " %.*s (here %.*s)", (int)theirs.length,
                              theirs.bytes, (int)ours.length, ours.bytes);
    }
}
