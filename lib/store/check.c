#include "store/internal.h"

#include "base/limits.h"
#include "base/memory.h"
#include "base/str.h"
#include "disk/pages.h"
#include "ingest/clean.h"
#include "store/list_sums.h"

#include <string.h>

/* What the check of all articles carries along. */
typedef struct audit {
    nx_store *store;
    nx_posting_sums sums;
    nx_posting_sums list_sums;
    nx_list_builder builder; /* of articles whose lists are not added up yet */
    nx_trait_table traits;   /* as the articles have them */
    nx_words words;
    nx_buf boundaries;
    newsidx_progress_fn progress;
    void *user;
} audit;

/* FTS5's own look at its tree. It is a command and so needs to write. */
static newsidx_status check_tree(nx_store *store, newsidx_error *err)
{
    newsidx_status status = nx_transaction_begin(store, NX_DURABLE, err);

    if (status < 0)
        return status;
    status = nx_words_command(store, "integrity-check", err);
    (void)nx_store_rollback(store, NULL);
    return status;
}

static newsidx_status differs(const nx_stored *stored, const char *what,
                              newsidx_error *err)
{
    return nx_fail(err, NEWSIDX_ERR_CORRUPT,
                   "article %lld (%.*s): its %s is not what follows from it",
                   (long long)stored->id,
                   stored->article.key.length < 100
                       ? (int)stored->article.key.length
                       : 100,
                   stored->article.key.bytes, what);
}

/* Could the state be of a version that may be used, or may not? */
static bool fits_usage(const nx_stored *stored, nx_state state)
{
    switch (state) {
    case NX_STATE_CURRENT:
    case NX_STATE_EMBARGOED:
        return stored->article.usage == NEWSIDX_USABLE;
    case NX_STATE_WITHHELD:
        return stored->article.usage == NEWSIDX_WITHHELD;
    case NX_STATE_CANCELED:
        return stored->article.usage == NEWSIDX_CANCELED;
    default:
        return true;
    }
}

static newsidx_status check_row(const audit *checker, const nx_stored *stored,
                                nx_state state, newsidx_error *err)
{
    const nx_rows *rows = &checker->store->rows.view;
    nx_row row = nx_write_row(&stored->article, &checker->words, state);
    const nx_row *kept;

    if (stored->id > rows->last_id)
        return differs(stored, "row", err);
    kept = &rows->rows[stored->id];
    if (kept->kept_state != row.kept_state || !fits_usage(stored, state))
        return differs(stored, "state", err);
    if (kept->length != row.length || kept->lead != row.lead ||
        kept->published_at != row.published_at)
        return differs(stored, "row", err);
    return NEWSIDX_OK;
}

/* So much is gathered before it is added up: see store/lists.c. */
#define BUILDER_BYTES ((size_t)8 * 1024 * 1024)

/* What the ranked lists have to have of the article, if it is in them. */
static newsidx_status add_lists(audit *checker, int64_t id, newsidx_error *err)
{
    nx_list_builder *builder = &checker->builder;
    newsidx_status status;

    if (id > (int64_t)nx_lists_last(&checker->store->lists))
        return NEWSIDX_OK;
    status = nx_list_builder_add(builder, (uint32_t)id, &checker->words, err);
    if (status < 0 || nx_list_builder_bytes(builder) < BUILDER_BYTES)
        return status;
    return nx_list_sums_add(&checker->list_sums, builder, err);
}

static newsidx_status check_lists(audit *checker, newsidx_error *err)
{
    newsidx_status status = NEWSIDX_OK;

    if (checker->store->lists.are_damaged)
        return nx_fail(err, NEWSIDX_ERR_CORRUPT,
                       "the segments of the ranked lists have gaps");
    if (checker->builder.last_id != 0)
        status = nx_list_sums_add(&checker->list_sums, &checker->builder, err);
    if (status >= 0)
        status =
            nx_list_sums_subtract(&checker->list_sums, checker->store, err);
    return status < 0 ? status : nx_list_sums_judge(&checker->list_sums, err);
}

/* Names are numbered as they come, so the numbers are known too. */
static newsidx_status check_trait(audit *checker, nx_analyzer *analyzer,
                                  const nx_stored *stored, newsidx_error *err)
{
    const size_t id = (size_t)stored->id;
    const nx_trait *kept =
        (const nx_trait *)checker->store->traits.chunks.items + id;
    const newsidx_status status =
        nx_traits_set(&checker->traits, analyzer, stored, err);
    const nx_trait *trait;

    if (status < 0)
        return status;
    trait = (const nx_trait *)checker->traits.chunks.items + id;
    if (memcmp(kept->labels, trait->labels, sizeof trait->labels) != 0 ||
        kept->version != trait->version ||
        kept->updated_at != trait->updated_at ||
        kept->ingested_at != trait->ingested_at)
        return differs(stored, "trait", err);
    return NEWSIDX_OK;
}

static newsidx_status check_labels(const audit *checker, newsidx_error *err)
{
    const nx_label_table *kept = &checker->store->traits.labels;
    const nx_label_table *labels = &checker->traits.labels;

    if (kept->last_number != labels->last_number)
        return nx_fail(err, NEWSIDX_ERR_CORRUPT,
                       "the articles have %lu names, not %lu",
                       (unsigned long)labels->last_number,
                       (unsigned long)kept->last_number);
    for (uint32_t i = 1; i <= kept->last_number; i++) {
        if (nx_labels_find(kept, labels->items[i].kind,
                           labels->items[i].text) != i)
            return nx_fail(err, NEWSIDX_ERR_CORRUPT,
                           "the name %lu is not that of its articles",
                           (unsigned long)i);
    }
    return NEWSIDX_OK;
}

static newsidx_status check_article(audit *checker, const nx_stored *stored,
                                    nx_state state, newsidx_error *err)
{
    nx_analyzer *analyzer = NULL;
    newsidx_status status = nx_store_analyzer(
        checker->store, stored->article.language, &analyzer, err);

    if (status == NEWSIDX_ERR_LANGUAGE)
        return differs(stored, "language", err);
    if (status < 0)
        return status;
    if (nx_content_hash(&stored->article) != stored->content_hash)
        return differs(stored, "content hash", err);
    status = nx_words_analyze(&checker->words, analyzer, &stored->article, err);
    if (status < 0)
        return status;
    nx_buf_clear(&checker->boundaries);
    nx_boundaries_encode(&checker->words.boundaries, &checker->boundaries);
    if (checker->boundaries.status < 0)
        return nx_fail(err, checker->boundaries.status, "%s",
                       nx_status_text(checker->boundaries.status));
    if (!nx_str_equal(nx_buf_text(&checker->boundaries), stored->boundaries))
        return differs(stored, "boundaries", err);
    status = check_row(checker, stored, state, err);
    if (status >= 0)
        status = check_trait(checker, analyzer, stored, err);
    if (status >= 0 && checker->store->has_checksums &&
        (!stored->has_checksum ||
         nx_write_checksum(stored) != stored->checksum))
        status = differs(stored, "checksum", err);
    if (status < 0)
        return status;
    nx_posting_sums_add(&checker->sums, stored->id, &checker->words);
    return add_lists(checker, stored->id, err);
}

static newsidx_status check_articles(audit *checker, newsidx_error *err)
{
    const nx_rows *rows = &checker->store->rows.view;
    newsidx_status status = NEWSIDX_OK;
    nx_state state = NX_STATE_ABSENT;
    nx_stored stored = {.id = 0};
    uint64_t done = 0;
    nx_arena arena;

    nx_arena_init(&arena);
    while (status >= 0) {
        if (checker->progress != NULL &&
            checker->progress(done, rows->version_count, checker->user) != 0) {
            status =
                nx_fail(err, NEWSIDX_ERR_CANCELLED, "the check was stopped");
            break;
        }
        nx_arena_reset(&arena);
        status = nx_read_next(checker->store, stored.id, &arena, &stored,
                              &state, err);
        if (status == NEWSIDX_DONE)
            break;
        if (status >= 0)
            status = check_article(checker, &stored, state, err);
        done++;
    }
    nx_arena_finish(&arena);
    if (status >= 0 && done != rows->version_count)
        status = nx_fail(
            err, NEWSIDX_ERR_CORRUPT, "there are %llu articles and %llu rows",
            (unsigned long long)done, (unsigned long long)rows->version_count);
    return status < 0 ? status : NEWSIDX_OK;
}

/* What of the versions of one key can't be; store.h says how they follow each
 * other, and the numbers are nx_state's. */
static const nx_fault faults[] = {
    {"SELECT id FROM hidden WHERE id NOT IN (SELECT id FROM article)",
     "article", "is hidden but not there"},
    {"SELECT older.id FROM article AS older "
     "LEFT JOIN hidden AS is_older ON is_older.id = older.id "
     "WHERE (is_older.state IS NULL OR is_older.state IN (3, 4)) AND EXISTS "
     "(SELECT 1 FROM article AS newer "
     "LEFT JOIN hidden AS is_newer ON is_newer.id = newer.id "
     "WHERE newer.key = older.key AND newer.version > older.version AND "
     "is_newer.state IS NOT 6)",
     "article", "is current and has a newer version"},
    {"SELECT newer.id FROM article AS newer "
     "LEFT JOIN article AS older ON older.key = newer.key AND "
     "older.version < newer.version AND older.id > newer.id "
     "WHERE newer.version < 1 OR older.id IS NOT NULL",
     "article", "has an older version that came later"},
    {"SELECT older.id FROM hidden AS is_older "
     "JOIN article AS older ON older.id = is_older.id "
     "WHERE is_older.state = 1 AND NOT EXISTS (SELECT 1 FROM article AS newer "
     "LEFT JOIN hidden AS is_newer ON is_newer.id = newer.id "
     "WHERE newer.key = older.key AND newer.version > older.version AND "
     "is_newer.state IS NOT 6)",
     "article", "is superseded by nothing"},
    {"SELECT newer.id FROM hidden AS is_newer "
     "JOIN article AS newer ON newer.id = is_newer.id "
     "WHERE is_newer.state = 6 AND NOT EXISTS (SELECT 1 FROM article AS older "
     "LEFT JOIN hidden AS is_older ON is_older.id = older.id "
     "WHERE older.key = newer.key AND older.version < newer.version AND "
     "is_older.state IS NOT 6)",
     "article", "is outdated and has no version before it"},
    {"SELECT id FROM hidden "
     "WHERE (state = 5) = (since IS NULL AND until IS NULL)",
     "article", "has an embargo without a time, or a time without an embargo"},
    {"SELECT older.id FROM hidden AS is_older "
     "JOIN article AS older ON older.id = is_older.id "
     "WHERE is_older.state = 5 AND is_older.until IS NOT "
     "(SELECT is_newer.since FROM article AS newer "
     "JOIN hidden AS is_newer ON is_newer.id = newer.id "
     "WHERE newer.key = older.key AND newer.version > older.version AND "
     "is_newer.state = 5 ORDER BY newer.version LIMIT 1)",
     "article", "is not shown until the next version"},
};

/* Only frames that use what is damaged of it would notice. */
static newsidx_status check_dictionary(nx_store *store, newsidx_error *err)
{
    int64_t is_same = 0;
    newsidx_status status;

    if (!store->has_checksums)
        return NEWSIDX_OK;
    status =
        nx_db_number(store->db,
                     "SELECT (SELECT data FROM dictionary) IS "
                     "(SELECT value FROM meta WHERE name = 'dictionary')",
                     "comparing the dictionary with its copy", &is_same, err);
    if (status < 0 || is_same == 1)
        return status;
    return nx_fail(err, NEWSIDX_ERR_CORRUPT,
                   "the dictionary and its copy are not the same");
}

static newsidx_status check_snapshot(audit *checker, newsidx_error *err)
{
    nx_store *store = checker->store;
    newsidx_status status =
        nx_posting_sums_init(&checker->sums, store->rows.view.last_id, err);

    if (status >= 0)
        status = nx_posting_sums_init(&checker->list_sums,
                                      store->rows.view.last_id, err);
    if (status >= 0)
        status = nx_traits_load(store, err);
    if (status >= 0)
        status = check_articles(checker, err);
    /* What is wrong with an article is said of the article, so they come before
     * the pages that they are on. */
    if (status >= 0)
        status = nx_pages_check(store->db, "PRAGMA integrity_check(1)", err);
    if (status >= 0)
        status = check_dictionary(store, err);
    if (status >= 0)
        status = check_labels(checker, err);
    if (status >= 0)
        status = nx_db_find_none(store->db, faults,
                                 sizeof faults / sizeof *faults, err);
    if (status >= 0)
        status = nx_posting_sums_subtract(&checker->sums, store, err);
    if (status >= 0)
        status = nx_posting_sums_judge(&checker->sums, err);
    if (status >= 0)
        status = check_lists(checker, err);
    return status;
}

newsidx_status nx_store_check(nx_store *store, newsidx_progress_fn progress,
                              void *user, newsidx_error *err)
{
    audit checker = {.store = store, .progress = progress, .user = user};
    newsidx_status status = NEWSIDX_OK;

    if (store->activity != NX_IDLE)
        return nx_fail(err, NEWSIDX_ERR_MISUSE,
                       "a transaction is open already");
    status = nx_store_require_current(store, err);
    if (status >= 0 && !store->read_only)
        status = check_tree(store, err);
    if (status < 0)
        return status;
    nx_traits_init(&checker.traits);
    nx_words_init(&checker.words);
    nx_list_builder_init(&checker.builder);
    nx_buf_init(&checker.boundaries, NX_LIMIT_ARTICLE_BYTES);
    /* What the file says of the rows, not what memory does. */
    nx_rows_forget(&store->rows);
    nx_lists_forget(&store->lists);
    nx_transaction_forget(store);
    status = nx_store_begin_read(store, err);
    if (status >= 0)
        status = check_snapshot(&checker, err);
    nx_store_end_read(store);
    nx_posting_sums_finish(&checker.sums);
    nx_posting_sums_finish(&checker.list_sums);
    nx_list_builder_finish(&checker.builder);
    nx_buf_finish(&checker.boundaries);
    nx_words_finish(&checker.words);
    nx_traits_finish(&checker.traits);
    return status;
}
