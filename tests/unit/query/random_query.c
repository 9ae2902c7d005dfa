#include "random_query.h"

#include <stdlib.h>
#include <string.h>

/* SplitMix64 (Steele, Lea, Flood 2014). */
uint64_t random_state;

static uint64_t random_next(void)
{
    uint64_t z = random_state += UINT64_C(0x9E3779B97F4A7C15);

    z = (z ^ (z >> 30)) * UINT64_C(0xBF58476D1CE4E5B9);
    z = (z ^ (z >> 27)) * UINT64_C(0x94D049BB133111EB);
    return z ^ (z >> 31);
}

size_t random_below(size_t bound)
{
    return (size_t)(random_next() % bound);
}

uint64_t first_seed(void)
{
    const char *seed = getenv("NEWSIDX_TEST_SEED");

    return seed == NULL ? 1 : strtoull(seed, NULL, 10);
}

/* Pieces that a query could be made of, well or badly. */
static const char *const pieces[] = {
    "kerry",
    "lavrov",
    "U.S.",
    "al-Qaida",
    "don't",
    "C++",
    "AT&T",
    "3.5",
    "10:30",
    "or",
    "AND",
    "OR",
    "NOT",
    "AND",
    "OR",
    "NOT",
    " ",
    " ",
    " ",
    " ",
    " ",
    " ",
    "(",
    ")",
    "(",
    ")",
    "\"",
    "\"",
    "|",
    "-",
    " -",
    "=",
    "*",
    "!",
    "?",
    "~",
    ":",
    "<",
    ">",
    ",",
    ".",
    "/",
    "[",
    "hd:",
    "headline:",
    "title=",
    "headline(",
    "foo:",
    "http://",
    "a",
    "b",
    "w/o",
    "near",
    "\t",
    "\xFF",
    "\x01",
    "\xC3\xA9",
    "\xE2\x80\x9C",
    "\xE2\x80\x9D",
    "\xC2\xAB",
    "\xC2\xBB",
    "\xE2\x80\x99",
    "\xE2\x80\x94",
    "\xC2\xA0",
    "\"\"",
    "()",
    "--",
    "...",
    "Re:",
    "E=mc2",
    "x*",
    "ceas*",
    "w/5",
    "NOT w/3",
    "pre/3",
    "w/s",
    "pre/p",
    "/5",
    "near/7",
    "adj2",
    "w/",
    "w/999",
    "caps(",
    "nocaps(",
    "allcaps(",
    "exact(",
    "stem(",
    "variants(",
    "verbatim(",
    "sentence(",
    "paragraph(",
    "atleast3(",
    "first9(",
    "first0(",
    "lead:",
    "hlead(",
    "by:",
    "tag:",
    "body(",
    "source:AP",
    "source:AP,Reuters",
    "rst:\"a b\"",
    "lang:en",
    "status:usable",
    "id:5",
    "key:x",
    "date:2016",
    "after:2016-01-01",
    "length>5",
    "date<=2016-09",
    "wom?n",
    "ceas*fire",
    "kerrry~1",
    "lavrov~2",
    "ab~",
    "(a|b)",
    "\"a (b|c) d\"",
    "~\"",
    "=\"",
    " * ",
    "verbatim(\"",
    "\"(a|b|c) (d|e)(f|)\"",
    " w/2 ",
    " w/2 ",
    " NOT w/2 ",
    " w/p ",
};

size_t random_text(char *text, size_t limit)
{
    const size_t count = 1 + random_below(random_below(4) == 0 ? 60 : 12);
    size_t length = 0;

    for (size_t i = 0; i < count; i++) {
        const char *piece =
            pieces[random_below(sizeof pieces / sizeof pieces[0])];
        const size_t piece_length = strlen(piece);

        if (length + piece_length > limit)
            break;
        memcpy(text + length, piece, piece_length);
        length += piece_length;
    }
    return length;
}

static void append(test_text *text, const char *piece)
{
    const size_t length = strlen(piece);

    if (text->length + length < sizeof text->bytes) {
        memcpy(text->bytes + text->length, piece, length + 1);
        text->length += length;
    }
}

static const char *any_of(const char *const *choices, size_t count)
{
    return choices[random_below(count)];
}

#define ANY_OF(choices) any_of(choices, sizeof choices / sizeof choices[0])

/* Words in each form, and with `has_filter` what is said of articles. */
static void append_leaf(test_text *text, bool has_filter)
{
    static const char *const words[] = {"a",
                                        "bb",
                                        "U.S.",
                                        "=ccc",
                                        "~dd",
                                        "=OR",
                                        "ddd*",
                                        "wom?n",
                                        "ceas*re",
                                        "kerry~1",
                                        "lavrov~2",
                                        "\"a b\"",
                                        "~\"b c\"",
                                        "\"a (b|c)\"",
                                        "\"d\"\"e\"",
                                        "verbatim(\"a (b|c)\")",
                                        "=hd:x",
                                        "~hd:x",
                                        "10:30",
                                        "verbatim(us)",
                                        "(a source:AP)",
                                        "(bb -lang:de)"};
    static const char *const filters[] = {
        "source:AP", "source:Reuters,\"b c\"", "lang:en",     "date:2016-09",
        "length>5",  "status:usable",          "-source:AFP", "-lang:de"};

    append(text, has_filter && random_below(4) == 0 ? ANY_OF(filters)
                                                    : ANY_OF(words));
}

void random_operators(test_text *text, size_t depth, bool is_near)
{
    static const char *const marks[] = {
        " ",     " ",     " AND ",   " OR ",      " | ",   " NOT ",
        " w/5 ", " w/s ", " pre/3 ", " NOT w/2 ", " w/p ", " NOT pre/p "};
    static const char *const fields[] = {
        "hd:", "byline:", "lead:", "hlead:", "tag:", "body:"};
    static const char *const calls[] = {
        "caps",   "allcaps",  "nocaps",   "exact",    "stem",      "variants",
        "first9", "headline", "verbatim", "sentence", "paragraph", "atleast3"};
    const size_t choice = depth == 0 ? 0 : random_below(8);

    if (choice == 0) {
        append_leaf(text, !is_near);
    } else if (choice == 1) {
        append(text, " -");
        append(text, "(");
        random_operators(text, depth - 1, is_near);
        append(text, ")");
    } else if (choice == 2) {
        append(text, ANY_OF(fields));
        append(text, "(");
        random_operators(text, depth - 1, is_near);
        append(text, ")");
    } else if (choice == 3) {
        const size_t number =
            random_below(sizeof calls / sizeof calls[0] - (is_near ? 3 : 0));

        append(text, calls[number]);
        append(text, "(");
        random_operators(text, depth - 1, is_near || number == 11);
        append(text, ")");
    } else {
        const size_t number = random_below(sizeof marks / sizeof marks[0]);
        const bool is_loose = random_below(6) == 0;

        append(text, is_loose ? "" : "(");
        random_operators(text, depth - 1, is_near || number > 5);
        append(text, is_loose ? "" : ")");
        append(text, marks[number]);
        append(text, is_loose ? "" : "(");
        random_operators(text, depth - 1, is_near || number > 5);
        append(text, is_loose ? "" : ")");
    }
}
