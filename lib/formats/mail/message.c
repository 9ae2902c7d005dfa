#include "formats/mail/message.h"

#include "base/buf.h"
#include "base/calendar.h"
#include "base/limits.h"
#include "base/memory.h"
#include "base/str.h"
#include "formats/json/article.h"
#include "formats/mail/address.h"
#include "formats/mail/body.h"
#include "formats/mail/structure.h"
#include "formats/mail/words.h"
#include "ingest/agency.h"
#include "ingest/clean.h"
#include "ingest/dateline.h"
#include "ingest/extra.h"
#include "ingest/language_tag.h"

#include <string.h>

typedef enum use {
    EXTRA,
    TRANSPORT, /* how the mail came here, of which nothing is kept */
    HEADLINE,
    KEY,
    SOURCE,
    KEYWORDS,
    LANGUAGE,
    URL,
    BYLINE,
    PUBLISHED
} use;

/* A name that ends in - stands for all that begin so. */
static const struct {
    const char *name;
    use use;
} uses[] = {{"subject", HEADLINE},
            {"message-id", KEY},
            {"organization", SOURCE},
            {"organisation", SOURCE},
            {"keywords", KEYWORDS},
            {"content-language", LANGUAGE},
            {"archived-at", URL},
            {"from", BYLINE},
            {"date", PUBLISHED},
            {"received", TRANSPORT},
            {"received-", TRANSPORT},
            {"return-path", TRANSPORT},
            {"delivered-to", TRANSPORT},
            {"envelope-", TRANSPORT},
            {"authentication-", TRANSPORT},
            {"dkim-", TRANSPORT},
            {"domainkey-", TRANSPORT},
            {"arc-", TRANSPORT},
            {"mime-version", TRANSPORT},
            {"content-", TRANSPORT},
            {"status", TRANSPORT},
            {"lines", TRANSPORT},
            {"path", TRANSPORT},
            {"xref", TRANSPORT},
            {"x-", TRANSPORT}};

static use use_of(newsidx_text name)
{
    for (size_t i = 0; i < sizeof uses / sizeof uses[0]; i++) {
        const newsidx_text known = nx_str(uses[i].name);
        newsidx_text start = name;

        if (known.bytes[known.length - 1] == '-' && start.length > known.length)
            start.length = known.length;
        if (nx_str_equal_ascii(start, known))
            return uses[i].use;
    }
    return EXTRA;
}

/* "<1@a.example>" without the angles. */
static newsidx_text without_angles(newsidx_text text)
{
    const char *open =
        text.length > 0 ? memchr(text.bytes, '<', text.length) : NULL;
    const char *close;

    if (open == NULL)
        return text;
    open++;
    close = memchr(open, '>', text.length - (size_t)(open - text.bytes));
    return close == NULL ? text : nx_str_slice(open, (size_t)(close - open));
}

/* Keep a field under its name, in lower case. */
static newsidx_status keep(nx_item *item, const nx_mail_field *field,
                           newsidx_text value, newsidx_error *err)
{
    const newsidx_text name = nx_mail_token(field->name, &item->arena);

    if (name.bytes == NULL)
        return nx_fail_memory(err);
    return nx_extra_add(item, name.bytes, value, err);
}

/* What can't be read is a line of `dropped`. */
static void drop(nx_buf *dropped, const char *name, newsidx_text value)
{
    nx_buf_add_string(dropped, "\n");
    nx_buf_add_string(dropped, name);
    nx_buf_add_string(dropped, ": ");
    nx_buf_add_text(dropped, value);
}

/* Who it is from: a person, or an agency. All is kept, with the address. */
static newsidx_status take_from(nx_item *item, const nx_mail_field *field,
                                newsidx_text value, newsidx_error *err)
{
    newsidx_article *article = &item->article;
    newsidx_text names;
    newsidx_text agency;
    newsidx_status status = keep(item, field, value, err);

    if (status >= 0)
        status = nx_mail_names(field->value, &item->arena, &names, err);
    if (status < 0)
        return status;
    if (nx_agency_find(names, &agency)) {
        if (article->source.length == 0)
            article->source = nx_clean_line(&item->arena, agency);
    } else if (article->byline.length == 0) {
        article->byline = names;
    }
    return nx_agency_find(names, &agency) && article->source.bytes == NULL
               ? nx_fail_memory(err)
               : NEWSIDX_OK;
}

/* Give a value to its field, or keep it if that has one. */
static newsidx_status take_text(nx_item *item, const nx_mail_field *field,
                                newsidx_text *target, newsidx_text value,
                                newsidx_error *err)
{
    if (target->length > 0)
        return keep(item, field, value, err);
    *target = nx_clean_line(&item->arena, value);
    return target->bytes != NULL ? NEWSIDX_OK : nx_fail_memory(err);
}

static newsidx_status take_field(nx_item *item, const nx_mail_field *field,
                                 nx_buf *dropped, newsidx_error *err)
{
    newsidx_article *article = &item->article;
    const use how = use_of(field->name);
    newsidx_text value;
    newsidx_status status;

    if (how == TRANSPORT)
        return NEWSIDX_OK;
    status = nx_mail_words(field->value, &item->arena, &value, err);
    if (status < 0 || value.length == 0)
        return status;
    switch (how) {
    case HEADLINE:
        return take_text(item, field, &article->headline, value, err);
    case KEY:
        return take_text(item, field, &article->key, without_angles(value),
                         err);
    case SOURCE:
        return take_text(item, field, &article->source, value, err);
    case KEYWORDS:
        return take_text(item, field, &article->keywords, value, err);
    case URL:
        return take_text(item, field, &article->url, without_angles(value),
                         err);
    case BYLINE:
        return take_from(item, field, value, err);
    case LANGUAGE:
        if (nx_language_tag_is(value) && article->language.length == 0)
            return nx_language_tag_write(value, &item->arena,
                                         &article->language, err);
        drop(dropped, "language", value);
        return NEWSIDX_OK;
    case PUBLISHED:
        if (article->published_at != NEWSIDX_NO_TIME)
            return keep(item, field, value, err);
        if (!nx_calendar_read(value, &article->published_at))
            drop(dropped, "date", value);
        return NEWSIDX_OK;
    default:
        return keep(item, field, value, err);
    }
}

/*
 * A form that was filled in comes as a mail with one object as its text. Its
 * members are fields, and those of the mail complete them. Lines were broken
 * by the mail, since JSON has none in its strings.
 */
static newsidx_status take_object(nx_item *item, newsidx_error *err)
{
    newsidx_article *article = &item->article;
    const newsidx_text text = article->body;
    const newsidx_text dropped = article->dropped;
    newsidx_status status;
    char *line;

    if (text.length < 2 || text.bytes[0] != '{' ||
        text.bytes[text.length - 1] != '}')
        return NEWSIDX_OK;
    line = nx_alloc(text.length + 1);
    if (line == NULL)
        return nx_fail_memory(err);
    for (size_t i = 0; i < text.length; i++)
        line[i] = (char)(text.bytes[i] == '\n' ? ' ' : text.bytes[i]);
    line[text.length] = '\0';
    article->body = nx_str(NULL);
    article->dropped = nx_str(NULL);
    status =
        nx_json_article_read(nx_str_slice(line, text.length), 0, item, err);
    nx_free(line);
    if (status < 0 && status != NEWSIDX_ERR_INPUT)
        return status;
    if (status < 0 ||
        (article->headline.length == 0 && article->body.length == 0))
        article->body = text; /* no article after all */
    if (article->dropped.length == 0)
        article->dropped = dropped;
    return NEWSIDX_OK;
}

/* What an agency sends by mail may begin as its wire does. Names before a
 * dash are no dateline in a letter, so an agency must be in it. */
static newsidx_status take_dateline(nx_item *item, newsidx_error *err)
{
    const nx_dateline found = nx_dateline_read(item->article.body);
    newsidx_text agency;

    if (found.length == 0 || !nx_agency_find(found.agency, &agency))
        return NEWSIDX_OK;
    return nx_dateline_take(item, err);
}

static newsidx_status take_header(nx_item *item, const nx_mail_header *header,
                                  newsidx_error *err)
{
    newsidx_article *article = &item->article;
    newsidx_status status = NEWSIDX_OK;
    nx_buf dropped;

    nx_buf_init(&dropped, NX_LIMIT_ARTICLE_BYTES * 2);
    nx_buf_add_text(&dropped, article->dropped);
    for (size_t i = 0; i < header->count && status >= 0; i++)
        status = take_field(item, &header->fields[i], &dropped, err);
    if (status >= 0 && dropped.status < 0)
        status = nx_fail_memory(err);
    if (status >= 0 && dropped.length > article->dropped.length) {
        article->dropped = nx_clean_text(&item->arena, nx_buf_text(&dropped));
        if (article->dropped.bytes == NULL)
            status = nx_fail_memory(err);
    }
    nx_buf_finish(&dropped);
    return status;
}

newsidx_status nx_mail_message_read(newsidx_text mail, nx_item *item,
                                    newsidx_error *err)
{
    nx_mail_part *root = NULL;
    newsidx_status status =
        nx_mail_parse(nx_mail_start(mail), &item->arena, &root, err);

    if (status < 0)
        return status;
    if (root->header.count == 0)
        return nx_fail(err, NEWSIDX_ERR_INPUT, "no header of a mail");
    status = nx_mail_body_read(root, item, err);
    if (status >= 0)
        status = take_object(item, err);
    if (status >= 0)
        status = take_header(item, &root->header, err);
    return status < 0 ? status : take_dateline(item, err);
}
