#include "terminal.h"

#include "unicode.h"

#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

#define DEFAULT_WIDTH 80
#define SMALLEST_WIDTH 20
#define LARGEST_WIDTH 2000

size_t terminal_width(int descriptor)
{
    const char *columns = getenv("COLUMNS");
    if (columns != NULL && columns[0] != '\0') {
        char *end = NULL;
        long width = strtol(columns, &end, 10);
        if (*end == '\0' && width > 0 && width <= LARGEST_WIDTH)
            return width < SMALLEST_WIDTH ? SMALLEST_WIDTH : (size_t)width;
    }
    struct winsize window;
    memset(&window, 0, sizeof(window));
    if (ioctl(descriptor, TIOCGWINSZ, &window) != 0 || window.ws_col == 0)
        return DEFAULT_WIDTH;
    return window.ws_col < SMALLEST_WIDTH ? SMALLEST_WIDTH : window.ws_col;
}

nq_look terminal_look(nq_colour_mode mode, bool wants_pretty)
{
    bool is_terminal = isatty(STDOUT_FILENO) == 1;
    const char *no_colour = getenv("NO_COLOR");
    const char *kind = getenv("TERM");
    bool may_colour = is_terminal && kind != NULL && kind[0] != '\0' &&
                      strcmp(kind, "dumb") != 0 &&
                      (no_colour == NULL || no_colour[0] == '\0');

    nq_look look = {
        .is_pretty = is_terminal || wants_pretty,
        .is_coloured =
            mode == COLOUR_ALWAYS || (mode != COLOUR_NEVER && may_colour),
        .width = terminal_width(STDOUT_FILENO),
    };
    return look;
}

static void add_style(nq_buffer *to, const nq_look *look, const char *style)
{
    if (look->is_coloured && style[0] != '\0')
        buffer_add_format(to, "\033[%sm", style);
}

static void end_style(nq_buffer *to, const nq_look *look, const char *style)
{
    if (look->is_coloured && style[0] != '\0')
        buffer_add_string(to, "\033[0m");
}

void terminal_add_styled(nq_buffer *to, const nq_look *look, const char *style,
                         newsidx_text text)
{
    add_style(to, look, style);
    unicode_add_line(to, text);
    end_style(to, look, style);
}

/*
 * Wrapping. The text is cut into units that stay together: words between white
 * space, and single wide letters, since Chinese and Japanese break between any
 * two. A unit goes on the line if it fits, or else on the next. The pen knows
 * which style is on and changes it only where it has to; at a line's end it
 * switches off, so that no indent is ever coloured.
 */
typedef struct nq_pen {
    nq_buffer *to;
    const nq_look *look;
    const nq_wrap_options *options;
    const char *style; /* now on; NULL: none */
    size_t next_span;
    size_t column;
} nq_pen;

static void pen_set_style(nq_pen *pen, const char *style)
{
    if (pen->style == style)
        return;
    if (pen->style != NULL)
        end_style(pen->to, pen->look, pen->style);
    pen->style = style;
    if (style != NULL)
        add_style(pen->to, pen->look, style);
}

/* The style of the text's byte `offset`; offsets never go back. */
static const char *style_at(nq_pen *pen, size_t offset)
{
    const nq_wrap_options *options = pen->options;
    while (pen->next_span < options->span_count &&
           options->spans[pen->next_span].end <= offset)
        pen->next_span++;
    if (pen->next_span < options->span_count &&
        options->spans[pen->next_span].start <= offset)
        return STYLE_MATCH;
    return options->style;
}

static void pen_put(nq_pen *pen, size_t offset, uint32_t letter)
{
    pen_set_style(pen, style_at(pen, offset));
    unicode_add(pen->to, letter);
    pen->column += unicode_width(letter);
}

static void pen_break(nq_pen *pen)
{
    pen_set_style(pen, NULL);
    buffer_add(pen->to, "\n", 1);
    buffer_fill(pen->to, ' ', pen->options->indent);
    pen->column = pen->options->indent;
}

static bool contains(const uint32_t *letters, uint32_t letter)
{
    while (*letters != 0 && *letters != letter)
        letters++;
    return *letters != 0;
}

/* These never begin a line: commas, stops, closing brackets, small marks. */
static bool must_follow(uint32_t letter)
{
    static const uint32_t letters[] = {
        0x3001, 0x3002, 0xFF0C, 0xFF0E, 0x30FB, 0xFF1A, 0xFF1B,
        0xFF1F, 0xFF01, 0x300D, 0x300F, 0xFF09, 0x3011, 0x3009,
        0x300B, 0x3015, 0xFF3D, 0xFF5D, 0x30FC, 0x3005, 0};
    return contains(letters, letter) ||
           (letter != 0 && unicode_width(letter) == 0);
}

/* These never end a line: opening brackets. */
static bool must_lead(uint32_t letter)
{
    static const uint32_t letters[] = {0x300C, 0x300E, 0xFF08, 0x3010, 0x3008,
                                       0x300A, 0x3014, 0xFF3B, 0xFF5B, 0};
    return contains(letters, letter);
}

/* The end of the unit that begins at `start`, and its width. */
static size_t measure_unit(newsidx_text text, size_t start, size_t *out_width)
{
    size_t end = start;
    size_t width = 0;
    uint32_t before = 0;
    while (end < text.length) {
        size_t next = end;
        uint32_t letter = unicode_clean(unicode_next(text, &next));
        if (letter == ' ')
            break;
        if (letter != 0 && before != 0 && !must_follow(letter) &&
            !must_lead(before) &&
            (unicode_width(letter) == 2 || unicode_width(before) == 2))
            break;
        /* A dash between two words is a place to break, after it. */
        if (before == 0x2014 && letter != 0x2014)
            break;
        width += letter == 0 ? 0 : unicode_width(letter);
        end = next;
        if (letter != 0 && unicode_width(letter) > 0)
            before = letter;
    }
    *out_width = width;
    return end;
}

static void put_unit(nq_pen *pen, newsidx_text text, size_t start, size_t end)
{
    for (size_t offset = start; offset < end;) {
        size_t at = offset;
        uint32_t letter = unicode_clean(unicode_next(text, &offset));
        if (letter == 0)
            continue;
        /* Only in a unit that is longer than a line, as a URL may be. */
        if (pen->column + unicode_width(letter) > pen->look->width &&
            pen->column > pen->options->indent)
            pen_break(pen);
        pen_put(pen, at, letter);
    }
}

void terminal_wrap(nq_buffer *to, const nq_look *look, newsidx_text text,
                   const nq_wrap_options *options)
{
    nq_pen pen = {
        .to = to, .look = look, .options = options, .column = options->column};
    bool has_space = false;
    size_t space = 0;
    bool is_line_empty = true;

    for (size_t offset = 0; offset < text.length;) {
        size_t next = offset;
        if (unicode_clean(unicode_next(text, &next)) == ' ') {
            has_space = !is_line_empty;
            space = offset;
            offset = next;
            continue;
        }
        size_t width = 0;
        size_t end = measure_unit(text, offset, &width);
        if (!is_line_empty &&
            pen.column + (has_space ? 1 : 0) + width > look->width) {
            pen_break(&pen);
            has_space = false;
        }
        if (has_space)
            pen_put(&pen, space, ' ');
        put_unit(&pen, text, offset, end);
        has_space = false;
        is_line_empty = false;
        offset = end;
    }
    pen_set_style(&pen, NULL);
    buffer_add(to, "\n", 1);
}
