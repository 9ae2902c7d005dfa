/* What a row has lost, and what is told twice puts right. */
#include "store/salvage.h"

#include "store/internal.h"
#include "store_fixture.h"

#include <stdlib.h>

#define PATH "salvage.db"

/* By schema.c, as long as all versions are in one page. */
#define ARTICLE_PAGE 3

static void make_index(void)
{
    nx_store *store = fixture_new(PATH);

    fixture_put(store, "key-one", "River", "The river rose.");
    fixture_put(store, "key-two", "Town", "Streets were closed.");
    fixture_put(store, "key-three", "Rain", "It rained.");
    nx_store_close(store);
}

/* Change `length` bytes of the article page, at an offset in it. */
static void change(uint32_t offset, const char *bytes, size_t length)
{
    FILE *file = fopen(PATH, "r+b");

    assert_non_null(file);
    assert_int_equal(
        fseek(file, (ARTICLE_PAGE - 1) * NX_RAW_PAGE_BYTES + (long)offset,
              SEEK_SET),
        0);
    assert_int_equal(fwrite(bytes, 1, length, file), length);
    assert_int_equal(fclose(file), 0);
}

/* Where the row of `id` begins, and its first column's bytes. */
static uint32_t find_row(int64_t id, uint32_t *out_local)
{
    unsigned char page[NX_RAW_PAGE_BYTES];
    nx_raw_header header;
    nx_raw_pages pages;
    nx_raw_cell cell;

    EXPECT_OK(nx_raw_pages_open(&pages, PATH, err));
    assert_true(nx_raw_pages_read(&pages, ARTICLE_PAGE, page));
    nx_raw_pages_close(&pages);
    header = nx_raw_header_of(page, ARTICLE_PAGE);
    for (uint32_t i = 0; i < header.cell_count; i++) {
        const uint32_t offset = nx_raw_offset(page, &header, i);

        assert_true(nx_raw_cell_at(page, header.kind, offset, &cell));
        *out_local = (uint32_t)(cell.local - page);
        if (cell.rowid == id)
            return offset;
    }
    fail_msg("no row %lld", (long long)id);
    return 0;
}

/* The fates of the versions, a letter each, by id. */
static void expect_fates(const char *fates)
{
    static const char letters[] = {
        [NX_FATE_WHOLE] = 'w', [NX_FATE_ALTERED] = 'a', [NX_FATE_LOST] = 'l'};
    static const char *const keys[] = {"key-one", "key-two", "key-three"};
    nx_salvage *salvage = NULL;
    newsidx_status status = NEWSIDX_OK;
    char got[16] = {0};
    nx_arena arena;

    nx_arena_init(&arena);
    EXPECT_OK(nx_salvage_open(PATH, NULL, NULL, &salvage, err));
    for (size_t i = 0; status == NEWSIDX_OK && i < sizeof got - 1; i++) {
        nx_salvaged what;

        status = nx_salvage_next(salvage, &arena, &what, NULL);
        if (status != NEWSIDX_OK)
            break;
        assert_int_equal(what.stored.id, i + 1);
        assert_true(what.has_state);
        if (what.fate != NX_FATE_ALTERED)
            assert_true(nx_str_equal(what.stored.article.key, nx_str(keys[i])));
        got[i] = letters[what.fate];
    }
    assert_int_equal(status, NEWSIDX_DONE);
    assert_string_equal(got, fates);
    nx_salvage_close(salvage);
    nx_arena_finish(&arena);
}

static void sound_rows_are_whole(void **state)
{
    (void)state;
    make_index();
    expect_fates("www");
}

static void a_wrong_hash_is_made_right_by_the_text(void **state)
{
    (void)state;
    make_index();
    fixture_tamper(PATH, "UPDATE article SET hash = hash + 1 WHERE id = 2");
    expect_fates("www");
}

static void a_wrong_key_is_made_right_by_the_index(void **state)
{
    unsigned char page[NX_RAW_PAGE_BYTES];
    nx_raw_pages pages;
    uint32_t local = 0;

    (void)state;
    make_index();
    (void)find_row(2, &local);
    EXPECT_OK(nx_raw_pages_open(&pages, PATH, err));
    assert_true(nx_raw_pages_read(&pages, ARTICLE_PAGE, page));
    nx_raw_pages_close(&pages);
    while (memcmp(page + local, "key-two", 7) != 0)
        local++;
    change(local, "kex", 3);
    expect_fates("www");
    /* With another text as well nothing proves it. */
    fixture_tamper(PATH, "UPDATE article SET headline = 'Tomn' WHERE id = 2");
    expect_fates("waw");
}

static void a_wrong_id_is_made_right_by_the_index(void **state)
{
    static const char *const ids[] = {"\x09", "\x01", "\x7f", "\x00"};

    (void)state;
    for (size_t i = 0; i < sizeof ids / sizeof *ids; i++) {
        uint32_t local = 0;

        make_index();
        /* It stands before the row's bytes. */
        (void)find_row(2, &local);
        change(local - 1, ids[i], 1);
        expect_fates("www");
    }
}

static void rows_that_nothing_points_at_are_found(void **state)
{
    (void)state;
    make_index();
    change(0, "\x00", 1);
    expect_fates("www");
    make_index();
    change(8, "\x00\x00\x00\x00\x00\x00", 6);
    expect_fates("www");
    make_index();
    change(0, "\x05", 1);
    expect_fates("www");
}

static void rows_that_are_gone_are_lost(void **state)
{
    static const char zeros[12];
    uint32_t local = 0;

    (void)state;
    make_index();
    (void)find_row(2, &local);
    change(local, zeros, sizeof zeros);
    expect_fates("wlw");
    make_index();
    (void)find_row(3, &local);
    change(local, zeros, sizeof zeros);
    expect_fates("wwl");
}

static void an_altered_text_is_altered(void **state)
{
    (void)state;
    make_index();
    fixture_tamper(PATH, "UPDATE article SET body = 'Streets were cloudy.' "
                         "WHERE id = 2; UPDATE article SET dropped = 'x' "
                         "WHERE id = 3");
    expect_fates("waa");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(sound_rows_are_whole),
        cmocka_unit_test(a_wrong_hash_is_made_right_by_the_text),
        cmocka_unit_test(a_wrong_key_is_made_right_by_the_index),
        cmocka_unit_test(a_wrong_id_is_made_right_by_the_index),
        cmocka_unit_test(rows_that_nothing_points_at_are_found),
        cmocka_unit_test(rows_that_are_gone_are_lost),
        cmocka_unit_test(an_altered_text_is_altered),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
