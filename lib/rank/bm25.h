/* The arithmetic of ranking; README.md explains and argues it. */
#ifndef NX_RANK_BM25_H
#define NX_RANK_BM25_H

#include "words/words.h"

/* Saturation and length normalisation of articles and of passages. */
#define NX_ARTICLE_K1 1.2
#define NX_ARTICLE_B 0.75
#define NX_PASSAGE_K1 0.9
#define NX_PASSAGE_B 0.4
#define NX_PASSAGE_AVERAGE 50.0

/* The parts of the final score. */
#define NX_MIX_ARTICLE 0.6
#define NX_MIX_PASSAGE 0.4
#define NX_MIX_ORDERED 0.3
#define NX_MIX_UNORDERED 0.1

/* Words are near each other up to this distance in positions. */
#define NX_PAIR_DISTANCE 8

/* ln(1 + (N - n + 0.5) / (n + 0.5)); n is at most N. */
double nx_bm25_idf(uint64_t version_count, uint64_t frequency);

/* w * (k1 + 1) / (w + k1 * (1 - b + b * length / average)); 0 for w 0. */
double nx_bm25_article(double weight, double length, double average);
double nx_bm25_passage(double weight, double length);

/*
 * Scores are added up as whole numbers, so that a sum is the same in whatever
 * order its parts came: of two articles that are alike no driver may put the
 * other one first. A plan's scale makes the numbers large.
 *
 * The same formula, for weights in fifths: flat and slope are k1 (1 - b) and
 * k1 b / average, times five.
 */
typedef struct nx_bm25 {
    double flat;
    double slope;
} nx_bm25;

void nx_bm25_init(nx_bm25 *bm25, uint64_t total_length, uint64_t version_count);

/* What the parts of a score are multiplied with, for all of them together to be
 * at most `most`: a power of two, so that nothing is lost. */
double nx_bm25_scale(double most);

/* `factor` is scale * repeats * idf * (k1 + 1). */
static inline int64_t nx_bm25_part(const nx_bm25 *bm25, double factor,
                                   uint32_t weight, uint32_t length)
{
    const double norm = bm25->flat + bm25->slope * length;

    return (int64_t)(factor * weight / (weight + norm));
}

/*
 * No less than the part of any posting with no more weight and no less length.
 * Rounding keeps all steps in order but the last quotient, which may be wrong
 * by one part in 2^52.
 */
static inline int64_t nx_bm25_bound(const nx_bm25 *bm25, double factor,
                                    uint32_t weight, uint32_t length)
{
    const int64_t part = nx_bm25_part(bm25, factor, weight, length);

    return part + (part >> 50) + 1;
}

#endif
