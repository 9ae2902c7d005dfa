#include "chart.h"

#include "numbers.h"
#include "unicode.h"

#include <inttypes.h>

/*
 *     title
 *     40 |-------------------------     grid
 *     20 |--------#---------------
 *      0 +---#----##--#----------
 *        2016-01   2016-02              as many labels as fit
 */
#define LEFT 64.0
#define RIGHT 24.0
#define TOP 56.0
#define PLOT_HEIGHT 240.0
#define BOTTOM 40.0
#define PLOT_WIDTH 872.0
#define BAR_LEAST 2.0 /* of a bar with its gap */
#define BAR_MOST 80.0 /* of few bars, which would be walls */
#define LETTER 7.0    /* what a letter of a label takes at most */
#define LABEL_GAP 14.0
#define TICKS_MOST 5

typedef struct plan {
    nq_buffer *to;
    const nq_chart *chart;
    double step;  /* from bar to bar */
    double width; /* of the plot */
    uint64_t most;
    uint64_t tick;
    uint64_t top; /* a whole number of ticks */
} plan;

static void add_escaped(nq_buffer *to, newsidx_text text)
{
    for (size_t offset = 0; offset < text.length;) {
        uint32_t letter = unicode_clean(unicode_next(text, &offset));
        if (letter == '&')
            buffer_add_string(to, "&amp;");
        else if (letter == '<')
            buffer_add_string(to, "&lt;");
        else if (letter == '>')
            buffer_add_string(to, "&gt;");
        else if (letter == '"')
            buffer_add_string(to, "&quot;");
        else if (letter != 0)
            unicode_add(to, letter);
    }
}

/* 1, 2 or 5 and noughts: the least of them of which a few are enough. */
static uint64_t tick_for(uint64_t most)
{
    static const uint64_t factors[] = {1, 2, 5};

    for (uint64_t power = 1;; power *= 10) {
        for (size_t i = 0; i < 3; i++) {
            uint64_t tick = factors[i] * power;
            if (most / tick < TICKS_MOST || power > UINT64_MAX / 100)
                return tick;
        }
    }
}

static double height_of(const plan *in, uint64_t count)
{
    return PLOT_HEIGHT * (double)count / (double)in->top;
}

static void add_head(const plan *in)
{
    double width = LEFT + in->width + RIGHT;
    double height = TOP + PLOT_HEIGHT + BOTTOM;

    buffer_add_format(
        in->to,
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %.0f %.0f\" "
        "width=\"%.0f\" height=\"%.0f\" role=\"img\">\n<title>",
        width, height, width, height);
    add_escaped(in->to, unicode_text(in->chart->title));
    buffer_add_string(
        in->to,
        "</title>\n<style>\n"
        ".back{fill:#fff}.bar{fill:#2f6db3}.bar:hover{fill:#d9822b}\n"
        ".grid{stroke:#dcdfe4}.axis{stroke:#6b7280}\n"
        "text{fill:#24292f;font:12px system-ui,sans-serif}\n"
        "text.title{font-size:16px;font-weight:600}\n"
        "@media(prefers-color-scheme:dark){\n"
        ".back{fill:#14171c}.bar{fill:#6fa8e6}.bar:hover{fill:#f0b060}\n"
        ".grid{stroke:#333942}.axis{stroke:#8b949e}text{fill:#dde1e6}}\n"
        "</style>\n<rect class=\"back\" width=\"100%\" height=\"100%\"/>\n"
        "<text class=\"title\" x=\"24\" y=\"32\">");
    add_escaped(in->to, unicode_text(in->chart->title));
    buffer_add_string(in->to, "</text>\n");
}

static void add_grid(const plan *in)
{
    for (uint64_t at = 0; at <= in->top; at += in->tick) {
        double y = TOP + PLOT_HEIGHT - height_of(in, at);
        buffer_add_format(in->to,
                          "<path class=\"%s\" d=\"M%.0f %.1fH%.1f\"/>"
                          "<text x=\"%.0f\" y=\"%.1f\" "
                          "text-anchor=\"end\">",
                          at == 0 ? "axis" : "grid", LEFT, y, LEFT + in->width,
                          LEFT - 8.0, y + 4.0);
        numbers_add_count(in->to, at);
        buffer_add_string(in->to, "</text>\n");
    }
}

static void add_bars(const plan *in)
{
    double gap = in->step > 4.0 ? in->step * 0.15 : 0.0;
    double width = in->step - gap;

    for (size_t i = 0; i < in->chart->line_count; i++) {
        const newsidx_tally_line *line = in->chart->lines[i];
        double x = LEFT + (double)i * in->step + gap / 2.0;
        double height = height_of(in, line->count);

        if (line->count == 0)
            continue;
        if (height < 1.0)
            height = 1.0;
        buffer_add_format(in->to,
                          "<rect class=\"bar\" x=\"%.2f\" y=\"%.2f\" "
                          "width=\"%.2f\" height=\"%.2f\"><title>",
                          x, TOP + PLOT_HEIGHT - height, width, height);
        add_escaped(in->to, line->label);
        buffer_add_string(in->to, ": ");
        numbers_add_count(in->to, line->count);
        buffer_add_string(in->to, "</title></rect>\n");
    }
}

/* Every so many bars a label, so that none touches the next. */
static void add_labels(const plan *in)
{
    size_t length = in->chart->lines[0]->label.length;
    double needed = LETTER * (double)length + LABEL_GAP;
    size_t every = 1;
    while ((double)every * in->step < needed)
        every++;
    for (size_t i = 0; i < in->chart->line_count; i += every) {
        double x = LEFT + ((double)i + 0.5) * in->step;
        /* The first and the last one must not hang over the edge. */
        double half = LETTER * (double)length / 2.0;
        if (x + half > LEFT + in->width + RIGHT)
            break;
        buffer_add_format(in->to,
                          "<text x=\"%.1f\" y=\"%.0f\" "
                          "text-anchor=\"middle\">",
                          x, TOP + PLOT_HEIGHT + 20.0);
        add_escaped(in->to, in->chart->lines[i]->label);
        buffer_add_string(in->to, "</text>\n");
    }
}

void chart_add(nq_buffer *to, const nq_chart *chart)
{
    plan in = {.to = to, .chart = chart, .most = 1};

    for (size_t i = 0; i < chart->line_count; i++) {
        if (chart->lines[i]->count > in.most)
            in.most = chart->lines[i]->count;
    }
    in.tick = tick_for(in.most);
    in.top = (in.most + in.tick - 1) / in.tick * in.tick;
    in.step = PLOT_WIDTH / (double)chart->line_count;
    if (in.step > BAR_MOST)
        in.step = BAR_MOST;
    if (in.step < BAR_LEAST)
        in.step = BAR_LEAST;
    in.width = in.step * (double)chart->line_count;
    if (in.width < PLOT_WIDTH)
        in.width = PLOT_WIDTH;
    add_head(&in);
    add_grid(&in);
    add_bars(&in);
    add_labels(&in);
    buffer_add_string(to, "</svg>\n");
}
