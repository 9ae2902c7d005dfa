/* Queries that are text and no language: questions, headlines, one phrase. */
#ifndef NX_QUERY_PLAIN_H
#define NX_QUERY_PLAIN_H

#include "query/build.h"

/*
 * Any of the words. A word is what stands between blanks, without quotes and
 * brackets at its ends; one that is repeated is there as often.
 */
nx_operand nx_plain_any(nx_builder *builder, newsidx_text text);

/* The whole text as one phrase; its quotes are blanks. */
nx_operand nx_plain_phrase(nx_builder *builder, newsidx_text text);

/*
 * True if two words or more were typed, some in capitals and none with a small
 * letter. A letter beyond ASCII counts as small, for it may be one.
 */
bool nx_plain_is_shouting(const nx_node *root);

/* True for an AND of words without any mark, as somebody types them. */
bool nx_plain_is_words(const nx_node *root);

#endif
