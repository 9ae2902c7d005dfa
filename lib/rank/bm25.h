/* The arithmetic of ranking; README.md explains and argues it. */
#ifndef NX_RANK_BM25_H
#define NX_RANK_BM25_H

#include <stdint.h>

/* Saturation and length normalisation of articles and of passages. */
#define NX_ARTICLE_K1 1.2
#define NX_ARTICLE_B 0.75
#define NX_PASSAGE_K1 0.9
#define NX_PASSAGE_B 0.4
#define NX_PASSAGE_AVERAGE 50.0

/* What an occurrence weighs, by where it stands. */
#define NX_WEIGHT_HEADLINE 2.0
#define NX_WEIGHT_LEAD 1.2
#define NX_WEIGHT_KEYWORDS 1.2
#define NX_WEIGHT_OTHER 1.0

/* The parts of the final score. */
#define NX_MIX_ARTICLE 0.6
#define NX_MIX_PASSAGE 0.4
#define NX_MIX_ORDERED 0.2
#define NX_MIX_UNORDERED 0.1

/* Words are near each other up to this distance in positions. */
#define NX_PAIR_DISTANCE 8

/* ln(1 + (N - n + 0.5) / (n + 0.5)); n is at most N. */
double nx_bm25_idf(uint64_t version_count, uint64_t frequency);

/* w * (k1 + 1) / (w + k1 * (1 - b + b * length / average)); 0 for w 0. */
double nx_bm25_article(double weight, double length, double average);
double nx_bm25_passage(double weight, double length);

#endif
