#include "words/leaf.h"

#include "../store/store_fixture.h"

#include "base/str.h"

#define LAST_ID 9

/* A leaf by hand: the header and the index are made of what it says. */
typedef struct made {
    unsigned char bytes[256];
    size_t length;
} made;

static made make_leaf(size_t rowid_at, const char *body, size_t length,
                      const char *index, size_t index_length)
{
    const size_t end = 4 + length;
    made leaf = {{0, (unsigned char)rowid_at, 0, (unsigned char)end},
                 end + index_length};

    memcpy(leaf.bytes + 4, body, length);
    memcpy(leaf.bytes + end, index, index_length);
    return leaf;
}

#define LEAF(rowid_at, body, index)                                            \
    make_leaf(rowid_at, body, sizeof(body) - 1, index, sizeof(index) - 1)

static void assert_term(newsidx_text term, const char *expected)
{
    assert_int_equal(term.length, strlen(expected));
    assert_memory_equal(term.bytes, expected, term.length);
}

static nx_leaf_audit read_all(const made *leaves, size_t count)
{
    nx_leaf_audit audit;

    nx_leaf_audit_init(&audit, LAST_ID);
    for (size_t i = 0; i < count; i++)
        if (!nx_leaf_audit_read(&audit, leaves[i].bytes, leaves[i].length))
            return audit;
    if (nx_leaf_audit_end(&audit))
        audit.fault = NULL;
    return audit;
}

static void expect_fault(made leaf, const char *words)
{
    const nx_leaf_audit audit = read_all(&leaf, 1);

    if (audit.fault == NULL || strstr(audit.fault, words) == NULL)
        fail_msg("\"%s\", not \"%s\"",
                 audit.fault != NULL ? audit.fault : "no fault", words);
}

static void terms_are_read_one_after_the_other(void **state)
{
    const made leaf = LEAF(
        0, "\x03\x30\x61\x62\x01\x02\x02\x02\x01\x63\x03\x02\x02", "\x04\x07");
    nx_leaf_term term = {.length = 0};
    nx_leaf read;

    (void)state;
    assert_true(nx_leaf_open(&read, leaf.bytes, leaf.length));
    assert_true(nx_leaf_has_term(&read) && nx_leaf_next(&read, &term));
    assert_term(nx_leaf_term_text(&term), "0ab");
    assert_int_equal(read.doclist_at, 8);
    assert_int_equal(read.next_at, 11);
    assert_true(nx_leaf_has_term(&read) && nx_leaf_next(&read, &term));
    assert_term(nx_leaf_term_text(&term), "0ac");
    assert_false(nx_leaf_has_term(&read));
}

static void a_doclist_goes_on_over_leaves(void **state)
{
    const made leaves[] = {
        /* "0a": row 1, six bytes of positions, of which three are here. */
        LEAF(0, "\x02\x30\x61\x01\x0C\x02\x03\x02", "\x04"),
        /* Two more, a column, and no rowid. */
        LEAF(0, "\x01\x03", ""),
        /* The last one, row 7, and a term. */
        LEAF(5, "\x04\x07\x02\x05\x02\x30\x62\x02\x02\x02", "\x08"),
    };
    nx_leaf_audit audit;

    (void)state;
    audit = read_all(leaves, 3);
    if (audit.fault != NULL)
        fail_msg("%s", audit.fault);
    assert_int_equal(audit.first_rowid, 7);
    assert_term(nx_leaf_term_text(&audit.first), "0b");
    assert_term(nx_leaf_term_text(&audit.before), "0a");
    /* Without its end it is no segment, nor without its middle. */
    audit = read_all(leaves, 2);
    assert_non_null(audit.fault);
    audit = read_all(leaves + 1, 2);
    assert_string_equal(audit.fault, "a segment that begins without a term");
}

static void what_fts5_does_not_write_is_a_fault(void **state)
{
    (void)state;
    expect_fault(LEAF(0, "", ""), "without a term");
    expect_fault(LEAF(0, "\x02\x30\x61", "\x04"), "without articles");
    expect_fault(LEAF(0, "\x02\x31\x61\x01\x02\x02", "\x04"), "no index");
    expect_fault(LEAF(0, "\x02\x30\x61\x0A\x02\x02", "\x04"), "no article");
    expect_fault(LEAF(0, "\x02\x30\x61\x80\x01\x02\x02", "\x04"), "no article");
    expect_fault(LEAF(0, "\x02\x30\x61\x01\x00", "\x04"), "deleted");
    expect_fault(LEAF(0, "\x02\x30\x61\x01\x03\x02", "\x04"), "deleted");
    expect_fault(LEAF(0, "\x02\x30\x61\x01\x04\x02", "\x04"), "cut off");
    expect_fault(LEAF(0, "\x02\x30\x61\x01\x02\x00", "\x04"), "position");
    expect_fault(LEAF(0, "\x02\x30\x61\x01\x02\x01", "\x04"), "too early");
    expect_fault(LEAF(0, "\x02\x30\x61\x01\x06\x01\x05\x02", "\x04"), "column");
    expect_fault(LEAF(0, "\x02\x30\x61\x01\x08\x01\x03\x01\x04", "\x04"),
                 "without a position");
    expect_fault(LEAF(0, "\x02\x30\x61\x05\x02\x02\x05\x02\x02", "\x04"),
                 "don't rise");
    expect_fault(LEAF(4, "\x02\x30\x61\x01\x02\x02", "\x04"), "header");
}

static void terms_rise_and_keep_what_they_can(void **state)
{
    (void)state;
    expect_fault(
        LEAF(0, "\x02\x30\x62\x01\x02\x02\x01\x01\x61\x01\x02\x02", "\x04\x06"),
        "terms that don't rise");
    expect_fault(LEAF(0, "\x02\x30\x61\x01\x02\x02\x00\x02\x30\x62\x01\x02\x02",
                      "\x04\x06"),
                 "keeps too little");
    expect_fault(
        LEAF(0, "\x02\x30\x61\x01\x02\x02\x05\x01\x62\x01\x02\x02", "\x04\x06"),
        "a term that can't be");
}

/* CVE-2026-11822 and -11824. */
static void a_leaf_does_not_end_in_its_header(void **state)
{
    made leaf = LEAF(0, "\x02\x30\x61\x01\x02\x02", "\x04");

    (void)state;
    for (unsigned char end = 0; end < 4; end++) {
        leaf.bytes[3] = end;
        expect_fault(leaf, "a header or an index");
    }
    leaf.bytes[2] = 0xFF;
    expect_fault(leaf, "a header or an index");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(terms_are_read_one_after_the_other),
        cmocka_unit_test(a_doclist_goes_on_over_leaves),
        cmocka_unit_test(what_fts5_does_not_write_is_a_fault),
        cmocka_unit_test(terms_rise_and_keep_what_they_can),
        cmocka_unit_test(a_leaf_does_not_end_in_its_header),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
