#include "formats/worker/message.h"

#include "base/limits.h"
#include "reading.h"

/* Write, and find again. */
static newsidx_text found(const nx_buf *out, nx_message_kind kind)
{
    nx_message message;
    size_t length;

    assert_int_equal(out->status, NEWSIDX_OK);
    for (size_t i = 0; i < out->length && i < 200; i++)
        assert_int_equal(nx_message_find(nx_str_slice(out->bytes, i), &message,
                                         &length, NULL),
                         NEWSIDX_NOT_FOUND);
    assert_int_equal(nx_message_find(nx_buf_text(out), &message, &length, NULL),
                     NEWSIDX_OK);
    assert_int_equal(message.kind, kind);
    assert_int_equal(length, out->length);
    return message.payload;
}

static void fill_item(nx_item *item)
{
    newsidx_article *a = &item->article;

    nx_item_init(item);
    a->key = nx_str("k1");
    a->headline = nx_str("Rain in Caf\xC3\xA9");
    a->byline = nx_str("Iva Korin");
    a->dateline = nx_str("GENEVA (AP)");
    a->body = nx_str("It rained.\n\n\tMuch.");
    a->source = nx_str("AP");
    a->section = nx_str("Weather");
    a->keywords = nx_str("rain, snow");
    a->url = nx_str("http://a.example/");
    a->language = nx_str("en");
    a->dropped = nx_str("Share");
    a->copyright = nx_str("AP 2016");
    a->extra = nx_str("{\"a\":1}");
    a->published_at = -5;
    a->updated_at = NEWSIDX_NO_TIME;
    a->embargoed_until = INT64_MAX;
    a->urgency = 4;
    a->edition = UINT32_MAX;
    a->usage = NEWSIDX_CANCELED;
    item->member = nx_str("a/b.txt");
    item->format = NEWSIDX_FORMAT_NITF;
    item->line = 7;
    item->start_bytes = 8;
    item->end_bytes = 9;
    item->replaced = 10;
}

static void an_article_comes_through_whole(void **state)
{
    uint64_t bytes;
    nx_item sent;
    nx_item got;
    nx_buf out;

    (void)state;
    fill_item(&sent);
    nx_buf_init(&out, 10000);
    nx_message_write_item(&out, &sent, 77);
    nx_item_init(&got);
    assert_int_equal(
        nx_message_read_item(found(&out, NX_MESSAGE_ITEM), &got, &bytes, NULL),
        NEWSIDX_OK);
    assert_int_equal(bytes, 77);
    assert_text(got.article.key, "k1");
    assert_text(got.article.headline, "Rain in Caf\xC3\xA9");
    assert_text(got.article.byline, "Iva Korin");
    assert_text(got.article.dateline, "GENEVA (AP)");
    assert_text(got.article.body, "It rained.\n\n\tMuch.");
    assert_text(got.article.source, "AP");
    assert_text(got.article.section, "Weather");
    assert_text(got.article.keywords, "rain, snow");
    assert_text(got.article.url, "http://a.example/");
    assert_text(got.article.language, "en");
    assert_text(got.article.dropped, "Share");
    assert_text(got.article.copyright, "AP 2016");
    assert_text(got.article.extra, "{\"a\":1}");
    assert_int_equal(got.article.published_at, -5);
    assert_true(got.article.updated_at == NEWSIDX_NO_TIME);
    assert_true(got.article.embargoed_until == INT64_MAX);
    assert_int_equal(got.article.urgency, 4);
    assert_int_equal(got.article.edition, UINT32_MAX);
    assert_int_equal(got.article.usage, NEWSIDX_CANCELED);
    assert_text(got.member, "a/b.txt");
    assert_int_equal(got.format, NEWSIDX_FORMAT_NITF);
    assert_int_equal(got.line, 7);
    assert_int_equal(got.start_bytes, 8);
    assert_int_equal(got.end_bytes, 9);
    assert_int_equal(got.replaced, 10);
    /* What isn't there stays away. */
    sent.article.body = nx_str(NULL);
    sent.article.extra = nx_str(NULL);
    sent.member = nx_str(NULL);
    nx_message_write_item(&out, &sent, 77);
    nx_item_reset(&got);
    assert_int_equal(
        nx_message_read_item(found(&out, NX_MESSAGE_ITEM), &got, &bytes, NULL),
        NEWSIDX_OK);
    assert_null(got.article.body.bytes);
    assert_null(got.article.extra.bytes);
    assert_null(got.member.bytes);
    nx_item_finish(&got);
    nx_buf_finish(&out);
}

static void articles_that_break_the_contract_are_refused(void **state)
{
    nx_item good;
    nx_item got;
    nx_buf out;

    (void)state;
    fill_item(&good);
    nx_item_init(&got);
    nx_buf_init(&out, (size_t)1024 * 1024);
    for (size_t i = 0; i < 10; i++) {
        nx_item bad = good;
        newsidx_error err;
        uint64_t bytes;
        char *large = calloc(1, NX_LIMIT_FIELD_BYTES + 1);

        assert_non_null(large);
        memset(large, 'a', NX_LIMIT_FIELD_BYTES + 1);
        switch (i) {
        case 0:
            bad.article.key = nx_str(NULL);
            break;
        case 1:
            bad.article.headline = nx_str("bell\a");
            break;
        case 2:
            bad.article.body = nx_str_slice("a\0b", 3);
            break;
        case 3:
            bad.article.byline = nx_str("\xFF");
            break;
        case 4:
            bad.article.extra = nx_str("[1]");
            break;
        case 5:
            bad.article.usage = (newsidx_usage)3;
            break;
        case 6:
            bad.format = (newsidx_format)99;
            break;
        case 7:
            bad.member = nx_str("\xC3");
            break;
        case 8:
            bad.article.section = nx_str_slice(large, NX_LIMIT_FIELD_BYTES + 1);
            break;
        default:
            bad.article.headline = bad.article.body = nx_str(" ");
            break;
        }
        nx_message_write_item(&out, &bad, 0);
        nx_item_reset(&got);
        assert_int_equal(nx_message_read_item(found(&out, NX_MESSAGE_ITEM),
                                              &got, &bytes, &err),
                         NEWSIDX_ERR_INPUT);
        free(large);
    }
    nx_item_finish(&got);
    nx_buf_finish(&out);
}

static void short_and_long_messages_are_refused(void **state)
{
    newsidx_text payload;
    uint64_t bytes;
    nx_item item;
    nx_item got;
    nx_buf out;

    (void)state;
    fill_item(&item);
    nx_item_init(&got);
    nx_buf_init(&out, 10000);
    nx_message_write_item(&out, &item, 0);
    payload = found(&out, NX_MESSAGE_ITEM);
    for (size_t length = 0; length < payload.length; length++) {
        nx_item_reset(&got);
        assert_int_equal(
            nx_message_read_item(nx_str_slice(payload.bytes, length), &got,
                                 &bytes, NULL),
            NEWSIDX_ERR_INPUT);
    }
    nx_buf_add_byte(&out, 'x');
    nx_item_reset(&got);
    assert_int_equal(
        nx_message_read_item(nx_str_slice(out.bytes + NX_MESSAGE_HEADER_BYTES,
                                          payload.length + 1),
                             &got, &bytes, NULL),
        NEWSIDX_ERR_INPUT);
    nx_item_finish(&got);
    nx_buf_finish(&out);
}

static void a_problem_comes_through(void **state)
{
    const nx_message_problem sent = {55, true};
    newsidx_error error = {NEWSIDX_ERR_LIMIT, 3, NEWSIDX_NO_OFFSET, "too long"};
    nx_message_problem got;
    newsidx_error told;
    nx_item item;
    nx_item at;
    nx_buf out;

    (void)state;
    fill_item(&item);
    nx_item_init(&at);
    nx_buf_init(&out, 10000);
    nx_message_write_problem(&out, &item, &error, &sent);
    assert_int_equal(nx_message_read_problem(found(&out, NX_MESSAGE_PROBLEM),
                                             &at, &got, &told, NULL),
                     NEWSIDX_OK);
    assert_int_equal(got.bytes, 55);
    assert_true(got.is_extra);
    assert_int_equal(told.status, NEWSIDX_ERR_LIMIT);
    assert_int_equal(told.system_code, 3);
    assert_true(told.offset == NEWSIDX_NO_OFFSET);
    assert_string_equal(told.message, "too long");
    assert_text(at.member, "a/b.txt");
    assert_int_equal(at.line, 7);
    /* Not what a reader says. */
    error.status = NEWSIDX_OK;
    nx_message_write_problem(&out, &item, &error, &sent);
    nx_item_reset(&at);
    assert_int_equal(nx_message_read_problem(found(&out, NX_MESSAGE_PROBLEM),
                                             &at, &got, &told, NULL),
                     NEWSIDX_ERR_INPUT);
    error.status = NEWSIDX_ERR_INPUT;
    strcpy(error.message, "two\nlines\x1B");
    nx_message_write_problem(&out, &item, &error, &sent);
    nx_item_reset(&at);
    assert_int_equal(nx_message_read_problem(found(&out, NX_MESSAGE_PROBLEM),
                                             &at, &got, &told, NULL),
                     NEWSIDX_ERR_INPUT);
    nx_item_finish(&at);
    nx_buf_finish(&out);
}

static void a_source_comes_through(void **state)
{
    nx_message_source sent = {.format = NEWSIDX_FORMAT_RSS,
                              .source = nx_str("AP"),
                              .key = nx_str("/a"),
                              .is_file = true,
                              .skip = 1000,
                              .bad = {3, 999},
                              .bad_count = 2};
    nx_message_source got;
    nx_buf out;

    (void)state;
    nx_buf_init(&out, 10000);
    nx_message_write_source(&out, &sent);
    assert_int_equal(
        nx_message_read_source(found(&out, NX_MESSAGE_OPEN), &got, NULL),
        NEWSIDX_OK);
    assert_int_equal(got.format, NEWSIDX_FORMAT_RSS);
    assert_true(got.is_file);
    assert_int_equal(got.skip, 1000);
    assert_int_equal(got.bad_count, 2);
    assert_int_equal(got.bad[1], 999);
    assert_memory_equal(got.source.bytes, "AP", 2);
    assert_memory_equal(got.key.bytes, "/a", 2);
    nx_buf_finish(&out);
}

static void lengths_that_lie_are_refused(void **state)
{
    const uint32_t large[2] = {NX_MESSAGE_ITEM, UINT32_MAX};
    const uint32_t unknown[2] = {99, 1};
    nx_message message;
    size_t length;

    (void)state;
    assert_int_equal(
        nx_message_find(nx_str_slice((const char *)large, sizeof large),
                        &message, &length, NULL),
        NEWSIDX_ERR_INPUT);
    assert_int_equal(
        nx_message_find(nx_str_slice((const char *)unknown, sizeof unknown),
                        &message, &length, NULL),
        NEWSIDX_ERR_INPUT);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(an_article_comes_through_whole),
        cmocka_unit_test(articles_that_break_the_contract_are_refused),
        cmocka_unit_test(short_and_long_messages_are_refused),
        cmocka_unit_test(a_problem_comes_through),
        cmocka_unit_test(a_source_comes_through),
        cmocka_unit_test(lengths_that_lie_are_refused)};

    return cmocka_run_group_tests(tests, NULL, NULL);
}
