#include "words/words.h"

#include "base/limits.h"
#include "base/str.h"
#include "base/utf8.h"

/* A packed form's length has seven bits. */
#define LONGEST_FORM 127
#define COLOCATED 0x80u

/* An article's bytes and a few times as much: bigrams of Han letters take two
 * and a third bytes for one. */
#define PACKED_LIMIT (8 * NX_LIMIT_ARTICLE_BYTES)

/* What the callback of one column knows. */
typedef struct packer {
    nx_buf *packed;
    nx_boundaries *boundaries; /* of the body, else NULL */
    newsidx_status status;
    uint32_t count;
} packer;

void nx_words_init(nx_words *words)
{
    for (size_t i = 0; i < NX_COLUMN_COUNT; i++) {
        nx_buf_init(&words->packed[i], PACKED_LIMIT);
        words->counts[i] = 0;
    }
    nx_boundaries_init(&words->boundaries);
    nx_weights_init(&words->weights);
}

void nx_words_finish(nx_words *words)
{
    for (size_t i = 0; i < NX_COLUMN_COUNT; i++) {
        nx_buf_finish(&words->packed[i]);
        words->counts[i] = 0;
    }
    nx_boundaries_finish(&words->boundaries);
    nx_weights_finish(&words->weights);
}

static void pack(nx_buf *packed, newsidx_text form, unsigned mark)
{
    size_t length = form.length;

    if (length > LONGEST_FORM)
        length = nx_utf8_cut(form.bytes, LONGEST_FORM);
    nx_buf_add_byte(packed, (char)(mark | length));
    nx_buf_add(packed, form.bytes, length);
}

static int on_token(const nx_token *token, void *user)
{
    packer *to = user;
    const newsidx_text *others[] = {&token->stem, &token->joined,
                                    &token->joined_stem, &token->mark};

    pack(to->packed, token->exact, 0);
    for (size_t i = 0; i < sizeof others / sizeof *others; i++)
        if (others[i]->bytes != NULL)
            pack(to->packed, *others[i], COLOCATED);
    to->count++;
    to->status = to->packed->status;
    if (to->status >= 0 && to->boundaries != NULL)
        to->status = nx_boundaries_add(to->boundaries, token);
    return to->status < 0;
}

newsidx_text nx_words_column(const newsidx_article *article, nx_column column)
{
    const newsidx_text texts[NX_COLUMN_COUNT] = {
        [NX_COLUMN_HEADLINE] = article->headline,
        [NX_COLUMN_BYLINE] = article->byline,
        [NX_COLUMN_DATELINE] = article->dateline,
        [NX_COLUMN_BODY] = article->body,
        [NX_COLUMN_KEYWORDS] = article->keywords,
    };

    return texts[column];
}

static newsidx_status analyze_column(nx_words *words, size_t column,
                                     nx_analyzer *analyzer,
                                     const newsidx_article *article,
                                     newsidx_error *err)
{
    newsidx_text text = nx_words_column(article, (nx_column)column);
    packer to = {&words->packed[column], NULL, NEWSIDX_OK, 0};
    newsidx_status status;

    nx_buf_clear(&words->packed[column]);
    words->counts[column] = 0;
    if (column == NX_COLUMN_BODY)
        to.boundaries = &words->boundaries;
    if (text.length == 0)
        return NEWSIDX_OK;
    status = nx_analyze(analyzer, text, on_token, &to, err);
    if (to.status < 0)
        return nx_fail(err, to.status, "%s", nx_status_text(to.status));
    words->counts[column] = to.count;
    return status;
}

/* Weigh the terms of a column, position by position. */
static newsidx_status weigh_column(nx_words *words, nx_column column,
                                   uint32_t lead)
{
    const newsidx_text packed = nx_buf_text(&words->packed[column]);
    const char *at = packed.bytes;
    const char *end = at + packed.length;
    newsidx_status status = NEWSIDX_OK;

    for (uint32_t position = 0; at < end && status >= 0; position++) {
        newsidx_text forms[NX_WEIGHTS_FORMS];
        size_t count = 0;

        do {
            const size_t length = (unsigned char)*at & ~COLOCATED;

            if (count < NX_WEIGHTS_FORMS)
                forms[count++] = nx_str_slice(at + 1, length);
            at += 1 + length;
        } while (at < end && ((unsigned char)*at & COLOCATED) != 0);
        status = nx_weights_add(&words->weights, forms, count,
                                nx_words_weight(column, position, lead));
    }
    return status;
}

static newsidx_status weigh(nx_words *words, newsidx_error *err)
{
    const uint32_t lead = nx_words_lead(words);
    newsidx_status status = NEWSIDX_OK;

    nx_weights_clear(&words->weights);
    for (nx_column i = 0; i < NX_COLUMN_COUNT && status >= 0; i++)
        status = weigh_column(words, i, lead);
    return status < 0 ? nx_fail(err, status, "%s", nx_status_text(status))
                      : NEWSIDX_OK;
}

newsidx_status nx_words_analyze(nx_words *words, nx_analyzer *analyzer,
                                const newsidx_article *article,
                                newsidx_error *err)
{
    newsidx_status status = NEWSIDX_OK;

    nx_boundaries_clear(&words->boundaries);
    for (size_t i = 0; i < NX_COLUMN_COUNT && status >= 0; i++)
        status = analyze_column(words, i, analyzer, article, err);
    if (status < 0)
        return status;
    status = nx_boundaries_cut(&words->boundaries);
    if (status < 0)
        return nx_fail(err, status, "%s", nx_status_text(status));
    return weigh(words, err);
}

uint32_t nx_words_length(const nx_words *words)
{
    uint32_t length = 0;

    for (size_t i = 0; i < NX_COLUMN_COUNT; i++)
        length += words->counts[i];
    return length;
}

uint32_t nx_words_lead(const nx_words *words)
{
    const nx_starts *passages = &words->boundaries.passages;
    const uint32_t lead = passages->count > 1 ? passages->positions[1]
                                              : words->boundaries.token_count;

    return lead < NX_LEAD_MOST ? lead : NX_LEAD_MOST;
}

uint32_t nx_words_weight(nx_column column, uint32_t position, uint32_t lead)
{
    switch (column) {
    case NX_COLUMN_HEADLINE:
        return NX_WEIGHT_HEADLINE;
    case NX_COLUMN_KEYWORDS:
        return NX_WEIGHT_KEYWORDS;
    case NX_COLUMN_BODY:
        return position < lead ? NX_WEIGHT_LEAD : NX_WEIGHT_OTHER;
    default:
        return NX_WEIGHT_OTHER;
    }
}
