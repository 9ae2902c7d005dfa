/* Lines of matches, the word in the middle. */
#ifndef NEWSQ_OUTPUT_KWIC_H
#define NEWSQ_OUTPUT_KWIC_H

#include "commands.h"

/** How lines are laid out. Decided once. */
typedef struct nq_kwic_layout {
    const nq_look *look;
    nq_output output;
    size_t id_width;  /**< Columns. */
    size_t left;      /**< Columns before the match. */
    size_t right;     /**< Columns from the match on; of JSON, behind it. */
    bool has_date;    /**< There is room for it. */
    uint32_t context; /**< Bytes to ask the library for. */
} nq_kwic_layout;

/** `last_id` is the largest there may be, `width` the columns of a line. */
nq_kwic_layout kwic_layout(const nq_look *look, nq_output output,
                           uint64_t last_id, size_t width);

/** Add the line as the layout says. JSON has no comma and no line end. */
void kwic_add_line(nq_buffer *to, const nq_kwic_layout *layout,
                   const newsidx_line *line);

/* ---------------------------------------------------------- sorting ---- */

/** Lines to be sorted; they are as long in memory as it takes to see all. */
typedef struct nq_kwic_sorter nq_kwic_sorter;

/** By what stands before the match, or behind it. */
nq_kwic_sorter *kwic_sorter_new(bool is_by_left);
void kwic_sorter_free(nq_kwic_sorter *sorter);

/** Keep `printed`, which is the line as it is to be printed. False if they are
 * more than are kept. */
bool kwic_sorter_add(nq_kwic_sorter *sorter, const newsidx_line *line,
                     const nq_buffer *printed);

/** Sort them; equal ones stay in the order they came in. */
void kwic_sorter_sort(nq_kwic_sorter *sorter);

/** `number` from 0 as printed; {NULL, 0} past the end. Borrowed. */
newsidx_text kwic_sorter_get(const nq_kwic_sorter *sorter, size_t number);

/** How many are kept at most, for a message. */
#define KWIC_MOST_LINES 1000000

#endif
