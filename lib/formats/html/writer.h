/* Pieces of an element's text to lines and paragraphs. */
#ifndef NX_FORMATS_HTML_WRITER_H
#define NX_FORMATS_HTML_WRITER_H

#include "base/buf.h"

#include <gumbo.h>

/*
 * Runs of white space, no-break ones too, are written as one blank and not at
 * the ends of lines. Line ends are written before the next word, the most of
 * those that were asked for in between.
 */
typedef struct nx_html_writer {
    nx_buf *out;
    size_t start; /* of this text in `out` */
    unsigned line_ends;
    bool is_blank; /* stands before the next word */
    bool is_cell;  /* one ended */
} nx_html_writer;

void nx_html_writer_init(nx_html_writer *writer, nx_buf *out);

void nx_html_write(nx_html_writer *writer, newsidx_text text);

/* As it is, with its lines: <pre>. */
void nx_html_write_lines(nx_html_writer *writer, newsidx_text text);

/* Let what follows begin a line (1) or a paragraph (2). */
void nx_html_write_end(nx_html_writer *writer, unsigned line_ends);

/* A <br>: one line end more, up to two. */
void nx_html_write_break(nx_html_writer *writer);

/* Let what follows be another cell of the line. */
void nx_html_write_cell(nx_html_writer *writer);

/* How many line ends an element of that tag has around it: 0 to 2. */
unsigned nx_html_line_ends(GumboTag tag);

#endif
