/* POSIX's threads, as in import_queue.c. */
#define _POSIX_C_SOURCE 200809L

#include "api/handle.h"
#include "api/import_crew.h"
#include "api/quarantine.h"
#include "base/clock.h"
#include "base/memory.h"
#include "base/options.h"
#include "base/str.h"
#include "formats/format.h"

#include <string.h>
#include <unistd.h>

#define DEFAULT_BATCH_ARTICLES 4096
/* A batch ends earlier when it has this much text. */
#define BATCH_BYTES ((size_t)64 * 1024 * 1024)
/* A batch doesn't stay open while nothing comes: others may want to write. */
#define IDLE_MS 1000
#define PROGRESS_MS 50

/* Another reader, with its process, is worth starting for so much input. */
#define READER_BYTES ((uint64_t)8 * 1024 * 1024)

/* The writing half of an import. */
typedef struct importer {
    nx_store *store;
    const newsidx_import_options *options;
    const nx_source *source;
    nx_crew crew;
    newsidx_import_counts committed;
    newsidx_import_counts counts; /* with the batch that is open */
    uint64_t bytes_before;        /* of the files before this one */
    uint64_t batch_articles;
    uint64_t batch_bytes;
    int64_t progress_ms; /* when progress was told last */
    bool is_cancelled;
    newsidx_error *err;
} importer;

static newsidx_status commit(importer *in)
{
    newsidx_status status = NEWSIDX_OK;

    if (in->store != NULL && nx_store_is_writing(in->store))
        status = nx_store_commit(in->store, in->err);
    if (status >= 0)
        in->committed = in->counts;
    in->batch_articles = 0;
    in->batch_bytes = 0;
    return status;
}

/* Make the words that the reader left to us, unless they are stored. */
static newsidx_status analyze(importer *in, nx_parcel *parcel)
{
    const newsidx_article *article = &parcel->item.article;
    nx_analyzer *analyzer;
    nx_put_result result;
    newsidx_status status = nx_store_try_put(
        in->store, article, parcel->content_hash, &result, in->err);

    if (status < 0 || status == NEWSIDX_UNCHANGED)
        return status;
    status =
        nx_store_analyzer(in->store, article->language, &analyzer, in->err);
    if (status < 0)
        return status;
    return nx_words_analyze(&parcel->words, analyzer, article, in->err);
}

/* Write the article, in a batch. */
static newsidx_status put(importer *in, nx_parcel *parcel,
                          nx_put_result *result)
{
    newsidx_status status = NEWSIDX_OK;

    if (!nx_store_is_writing(in->store))
        status = nx_store_begin(in->store, NX_BULK, in->err);
    if (status >= 0 && !parcel->is_analyzed)
        status = analyze(in, parcel);
    if (status < 0)
        return status;
    return nx_store_put(in->store, &parcel->item.article, parcel->content_hash,
                        &parcel->words, result, in->err);
}

/* What put() would come to. Copies within the input are not seen. */
static newsidx_status try_put(importer *in, const nx_parcel *parcel,
                              nx_put_result *result)
{
    result->version = 1;
    if (in->store == NULL)
        return NEWSIDX_OK;
    return nx_store_try_put(in->store, &parcel->item.article,
                            parcel->content_hash, result, in->err);
}

/* The caller wants to see each article. */
static void tell_imported(importer *in, const nx_parcel *parcel,
                          newsidx_status status, const nx_put_result *result)
{
    const nx_item *item = &parcel->item;
    const newsidx_imported imported = {
        &item->article,
        nx_str(parcel->file),
        item->member,
        item->line,
        item->format,
        status,
        status == NEWSIDX_UNCHANGED ? 0 : result->version,
        item->replaced};

    if (in->options->on_imported != NULL &&
        in->options->on_imported(&imported, in->options->imported_user) != 0)
        in->is_cancelled = true;
}

static newsidx_status take_article(importer *in, nx_parcel *parcel)
{
    nx_put_result result = {0, 0};
    const newsidx_status status = in->options->dry_run != 0
                                      ? try_put(in, parcel, &result)
                                      : put(in, parcel, &result);

    if (status < 0)
        return status;
    if (status == NEWSIDX_UNCHANGED)
        in->counts.unchanged++;
    else if (status == NEWSIDX_OUTDATED)
        in->counts.outdated++;
    else if (result.version > 1)
        in->counts.replaced++;
    else
        in->counts.added++;
    tell_imported(in, parcel, status, &result);
    in->batch_articles++;
    in->batch_bytes += parcel->length_bytes;
    if (in->batch_articles < in->options->batch_articles &&
        in->batch_bytes < BATCH_BYTES)
        return NEWSIDX_OK;
    return commit(in);
}

static newsidx_status take_problem(importer *in, const nx_parcel *parcel)
{
    const nx_item *item = &parcel->item;
    const newsidx_problem problem = {
        nx_str(parcel->file),          item->line,   parcel->error.offset,
        nx_str(parcel->error.message), item->member, item->format,
        parcel->error.status};
    /* Lines stand by themselves, if they are where they seem to be. */
    const bool is_line = item->format == NEWSIDX_FORMAT_JSON_LINES &&
                         item->line > 0 && item->member.length == 0 &&
                         parcel->error.offset != NEWSIDX_NO_OFFSET;

    in->counts.skipped++;
    if (in->options->on_problem != NULL &&
        in->options->on_problem(&problem, in->options->problem_user) != 0)
        in->is_cancelled = true;
    if (in->source->quarantine == NULL)
        return NEWSIDX_OK;
    return nx_quarantine_add(
        in->source->quarantine, &problem,
        in->source->name == NULL ? parcel->file : NULL,
        is_line ? (size_t)item->start_bytes : NEWSIDX_NO_OFFSET, in->err);
}

static void tell_progress(importer *in, bool is_last)
{
    const int64_t now_ms = nx_clock_ms();

    if (in->options->on_progress == NULL ||
        (!is_last && now_ms - in->progress_ms < PROGRESS_MS))
        return;
    in->progress_ms = now_ms;
    if (in->options->on_progress(&in->counts, in->options->progress_user) != 0)
        in->is_cancelled = true;
}

/* Take one parcel; NEWSIDX_DONE after the last. */
static newsidx_status take(importer *in, nx_parcel *parcel)
{
    newsidx_status status = NEWSIDX_OK;

    in->counts.bytes = in->bytes_before + parcel->input_bytes;
    switch (parcel->kind) {
    case NX_PARCEL_ARTICLE:
        status = take_article(in, parcel);
        break;
    case NX_PARCEL_PROBLEM:
        status = take_problem(in, parcel);
        break;
    case NX_PARCEL_FILE_END:
        in->counts.files += parcel->was_opened;
        in->bytes_before = in->counts.bytes;
        break;
    case NX_PARCEL_END:
        status = parcel->error.status;
        if (status < 0 && in->err != NULL)
            *in->err = parcel->error;
        else if (status >= 0)
            status = NEWSIDX_DONE;
        break;
    }
    return status;
}

/* Write until the reader is done, something fails or somebody says stop. */
static newsidx_status write_all(importer *in)
{
    newsidx_status status = NEWSIDX_OK;

    while (status == NEWSIDX_OK && !in->is_cancelled) {
        nx_parcel *parcel = nx_crew_receive(&in->crew, IDLE_MS);

        if (parcel == NULL) {
            status = commit(in);
        } else {
            status = take(in, parcel);
            nx_crew_release(&in->crew, parcel);
        }
        tell_progress(in, status == NEWSIDX_DONE);
        if (in->store != NULL && nx_store_is_interrupted(in->store))
            in->is_cancelled = true;
    }
    return status;
}

static newsidx_status end(importer *in, newsidx_status status)
{
    if (status >= 0 && in->is_cancelled)
        return nx_fail(in->err, NEWSIDX_ERR_CANCELLED,
                       "the import was stopped");
    return status;
}

/* What is whole stays, whatever ended the import, unless writing failed. */
static newsidx_status finish(importer *in, newsidx_status status)
{
    newsidx_status ended;

    if (in->options->dry_run != 0)
        return status < 0 ? status : end(in, commit(in));
    /* It has done its work; now it would only keep us from ending well. */
    nx_store_resume(in->store);
    if (status < 0) {
        if (nx_store_is_writing(in->store))
            nx_store_rollback(in->store, NULL);
        nx_store_sync(in->store, NULL);
        return status;
    }
    ended = commit(in);
    if (ended >= 0)
        ended = nx_store_sync(in->store, in->err);
    return end(in, ended);
}

/* Start the readers, write what they send, and wait for them. */
static newsidx_status run_threads(importer *in)
{
    newsidx_status status = nx_crew_start(&in->crew, in->source, in->err);
    const bool is_running = status >= 0;

    if (is_running)
        status = write_all(in);
    nx_crew_stop(&in->crew);
    return is_running ? finish(in, status) : status;
}

/* As many as are asked for or, if it is left to us, as may have work. */
static size_t count_readers(const importer *in)
{
    const nx_source *source = in->source;
    const long processors = sysconf(_SC_NPROCESSORS_ONLN);
    uint64_t count = in->options->jobs;

    if (source->name != NULL)
        return 1;
    if (count == 0) {
        count = 1 + in->counts.total_bytes / READER_BYTES;
        if (processors > 0 && count > (uint64_t)processors)
            count = (uint64_t)processors;
    }
    if (count > NX_MOST_READERS)
        count = NX_MOST_READERS;
    if (count > source->file_count)
        count = source->file_count;
    return count > 0 ? (size_t)count : 1;
}

/* The workers come first: a process is best started before threads are. */
static newsidx_status run(importer *in)
{
    newsidx_status status =
        nx_crew_init(&in->crew, count_readers(in), in->options,
                     &in->counts.isolation, in->err);

    if (status < 0)
        return status;
    in->committed.isolation = in->counts.isolation;
    status = run_threads(in);
    nx_crew_finish(&in->crew);
    return status;
}

/* What a write needs, and a dry run of nothing doesn't. */
static newsidx_status check_index(newsidx *index,
                                  const newsidx_import_options *options,
                                  nx_source *source, newsidx_error *err)
{
    newsidx_status status;

    source->language = nx_str("en");
    if (index == NULL)
        return options->dry_run != 0 ? NEWSIDX_OK : nx_handle_enter(NULL, err);
    status = nx_handle_enter(index, err);
    if (status < 0)
        return status;
    if (nx_store_is_writing(index->store))
        status = nx_fail(err, NEWSIDX_ERR_MISUSE,
                         "an import makes its own transactions");
    else
        status = nx_store_begin_read(index->store, err);
    if (status >= 0) {
        status = nx_store_require_current(index->store, err);
        nx_store_end_read(index->store);
    }
    source->language = nx_str(nx_store_default_language(index->store));
    return status < 0 ? nx_handle_leave(index, status) : status;
}

/* Check the call, enter the index, if there is one, and fill in the options, of
 * which every field is known. */
static newsidx_status check_call(newsidx *index,
                                 const newsidx_import_options *theirs,
                                 newsidx_import_options *options,
                                 nx_source *source, newsidx_error *err)
{
    newsidx_status status =
        nx_options_read(options, sizeof *options, theirs, err);

    if (status < 0)
        return status;
    if (options->format > NEWSIDX_FORMAT_ARCHIVE)
        return nx_fail(err, NEWSIDX_ERR_OPTIONS, "format is not known");
    if (options->isolation > NEWSIDX_ISOLATION_PARTIAL)
        return nx_fail(err, NEWSIDX_ERR_OPTIONS, "isolation is not known");
    if (options->jobs > NX_MOST_READERS)
        return nx_fail(err, NEWSIDX_ERR_OPTIONS, "jobs are at most %d",
                       NX_MOST_READERS);
    if (options->batch_articles == 0)
        options->batch_articles = DEFAULT_BATCH_ARTICLES;
    source->format = options->format;
    source->is_dry_run = options->dry_run != 0;
    source->agency = nx_str(options->source);
    return check_index(index, options, source, err);
}

static newsidx_status import_source(newsidx *index,
                                    const newsidx_import_options *options,
                                    const nx_source *source,
                                    newsidx_import_counts *counts,
                                    newsidx_error *err)
{
    newsidx_status status;
    importer in;

    memset(&in, 0, sizeof in);
    in.store = index != NULL ? index->store : NULL;
    in.options = options;
    in.source = source;
    in.err = err;
    in.counts.size = sizeof in.counts;
    for (size_t i = 0; i < source->file_count; i++)
        in.counts.total_bytes += source->files[i].length_bytes;
    in.committed = in.counts;
    status = run(&in);
    if (counts != NULL)
        nx_options_write(counts, &in.committed, sizeof in.committed, NULL);
    return status;
}

/* A dry run writes nothing, there either. */
static newsidx_status open_quarantine(const newsidx_import_options *options,
                                      nx_source *source, newsidx_error *err)
{
    if (options->quarantine == NULL || options->dry_run != 0)
        return NEWSIDX_OK;
    return nx_quarantine_open(options->quarantine, &source->quarantine, err);
}

/* The index may be in the folder that goes into it, and so may the quarantine:
 * they are none of its articles. */
static size_t leave_out_own(const newsidx *index, const nx_source *source,
                            nx_walk_file *files)
{
    size_t kept = 0;

    for (size_t i = 0; i < source->file_count; i++) {
        const char *path = files[i].absolute;

        if (path == NULL ||
            !((index != NULL && nx_store_owns(index->store, path)) ||
              nx_quarantine_owns(source->quarantine, path)))
            files[kept++] = files[i];
    }
    return kept;
}

const char *newsidx_format_name(newsidx_format format)
{
    return nx_format_name(format);
}

newsidx_status newsidx_import_paths(newsidx *index, const char *const *paths,
                                    size_t path_count,
                                    const newsidx_import_options *options,
                                    newsidx_import_counts *counts,
                                    newsidx_error *err)
{
    newsidx_import_options known;
    nx_walk_file *files = NULL;
    nx_walk_options walk;
    nx_source source;
    newsidx_status status;
    nx_arena arena;

    memset(&source, 0, sizeof source);
    for (size_t i = 0; i < path_count; i++) {
        if (paths == NULL || paths[i] == NULL)
            return nx_fail(err, NEWSIDX_ERR_MISUSE, "path %zu is NULL", i);
    }
    status = check_call(index, options, &known, &source, err);
    if (status < 0)
        return status;
    walk = (nx_walk_options){known.follow_links != 0, known.since};
    nx_arena_init(&arena);
    status = open_quarantine(&known, &source, err);
    if (status >= 0)
        status = nx_walk(paths, path_count, &walk, &arena, &files,
                         &source.file_count, err);
    if (status >= 0) {
        source.file_count = leave_out_own(index, &source, files);
        source.files = files;
        status = import_source(index, &known, &source, counts, err);
    }
    nx_quarantine_close(source.quarantine);
    nx_arena_finish(&arena);
    return nx_handle_leave(index, status);
}

newsidx_status newsidx_import_stream(newsidx *index, const char *name,
                                     newsidx_read_fn read, void *user,
                                     const newsidx_import_options *options,
                                     newsidx_import_counts *counts,
                                     newsidx_error *err)
{
    newsidx_import_options known;
    nx_source source;
    newsidx_status status;

    memset(&source, 0, sizeof source);
    if (read == NULL)
        return nx_fail(err, NEWSIDX_ERR_MISUSE, "read is NULL");
    status = check_call(index, options, &known, &source, err);
    if (status < 0)
        return status;
    source.name = name != NULL ? name : "-";
    source.read = read;
    source.user = user;
    status = open_quarantine(&known, &source, err);
    if (status >= 0)
        status = import_source(index, &known, &source, counts, err);
    nx_quarantine_close(source.quarantine);
    return nx_handle_leave(index, status);
}
