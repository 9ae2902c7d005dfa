#include "formats/html/writer.h"

#include "base/str.h"

#include <string.h>

void nx_html_writer_init(nx_html_writer *writer, nx_buf *out)
{
    writer->out = out;
    writer->start = out->length;
    writer->line_ends = 0;
    writer->is_blank = false;
    writer->is_cell = false;
}

/* White space at `at`: how many bytes of it; 0 if there's none. */
static size_t blank_at(const char *at, const char *end)
{
    if (nx_is_space(*at))
        return 1;
    return end - at > 1 && memcmp(at, "\xC2\xA0", 2) == 0 ? 2 : 0;
}

/* Write what was asked for before a word. */
static void separate(nx_html_writer *writer)
{
    if (writer->out->length == writer->start)
        writer->line_ends = 0;
    else if (writer->line_ends > 0)
        nx_buf_add(writer->out, "\n\n", writer->line_ends);
    else if (writer->is_cell)
        nx_buf_add_byte(writer->out, '\t');
    else if (writer->is_blank)
        nx_buf_add_byte(writer->out, ' ');
    writer->line_ends = 0;
    writer->is_blank = false;
    writer->is_cell = false;
}

void nx_html_write(nx_html_writer *writer, newsidx_text text)
{
    const char *at = text.bytes;
    const char *end;

    if (text.length == 0)
        return;
    end = at + text.length;
    while (at < end) {
        const size_t blank = blank_at(at, end);
        const char *word = at;

        if (blank > 0) {
            writer->is_blank = true;
            at += blank;
            continue;
        }
        while (at < end && blank_at(at, end) == 0)
            at++;
        separate(writer);
        nx_buf_add(writer->out, word, (size_t)(at - word));
    }
}

void nx_html_write_lines(nx_html_writer *writer, newsidx_text text)
{
    const char *at = text.bytes;
    const char *end;

    if (text.length == 0)
        return;
    end = at + text.length;
    while (at < end) {
        const char *line = at;

        if (*at == '\n') {
            nx_html_write_break(writer);
            at++;
            continue;
        }
        while (at < end && *at != '\n')
            at++;
        if (nx_str_trim(nx_str_slice(line, (size_t)(at - line))).length == 0)
            continue;
        separate(writer);
        nx_buf_add(writer->out, line, (size_t)(at - line));
    }
}

void nx_html_write_end(nx_html_writer *writer, unsigned line_ends)
{
    if (writer->line_ends < line_ends)
        writer->line_ends = line_ends;
}

void nx_html_write_break(nx_html_writer *writer)
{
    if (writer->line_ends < 2)
        writer->line_ends++;
}

void nx_html_write_cell(nx_html_writer *writer)
{
    writer->is_cell = true;
}

unsigned nx_html_line_ends(GumboTag tag)
{
    switch (tag) {
    case GUMBO_TAG_P:
    case GUMBO_TAG_H1:
    case GUMBO_TAG_H2:
    case GUMBO_TAG_H3:
    case GUMBO_TAG_H4:
    case GUMBO_TAG_H5:
    case GUMBO_TAG_H6:
    case GUMBO_TAG_BLOCKQUOTE:
    case GUMBO_TAG_PRE:
    case GUMBO_TAG_UL:
    case GUMBO_TAG_OL:
    case GUMBO_TAG_DL:
    case GUMBO_TAG_TABLE:
    case GUMBO_TAG_FIGURE:
    case GUMBO_TAG_SECTION:
    case GUMBO_TAG_ARTICLE:
    case GUMBO_TAG_HR:
        return 2;
    case GUMBO_TAG_ADDRESS:
    case GUMBO_TAG_ASIDE:
    case GUMBO_TAG_BODY:
    case GUMBO_TAG_CAPTION:
    case GUMBO_TAG_DD:
    case GUMBO_TAG_DETAILS:
    case GUMBO_TAG_DIV:
    case GUMBO_TAG_DT:
    case GUMBO_TAG_FIGCAPTION:
    case GUMBO_TAG_FOOTER:
    case GUMBO_TAG_FORM:
    case GUMBO_TAG_HEADER:
    case GUMBO_TAG_HGROUP:
    case GUMBO_TAG_LI:
    case GUMBO_TAG_MAIN:
    case GUMBO_TAG_NAV:
    case GUMBO_TAG_SUMMARY:
    case GUMBO_TAG_TR:
        return 1;
    default:
        return 0;
    }
}
