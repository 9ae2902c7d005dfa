#include "api/handle.h"
#include "base/clock.h"
#include "base/memory.h"

struct newsidx_record {
    nx_arena arena;
    nx_stored stored;
};

newsidx_status newsidx_find(newsidx *index, newsidx_text key, int64_t *out_id,
                            newsidx_error *err)
{
    newsidx_status status;

    if (out_id == NULL)
        return nx_fail(err, NEWSIDX_ERR_MISUSE, "out_id is NULL");
    *out_id = 0;
    status = nx_handle_check_text("key", key, err);
    if (status >= 0)
        status = nx_handle_enter(index, err);
    if (status < 0)
        return status;
    return nx_handle_leave(
        index, nx_store_find(index->store, key, nx_clock_now(), out_id, err));
}

static newsidx_status read_record(nx_store *store, int64_t id,
                                  newsidx_record **out_record,
                                  newsidx_error *err)
{
    newsidx_record *record;
    newsidx_status status = nx_store_may_read(store, id, nx_clock_now(), err);

    if (status != NEWSIDX_OK)
        return status;
    record = nx_new(newsidx_record);
    if (record == NULL)
        return nx_fail_memory(err);
    nx_arena_init(&record->arena);
    status = nx_store_read(store, id, &record->arena, &record->stored, err);
    if (status != NEWSIDX_OK) {
        newsidx_record_free(record);
        return status;
    }
    *out_record = record;
    return NEWSIDX_OK;
}

newsidx_status newsidx_read(newsidx *index, int64_t id,
                            newsidx_record **out_record, newsidx_error *err)
{
    newsidx_status status;

    if (out_record == NULL)
        return nx_fail(err, NEWSIDX_ERR_MISUSE, "out_record is NULL");
    *out_record = NULL;
    status = nx_handle_enter(index, err);
    if (status < 0)
        return status;
    return nx_handle_leave(index,
                           read_record(index->store, id, out_record, err));
}

const newsidx_article *newsidx_record_article(const newsidx_record *record)
{
    return record != NULL ? &record->stored.article : NULL;
}

uint32_t newsidx_record_version(const newsidx_record *record)
{
    return record != NULL ? record->stored.version : 0;
}

void newsidx_record_free(newsidx_record *record)
{
    if (record == NULL)
        return;
    nx_arena_finish(&record->arena);
    nx_free(record);
}
