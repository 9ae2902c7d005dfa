#include "words/audit.h"

#include "base/memory.h"
#include "base/str.h"
#include "words/leaps.h"
#include "words/words.h"

#include <stdlib.h>
#include <string.h>

/* Rows of words_data that are no part of a segment. */
#define AVERAGES_ID 1
#define STRUCTURE_ID 10

/* FTS5 gives 16 bits to a segment's number, 31 to a leaf's. */
#define SEGMENT_SHIFT 37
#define LEAPS_BIT (INT64_C(1) << 36)
#define HEIGHT_BITS (INT64_C(31) << 31)
#define MOST_SEGMENT_NUMBER 65535
#define MOST_LEAVES ((UINT64_C(1) << 31) - 1)

#define ANY_NUMBER ((UINT64_C(1) << 56) - 1)

static const char doing[] = "looking at the words";

typedef struct audit {
    sqlite3 *db;
    nx_words_structure *structure;
    size_t at; /* the segment at hand; SIZE_MAX: none yet */
    uint64_t next_leaf;
    nx_leaf_audit leaf;
    nx_leaps leaps;
    sqlite3_stmt *index; /* words_idx, from row to row */
    bool has_averages;
    bool has_structure;
} audit;

/* -------------------------------------------------- structure record ---- */

static bool refuse(nx_words_structure *structure, const char *fault)
{
    structure->fault = fault;
    return false;
}

static bool read_segment(nx_words_structure *structure, nx_leaf_bytes *in,
                         bool is_input)
{
    nx_words_segment *segment = &structure->segments[structure->count];
    uint64_t number;

    if (!nx_leaf_number(in, MOST_SEGMENT_NUMBER, &number) ||
        !nx_leaf_number(in, MOST_LEAVES, &segment->first) ||
        !nx_leaf_number(in, MOST_LEAVES, &segment->last) || number == 0)
        return refuse(structure, "a segment that can't be");
    if (segment->first == 0 ? segment->last != 0 || !is_input
                            : segment->last < segment->first)
        return refuse(structure, "a segment without leaves");
    segment->number = (int64_t)number;
    structure->count++;
    return true;
}

/* A level has segments of about a size. While they are being merged, some are
 * input, and the output is in the next level, which the last can't have. */
static bool read_levels(nx_words_structure *structure, nx_leaf_bytes *in,
                        uint64_t levels, uint64_t total)
{
    uint64_t inputs = 0;

    for (uint64_t i = 0; i < levels; i++) {
        const bool is_output = inputs > 0;
        uint64_t count;

        if (!nx_leaf_number(in, total, &inputs) ||
            !nx_leaf_number(in, total - structure->count, &count) ||
            inputs > count || (is_output && count == 0))
            return refuse(structure, "a level that can't be");
        for (uint64_t j = 0; j < count; j++)
            if (!read_segment(structure, in, j < inputs))
                return false;
    }
    if (inputs > 0)
        return refuse(structure, "a merge into nothing");
    return true;
}

static int compare_segments(const void *a, const void *b)
{
    const int64_t one = ((const nx_words_segment *)a)->number;
    const int64_t other = ((const nx_words_segment *)b)->number;

    return (one > other) - (one < other);
}

bool nx_words_structure_read(nx_words_structure *structure, const void *bytes,
                             size_t length)
{
    nx_leaf_bytes in;
    uint64_t levels;
    uint64_t total;
    uint64_t writes;

    structure->count = 0;
    structure->fault = NULL;
    /* It begins with a number of four bytes that tells of settings. */
    if (length < 4)
        return refuse(structure, "no beginning");
    in.at = (const unsigned char *)bytes + 4;
    in.end = (const unsigned char *)bytes + length;
    if (!nx_leaf_number(&in, NX_MOST_SEGMENTS, &levels) ||
        !nx_leaf_number(&in, NX_MOST_SEGMENTS, &total) ||
        !nx_leaf_number(&in, ANY_NUMBER, &writes))
        return refuse(structure, "too many levels or segments");
    if (!read_levels(structure, &in, levels, total))
        return false;
    if (structure->count != total || in.at != in.end)
        return refuse(structure, "more or fewer segments than it says");
    qsort(structure->segments, structure->count, sizeof *structure->segments,
          compare_segments);
    for (size_t i = 1; i < structure->count; i++)
        if (structure->segments[i].number == structure->segments[i - 1].number)
            return refuse(structure, "a segment twice");
    return true;
}

/* ------------------------------------------------------------- index ---- */

static newsidx_status fail_row(int64_t id, const char *fault,
                               newsidx_error *err)
{
    return nx_fail(err, NEWSIDX_ERR_CORRUPT, "words_data: row %lld has %s",
                   (long long)id, fault);
}

static newsidx_status fail_leaf(const audit *words, uint64_t leaf,
                                const char *fault, newsidx_error *err)
{
    return nx_fail(err, NEWSIDX_ERR_CORRUPT,
                   "words_data: leaf %llu of segment %lld has %s",
                   (unsigned long long)leaf,
                   (long long)words->structure->segments[words->at].number,
                   fault);
}

static newsidx_status fail_index(int64_t segment, const char *fault,
                                 newsidx_error *err)
{
    return nx_fail(err, NEWSIDX_ERR_CORRUPT,
                   "words_idx: a row of segment %lld has %s",
                   (long long)segment, fault);
}

static const nx_words_segment *find_segment(const audit *words, int64_t number)
{
    const nx_words_segment wanted = {.number = number};

    return bsearch(&wanted, words->structure->segments, words->structure->count,
                   sizeof wanted, compare_segments);
}

/*
 * Step to the next row of words_idx that tells of a leaf which is there: a
 * merge leaves those of what it has done. NEWSIDX_DONE behind the last.
 */
static newsidx_status step_index(audit *words, newsidx_error *err)
{
    int code = sqlite3_step(words->index);

    for (; code == SQLITE_ROW; code = sqlite3_step(words->index)) {
        const int64_t number = sqlite3_column_int64(words->index, 0);
        const int64_t leaf = sqlite3_column_int64(words->index, 2) >> 1;
        const nx_words_segment *segment = find_segment(words, number);

        if (sqlite3_column_type(words->index, 0) != SQLITE_INTEGER ||
            sqlite3_column_type(words->index, 1) != SQLITE_BLOB ||
            sqlite3_column_type(words->index, 2) != SQLITE_INTEGER)
            return fail_index(number, "another type", err);
        if (segment == NULL || leaf < 1 || leaf > (int64_t)MOST_LEAVES)
            return fail_index(number, "a leaf that can't be", err);
        if (segment->first != 0 && leaf >= (int64_t)segment->first)
            return NEWSIDX_OK;
    }
    if (code != SQLITE_DONE)
        return nx_db_fail(words->db, code, doing, err);
    return NEWSIDX_DONE;
}

/* A leaf with terms has a row: with what lies between the terms of the leaves
 * before and its own, and with whether its last term's doclist has an index. */
static newsidx_status check_index(audit *words, uint64_t leaf,
                                  newsidx_error *err)
{
    const int64_t segment = words->structure->segments[words->at].number;
    const nx_leaf_audit *terms = &words->leaf;
    newsidx_status status = step_index(words, err);
    newsidx_text between;
    int64_t number;

    if (status < 0)
        return status;
    if (status == NEWSIDX_DONE)
        return fail_leaf(words, leaf, "no row in words_idx", err);
    number = sqlite3_column_int64(words->index, 2);
    if (sqlite3_column_int64(words->index, 0) != segment ||
        number >> 1 != (int64_t)leaf)
        return fail_leaf(words, leaf, "another row in words_idx", err);
    between.bytes = sqlite3_column_blob(words->index, 1);
    between.length = (size_t)sqlite3_column_bytes(words->index, 1);
    if (between.bytes == NULL && between.length > 0)
        return nx_fail_memory(err);
    if (nx_str_compare(between, nx_leaf_term_text(&terms->first)) > 0 ||
        (terms->before.length > 0 &&
         nx_str_compare(between, nx_leaf_term_text(&terms->before)) <= 0))
        return fail_leaf(words, leaf, "a term in words_idx that isn't its own",
                         err);
    if ((number & 1) != 0)
        nx_leaps_open(&words->leaps, segment, leaf);
    return NEWSIDX_OK;
}

/* ------------------------------------------------------------ leaves ---- */

static newsidx_status end_segment(audit *words, newsidx_error *err)
{
    const nx_words_segment *segment;

    if (words->at == SIZE_MAX)
        return NEWSIDX_OK;
    segment = &words->structure->segments[words->at];
    if (segment->first == 0)
        return NEWSIDX_OK;
    if (words->next_leaf != segment->last + 1)
        return fail_leaf(words, words->next_leaf, "no row", err);
    if (!nx_leaf_audit_end(&words->leaf))
        return fail_leaf(words, segment->last, words->leaf.fault, err);
    return words->leaps.is_open ? nx_leaps_close(&words->leaps, err)
                                : NEWSIDX_OK;
}

/* Go on to the segment behind the one at hand; there is one. */
static newsidx_status begin_segment(audit *words, newsidx_error *err)
{
    newsidx_status status = end_segment(words, err);

    words->at++;
    words->next_leaf = words->structure->segments[words->at].first;
    words->leaps.is_open = false;
    nx_leaf_audit_init(&words->leaf, words->leaf.last_id);
    return status;
}

/* The doclist that has an index goes on on this leaf, or ends. */
static newsidx_status check_leaps(audit *words, uint64_t leaf,
                                  newsidx_error *err)
{
    const nx_leaf_audit *read = &words->leaf;
    newsidx_status status = NEWSIDX_OK;

    if (!words->leaps.is_open)
        return NEWSIDX_OK;
    if (read->first_rowid != 0 || !read->has_term)
        status = nx_leaps_take(&words->leaps, leaf, read->first_rowid, err);
    if (status >= 0 && read->has_term)
        status = nx_leaps_close(&words->leaps, err);
    return status;
}

static newsidx_status check_leaf(audit *words, uint64_t leaf,
                                 newsidx_text bytes, newsidx_error *err)
{
    newsidx_status status;

    if (leaf != words->next_leaf++)
        return fail_leaf(words, leaf, "others missing before it", err);
    if (!nx_leaf_audit_read(&words->leaf, bytes.bytes, bytes.length))
        return fail_leaf(words, leaf, words->leaf.fault, err);
    status = check_leaps(words, leaf, err);
    if (status >= 0 && words->leaf.has_term)
        status = check_index(words, leaf, err);
    return status;
}

/* -------------------------------------------------------------- rows ---- */

/* How many articles there are, and words in each column. A new index doesn't
 * have them. FTS5 only divides by them, and we not even that. */
static newsidx_status check_averages(newsidx_text bytes, newsidx_error *err)
{
    nx_leaf_bytes in = {(const unsigned char *)bytes.bytes, NULL};
    uint64_t number;

    in.end = in.at + bytes.length;
    for (size_t i = 0; i <= NX_COLUMN_COUNT && bytes.length > 0; i++)
        if (!nx_leaf_number(&in, ANY_NUMBER, &number))
            return fail_row(AVERAGES_ID, "averages that can't be", err);
    if (in.at != in.end)
        return fail_row(AVERAGES_ID, "more than averages", err);
    return NEWSIDX_OK;
}

/* The rows come in the order of their segments, and in one the leaves first,
 * then the nodes of doclist indexes, which are read when they are needed. */
static newsidx_status check_part(audit *words, int64_t id, newsidx_text bytes,
                                 newsidx_error *err)
{
    const int64_t number = id >> SEGMENT_SHIFT;
    const nx_words_segment *segment = find_segment(words, number);
    newsidx_status status = NEWSIDX_OK;

    if (segment == NULL)
        return fail_row(id, "a segment that the structure doesn't", err);
    while (status >= 0 &&
           (words->at == SIZE_MAX ||
            words->structure->segments[words->at].number < number))
        status = begin_segment(words, err);
    if (status < 0 || (id & LEAPS_BIT) != 0)
        return status;
    if ((id & HEIGHT_BITS) != 0)
        return fail_row(id, "a number that can't be", err);
    /* Merged into another, all of it: nobody reads that. */
    if (segment->first == 0)
        return NEWSIDX_OK;
    return check_leaf(words, (uint64_t)id & MOST_LEAVES, bytes, err);
}

static newsidx_status check_row(audit *words, sqlite3_stmt *row,
                                newsidx_error *err)
{
    const int64_t id = sqlite3_column_int64(row, 0);
    newsidx_text bytes;

    if (sqlite3_column_type(row, 1) != SQLITE_BLOB)
        return fail_row(id, "no blob", err);
    bytes.bytes = sqlite3_column_blob(row, 1);
    bytes.length = (size_t)sqlite3_column_bytes(row, 1);
    if (bytes.bytes == NULL) {
        if (bytes.length > 0)
            return nx_fail_memory(err);
        bytes = nx_str("");
    }
    if (id == AVERAGES_ID) {
        words->has_averages = true;
        return check_averages(bytes, err);
    }
    if (id == STRUCTURE_ID) {
        words->has_structure = true;
        if (!nx_words_structure_read(words->structure, bytes.bytes,
                                     bytes.length))
            return fail_row(id, words->structure->fault, err);
        return NEWSIDX_OK;
    }
    if (id < STRUCTURE_ID || !words->has_structure)
        return fail_row(id, "no meaning", err);
    return check_part(words, id, bytes, err);
}

/* Nothing is left, and nothing is missing. */
static newsidx_status check_end(audit *words, newsidx_error *err)
{
    newsidx_status status = NEWSIDX_OK;

    if (!words->has_averages)
        return fail_row(AVERAGES_ID, "not been found", err);
    if (!words->has_structure)
        return fail_row(STRUCTURE_ID, "not been found", err);
    while (status >= 0 && words->structure->count > 0 &&
           words->at != words->structure->count - 1)
        status = begin_segment(words, err);
    if (status >= 0)
        status = end_segment(words, err);
    if (status >= 0)
        status = step_index(words, err);
    if (status == NEWSIDX_OK)
        status = fail_index(sqlite3_column_int64(words->index, 0),
                            "a leaf without terms", err);
    return status;
}

static newsidx_status check_rows(audit *words, newsidx_error *err)
{
    sqlite3_stmt *rows = NULL;
    newsidx_status status = nx_db_prepare(
        words->db, "SELECT id, block FROM words_data ORDER BY id", &rows, err);
    int code = SQLITE_DONE;

    if (status >= 0)
        status = nx_db_prepare(words->db,
                               "SELECT segid, term, pgno FROM words_idx "
                               "ORDER BY segid, term",
                               &words->index, err);
    while (status >= 0) {
        code = sqlite3_step(rows);
        if (code != SQLITE_ROW)
            break;
        status = check_row(words, rows, err);
    }
    if (status >= 0 && code != SQLITE_DONE)
        status = nx_db_fail(words->db, code, doing, err);
    if (status >= 0)
        status = check_end(words, err);
    sqlite3_finalize(rows);
    sqlite3_finalize(words->index);
    return status;
}

newsidx_status nx_words_audit(sqlite3 *db, int64_t last_id, newsidx_error *err)
{
    audit words = {.db = db, .at = SIZE_MAX};
    newsidx_status status;

    words.structure = nx_new(nx_words_structure);
    if (words.structure == NULL)
        return nx_fail_memory(err);
    nx_leaps_init(&words.leaps, db);
    nx_leaf_audit_init(&words.leaf, (uint64_t)last_id);
    status = check_rows(&words, err);
    nx_leaps_finish(&words.leaps);
    nx_free(words.structure);
    return status < 0 ? status : NEWSIDX_OK;
}
