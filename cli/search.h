/* Asking the index: from words on a command line to a printed page. */
#ifndef NEWSQ_SEARCH_H
#define NEWSQ_SEARCH_H

#include "commands.h"

/** What is left of a printed page. Give back with search_finish(). */
struct nq_found {
    int64_t *ids;
    size_t hit_count;
    uint32_t first_rank; /**< Of the first hit printed. */
    uint32_t sort;       /**< As in the options, of this page and its next. */
    uint32_t by;
    char *next; /**< Cursor of the next page; NULL: that was the last. */
};

/** Words joined by spaces. Yours. */
char *search_join(const char *const *words, size_t count);

/**
 * Parse `text` as the options say and tell what there is to tell about it.
 * Returns CODE_OK, or CODE_USAGE if there's nothing to search for.
 */
int search_parse(const nq_options *options, const char *text,
                 newsidx_query **out_query);

/** The library's options of our options. */
newsidx_search_options search_options_of(const nq_options *options);

/**
 * Tell those about why nothing was found, or the others; return how many.
 * `text` is the query as typed.
 */
size_t search_report(const newsidx_results *results, const char *text,
                     bool is_about_nothing);

/** Tell what the query may have been meant to be, if anything is known. */
void search_report_correction(const newsidx_results *results, bool is_repl);

/** Search, print a page, return a nq_exit_code. Fills session->found, if it
 * isn't NULL; what was there is freed. */
int search_print(const nq_session *session, const char *text);

void search_finish(nq_found *found);

/**
 * The article that a person means by `name`: an id, a key, or the path of the
 * file it came from. CODE_OK; CODE_NOTHING, and it has been told; or an error.
 *
 * @param out_record  Yours.
 */
int search_read(newsidx *index, const char *name, int64_t *out_id,
                newsidx_record **out_record);

/** The same of its id alone. */
int search_find(newsidx *index, const char *name, int64_t *out_id);

/** Again with the record, and nothing is told: NEWSIDX_OK, _NOT_FOUND or an
 * error. */
newsidx_status search_look_up(newsidx *index, const char *name, int64_t *out_id,
                              newsidx_record **out_record, newsidx_error *err);

#endif
