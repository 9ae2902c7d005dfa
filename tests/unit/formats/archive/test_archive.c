#include "formats/archive/archive.h"

#include "packing.h"
#include "reading.h"

#include <stdio.h>

static void begin(reading *r, newsidx_text bytes, size_t chunk_bytes,
                  const char *key)
{
    const nx_reader_options options = {
        NEWSIDX_FORMAT_AUTO, nx_str("Harbor Press"), nx_str(key), NULL};

    memset(r, 0, sizeof *r);
    r->source = (reading_source){bytes, chunk_bytes};
    nx_item_init(&r->item);
    assert_int_equal(
        nx_reader_open(reading_next, &r->source, &options, &r->reader, &r->err),
        NEWSIDX_OK);
}

/* The next one is an article with these. */
static void expect_article(reading *r, const char *member, const char *headline,
                           const char *key)
{
    assert_int_equal(reading_step(r), NEWSIDX_OK);
    assert_text(r->item.member, member);
    assert_text(r->item.article.headline, headline);
    if (key != NULL)
        assert_text(r->item.article.key, key);
}

static void expect_problem(reading *r, const char *member,
                           newsidx_status status, const char *message)
{
    assert_int_equal(reading_step(r), status);
    assert_text(r->item.member, member);
    assert_string_equal(r->err.message, message);
}

static const char truce[] = "Truce holds\n\nThe road is clear.\n";
static const char lines[] =
    "{\"id\": \"a1\", \"title\": \"Rain\", \"text\": \"It rained.\"}\n"
    "{\"id\": \"a2\", \"title\": \"Sun\", \"text\": \n"
    "{\"id\": \"a3\", \"title\": \"Wind\", \"text\": \"It blew.\"}\n";

static void members_are_read_as_the_files_they_are(void **state)
{
    (void)state;
    for (size_t chunk = 0; chunk < 4; chunk++) {
        reading r;
        packing p;

        packing_begin(&p, chunk % 2 == 0 ? "zip" : "pax", "none");
        packing_add(&p, "2016/a.txt", nx_str(truce));
        packing_add(&p, "picture.gif", nx_str_slice("GIF8\0\1\2\3", 8));
        packing_add(&p, "all.jsonl", nx_str(lines));
        packing_add(&p, "empty", nx_str(""));
        packing_add(&p, "z.txt", nx_str(truce));
        begin(&r, packing_end(&p), chunk, "/news/a.zip");
        expect_article(&r, "2016/a.txt", "Truce holds",
                       "/news/a.zip!2016/a.txt");
        assert_text(r.item.article.source, "Harbor Press");
        assert_int_equal(r.item.format, NEWSIDX_FORMAT_TEXT);
        assert_int_equal(r.item.line, 1);
        expect_problem(&r, "picture.gif", NEWSIDX_ERR_INPUT,
                       "binary data at byte 4");
        expect_article(&r, "all.jsonl", "Rain", "a1");
        assert_int_equal(r.item.format, NEWSIDX_FORMAT_JSON_LINES);
        assert_int_equal(reading_step(&r), NEWSIDX_ERR_INPUT);
        assert_text(r.item.member, "all.jsonl");
        assert_int_equal(r.item.line, 2);
        expect_article(&r, "all.jsonl", "Wind", "a3");
        assert_int_equal(r.item.line, 3);
        expect_problem(&r, "empty", NEWSIDX_ERR_INPUT, "empty file");
        expect_article(&r, "z.txt", "Truce holds", "/news/a.zip!z.txt");
        assert_int_equal(reading_step(&r), NEWSIDX_DONE);
        assert_int_equal(reading_step(&r), NEWSIDX_DONE);
        assert_int_equal(nx_reader_bytes(r.reader), p.bytes.length);
        reading_end(&r);
        packing_free(&p);
    }
}

static void a_compressed_file_is_the_file_itself(void **state)
{
    reading r;
    packing p;

    (void)state;
    packing_begin(&p, "raw", "xz");
    packing_add(&p, "a", nx_str(truce));
    begin(&r, packing_end(&p), 0, "/news/a.txt.xz");
    expect_article(&r, NULL, "Truce holds", "/news/a.txt.xz");
    assert_int_equal(reading_step(&r), NEWSIDX_DONE);
    reading_end(&r);
    packing_free(&p);
    packing_begin(&p, "raw", "zstd");
    packing_add(&p, "a", nx_str(lines));
    begin(&r, packing_end(&p), 5, NULL);
    expect_article(&r, NULL, "Rain", "a1");
    assert_int_equal(reading_step(&r), NEWSIDX_ERR_INPUT);
    expect_article(&r, NULL, "Wind", "a3");
    assert_int_equal(reading_step(&r), NEWSIDX_DONE);
    reading_end(&r);
    packing_free(&p);
}

/* Archives around `text`, the innermost first: zip, and tar with gzip. */
static void nest(packing *p, const char *text, int depth)
{
    packing inner;

    packing_begin(p, "zip", "none");
    packing_add(p, "a.txt", nx_str(text));
    packing_end(p);
    for (int i = 1; i < depth; i++) {
        inner = *p;
        packing_begin(p, "ustar", "gzip");
        packing_add(p, "first.txt", nx_str(truce));
        packing_add(p, "inner", nx_buf_text(&inner.bytes));
        packing_add(p, "last.txt", nx_str(truce));
        packing_end(p);
        packing_free(&inner);
    }
}

static void archives_in_archives_have_their_way_in_the_key(void **state)
{
    reading r;
    packing p;

    (void)state;
    nest(&p, "Rain\n\nIt rained.\n", 2);
    begin(&r, nx_buf_text(&p.bytes), 0, "/n/o.tgz");
    expect_article(&r, "first.txt", "Truce holds", "/n/o.tgz!first.txt");
    expect_article(&r, "inner!a.txt", "Rain", "/n/o.tgz!inner!a.txt");
    expect_article(&r, "last.txt", "Truce holds", "/n/o.tgz!last.txt");
    assert_int_equal(reading_step(&r), NEWSIDX_DONE);
    reading_end(&r);
    packing_free(&p);
}

/* As 42.zip, which is six deep. */
static void what_is_deeper_is_refused_and_the_rest_goes_on(void **state)
{
    reading r;
    packing p;

    (void)state;
    nest(&p, truce, 3);
    begin(&r, nx_buf_text(&p.bytes), 0, NULL);
    expect_article(&r, "first.txt", "Truce holds", NULL);
    expect_article(&r, "inner!first.txt", "Truce holds", NULL);
    expect_problem(&r, "inner!inner", NEWSIDX_ERR_LIMIT,
                   "archives are nested deeper than 2");
    expect_article(&r, "inner!last.txt", "Truce holds", NULL);
    expect_article(&r, "last.txt", "Truce holds", NULL);
    assert_int_equal(reading_step(&r), NEWSIDX_DONE);
    reading_end(&r);
    packing_free(&p);
}

/* Each is within the ratio; the bytes that came in first are too few. */
static void bombs_in_archives_are_held_against_the_outermost(void **state)
{
    char *zeros = calloc(1, (size_t)2 << 20);
    packing outer;
    packing inner;
    reading r;
    newsidx_status status;

    (void)state;
    assert_non_null(zeros);
    memset(zeros, 'a', (size_t)2 << 20);
    packing_begin(&inner, "zip", "none");
    for (char name[] = "a"; name[0] <= 'z'; name[0]++)
        packing_add(&inner, name, nx_str_slice(zeros, (size_t)2 << 20));
    packing_end(&inner);
    free(zeros);
    packing_begin(&outer, "ustar", "xz");
    packing_add(&outer, "inner.zip", nx_buf_text(&inner.bytes));
    begin(&r, packing_end(&outer), 0, NULL);
    do {
        status = reading_step(&r);
    } while (status == NEWSIDX_OK);
    assert_int_equal(status, NEWSIDX_ERR_LIMIT);
    assert_string_equal(r.err.message,
                        "unpacks to more than 200 times its size");
    assert_int_equal(reading_step(&r), NEWSIDX_DONE);
    reading_end(&r);
    packing_free(&inner);
    packing_free(&outer);
}

static void what_was_whole_of_a_damaged_archive_goes_in(void **state)
{
    reading r;
    packing p;
    newsidx_text bytes;
    nx_buf many;

    (void)state;
    nx_buf_init(&many, 1000000);
    for (int i = 0; i < 3000; i++)
        nx_buf_add_format(&many, "{\"id\": \"%d\", \"title\": \"Line %d\"}\n",
                          i, i);
    packing_begin(&p, "ustar", "none");
    packing_add(&p, "a.txt", nx_str(truce));
    packing_add(&p, "all.jsonl", nx_buf_text(&many));
    packing_add(&p, "z.txt", nx_str(truce));
    bytes = packing_end(&p);
    bytes.length /= 2;
    begin(&r, bytes, 512, NULL);
    expect_article(&r, "a.txt", "Truce holds", NULL);
    for (int i = 0; i < 1000; i++) {
        char id[12];

        snprintf(id, sizeof id, "%d", i);
        assert_int_equal(reading_step(&r), NEWSIDX_OK);
        assert_text(r.item.article.key, id);
    }
    while (reading_step(&r) == NEWSIDX_OK)
        assert_text(r.item.member, "all.jsonl");
    assert_int_equal(r.status, NEWSIDX_ERR_INPUT);
    assert_text(r.item.member, "all.jsonl");
    assert_string_equal(r.err.message,
                        "damaged archive: Truncated tar archive");
    assert_int_equal(reading_step(&r), NEWSIDX_DONE);
    reading_end(&r);
    packing_free(&p);
    nx_buf_finish(&many);
}

static char *find(nx_buf *bytes, const char *mark)
{
    for (size_t i = 0; i + 4 <= bytes->length; i++) {
        if (memcmp(bytes->bytes + i, mark, 4) == 0)
            return bytes->bytes + i;
    }
    fail_msg("no %s", mark);
    return NULL;
}

static void lying_sizes_and_checksums_cost_one_member(void **state)
{
    static const size_t where[] = {4, 12};

    (void)state;
    for (size_t i = 0; i < 2; i++) {
        reading r;
        packing p;

        packing_begin(&p, "zip", "none");
        packing_add(&p, "a.txt", nx_str(truce));
        packing_add(&p, "b.txt", nx_str(truce));
        packing_end(&p);
        find(&p.bytes, "PK\7\10")[where[i]] ^= 1; /* its CRC, or its size */
        begin(&r, nx_buf_text(&p.bytes), 0, NULL);
        assert_int_equal(reading_step(&r), NEWSIDX_ERR_INPUT);
        assert_text(r.item.member, "a.txt");
        assert_memory_equal(r.err.message, "damaged archive: ", 17);
        expect_article(&r, "b.txt", "Truce holds", NULL);
        assert_int_equal(reading_step(&r), NEWSIDX_DONE);
        reading_end(&r);
        packing_free(&p);
    }
}

static void names_that_lead_outside_cost_one_member(void **state)
{
    reading r;
    packing p;

    (void)state;
    packing_begin(&p, "zip", "none");
    packing_add(&p, "../evil.txt", nx_str(truce));
    packing_add(&p, "b.txt", nx_str(truce));
    begin(&r, packing_end(&p), 0, NULL);
    expect_problem(&r, "../evil.txt", NEWSIDX_ERR_INPUT,
                   "a member's name that leads out of the archive");
    expect_article(&r, "b.txt", "Truce holds", NULL);
    reading_end(&r);
    packing_free(&p);
}

static void a_format_that_is_asked_for_is_that_of_the_members(void **state)
{
    reading r;
    packing p;

    (void)state;
    packing_begin(&p, "zip", "none");
    packing_add(&p, "a", nx_str("{\"title\": \"Rain\"}"));
    packing_end(&p);
    reading_begin(&r, nx_buf_text(&p.bytes), 0, NEWSIDX_FORMAT_TEXT);
    assert_int_equal(reading_step(&r), NEWSIDX_OK);
    assert_text(r.item.article.body, "{\"title\": \"Rain\"}");
    reading_end(&r);
    reading_begin(&r, nx_buf_text(&p.bytes), 0, NEWSIDX_FORMAT_ARCHIVE);
    assert_int_equal(reading_step(&r), NEWSIDX_OK);
    assert_text(r.item.article.headline, "Rain");
    reading_end(&r);
    packing_free(&p);
}

/* Behind the n-th, whatever it was, comes the next. */
static void articles_can_be_stepped_over(void **state)
{
    packing p;

    (void)state;
    packing_begin(&p, "zip", "none");
    packing_add(&p, "a.txt", nx_str(truce));
    packing_add(&p, "all.jsonl", nx_str(lines));
    packing_add(&p, "picture.gif", nx_str_slice("GIF8\0\1\2\3", 8));
    packing_add(&p, "z.txt", nx_str(truce));
    packing_end(&p);
    for (size_t skipped = 0; skipped <= 6; skipped++) {
        size_t left = 0;
        reading r;

        begin(&r, nx_buf_text(&p.bytes), 0, NULL);
        for (size_t i = 0; i < skipped; i++)
            assert_int_not_equal(
                nx_reader_skip(r.reader, false, &r.item, &r.err), NEWSIDX_DONE);
        while (reading_step(&r) != NEWSIDX_DONE)
            left++;
        assert_int_equal(left, 6 - skipped);
        assert_int_equal(nx_reader_skip(r.reader, false, &r.item, &r.err),
                         NEWSIDX_DONE);
        reading_end(&r);
    }
    packing_free(&p);
}

static ptrdiff_t fail_after_some(const char **bytes, void *user)
{
    reading_source *source = user;

    return source->rest.length == 0 ? -1 : reading_next(bytes, source);
}

static void an_archive_that_cannot_be_read_any_more_ends_it(void **state)
{
    const nx_reader_options options = {
        NEWSIDX_FORMAT_AUTO, {NULL, 0}, {NULL, 0}, NULL};
    static const char zeros[65536];
    reading r;
    packing p;

    (void)state;
    packing_begin(&p, "ustar", "none");
    packing_add(&p, "a.txt", nx_str(truce));
    packing_add(&p, ".hidden", nx_str_slice(zeros, sizeof zeros));
    packing_add(&p, "b.txt", nx_str(truce));
    memset(&r, 0, sizeof r);
    r.source = (reading_source){packing_end(&p), 0};
    r.source.rest.length = sizeof zeros;
    nx_item_init(&r.item);
    assert_int_equal(
        nx_reader_open(fail_after_some, &r.source, &options, &r.reader, &r.err),
        NEWSIDX_OK);
    expect_article(&r, "a.txt", "Truce holds", NULL);
    assert_int_equal(reading_step(&r), NEWSIDX_ERR_IO);
    assert_string_equal(r.err.message, "the stream can't be read");
    assert_int_equal(reading_step(&r), NEWSIDX_DONE);
    reading_end(&r);
    packing_free(&p);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(members_are_read_as_the_files_they_are),
        cmocka_unit_test(a_compressed_file_is_the_file_itself),
        cmocka_unit_test(archives_in_archives_have_their_way_in_the_key),
        cmocka_unit_test(what_is_deeper_is_refused_and_the_rest_goes_on),
        cmocka_unit_test(bombs_in_archives_are_held_against_the_outermost),
        cmocka_unit_test(what_was_whole_of_a_damaged_archive_goes_in),
        cmocka_unit_test(lying_sizes_and_checksums_cost_one_member),
        cmocka_unit_test(names_that_lead_outside_cost_one_member),
        cmocka_unit_test(a_format_that_is_asked_for_is_that_of_the_members),
        cmocka_unit_test(articles_can_be_stepped_over),
        cmocka_unit_test(an_archive_that_cannot_be_read_any_more_ends_it)};

    return cmocka_run_group_tests(tests, NULL, NULL);
}
