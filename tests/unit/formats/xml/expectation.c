#include "expectation.h"

#include "base/calendar.h"
#include "base/str.h"
#include "base/utf8.h"

#include <stdio.h>
#include <string.h>

#define DEEPEST 16
#define MOST_OPERANDS 4
#define LONGEST_PATH 200

/* What stands on one side of ==. */
typedef struct operand {
    bool is_path;
    question asked;
    char path[LONGEST_PATH];
    literal value;
} operand;

typedef struct parser {
    const char *at;
    const char *end;
    expectation_fn ask;
    void *user;
    nx_buf texts[MOST_OPERANDS]; /* of the literals of one comparison */
    size_t text_count;
    bool is_broken;
} parser;

static void skip_spaces(parser *in)
{
    while (in->at < in->end && nx_is_space(*in->at))
        in->at++;
}

static bool accept(parser *in, const char *token)
{
    const size_t length = strlen(token);

    skip_spaces(in);
    if ((size_t)(in->end - in->at) < length ||
        memcmp(in->at, token, length) != 0)
        return false;
    in->at += length;
    return true;
}

static bool is_name(char byte)
{
    return nx_is_alpha(byte) || nx_is_digit(byte) || byte == '_';
}

static bool accept_word(parser *in, const char *word)
{
    const char *start = in->at;

    if (accept(in, word) && (in->at == in->end || !is_name(*in->at)))
        return true;
    in->at = start;
    return false;
}

static bool peek(parser *in, char byte)
{
    skip_spaces(in);
    return in->at < in->end && *in->at == byte;
}

static bool at_quote(parser *in)
{
    skip_spaces(in);
    if (in->end - in->at > 1 && (*in->at == 'u' || *in->at == 'b') &&
        (in->at[1] == '\'' || in->at[1] == '"'))
        return true;
    return in->at < in->end && (*in->at == '\'' || *in->at == '"');
}

static int32_t read_hex(parser *in, size_t digits)
{
    int32_t number = 0;

    for (; digits > 0 && in->at < in->end; digits--, in->at++) {
        const char byte = nx_to_lower(*in->at);

        number =
            number * 16 + (nx_is_digit(byte) ? byte - '0' : byte - 'a' + 10);
    }
    return number;
}

static void add_escape(parser *in, nx_buf *out)
{
    const char byte = *in->at++;
    char bytes[4];

    if (byte == 'n')
        nx_buf_add_byte(out, '\n');
    else if (byte == 't')
        nx_buf_add_byte(out, '\t');
    else if (byte == 'x' || byte == 'u')
        nx_buf_add(out, bytes,
                   nx_utf8_encode(read_hex(in, byte == 'x' ? 2 : 4), bytes));
    else
        nx_buf_add_byte(out, byte);
}

/* One string after another, with or without + between. */
static void read_text(parser *in, nx_buf *out)
{
    do {
        char quote;

        skip_spaces(in);
        if (*in->at == 'u' || *in->at == 'b')
            in->at++;
        quote = *in->at++;
        while (in->at < in->end && *in->at != quote) {
            if (*in->at == '\\' && in->end - in->at > 2) {
                in->at++;
                add_escape(in, out);
            } else {
                nx_buf_add_byte(out, *in->at++);
            }
        }
        if (in->at == in->end)
            in->is_broken = true;
        else
            in->at++;
        accept(in, "+");
    } while (!in->is_broken && at_quote(in));
}

static int64_t read_number(parser *in)
{
    int64_t number = 0;

    for (; in->at < in->end && nx_is_digit(*in->at); in->at++)
        number = number * 10 % 1000000000 + (*in->at - '0');
    return number;
}

/* (2003, 12, 31, 10, 14, 55, 2, 365, 0) */
static void read_time(parser *in, literal *out)
{
    nx_date date = {0, 0, 0, 0, 0, 0};
    int32_t *const fields[] = {&date.year, &date.month,  &date.day,
                               &date.hour, &date.minute, &date.second};
    size_t count = 0;

    for (; in->at < in->end && !peek(in, ')'); count++) {
        int64_t number;

        if (!nx_is_digit(*in->at)) {
            in->is_broken = true;
            return;
        }
        number = read_number(in);
        if (count < 6)
            *fields[count] = (int32_t)number;
        accept(in, ",");
    }
    in->is_broken |= !accept(in, ")");
    out->kind = count == 9 ? LITERAL_TIME : LITERAL_OTHER;
    out->number = count == 9 ? nx_calendar_seconds(&date) : 0;
}

/* A dict or a list: nothing here has one. */
static void skip_brackets(parser *in, literal *out)
{
    size_t depth = 0;

    out->kind = LITERAL_OTHER;
    while (in->at < in->end) {
        const char byte = *in->at;

        if (at_quote(in)) {
            nx_buf ignored;

            nx_buf_init(&ignored, 10000);
            read_text(in, &ignored);
            nx_buf_finish(&ignored);
            continue;
        }
        in->at++;
        depth += byte == '{' || byte == '[' ? 1 : 0;
        if ((byte == '}' || byte == ']') && --depth == 0)
            return;
    }
    in->is_broken = true;
}

static void add_step(operand *out, newsidx_text step)
{
    const size_t used = strlen(out->path);

    snprintf(out->path + used, sizeof out->path - used, "%s%.*s",
             used > 0 ? "." : "", (int)step.length, step.bytes);
}

static newsidx_text read_name(parser *in)
{
    const char *start = in->at;

    while (in->at < in->end && is_name(*in->at))
        in->at++;
    return nx_str_slice(start, (size_t)(in->at - start));
}

/* entries[0]['title'].has_key('x') */
static void read_path(parser *in, operand *out)
{
    out->is_path = true;
    add_step(out, read_name(in));
    for (;;) {
        nx_buf step;

        nx_buf_init(&step, LONGEST_PATH);
        if (accept(in, ".has_key(")) {
            read_text(in, &step);
            out->asked = ASK_EXISTS;
            in->is_broken |= !accept(in, ")");
        } else if (accept(in, ".")) {
            nx_buf_add_text(&step, read_name(in));
        } else if (accept(in, "[")) {
            if (at_quote(in))
                read_text(in, &step);
            else
                nx_buf_add_text(&step, read_name(in));
            in->is_broken |= !accept(in, "]");
        }
        if (step.length > 0)
            add_step(out, nx_buf_text(&step));
        if (step.length == 0 || in->is_broken || out->asked == ASK_EXISTS) {
            nx_buf_finish(&step);
            return;
        }
        nx_buf_finish(&step);
    }
}

static void read_operand(parser *in, operand *out)
{
    memset(out, 0, sizeof *out);
    out->asked = ASK_EQUAL;
    skip_spaces(in);
    if (at_quote(in)) {
        nx_buf *text = &in->texts[in->text_count++ % MOST_OPERANDS];

        nx_buf_clear(text);
        read_text(in, text);
        out->value.kind = LITERAL_TEXT;
        out->value.text = nx_buf_text(text);
    } else if (in->at < in->end && nx_is_digit(*in->at)) {
        out->value.kind = LITERAL_NUMBER;
        out->value.number = read_number(in);
    } else if (accept_word(in, "None") || accept_word(in, "False")) {
        out->value.kind = LITERAL_NONE;
    } else if (accept_word(in, "True")) {
        out->value.kind = LITERAL_TRUE;
    } else if (accept(in, "(")) {
        read_time(in, &out->value);
    } else if (peek(in, '{') || peek(in, '[')) {
        skip_brackets(in, &out->value);
    } else if (accept(in, "len(")) {
        read_path(in, out);
        out->asked = ASK_LENGTH;
        in->is_broken |= !accept(in, ")");
    } else if (accept(in, "ord(")) {
        read_path(in, out);
        out->asked = ASK_FIRST;
        in->is_broken |= !accept(in, ")");
    } else if (in->at < in->end && nx_is_alpha(*in->at)) {
        read_path(in, out);
    } else {
        in->is_broken = true;
    }
}

static answer opposite(answer given)
{
    if (given == UNKNOWN)
        return UNKNOWN;
    return given == HOLDS ? FAILS : HOLDS;
}

static answer both(answer left, answer right)
{
    if (left == FAILS || right == FAILS)
        return FAILS;
    return left == HOLDS || right == HOLDS ? HOLDS : UNKNOWN;
}

static answer ask(parser *in, const operand *path, const literal *wanted)
{
    return in->ask(path->path, path->asked, wanted, in->user);
}

/* a == b [== c]: the last one is the literal. */
static answer compare(parser *in)
{
    operand operands[MOST_OPERANDS];
    size_t count = 0;
    answer result = UNKNOWN;
    bool is_unequal = false;

    in->text_count = 0;
    read_operand(in, &operands[count++]);
    while (!in->is_broken && count < MOST_OPERANDS) {
        if (accept(in, "!="))
            is_unequal = true;
        else if (!accept(in, "==") && !accept_word(in, "is"))
            break;
        read_operand(in, &operands[count++]);
    }
    if (count == 1) {
        const literal truth = {LITERAL_TRUE, {NULL, 0}, 0};

        if (!operands[0].is_path)
            return UNKNOWN;
        return ask(in, &operands[0], &truth);
    }
    for (size_t i = 0; i + 1 < count; i++) {
        if (operands[i].is_path && !operands[count - 1].is_path)
            result =
                both(result, ask(in, &operands[i], &operands[count - 1].value));
    }
    return is_unequal ? opposite(result) : result;
}

static answer conjunction(parser *in, size_t depth);

/* (a == b), not a, a == b */
static answer term(parser *in, size_t depth)
{
    bool is_negative = false;
    answer result;

    while (accept_word(in, "not"))
        is_negative = !is_negative;
    if (depth < DEEPEST && accept(in, "(")) {
        result = conjunction(in, depth + 1);
        in->is_broken |= !accept(in, ")");
    } else {
        result = compare(in);
    }
    return is_negative ? opposite(result) : result;
}

static answer conjunction(parser *in, size_t depth)
{
    answer result = UNKNOWN;

    do {
        result = both(result, term(in, depth));
    } while (!in->is_broken && accept_word(in, "and"));
    return result;
}

answer expectation_evaluate(newsidx_text expression, expectation_fn ask_user,
                            void *user)
{
    parser in;
    answer result;

    memset(&in, 0, sizeof in);
    in.at = expression.bytes;
    in.end = expression.bytes + expression.length;
    in.ask = ask_user;
    in.user = user;
    for (size_t i = 0; i < MOST_OPERANDS; i++)
        nx_buf_init(&in.texts[i], 100000);
    result = conjunction(&in, 0);
    skip_spaces(&in);
    if (in.is_broken || in.at != in.end)
        result = UNKNOWN;
    for (size_t i = 0; i < MOST_OPERANDS; i++)
        nx_buf_finish(&in.texts[i]);
    return result;
}

bool expectation_find(newsidx_text feed, newsidx_text *out_expression)
{
    static const char label[] = "Expect:";
    const char *end = feed.bytes + feed.length;

    for (const char *at = feed.bytes; at + sizeof label < end; at++) {
        const char *stop = at;

        if (memcmp(at, label, sizeof label - 1) != 0)
            continue;
        at += sizeof label - 1;
        while (stop + 3 < end && memcmp(stop, "-->", 3) != 0)
            stop++;
        *out_expression = nx_str_trim(nx_str_slice(at, (size_t)(stop - at)));
        return true;
    }
    return false;
}
