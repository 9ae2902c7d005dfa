#include "history.h"

#include "campaign.h"
#include "made_text.h"
#include "scenarios.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define MOST_CHANGES 8
#define BODY_BYTES 24000

typedef enum step_kind { CHANGES, OPTIMIZE, REBUILD } step_kind;

typedef struct step {
    step_kind kind;
    unsigned count;
    unsigned keys[MOST_CHANGES];
    bool removes[MOST_CHANGES];
    bool is_alone; /* one change, without a transaction of the caller's */
} step;

static step make_step(uint64_t seed, unsigned number)
{
    uint64_t random = seed * UINT64_C(1000003) + number;
    const unsigned chance = (unsigned)(campaign_random(&random) % 100);
    step made = {CHANGES, 0, {0}, {false}, false};

    if (number > 1 && chance < 6) {
        made.kind = chance < 4 ? OPTIMIZE : REBUILD;
        return made;
    }
    made.count = 1 + (unsigned)(campaign_random(&random) % MOST_CHANGES);
    made.is_alone = chance > 80;
    if (made.is_alone)
        made.count = 1;
    for (unsigned i = 0; i < made.count; i++) {
        made.keys[i] = (unsigned)(campaign_random(&random) % HISTORY_KEYS);
        made.removes[i] = campaign_random(&random) % 6 == 0;
    }
    return made;
}

static newsidx_text key_of(unsigned key, char text[16])
{
    newsidx_text made;

    made.bytes = text;
    made.length = (size_t)snprintf(text, 16, "key-%u", key);
    return made;
}

static newsidx_status change(newsidx *index, unsigned key, bool removes,
                             unsigned number, newsidx_error *err)
{
    newsidx_article article = NEWSIDX_ARTICLE_INIT;
    static char body[BODY_BYTES];
    char name[16], headline[64];

    if (removes)
        return newsidx_remove(index, key_of(key, name), err);
    /* Most are of some lines, and some of several pages. */
    made_text(body,
              number % 9 == 0 ? sizeof body : 60 + (key * 97 + number) % 900,
              number * 100 + key);
    article.key = key_of(key, name);
    article.headline.bytes = headline;
    article.headline.length =
        (size_t)snprintf(headline, sizeof headline, "Step %u", number);
    article.body.bytes = body;
    article.body.length = strlen(body);
    article.source = article.key;
    return newsidx_put(index, &article, NULL, err);
}

newsidx_status history_do(newsidx *index, uint64_t seed, unsigned number,
                          newsidx_error *err)
{
    const step what = make_step(seed, number);
    newsidx_status status;

    if (what.kind == OPTIMIZE)
        return newsidx_optimize(index, err);
    if (what.kind == REBUILD)
        return newsidx_rebuild(index, NULL, NULL, err);
    if (what.is_alone)
        return change(index, what.keys[0], what.removes[0], number, err);
    status = newsidx_begin(index, err);
    if (status < 0)
        return status;
    for (unsigned i = 0; i < what.count && status >= 0; i++)
        status = change(index, what.keys[i], what.removes[i], number, err);
    if (status < 0) {
        newsidx_rollback(index, NULL);
        return status;
    }
    return newsidx_commit(index, err);
}

history_outcome history_after(uint64_t seed, unsigned number)
{
    history_outcome made = {{0}};

    for (unsigned i = 1; i <= number; i++) {
        const step what = make_step(seed, i);

        for (unsigned j = 0; j < what.count; j++)
            made.steps[what.keys[j]] = what.removes[j] ? 0 : i;
    }
    return made;
}

static newsidx_status read_step(newsidx *index, int64_t id, unsigned *out,
                                newsidx_error *err)
{
    newsidx_record *record = NULL;
    const newsidx_status status = newsidx_read(index, id, &record, err);
    const char *headline;

    if (status == NEWSIDX_OK) {
        headline = newsidx_record_article(record)->headline.bytes;
        *out = UINT32_MAX;
        if (headline != NULL && strncmp(headline, "Step ", 5) == 0)
            *out = (unsigned)strtoul(headline + 5, NULL, 10);
    }
    newsidx_record_free(record);
    return status;
}

newsidx_status history_read(newsidx *index, history_outcome *out,
                            newsidx_error *err)
{
    newsidx_status status = NEWSIDX_OK;

    memset(out, 0, sizeof *out);
    for (unsigned key = 0; key < HISTORY_KEYS && status >= 0; key++) {
        char name[16];
        int64_t id;

        status = newsidx_find(index, key_of(key, name), &id, err);
        if (status == NEWSIDX_OK)
            status = read_step(index, id, &out->steps[key], err);
    }
    return status < 0 ? status : NEWSIDX_OK;
}

bool history_is_same(const history_outcome *a, const history_outcome *b)
{
    return memcmp(a, b, sizeof *a) == 0;
}

history_finding history_judge(newsidx *index, uint64_t seed, unsigned from,
                              newsidx_error *err)
{
    history_outcome found, expected;

    if (newsidx_check(index, NULL, NULL, err) < 0 ||
        history_read(index, &found, err) < 0)
        return HISTORY_INCONSISTENT;
    for (unsigned back = 0; back <= from + 1; back++) {
        const unsigned number = from + 1 - back;

        expected = history_after(seed, number);
        if (!history_is_same(&found, &expected))
            continue;
        if (number >= from)
            return HISTORY_KEPT;
        snprintf(err->message, sizeof err->message,
                 "after step %u it is as after step %u", from, number);
        return HISTORY_LOST;
    }
    snprintf(err->message, sizeof err->message,
             "it is as after none of %u steps", from + 1);
    return HISTORY_INCONSISTENT;
}
