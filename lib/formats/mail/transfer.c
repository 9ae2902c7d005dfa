#include "formats/mail/transfer.h"

#include "base/str.h"

#include <string.h>

/* -1: no digit. */
static int hex_value(char byte)
{
    const char lower = nx_to_lower(byte);

    if (nx_is_digit(byte))
        return byte - '0';
    return lower >= 'a' && lower <= 'f' ? lower - 'a' + 10 : -1;
}

/* "=3D" at `offset`; false if it is no such thing. */
static bool read_escape(newsidx_text text, size_t offset, char *out)
{
    int high;
    int low;

    if (text.length - offset < 3)
        return false;
    high = hex_value(text.bytes[offset + 1]);
    low = hex_value(text.bytes[offset + 2]);
    *out = (char)(unsigned char)(high * 16 + low);
    return high >= 0 && low >= 0;
}

/* Add one line, without its end; true if it goes on in the next one. */
static bool decode_line(newsidx_text line, nx_buf *out)
{
    size_t offset = 0;

    /* Blanks at a line's end were added on the way. */
    while (line.length > 0 && nx_is_space(line.bytes[line.length - 1]))
        line.length--;
    while (offset < line.length) {
        const char *at = memchr(line.bytes + offset, '=', line.length - offset);
        const size_t end = at != NULL ? (size_t)(at - line.bytes) : line.length;
        char byte;

        nx_buf_add(out, line.bytes + offset, end - offset);
        if (end + 1 == line.length)
            return true;
        offset = end;
        if (end == line.length)
            break;
        if (read_escape(line, end, &byte)) {
            nx_buf_add_byte(out, byte);
            offset += 3;
        } else {
            nx_buf_add_byte(out, '=');
            offset++;
        }
    }
    return false;
}

void nx_mail_decode_quoted(newsidx_text text, nx_buf *out)
{
    newsidx_text rest = text;

    while (rest.length > 0) {
        const newsidx_text line = nx_str_take_line(&rest);
        const bool has_end = rest.bytes[-1] == '\n';

        if (!decode_line(line, out) && has_end)
            nx_buf_add_byte(out, '\n');
    }
}

void nx_mail_decode_q(newsidx_text text, nx_buf *out)
{
    for (size_t i = 0; i < text.length; i++) {
        char byte = text.bytes[i];

        if (byte == '_')
            byte = ' ';
        else if (byte == '=' && read_escape(text, i, &byte))
            i += 2;
        else
            byte = text.bytes[i];
        nx_buf_add_byte(out, byte);
    }
}

/* -1: none of the 64. */
static int base64_value(char byte)
{
    if (byte >= 'A' && byte <= 'Z')
        return byte - 'A';
    if (byte >= 'a' && byte <= 'z')
        return byte - 'a' + 26;
    if (nx_is_digit(byte))
        return byte - '0' + 52;
    if (byte == '+')
        return 62;
    return byte == '/' ? 63 : -1;
}

void nx_mail_decode_base64(newsidx_text text, nx_buf *out)
{
    uint32_t bits = 0;
    int count = 0; /* of the bits that wait */

    for (size_t i = 0; i < text.length; i++) {
        const int value = base64_value(text.bytes[i]);

        if (text.bytes[i] == '=')
            count = 0; /* the end, and perhaps another piece behind it */
        if (value < 0)
            continue;
        bits = (bits << 6 | (uint32_t)value) & 0xFFFFFFu;
        count += 6;
        if (count >= 8) {
            count -= 8;
            nx_buf_add_byte(out, (char)(unsigned char)(bits >> count & 0xFFu));
        }
    }
}
