#include "text/fingerprint.h"

#include "base/buf.h"
#include "base/hash.h"
#include "base/limits.h"
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
        (unsigned char)token->kind,
        (unsigned char)(token->end - token->start)};

    add_text(sum, token->exact);
    add_text(sum, token->stem);
    add_text(sum, token->joined);
    add_text(sum, token->mark);
    sum->hash = nx_hash64(flags, sizeof flags, sum->hash);
    return 0;
}

static newsidx_status add_language(probe_sum *sum, const char *code,
                                   newsidx_text text, newsidx_error *err)
{
    nx_analyzer *analyzer;
    newsidx_status status = nx_analyzer_new(nx_str(code), &analyzer, err);

    if (status < 0)
        return status;
    add_text(sum, nx_str(code));
    status = nx_analyze(analyzer, text, add_token, sum, err);
    nx_analyzer_free(analyzer);
    return status;
}

/*
 * The words as one text, so that the borders between them are probed too.
 * Snowball has no versions to ask for, and utf8proc's tells Unicode's.
 */
newsidx_status nx_fingerprint(uint64_t *out_fingerprint, newsidx_error *err)
{
    newsidx_status status = NEWSIDX_OK;
    probe_sum sum = {0};
    nx_buf words;

    nx_buf_init(&words, NX_LIMIT_FIELD_BYTES);
    for (size_t i = 0; i < PROBE_WORD_COUNT; i++) {
        nx_buf_add_string(&words, probe_words[i]);
        nx_buf_add_byte(&words, ' ');
    }
    if (words.status < 0) {
        status = nx_fail(err, words.status, "the probe words don't fit");
        goto cleanup;
    }
    add_text(&sum, nx_str(RULES_VERSION));
    add_text(&sum, nx_str(utf8proc_unicode_version()));
    for (const char *const *code = nx_language_codes(); *code != NULL; code++) {
        status = add_language(&sum, *code, nx_buf_text(&words), err);
        if (status < 0)
            goto cleanup;
    }
    *out_fingerprint = sum.hash;

cleanup:
    nx_buf_finish(&words);
    return status;
}
