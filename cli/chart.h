/* A timeline as a picture. */
#ifndef NEWSQ_CHART_H
#define NEWSQ_CHART_H

#include "memory.h"

/** More bars than that nobody can tell apart. */
#define CHART_BARS_MOST 2000

/** What to draw; everything is borrowed. */
typedef struct nq_chart {
    const char *title;
    const newsidx_tally_line *const *lines;
    size_t line_count; /**< From 1 to CHART_BARS_MOST. */
} nq_chart;

/**
 * Add a bar chart as one SVG document that needs nothing else: light or dark as
 * whoever shows it is, with a tooltip on each bar.
 */
void chart_add(nq_buffer *to, const nq_chart *chart);

#endif
