/* News that never happened: as much of it as is asked for, always the same. */
#ifndef BENCH_CORPUS_H
#define BENCH_CORPUS_H

#include <stdint.h>
#include <stdio.h>

/*
 *   seed -> 40,000 lemmas, 2,000 names, 300 places   (the vocabulary)
 *   (seed, topic)   -> the words that such stories have
 *   (seed, story)   -> its topic, and the words, names and sentences of its own
 *   (seed, article) -> one telling of its story, at one day by one source
 *
 * Words are drawn by Zipf's law, in inflected forms that an English stemmer
 * takes apart again, among the function words of real English at about their
 * real share. A few are coined: the further on an article is, the more of them
 * there are, so that the vocabulary grows as long as the corpus does. One to
 * nine articles tell the same story: they share names, subject words and now
 * and then whole sentences. Stories of a topic share words: a word's company is
 * as found in many articles of a large corpus as in few of a small one. An
 * article can be asked for by its number alone, in any order.
 */
typedef struct bench_corpus bench_corpus;

/* What is written: articles of all lengths, or of some sixty words. */
typedef enum bench_form { BENCH_ARTICLES, BENCH_SHORT_ARTICLES } bench_form;

bench_corpus *bench_corpus_new(uint64_t seed, bench_form form);
void bench_corpus_free(bench_corpus *corpus);

/* Article `number`, from 0, as a line of JSON. */
void bench_corpus_write_article(bench_corpus *corpus, uint64_t number,
                                FILE *file);

/* Query `number`, from 0: "id TAB words", made of the headline of some article
 * below `article_count`. */
void bench_corpus_write_query(bench_corpus *corpus, uint64_t number,
                              uint64_t article_count, FILE *file);

#endif
