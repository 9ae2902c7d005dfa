#include "store/terms.h"

#include "base/limits.h"
#include "base/str.h"
#include "store/internal.h"

#include <string.h>

/*
 * FTS5's own list, fts5vocab, reads every posting of every term that it passes:
 * a tenth of a second for one letter of 70,000 articles. Its pages have the
 * terms side by side, and those that hold nothing but postings are not in
 * words_idx. This is version 4 of the format, from the head of fts5_index.c:
 *
 *   page   [first rowid u16 | end u16 | .... term .... term .... | index]
 *                             |                                  ^ end
 *   index  where the first term begins, and then how much further each next
 *   term   [kept] [new] bytes: how many of the term before are kept, how many
 *          are new; the first of a page has no [kept]
 *
 * Numbers but u16 are FTS5's varints: seven bits a byte, the highest first. All
 * terms begin with '0', for there is no index of prefixes. In the middle of a
 * merge a segment may have lost its first pages.
 */
#define PAGE_SQL                                                               \
    "SELECT d.block FROM words_idx AS i "                                      \
    "JOIN words_data AS d ON d.id = (i.segid << 37) + (i.pgno >> 1) "          \
    "WHERE i.segid = ?1 AND i.term >= coalesce((SELECT max(term) "             \
    "FROM words_idx WHERE segid = ?1 AND term <= ?2), x'') ORDER BY i.term"

#define LONGEST_TERM (1 + NX_LIMIT_WORD_BYTES)

typedef struct walk {
    nx_store *store;
    char first[LONGEST_TERM]; /* '0' and the prefix */
    newsidx_text prefix;
    nx_term_fn on_term;
    void *user;
    char term[LONGEST_TERM];
    size_t term_length;
    bool has_passed; /* what was wanted of the segment */
} walk;

/* What is left to read of a page. */
typedef struct reader {
    const unsigned char *at;
    const unsigned char *end;
} reader;

/* Of all that is read here none needs more than three bytes. */
static bool read_number(reader *in, size_t *out)
{
    size_t number = 0;

    for (size_t i = 0; i < 3 && in->at < in->end; i++) {
        const unsigned char byte = *in->at++;

        number = (number << 7) | (byte & 0x7fu);
        if ((byte & 0x80u) == 0) {
            *out = number;
            return true;
        }
    }
    return false;
}

static bool read_term(walk *in, reader from, bool is_first)
{
    size_t kept = 0;
    size_t added;

    if (!is_first && !read_number(&from, &kept))
        return false;
    if (!read_number(&from, &added) || kept > in->term_length ||
        added > sizeof in->term - kept || added > (size_t)(from.end - from.at))
        return false;
    memcpy(in->term + kept, from.at, added);
    in->term_length = kept + added;
    return in->term_length > 0;
}

static void take_term(walk *in)
{
    const newsidx_text term = nx_str_slice(in->term, in->term_length);

    if (nx_str_starts_with(term, in->prefix))
        in->has_passed = !in->on_term(
            nx_str_slice(term.bytes + 1, term.length - 1), in->user);
    else
        in->has_passed = nx_str_compare(term, in->prefix) > 0;
}

/* False if it can't be a page. */
static bool read_page(walk *in, const unsigned char *page, size_t length)
{
    reader body = {page, page};
    reader index = {page, page + length};
    size_t end;
    size_t at = 0;

    if (length < 4)
        return false;
    end = ((size_t)page[2] << 8) | page[3];
    if (end < 4 || end > length)
        return false;
    body.end = page + end;
    index.at = body.end;
    while (index.at < index.end && !in->has_passed) {
        const bool is_first = at == 0;
        size_t step;

        if (!read_number(&index, &step) || step == 0 || step >= end - at)
            return false;
        at += step;
        body.at = page + at;
        if (!read_term(in, body, is_first))
            return false;
        take_term(in);
    }
    return true;
}

static newsidx_status read_segment(walk *in, sqlite3_stmt *pages,
                                   int64_t segment, newsidx_error *err)
{
    newsidx_status status = NEWSIDX_OK;
    int code = SQLITE_DONE;

    sqlite3_bind_int64(pages, 1, segment);
    sqlite3_bind_blob64(pages, 2, in->prefix.bytes, in->prefix.length,
                        SQLITE_STATIC);
    in->has_passed = false;
    while (!in->has_passed && status >= 0) {
        code = sqlite3_step(pages);
        if (code != SQLITE_ROW)
            break;
        if (!read_page(in, sqlite3_column_blob(pages, 0),
                       (size_t)sqlite3_column_bytes(pages, 0)))
            status = nx_fail(err, NEWSIDX_ERR_CORRUPT,
                             "the list of words is damaged");
    }
    if (status >= 0 && code != SQLITE_DONE && code != SQLITE_ROW)
        status =
            nx_db_fail(in->store->db, code, "reading the list of words", err);
    sqlite3_reset(pages);
    return status;
}

static newsidx_status read_segments(walk *in, newsidx_error *err)
{
    sqlite3 *db = in->store->db;
    sqlite3_stmt *segments = NULL;
    sqlite3_stmt *pages = NULL;
    newsidx_status status;
    int64_t segment = 0;
    int code = SQLITE_DONE;

    status = nx_db_prepare(db,
                           "SELECT segid FROM words_idx WHERE segid > ?1 "
                           "ORDER BY segid LIMIT 1",
                           &segments, err);
    if (status >= 0)
        status = nx_db_prepare(db, PAGE_SQL, &pages, err);
    while (status >= 0) {
        sqlite3_bind_int64(segments, 1, segment);
        code = sqlite3_step(segments);
        if (code != SQLITE_ROW)
            break;
        segment = sqlite3_column_int64(segments, 0);
        sqlite3_reset(segments);
        status = read_segment(in, pages, segment, err);
    }
    if (status >= 0 && code != SQLITE_DONE)
        status = nx_db_fail(db, code, "reading the list of words", err);
    sqlite3_finalize(segments);
    sqlite3_finalize(pages);
    return status;
}

newsidx_status nx_terms_walk(nx_store *store, newsidx_text prefix,
                             nx_term_fn on_term, void *user, newsidx_error *err)
{
    walk in;

    /* No term is longer, so none begins so. */
    if (prefix.length > NX_LIMIT_WORD_BYTES)
        return NEWSIDX_OK;
    memset(&in, 0, sizeof in);
    in.store = store;
    in.first[0] = '0';
    memcpy(in.first + 1, prefix.bytes, prefix.length);
    in.prefix = nx_str_slice(in.first, 1 + prefix.length);
    in.on_term = on_term;
    in.user = user;
    /* What a transaction wrote FTS5 keeps in memory until there is a savepoint.
     * If that fails, nobody knows how much of it is in the file. */
    if (store->activity == NX_WRITING) {
        newsidx_status status =
            nx_statement_once(store, "SAVEPOINT words; RELEASE words",
                              "reading the list of words", err);

        if (status < 0)
            return nx_transaction_break(store, status);
    }
    return read_segments(&in, err);
}
