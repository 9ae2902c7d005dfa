#include "output_kwic.h"

#include "json.h"
#include "numbers.h"
#include "unicode.h"

#include <inttypes.h>
#include <string.h>

/* Room for the date where a line is at least so long. */
#define WIDTH_WITH_DATE 100
#define DATE_WIDTH 11

/* A column has up to so many bytes, if letters have a mark or two. */
#define BYTES_A_COLUMN 8

nq_kwic_layout kwic_layout(const nq_look *look, nq_output output,
                           uint64_t last_id, size_t width)
{
    nq_kwic_layout layout = {.look = look, .output = output, .id_width = 1};
    size_t prefix;

    for (uint64_t rest = last_id; rest >= 10; rest /= 10)
        layout.id_width++;
    layout.has_date = width >= WIDTH_WITH_DATE;
    /* "17 h " */
    prefix = layout.id_width + 3 + (layout.has_date ? DATE_WIDTH : 0);
    if (!look->is_pretty || output != OUTPUT_TEXT)
        prefix = 0;
    if (prefix + 10 > width)
        prefix = width - 10;
    layout.left = (width - prefix) * 9 / 20;
    layout.right = width - prefix - layout.left;
    layout.context = (uint32_t)(layout.right * BYTES_A_COLUMN);
    return layout;
}

/* ------------------------------------------------------------ cutting ---- */

/* The letter that ends before byte `*at`, which goes back to its start. */
static uint32_t letter_before(newsidx_text text, size_t *at)
{
    size_t start = *at - 1;
    while (start > 0 && (text.bytes[start] & 0xC0) == 0x80)
        start--;
    *at = start;
    return unicode_clean(unicode_next(text, &start));
}

/* Columns of a letter next to another one: of a run of white space only one
 * space is printed. */
static size_t width_beside(uint32_t letter, uint32_t beside)
{
    if (letter == 0 || (letter == ' ' && beside == ' '))
        return 0;
    return unicode_width(letter);
}

/* The end of the text, in at most so many columns; marks stay with their
 * letter. */
static newsidx_text cut_left(newsidx_text text, size_t columns,
                             size_t *out_width)
{
    size_t kept = text.length;
    size_t width = 0;
    uint32_t beside = 0;

    for (size_t at = text.length; at > 0;) {
        uint32_t letter = letter_before(text, &at);
        size_t more = width_beside(letter, beside);
        if (width + more > columns)
            break;
        width += more;
        if (more > 0)
            kept = at;
        beside = letter != 0 ? letter : beside;
    }
    newsidx_text cut = {text.bytes + kept, text.length - kept};
    *out_width = width;
    return cut;
}

/* The beginning of the text, likewise. */
static newsidx_text cut_right(newsidx_text text, size_t columns,
                              size_t *out_width)
{
    size_t kept = 0;
    size_t width = 0;
    uint32_t beside = 0;

    while (kept < text.length) {
        size_t next = kept;
        uint32_t letter = unicode_clean(unicode_next(text, &next));
        size_t more = width_beside(letter, beside);
        if (width + more > columns)
            break;
        width += more;
        kept = next;
        beside = letter != 0 ? letter : beside;
    }
    newsidx_text cut = {text.bytes, kept};
    *out_width = width;
    return cut;
}

/* Cleaned, and unlike unicode_add_line() with the white space at its ends. */
static void add_piece(nq_buffer *to, newsidx_text text)
{
    uint32_t before = 0;
    for (size_t offset = 0; offset < text.length;) {
        uint32_t letter = unicode_clean(unicode_next(text, &offset));
        if (letter == 0 || (letter == ' ' && before == ' '))
            continue;
        unicode_add(to, letter);
        before = letter;
    }
}

/* ------------------------------------------------------------- forms ---- */

static void add_match(nq_buffer *to, const nq_look *look, newsidx_text match)
{
    if (look->is_coloured)
        buffer_add_string(to, "\033[" STYLE_MATCH "m");
    add_piece(to, match);
    if (look->is_coloured)
        buffer_add_string(to, "\033[0m");
}

static char letter_of(newsidx_field field)
{
    return field == NEWSIDX_BODY ? ' ' : newsidx_field_name(field)[0];
}

/* "   17 h " and, if there is room, the date. */
static void add_prefix(nq_buffer *to, const nq_kwic_layout *layout,
                       const newsidx_line *line)
{
    nq_buffer prefix = BUFFER_INIT;
    buffer_add_format(&prefix, "%*" PRId64 " %c ", (int)layout->id_width,
                      line->id, letter_of(line->field));
    if (layout->has_date) {
        size_t end = prefix.length + DATE_WIDTH;
        if (line->published_at != NEWSIDX_NO_TIME)
            numbers_add_date(&prefix, line->published_at);
        buffer_fill(&prefix, ' ',
                    prefix.length < end ? end - prefix.length : 1);
    }
    if (layout->look->is_coloured)
        buffer_add_string(to, "\033[" STYLE_DIM "m");
    buffer_add(to, prefix.bytes, prefix.length);
    if (layout->look->is_coloured)
        buffer_add_string(to, "\033[0m");
    buffer_finish(&prefix);
}

static void add_pretty(nq_buffer *to, const nq_kwic_layout *layout,
                       const newsidx_line *line)
{
    size_t width = 0;
    newsidx_text left = cut_left(line->left, layout->left, &width);

    add_prefix(to, layout, line);
    buffer_fill(to, ' ', layout->left - width);
    add_piece(to, left);
    newsidx_text match = cut_right(line->match, layout->right, &width);
    add_match(to, layout->look, match);
    newsidx_text right = {NULL, 0};
    if (match.length == line->match.length)
        right = cut_right(line->right, layout->right - width, &width);
    add_piece(to, right);
    while (to->bytes[to->length - 1] == ' ')
        to->bytes[--to->length] = '\0';
    buffer_add(to, "\n", 1);
}

static void add_tabbed(nq_buffer *to, const nq_kwic_layout *layout,
                       const newsidx_line *line)
{
    size_t width = 0;
    buffer_add_format(to, "%" PRId64 "\t%zu\t", line->id, line->span.start);
    add_piece(to, cut_left(line->left, layout->left, &width));
    buffer_add(to, "\t", 1);
    add_match(to, layout->look, line->match);
    buffer_add(to, "\t", 1);
    add_piece(to, cut_right(line->right, layout->right, &width));
    buffer_add_format(to, "\t%s\n", newsidx_field_name(line->field));
}

static void add_field(nq_json *json, const char *key, newsidx_text text)
{
    json_key(json, key);
    if (text.length > 0)
        json_text(json, text);
    else
        json_string(json, NULL);
}

/* The texts are the very bytes of the article. */
static void add_json(nq_buffer *to, const nq_kwic_layout *layout,
                     const newsidx_line *line)
{
    nq_json json = {to, false};
    size_t width = 0;

    json_open(&json, '{');
    json_key(&json, "id");
    json_integer(&json, line->id);
    add_field(&json, "key", line->key);
    add_field(&json, "headline", line->headline);
    add_field(&json, "source", line->source);
    json_key(&json, "date");
    json_time(&json, line->published_at);
    json_key(&json, "field");
    json_string(&json, newsidx_field_name(line->field));
    json_key(&json, "span");
    json_open(&json, '[');
    json_count(&json, line->span.start);
    json_count(&json, line->span.end);
    json_close(&json, ']');
    json_key(&json, "left");
    json_text(&json, cut_left(line->left, layout->left, &width));
    json_key(&json, "match");
    json_text(&json, line->match);
    json_key(&json, "right");
    json_text(&json, cut_right(line->right, layout->right, &width));
    json_close(&json, '}');
}

void kwic_add_line(nq_buffer *to, const nq_kwic_layout *layout,
                   const newsidx_line *line)
{
    if (layout->output != OUTPUT_TEXT)
        add_json(to, layout, line);
    else if (layout->look->is_pretty)
        add_pretty(to, layout, line);
    else
        add_tabbed(to, layout, line);
}
