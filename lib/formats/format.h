/* What a format is to the reader, and what the reader is to a format. */
#ifndef NX_FORMATS_FORMAT_H
#define NX_FORMATS_FORMAT_H

#include "ingest/input.h"
#include "ingest/item.h"

/*
 *   input ── recognises? ──┬─ read(document)      one article a source
 *   (decoded, or the       └─ open, next, close   any number of them
 *    bytes as they are)
 *
 * An article needs a headline or a body when it leaves here; texts of its
 * fields are clean (ingest/clean.h) and live in the item's arena. The reader
 * adds what is the same for all formats: the source and the language that the
 * caller gave, the file's key or one made of the content, the limits.
 */

/* What came out of an archive and of those inside it, to find bombs by. */
typedef struct nx_unpacked {
    const nx_input *input; /* of the outermost: what went in */
    uint64_t bytes;
    uint64_t members;
} nx_unpacked;

/* The archives around a source. */
typedef struct nx_around {
    nx_unpacked *unpacked; /* which all of them count in */
    size_t depth;          /* how many they are */
} nx_around;

/* Where a format reads from. Lives as long as the state that open made. */
typedef struct nx_origin {
    nx_input *input;  /* its window begins at the first byte that isn't blank */
    newsidx_text key; /* of the file: its absolute path; {NULL, 0}: none */
    newsidx_text source; /* for articles that name none */
    uint64_t line;       /* of the file, from 1, that the window begins in */
    const nx_around *around; /* NULL: it is in no archive */
    newsidx_format members;  /* what an archive holds; AUTO: see for yourself */
} nx_origin;

typedef struct nx_format {
    newsidx_format number;

    /* Bytes that are text come as UTF-8, decoded on the way in. What declares
     * charsets inside (mail), and what is no text (archives), wants them raw.
     */
    bool is_raw;

    /* Does it hold files of other formats? Then it is recognised whatever
     * format the caller insists on, which is that of its members. */
    bool is_container;

    /* May it be read outside of a worker? Only what is all our own, or nearly,
     * and has been through a fuzzer for long. */
    bool is_trusted;

    /* Is it this format, by the first kibibyte (or all) of what isn't blank? */
    bool (*recognises)(newsidx_text head);

    /* Of one article: the whole document to `item`, which was reset.
     * `document` is well-formed UTF-8 unless the format is raw. The file's path
     * is the key of an article that has none of its own. NEWSIDX_ERR_INPUT
     * with the byte of the document, _LIMIT, _MEMORY. */
    newsidx_status (*read)(newsidx_text document, nx_item *item,
                           newsidx_error *err);

    /* Of several articles: NULL if `read` is there. Statuses of next are those
     * of nx_reader_next(), and item->line is set. Close takes NULL. */
    newsidx_status (*open)(const nx_origin *origin, void **out_state,
                           newsidx_error *err);
    newsidx_status (*next)(void *state, nx_item *item, newsidx_error *err);
    void (*close)(void *state);

    /* Of several: step over the next article without taking it apart, as
     * nx_reader_skip() says; statuses as of next. NULL: it can't be done. */
    newsidx_status (*skip)(void *state, bool may_parse, nx_item *scratch,
                           newsidx_error *err);
} nx_format;

/* As --format has it, also of those that this build doesn't have; NULL if it is
 * none. Static. */
const char *nx_format_name(newsidx_format number);

/* The format of that number; NULL if this build doesn't have it. */
const nx_format *nx_format_find(newsidx_format number);

/* The first in the table, of those that are raw or those that aren't, that
 * recognises it; NULL if none does. */
const nx_format *nx_format_recognise(newsidx_text head, bool is_raw);

#endif
