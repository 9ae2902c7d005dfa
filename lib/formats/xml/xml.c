#include "formats/xml/xml.h"

#include "base/hash.h"
#include "base/limits.h"
#include "base/memory.h"
#include "base/str.h"
#include "formats/xml/entities.h"
#include "formats/xml/prolog.h"
#include "formats/xml/soup.h"

#include <expat.h>
#include <string.h>

/* Handed to Expat at once, unless a token is longer. */
#define SLICE_BYTES ((size_t)64 * 1024)

/* Of references in attributes, kept from tag to tag. */
#define KEPT_VALUES_BYTES ((size_t)64 * 1024)

typedef enum place {
    BEFORE, /* a document */
    INSIDE,
    SUSPENDED, /* inside, with a record given out */
    BEHIND     /* the root's end tag */
} place;

struct nx_xml {
    nx_input *input;
    XML_Parser parser;
    nx_xml_builder builder;
    nx_xml_entities entities;
    nx_buf values; /* of what is being resolved */
    nx_xml_given given[NX_XML_ATTRIBUTES];
    place place;
    bool ended;
    bool is_lenient;
    bool is_in_cdata;
    bool gives_up; /* before a tag that can't be meant to stand there */
    uint64_t reported_bytes; /* of the document, before what Expat refuses */
    nx_soup *soup;           /* reads on since Expat gave up; NULL: it didn't */
    size_t document_count;
    uint64_t document_line; /* of what Expat was given first */
    uint64_t document_offset;
    uint64_t taken_bytes; /* of this document, that the window is behind of */
    uint64_t fed_bytes;   /* that Expat was given, and perhaps hasn't read */
    uint64_t root_end;
    uint64_t line; /* of the record or the error */
    uint64_t offset;
    uint64_t record_line; /* of the record that began last */
    uint64_t record_offset;
    newsidx_status status; /* of the handlers */
    newsidx_error err;
};

uint64_t nx_xml_line(const nx_xml *xml)
{
    return xml->line;
}

uint64_t nx_xml_offset(const nx_xml *xml)
{
    return xml->offset;
}

size_t nx_xml_documents(const nx_xml *xml)
{
    return xml->document_count;
}

const nx_xml_node *nx_xml_top(const nx_xml *xml)
{
    return xml->builder.top;
}

/* Where Expat stands in the document. */
static uint64_t byte_of(const nx_xml *xml)
{
    const XML_Index index = XML_GetCurrentByteIndex(xml->parser);

    return index < 0 ? 0 : (uint64_t)index;
}

static void note_place(nx_xml *xml)
{
    xml->line = xml->document_line + XML_GetCurrentLineNumber(xml->parser) - 1;
    xml->offset = xml->document_offset + byte_of(xml);
}

/* What Expat reported is behind us, whatever it refuses next: it says where in
 * a tag or reference a fault is, not where that begins. */
static void note_reported(nx_xml *xml)
{
    const int length = XML_GetCurrentByteCount(xml->parser);

    xml->reported_bytes = byte_of(xml) + (uint64_t)(length > 0 ? length : 0);
}

/* What a handler met; an article that is too long is no end. */
static void check(nx_xml *xml, newsidx_status status)
{
    if (status >= 0)
        return;
    xml->status = status;
    XML_StopParser(xml->parser, status == NEWSIDX_ERR_LIMIT);
}

/* The next attribute's value in a tag that is well-formed; from `*at` on. */
static newsidx_text next_value(newsidx_text tag, size_t *at)
{
    size_t start = *at;
    size_t end;

    while (start < tag.length && tag.bytes[start] != '"' &&
           tag.bytes[start] != '\'')
        start++;
    if (start == tag.length)
        return nx_str("");
    end = start + 1;
    while (end < tag.length && tag.bytes[end] != tag.bytes[start])
        end++;
    *at = end + 1;
    return nx_str_slice(tag.bytes + start + 1, end - start - 1);
}

/*
 * Expat leaves references out of values that no document type declares, as
 * &eacute; so the values of a tag with an & in it are resolved once more, from
 * the bytes of the tag.
 */
static newsidx_status resolve_values(nx_xml *xml, newsidx_text tag,
                                     size_t count, newsidx_error *err)
{
    nx_buf *values = &xml->values;
    size_t at = 0;

    if (values->capacity > KEPT_VALUES_BYTES)
        nx_buf_finish(values);
    nx_buf_clear(values);
    for (size_t i = 0; i < count; i++) {
        const newsidx_text raw = next_value(tag, &at);
        const size_t before = values->length;
        const newsidx_status status =
            nx_xml_entities_decode(&xml->entities, raw, values, err);

        if (status < 0)
            return status;
        xml->given[i].value.length = values->length - before;
    }
    if (values->status < 0)
        return nx_fail_memory(err);
    at = 0;
    for (size_t i = 0; i < count; i++) {
        xml->given[i].value.bytes = nx_buf_text(values).bytes + at;
        at += xml->given[i].value.length;
    }
    return NEWSIDX_OK;
}

static newsidx_text tag_of(const nx_xml *xml)
{
    int offset = 0;
    int size = 0;
    const char *bytes = XML_GetInputContext(xml->parser, &offset, &size);
    const int length = XML_GetCurrentByteCount(xml->parser);

    if (bytes == NULL || length < 0 || offset > size || length > size - offset)
        return nx_str(NULL);
    return nx_str_slice(bytes + offset, (size_t)length);
}

/* A record right in a record of its name: the first one's end is missing. */
static bool is_misplaced(const nx_xml *xml, newsidx_text name)
{
    const nx_xml_builder *builder = &xml->builder;

    return xml->is_lenient && builder->record_depth > 0 &&
           builder->depth == builder->record_depth &&
           nx_str_equal(name, nx_xml_build_name(builder, builder->depth));
}

static void XMLCALL on_start(void *user, const XML_Char *name,
                             const XML_Char **attributes)
{
    nx_xml *xml = user;
    const bool was_record = xml->builder.record_depth > 0;
    const newsidx_text tag = tag_of(xml);
    newsidx_status status = NEWSIDX_OK;
    size_t count = 0;

    if (xml->status < 0 || xml->gives_up)
        return;
    if (is_misplaced(xml, nx_str(name))) {
        xml->gives_up = true;
        XML_StopParser(xml->parser, XML_FALSE);
        return;
    }
    for (; attributes[2 * count] != NULL && count < NX_XML_ATTRIBUTES; count++)
        xml->given[count] = (nx_xml_given){nx_str(attributes[2 * count]),
                                           nx_str(attributes[2 * count + 1])};
    if (tag.length > 0 && memchr(tag.bytes, '&', tag.length) != NULL)
        status = resolve_values(xml, tag, count, &xml->err);
    if (status >= 0)
        status = nx_xml_build_start(
            &xml->builder, nx_str(name), xml->given,
            attributes[2 * count] == NULL ? count : count + 1, &xml->err);
    if (!was_record && xml->builder.record_depth > 0) {
        note_place(xml);
        xml->record_line = xml->line;
        xml->record_offset = xml->offset;
    }
    note_reported(xml);
    check(xml, status);
}

static void XMLCALL on_end(void *user, const XML_Char *name)
{
    nx_xml *xml = user;

    (void)name;
    if (xml->status < 0 || xml->gives_up)
        return;
    note_reported(xml);
    check(xml, nx_xml_build_end(&xml->builder, &xml->err));
    if (xml->builder.depth == 0) {
        const int length = XML_GetCurrentByteCount(xml->parser);

        xml->root_end = byte_of(xml) + (uint64_t)(length > 0 ? length : 0);
        xml->place = BEHIND;
    }
    if (xml->status >= 0 &&
        (xml->builder.record != NULL || xml->place == BEHIND))
        XML_StopParser(xml->parser, XML_TRUE);
}

static void XMLCALL on_text(void *user, const XML_Char *bytes, int length)
{
    nx_xml *xml = user;

    note_reported(xml);
    if (xml->status >= 0)
        check(xml, nx_xml_build_text(&xml->builder,
                                     nx_str_slice(bytes, (size_t)length),
                                     &xml->err));
}

/* A reference to what Expat doesn't know. */
static void XMLCALL on_reference(void *user, const XML_Char *name,
                                 int is_parameter)
{
    nx_xml *xml = user;
    newsidx_status status;

    if (xml->status < 0 || is_parameter)
        return;
    note_reported(xml);
    nx_buf_clear(&xml->values);
    status = nx_xml_entities_resolve(&xml->entities, nx_str(name), &xml->values,
                                     &xml->err);
    if (status >= 0 && xml->values.status < 0)
        status = nx_fail_memory(&xml->err);
    if (status >= 0)
        status = nx_xml_build_text(&xml->builder, nx_buf_text(&xml->values),
                                   &xml->err);
    check(xml, status);
}

static void XMLCALL on_cdata(void *user)
{
    nx_xml *xml = user;

    note_reported(xml);
    xml->is_in_cdata = !xml->is_in_cdata;
}

static void XMLCALL on_comment(void *user, const XML_Char *text)
{
    (void)text;
    note_reported(user);
}

static void XMLCALL on_instruction(void *user, const XML_Char *target,
                                   const XML_Char *text)
{
    (void)target;
    (void)text;
    note_reported(user);
}

/*
 * Expat asks the kernel for a secret of its hash tables, which a sandbox may
 * not allow. Where memory lies is a secret too.
 */
static void prepare(nx_xml *xml)
{
    const void *const addresses[] = {xml, xml->parser, &xml};
    const uint64_t secret = nx_hash64(addresses, sizeof addresses, 0);

    XML_SetHashSalt(xml->parser, (unsigned long)secret | 1);
    XML_SetUserData(xml->parser, xml);
    XML_SetElementHandler(xml->parser, on_start, on_end);
    XML_SetCharacterDataHandler(xml->parser, on_text);
    XML_SetSkippedEntityHandler(xml->parser, on_reference);
    XML_SetCdataSectionHandler(xml->parser, on_cdata, on_cdata);
    XML_SetCommentHandler(xml->parser, on_comment);
    XML_SetProcessingInstructionHandler(xml->parser, on_instruction);
    xml->reported_bytes = 0;
    xml->is_in_cdata = false;
    xml->gives_up = false;
    /* As if there were one that nobody read: then no reference is an error. */
    XML_UseForeignDTD(xml->parser, XML_TRUE);
}

newsidx_status nx_xml_open(nx_input *input, uint64_t line,
                           nx_xml_is_record is_record, nx_xml **out_xml,
                           newsidx_error *err)
{
    static const XML_Memory_Handling_Suite memory = {nx_alloc, nx_realloc,
                                                     nx_free};
    nx_xml *xml = nx_new(nx_xml);

    *out_xml = NULL;
    if (xml == NULL)
        return nx_fail_memory(err);
    xml->input = input;
    xml->document_line = line;
    xml->line = line;
    nx_xml_build_init(&xml->builder, is_record);
    nx_xml_entities_init(&xml->entities);
    nx_buf_init(&xml->values, NX_LIMIT_ARTICLE_BYTES);
    xml->parser = XML_ParserCreate_MM("UTF-8", &memory, NULL);
    if (xml->parser == NULL) {
        nx_xml_close(xml);
        return nx_fail_memory(err);
    }
    prepare(xml);
    *out_xml = xml;
    return NEWSIDX_OK;
}

void nx_xml_be_lenient(nx_xml *xml)
{
    xml->is_lenient = true;
}

void nx_xml_close(nx_xml *xml)
{
    if (xml == NULL)
        return;
    if (xml->soup != NULL)
        nx_soup_finish(xml->soup);
    nx_free(xml->soup);
    if (xml->parser != NULL)
        XML_ParserFree(xml->parser);
    nx_xml_build_finish(&xml->builder);
    nx_xml_entities_finish(&xml->entities);
    nx_buf_finish(&xml->values);
    nx_free(xml);
}

/*
 * Go on without Expat, from what it could not take. Tags and texts before that
 * went to the builder, which keeps what is open.
 */
static newsidx_status take_over(nx_xml *xml, newsidx_error *err)
{
    const uint64_t start = xml->reported_bytes > xml->taken_bytes
                               ? xml->reported_bytes
                               : xml->taken_bytes;
    const char *bytes = xml->input->at + (start - xml->taken_bytes);

    for (uint64_t i = start; i < byte_of(xml); i++)
        xml->line -= bytes[i - start] == '\n' ? 1 : 0;
    xml->offset = xml->document_offset + start;
    nx_input_take(xml->input, (size_t)(start - xml->taken_bytes));
    xml->soup = nx_new(nx_soup);
    if (xml->soup == NULL)
        return nx_fail_memory(err);
    nx_soup_init(xml->soup, xml->input, xml->offset, xml->line, &xml->builder,
                 &xml->entities);
    xml->soup->start_line = xml->record_line;
    xml->soup->start_offset = xml->record_offset;
    if (xml->is_in_cdata)
        xml->soup->state = NX_SOUP_CDATA;
    return NEWSIDX_OK;
}

/* The last error of Expat, or of the handler that stopped it. */
static newsidx_status fail(nx_xml *xml, newsidx_error *err)
{
    const enum XML_Error code = XML_GetErrorCode(xml->parser);

    xml->ended = true;
    if (xml->status < 0) {
        note_place(xml);
        if (err != NULL) {
            *err = xml->err;
            err->offset = (size_t)xml->offset;
        }
        return xml->status;
    }
    if (code == XML_ERROR_NO_MEMORY)
        return nx_fail_memory(err);
    note_place(xml);
    if (xml->is_lenient) {
        const newsidx_status status = take_over(xml, err);

        xml->ended = status < 0;
        return status;
    }
    return nx_fail_at(err, NEWSIDX_ERR_INPUT, (size_t)xml->offset,
                      "bad XML: %s", XML_ErrorString(code));
}

/* Find the next document's first element. */
static newsidx_status begin(nx_xml *xml, newsidx_error *err)
{
    const bool is_first = xml->fed_bytes == 0;
    newsidx_status status;

    nx_xml_entities_reset(&xml->entities);
    status = nx_xml_prolog_skip(xml->input, &xml->entities, &xml->document_line,
                                err);
    xml->line = xml->document_line;
    xml->offset = xml->input->offset;
    if (status == NEWSIDX_DONE && is_first)
        return nx_fail_at(err, NEWSIDX_ERR_INPUT, (size_t)xml->offset,
                          "bad XML: no element in it");
    if (status != NEWSIDX_OK)
        return status;
    if (!is_first) {
        if (*xml->input->at != '<')
            return nx_fail_at(err, NEWSIDX_ERR_INPUT, (size_t)xml->offset,
                              "bad XML: text behind the document");
        /* Reset could lose the charset without a word. */
        if (!XML_ParserReset(xml->parser, NULL) ||
            XML_SetEncoding(xml->parser, "UTF-8") != XML_STATUS_OK)
            return nx_fail_memory(err);
        prepare(xml);
        nx_xml_build_reset(&xml->builder);
    }
    xml->document_offset = xml->input->offset;
    xml->fed_bytes = 0;
    xml->taken_bytes = 0;
    xml->place = INSIDE;
    xml->document_count++;
    return NEWSIDX_OK;
}

/* Go to what follows the root's end tag. */
static void end(nx_xml *xml)
{
    const uint64_t tag = byte_of(xml);

    xml->document_line += XML_GetCurrentLineNumber(xml->parser) - 1;
    /* The end tag may have a line break in it: </nitf\n>. */
    for (uint64_t i = tag; i < xml->root_end; i++)
        xml->document_line +=
            xml->input->at[i - xml->taken_bytes] == '\n' ? 1 : 0;
    nx_input_take(xml->input, (size_t)(xml->root_end - xml->taken_bytes));
    xml->place = BEFORE;
}

/*
 * Hand Expat what it hasn't seen. It reads a token that isn't complete again
 * from its beginning, or waits until there is more, so each time there must be
 * as much as there was before; then all takes twice the token's length. The
 * window keeps what isn't read: the document may end there.
 */
static enum XML_Status feed(nx_xml *xml, newsidx_status *out_status,
                            newsidx_error *err)
{
    const size_t unread = (size_t)(xml->fed_bytes - byte_of(xml));
    size_t length;

    nx_input_take(xml->input, (size_t)(byte_of(xml) - xml->taken_bytes));
    xml->taken_bytes = byte_of(xml);
    if (unread > NX_XML_TOKEN_BYTES) {
        xml->status = nx_fail(&xml->err, NEWSIDX_ERR_INPUT,
                              "bad XML: a tag of more than %zu bytes",
                              NX_XML_TOKEN_BYTES);
        return XML_STATUS_ERROR;
    }
    *out_status = nx_input_peek(xml->input, unread > 0 ? 2 * unread : 1, err);
    if (*out_status < 0)
        return XML_STATUS_ERROR;
    length = (size_t)(xml->input->end - xml->input->at) - unread;
    if (length > SLICE_BYTES && length > unread)
        length = unread > SLICE_BYTES ? unread : SLICE_BYTES;
    xml->fed_bytes += length;
    return XML_Parse(xml->parser, xml->input->at + unread, (int)length,
                     length == 0);
}

/* Go on to the end of a record or of the input. */
static newsidx_status go_on_leniently(nx_xml *xml, newsidx_error *err)
{
    const newsidx_status status = nx_soup_next(xml->soup, err);

    xml->line = xml->soup->start_line;
    xml->offset = xml->soup->start_offset;
    xml->ended = status < 0 && status != NEWSIDX_ERR_LIMIT;
    if (status < 0 && err != NULL)
        err->offset = (size_t)xml->offset;
    return status;
}

/* Go on to the end of a record, of the document or of a slice. */
static newsidx_status go_on(nx_xml *xml, newsidx_error *err)
{
    newsidx_status status = NEWSIDX_OK;
    enum XML_Status result;

    if (xml->place == SUSPENDED) {
        xml->place = INSIDE;
        result = XML_ResumeParser(xml->parser);
    } else {
        result = feed(xml, &status, err);
    }
    if (status < 0) {
        xml->ended = true;
        return status;
    }
    if (result == XML_STATUS_ERROR)
        return fail(xml, err);
    if (result == XML_STATUS_SUSPENDED && xml->place == INSIDE)
        xml->place = SUSPENDED;
    if (xml->status != NEWSIDX_ERR_LIMIT)
        return NEWSIDX_OK;
    if (err != NULL) {
        *err = xml->err;
        err->offset = (size_t)xml->offset;
    }
    xml->status = NEWSIDX_OK;
    return NEWSIDX_ERR_LIMIT;
}

newsidx_status nx_xml_next(nx_xml *xml, const nx_xml_node **out_record,
                           newsidx_error *err)
{
    newsidx_status status = NEWSIDX_OK;

    *out_record = NULL;
    if (xml->builder.record != NULL)
        nx_xml_build_forget(&xml->builder);
    while (status == NEWSIDX_OK && xml->builder.record == NULL) {
        if (xml->ended)
            return NEWSIDX_DONE;
        if (xml->soup != NULL) {
            status = go_on_leniently(xml, err);
            continue;
        }
        if (xml->place == BEHIND)
            end(xml);
        if (xml->place == BEFORE) {
            status = begin(xml, err);
            xml->ended = status != NEWSIDX_OK;
        } else {
            status = go_on(xml, err);
        }
    }
    *out_record = xml->builder.record;
    return status;
}
