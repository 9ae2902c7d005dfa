#include "api/import_supply.h"

#include "reading.h"

#include <stdio.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

static newsidx_error err;
static const nx_reader_options by_content = {
    NEWSIDX_FORMAT_AUTO, {NULL, 0}, {NULL, 0}, NULL};
static const char truce[] = "Truce holds\n\nThe road is clear.\n";
#ifdef NX_HAVE_FORMATS
static const char lines[] = "{\"id\": \"1\", \"title\": \"Rain\"}\n";

/* gzip -n of "Rain\n\nIt rained.\n". */
static const char packed[] =
    "\x1f\x8b\x08\x00\x00\x00\x00\x00\x02\x03\x0b\x4a\xcc\xcc\xe3\xe2\xf2\x2c"
    "\x51\x28\x02\x32\x52\x53\xf4\xb8\x00\x51\xc5\x60\xd1\x11\x00\x00\x00";

static const char latin[] = "Caf\xE9\n\nIt rained in the caf\xE9 today.\n";
#endif

static newsidx_isolation begin(nx_supply *supply, newsidx_isolation wanted)
{
    newsidx_import_options options = NEWSIDX_IMPORT_OPTIONS_INIT;
    newsidx_isolation isolation;

    options.isolation = wanted;
    assert_int_equal(nx_supply_init(supply, &options, &isolation, &err),
                     NEWSIDX_OK);
    return isolation;
}

static void write_bytes(const char *path, const char *bytes, size_t length)
{
    FILE *file = fopen(path, "wb");

    assert_non_null(file);
    assert_int_equal(fwrite(bytes, 1, length, file), length);
    assert_int_equal(fclose(file), 0);
}

/* The source has one article; was it read in this process? */
static bool read_one(nx_supply *supply, const char *headline)
{
    const bool is_here = supply->reader != NULL;
    nx_item item;

    nx_item_init(&item);
    assert_int_equal(nx_supply_next(supply, &item, &err), NEWSIDX_OK);
    assert_text(item.article.headline, headline);
    assert_int_equal(nx_supply_next(supply, &item, &err), NEWSIDX_DONE);
    assert_true(nx_supply_bytes(supply) > 0);
    nx_supply_close(supply);
    nx_supply_close(supply);
    nx_item_finish(&item);
    return is_here;
}

static bool read_file(nx_supply *supply, const char *path, const char *headline)
{
    assert_int_equal(nx_supply_open_file(supply, path, &by_content, &err),
                     NEWSIDX_OK);
    return read_one(supply, headline);
}

static bool read_stream(nx_supply *supply, newsidx_text bytes, size_t chunk,
                        const char *headline)
{
    reading_source source = {bytes, chunk};

    assert_int_equal(
        nx_supply_open(supply, reading_next, &source, &by_content, &err),
        NEWSIDX_OK);
    return read_one(supply, headline);
}

static void without_isolation_all_is_read_here(void **state)
{
    nx_supply supply;

    (void)state;
    write_bytes("a.txt", truce, sizeof truce - 1);
    assert_int_equal(begin(&supply, NEWSIDX_ISOLATION_NONE),
                     NEWSIDX_ISOLATION_NONE);
    assert_true(read_file(&supply, "a.txt", "Truce holds"));
    assert_true(read_stream(&supply, nx_str(truce), 3, "Truce holds"));
    assert_int_equal(nx_supply_open_file(&supply, "missing", &by_content, &err),
                     NEWSIDX_ERR_IO);
    nx_supply_finish(&supply);
}

#ifdef NX_HAVE_FORMATS

static void what_is_not_all_our_own_goes_to_the_worker(void **state)
{
    nx_supply supply;

    (void)state;
    write_bytes("a.txt", truce, sizeof truce - 1);
    write_bytes("a.jsonl", lines, sizeof lines - 1);
    write_bytes("a.gz", packed, sizeof packed - 1);
    write_bytes("latin.txt", latin, sizeof latin - 1);
    assert_int_not_equal(begin(&supply, NEWSIDX_ISOLATION_PARTIAL),
                         NEWSIDX_ISOLATION_NONE);
    for (int i = 0; i < 2; i++) {
        assert_true(read_file(&supply, "a.txt", "Truce holds"));
        assert_false(read_file(&supply, "a.gz", "Rain"));
        /* Its charset has to be guessed. */
        assert_false(read_file(&supply, "latin.txt", "Caf\xC3\xA9"));
        assert_true(read_file(&supply, "a.jsonl", "Rain"));
    }
    nx_supply_finish(&supply);
}

static void streams_are_looked_at_before(void **state)
{
    const newsidx_text archive = {packed, sizeof packed - 1};
    nx_supply supply;

    (void)state;
    begin(&supply, NEWSIDX_ISOLATION_PARTIAL);
    for (size_t chunk = 0; chunk < 4; chunk++) {
        assert_true(read_stream(&supply, nx_str(truce), chunk, "Truce holds"));
        assert_false(read_stream(&supply, archive, chunk, "Rain"));
    }
    nx_supply_finish(&supply);
}

static ptrdiff_t never(const char **bytes, void *user)
{
    (void)bytes;
    (void)user;
    return -1;
}

static void a_stream_that_breaks_is_told(void **state)
{
    nx_supply supply;
    nx_item item;

    (void)state;
    begin(&supply, NEWSIDX_ISOLATION_PARTIAL);
    nx_item_init(&item);
    assert_int_equal(nx_supply_open(&supply, never, NULL, &by_content, &err),
                     NEWSIDX_OK);
    assert_int_equal(nx_supply_next(&supply, &item, &err), NEWSIDX_ERR_IO);
    nx_supply_finish(&supply);
    nx_item_finish(&item);
}

/* It can be read but once. */
static void named_pipes_go_to_the_worker(void **state)
{
    nx_supply supply;
    pid_t writer;

    (void)state;
    assert_int_equal(mkfifo("pipe", 0600), 0);
    begin(&supply, NEWSIDX_ISOLATION_PARTIAL);
    writer = fork();
    if (writer == 0) {
        write_bytes("pipe", truce, sizeof truce - 1);
        _exit(0);
    }
    assert_false(read_file(&supply, "pipe", "Truce holds"));
    waitpid(writer, NULL, 0);
    nx_supply_finish(&supply);
}

#endif

int main(void)
{
    const struct CMUnitTest tests[] = {
#ifdef NX_HAVE_FORMATS
        cmocka_unit_test(what_is_not_all_our_own_goes_to_the_worker),
        cmocka_unit_test(streams_are_looked_at_before),
        cmocka_unit_test(a_stream_that_breaks_is_told),
        cmocka_unit_test(named_pipes_go_to_the_worker),
#endif
        cmocka_unit_test(without_isolation_all_is_read_here)};

    return cmocka_run_group_tests(tests, NULL, NULL);
}
