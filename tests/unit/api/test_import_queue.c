/* Parcels from one thread to another: all, in order, within the limits. */
#define _POSIX_C_SOURCE 200809L

#include "api/import_queue.h"

#include "../rank/fixture.h"

#include "base/clock.h"
#include "base/memory.h"

#include <time.h>

#define PARCELS 20000

typedef struct sender {
    nx_queue *queue;
    uint64_t seed;
    size_t length_bytes; /* of each parcel; 0: random and small */
    uint64_t sent;
} sender;

static void now_and_then(uint64_t *random)
{
    const struct timespec moment = {0, 1000 * 50};

    if (random_below(random, 500) == 0)
        nanosleep(&moment, NULL);
}

static void *send_all(void *user)
{
    sender *in = user;
    uint64_t random = in->seed;

    for (uint64_t i = 0; i < PARCELS; i++) {
        nx_parcel *parcel = nx_queue_reserve(in->queue);

        if (parcel == NULL)
            return NULL;
        now_and_then(&random);
        parcel->kind = i + 1 < PARCELS ? NX_PARCEL_ARTICLE : NX_PARCEL_END;
        parcel->content_hash = i;
        parcel->length_bytes = in->length_bytes > 0
                                   ? in->length_bytes
                                   : random_below(&random, 100);
        nx_queue_send(in->queue);
        in->sent++;
    }
    return NULL;
}

static nx_queue *new_queue(void)
{
    nx_queue *queue = nx_new(nx_queue);

    assert_non_null(queue);
    EXPECT_OK(nx_queue_init(queue, 1, &err));
    return queue;
}

static void free_queue(nx_queue *queue)
{
    nx_queue_finish(queue);
    nx_free(queue);
}

static void all_parcels_arrive_in_order(void **state)
{
    (void)state;
    for (uint64_t seed = 1; seed <= 4; seed++) {
        nx_queue *queue = new_queue();
        sender in = {queue, seed, 0, 0};
        uint64_t random = seed * 77;
        uint64_t next = 0;
        pthread_t thread;
        bool is_last = false;

        assert_int_equal(pthread_create(&thread, NULL, send_all, &in), 0);
        while (!is_last) {
            const nx_parcel *parcel = nx_queue_receive(queue, 10000);

            assert_non_null(parcel);
            assert_int_equal(parcel->content_hash, next);
            next++;
            is_last = parcel->kind == NX_PARCEL_END;
            now_and_then(&random);
            nx_queue_release(queue);
        }
        pthread_join(thread, NULL);
        assert_int_equal(next, PARCELS);
        assert_int_equal(queue->count, 0);
        assert_int_equal(queue->length_bytes, 0);
        free_queue(queue);
    }
}

/* Nobody receives: the sender fills the slots and then waits. */
static void a_full_queue_holds_the_sender_until_it_is_stopped(void **state)
{
    static const size_t lengths[] = {1, NX_QUEUE_BYTES / 4, 2 * NX_QUEUE_BYTES};
    static const uint64_t expected[] = {NX_QUEUE_SLOTS, 5, 1};

    (void)state;
    for (size_t i = 0; i < 3; i++) {
        nx_queue *queue = new_queue();
        sender in = {queue, 1, lengths[i], 0};
        pthread_t thread;

        assert_int_equal(pthread_create(&thread, NULL, send_all, &in), 0);
        nx_clock_sleep_ms(150);
        nx_queue_stop(queue);
        pthread_join(thread, NULL);
        assert_int_equal(in.sent, expected[i]);
        free_queue(queue);
    }
}

static void waiting_ends_after_the_time_that_was_given(void **state)
{
    nx_queue *queue = new_queue();
    int64_t start_ms = nx_clock_ms();
    int64_t took_ms;

    (void)state;
    assert_null(nx_queue_receive(queue, 120));
    took_ms = nx_clock_ms() - start_ms;
    assert_in_range(took_ms, 115, 5000);
    start_ms = nx_clock_ms();
    assert_null(nx_queue_receive(queue, 1950));
    took_ms = nx_clock_ms() - start_ms;
    assert_in_range(took_ms, 1945, 10000);
    assert_null(nx_queue_receive(queue, 0));
    free_queue(queue);
}

static void a_stopped_queue_gives_no_slot(void **state)
{
    nx_queue *queue = new_queue();

    (void)state;
    assert_non_null(nx_queue_reserve(queue));
    nx_queue_stop(queue);
    assert_null(nx_queue_reserve(queue));
    free_queue(queue);
}

/* A slot that held a long article doesn't keep its memory. */
static void long_parcels_give_their_memory_back(void **state)
{
    nx_queue *queue = new_queue();
    nx_parcel *parcel = nx_queue_reserve(queue);

    (void)state;
    nx_buf_add_string(&parcel->words.packed[0], "words");
    parcel->length_bytes = 8 * 1024 * 1024;
    nx_queue_send(queue);
    assert_ptr_equal(nx_queue_receive(queue, 0), parcel);
    nx_queue_release(queue);
    assert_null(parcel->words.packed[0].bytes);
    free_queue(queue);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(all_parcels_arrive_in_order),
        cmocka_unit_test(a_full_queue_holds_the_sender_until_it_is_stopped),
        cmocka_unit_test(waiting_ends_after_the_time_that_was_given),
        cmocka_unit_test(a_stopped_queue_gives_no_slot),
        cmocka_unit_test(long_parcels_give_their_memory_back),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
