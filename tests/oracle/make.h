/* Random articles and random queries over the same few words. */
#ifndef ORACLE_MAKE_H
#define ORACLE_MAKE_H

#include "chance.h"
#include "query_tree.h"

#define QUERY_BYTES 4096

/* The first words are drawn more often than the last. */
const char *make_word(chance *from);

extern const char *const make_sources[];
extern const char *const make_sections[];
extern const size_t make_source_count;
extern const size_t make_section_count;

/* Articles are of two months. */
#define FIRST_DAY INT64_C(999302400) /* 2001-09-01 */
#define DAY_COUNT 60
#define SECONDS_A_DAY 86400

/* Put articles, new versions and removals, in the transaction that is open. */
void make_corpus(model *of, chance *from, uint32_t article_count);

typedef struct made_query {
    char text[QUERY_BYTES];
    query_node *typed; /* what the text says word by word */
    query_node *root;  /* and what that comes to: query_lower() */
    bool is_any;       /* match any */
    bool is_plain;     /* two or more words and nothing else */
    bool is_repeated;  /* an operand stands in the tree more than once */
    bool is_positive;  /* nothing but words can make it hold, none undo it */
} made_query;

/* Memory of `arena`. */
void make_query(const model *of, chance *from, nx_arena *arena,
                made_query *out);

/* Write the text of made->typed. */
void make_spelling(chance *from, made_query *made);

#endif
