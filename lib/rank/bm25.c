#include "rank/bm25.h"

#include <math.h>

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
