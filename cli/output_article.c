#include "output.h"

#include "numbers.h"
#include "unicode.h"

#include <inttypes.h>
#include <string.h>

/* How a mark looks where there are no colours. */
#define MARK "**"

/* A text with what is to be marked in it, in its order. */
typedef struct marked_text {
    newsidx_text text;
    newsidx_span *spans; /* ours */
    size_t count;
} marked_text;

static marked_text find_marks(newsidx_text text, newsidx_field field,
                              const nq_highlight *highlight)
{
    marked_text found = {text, NULL, 0};
    const newsidx_marks *marks = highlight != NULL ? highlight->marks : NULL;
    size_t count = newsidx_marks_count(marks);

    found.spans = memory_grow(NULL, count, sizeof(found.spans[0]));
    for (size_t i = 0; i < count; i++) {
        const newsidx_mark *mark = newsidx_marks_get(marks, i);
        if (mark->field == field)
            found.spans[found.count++] = mark->span;
    }
    return found;
}

/* The marks within `part` of the text, as bytes of it; `*first` is the first
 * that may be, and never goes back. */
static marked_text cut_marks(const marked_text *from, newsidx_span part,
                             size_t *first)
{
    marked_text cut = {
        {from->text.bytes + part.start, part.end - part.start}, NULL, 0};

    while (*first < from->count && from->spans[*first].end <= part.start)
        (*first)++;
    for (size_t i = *first; i < from->count && from->spans[i].start < part.end;
         i++) {
        newsidx_span span = from->spans[i];
        span.start = span.start > part.start ? span.start - part.start : 0;
        span.end = (span.end < part.end ? span.end : part.end) - part.start;
        cut.spans = memory_grow(cut.spans, cut.count + 1, sizeof(span));
        cut.spans[cut.count++] = span;
    }
    return cut;
}

/* One paragraph; without colours marks are letters of it. */
static void wrap_marked(nq_buffer *to, const nq_look *look, const char *style,
                        const marked_text *from)
{
    nq_wrap_options options = {style, from->spans, from->count, 0, 0};
    nq_buffer text = BUFFER_INIT;
    size_t at = 0;

    if (look->is_coloured || from->count == 0) {
        terminal_wrap(to, look, from->text, &options);
        return;
    }
    for (size_t i = 0; i < from->count; i++) {
        newsidx_span span = from->spans[i];
        buffer_add(&text, from->text.bytes + at, span.start - at);
        buffer_add_string(&text, MARK);
        buffer_add(&text, from->text.bytes + span.start, span.end - span.start);
        buffer_add_string(&text, MARK);
        at = span.end;
    }
    buffer_add(&text, from->text.bytes + at, from->text.length - at);
    options.span_count = 0;
    newsidx_text marked = {text.bytes, text.length};
    terminal_wrap(to, look, marked, &options);
    buffer_finish(&text);
}

static void add_piece(nq_buffer *to, const marked_text *from, size_t start,
                      size_t end)
{
    newsidx_text piece = {from->text.bytes + start, end - start};
    if (piece.length > 0)
        unicode_add_block(to, piece);
}

/* As it is, for a pipe. */
static void add_marked_block(nq_buffer *to, const nq_look *look,
                             const marked_text *from)
{
    size_t at = 0;
    for (size_t i = 0; i < from->count; i++) {
        newsidx_span span = from->spans[i];
        add_piece(to, from, at, span.start);
        buffer_add_string(to,
                          look->is_coloured ? "\033[" STYLE_MATCH "m" : MARK);
        add_piece(to, from, span.start, span.end);
        buffer_add_string(to, look->is_coloured ? "\033[0m" : MARK);
        at = span.end;
    }
    add_piece(to, from, at, from->text.length);
    if (to->length > 0 && to->bytes[to->length - 1] != '\n')
        buffer_add(to, "\n", 1);
}

/* Paragraphs as they are for a pipe; wrapped and set apart for a person. */
static void add_body(nq_buffer *to, const nq_look *look,
                     const marked_text *from)
{
    newsidx_text body = from->text;
    if (!look->is_pretty) {
        add_marked_block(to, look, from);
        return;
    }
    bool is_first = true;
    size_t first_mark = 0;
    for (size_t start = 0; start < body.length;) {
        const char *end = memchr(body.bytes + start, '\n', body.length - start);
        size_t length = end == NULL ? body.length - start
                                    : (size_t)(end - body.bytes) - start;
        newsidx_span bytes = {start, start + length};
        if (length > 0) {
            marked_text paragraph = cut_marks(from, bytes, &first_mark);
            if (!is_first)
                buffer_add(to, "\n", 1);
            wrap_marked(to, look, STYLE_PLAIN, &paragraph);
            memory_free(paragraph.spans);
            is_first = false;
        }
        start += length + 1;
    }
}

static void add_label(nq_buffer *to, const nq_look *look, const char *label,
                      newsidx_text text)
{
    if (text.length == 0)
        return;
    nq_buffer line = BUFFER_INIT;
    buffer_add_format(&line, "%s: ", label);
    unicode_add_line(&line, text);
    if (look->is_pretty) {
        nq_wrap_options dim = {STYLE_DIM, NULL, 0, 0, 0};
        terminal_wrap(to, look, unicode_text(buffer_string(&line)), &dim);
    } else {
        buffer_add(to, line.bytes, line.length);
        buffer_add(to, "\n", 1);
    }
    buffer_finish(&line);
}

static void add_time_label(nq_buffer *to, const nq_look *look,
                           const char *label, int64_t seconds)
{
    nq_buffer time = BUFFER_INIT;
    if (seconds != NEWSIDX_NO_TIME && numbers_add_time(&time, seconds))
        add_label(to, look, label, unicode_text(time.bytes));
    buffer_finish(&time);
}

static void add_number_label(nq_buffer *to, const nq_look *look,
                             const char *label, uint32_t number)
{
    nq_buffer text = BUFFER_INIT;
    buffer_add_format(&text, "%" PRIu32, number);
    if (number != 0)
        add_label(to, look, label, unicode_text(text.bytes));
    buffer_finish(&text);
}

const char *output_usage(newsidx_usage usage)
{
    if (usage == NEWSIDX_WITHHELD)
        return "withheld";
    return usage == NEWSIDX_CANCELED ? "canceled" : "usable";
}

/* All fields but headline and texts. */
static void add_fields(nq_buffer *to, const nq_look *look,
                       const newsidx_article *article)
{
    add_label(to, look, "by", article->byline);
    add_label(to, look, "dateline", article->dateline);
    add_label(to, look, "source", article->source);
    add_label(to, look, "section", article->section);
    add_time_label(to, look, "date", article->published_at);
    add_time_label(to, look, "updated", article->updated_at);
    add_label(to, look, "keywords", article->keywords);
    add_label(to, look, "url", article->url);
    add_label(to, look, "copyright", article->copyright);
    add_time_label(to, look, "embargoed", article->embargoed_until);
    add_number_label(to, look, "urgency", article->urgency);
    add_number_label(to, look, "edition", article->edition);
    if (article->usage != NEWSIDX_USABLE)
        add_label(to, look, "usage",
                  unicode_text(output_usage(article->usage)));
    add_label(to, look, "extra", article->extra);
    add_label(to, look, "key", article->key);
}

static void add_headline(nq_buffer *to, const nq_look *look,
                         newsidx_text headline, const nq_highlight *highlight)
{
    marked_text from = find_marks(headline, NEWSIDX_HEADLINE, highlight);
    nq_look lines = *look;
    if (!look->is_pretty)
        lines.width = NEWSIDX_WHOLE / 2;
    if (headline.length == 0)
        from.text = unicode_text("(no headline)");
    wrap_marked(to, &lines, STYLE_BOLD, &from);
    memory_free(from.spans);
}

static void add_texts(nq_buffer *to, const nq_look *look,
                      const newsidx_article *article, bool shows_dropped,
                      const nq_highlight *highlight)
{
    marked_text body = find_marks(article->body, NEWSIDX_BODY, highlight);
    marked_text dropped = {article->dropped, NULL, 0};

    buffer_add(to, "\n", 1);
    add_body(to, look, &body);
    if (shows_dropped && dropped.text.length > 0) {
        buffer_add_string(to, "\nLeft out:\n");
        add_body(to, look, &dropped);
    }
    memory_free(body.spans);
}

void output_text_article(const nq_look *look, const newsidx_record *record,
                         int64_t id, bool shows_dropped,
                         const nq_highlight *highlight)
{
    const newsidx_article *article = newsidx_record_article(record);
    nq_buffer number = BUFFER_INIT;
    nq_buffer out = BUFFER_INIT;

    add_headline(&out, look, article->headline, highlight);
    add_fields(&out, look, article);
    buffer_add_format(&number, "%" PRId64 ", version %" PRIu32, id,
                      newsidx_record_version(record));
    add_label(&out, look, "id", unicode_text(number.bytes));
    add_texts(&out, look, article, shows_dropped, highlight);
    buffer_flush(&out, stdout);
    buffer_finish(&number);
    buffer_finish(&out);
}

static const char *outcome(const newsidx_imported *imported)
{
    if (imported->status == NEWSIDX_UNCHANGED)
        return "unchanged";
    if (imported->status == NEWSIDX_OUTDATED)
        return "outdated";
    return imported->version > 1 ? "a new version" : "new";
}

void output_text_parsed(const nq_look *look, const newsidx_imported *imported)
{
    nq_buffer from = BUFFER_INIT;
    nq_buffer out = BUFFER_INIT;

    buffer_add_text(&from, imported->file);
    if (imported->member.length > 0) {
        buffer_add_string(&from, "!");
        buffer_add_text(&from, imported->member);
    }
    if (imported->line > 1)
        buffer_add_format(&from, ":%" PRIu64, imported->line);
    add_headline(&out, look, imported->article->headline, NULL);
    add_label(&out, look, "from", unicode_text(buffer_string(&from)));
    add_label(&out, look, "format",
              unicode_text(newsidx_format_name(imported->format)));
    add_label(&out, look, "is", unicode_text(outcome(imported)));
    add_fields(&out, look, imported->article);
    add_label(&out, look, "language", imported->article->language);
    buffer_clear(&from);
    if (imported->replaced > 0) {
        numbers_add_counted(&from, imported->replaced, "byte", "bytes");
        add_label(&out, look, "not readable", unicode_text(from.bytes));
    }
    add_texts(&out, look, imported->article, true, NULL);
    buffer_add(&out, "\n", 1);
    buffer_flush(&out, stdout);
    buffer_finish(&from);
    buffer_finish(&out);
}
