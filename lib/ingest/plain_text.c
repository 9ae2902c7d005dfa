#include "ingest/plain_text.h"

#include "base/limits.h"
#include "base/str.h"
#include "ingest/boilerplate.h"
#include "ingest/byline.h"
#include "ingest/caption.h"
#include "ingest/clean.h"
#include "ingest/dateline.h"
#include "ingest/headline.h"

#include <string.h>

/*
 * text -> clean lines -> each line gets a role -> roles become fields
 *
 *     Share                     boilerplate   -> dropped
 *     Talks end without a deal  headline      -> headline
 *     Matthew Lee               byline        -> byline
 *     Associated Press          byline        -> source
 *     GENEVA (AP) - The ...     body          -> dateline, source, body
 *     Related: ...              boilerplate   -> dropped
 *     Kerry meets Lavrov        stray         -> dropped
 *
 * No step deletes anything: a line is in a field, or recorded as dropped.
 */

/*
 * Where a paragraph ends in a broken-off word, the two halves are joined
 * without a blank: "cease-" and "fire".
 */
static char joint_after(newsidx_text line)
{
    return line.length > 1 && line.bytes[line.length - 1] == '-' &&
                   nx_is_alpha(line.bytes[line.length - 2])
               ? '\0'
               : ' ';
}

/*
 * All lines of a role, one after another. Wrapped lines are joined to
 * paragraphs, and blank lines between paragraphs stay.
 */
static newsidx_text collect(const nx_lines *lines, nx_line_role role,
                            nx_arena *arena)
{
    size_t length = 1;
    size_t used = 0;
    char *bytes;
    bool blank_waits = false;

    for (size_t i = 0; i < lines->count; i++) {
        if (lines->lines[i].role == role)
            length += (size_t)lines->lines[i].length + 2;
    }
    bytes = nx_arena_alloc(arena, length);
    if (bytes == NULL)
        return nx_str(NULL);
    for (size_t i = 0; i < lines->count; i++) {
        const nx_line *line = &lines->lines[i];
        const newsidx_text before = nx_str_slice(bytes, used);

        blank_waits = blank_waits || line->after_blank;
        if (line->role != role)
            continue;
        if (used > 0 && line->continues) {
            if (joint_after(before) != '\0')
                bytes[used++] = ' ';
        } else if (used > 0) {
            bytes[used++] = '\n';
            if (blank_waits && role == NX_LINE_BODY)
                bytes[used++] = '\n';
        }
        memcpy(bytes + used, lines->bytes + line->start, line->length);
        used += line->length;
        blank_waits = false;
    }
    return nx_str_slice(bytes, used);
}

/* Give every line its role; byline, source and date are read on the way. */
static newsidx_status find_roles(nx_lines *lines, nx_item *item,
                                 newsidx_error *err)
{
    newsidx_status status;
    size_t behind;

    nx_boilerplate_drop(lines);
    behind = nx_headline_mark(lines);
    status = nx_captions_drop(lines, &item->arena, err);
    if (status < 0)
        return status;
    /* The captions may have hidden the headline. */
    if (behind == 0)
        behind = nx_headline_mark(lines);
    status = nx_byline_take(lines, behind, &item->arena, &item->article, err);
    if (status < 0)
        return status;
    nx_stray_headline_drop(lines);
    return NEWSIDX_OK;
}

/* Move the dateline from the body to its field. */
static newsidx_status take_dateline(nx_item *item, newsidx_error *err)
{
    newsidx_article *article = &item->article;
    const nx_dateline found = nx_dateline_read(article->body);

    if (found.length == 0)
        return NEWSIDX_OK;
    article->dateline = nx_clean_line(&item->arena, found.text);
    if (article->dateline.bytes == NULL)
        return nx_fail_memory(err);
    if (found.agency.bytes != NULL && article->source.bytes == NULL) {
        article->source = nx_clean_line(&item->arena, found.agency);
        if (article->source.bytes == NULL)
            return nx_fail_memory(err);
    }
    article->body.bytes += found.length;
    article->body.length -= found.length;
    return NEWSIDX_OK;
}

newsidx_status nx_plain_text_read(newsidx_text text, nx_item *item,
                                  newsidx_error *err)
{
    newsidx_article *article = &item->article;
    const newsidx_text clean = nx_clean_text(&item->arena, text);
    nx_lines lines;
    newsidx_status status;

    if (clean.bytes == NULL)
        return nx_fail_memory(err);
    status = nx_lines_split(clean, &item->arena, &lines, err);
    if (status < 0)
        return status;
    status = find_roles(&lines, item, err);
    if (status < 0)
        return status;
    article->headline = collect(&lines, NX_LINE_HEADLINE, &item->arena);
    if (article->headline.bytes == NULL)
        return nx_fail_memory(err);
    article->headline = nx_clean_line(&item->arena, article->headline);
    article->body = collect(&lines, NX_LINE_BODY, &item->arena);
    article->dropped = collect(&lines, NX_LINE_DROPPED, &item->arena);
    if (article->headline.bytes == NULL || article->body.bytes == NULL ||
        article->dropped.bytes == NULL)
        return nx_fail_memory(err);
    if (article->headline.length == 0 && article->body.length == 0)
        return nx_fail(err, NEWSIDX_ERR_INPUT, "no text but boilerplate");
    return take_dateline(item, err);
}
