#include "formats/xml/entities.h"

#include "base/memory.h"
#include "base/str.h"
#include "base/utf8.h"

#include <stdlib.h>
#include <string.h>

/* Longest of them: "thetasym", "upsih"; and "#x10FFFF", with a few zeros. */
#define LONGEST_REFERENCE 64

typedef struct named {
    const char *name;
    int32_t codepoint;
} named;

/* HTML 4.01, section 24, and apos of XML; in the order of their bytes. */
static const named table[] = {
    {"AElig", 0xC6},    {"Aacute", 0xC1},    {"Acirc", 0xC2},
    {"Agrave", 0xC0},   {"Alpha", 0x391},    {"Aring", 0xC5},
    {"Atilde", 0xC3},   {"Auml", 0xC4},      {"Beta", 0x392},
    {"Ccedil", 0xC7},   {"Chi", 0x3A7},      {"Dagger", 0x2021},
    {"Delta", 0x394},   {"ETH", 0xD0},       {"Eacute", 0xC9},
    {"Ecirc", 0xCA},    {"Egrave", 0xC8},    {"Epsilon", 0x395},
    {"Eta", 0x397},     {"Euml", 0xCB},      {"Gamma", 0x393},
    {"Iacute", 0xCD},   {"Icirc", 0xCE},     {"Igrave", 0xCC},
    {"Iota", 0x399},    {"Iuml", 0xCF},      {"Kappa", 0x39A},
    {"Lambda", 0x39B},  {"Mu", 0x39C},       {"Ntilde", 0xD1},
    {"Nu", 0x39D},      {"OElig", 0x152},    {"Oacute", 0xD3},
    {"Ocirc", 0xD4},    {"Ograve", 0xD2},    {"Omega", 0x3A9},
    {"Omicron", 0x39F}, {"Oslash", 0xD8},    {"Otilde", 0xD5},
    {"Ouml", 0xD6},     {"Phi", 0x3A6},      {"Pi", 0x3A0},
    {"Prime", 0x2033},  {"Psi", 0x3A8},      {"Rho", 0x3A1},
    {"Scaron", 0x160},  {"Sigma", 0x3A3},    {"THORN", 0xDE},
    {"Tau", 0x3A4},     {"Theta", 0x398},    {"Uacute", 0xDA},
    {"Ucirc", 0xDB},    {"Ugrave", 0xD9},    {"Upsilon", 0x3A5},
    {"Uuml", 0xDC},     {"Xi", 0x39E},       {"Yacute", 0xDD},
    {"Yuml", 0x178},    {"Zeta", 0x396},     {"aacute", 0xE1},
    {"acirc", 0xE2},    {"acute", 0xB4},     {"aelig", 0xE6},
    {"agrave", 0xE0},   {"alefsym", 0x2135}, {"alpha", 0x3B1},
    {"amp", 0x26},      {"and", 0x2227},     {"ang", 0x2220},
    {"apos", 0x27},     {"aring", 0xE5},     {"asymp", 0x2248},
    {"atilde", 0xE3},   {"auml", 0xE4},      {"bdquo", 0x201E},
    {"beta", 0x3B2},    {"brvbar", 0xA6},    {"bull", 0x2022},
    {"cap", 0x2229},    {"ccedil", 0xE7},    {"cedil", 0xB8},
    {"cent", 0xA2},     {"chi", 0x3C7},      {"circ", 0x2C6},
    {"clubs", 0x2663},  {"cong", 0x2245},    {"copy", 0xA9},
    {"crarr", 0x21B5},  {"cup", 0x222A},     {"curren", 0xA4},
    {"dArr", 0x21D3},   {"dagger", 0x2020},  {"darr", 0x2193},
    {"deg", 0xB0},      {"delta", 0x3B4},    {"diams", 0x2666},
    {"divide", 0xF7},   {"eacute", 0xE9},    {"ecirc", 0xEA},
    {"egrave", 0xE8},   {"empty", 0x2205},   {"emsp", 0x2003},
    {"ensp", 0x2002},   {"epsilon", 0x3B5},  {"equiv", 0x2261},
    {"eta", 0x3B7},     {"eth", 0xF0},       {"euml", 0xEB},
    {"euro", 0x20AC},   {"exist", 0x2203},   {"fnof", 0x192},
    {"forall", 0x2200}, {"frac12", 0xBD},    {"frac14", 0xBC},
    {"frac34", 0xBE},   {"frasl", 0x2044},   {"gamma", 0x3B3},
    {"ge", 0x2265},     {"gt", 0x3E},        {"hArr", 0x21D4},
    {"harr", 0x2194},   {"hearts", 0x2665},  {"hellip", 0x2026},
    {"iacute", 0xED},   {"icirc", 0xEE},     {"iexcl", 0xA1},
    {"igrave", 0xEC},   {"image", 0x2111},   {"infin", 0x221E},
    {"int", 0x222B},    {"iota", 0x3B9},     {"iquest", 0xBF},
    {"isin", 0x2208},   {"iuml", 0xEF},      {"kappa", 0x3BA},
    {"lArr", 0x21D0},   {"lambda", 0x3BB},   {"lang", 0x2329},
    {"laquo", 0xAB},    {"larr", 0x2190},    {"lceil", 0x2308},
    {"ldquo", 0x201C},  {"le", 0x2264},      {"lfloor", 0x230A},
    {"lowast", 0x2217}, {"loz", 0x25CA},     {"lrm", 0x200E},
    {"lsaquo", 0x2039}, {"lsquo", 0x2018},   {"lt", 0x3C},
    {"macr", 0xAF},     {"mdash", 0x2014},   {"micro", 0xB5},
    {"middot", 0xB7},   {"minus", 0x2212},   {"mu", 0x3BC},
    {"nabla", 0x2207},  {"nbsp", 0xA0},      {"ndash", 0x2013},
    {"ne", 0x2260},     {"ni", 0x220B},      {"not", 0xAC},
    {"notin", 0x2209},  {"nsub", 0x2284},    {"ntilde", 0xF1},
    {"nu", 0x3BD},      {"oacute", 0xF3},    {"ocirc", 0xF4},
    {"oelig", 0x153},   {"ograve", 0xF2},    {"oline", 0x203E},
    {"omega", 0x3C9},   {"omicron", 0x3BF},  {"oplus", 0x2295},
    {"or", 0x2228},     {"ordf", 0xAA},      {"ordm", 0xBA},
    {"oslash", 0xF8},   {"otilde", 0xF5},    {"otimes", 0x2297},
    {"ouml", 0xF6},     {"para", 0xB6},      {"part", 0x2202},
    {"permil", 0x2030}, {"perp", 0x22A5},    {"phi", 0x3C6},
    {"pi", 0x3C0},      {"piv", 0x3D6},      {"plusmn", 0xB1},
    {"pound", 0xA3},    {"prime", 0x2032},   {"prod", 0x220F},
    {"prop", 0x221D},   {"psi", 0x3C8},      {"quot", 0x22},
    {"rArr", 0x21D2},   {"radic", 0x221A},   {"rang", 0x232A},
    {"raquo", 0xBB},    {"rarr", 0x2192},    {"rceil", 0x2309},
    {"rdquo", 0x201D},  {"real", 0x211C},    {"reg", 0xAE},
    {"rfloor", 0x230B}, {"rho", 0x3C1},      {"rlm", 0x200F},
    {"rsaquo", 0x203A}, {"rsquo", 0x2019},   {"sbquo", 0x201A},
    {"scaron", 0x161},  {"sdot", 0x22C5},    {"sect", 0xA7},
    {"shy", 0xAD},      {"sigma", 0x3C3},    {"sigmaf", 0x3C2},
    {"sim", 0x223C},    {"spades", 0x2660},  {"sub", 0x2282},
    {"sube", 0x2286},   {"sum", 0x2211},     {"sup", 0x2283},
    {"sup1", 0xB9},     {"sup2", 0xB2},      {"sup3", 0xB3},
    {"supe", 0x2287},   {"szlig", 0xDF},     {"tau", 0x3C4},
    {"there4", 0x2234}, {"theta", 0x3B8},    {"thetasym", 0x3D1},
    {"thinsp", 0x2009}, {"thorn", 0xFE},     {"tilde", 0x2DC},
    {"times", 0xD7},    {"trade", 0x2122},   {"uArr", 0x21D1},
    {"uacute", 0xFA},   {"uarr", 0x2191},    {"ucirc", 0xFB},
    {"ugrave", 0xF9},   {"uml", 0xA8},       {"upsih", 0x3D2},
    {"upsilon", 0x3C5}, {"uuml", 0xFC},      {"weierp", 0x2118},
    {"xi", 0x3BE},      {"yacute", 0xFD},    {"yen", 0xA5},
    {"yuml", 0xFF},     {"zeta", 0x3B6},     {"zwj", 0x200D},
    {"zwnj", 0x200C}};

static int compare_named(const void *key, const void *element)
{
    const newsidx_text *name = key;

    return nx_str_compare(*name, nx_str(((const named *)element)->name));
}

int32_t nx_xml_named(newsidx_text name)
{
    const named *found = bsearch(&name, table, sizeof table / sizeof table[0],
                                 sizeof table[0], compare_named);

    return found == NULL ? NX_UTF8_INVALID : found->codepoint;
}

void nx_xml_entities_init(nx_xml_entities *entities)
{
    memset(entities, 0, sizeof *entities);
    nx_arena_init(&entities->arena);
}

void nx_xml_entities_finish(nx_xml_entities *entities)
{
    nx_free(entities->list);
    nx_arena_finish(&entities->arena);
    nx_xml_entities_init(entities);
}

void nx_xml_entities_reset(nx_xml_entities *entities)
{
    entities->count = 0;
    entities->expanded_bytes = 0;
    nx_arena_reset(&entities->arena);
}

/* Where in the order `name` is or would be. */
static size_t place_of(const nx_xml_entities *entities, newsidx_text name)
{
    size_t low = 0;
    size_t high = entities->count;

    while (low < high) {
        const size_t middle = low + (high - low) / 2;

        if (nx_str_compare(entities->list[middle].name, name) < 0)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

static bool is_at(const nx_xml_entities *entities, size_t place,
                  newsidx_text name)
{
    return place < entities->count &&
           nx_str_equal(entities->list[place].name, name);
}

newsidx_status nx_xml_entities_add(nx_xml_entities *entities, newsidx_text name,
                                   newsidx_text value, newsidx_error *err)
{
    const size_t place = place_of(entities, name);
    void *list = entities->list;
    nx_xml_entity entity;

    /* XML 1.0, 4.2: the first declaration is the one that counts. */
    if (is_at(entities, place, name))
        return NEWSIDX_OK;
    if (entities->count == NX_XML_ENTITIES)
        return nx_fail(err, NEWSIDX_ERR_INPUT, "bad XML: more than %d entities",
                       NX_XML_ENTITIES);
    if (!nx_grow(&list, &entities->capacity, entities->count + 1,
                 sizeof entity))
        return nx_fail_memory(err);
    entities->list = list;
    entity.name = nx_arena_text(&entities->arena, name);
    entity.value = nx_arena_text(&entities->arena, value);
    if (entity.name.bytes == NULL || entity.value.bytes == NULL)
        return nx_fail_memory(err);
    memmove(entities->list + place + 1, entities->list + place,
            (entities->count - place) * sizeof entity);
    entities->list[place] = entity;
    entities->count++;
    return NEWSIDX_OK;
}

/* "#233", "#xE9"; NX_UTF8_INVALID if it is no character. */
static int32_t numbered(newsidx_text name)
{
    const bool is_hex =
        name.length > 1 && (name.bytes[1] == 'x' || name.bytes[1] == 'X');
    const size_t first = is_hex ? 2 : 1;
    int32_t number = 0;

    if (name.length == first)
        return NX_UTF8_INVALID;
    for (size_t i = first; i < name.length; i++) {
        const char byte = nx_to_lower(name.bytes[i]);
        int32_t digit;

        if (nx_is_digit(byte))
            digit = byte - '0';
        else if (is_hex && byte >= 'a' && byte <= 'f')
            digit = byte - 'a' + 10;
        else
            return NX_UTF8_INVALID;
        number = number * (is_hex ? 16 : 10) + digit;
        if (number > 0x10FFFF)
            return NX_UTF8_INVALID;
    }
    return number == 0 || (number >= 0xD800 && number <= 0xDFFF)
               ? NX_UTF8_INVALID
               : number;
}

/* One character; false if the name stands for none. */
static bool add_character(newsidx_text name, nx_buf *out)
{
    const int32_t codepoint = name.length > 0 && name.bytes[0] == '#'
                                  ? numbered(name)
                                  : nx_xml_named(name);
    char bytes[4];

    if (codepoint == NX_UTF8_INVALID)
        return false;
    nx_buf_add(out, bytes, nx_utf8_encode(codepoint, bytes));
    return true;
}

static void add_literally(newsidx_text name, nx_buf *out)
{
    nx_buf_add_byte(out, '&');
    nx_buf_add_text(out, name);
    nx_buf_add_byte(out, ';');
}

/* The name of the reference that begins with the & at `at`: what stands before
 * its semicolon; empty if it isn't one. */
static newsidx_text reference_at(newsidx_text text, size_t at)
{
    size_t end = at + 1;

    while (end < text.length && end - at <= LONGEST_REFERENCE) {
        const unsigned char byte = (unsigned char)text.bytes[end];

        if (byte == ';')
            return nx_str_slice(text.bytes + at + 1, end - at - 1);
        if (!nx_is_alpha((char)byte) && !nx_is_digit((char)byte) &&
            strchr("#._-:", byte) == NULL && byte < 0x80)
            break;
        end++;
    }
    return nx_str_slice(text.bytes + at, 0);
}

/* Resolve all references of `text`; without `entities` only characters. */
static newsidx_status resolve_all(newsidx_text text, nx_xml_entities *entities,
                                  nx_buf *out, newsidx_error *err)
{
    size_t at = 0;

    while (at < text.length) {
        const char *amp = memchr(text.bytes + at, '&', text.length - at);
        const size_t end =
            amp == NULL ? text.length : (size_t)(amp - text.bytes);
        newsidx_text name;

        nx_buf_add(out, text.bytes + at, end - at);
        at = end;
        if (amp == NULL)
            break;
        name = reference_at(text, at);
        if (name.length == 0) {
            nx_buf_add_byte(out, '&');
            at++;
            continue;
        }
        at += name.length + 2;
        if (entities == NULL) {
            if (!add_character(name, out))
                add_literally(name, out);
        } else {
            const newsidx_status status =
                nx_xml_entities_resolve(entities, name, out, err);

            if (status < 0)
                return status;
        }
    }
    return NEWSIDX_OK;
}

newsidx_status nx_xml_entities_resolve(nx_xml_entities *entities,
                                       newsidx_text name, nx_buf *out,
                                       newsidx_error *err)
{
    const size_t place = place_of(entities, name);
    newsidx_text value;

    if (!is_at(entities, place, name)) {
        if (!add_character(name, out))
            add_literally(name, out);
        return NEWSIDX_OK;
    }
    value = entities->list[place].value;
    /* What is no longer than the reference can't blow anything up. */
    if (value.length > name.length + 2)
        entities->expanded_bytes += value.length;
    if (entities->expanded_bytes > NX_XML_EXPANDED_BYTES)
        return nx_fail(err, NEWSIDX_ERR_INPUT,
                       "bad XML: entities of more than %zu bytes",
                       NX_XML_EXPANDED_BYTES);
    return resolve_all(value, NULL, out, err);
}

newsidx_status nx_xml_entities_decode(nx_xml_entities *entities,
                                      newsidx_text text, nx_buf *out,
                                      newsidx_error *err)
{
    return resolve_all(text, entities, out, err);
}
