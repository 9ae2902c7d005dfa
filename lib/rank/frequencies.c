#include "rank/frequencies.h"

#include "base/hash.h"
#include "base/memory.h"
#include "base/str.h"

#include <string.h>

#define ENTRY_COUNT ((size_t)1024)

typedef struct entry {
    char *expression; /* ours; NULL: free */
    size_t length;
    uint64_t revision;
    uint32_t listed; /* by nx_store_listed(): 0 since they were found damaged */
    uint64_t count;
} entry;

struct nx_frequencies {
    entry entries[ENTRY_COUNT];
};

newsidx_status nx_frequencies_new(nx_frequencies **out_frequencies,
                                  newsidx_error *err)
{
    *out_frequencies = nx_new(nx_frequencies);
    return *out_frequencies != NULL ? NEWSIDX_OK : nx_fail_memory(err);
}

void nx_frequencies_free(nx_frequencies *frequencies)
{
    if (frequencies == NULL)
        return;
    for (size_t i = 0; i < ENTRY_COUNT; i++)
        nx_free(frequencies->entries[i].expression);
    nx_free(frequencies);
}

/* The matches of `expression` behind the id `after`. */
static newsidx_status ask_words(nx_store *store, newsidx_text expression,
                                int64_t after, uint64_t *out_count,
                                newsidx_error *err)
{
    sqlite3 *db = nx_store_db(store);
    sqlite3_stmt *count = NULL;
    newsidx_status status;
    int code;

    status = nx_db_prepare(
        db, "SELECT count(*) FROM words WHERE words MATCH ?1 AND rowid > ?2",
        &count, err);
    if (status < 0)
        return status;
    sqlite3_bind_text64(count, 1, expression.bytes, expression.length,
                        SQLITE_STATIC, SQLITE_UTF8);
    sqlite3_bind_int64(count, 2, after);
    code = sqlite3_step(count);
    if (code == SQLITE_ROW)
        *out_count = (uint64_t)sqlite3_column_int64(count, 0);
    else
        status = nx_db_fail(db, code, "counting a word", err);
    sqlite3_finalize(count);
    return status;
}

static newsidx_status ask(nx_store *store, newsidx_text expression,
                          const nx_listed *listed, uint64_t *out_count,
                          newsidx_error *err)
{
    newsidx_status status = NEWSIDX_OK;
    int64_t after = 0;
    uint64_t in_list = 0;
    uint64_t in_words = 0;

    if (listed != NULL && nx_store_listed(store) > 0) {
        status =
            nx_list_count(store, listed->spelling, listed->kind, &in_list, err);
        /* Whoever reads more of the lists will say what is wrong with them. */
        if (status == NEWSIDX_ERR_CORRUPT)
            nx_store_distrust_lists(store);
        else if (status < 0)
            return status;
        after = nx_store_listed(store);
    }
    if (after == 0)
        in_list = 0;
    if (after < nx_store_rows(store)->last_id)
        status = ask_words(store, expression, after, &in_words, err);
    else
        status = NEWSIDX_OK;
    *out_count = in_list + in_words;
    return status;
}

newsidx_status nx_frequencies_get(nx_frequencies *frequencies, nx_store *store,
                                  newsidx_text expression,
                                  const nx_listed *listed, uint64_t *out_count,
                                  newsidx_error *err)
{
    const uint64_t revision = nx_store_rows(store)->revision;
    entry *place =
        &frequencies
             ->entries[nx_hash64(expression.bytes, expression.length, 0) %
                       ENTRY_COUNT];
    newsidx_status status;
    char *copy;

    /* What a transaction writes changes the words and not the revision. */
    if (nx_store_is_writing(store))
        return ask(store, expression, listed, out_count, err);
    if (place->expression != NULL && place->revision == revision &&
        place->listed == nx_store_listed(store) &&
        nx_str_equal(nx_str_slice(place->expression, place->length),
                     expression)) {
        *out_count = place->count;
        return NEWSIDX_OK;
    }
    status = ask(store, expression, listed, out_count, err);
    if (status < 0)
        return status;
    copy = nx_alloc(expression.length);
    if (copy == NULL)
        return nx_fail_memory(err);
    memcpy(copy, expression.bytes, expression.length);
    nx_free(place->expression);
    place->expression = copy;
    place->length = expression.length;
    place->revision = revision;
    place->listed = nx_store_listed(store);
    place->count = *out_count;
    return NEWSIDX_OK;
}
