#include "batches.h"

#include "campaign.h"
#include "fixture.h"
#include "json_lines.h"
#include "made_text.h"

#include <inttypes.h>

/* So many articles in one import are sealed at its end. */
#define IMPORT_ARTICLES 120

static newsidx_status put_text(newsidx *index, const char *key,
                               const char *headline, const char *body,
                               newsidx_error *err)
{
    const newsidx_article article = make_article(key, headline, body);

    return newsidx_put(index, &article, NULL, err);
}

static newsidx_status put_facts(batches *in, newsidx_error *err)
{
    char body[64];

    snprintf(body, sizeof body, "%u %u", in->first, in->next);
    return put_text(in->index, FACTS_KEY, "Facts", body, err);
}

static newsidx_status put_batch(batches *in, unsigned number, unsigned edition,
                                newsidx_error *err)
{
    newsidx_status status = NEWSIDX_OK;

    for (unsigned i = 0; i < BATCH_ARTICLES && status >= 0; i++) {
        char headline[64];
        char filler[400];
        char body[1000];
        char key[64];

        made_text(filler, sizeof filler, number * 7 + i);
        snprintf(key, sizeof key, "t%u-%u", number, i);
        snprintf(headline, sizeof headline, "Article %u of the common", i);
        snprintf(body, sizeof body, "%s\nHere t%u is common, as t%ue%u.\n%s\n",
                 filler, number, number, edition, filler);
        status = put_text(in->index, key, headline, body, err);
    }
    return status;
}

static newsidx_status remove_batch(batches *in, unsigned number,
                                   newsidx_error *err)
{
    newsidx_status status = NEWSIDX_OK;

    for (unsigned i = 0; i < BATCH_ARTICLES && status >= 0; i++) {
        char key[64];

        snprintf(key, sizeof key, "t%u-%u", number, i);
        status = newsidx_remove(in->index, text_of(key), err);
    }
    return status;
}

newsidx_status batches_begin(batches *in, newsidx *index, uint64_t seed,
                             newsidx_error *err)
{
    memset(in, 0, sizeof *in);
    in->index = index;
    in->random = seed;
    in->first = 1;
    in->next = 1;
    return put_facts(in, err);
}

/* A new batch, and one less if there are many. */
static newsidx_status add(batches *in, newsidx_error *err)
{
    newsidx_status status = newsidx_begin(in->index, err);

    if (status >= 0)
        status = put_batch(in, in->next, 0, err);
    if (status >= 0 && in->next - in->first == BATCHES_MOST)
        status = remove_batch(in, in->first++, err);
    in->editions[in->next++ % BATCHES_MOST] = 0;
    if (status >= 0)
        status = put_facts(in, err);
    return status < 0 ? status : newsidx_commit(in->index, err);
}

static newsidx_status replace(batches *in, newsidx_error *err)
{
    const unsigned count = in->next - in->first;
    const unsigned number =
        in->first + (unsigned)(campaign_random(&in->random) % count);
    newsidx_status status = newsidx_begin(in->index, err);

    if (status >= 0)
        status =
            put_batch(in, number, ++in->editions[number % BATCHES_MOST], err);
    return status < 0 ? status : newsidx_commit(in->index, err);
}

/* What never was, as far as others can see. */
static newsidx_status give_up(batches *in, newsidx_error *err)
{
    newsidx_status status = newsidx_begin(in->index, err);

    if (status >= 0)
        status = put_batch(in, in->next, 9, err);
    if (status >= 0)
        status = remove_batch(in, in->first, err);
    return status < 0 ? status : newsidx_rollback(in->index, err);
}

#ifdef NX_HAVE_JSON

static newsidx_status import(batches *in, newsidx_error *err)
{
    newsidx_import_options options = NEWSIDX_IMPORT_OPTIONS_INIT;
    newsidx_import_counts counts = NEWSIDX_IMPORT_COUNTS_INIT;
    json_lines from = {in->imported, in->imported + IMPORT_ARTICLES, ""};
    newsidx_status status;

    options.format = NEWSIDX_FORMAT_JSON_LINES;
    options.batch_articles = IMPORT_ARTICLES / 2;
    status = newsidx_import_stream(in->index, NULL, json_lines_give, &from,
                                   &options, &counts, err);
    in->imported += IMPORT_ARTICLES;
    if (status >= 0 && counts.added != IMPORT_ARTICLES) {
        snprintf(err->message, sizeof err->message,
                 "an import added %" PRIu64 " of %d articles", counts.added,
                 IMPORT_ARTICLES);
        status = NEWSIDX_ERR_INTERNAL;
    }
    return status;
}

#else

/* Without JSON the lists are sealed by optimizing alone. */
static newsidx_status import(batches *in, newsidx_error *err)
{
    return newsidx_optimize(in->index, err);
}

#endif

newsidx_status batches_step(batches *in, newsidx_error *err)
{
    const unsigned chance = (unsigned)(campaign_random(&in->random) % 100);

    if (in->next == in->first || chance < 60)
        return add(in, err);
    if (chance < 90)
        return replace(in, err);
    if (chance < 95)
        return give_up(in, err);
    return chance < 97 ? newsidx_optimize(in->index, err) : import(in, err);
}

newsidx_status batches_read_facts(newsidx *index, unsigned *out_first,
                                  unsigned *out_next, newsidx_error *err)
{
    newsidx_record *record = NULL;
    newsidx_status status;
    char *rest = NULL;
    int64_t id = 0;

    status = newsidx_find(index, text_of(FACTS_KEY), &id, err);
    if (status == NEWSIDX_OK)
        status = newsidx_read(index, id, &record, err);
    if (status == NEWSIDX_OK) {
        const char *body = newsidx_record_article(record)->body.bytes;

        *out_first = (unsigned)strtoul(body, &rest, 10);
        *out_next = (unsigned)strtoul(rest, NULL, 10);
    }
    newsidx_record_free(record);
    return status;
}
