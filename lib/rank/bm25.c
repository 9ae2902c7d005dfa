#include "rank/bm25.h"

#include <math.h>

/* A whole score has at most so many, and its bound a few more. */
#define SCORE_BITS 60

double nx_bm25_idf(uint64_t version_count, uint64_t frequency)
{
    const double all = (double)version_count;
    const double some = (double)frequency;

    /* A frequency over N can only come from a damaged index. */
    if (some > all)
        return 0.0;
    return log(1.0 + (all - some + 0.5) / (some + 0.5));
}

static double saturate(double weight, double k1, double b, double ratio)
{
    if (weight <= 0.0)
        return 0.0;
    return weight * (k1 + 1.0) / (weight + k1 * (1.0 - b + b * ratio));
}

double nx_bm25_article(double weight, double length, double average)
{
    return saturate(weight, NX_ARTICLE_K1, NX_ARTICLE_B, length / average);
}

double nx_bm25_passage(double weight, double length)
{
    return saturate(weight, NX_PASSAGE_K1, NX_PASSAGE_B,
                    length / NX_PASSAGE_AVERAGE);
}

void nx_bm25_init(nx_bm25 *bm25, uint64_t total_length, uint64_t version_count)
{
    const double average =
        total_length > 0 ? (double)total_length / (double)version_count : 1.0;

    bm25->flat = NX_WEIGHT_UNIT * NX_ARTICLE_K1 * (1.0 - NX_ARTICLE_B);
    bm25->slope = NX_WEIGHT_UNIT * NX_ARTICLE_K1 * NX_ARTICLE_B / average;
}

double nx_bm25_scale(double most)
{
    int exponent;

    if (most <= 0.0)
        return 1.0;
    (void)frexp(most, &exponent);
    return ldexp(1.0, SCORE_BITS - exponent);
}
