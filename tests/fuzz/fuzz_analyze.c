/*
 * Any bytes as a text: the first chooses the language, the second what is done
 * with the rest, which is analyzed twice, cut into passages and asked for.
 */
#include "text/analyze.h"

#include "base/hash.h"
#include "base/str.h"
#include "base/utf8.h"
#include "text/boundaries.h"
#include "text/query_terms.h"
#include "text/variants.h"

#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t length);

static void expect(int truth)
{
    if (!truth)
        abort();
}

typedef struct token_walk {
    nx_boundaries boundaries;
    uint64_t hash;
    size_t length;
    uint32_t position;
    uint32_t start;
    uint32_t end;
} token_walk;

/* What FTS5 is handed: well-formed, short, and no signs of its own. */
static void check_form(newsidx_text form, char first)
{
    size_t at = 0;

    if (form.length == 0)
        return;
    expect(form.length <= 129);
    if (first != '\0') {
        expect(form.bytes[0] == first);
        at = 1;
        expect(form.length > 1);
    }
    expect(nx_utf8_find_invalid(form.bytes, form.length) == NEWSIDX_NO_OFFSET);
    for (; at < form.length; at++)
        expect(strchr(" |\"~^*", form.bytes[at]) == NULL);
}

static int take_token(const nx_token *token, void *user)
{
    token_walk *walk = user;

    expect(token->position == walk->position++);
    expect(token->start < token->end && token->end <= walk->length);
    expect(token->start >= walk->start && token->end >= walk->end);
    expect(token->exact.length > 0);
    expect(token->begins_sentence || !token->begins_paragraph);
    check_form(token->exact, '\0');
    check_form(token->stem, '~');
    check_form(token->joined, '\0');
    check_form(token->mark, '^');
    walk->start = token->start;
    walk->end = token->end;
    walk->hash = nx_hash64(token->exact.bytes, token->exact.length, walk->hash);
    if (token->stem.length > 0)
        walk->hash =
            nx_hash64(token->stem.bytes, token->stem.length, walk->hash);
    expect(nx_boundaries_add(&walk->boundaries, token) == NEWSIDX_OK);
    return 0;
}

/* A blob brings back what it was made of; cut short, it is refused. */
static void check_blob(const nx_boundaries *boundaries)
{
    nx_boundaries decoded;
    nx_buf blob;

    nx_buf_init(&blob, (size_t)1 << 26);
    nx_boundaries_encode(boundaries, &blob);
    nx_boundaries_init(&decoded);
    expect(nx_boundaries_decode(&decoded, nx_buf_text(&blob), NULL) ==
           NEWSIDX_OK);
    expect(decoded.token_count == boundaries->token_count);
    expect(decoded.passages.count == boundaries->passages.count);
    expect(nx_boundaries_decode(&decoded,
                                nx_str_slice(blob.bytes, blob.length - 1),
                                NULL) == NEWSIDX_ERR_CORRUPT);
    nx_boundaries_finish(&decoded);
    nx_buf_finish(&blob);
}

static uint64_t analyze(nx_analyzer *analyzer, newsidx_text text)
{
    token_walk walk = {0};

    nx_boundaries_init(&walk.boundaries);
    walk.length = text.length;
    expect(nx_analyze(analyzer, text, take_token, &walk, NULL) == NEWSIDX_OK);
    expect(nx_boundaries_cut(&walk.boundaries) == NEWSIDX_OK);
    check_blob(&walk.boundaries);
    nx_boundaries_finish(&walk.boundaries);
    return walk.hash;
}

/* A form and a stem, of each spelling that a name has. */
static size_t most_terms(newsidx_text typed)
{
    newsidx_text spellings = nx_variants_find(typed);
    size_t count = 0;

    while (spellings.length > 0) {
        (void)nx_variants_next(&spellings);
        count++;
    }
    return count > 1 ? 2 * count : 2;
}

static void ask(nx_analyzer *analyzer, newsidx_text text, unsigned how)
{
    nx_arena arena;
    nx_query_terms terms;

    nx_arena_init(&arena);
    expect(nx_query_terms_analyze(analyzer, text, (nx_term_form)(how % 3),
                                  how > 100, &arena, &terms,
                                  NULL) == NEWSIDX_OK);
    for (size_t i = 0; i < terms.count; i++) {
        const nx_query_position *position = &terms.positions[i];

        expect(position->span.start < position->span.end);
        expect(position->span.end <= text.length);
        expect(position->term_count >= 1 &&
               position->term_count <= most_terms(position->typed));
        expect(!position->is_prefix || i + 1 == terms.count);
        for (size_t k = 0; k < position->term_count; k++)
            expect(position->terms[k].length > 0);
    }
    nx_arena_finish(&arena);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t length)
{
    static const char *const codes[] = {"en", "fr", "de", "tr", "ru", "ar",
                                        "hi", "ta", "zh", "he", "ca", "ro"};
    nx_analyzer *analyzer;
    nx_boundaries boundaries;
    newsidx_text text;

    if (length < 2)
        return 0;
    text = nx_str_slice((const char *)data + 2, length - 2);
    expect(nx_analyzer_new(
               nx_str(codes[data[0] % (sizeof codes / sizeof codes[0])]),
               &analyzer, NULL) == NEWSIDX_OK);
    expect(analyze(analyzer, text) == analyze(analyzer, text));
    ask(analyzer, text, data[1]);
    nx_analyzer_free(analyzer);

    /* A blob that somebody else made. */
    nx_boundaries_init(&boundaries);
    (void)nx_boundaries_decode(&boundaries, text, NULL);
    nx_boundaries_finish(&boundaries);
    return 0;
}
