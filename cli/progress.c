#include "progress.h"

#include "memory.h"
#include "numbers.h"
#include "signals.h"
#include "terminal.h"
#include "unicode.h"

#include <stdio.h>
#include <time.h>
#include <unistd.h>

#define BAR_INTERVAL 0.1
#define FIRST_BAR 0.2
#define LINE_INTERVAL 5.0
#define BAR_COLUMNS 20

/* One command does one thing at a time, so there is one progress. */
static struct {
    double started_at;
    double shown_at; /* when last; 0: never */
    bool is_running;
    bool is_quiet;
    bool is_terminal;
    bool is_drawn; /* the cursor's line holds a bar */
} progress;

static double now(void)
{
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return (double)time.tv_sec + (double)time.tv_nsec / 1e9;
}

void progress_start(bool is_quiet)
{
    progress.started_at = now();
    progress.shown_at = 0;
    progress.is_running = true;
    progress.is_quiet = is_quiet;
    progress.is_terminal = isatty(STDERR_FILENO) == 1;
    progress.is_drawn = false;
}

bool progress_hide(void)
{
    if (!progress.is_drawn)
        return false;
    /* Return to the line's start and erase to its end. */
    fputs("\r\033[K", stderr);
    progress.is_drawn = false;
    return true;
}

double progress_end(void)
{
    progress_hide();
    progress.is_running = false;
    return now() - progress.started_at;
}

static bool is_time(double moment)
{
    if (!progress.is_running || progress.is_quiet)
        return false;
    double first = progress.is_terminal ? FIRST_BAR : LINE_INTERVAL;
    double interval = progress.is_terminal ? BAR_INTERVAL : LINE_INTERVAL;
    if (progress.shown_at <= 0)
        return moment - progress.started_at >= first;
    return moment - progress.shown_at >= interval;
}

static void show(const nq_buffer *line, double moment)
{
    nq_buffer out = BUFFER_INIT;
    if (progress.is_terminal) {
        /* A bar that wraps could not be erased, so it is cut. */
        size_t columns = terminal_width(STDERR_FILENO) - 1;
        newsidx_text text = {line->bytes, line->length};
        size_t width = 0;
        buffer_add_string(&out, "\r");
        for (size_t offset = 0; offset < text.length;) {
            uint32_t letter = unicode_next(text, &offset);
            width += unicode_width(letter);
            if (width > columns)
                break;
            unicode_add(&out, letter);
        }
        buffer_add_string(&out, "\033[K");
        progress.is_drawn = true;
    } else {
        buffer_add_format(&out, "newsq: %s\n", buffer_string(line));
    }
    buffer_flush(&out, stderr);
    buffer_finish(&out);
    progress.shown_at = moment;
}

/* "[######------]  45%  " on a terminal, "45%, " elsewhere. */
static void add_share(nq_buffer *to, uint64_t done, uint64_t total)
{
    if (total == 0)
        return;
    double share = done >= total ? 1.0 : (double)done / (double)total;
    if (!progress.is_terminal) {
        buffer_add_format(to, "%.0f%%  ", share * 100);
        return;
    }
    size_t filled = (size_t)(share * BAR_COLUMNS);
    buffer_add_string(to, "[");
    buffer_fill(to, '#', filled);
    buffer_fill(to, '-', BAR_COLUMNS - filled);
    buffer_add_format(to, "] %2.0f%%  ", share * 100);
}

static void add_remaining(nq_buffer *to, uint64_t done, uint64_t total,
                          double seconds)
{
    if (total == 0 || done == 0 || done >= total)
        return;
    buffer_add_string(to, ", ");
    numbers_add_seconds(to, seconds * (double)(total - done) / (double)done);
    buffer_add_string(to, " left");
}

void progress_import(const newsidx_import_counts *counts)
{
    double moment = now();
    if (!is_time(moment))
        return;
    double seconds = moment - progress.started_at;
    uint64_t articles = counts->added + counts->replaced + counts->unchanged;
    nq_buffer line = BUFFER_INIT;
    add_share(&line, counts->bytes, counts->total_bytes);
    numbers_add_counted(&line, articles, "article", "articles");
    buffer_add_string(&line, ", ");
    numbers_add_count(&line, (uint64_t)((double)articles / seconds));
    buffer_add_string(&line, "/s, ");
    numbers_add_bytes(&line, (double)counts->bytes / seconds);
    buffer_add_string(&line, "/s");
    add_remaining(&line, counts->bytes, counts->total_bytes, seconds);
    show(&line, moment);
    buffer_finish(&line);
}

void progress_steps(uint64_t done, uint64_t total, const char *unit)
{
    double moment = now();
    if (!is_time(moment))
        return;
    nq_buffer line = BUFFER_INIT;
    add_share(&line, done, total);
    numbers_add_count(&line, done);
    if (total > 0) {
        buffer_add_string(&line, " of ");
        numbers_add_count(&line, total);
    }
    buffer_add_format(&line, " %s", unit);
    add_remaining(&line, done, total, moment - progress.started_at);
    show(&line, moment);
    buffer_finish(&line);
}

int progress_callback(uint64_t done, uint64_t total, void *user)
{
    const char *unit = user;
    progress_steps(done, total, unit);
    return signals_interrupted() ? 1 : 0;
}
