#include "ingest/plain_text.h"

#include "base/limits.h"
#include "base/str.h"
#include "ingest/boilerplate.h"
#include "ingest/byline.h"
#include "ingest/caption.h"
#include "ingest/clean.h"
#include "ingest/dateline.h"
#include "ingest/headline.h"

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
    article->headline =
        nx_lines_collect(&lines, NX_LINE_HEADLINE, &item->arena);
    if (article->headline.bytes == NULL)
        return nx_fail_memory(err);
    article->headline = nx_clean_line(&item->arena, article->headline);
    article->body = nx_lines_collect(&lines, NX_LINE_BODY, &item->arena);
    article->dropped = nx_lines_collect(&lines, NX_LINE_DROPPED, &item->arena);
    if (article->headline.bytes == NULL || article->body.bytes == NULL ||
        article->dropped.bytes == NULL)
        return nx_fail_memory(err);
    if (article->headline.length == 0 && article->body.length == 0)
        return nx_fail(err, NEWSIDX_ERR_INPUT, "no text but boilerplate");
    return nx_dateline_take(item, err);
}
