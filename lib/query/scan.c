#include "query/scan.h"

#include "base/utf8.h"

#include <assert.h>

int32_t nx_scan_character(newsidx_text text, size_t offset, size_t *out_end)
{
    int32_t character;
    size_t length;

    assert(offset < text.length);
    character =
        nx_utf8_decode(text.bytes + offset, text.length - offset, &length);
    *out_end = offset + length;
    return character == NX_UTF8_INVALID ? NX_UTF8_REPLACEMENT : character;
}

bool nx_scan_is_control(int32_t character)
{
    if (character >= '\t' && character <= '\r')
        return false;
    return character < ' ' ||
           (character >= 0x7F && character <= 0x9F && character != 0x85);
}

bool nx_scan_is_blank(int32_t character)
{
    if (character <= ' ' || (character >= 0x7F && character <= 0xA0))
        return true;
    switch (character) {
    case 0x1680:
    case 0x2028:
    case 0x2029:
    case 0x202F:
    case 0x205F:
    case 0x3000:
    case 0xFEFF: /* a byte order mark that was pasted along */
        return true;
    default:
        return character >= 0x2000 && character <= 0x200B;
    }
}

bool nx_scan_is_quote(int32_t character)
{
    switch (character) {
    case '"':
    case 0xAB:
    case 0xBB:
    case 0x201C:
    case 0x201D:
    case 0x201E:
        return true;
    default:
        return false;
    }
}

static bool is_punctuation(int32_t character)
{
    static const struct {
        int32_t first;
        int32_t last;
    } ranges[] = {
        {0x21, 0x2F},     {0x3A, 0x40},     {0x5B, 0x60},     {0x7B, 0x7E},
        {0xA1, 0xA1},     {0xA7, 0xA7},     {0xAB, 0xAB},     {0xB6, 0xB7},
        {0xBB, 0xBB},     {0xBF, 0xBF},     {0x2010, 0x2027}, {0x2030, 0x205E},
        {0x3001, 0x3003}, {0x3008, 0x3011},
    };

    for (size_t i = 0; i < sizeof ranges / sizeof ranges[0]; i++) {
        if (character >= ranges[i].first && character <= ranges[i].last)
            return true;
    }
    return false;
}

bool nx_scan_has_word(newsidx_text text)
{
    size_t offset = 0;

    while (offset < text.length) {
        const int32_t character = nx_scan_character(text, offset, &offset);

        if (!nx_scan_is_blank(character) && !is_punctuation(character))
            return true;
    }
    return false;
}

size_t nx_scan_letter_count(newsidx_text text)
{
    size_t offset = 0;
    size_t count = 0;

    while (offset < text.length) {
        const int32_t character = nx_scan_character(text, offset, &offset);

        if (!nx_scan_is_blank(character) && !is_punctuation(character))
            count++;
    }
    return count;
}

size_t nx_scan_word_count(newsidx_text text)
{
    bool is_inside = false;
    size_t offset = 0;
    size_t count = 0;

    while (offset < text.length) {
        const int32_t character = nx_scan_character(text, offset, &offset);

        if (nx_scan_is_blank(character)) {
            is_inside = false;
        } else if (!is_inside && !is_punctuation(character)) {
            is_inside = true;
            count++;
        }
    }
    return count;
}

size_t nx_scan_run_end(newsidx_text text, size_t offset)
{
    while (offset < text.length) {
        size_t end;
        const int32_t character = nx_scan_character(text, offset, &end);

        if (nx_scan_is_blank(character) || nx_scan_is_quote(character) ||
            character == '(' || character == ')' || character == '|')
            break;
        offset = end;
    }
    return offset;
}

static bool is_parting(int32_t character, nx_scan_parting parting)
{
    if (nx_scan_is_blank(character))
        return true;
    switch (parting) {
    case NX_SCAN_BLANKS:
        return false;
    case NX_SCAN_QUOTES:
        return nx_scan_is_quote(character);
    case NX_SCAN_ADDRESS:
        return character == ':' || character == '/';
    }
    return false;
}

newsidx_text nx_scan_clean(nx_arena *arena, newsidx_text text,
                           nx_scan_parting parting)
{
    newsidx_text clean = {NULL, 0};
    bool has_gap = false;
    size_t offset = 0;
    size_t length = 0;
    char *bytes;

    /* A bad byte becomes the three of U+FFFD, and one more is the NUL. */
    bytes = nx_arena_array(arena, text.length + 1, 3);
    if (bytes == NULL)
        return clean;
    while (offset < text.length) {
        const int32_t character = nx_scan_character(text, offset, &offset);

        if (is_parting(character, parting)) {
            has_gap = length > 0;
            continue;
        }
        if (has_gap)
            bytes[length++] = ' ';
        has_gap = false;
        length += nx_utf8_encode(character, bytes + length);
    }
    bytes[length] = '\0';
    clean.bytes = bytes;
    clean.length = length;
    return clean;
}

int nx_scan_shown_length(newsidx_text text)
{
    const size_t most = 40;

    if (text.length > most)
        return (int)nx_utf8_cut(text.bytes, most);
    return (int)text.length;
}
