/* wcwidth() is an XSI function, and its switch goes before any include. */
#define _XOPEN_SOURCE 700

#include "unicode.h"

#include <langinfo.h>
#include <locale.h>
#include <string.h>
#include <strings.h>
#include <wchar.h>

#define REPLACEMENT 0xFFFDu

static bool is_native;

bool unicode_is_native(void)
{
    return is_native;
}

void unicode_init(void)
{
    setlocale(LC_CTYPE, "");
    const char *charset = nl_langinfo(CODESET);
    is_native =
        strcasecmp(charset, "UTF-8") == 0 || strcasecmp(charset, "utf8") == 0;
    if (!is_native)
        setlocale(LC_CTYPE, "C.UTF-8");
}

uint32_t unicode_next(newsidx_text text, size_t *offset)
{
    static const uint32_t smallest[5] = {0, 0, 0x80, 0x800, 0x10000};
    const unsigned char *bytes = (const unsigned char *)text.bytes + *offset;
    size_t left = text.length - *offset;
    size_t length = 1;
    uint32_t letter = bytes[0];

    if (letter >= 0xF0 && letter <= 0xF4) {
        length = 4;
        letter &= 0x07;
    } else if (letter >= 0xE0 && letter < 0xF0) {
        length = 3;
        letter &= 0x0F;
    } else if (letter >= 0xC2 && letter < 0xE0) {
        length = 2;
        letter &= 0x1F;
    } else if (letter >= 0x80) {
        letter = REPLACEMENT;
    }
    for (size_t i = 1; i < length; i++) {
        if (i >= left || (bytes[i] & 0xC0) != 0x80) {
            (*offset)++;
            return REPLACEMENT;
        }
        letter = letter << 6 | (bytes[i] & 0x3Fu);
    }
    bool is_wrong = letter < smallest[length] || letter > 0x10FFFF ||
                    (letter >= 0xD800 && letter < 0xE000);
    *offset += is_wrong ? 1 : length;
    return is_wrong ? REPLACEMENT : letter;
}

void unicode_add(nq_buffer *to, uint32_t letter)
{
    char bytes[4];
    size_t length = 0;
    if (letter < 0x80) {
        bytes[length++] = (char)letter;
    } else if (letter < 0x800) {
        bytes[length++] = (char)(0xC0 | letter >> 6);
        bytes[length++] = (char)(0x80 | (letter & 0x3F));
    } else if (letter < 0x10000) {
        bytes[length++] = (char)(0xE0 | letter >> 12);
        bytes[length++] = (char)(0x80 | (letter >> 6 & 0x3F));
        bytes[length++] = (char)(0x80 | (letter & 0x3F));
    } else {
        bytes[length++] = (char)(0xF0 | letter >> 18);
        bytes[length++] = (char)(0x80 | (letter >> 12 & 0x3F));
        bytes[length++] = (char)(0x80 | (letter >> 6 & 0x3F));
        bytes[length++] = (char)(0x80 | (letter & 0x3F));
    }
    buffer_add(to, bytes, length);
}

size_t unicode_width(uint32_t letter)
{
    if (letter < 0x7F)
        return letter < 0x20 ? 0 : 1;
    int width = wcwidth((wchar_t)letter);
    if (width >= 0)
        return (size_t)width;
    /* Not in the locale's table, so take what most such letters have. */
    bool is_wide = (letter >= 0x1100 && letter < 0x1160) ||
                   (letter >= 0x2E80 && letter < 0xA4D0) ||
                   (letter >= 0xAC00 && letter < 0xD7A4) ||
                   (letter >= 0xF900 && letter < 0xFB00) ||
                   (letter >= 0xFF01 && letter < 0xFF61) ||
                   (letter >= 0x1F300 && letter < 0x1FB00) ||
                   (letter >= 0x20000 && letter < 0x3FFFE);
    return is_wide ? 2 : 1;
}

size_t unicode_text_width(newsidx_text text)
{
    size_t width = 0;
    for (size_t offset = 0; offset < text.length;)
        width += unicode_width(unicode_next(text, &offset));
    return width;
}

static bool is_white(uint32_t letter)
{
    return letter == ' ' || (letter >= '\t' && letter <= '\r') ||
           letter == 0x85 || letter == 0xA0 || letter == 0x1680 ||
           (letter >= 0x2000 && letter <= 0x200A) || letter == 0x2028 ||
           letter == 0x2029 || letter == 0x202F || letter == 0x205F ||
           letter == 0x3000;
}

uint32_t unicode_clean(uint32_t letter)
{
    if (is_white(letter))
        return ' ';
    if (letter < 0x20 || (letter >= 0x7F && letter < 0xA0))
        return REPLACEMENT;
    /* Marks that writers of Hebrew and Arabic use, and a stray BOM: nothing
     * is to be seen in their place. */
    if (letter == 0x200E || letter == 0x200F || letter == 0x061C ||
        letter == 0xFEFF || letter == 0x00AD)
        return 0;
    /* Embeddings, overrides and isolates; old format controls; interlinear
     * marks; tags, which are letters that nobody sees. */
    if ((letter >= 0x202A && letter <= 0x202E) ||
        (letter >= 0x2066 && letter <= 0x206F) ||
        (letter >= 0xFFF9 && letter <= 0xFFFB) ||
        (letter >= 0xE0000 && letter < 0xE1000))
        return REPLACEMENT;
    return letter;
}

void unicode_add_line(nq_buffer *to, newsidx_text text)
{
    bool needs_space = false;
    bool has_text = false;
    for (size_t offset = 0; offset < text.length;) {
        uint32_t letter = unicode_clean(unicode_next(text, &offset));
        if (letter == ' ') {
            needs_space = has_text;
        } else if (letter != 0) {
            if (needs_space)
                buffer_add(to, " ", 1);
            unicode_add(to, letter);
            needs_space = false;
            has_text = true;
        }
    }
}

void unicode_add_block(nq_buffer *to, newsidx_text text)
{
    for (size_t offset = 0; offset < text.length;) {
        uint32_t letter = unicode_next(text, &offset);
        if (letter != '\n' && letter != '\t')
            letter = unicode_clean(letter);
        if (letter != 0)
            unicode_add(to, letter);
    }
}

size_t unicode_column(newsidx_text text, size_t offset)
{
    size_t column = 0;
    size_t at = 0;
    while (at < offset && at < text.length) {
        unicode_next(text, &at);
        column++;
    }
    return column;
}

newsidx_text unicode_text(const char *string)
{
    newsidx_text text = {string, string == NULL ? 0 : strlen(string)};
    return text;
}
