/* The lines of a plain text, and what each of them turns out to be. */
#ifndef NX_INGEST_LINES_H
#define NX_INGEST_LINES_H

#include "base/arena.h"
#include "base/status.h"

#include <stdbool.h>

/* A line is part of the body until a rule says otherwise. */
typedef enum nx_line_role {
    NX_LINE_BODY,
    NX_LINE_HEADLINE,
    NX_LINE_BYLINE,
    NX_LINE_DROPPED
} nx_line_role;

/*
 * Blank lines are not kept, only that there was one:
 *
 *     Top diplomats meet            0  first
 *     (blank)
 *     They met on Tuesday in a      1  after_blank
 *     hotel.                        2  continues, if the text is wrapped
 *     (blank)
 *     Share                         3  after_blank
 *
 * Twelve bytes a line, because a hostile text has 32 million of them.
 */
typedef struct nx_line {
    uint32_t start; /* bytes of the text */
    uint32_t length;
    uint8_t role;     /* an nx_line_role */
    uint8_t indent;   /* blanks before it, at most 255 */
    bool after_blank; /* also for the first line */
    bool continues;   /* the paragraph of the line before it */
} nx_line;

typedef struct nx_lines {
    const char *bytes;
    nx_line *lines;
    size_t count;
    bool is_wrapped; /* lines were broken to fit a width, as in mail */
} nx_lines;

/* Cut `text`, which nx_clean_text() made, into lines. They live in `arena`. */
newsidx_status nx_lines_split(newsidx_text text, nx_arena *arena,
                              nx_lines *out_lines, newsidx_error *err);

newsidx_text nx_lines_text(const nx_lines *lines, size_t number);

/* The first line of the body from `number` on; `count` if there's none. */
size_t nx_lines_next(const nx_lines *lines, size_t number);

/* The first line after `number` that begins another paragraph. */
size_t nx_lines_paragraph_end(const nx_lines *lines, size_t number);

/*
 * All lines of a role, one after another, in `arena`. Wrapped lines are joined
 * to paragraphs, and of the body blank lines between paragraphs stay. The
 * bytes end in NUL, and are NULL when there is no memory.
 */
newsidx_text nx_lines_collect(const nx_lines *lines, nx_line_role role,
                              nx_arena *arena);

/* The paragraphs of `text`, which nx_clean_text() made: both of the above,
 * for a text that is a body and nothing else. */
newsidx_status nx_lines_join(newsidx_text text, nx_arena *arena,
                             newsidx_text *out_text, newsidx_error *err);

/*
 * How a text ends, quotes and brackets after it aside. A full stop that is
 * part of an acronym ("U.S.") or one of several ("...") is told apart, because
 * a headline may end so.
 */
typedef enum nx_ending {
    NX_ENDING_OPEN,     /* a letter or anything else */
    NX_ENDING_STOP,     /* a full stop of whatever script */
    NX_ENDING_ASKING,   /* ! or ? */
    NX_ENDING_ACRONYM,  /* U.S. */
    NX_ENDING_ELLIPSIS, /* ... */
    NX_ENDING_GOES_ON   /* , ; : */
} nx_ending;

nx_ending nx_text_ending(newsidx_text text);

/* True for STOP, ASKING, ACRONYM and ELLIPSIS. */
bool nx_text_ends_sentence(newsidx_text text);

/* Characters, not bytes. */
size_t nx_text_width(newsidx_text text);

#endif
