#include "formats/mail/flowed.h"

#include "base/str.h"

/* More is no signature, but a text behind a line of dashes. */
#define MOST_SIGNATURE_LINES 25
#define MOST_FOOTER_LINES 10
#define SHORTEST_RULE_BYTES 30

/* How deep a line is quoted, and the line without the marks of that. */
static size_t unquote(newsidx_text *line)
{
    size_t depth = 0;

    while (depth < line->length && line->bytes[depth] == '>')
        depth++;
    line->bytes += depth;
    line->length -= depth;
    /* Stuffed, so that it begins with no >, no "From " and no blank. */
    if (line->length > 0 && line->bytes[0] == ' ') {
        line->bytes++;
        line->length--;
    }
    return depth;
}

static bool is_signature_line(newsidx_text line)
{
    return nx_str_equal(line, nx_str("-- ")) ||
           nx_str_equal(line, nx_str("--"));
}

void nx_mail_join_flowed(newsidx_text text, bool is_spaced, nx_buf *out)
{
    newsidx_text rest = text;
    size_t depth_before = 0;
    bool goes_on = false;

    while (rest.length > 0) {
        newsidx_text line = nx_str_take_line(&rest);
        const size_t depth = unquote(&line);
        const bool is_signature = is_signature_line(line);

        if (out->length > 0 &&
            (!goes_on || depth != depth_before || is_signature))
            nx_buf_add_byte(out, '\n');
        if ((!goes_on || depth != depth_before) && depth > 0) {
            for (size_t i = 0; i < depth; i++)
                nx_buf_add_byte(out, '>');
            nx_buf_add_byte(out, ' ');
        }
        goes_on = line.length > 0 && line.bytes[line.length - 1] == ' ' &&
                  !is_signature;
        depth_before = depth;
        line.length -= goes_on && is_spaced ? 1 : 0;
        nx_buf_add_text(out, line);
    }
}

static bool is_rule(newsidx_text line)
{
    for (size_t i = 0; i < line.length; i++) {
        if (line.bytes[i] != '_')
            return false;
    }
    return line.length >= SHORTEST_RULE_BYTES;
}

/* "From: Ann Field": a mail that is quoted begins so, also below a rule. */
static bool begins_quote(newsidx_text text)
{
    size_t start = 0;
    size_t end;

    while (start < text.length && nx_is_space(text.bytes[start]))
        start++;
    end = start;
    while (end < text.length && nx_is_alpha(text.bytes[end]))
        end++;
    return end > start && end < text.length && text.bytes[end] == ':';
}

/* A line that a signature may begin at, and what follows. */
typedef struct mark {
    size_t start;
    size_t behind;
    size_t line_count; /* that aren't blank, behind it */
    bool is_there;
} mark;

size_t nx_mail_find_signature(newsidx_text text, size_t *out_behind)
{
    newsidx_text rest = text;
    mark marked = {0};
    mark rule = {0};

    while (rest.length > 0) {
        const size_t start = text.length - rest.length;
        const newsidx_text line = nx_str_take_line(&rest);
        const mark here = {start, text.length - rest.length, 0, true};

        if (nx_str_trim(line).length > 0) {
            marked.line_count++;
            rule.line_count++;
        }
        if (is_signature_line(line))
            marked = here;
        else if (is_rule(line) && !begins_quote(rest))
            rule = here;
    }
    if (!marked.is_there || marked.line_count > MOST_SIGNATURE_LINES)
        marked = rule;
    if (!marked.is_there || marked.line_count > MOST_SIGNATURE_LINES ||
        (marked.start == rule.start && rule.line_count > MOST_FOOTER_LINES)) {
        *out_behind = text.length;
        return text.length;
    }
    *out_behind = marked.behind;
    return marked.start;
}
