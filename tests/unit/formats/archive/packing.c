#include "packing.h"

#include "reading.h"

static la_ssize_t take(struct archive *archive, void *user, const void *bytes,
                       size_t length)
{
    packing *p = user;

    (void)archive;
    nx_buf_add(&p->bytes, bytes, length);
    return (la_ssize_t)length;
}

void packing_begin(packing *p, const char *format, const char *filter)
{
    nx_buf_init(&p->bytes, (size_t)512 * 1024 * 1024);
    p->utf8 = newlocale(LC_CTYPE_MASK, "C.UTF-8", (locale_t)0);
    assert_true(p->utf8 != (locale_t)0);
    p->archive = archive_write_new();
    assert_non_null(p->archive);
    assert_int_equal(archive_write_set_format_by_name(p->archive, format), 0);
    if (strcmp(filter, "none") != 0)
        assert_int_equal(archive_write_add_filter_by_name(p->archive, filter),
                         0);
    archive_write_set_bytes_in_last_block(p->archive, 1);
    assert_int_equal(archive_write_open(p->archive, p, NULL, take, NULL), 0);
}

/* Write a header. Names are UTF-8, whatever the locale of the test is. */
static void add_header(packing *p, struct archive_entry *entry)
{
    const locale_t before = uselocale(p->utf8);

    assert_int_equal(archive_write_header(p->archive, entry), 0);
    uselocale(before);
    archive_entry_free(entry);
}

void packing_add(packing *p, const char *name, newsidx_text text)
{
    struct archive_entry *entry = archive_entry_new();

    archive_entry_set_pathname(entry, name);
    archive_entry_set_filetype(entry, AE_IFREG);
    archive_entry_set_perm(entry, 0644);
    archive_entry_set_size(entry, (la_int64_t)text.length);
    add_header(p, entry);
    assert_int_equal(archive_write_data(p->archive, text.bytes, text.length),
                     text.length);
}

void packing_add_other(packing *p, const char *name, __LA_MODE_T type,
                       const char *target)
{
    struct archive_entry *entry = archive_entry_new();

    archive_entry_set_pathname(entry, name);
    archive_entry_set_filetype(entry, type);
    archive_entry_set_perm(entry, 0644);
    if (type == AE_IFLNK)
        archive_entry_set_symlink(entry, target);
    else if (target != NULL)
        archive_entry_set_hardlink(entry, target);
    add_header(p, entry);
}

newsidx_text packing_end(packing *p)
{
    assert_int_equal(archive_write_close(p->archive), 0);
    assert_int_equal(archive_write_free(p->archive), 0);
    p->archive = NULL;
    freelocale(p->utf8);
    assert_int_equal(p->bytes.status, NEWSIDX_OK);
    return nx_buf_text(&p->bytes);
}

void packing_free(packing *p)
{
    nx_buf_finish(&p->bytes);
}
