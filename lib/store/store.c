#include "store/store.h"

#include "base/str.h"
#include "store/internal.h"

#include <stdio.h>
#include <string.h>

void nx_store_interrupt(nx_store *store)
{
    atomic_store(&store->watch.interrupted, true);
}

void nx_store_resume(nx_store *store)
{
    atomic_store(&store->watch.interrupted, false);
}

bool nx_store_is_interrupted(const nx_store *store)
{
    return atomic_load(&store->watch.interrupted);
}

void nx_store_set_deadline(nx_store *store, int64_t deadline_ms)
{
    store->watch.deadline_ms = deadline_ms;
    store->watch.late = false;
}

sqlite3 *nx_store_db(nx_store *store)
{
    return store->db;
}

const char *nx_store_default_language(const nx_store *store)
{
    return store->default_language;
}

const nx_rows *nx_store_rows(const nx_store *store)
{
    return &store->rows.view;
}

newsidx_status nx_store_require_current(nx_store *store, newsidx_error *err)
{
    const char *differs = store->stamp.differs;

    if (!store->needs_rebuild)
        return NEWSIDX_OK;
    return nx_fail(err, NEWSIDX_ERR_REBUILD,
                   "%s was analyzed by other rules%s%s%s: rebuild it",
                   store->path, differs[0] != '\0' ? " (" : "", differs,
                   differs[0] != '\0' ? ")" : "");
}

/* Is its primary subtag a language with a stemmer? */
static bool has_stemmer(newsidx_text language)
{
    const char *const *codes = nx_analyzer_languages();
    size_t length = 0;

    while (length < language.length && nx_is_alpha(language.bytes[length]))
        length++;
    for (size_t i = 0; codes[i] != NULL; i++)
        if (nx_str_equal_ascii(nx_str(codes[i]),
                               nx_str_slice(language.bytes, length)))
            return true;
    return false;
}

/* Two or three letters, then nothing or more subtags. */
static bool is_code(newsidx_text language)
{
    size_t length = 0;

    while (length < language.length && nx_is_alpha(language.bytes[length]))
        length++;
    return length >= 2 && length <= 3 &&
           (length == language.length || language.bytes[length] == '-' ||
            language.bytes[length] == '_');
}

newsidx_status nx_store_analyzer(nx_store *store, newsidx_text language,
                                 nx_analyzer **out_analyzer, newsidx_error *err)
{
    if (language.length == 0)
        language = nx_str(store->default_language);
    /* Languages without a stemmer share one analyzer, or a text for each of
     * thousands of codes would make us keep as many. */
    if (is_code(language) && !has_stemmer(language))
        language = nx_str("und");
    return nx_analyzers_get(&store->analyzers, language, out_analyzer, err);
}

static void look_at_rows(const nx_rows *rows, newsidx_info *info)
{
    info->oldest_published_at = NEWSIDX_NO_TIME;
    info->newest_published_at = NEWSIDX_NO_TIME;
    for (int64_t id = 1; id <= rows->last_id; id++) {
        const nx_row *row = &rows->rows[id];

        if (row->state == NX_STATE_WITHHELD || row->state == NX_STATE_CANCELED)
            info->withheld_count++;
        if (row->state == NX_STATE_EMBARGOED)
            info->embargoed_count++;
        if (row->state != NX_STATE_CURRENT ||
            row->published_at == NEWSIDX_NO_TIME)
            continue;
        if (info->oldest_published_at == NEWSIDX_NO_TIME ||
            row->published_at < info->oldest_published_at)
            info->oldest_published_at = row->published_at;
        if (row->published_at > info->newest_published_at)
            info->newest_published_at = row->published_at;
    }
}

static void add_lists(const nx_lists *lists, newsidx_info *info)
{
    info->lists_damaged = lists->are_damaged ? 1 : 0;
    info->list_segments = (uint32_t)lists->segment_count;
    for (size_t i = 0; i < lists->segment_count; i++) {
        const nx_segment *segment = &lists->segments[i];

        info->listed_articles += (uint64_t)segment->last - segment->first + 1;
        info->list_postings += segment->posting_count;
        info->list_bytes += segment->byte_count;
    }
}

newsidx_status nx_store_info(nx_store *store, newsidx_info *info,
                             newsidx_error *err)
{
    newsidx_info mine = NEWSIDX_INFO_INIT;
    const nx_rows *rows = &store->rows.view;
    int64_t pages = 0;
    newsidx_status status = nx_store_begin_read(store, err);

    if (status < 0)
        return status;
    status = nx_db_number(store->db, "PRAGMA page_count",
                          "asking for the length", &pages, err);
    if (status >= 0) {
        mine.file_bytes = (uint64_t)pages * NX_PAGE_BYTES;
        look_at_rows(rows, &mine);
        add_lists(&store->lists, &mine);
        mine.article_count = rows->article_count;
        mine.version_count = rows->version_count;
        mine.token_count = rows->total_length;
        mine.revision = rows->revision;
        mine.format_version = NX_FORMAT_VERSION;
        mine.needs_rebuild = store->needs_rebuild ? 1 : 0;
        mine.is_sealed = store->is_sealed ? 1 : 0;
        snprintf(mine.default_language, sizeof mine.default_language, "%s",
                 store->default_language);
        *info = mine;
    }
    nx_store_end_read(store);
    return status;
}
