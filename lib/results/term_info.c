#include "results/term_info.h"

#include "base/str.h"
#include "base/utf8.h"
#include "rank/plan.h"
#include "rank/vocabulary.h"
#include "store/list_facts.h"

#include <inttypes.h>
#include <stdio.h>

/* "exact 4294967295-4294967295 postings". */
#define LABEL_LENGTH 64

typedef struct teller {
    nx_store *store;
    nx_frequencies *frequencies;
    newsidx_text term;
    newsidx_tally *lines;
    newsidx_error *err;
} teller;

/* All versions that have the word, those of no list too. */
static newsidx_status tell_versions(const teller *in, nx_list_kind kind,
                                    const char *name)
{
    uint64_t count;
    newsidx_status status =
        nx_vocabulary_count(in->store, in->frequencies, in->term,
                            kind == NX_LIST_STEM, &count, in->err);

    return status < 0
               ? status
               : nx_tally_add(in->lines, nx_str(name), count, 0.0, in->err);
}

static newsidx_status tell_list(const teller *in, const char *name,
                                const nx_list_facts *facts)
{
    const struct {
        const char *what;
        uint64_t count;
    } counts[] = {
        {"postings", facts->posting_count}, {"chunks", facts->chunk_count},
        {"blocks", facts->block_count},     {"bytes", facts->byte_count},
        {"first id", facts->first_posting}, {"last id", facts->last_posting},
    };
    newsidx_status status = NEWSIDX_OK;
    char label[LABEL_LENGTH];

    for (size_t i = 0; i < sizeof counts / sizeof *counts && status >= 0; i++) {
        snprintf(label, sizeof label, "%s %" PRIu32 "-%" PRIu32 " %s", name,
                 facts->first, facts->last, counts[i].what);
        status = nx_tally_add(in->lines, nx_str(label), counts[i].count, 0.0,
                              in->err);
    }
    snprintf(label, sizeof label, "%s %" PRIu32 "-%" PRIu32 " impact", name,
             facts->first, facts->last);
    for (size_t i = 0; i < facts->impacts.count && status >= 0; i++)
        status = nx_tally_add(
            in->lines, nx_str(label), facts->impacts.pairs[i].length,
            (double)facts->impacts.pairs[i].weight / NX_WEIGHT_UNIT, in->err);
    return status;
}

static newsidx_status tell_kind(const teller *in, nx_list_kind kind,
                                const char *name)
{
    newsidx_status status = tell_versions(in, kind, name);

    for (size_t i = 0; status == NEWSIDX_OK; i++) {
        nx_list_facts facts;

        status = nx_list_look(in->store, i, in->term, kind, &facts, in->err);
        if (status == NEWSIDX_OK && facts.posting_count > 0)
            status = tell_list(in, name, &facts);
    }
    return status < 0 ? status : NEWSIDX_OK;
}

/* No word has what ends a word, or what FTS5 takes for a sign. */
static bool is_term(newsidx_text term)
{
    for (size_t i = 0; i < term.length; i++) {
        const unsigned char byte = (unsigned char)term.bytes[i];

        if (byte <= ' ' || byte == '"' || byte == '|')
            return false;
    }
    return term.length > 0 &&
           nx_utf8_find_invalid(term.bytes, term.length) == NEWSIDX_NO_OFFSET;
}

newsidx_status nx_term_info(nx_store *store, nx_frequencies *frequencies,
                            newsidx_text term, newsidx_tally **out_lines,
                            newsidx_error *err)
{
    teller in = {.store = store, .frequencies = frequencies, .err = err};
    newsidx_status status;

    *out_lines = NULL;
    if (!is_term(term))
        return nx_fail(err, NEWSIDX_ERR_INPUT, "that is no single word");
    status = nx_tally_new(&in.lines, err);
    if (status < 0)
        return status;
    in.term = nx_plan_cut_term(term);
    status = nx_store_begin_read(store, err);
    if (status >= 0) {
        status = tell_kind(&in, NX_LIST_EXACT, "exact");
        if (status >= 0)
            status = tell_kind(&in, NX_LIST_STEM, "stem");
        nx_store_end_read(store);
    }
    if (status < 0) {
        nx_tally_free(in.lines);
        return status;
    }
    *out_lines = in.lines;
    return NEWSIDX_OK;
}
