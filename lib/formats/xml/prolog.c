#include "formats/xml/prolog.h"

#include "base/str.h"

#include <string.h>

/* What a prolog is made of. */
typedef enum piece {
    NO_PIECE,
    BLANKS,
    INSTRUCTION, /* and the XML declaration */
    COMMENT,
    DOCUMENT_TYPE
} piece;

#define PROBE_BYTES ((size_t)4096)

/* No name of an entity is longer; not to look for its end again and again. */
#define LONGEST_NAME_BYTES 64

static newsidx_text from(newsidx_text text, size_t at)
{
    return nx_str_slice(text.bytes + at, text.length - at);
}

/* Is `text` the beginning of `mark`, or does it begin with it? */
static bool begins_or_may(newsidx_text text, const char *mark)
{
    const size_t length =
        text.length < strlen(mark) ? text.length : strlen(mark);

    return nx_str_equal_ascii(nx_str_slice(text.bytes, length),
                              nx_str_slice(mark, length));
}

static piece piece_at(newsidx_text text)
{
    if (text.length == 0)
        return NO_PIECE;
    if (nx_is_space(text.bytes[0]))
        return BLANKS;
    if (text.bytes[0] != '<')
        return NO_PIECE;
    if (begins_or_may(text, "<?"))
        return INSTRUCTION;
    if (begins_or_may(text, "<!--"))
        return COMMENT;
    return begins_or_may(text, "<!DOCTYPE") ? DOCUMENT_TYPE : NO_PIECE;
}

/* The bytes up to the end of `mark`, looked for from `at` on; 0: not there. */
static size_t end_of(newsidx_text text, size_t at, const char *mark)
{
    const size_t length = strlen(mark);

    while (at + length <= text.length) {
        const char *found =
            memchr(text.bytes + at, mark[0], text.length - length - at + 1);

        if (found == NULL)
            return 0;
        at = (size_t)(found - text.bytes);
        if (memcmp(found, mark, length) == 0)
            return at + length;
        at++;
    }
    return 0;
}

/* The same for whatever begins at `at` in a document type and may have a < or >
 * in it: quotes, comments, instructions. Of anything else it is one byte. */
static size_t step_over(newsidx_text text, size_t at)
{
    const newsidx_text rest = from(text, at);

    if (rest.bytes[0] == '"')
        return end_of(text, at + 1, "\"");
    if (rest.bytes[0] == '\'')
        return end_of(text, at + 1, "'");
    if (nx_str_starts_with(rest, nx_str("<!--")))
        return end_of(text, at + 4, "-->");
    if (nx_str_starts_with(rest, nx_str("<?")))
        return end_of(text, at + 2, "?>");
    return at + 1;
}

/* Its length, with the declarations between brackets; 0: it has no end. */
static size_t type_length(newsidx_text text)
{
    bool is_inside = false;
    size_t at = 2;

    while (at < text.length) {
        const char byte = text.bytes[at];

        if (byte == '>' && !is_inside)
            return at + 1;
        if (byte == '[')
            is_inside = true;
        else if (byte == ']')
            is_inside = false;
        at = step_over(text, at);
        if (at == 0)
            return 0;
    }
    return 0;
}

static size_t blanks_length(newsidx_text text)
{
    size_t at = 0;

    while (at < text.length && nx_is_space(text.bytes[at]))
        at++;
    return at;
}

/* 0: it has no end. */
static size_t piece_length(newsidx_text text, piece kind)
{
    switch (kind) {
    case BLANKS:
        return blanks_length(text);
    case INSTRUCTION:
        return end_of(text, 2, "?>");
    case COMMENT:
        return end_of(text, 4, "-->");
    case DOCUMENT_TYPE:
        return type_length(text);
    default:
        return 0;
    }
}

size_t nx_xml_prolog_length(newsidx_text text, bool *out_more)
{
    size_t at = 0;

    for (;;) {
        const newsidx_text rest = from(text, at);
        const piece kind = piece_at(rest);
        const size_t length = piece_length(rest, kind);

        if (length == 0) {
            *out_more = kind != NO_PIECE || rest.length == 0;
            return at;
        }
        at += length;
    }
}

/* The next word or quoted text of a declaration, which goes off its front. */
static newsidx_text take_word(newsidx_text *text)
{
    const newsidx_text word = from(*text, blanks_length(*text));
    size_t end = 0;

    if (word.length > 0 && (word.bytes[0] == '"' || word.bytes[0] == '\'')) {
        const char *quote =
            memchr(word.bytes + 1, word.bytes[0], word.length - 1);

        end = quote == NULL ? 0 : (size_t)(quote - word.bytes) + 1;
    } else {
        while (end < word.length && end < LONGEST_NAME_BYTES &&
               !nx_is_space(word.bytes[end]) &&
               strchr("\"'>", word.bytes[end]) == NULL)
            end++;
    }
    *text = from(word, end);
    return nx_str_slice(word.bytes, end);
}

/* `text` follows <!ENTITY. One that is of parameters (%) or in another file
 * has no quoted text where ours has it. */
static newsidx_status read_entity(newsidx_text text, nx_xml_entities *entities,
                                  newsidx_error *err)
{
    const newsidx_text name = take_word(&text);
    newsidx_text value = take_word(&text);

    if (name.length == 0 || value.length < 2 ||
        (value.bytes[0] != '"' && value.bytes[0] != '\''))
        return NEWSIDX_OK;
    value = nx_str_slice(value.bytes + 1, value.length - 2);
    return nx_xml_entities_add(entities, name, value, err);
}

static newsidx_status read_type(newsidx_text text, nx_xml_entities *entities,
                                newsidx_error *err)
{
    const newsidx_text mark = nx_str("<!ENTITY");
    size_t at = 2;

    while (at < text.length) {
        const newsidx_text rest = from(text, at);

        if (nx_str_starts_with(rest, mark)) {
            const newsidx_status status =
                read_entity(from(rest, mark.length), entities, err);

            if (status < 0)
                return status;
        }
        at = step_over(text, at);
        if (at == 0)
            break;
    }
    return NEWSIDX_OK;
}

newsidx_status nx_xml_prolog_entities(newsidx_text prolog,
                                      nx_xml_entities *entities,
                                      newsidx_error *err)
{
    size_t at = 0;

    while (at < prolog.length) {
        const newsidx_text rest = from(prolog, at);
        const piece kind = piece_at(rest);
        const size_t length = piece_length(rest, kind);

        if (length == 0)
            break;
        if (kind == DOCUMENT_TYPE) {
            const newsidx_status status =
                read_type(nx_str_slice(rest.bytes, length), entities, err);

            if (status < 0)
                return status;
        }
        at += length;
    }
    return NEWSIDX_OK;
}

static newsidx_text window_of(const nx_input *input)
{
    return nx_str_slice(input->at, (size_t)(input->end - input->at));
}

static void take(nx_input *input, size_t length, uint64_t *line)
{
    for (size_t i = 0; i < length; i++)
        *line += input->at[i] == '\n' ? 1 : 0;
    nx_input_take(input, length);
}

newsidx_status nx_xml_prolog_skip(nx_input *input, nx_xml_entities *entities,
                                  uint64_t *line, newsidx_error *err)
{
    size_t wanted = PROBE_BYTES;
    size_t before = 0;

    for (;;) {
        newsidx_status status = nx_input_peek(input, wanted, err);
        const newsidx_text text = window_of(input);
        bool more;
        size_t length;

        if (status < 0)
            return status;
        if (text.length == 0)
            return NEWSIDX_DONE;
        length = nx_xml_prolog_length(text, &more);
        status = nx_xml_prolog_entities(nx_str_slice(text.bytes, length),
                                        entities, err);
        if (status < 0)
            return status;
        take(input, length, line);
        if (!more)
            return NEWSIDX_OK;
        /* Each time twice as much, so that all of it is not read too often. */
        if (length == 0 && text.length == before)
            return nx_fail_at(err, NEWSIDX_ERR_INPUT, (size_t)input->offset,
                              "bad XML: ends before its first element");
        if (text.length - length > NX_XML_PROLOG_BYTES)
            return nx_fail_at(err, NEWSIDX_ERR_INPUT, (size_t)input->offset,
                              "bad XML: over %zu bytes before the first "
                              "element",
                              NX_XML_PROLOG_BYTES);
        before = text.length - length;
        wanted = before < PROBE_BYTES ? PROBE_BYTES : 2 * before;
    }
}

newsidx_text nx_xml_prolog_root(newsidx_text head, newsidx_text *out_tag)
{
    bool more;
    newsidx_text rest = from(head, nx_xml_prolog_length(head, &more));
    size_t end = 1;

    *out_tag = nx_str(NULL);
    if (more || rest.length < 2 || rest.bytes[0] != '<')
        return nx_str(NULL);
    while (end < rest.length && !nx_is_space(rest.bytes[end]) &&
           strchr("/>\"'<&", rest.bytes[end]) == NULL)
        end++;
    if (end == 1 || end == rest.length)
        return nx_str(NULL);
    *out_tag = from(rest, end);
    if (memchr(out_tag->bytes, '>', out_tag->length) != NULL)
        out_tag->length = (size_t)((const char *)memchr(out_tag->bytes, '>',
                                                        out_tag->length) -
                                   out_tag->bytes);
    return nx_str_slice(rest.bytes + 1, end - 1);
}
