#include "output.h"

#include "numbers.h"
#include "unicode.h"

#include <inttypes.h>
#include <string.h>

/* Paragraphs as they are for a pipe; wrapped and set apart for a person. */
static void add_body(nq_buffer *to, const nq_look *look, newsidx_text body)
{
    if (!look->is_pretty) {
        unicode_add_block(to, body);
        if (to->length > 0 && to->bytes[to->length - 1] != '\n')
            buffer_add(to, "\n", 1);
        return;
    }
    nq_wrap_options options = {STYLE_PLAIN, NULL, 0, 0, 0};
    bool is_first = true;
    for (size_t start = 0; start < body.length;) {
        const char *end = memchr(body.bytes + start, '\n', body.length - start);
        size_t length = end == NULL ? body.length - start
                                    : (size_t)(end - body.bytes) - start;
        newsidx_text paragraph = {body.bytes + start, length};
        if (length > 0) {
            if (!is_first)
                buffer_add(to, "\n", 1);
            terminal_wrap(to, look, paragraph, &options);
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
                         newsidx_text headline)
{
    newsidx_text none = unicode_text("(no headline)");
    nq_wrap_options bold = {STYLE_BOLD, NULL, 0, 0, 0};
    nq_look lines = *look;
    if (!look->is_pretty)
        lines.width = NEWSIDX_WHOLE / 2;
    terminal_wrap(to, &lines, headline.length > 0 ? headline : none, &bold);
}

static void add_texts(nq_buffer *to, const nq_look *look,
                      const newsidx_article *article, bool shows_dropped)
{
    buffer_add(to, "\n", 1);
    add_body(to, look, article->body);
    if (shows_dropped && article->dropped.length > 0) {
        buffer_add_string(to, "\nLeft out:\n");
        add_body(to, look, article->dropped);
    }
}

void output_text_article(const nq_look *look, const newsidx_record *record,
                         int64_t id, bool shows_dropped)
{
    const newsidx_article *article = newsidx_record_article(record);
    nq_buffer number = BUFFER_INIT;
    nq_buffer out = BUFFER_INIT;

    add_headline(&out, look, article->headline);
    add_fields(&out, look, article);
    buffer_add_format(&number, "%" PRId64 ", version %" PRIu32, id,
                      newsidx_record_version(record));
    add_label(&out, look, "id", unicode_text(number.bytes));
    add_texts(&out, look, article, shows_dropped);
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
    add_headline(&out, look, imported->article->headline);
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
    add_texts(&out, look, imported->article, true);
    buffer_add(&out, "\n", 1);
    buffer_flush(&out, stdout);
    buffer_finish(&from);
    buffer_finish(&out);
}
