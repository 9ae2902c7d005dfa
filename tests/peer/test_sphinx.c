/*
 * Sphinx, a search engine that others wrote, must find in the same articles
 * what newsidx finds. README.md says where the two mean different things; such
 * queries are not asked.
 *
 *     test_sphinx write        make articles.tsv for Sphinx's indexer, and the
 *                              index of newsidx
 *     test_sphinx port         print a free port
 *     test_sphinx ask PORT     ask both
 *
 * NEWSIDX_PEER_QUERIES says how many queries, NEWSIDX_PEER_SEED which.
 */
#include "questions.h"
#include "sphinx_client.h"

#include "newsidx.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define INDEX_PATH "peer.db"
#define MOST_DIFFERENCES 10
#define MOST_SHOWN 4

typedef struct answer {
    int64_t ids[ARTICLE_COUNT];
    size_t count;
} answer;

typedef struct asking {
    const article *articles;
    newsidx *index;
    sphinx_client *client;
    uint64_t number; /* of the query */
    uint64_t found_count;
    uint64_t difference_count;
} asking;

static uint64_t number_from(const char *name, uint64_t otherwise)
{
    const char *value = getenv(name);

    return value == NULL ? otherwise : strtoull(value, NULL, 10);
}

static uint64_t seed(void)
{
    return number_from("NEWSIDX_PEER_SEED", 1);
}

/* ------------------------------------------------------------ writing ---- */

static newsidx_text text_of(const char *bytes)
{
    newsidx_text text = {bytes, strlen(bytes)};

    return text;
}

static bool put_articles(newsidx *index, const article *articles,
                         newsidx_error *err)
{
    for (size_t i = 0; i < ARTICLE_COUNT; i++) {
        const article_column *columns = articles[i].columns;
        newsidx_article put = NEWSIDX_ARTICLE_INIT;
        char key[32];

        snprintf(key, sizeof key, "%zu", i + 1);
        put.key = text_of(key);
        put.headline = text_of(columns[COLUMN_HEADLINE].text);
        put.body = text_of(columns[COLUMN_BODY].text);
        if (newsidx_put(index, &put, NULL, err) < 0)
            return false;
    }
    return true;
}

static int write_index(const article *articles)
{
    newsidx *index;
    newsidx_error err;
    int status = 1;

    if (newsidx_open(INDEX_PATH, NULL, &index, &err) < 0 ||
        newsidx_begin(index, &err) < 0 ||
        !put_articles(index, articles, &err) || newsidx_commit(index, &err) < 0)
        printf("newsidx cannot write: %s\n", err.message);
    else
        status = 0;
    newsidx_close(index);
    return status;
}

static int write_articles(const article *articles)
{
    FILE *file = fopen("articles.tsv", "w");
    bool has_failed;

    if (file == NULL) {
        printf("cannot write articles.tsv\n");
        return 1;
    }
    articles_write(articles, file);
    has_failed = ferror(file) != 0;
    if (fclose(file) != 0 || has_failed) {
        printf("cannot write articles.tsv\n");
        return 1;
    }
    return write_index(articles);
}

/* ------------------------------------------------------------- asking ---- */

static int compare_ids(const void *a, const void *b)
{
    int64_t left = *(const int64_t *)a;
    int64_t right = *(const int64_t *)b;

    return (left > right) - (left < right);
}

/* A query that newsidx has a remark on is read otherwise than it was meant. */
static bool parse(const char *text, newsidx_query **out, newsidx_error *err)
{
    const newsidx_diagnostic *remark;

    if (newsidx_query_parse(text, NEWSIDX_WHOLE, NULL, out, err) < 0)
        return false;
    remark = newsidx_query_diagnostic(*out, 0);
    if (remark == NULL)
        return true;
    snprintf(err->message, sizeof err->message, "%s %s", remark->code,
             remark->message.bytes);
    return false;
}

static bool collect(newsidx_results *results, answer *out, newsidx_error *err)
{
    const newsidx_hit *hit;
    newsidx_status status;

    for (;;) {
        status = newsidx_results_next(results, &hit, err);
        if (status != NEWSIDX_OK || out->count == ARTICLE_COUNT)
            break;
        out->ids[out->count++] = strtoll(hit->key.bytes, NULL, 10);
    }
    qsort(out->ids, out->count, sizeof *out->ids, compare_ids);
    return status == NEWSIDX_DONE;
}

static bool ask_newsidx(newsidx *index, const char *text, answer *out,
                        newsidx_error *err)
{
    newsidx_search_options options = NEWSIDX_SEARCH_OPTIONS_INIT;
    newsidx_results *results = NULL;
    newsidx_query *query = NULL;
    bool is_answered;

    out->count = 0;
    options.shape = NEWSIDX_IDS;
    options.limit = ARTICLE_COUNT + 1;
    options.timeout_ms = -1;
    is_answered = parse(text, &query, err) &&
                  newsidx_search(index, query, &options, &results, err) >= 0 &&
                  collect(results, out, err);
    newsidx_results_free(results);
    newsidx_query_free(query);
    return is_answered;
}

static bool has_id(const answer *in, int64_t id)
{
    return in->count > 0 &&
           bsearch(&id, in->ids, in->count, sizeof id, compare_ids) != NULL;
}

static void show_missing(const asking *in, const answer *from,
                         const answer *other, const char *whose)
{
    size_t shown = 0;

    for (size_t i = 0; i < from->count; i++) {
        const article_column *columns;

        if (has_id(other, from->ids[i]))
            continue;
        if (++shown > MOST_SHOWN)
            continue;
        columns = in->articles[from->ids[i] - 1].columns;
        printf("only %s finds %" PRId64 ":\n    %s\n\n%s\n\n", whose,
               from->ids[i], columns[COLUMN_HEADLINE].text,
               columns[COLUMN_BODY].text);
    }
    if (shown > MOST_SHOWN)
        printf("only %s finds %zu more\n", whose, shown - MOST_SHOWN);
}

static void introduce(asking *in, const question *of)
{
    in->difference_count++;
    printf("seed %" PRIu64 ", query %" PRIu64 "\n"
           "newsidx: %s\nsphinx:  %s\n",
           seed(), in->number, of->newsidx, of->sphinx);
}

static void ask(asking *in, const question *of)
{
    const char *index = of->has_sentences ? "sentences" : "words";
    answer ours;
    answer theirs;
    newsidx_error err;

    if (!ask_newsidx(in->index, of->newsidx, &ours, &err)) {
        introduce(in, of);
        printf("newsidx has no answer: %s\n", err.message);
        return;
    }
    if (!sphinx_ask(in->client, index, of->sphinx, theirs.ids, ARTICLE_COUNT,
                    &theirs.count)) {
        introduce(in, of);
        printf("Sphinx has no answer: %s\n", in->client->error);
        return;
    }
    in->found_count += ours.count > 0;
    if (ours.count == theirs.count &&
        memcmp(ours.ids, theirs.ids, ours.count * sizeof *ours.ids) == 0)
        return;
    introduce(in, of);
    show_missing(in, &ours, &theirs, "newsidx");
    show_missing(in, &theirs, &ours, "Sphinx");
}

static int ask_all(const article *articles, chance *from, uint16_t port)
{
    static sphinx_client client;
    uint64_t count = number_from("NEWSIDX_PEER_QUERIES", 2400);
    asking in = {articles, NULL, &client, 0, 0, 0};
    newsidx_error err;
    int status = 1;

    printf("seed %" PRIu64 "\n", seed());
    if (newsidx_open(INDEX_PATH, NULL, &in.index, &err) < 0) {
        printf("newsidx cannot open: %s\n", err.message);
        return 1;
    }
    if (!sphinx_open(&client, port)) {
        printf("%s\n", client.error);
        goto cleanup;
    }
    while (in.number < count && in.difference_count < MOST_DIFFERENCES) {
        question made;

        in.number++;
        question_make(articles, from, &made);
        ask(&in, &made);
    }
    printf("%" PRIu64 " queries, %" PRIu64 " find something, %" PRIu64
           " differ\n",
           in.number, in.found_count, in.difference_count);
    /* Two that never find anything would agree as well. */
    if (in.difference_count == 0 && in.found_count >= in.number / 2)
        status = 0;
cleanup:
    sphinx_close(&client);
    newsidx_close(in.index);
    return status;
}

int main(int argument_count, char **arguments)
{
    static article articles[ARTICLE_COUNT];
    const char *what = argument_count > 1 ? arguments[1] : "";
    chance from = {seed()};

    setvbuf(stdout, NULL, _IOLBF, 0);
    articles_make(articles, &from);
    if (strcmp(what, "write") == 0)
        return write_articles(articles);
    if (strcmp(what, "port") == 0) {
        printf("%u\n", (unsigned)sphinx_free_port());
        return 0;
    }
    if (strcmp(what, "ask") == 0 && argument_count == 3)
        return ask_all(articles, &from,
                       (uint16_t)strtoul(arguments[2], NULL, 10));
    printf("write, port or ask PORT?\n");
    return 2;
}
