#include "formats/archive/unpack.h"

#include "packing.h"
#include "reading.h"

#include <locale.h>
#include <stdio.h>

static const char *const filters[] = {"none", "gzip", "bzip2", "xz", "zstd"};

/* Everything needed to unpack one archive in memory. */
typedef struct unpacking {
    reading_source source;
    nx_input input;
    nx_origin origin;
    nx_unpack *unpack;
    newsidx_text label;
    newsidx_error err;
} unpacking;

static newsidx_status open_unpack(unpacking *u, newsidx_text bytes,
                                  size_t chunk_bytes)
{
    memset(u, 0, sizeof *u);
    u->source = (reading_source){bytes, chunk_bytes};
    nx_input_init(&u->input);
    nx_input_use(&u->input, reading_next, &u->source);
    u->origin.input = &u->input;
    return nx_unpack_new(&u->origin, &u->unpack, &u->err);
}

static void close_unpack(unpacking *u)
{
    nx_unpack_free(u->unpack);
    nx_input_finish(&u->input);
}

static newsidx_status next(unpacking *u)
{
    return nx_unpack_next(u->unpack, &u->label, &u->err);
}

/* Read all of a member, and say how much it was; -1 if that failed. */
static ptrdiff_t read_all(unpacking *u)
{
    const char *bytes;
    ptrdiff_t total = 0;
    ptrdiff_t length;

    do {
        length = nx_unpack_read(&bytes, u->unpack);
        total += length;
    } while (length > 0);
    return length < 0 ? -1 : total;
}

static void every_format_and_compression_is_recognised_and_read(void **state)
{
    static const char *const formats[] = {"zip", "ustar", "pax", "gnutar",
                                          "v7tar"};

    (void)state;
    for (size_t i = 0; i < 25; i++) {
        unpacking u;
        packing p;

        packing_begin(&p, formats[i / 5], filters[i % 5]);
        packing_add(&p, "a.txt", nx_str("The road is clear."));
        packing_add(&p, "b/c.txt", nx_str("It rained."));
        packing_end(&p);
        assert_true(nx_unpack_recognises(nx_buf_text(&p.bytes)));
        for (size_t chunk = 0; chunk < 2; chunk++) {
            assert_int_equal(open_unpack(&u, nx_buf_text(&p.bytes), chunk * 7),
                             NEWSIDX_OK);
            assert_int_equal(next(&u), NEWSIDX_OK);
            assert_text(u.label, "a.txt");
            assert_int_equal(read_all(&u), 18);
            assert_int_equal(next(&u), NEWSIDX_OK);
            assert_text(u.label, "b/c.txt");
            assert_int_equal(next(&u), NEWSIDX_DONE);
            assert_int_equal(next(&u), NEWSIDX_DONE);
            close_unpack(&u);
        }
        packing_free(&p);
    }
}

static void a_compressed_file_is_one_member_without_a_name(void **state)
{
    (void)state;
    for (size_t i = 1; i < 5; i++) {
        unpacking u;
        packing p;

        packing_begin(&p, "raw", filters[i]);
        packing_add(&p, "a.txt", nx_str("The road is clear."));
        packing_end(&p);
        assert_true(nx_unpack_recognises(nx_buf_text(&p.bytes)));
        assert_int_equal(open_unpack(&u, nx_buf_text(&p.bytes), 0), NEWSIDX_OK);
        assert_int_equal(next(&u), NEWSIDX_OK);
        assert_null(u.label.bytes);
        assert_int_equal(read_all(&u), 18);
        assert_int_equal(next(&u), NEWSIDX_DONE);
        close_unpack(&u);
        packing_free(&p);
    }
}

static void other_files_are_no_archives(void **state)
{
    static const char *const texts[] = {
        "",
        "P",
        "PK",
        "PKZIP was a program.",
        "BZh is what it begins with.",
        "Talks end without a deal\n\nThey left.",
        "{\"title\": 1}",
        "\x1F\x8B\x07",
        "Rar!\x1A\x07",
        "7z\xBC\xAF\x27\x1C"};
    char prose[1024];
    unpacking u;

    (void)state;
    for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++)
        assert_false(nx_unpack_recognises(nx_str(texts[i])));
    memset(prose, 'a', sizeof prose);
    memcpy(prose + 148, "0137000", 8);
    assert_false(nx_unpack_recognises(nx_str_slice(prose, sizeof prose)));
    /* And who insists is told. */
    assert_int_equal(open_unpack(&u, nx_str("Talks end."), 0), NEWSIDX_OK);
    assert_int_equal(next(&u), NEWSIDX_ERR_INPUT);
    assert_string_equal(u.err.message, "neither zip, tar nor compressed");
    assert_int_equal(next(&u), NEWSIDX_DONE);
    close_unpack(&u);
}

static void only_files_are_members(void **state)
{
    static const char *const formats[] = {"zip", "pax", "gnutar"};

    (void)state;
    for (size_t i = 0; i < 3; i++) {
        unpacking u;
        packing p;

        packing_begin(&p, formats[i], "none");
        packing_add_other(&p, "folder/", AE_IFDIR, NULL);
        /* A zip tells such things only at its end. */
        if (i > 0) {
            packing_add_other(&p, "link", AE_IFLNK, "/etc/passwd");
            packing_add_other(&p, "device", AE_IFCHR, NULL);
            packing_add_other(&p, "pipe", AE_IFIFO, NULL);
            packing_add_other(&p, "hard", AE_IFREG, "/etc/passwd");
        }
        packing_add(&p, ".DS_Store", nx_str("x"));
        packing_add(&p, "__MACOSX/a.txt", nx_str("x"));
        packing_add(&p, "\xC3\x84/a.txt", nx_str("x"));
        assert_int_equal(open_unpack(&u, packing_end(&p), 0), NEWSIDX_OK);
        assert_int_equal(next(&u), NEWSIDX_OK);
        assert_text(u.label, "\xC3\x84/a.txt");
        assert_int_equal(next(&u), NEWSIDX_DONE);
        close_unpack(&u);
        packing_free(&p);
    }
}

static void
names_that_lead_outside_are_refused_and_the_rest_goes_on(void **state)
{
    static const char *const names[] = {"../../etc/cron.d/x", "/etc/passwd",
                                        "C:\\x", "a/../../x"};
    char long_name[1100];
    unpacking u;
    packing p;

    (void)state;
    memset(long_name, 'n', sizeof long_name - 1);
    long_name[sizeof long_name - 1] = '\0';
    packing_begin(&p, "pax", "gzip");
    for (size_t i = 0; i < 4; i++)
        packing_add(&p, names[i], nx_str("x"));
    packing_add(&p, long_name, nx_str("x"));
    packing_add(&p, "good.txt", nx_str("x"));
    assert_int_equal(open_unpack(&u, packing_end(&p), 0), NEWSIDX_OK);
    for (size_t i = 0; i < 4; i++) {
        assert_int_equal(next(&u), NEWSIDX_ERR_INPUT);
        assert_text(u.label, names[i]);
    }
    assert_int_equal(next(&u), NEWSIDX_ERR_LIMIT);
    assert_int_equal(u.label.length, 1024);
    assert_int_equal(next(&u), NEWSIDX_OK);
    assert_text(u.label, "good.txt");
    close_unpack(&u);
    packing_free(&p);
}

/* A member whose text is one byte, again and again. */
static void add_monotony(packing *p, const char *name, size_t length)
{
    nx_buf text;

    nx_buf_init(&text, length);
    for (size_t i = 0; i < length; i++)
        nx_buf_add_byte(&text, 'a');
    packing_add(p, name, nx_buf_text(&text));
    nx_buf_finish(&text);
}

static void what_unpacks_to_far_more_than_it_is_ends(void **state)
{
    static const char *const kinds[][2] = {{"zip", "none"},
                                           {"ustar", "gzip"},
                                           {"raw", "zstd"},
                                           {"raw", "xz"},
                                           {"ustar", "bzip2"}};

    (void)state;
    for (size_t i = 0; i < 5; i++) {
        unpacking u;
        packing p;

        packing_begin(&p, kinds[i][0], kinds[i][1]);
        add_monotony(&p, "a.txt", (size_t)12 * 1024 * 1024);
        if (strcmp(kinds[i][0], "raw") != 0)
            packing_add(&p, "b.txt", nx_str("x"));
        assert_int_equal(open_unpack(&u, packing_end(&p), 64), NEWSIDX_OK);
        assert_int_equal(next(&u), NEWSIDX_OK);
        assert_int_equal(read_all(&u), -1);
        assert_int_equal(nx_unpack_failure(u.unpack)->status,
                         NEWSIDX_ERR_LIMIT);
        assert_string_equal(nx_unpack_failure(u.unpack)->message,
                            "unpacks to more than 200 times its size");
        assert_true(nx_unpack_around(u.unpack)->unpacked->bytes <
                    (uint64_t)6 * 1024 * 1024);
        assert_int_equal(next(&u), NEWSIDX_DONE);
        close_unpack(&u);
        packing_free(&p);
    }
}

/* Also when nobody reads it. */
static void what_is_stepped_over_is_counted(void **state)
{
    unpacking u;
    packing p;

    (void)state;
    packing_begin(&p, "ustar", "gzip");
    add_monotony(&p, ".hidden", (size_t)12 * 1024 * 1024);
    packing_add(&p, "b.txt", nx_str("x"));
    assert_int_equal(open_unpack(&u, packing_end(&p), 64), NEWSIDX_OK);
    assert_int_equal(next(&u), NEWSIDX_ERR_LIMIT);
    assert_string_equal(u.err.message,
                        "unpacks to more than 200 times its size");
    close_unpack(&u);
    packing_free(&p);
}

/* A mebibyte may be of any kind. */
static void little_files_may_be_monotonous(void **state)
{
    unpacking u;
    packing p;

    (void)state;
    packing_begin(&p, "raw", "xz");
    add_monotony(&p, "a.txt", (size_t)1024 * 1024);
    assert_int_equal(open_unpack(&u, packing_end(&p), 1), NEWSIDX_OK);
    assert_int_equal(next(&u), NEWSIDX_OK);
    assert_int_equal(read_all(&u), 1024 * 1024);
    close_unpack(&u);
    packing_free(&p);
}

static size_t count_members(newsidx_text bytes, newsidx_status wanted)
{
    newsidx_status status;
    size_t count = 0;
    unpacking u;

    assert_int_equal(open_unpack(&u, bytes, 65536), NEWSIDX_OK);
    do {
        status = next(&u);
        count += status == NEWSIDX_OK ? 1 : 0;
    } while (status == NEWSIDX_OK);
    assert_int_equal(status, wanted);
    if (status < 0)
        assert_string_equal(u.err.message, "more than 100000 members, and of "
                                           "less than 256 bytes each");
    close_unpack(&u);
    return count;
}

static void pack_many(packing *p, const char *format, const char *filter,
                      size_t count)
{
    packing_begin(p, format, filter);
    for (size_t i = 0; i < count; i++) {
        char name[24];

        snprintf(name, sizeof name, "%zu", i);
        packing_add(p, name, nx_str(""));
    }
    packing_end(p);
}

static void little_members_have_a_limit(void **state)
{
    packing p;

    (void)state;
    pack_many(&p, "ustar", "gzip", 100000);
    assert_int_equal(count_members(nx_buf_text(&p.bytes), NEWSIDX_DONE),
                     100000);
    packing_free(&p);
    pack_many(&p, "ustar", "gzip", 100001);
    assert_int_equal(count_members(nx_buf_text(&p.bytes), NEWSIDX_ERR_LIMIT),
                     100000);
    packing_free(&p);
    pack_many(&p, "zip", "none", 100001);
    assert_int_equal(count_members(nx_buf_text(&p.bytes), NEWSIDX_ERR_LIMIT),
                     100000);
    packing_free(&p);
    /* These take 512 bytes each. */
    pack_many(&p, "ustar", "none", 100001);
    assert_int_equal(count_members(nx_buf_text(&p.bytes), NEWSIDX_DONE),
                     100001);
    packing_free(&p);
}

static void truncated_archives_end_with_a_reason(void **state)
{
    nx_buf text;

    (void)state;
    nx_buf_init(&text, 100000);
    for (int i = 0; i < 4000; i++)
        nx_buf_add_format(&text, "line %d\n", i * 7919);
    for (size_t i = 0; i < 6; i++) {
        unpacking u;
        packing p;
        newsidx_text bytes;

        packing_begin(&p, i == 5 ? "zip" : "ustar", filters[i % 5]);
        packing_add(&p, "a.txt", nx_buf_text(&text));
        bytes = packing_end(&p);
        bytes.length /= 2;
        /* bzip2 and xz give nothing of a block that isn't whole. */
        if (open_unpack(&u, bytes, 0) == NEWSIDX_OK && next(&u) == NEWSIDX_OK) {
            assert_int_equal(read_all(&u), -1);
            u.err = *nx_unpack_failure(u.unpack);
        }
        assert_int_equal(u.err.status, NEWSIDX_ERR_INPUT);
        assert_memory_equal(u.err.message, "damaged archive: ", 17);
        close_unpack(&u);
        packing_free(&p);
    }
    nx_buf_finish(&text);
}

static void encrypted_members_are_named(void **state)
{
    unpacking u;
    packing p;

    (void)state;
    packing_begin(&p, "zip", "none");
    packing_add(&p, "secret.txt", nx_str("The road is clear."));
    packing_add(&p, "open.txt", nx_str("The road is clear."));
    packing_end(&p);
    p.bytes.bytes[6] |= 1; /* a flag of the first local header */
    assert_int_equal(open_unpack(&u, nx_buf_text(&p.bytes), 0), NEWSIDX_OK);
    assert_int_equal(next(&u), NEWSIDX_ERR_INPUT);
    assert_text(u.label, "secret.txt");
    assert_string_equal(u.err.message, "encrypted");
    close_unpack(&u);
    packing_free(&p);
}

static void zips_packed_by_rare_methods_are_named(void **state)
{
    unpacking u;
    packing p;

    (void)state;
    packing_begin(&p, "zip", "none");
    packing_add(&p, "a.txt", nx_str("The road is clear."));
    packing_add(&p, "b.txt", nx_str("The road is clear."));
    packing_end(&p);
    p.bytes.bytes[8] = 14; /* LZMA */
    assert_int_equal(open_unpack(&u, nx_buf_text(&p.bytes), 0), NEWSIDX_OK);
    assert_int_equal(next(&u), NEWSIDX_ERR_INPUT);
    assert_text(u.label, "a.txt");
    assert_string_equal(u.err.message, "not read from a zip: ZIP 2.0 (lzma)");
    close_unpack(&u);
    packing_free(&p);
}

static void files_with_holes_are_no_texts(void **state)
{
    struct archive_entry *entry = archive_entry_new();
    unpacking u;
    packing p;

    (void)state;
    packing_begin(&p, "pax", "none");
    archive_entry_set_pathname(entry, "holes");
    archive_entry_set_filetype(entry, AE_IFREG);
    archive_entry_set_size(entry, (la_int64_t)1 << 40);
    archive_entry_sparse_add_entry(entry, ((la_int64_t)1 << 40) - 512, 512);
    assert_int_equal(archive_write_header(p.archive, entry), 0);
    archive_entry_free(entry);
    for (int i = 0; i < 8; i++) {
        static const char zeros[1 << 16];

        archive_write_data(p.archive, zeros, sizeof zeros);
    }
    /* A real one needs 2^40 bytes through the writer; this one is cut, after a
     * header that says where the hole is. */
    packing_end(&p);
    assert_int_equal(open_unpack(&u, nx_buf_text(&p.bytes), 0), NEWSIDX_OK);
    assert_int_equal(next(&u), NEWSIDX_OK);
    assert_int_equal(read_all(&u), -1);
    assert_string_equal(nx_unpack_failure(u.unpack)->message,
                        "a file with holes, no text");
    close_unpack(&u);
    packing_free(&p);
}

static void archives_may_be_two_deep(void **state)
{
    packing outer;
    packing inner;
    unpacking u;

    (void)state;
    packing_begin(&inner, "raw", "gzip");
    packing_add(&inner, "a", nx_str("The road is clear."));
    packing_end(&inner);
    for (int depth = 2; depth < 4; depth++) {
        packing_begin(&outer, "raw", "gzip");
        packing_add(&outer, "b", nx_buf_text(&inner.bytes));
        packing_end(&outer);
        packing_free(&inner);
        inner = outer;
        assert_int_equal(open_unpack(&u, nx_buf_text(&outer.bytes), 0),
                         depth == 2 ? NEWSIDX_OK : NEWSIDX_ERR_LIMIT);
        if (depth == 3)
            assert_string_equal(u.err.message,
                                "archives are nested deeper than 2");
        close_unpack(&u);
    }
    packing_free(&inner);
}

static void the_locale_stays_as_it_was(void **state)
{
    const locale_t before = uselocale((locale_t)0);
    unpacking u;
    packing p;

    (void)state;
    packing_begin(&p, "zip", "none");
    packing_add(&p, "a", nx_str("x"));
    assert_int_equal(open_unpack(&u, packing_end(&p), 0), NEWSIDX_OK);
    assert_int_equal(next(&u), NEWSIDX_OK);
    assert_true(uselocale((locale_t)0) == before);
    close_unpack(&u);
    packing_free(&p);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_format_and_compression_is_recognised_and_read),
        cmocka_unit_test(a_compressed_file_is_one_member_without_a_name),
        cmocka_unit_test(other_files_are_no_archives),
        cmocka_unit_test(only_files_are_members),
        cmocka_unit_test(
            names_that_lead_outside_are_refused_and_the_rest_goes_on),
        cmocka_unit_test(what_unpacks_to_far_more_than_it_is_ends),
        cmocka_unit_test(what_is_stepped_over_is_counted),
        cmocka_unit_test(little_files_may_be_monotonous),
        cmocka_unit_test(little_members_have_a_limit),
        cmocka_unit_test(truncated_archives_end_with_a_reason),
        cmocka_unit_test(encrypted_members_are_named),
        cmocka_unit_test(zips_packed_by_rare_methods_are_named),
        cmocka_unit_test(files_with_holes_are_no_texts),
        cmocka_unit_test(archives_may_be_two_deep),
        cmocka_unit_test(the_locale_stays_as_it_was)};

    return cmocka_run_group_tests(tests, NULL, NULL);
}
