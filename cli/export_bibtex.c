/*
 * Articles as BibTeX: @article, or @misc where no source is named. In UTF-8, as
 * Biber and today's BibTeX styles read it; only what TeX takes for a command is
 * spelled out.
 */
#include "export.h"

#include "authors.h"
#include "unicode.h"

#include <inttypes.h>

static const char *spelling(uint32_t letter)
{
    switch (letter) {
    case '\\':
        return "\\textbackslash{}";
    /* BibTeX counts braces, also behind a backslash. */
    case '{':
        return "\\textbraceleft{}";
    case '}':
        return "\\textbraceright{}";
    case '$':
        return "\\$";
    case '&':
        return "\\&";
    case '#':
        return "\\#";
    case '%':
        return "\\%";
    case '_':
        return "\\_";
    case '^':
        return "\\textasciicircum{}";
    case '~':
        return "\\textasciitilde{}";
    default:
        return NULL;
    }
}

static void add_text(nq_buffer *to, newsidx_text text)
{
    nq_buffer line = BUFFER_INIT;
    unicode_add_line(&line, text);
    newsidx_text clean = {line.bytes, line.length};
    for (size_t offset = 0; offset < clean.length;) {
        uint32_t letter = unicode_next(clean, &offset);
        const char *spelled = spelling(letter);
        if (spelled != NULL)
            buffer_add_string(to, spelled);
        else
            unicode_add(to, letter);
    }
    buffer_finish(&line);
}

static void add_field(nq_buffer *to, const char *name, newsidx_text text)
{
    if (text.length == 0)
        return;
    buffer_add_format(to, ",\n  %s = {", name);
    add_text(to, text);
    buffer_add_string(to, "}");
}

/* An address is set as it is; what would end the field, or isn't of addresses,
 * is escaped in the way of addresses. */
static void add_address(nq_buffer *to, newsidx_text url)
{
    if (url.length == 0)
        return;
    buffer_add_string(to, ",\n  url = {");
    for (size_t i = 0; i < url.length; i++) {
        unsigned char byte = (unsigned char)url.bytes[i];
        if (byte <= ' ' || byte >= 0x7F || byte == '{' || byte == '}' ||
            byte == '\\')
            buffer_add_format(to, "%%%02X", byte);
        else
            buffer_add(to, url.bytes + i, 1);
    }
    buffer_add_string(to, "}");
}

static void add_authors(nq_buffer *to, newsidx_text byline)
{
    nq_author author;
    bool is_first = true;

    for (size_t offset = 0; authors_next(byline, &offset, &author);) {
        buffer_add_string(to, is_first ? ",\n  author = {" : " and ");
        is_first = false;
        if (author.family.length == 0) {
            buffer_add_string(to, "{");
            add_text(to, author.literal);
            buffer_add_string(to, "}");
            continue;
        }
        add_text(to, author.family);
        if (author.suffix.length > 0) {
            buffer_add_string(to, ", ");
            add_text(to, author.suffix);
        }
        buffer_add_string(to, ", ");
        add_text(to, author.given);
    }
    if (!is_first)
        buffer_add_string(to, "}");
}

/* The first author's name and the year tell a person what it is, the id keeps
 * two apart. */
static void add_key(nq_buffer *to, const nq_export *export)
{
    const newsidx_article *article = export->article;
    size_t before = to->length;
    size_t offset = 0;
    nq_author author;
    unsigned date[3];

    if (authors_next(article->byline, &offset, &author)) {
        newsidx_text name =
            author.family.length > 0 ? author.family : author.literal;
        for (size_t i = 0; i < name.length && to->length < before + 20; i++) {
            char lower = (char)(name.bytes[i] | 0x20);
            if (lower >= 'a' && lower <= 'z')
                buffer_add(to, &lower, 1);
        }
    }
    if (to->length == before)
        buffer_add_string(to, "article");
    if (export_date(article->published_at, date))
        buffer_add_format(to, "%u", date[0]);
    buffer_add_format(to, "-%" PRId64, export->id);
}

static void add_date(nq_buffer *to, int64_t seconds)
{
    static const char *const months[] = {"jan", "feb", "mar", "apr",
                                         "may", "jun", "jul", "aug",
                                         "sep", "oct", "nov", "dec"};
    unsigned date[3];

    if (!export_date(seconds, date))
        return;
    buffer_add_format(to, ",\n  date = {%04u-%02u-%02u}", date[0], date[1],
                      date[2]);
    buffer_add_format(to, ",\n  year = {%u},\n  month = %s,\n  day = {%u}",
                      date[0], months[date[1] - 1], date[2]);
}

void export_bibtex(nq_export *export)
{
    const newsidx_article *article = export->article;
    nq_buffer *to = &export->out;

    buffer_add_string(to, article->source.length > 0 ? "@article{" : "@misc{");
    add_key(to, export);
    if (article->headline.length > 0) {
        /* In two pairs of braces no style changes its capitals. */
        buffer_add_string(to, ",\n  title = {{");
        add_text(to, article->headline);
        buffer_add_string(to, "}}");
    }
    add_authors(to, article->byline);
    add_field(to, "journal", article->source);
    add_date(to, article->published_at);
    add_address(to, article->url);
    add_field(to, "language", article->language);
    add_field(to, "keywords", article->keywords);
    add_field(to, "abstract", export_lead(article->body));
    add_field(to, "note", article->dateline);
    add_field(to, "copyright", article->copyright);
    buffer_add_string(to, "\n}\n\n");
}
