#include "formats/json/scan.h"

#include "base/str.h"

#include <string.h>

/* Brackets deeper than bits are taken for fitting; they are refused anyway. */
#define DEEPEST_KNOWN 64

void nx_json_scan_begin(nx_json_scan *scan)
{
    memset(scan, 0, sizeof *scan);
    scan->values = 1;
}

static void open_bracket(nx_json_scan *scan, char byte)
{
    const uint64_t bit =
        scan->depth < DEEPEST_KNOWN ? UINT64_C(1) << scan->depth : 0;

    scan->objects = byte == '{' ? scan->objects | bit : scan->objects & ~bit;
    scan->depth++;
    scan->values++;
    if (scan->depth > scan->deepest)
        scan->deepest = scan->depth;
}

/* False if nothing that is open fits. */
static bool close_bracket(nx_json_scan *scan, char byte)
{
    size_t depth = scan->depth;

    if (depth > DEEPEST_KNOWN) {
        scan->depth--;
        return true;
    }
    while (depth > 0) {
        const bool is_object = (scan->objects >> (depth - 1) & 1) != 0;

        depth--;
        if (is_object == (byte == '}')) {
            scan->depth = depth;
            return true;
        }
    }
    return false;
}

/* What is left of a string; returns how many bytes of it are there. */
static size_t step_string(nx_json_scan *scan, newsidx_text text, size_t start)
{
    size_t i = start;

    if (scan->is_escaped && i < text.length) {
        scan->is_escaped = false;
        i++;
    }
    while (i < text.length) {
        const char byte = text.bytes[i++];

        if (byte == '"') {
            scan->in_string = false;
            return i;
        }
        if (byte != '\\')
            continue;
        if (i == text.length)
            scan->is_escaped = true;
        else
            i++;
    }
    return i;
}

/* A byte outside strings. False if the value ends before it. */
static bool step_byte(nx_json_scan *scan, char byte, bool *out_ended)
{
    switch (byte) {
    case '"':
        scan->in_string = true;
        break;
    case '{':
    case '[':
        if (scan->depth == 0 && scan->began)
            return false;
        open_bracket(scan, byte);
        break;
    case '}':
    case ']':
        if (!close_bracket(scan, byte))
            return false;
        *out_ended = scan->depth == 0;
        break;
    case ',':
    case '\n':
        if (scan->depth == 0)
            return false;
        scan->values += byte == ',' ? 1 : 0;
        break;
    default:
        break;
    }
    return true;
}

size_t nx_json_scan_step(nx_json_scan *scan, newsidx_text text, bool *out_ended)
{
    size_t i = 0;

    *out_ended = false;
    while (i < text.length) {
        if (scan->in_string) {
            i = step_string(scan, text, i);
            continue;
        }
        if (!step_byte(scan, text.bytes[i], out_ended)) {
            *out_ended = true;
            return i;
        }
        scan->began = true;
        i++;
        if (*out_ended)
            return i;
    }
    return i;
}
