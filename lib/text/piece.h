/* Where a word of a text begins and ends. */
#ifndef NX_TEXT_PIECE_H
#define NX_TEXT_PIECE_H

#include "text/analyze.h"
#include "text/stem.h"

/*
 *   l ' h o m m e    K e r r y ' s    1 , 2 0 0    U . S . ' s
 *   ^ ^ ^            ^         ^   ^  ^         ^  ^       ^   ^
 *   start            start    end next start    end, next
 *     end next                                     start  end next
 */
typedef struct nx_piece {
    size_t start;
    size_t end;  /* of what the index sees */
    size_t next; /* where reading goes on */
    nx_token_kind kind;
    bool is_elided; /* "l'": the next word is no part of its chain */
    bool begins_with_letter;
    bool is_plain; /* ASCII letters and digits only */
} nx_piece;

/* Read the word that begins at text.bytes[at], with a letter that isn't of a
 * run, or with a digit. */
void nx_piece_read(const nx_language *language, newsidx_text text, size_t at,
                   nx_piece *out);

#endif
