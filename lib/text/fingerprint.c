#include "text/fingerprint.h"

#include "base/buf.h"
#include "base/hash.h"
#include "base/limits.h"
#include "base/memory.h"
#include "base/str.h"
#include "text/analyze.h"
#include "text/stem.h"

#include <utf8proc.h>

/* To be raised when a change of the rules might not show in the words. */
#define RULES_VERSION "rules 1"

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

/* What all fingerprints begin with. */
static void begin_sum(probe_sum *sum)
{
    sum->hash = 0;
    add_text(sum, nx_str(RULES_VERSION));
    add_text(sum, nx_str(utf8proc_unicode_version()));
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
    probe_sum sum;

    begin_sum(&sum);
    add_text(&sum, nx_str(nx_analyzer_language(analyzer)));
    status = add_analysis(&sum, analyzer, err);
    *out_fingerprint = sum.hash;
    return status;
}

/*
 * Three languages show the rules that differ between languages: elision,
 * decimal comma, what follows an apostrophe. Beyond that they differ in
 * stemming, which is probed without the rest: that is quicker. Snowball has no
 * versions to ask for; of utf8proc we ask for Unicode's.
 */
newsidx_status nx_fingerprint(uint64_t *out_fingerprint, newsidx_error *err)
{
    static const char *const rules[] = {"en", "fr", "tr"};
    newsidx_status status = NEWSIDX_OK;
    nx_form *words = lower_words();
    probe_sum sum;

    if (words == NULL)
        return nx_fail_memory(err);
    begin_sum(&sum);
    for (size_t i = 0; i < sizeof rules / sizeof rules[0]; i++) {
        status = add_rules(&sum, rules[i], err);
        if (status < 0)
            goto cleanup;
    }
    for (const char *const *code = nx_language_codes(); *code != NULL; code++) {
        status = add_stems(&sum, nx_language_find(nx_str(*code)), words, err);
        if (status < 0)
            goto cleanup;
    }
    *out_fingerprint = sum.hash;

cleanup:
    nx_free(words);
    return status;
}
