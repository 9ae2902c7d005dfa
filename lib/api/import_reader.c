#include "api/import_reader.h"

#include "base/str.h"
#include "ingest/clean.h"
#include "text/analyzers.h"

#ifdef NX_HAVE_FORMATS
#include "formats/charset/language.h"
#endif

#include <string.h>

/* How far the thread is. */
typedef struct state {
    const nx_source *source;
    nx_supply *supply;
    nx_queue *queue;
    nx_analyzers analyzers;
#ifdef NX_HAVE_FORMATS
    nx_languages *languages;
#endif
    const char *file;
    bool is_stopped;
} state;

static void send(state *in, nx_parcel *parcel, nx_parcel_kind kind,
                 uint64_t input_bytes)
{
    const newsidx_article *article = &parcel->item.article;

    parcel->kind = kind;
    parcel->file = in->file;
    parcel->input_bytes = input_bytes;
    parcel->length_bytes = kind == NX_PARCEL_ARTICLE
                               ? article->headline.length + article->body.length
                               : 0;
    nx_queue_send(in->queue);
}

/* A parcel for something other than an article; NULL: nothing more is wanted.
 */
static nx_parcel *reserve_bare(state *in)
{
    nx_parcel *parcel = nx_queue_reserve(in->queue);

    if (parcel == NULL)
        in->is_stopped = true;
    else
        nx_item_reset(&parcel->item);
    return parcel;
}

/* What is wrong with the whole file, or the end of it all. */
static void send_error(state *in, nx_parcel_kind kind,
                       const newsidx_error *error)
{
    nx_parcel *parcel = reserve_bare(in);

    if (parcel == NULL)
        return;
    parcel->error = *error;
    send(in, parcel, kind, 0);
}

static void send_file_end(state *in, bool was_opened, uint64_t input_bytes)
{
    nx_parcel *parcel = reserve_bare(in);

    if (parcel == NULL)
        return;
    parcel->was_opened = was_opened;
    send(in, parcel, NX_PARCEL_FILE_END, input_bytes);
}

/* May the rest go on after this? Then it is a problem, not a failure. */
static bool is_problem(newsidx_status status)
{
    return status == NEWSIDX_ERR_INPUT || status == NEWSIDX_ERR_LIMIT ||
           status == NEWSIDX_ERR_LANGUAGE || status == NEWSIDX_ERR_IO;
}

static newsidx_status guess_language(state *in, nx_parcel *parcel)
{
#ifdef NX_HAVE_FORMATS
    return nx_languages_fill_in(in->languages, &parcel->item, &parcel->error);
#else
    (void)in;
    (void)parcel;
    return NEWSIDX_OK;
#endif
}

/*
 * Analyze the article, or leave it to the writer: reading and writing take
 * about the same time, and who is ahead does the work between them. A language
 * that can't be is told here in any case.
 */
static newsidx_status analyze(state *in, nx_parcel *parcel)
{
    const newsidx_article *article = &parcel->item.article;
    const newsidx_text language =
        article->language.length > 0 ? article->language : in->source->language;
    nx_analyzer *analyzer;
    newsidx_status status;

    status =
        nx_analyzers_get(&in->analyzers, language, &analyzer, &parcel->error);
    if (status < 0)
        return status;
    parcel->content_hash = nx_content_hash(article);
    parcel->is_analyzed =
        !in->source->is_dry_run && !nx_queue_is_short(in->queue);
    if (!parcel->is_analyzed)
        return NEWSIDX_OK;
    return nx_words_analyze(&parcel->words, analyzer, article, &parcel->error);
}

/* All articles of one source. A negative status ends the import. */
static newsidx_status read_all(state *in, newsidx_error *failure)
{
    for (;;) {
        nx_parcel *parcel = nx_queue_reserve(in->queue);
        newsidx_status status;

        if (parcel == NULL) {
            in->is_stopped = true;
            return NEWSIDX_OK;
        }
        status = nx_supply_next(in->supply, &parcel->item, &parcel->error);
        if (status == NEWSIDX_DONE)
            return NEWSIDX_OK;
        if (status >= 0)
            status = guess_language(in, parcel);
        if (status >= 0)
            status = analyze(in, parcel);
        if (status < 0 && !is_problem(status)) {
            *failure = parcel->error;
            return status;
        }
        send(in, parcel, status < 0 ? NX_PARCEL_PROBLEM : NX_PARCEL_ARTICLE,
             nx_supply_bytes(in->supply));
        /* A file that can't be read any more has no next article. */
        if (status == NEWSIDX_ERR_IO)
            return NEWSIDX_OK;
    }
}

/* What opening a source came to: read it all, or tell what is wrong with it. */
static newsidx_status read_opened(state *in, newsidx_status opened,
                                  newsidx_error *failure)
{
    newsidx_status status = opened;

    if (status < 0 && is_problem(status)) {
        send_error(in, NX_PARCEL_PROBLEM, failure);
        send_file_end(in, false, 0);
        return NEWSIDX_OK;
    }
    if (status < 0)
        return status;
    status = read_all(in, failure);
    /* What ends the import stands in the file's place, before the next one. */
    if (status >= 0)
        send_file_end(in, true, nx_supply_bytes(in->supply));
    nx_supply_close(in->supply);
    return status;
}

static newsidx_status read_file(state *in, const nx_walk_file *file,
                                newsidx_error *failure)
{
    const nx_reader_options options = {in->source->format, in->source->agency,
                                       nx_str(file->absolute), NULL};
    newsidx_status status;

    in->file = file->path;
    if (file->problem != NULL)
        status = nx_fail(failure, NEWSIDX_ERR_IO, "%s", file->problem);
    else
        status = nx_supply_open_file(in->supply, file->path, &options, failure);
    return read_opened(in, status, failure);
}

static newsidx_status read_stream(state *in, newsidx_error *failure)
{
    const nx_source *source = in->source;
    const nx_reader_options options = {
        source->format, source->agency, {NULL, 0}, NULL};

    in->file = source->name;
    return read_opened(in,
                       nx_supply_open(in->supply, source->read, source->user,
                                      &options, failure),
                       failure);
}

void *nx_import_reader_run(void *reader)
{
    const nx_import_reader *given = reader;
    newsidx_error failure = {NEWSIDX_OK, 0, NEWSIDX_NO_OFFSET, ""};
    newsidx_status status = NEWSIDX_OK;
    state in;

    memset(&in, 0, sizeof in);
    in.source = given->source;
    in.supply = given->supply;
    in.queue = given->queue;
    nx_analyzers_init(&in.analyzers);
#ifdef NX_HAVE_FORMATS
    status = nx_languages_new(in.source->language, &in.languages, &failure);
#endif
    if (status >= 0 && in.source->name != NULL)
        status = read_stream(&in, &failure);
    for (size_t i = given->first_file;
         i < in.source->file_count && status >= 0 && !in.is_stopped;
         i += given->stride)
        status = read_file(&in, &in.source->files[i], &failure);
    failure.status = status;
    if (!in.is_stopped)
        send_error(&in, NX_PARCEL_END, &failure);
    nx_analyzers_finish(&in.analyzers);
#ifdef NX_HAVE_FORMATS
    nx_languages_free(in.languages);
#endif
    return NULL;
}
