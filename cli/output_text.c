/* Hits and articles as text: laid out for a person, or a line each. */
#include "output.h"

#include "exit_codes.h"
#include "numbers.h"
#include "report.h"
#include "unicode.h"

#include <inttypes.h>
#include <string.h>

/* A paragraph without an end is shown around its first match. */
#define SHOWN_BYTES 1600
#define SHOWN_BEFORE 300

#define DOT " \302\267 "
#define DOTS "\342\200\246"
#define BULLET "\342\200\242 "

bool output_next_hit(nq_page *page, const newsidx_hit **out_hit, int *code)
{
    newsidx_error err;
    newsidx_status status = newsidx_results_next(page->results, out_hit, &err);
    if (status < 0)
        *code = report_error(&err);
    if (status != NEWSIDX_OK)
        return false;
    page->ids =
        memory_grow(page->ids, page->hit_count + 1, sizeof(page->ids[0]));
    if (page->hit_count == 0)
        page->first_rank = (*out_hit)->rank;
    page->ids[page->hit_count++] = (*out_hit)->id;
    return true;
}

/* ---------------------------------------------------------- passages ---- */

/* A passage as it is shown. */
typedef struct shown_passage {
    nq_buffer text;
    newsidx_span *spans; /* bytes of the text; ours */
    size_t count;
} shown_passage;

/* A part of it, and the sentences around it where it isn't cut. */
static shown_passage show_passage(const newsidx_passage *passage,
                                  newsidx_span part)
{
    shown_passage shown = {BUFFER_INIT, NULL, 0};
    nq_buffer *text = &shown.text;

    if (part.start > 0)
        buffer_add_string(text, DOTS);
    else
        buffer_add_text(text, passage->before);
    size_t shift = text->length;
    buffer_add(text, passage->text.bytes + part.start, part.end - part.start);
    if (part.end < passage->text.length)
        buffer_add_string(text, DOTS);
    else
        buffer_add_text(text, passage->after);
    shown.spans =
        memory_grow(NULL, passage->span_count, sizeof(shown.spans[0]));
    for (size_t i = 0; i < passage->span_count; i++) {
        newsidx_span span = passage->spans[i];
        if (span.start < part.start || span.end > part.end)
            continue;
        shown.spans[shown.count].start = span.start - part.start + shift;
        shown.spans[shown.count].end = span.end - part.start + shift;
        shown.count++;
    }
    return shown;
}

static void finish_shown(shown_passage *shown)
{
    memory_free(shown->spans);
    buffer_finish(&shown->text);
}

/* ----------------------------------------------------- a line a hit ---- */

static const newsidx_passage *best_passage(const newsidx_hit *hit)
{
    const newsidx_passage *best = newsidx_hit_passage(hit, 0);
    for (size_t i = 1; i < hit->passage_count; i++) {
        const newsidx_passage *other = newsidx_hit_passage(hit, i);
        if (other->score > best->score)
            best = other;
    }
    return best;
}

/* One field of a line: no tab or line end can be in it. */
static void add_marked(nq_buffer *to, const nq_look *look, newsidx_text text,
                       const newsidx_span *spans, size_t span_count)
{
    nq_look endless = *look;
    endless.width = NEWSIDX_WHOLE / 2;
    nq_wrap_options options = {STYLE_PLAIN, spans, span_count, 0, 0};
    terminal_wrap(to, &endless, text, &options);
    to->bytes[--to->length] = '\0';
}

static void add_hit_line(nq_buffer *to, const nq_page *page,
                         const newsidx_hit *hit)
{
    buffer_add_format(to, "%" PRId64 "\t", hit->id);
    if (page->options->output == OUTPUT_IDS) {
        unicode_add_line(to, hit->key);
        buffer_add(to, "\n", 1);
        return;
    }
    if (hit->published_at != NEWSIDX_NO_TIME)
        numbers_add_time(to, hit->published_at);
    buffer_add(to, "\t", 1);
    unicode_add_line(to, hit->source);
    buffer_add(to, "\t", 1);
    add_marked(to, &page->look, hit->headline, hit->headline_spans,
               hit->headline_span_count);
    buffer_add(to, "\t", 1);
    if (hit->passage_count > 0) {
        const newsidx_passage *best = best_passage(hit);
        newsidx_span whole = {0, best->text.length};
        shown_passage shown = show_passage(best, whole);
        newsidx_text text = {shown.text.bytes, shown.text.length};
        add_marked(to, &page->look, text, shown.spans, shown.count);
        finish_shown(&shown);
    }
    buffer_add(to, "\n", 1);
}

/* ---------------------------------------------------------- laid out ---- */

static void add_part(nq_buffer *to, newsidx_text text)
{
    if (text.length == 0)
        return;
    if (to->length > 0)
        buffer_add_string(to, DOT);
    unicode_add_line(to, text);
}

static bool begins_with_by(newsidx_text byline)
{
    return byline.length > 3 && (byline.bytes[0] | 0x20) == 'b' &&
           (byline.bytes[1] | 0x20) == 'y' && byline.bytes[2] == ' ';
}

static void add_byline(nq_buffer *to, newsidx_text byline)
{
    if (byline.length == 0)
        return;
    if (to->length > 0)
        buffer_add_string(to, DOT);
    if (!begins_with_by(byline))
        buffer_add_string(to, "by ");
    unicode_add_line(to, byline);
}

static void add_wrapped(nq_buffer *to, const nq_look *look, const char *style,
                        const nq_buffer *line, size_t indent)
{
    newsidx_text text = {line->bytes, line->length};
    nq_wrap_options options = {style, NULL, 0, indent, indent};
    buffer_fill(to, ' ', indent);
    terminal_wrap(to, look, text, &options);
}

static void add_about_hit(nq_buffer *to, const nq_look *look,
                          const newsidx_hit *hit, size_t indent)
{
    nq_buffer line = BUFFER_INIT;
    add_part(&line, hit->source);
    if (hit->published_at != NEWSIDX_NO_TIME) {
        nq_buffer date = BUFFER_INIT;
        numbers_add_date(&date, hit->published_at);
        add_part(&line, unicode_text(buffer_string(&date)));
        buffer_finish(&date);
    }
    add_byline(&line, hit->byline);
    add_part(&line, hit->dateline);
    if (line.length > 0)
        buffer_add_string(&line, DOT);
    buffer_add_format(&line, "id %" PRId64, hit->id);
    add_wrapped(to, look, STYLE_DIM, &line, indent);
    buffer_finish(&line);
}

static bool is_inside_letter(newsidx_text text, size_t offset)
{
    return offset < text.length && (text.bytes[offset] & 0xC0) == 0x80;
}

/* What is shown of a passage: all of it, if it isn't out of measure. */
static newsidx_span shown_part(const newsidx_passage *passage)
{
    newsidx_text text = passage->text;
    newsidx_span part = {0, text.length};
    if (text.length <= SHOWN_BYTES)
        return part;
    if (passage->span_count > 0 && passage->spans[0].start > SHOWN_BEFORE)
        part.start = passage->spans[0].start - SHOWN_BEFORE;
    if (text.length - part.start > SHOWN_BYTES)
        part.end = part.start + SHOWN_BYTES;
    while (is_inside_letter(text, part.start))
        part.start--;
    while (is_inside_letter(text, part.end))
        part.end++;
    return part;
}

static void add_passage(nq_buffer *to, const nq_look *look,
                        const newsidx_passage *passage, size_t indent)
{
    shown_passage shown = show_passage(passage, shown_part(passage));
    newsidx_text text = {shown.text.bytes, shown.text.length};
    nq_wrap_options options = {STYLE_PLAIN, shown.spans, shown.count,
                               indent + 2, indent + 2};
    buffer_fill(to, ' ', indent);
    buffer_add_string(to, BULLET);
    terminal_wrap(to, look, text, &options);
    finish_shown(&shown);
}

static void add_hit(nq_buffer *to, const nq_page *page, const newsidx_hit *hit)
{
    const nq_look *look = &page->look;
    size_t before = to->length;
    buffer_add_format(to, "%3" PRIu32 ". ", hit->rank);
    size_t indent = to->length - before;
    nq_wrap_options options = {STYLE_BOLD, hit->headline_spans,
                               hit->headline_span_count, indent, indent};
    if (hit->headline.length > 0) {
        terminal_wrap(to, look, hit->headline, &options);
    } else {
        options.span_count = 0;
        options.style = STYLE_DIM;
        terminal_wrap(to, look, unicode_text("(no headline)"), &options);
    }
    add_about_hit(to, look, hit, indent);
    for (size_t i = 0; i < hit->passage_count; i++)
        add_passage(to, look, newsidx_hit_passage(hit, i), indent);
}

/* ------------------------------------------------------------ footer ---- */

void output_add_quoted(nq_buffer *to, const char *text)
{
    bool is_plain = text[0] != '\0';
    for (const char *at = text; *at != '\0'; at++) {
        char letter = *at;
        bool is_harmless = (letter >= 'a' && letter <= 'z') ||
                           (letter >= 'A' && letter <= 'Z') ||
                           (letter >= '0' && letter <= '9') || letter == ' ' ||
                           letter == '.' || letter == ',' || letter == '-';
        is_plain = is_plain && (is_harmless || (letter & 0x80) != 0);
    }
    if (text[0] == '-')
        buffer_add_string(to, "-- ");
    if (is_plain) {
        buffer_add_string(to, text);
        return;
    }
    buffer_add(to, "'", 1);
    for (const char *at = text; *at != '\0'; at++) {
        if (*at == '\'')
            buffer_add_string(to, "'\\''");
        else
            buffer_add(to, at, 1);
    }
    buffer_add(to, "'", 1);
}

#define LONGEST_HINT 60

static void add_phrase_line(nq_buffer *to, const nq_page *page)
{
    const newsidx_summary *summary = &page->summary;
    if (summary->phrase_total == 0)
        buffer_add_string(to, "none");
    else
        numbers_add_count(to, summary->phrase_total);
    buffer_add_string(to, " as the exact phrase" DOT);
    numbers_add_count(to, summary->total);
    buffer_add_string(to, " with all words");
    if (summary->phrase_total == 0 || summary->phrase_total == summary->total)
        return;
    buffer_add_string(to, DOT "exact only: ");
    if (page->is_repl) {
        buffer_add_string(to, "put it in quotes");
        return;
    }
    buffer_add_string(to, "newsq -p ");
    if (strlen(page->text) > LONGEST_HINT)
        buffer_add_string(to, DOTS);
    else
        output_add_quoted(to, page->text);
}

static void add_range_line(nq_buffer *to, const nq_page *page)
{
    const newsidx_summary *summary = &page->summary;
    uint64_t last = page->first_rank + page->hit_count - 1;
    bool is_passages = page->options->by == 2;

    if (is_passages)
        buffer_add_string(to,
                          last > page->first_rank ? "passages " : "passage ");
    numbers_add_count(to, page->first_rank);
    if (last > page->first_rank) {
        buffer_add(to, "-", 1);
        numbers_add_count(to, last);
    }
    /* The total is of articles; passages are not counted beforehand. */
    buffer_add_string(to, is_passages ? DOT : " of ");
    if (is_passages)
        numbers_add_counted(to, summary->total, "article", "articles");
    else
        numbers_add_count(to, summary->total);
    if (summary->is_partial)
        buffer_add_string(to, " or more");
    buffer_add_format(to, DOT "%.0f ms", summary->took_ms);
    if (newsidx_results_page(page->results) == NULL)
        return;
    if (page->is_repl)
        buffer_add_string(to, DOT "more: .more");
    else
        buffer_add_format(to, DOT "more: --offset %" PRIu64, last);
}

/* Standard output for a person; with lines in a pipe, standard error. */
static void print_footer(const nq_page *page)
{
    nq_buffer out = BUFFER_INIT;
    nq_buffer line = BUFFER_INIT;

    add_range_line(&line, page);
    if (page->look.is_pretty) {
        add_wrapped(&out, &page->look, STYLE_DIM, &line, 0);
        if (page->summary.has_phrase_total) {
            buffer_clear(&line);
            add_phrase_line(&line, page);
            add_wrapped(&out, &page->look, STYLE_DIM, &line, 0);
        }
        buffer_flush(&out, stdout);
    } else {
        fflush(stdout);
        report("%s", line.bytes);
        if (page->summary.has_phrase_total) {
            buffer_clear(&line);
            add_phrase_line(&line, page);
            report("%s", line.bytes);
        }
    }
    buffer_finish(&line);
    buffer_finish(&out);
}

int output_text(nq_page *page)
{
    nq_buffer out = BUFFER_INIT;
    const newsidx_hit *hit = NULL;
    bool is_pretty =
        page->look.is_pretty && page->options->output == OUTPUT_TEXT;
    int code = CODE_OK;

    while (output_next_hit(page, &hit, &code)) {
        if (is_pretty) {
            add_hit(&out, page, hit);
            buffer_add(&out, "\n", 1);
        } else {
            add_hit_line(&out, page, hit);
        }
        buffer_flush(&out, stdout);
    }
    if (page->hit_count > 0 && page->options->output == OUTPUT_TEXT &&
        !page->options->is_quiet)
        print_footer(page);
    buffer_finish(&out);
    return code;
}
