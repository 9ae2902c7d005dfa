#include "disk/frame.h"

#include "base/str.h"
#include "made_text.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#define SAMPLES 600
#define TEXT_BYTES 800

static char bytes[NX_DICTIONARY_BYTES];
static size_t length;

static char text[TEXT_BYTES];
static char frame[TEXT_BYTES];
static size_t frame_length;

static nx_dictionary *open_dictionary(void)
{
    nx_dictionary *dictionary = NULL;

    assert_int_equal(
        nx_dictionary_new(nx_str_slice(bytes, length), &dictionary),
        NEWSIDX_OK);
    return dictionary;
}

/* A dictionary, and a frame by it. */
static int prepare(void **state)
{
    static char samples[SAMPLES * TEXT_BYTES];
    static size_t lengths[SAMPLES];
    nx_dictionary *dictionary;
    size_t used = 0;

    (void)state;
    for (unsigned i = 0; i < SAMPLES; i++) {
        made_text(samples + used, TEXT_BYTES, i);
        lengths[i] = strlen(samples + used);
        used += lengths[i];
    }
    assert_int_equal(
        nx_dictionary_train(samples, lengths, SAMPLES, bytes, &length),
        NEWSIDX_OK);
    made_text(text, sizeof text, SAMPLES + 1);
    dictionary = open_dictionary();
    assert_int_equal(nx_frame_write(dictionary, nx_str(text), frame,
                                    sizeof frame, &frame_length),
                     NEWSIDX_OK);
    nx_dictionary_free(dictionary);
    return 0;
}

static newsidx_status read_it(nx_dictionary *dictionary, newsidx_text it,
                              char out[TEXT_BYTES])
{
    memset(out, 0, TEXT_BYTES);
    return nx_frame_read(dictionary, it, out, strlen(text));
}

static void a_frame_is_smaller_and_gives_its_text_back(void **state)
{
    nx_dictionary *dictionary = open_dictionary();
    char out[TEXT_BYTES];
    uint32_t id = 0;
    uint64_t claimed = 0;

    (void)state;
    assert_true(nx_frame_is_known());
    assert_true(frame_length < strlen(text) / 2);
    assert_true(
        nx_frame_look(nx_str_slice(frame, frame_length), &id, &claimed));
    assert_int_equal(id, nx_dictionary_id(dictionary));
    assert_int_equal(claimed, strlen(text));
    assert_int_equal(
        read_it(dictionary, nx_str_slice(frame, frame_length), out),
        NEWSIDX_OK);
    assert_string_equal(out, text);
    nx_dictionary_free(dictionary);
}

static void what_does_not_fit_is_told(void **state)
{
    nx_dictionary *dictionary = open_dictionary();
    char out[TEXT_BYTES];
    size_t written = 1;

    (void)state;
    for (size_t i = 0; i < frame_length; i++) {
        assert_int_equal(
            nx_frame_write(dictionary, nx_str(text), out, i, &written),
            NEWSIDX_NOT_FOUND);
        assert_int_equal(written, 0);
    }
    assert_int_equal(
        nx_frame_write(dictionary, nx_str(text), out, sizeof out, &written),
        NEWSIDX_OK);
    assert_int_equal(written, frame_length);
    assert_memory_equal(out, frame, frame_length);
    nx_dictionary_free(dictionary);
}

/* What is read in spite of it is what was written. */
static void no_changed_byte_gives_another_text(void **state)
{
    nx_dictionary *dictionary = open_dictionary();
    char changed[TEXT_BYTES];
    char out[TEXT_BYTES];
    newsidx_text it = nx_str_slice(changed, frame_length);

    (void)state;
    for (size_t i = 0; i < 8 * frame_length; i++) {
        newsidx_status status;
        uint32_t id = 0;
        uint64_t claimed = 0;

        memcpy(changed, frame, frame_length);
        changed[i / 8] = (char)(changed[i / 8] ^ (1 << i % 8));
        if (!nx_frame_look(it, &id, &claimed))
            continue;
        status = read_it(dictionary, it, out);
        if (status == NEWSIDX_OK)
            assert_string_equal(out, text);
        else
            assert_int_equal(status, NEWSIDX_ERR_CORRUPT);
    }
    nx_dictionary_free(dictionary);
}

static void a_frame_is_whole_and_alone(void **state)
{
    nx_dictionary *dictionary = open_dictionary();
    char twice[2 * TEXT_BYTES];
    char out[TEXT_BYTES];
    uint32_t id = 0;
    uint64_t claimed = 0;

    (void)state;
    memcpy(twice, frame, frame_length);
    memcpy(twice + frame_length, frame, frame_length);
    for (size_t i = 0; i <= 2 * frame_length; i++) {
        if (i == frame_length)
            continue;
        assert_false(nx_frame_look(nx_str_slice(twice, i), &id, &claimed));
        if (i < frame_length)
            assert_int_equal(read_it(dictionary, nx_str_slice(twice, i), out),
                             NEWSIDX_ERR_CORRUPT);
    }
    for (size_t i = 0; i < strlen(text); i++)
        assert_int_equal(nx_frame_read(dictionary,
                                       nx_str_slice(frame, frame_length), out,
                                       i),
                         NEWSIDX_ERR_CORRUPT);
    nx_dictionary_free(dictionary);
}

/* By it frames are written and read, or it is refused. */
static void a_changed_dictionary_does_no_harm(void **state)
{
    char *changed = malloc(length);
    size_t refused = 0;

    (void)state;
    assert_non_null(changed);
    for (size_t i = 0; i < length; i += i < 400 ? 1 : 997) {
        nx_dictionary *dictionary = NULL;
        char out[TEXT_BYTES];
        size_t written = 0;
        newsidx_status status;

        memcpy(changed, bytes, length);
        changed[i] = (char)(changed[i] ^ 0x55);
        status = nx_dictionary_new(nx_str_slice(changed, length), &dictionary);
        if (status == NEWSIDX_OK) {
            status =
                read_it(dictionary, nx_str_slice(frame, frame_length), out);
            if (status == NEWSIDX_OK)
                assert_string_equal(out, text);
            else
                assert_int_equal(status, NEWSIDX_ERR_CORRUPT);
            status = nx_frame_write(dictionary, nx_str(text), out, sizeof out,
                                    &written);
            assert_true(status == NEWSIDX_OK || status == NEWSIDX_ERR_CORRUPT);
        } else {
            assert_int_equal(status, NEWSIDX_ERR_CORRUPT);
            refused++;
        }
        nx_dictionary_free(dictionary);
    }
    assert_true(refused > 0);
    for (size_t i = 0; i < 400; i++) {
        nx_dictionary *dictionary = NULL;
        newsidx_status status =
            nx_dictionary_new(nx_str_slice(bytes, i), &dictionary);

        assert_true(status == NEWSIDX_ERR_CORRUPT ||
                    (i > 8 && status == NEWSIDX_OK));
        nx_dictionary_free(dictionary);
    }
    free(changed);
}

static void too_little_teaches_nothing(void **state)
{
    static char out[NX_DICTIONARY_BYTES];
    const size_t lengths[] = {1, 1, 1};
    size_t learned = 1;

    (void)state;
    assert_int_equal(nx_dictionary_train("abc", lengths, 3, out, &learned),
                     NEWSIDX_NOT_FOUND);
    assert_int_equal(learned, 0);
    assert_int_equal(nx_dictionary_train("", lengths, 0, out, &learned),
                     NEWSIDX_NOT_FOUND);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_frame_is_smaller_and_gives_its_text_back),
        cmocka_unit_test(what_does_not_fit_is_told),
        cmocka_unit_test(no_changed_byte_gives_another_text),
        cmocka_unit_test(a_frame_is_whole_and_alone),
        cmocka_unit_test(a_changed_dictionary_does_no_harm),
        cmocka_unit_test(too_little_teaches_nothing),
    };

    if (!nx_frame_is_known()) {
        printf("skipped: built without zstd\n");
        return 77;
    }
    return cmocka_run_group_tests(tests, prepare, NULL);
}
