/* Where output goes: its width, its colours, and wrapping text into it. */
#ifndef NEWSQ_TERMINAL_H
#define NEWSQ_TERMINAL_H

#include "memory.h"

/** How to print. Decided once, by the options and by what stdout is. */
typedef struct nq_look {
    bool is_pretty; /**< Wrapped, for a person; else a line a hit. */
    bool is_coloured;
    size_t width; /**< Columns, at least 20. */
} nq_look;

typedef enum nq_colour_mode {
    COLOUR_AUTO = 0, /* not given */
    COLOUR_AUTO_GIVEN = 1,
    COLOUR_ALWAYS = 2,
    COLOUR_NEVER = 3
} nq_colour_mode;

/** Decide by stdout, $NO_COLOR, $TERM and $COLUMNS. */
nq_look terminal_look(nq_colour_mode mode, bool wants_pretty);

/** Columns of the terminal at `descriptor`; $COLUMNS or 80 if it is none. */
size_t terminal_width(int descriptor);

/* Select Graphic Rendition parameters. */
#define STYLE_PLAIN ""
#define STYLE_BOLD "1"
#define STYLE_DIM "2"
#define STYLE_MATCH "1;31"

/** Text to wrap, and how. */
typedef struct nq_wrap_options {
    const char *style;         /**< Of what is not marked. */
    const newsidx_span *spans; /**< Bytes to mark, in order; may be NULL. */
    size_t span_count;
    size_t column; /**< Where the cursor stands when it begins. */
    size_t indent; /**< Of the second and later lines. */
} nq_wrap_options;

/**
 * Add `text` on as many lines as it takes, ending with a line end. White
 * space, line ends too, is one space; everything is cleaned.
 */
void terminal_wrap(nq_buffer *to, const nq_look *look, newsidx_text text,
                   const nq_wrap_options *options);

/** Add text in a style, if the look has colours. Cleaned, on one line. */
void terminal_add_styled(nq_buffer *to, const nq_look *look, const char *style,
                         newsidx_text text);

#endif
