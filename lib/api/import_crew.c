/* POSIX's threads, as in import_queue.c. */
#define _POSIX_C_SOURCE 200809L

#include "api/import_crew.h"

#include "base/memory.h"

#include <string.h>

static newsidx_status init_queue(nx_crew_member *member, size_t share,
                                 newsidx_error *err)
{
    newsidx_status status;

    member->queue = nx_new(nx_queue);
    if (member->queue == NULL)
        return nx_fail_memory(err);
    status = nx_queue_init(member->queue, share, err);
    if (status < 0) {
        nx_free(member->queue);
        member->queue = NULL;
    }
    return status;
}

/* More readers are worth less than that all are as safe as the first. */
static newsidx_status init_supplies(nx_crew *crew, size_t count,
                                    const newsidx_import_options *options,
                                    newsidx_isolation *out_isolation,
                                    newsidx_error *err)
{
    newsidx_status status =
        nx_supply_init(&crew->members[0].supply, options, out_isolation, err);

    if (status < 0)
        return status;
    for (crew->count = 1; crew->count < count; crew->count++) {
        nx_supply *supply = &crew->members[crew->count].supply;
        newsidx_isolation isolation;

        status = nx_supply_init(supply, options, &isolation, NULL);
        if (status < 0)
            break;
        if (isolation != *out_isolation) {
            nx_supply_finish(supply);
            break;
        }
    }
    return NEWSIDX_OK;
}

newsidx_status nx_crew_init(nx_crew *crew, size_t count,
                            const newsidx_import_options *options,
                            newsidx_isolation *out_isolation,
                            newsidx_error *err)
{
    newsidx_status status;

    memset(crew, 0, sizeof *crew);
    crew->members = nx_alloc_zeroed(count, sizeof *crew->members);
    if (crew->members == NULL)
        return nx_fail_memory(err);
    status = init_supplies(crew, count, options, out_isolation, err);
    for (size_t i = 0; i < crew->count && status >= 0; i++)
        status = init_queue(&crew->members[i], crew->count, err);
    if (status < 0)
        nx_crew_finish(crew);
    return status;
}

void nx_crew_finish(nx_crew *crew)
{
    for (size_t i = 0; i < crew->count; i++) {
        nx_crew_member *member = &crew->members[i];

        if (member->queue != NULL)
            nx_queue_finish(member->queue);
        nx_free(member->queue);
        nx_supply_finish(&member->supply);
    }
    nx_free(crew->members);
    memset(crew, 0, sizeof *crew);
}

newsidx_status nx_crew_start(nx_crew *crew, const nx_source *source,
                             newsidx_error *err)
{
    for (; crew->started < crew->count; crew->started++) {
        nx_crew_member *member = &crew->members[crew->started];

        member->reader = (nx_import_reader){source, crew->started, crew->count,
                                            &member->supply, member->queue};
        if (pthread_create(&member->thread, NULL, nx_import_reader_run,
                           &member->reader) != 0)
            return nx_fail(err, NEWSIDX_ERR_MEMORY,
                           "a thread can't be started");
    }
    return NEWSIDX_OK;
}

nx_parcel *nx_crew_receive(nx_crew *crew, int64_t timeout_ms)
{
    return nx_queue_receive(crew->members[crew->turn].queue, timeout_ms);
}

void nx_crew_release(nx_crew *crew, const nx_parcel *parcel)
{
    const bool is_end = parcel->kind == NX_PARCEL_FILE_END;

    nx_queue_release(crew->members[crew->turn].queue);
    if (is_end)
        crew->turn = (crew->turn + 1) % crew->count;
}

void nx_crew_stop(nx_crew *crew)
{
    for (size_t i = 0; i < crew->started; i++)
        nx_queue_stop(crew->members[i].queue);
    for (size_t i = 0; i < crew->started; i++)
        pthread_join(crew->members[i].thread, NULL);
    crew->started = 0;
}
