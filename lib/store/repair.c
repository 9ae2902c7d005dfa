#include "store/repair.h"

#include "base/json.h"
#include "base/memory.h"
#include "base/str.h"
#include "base/utf8.h"
#include "ingest/clean.h"
#include "store/internal.h"
#include "store/salvage.h"

#include <errno.h>
#include <limits.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

/* Versions of a transaction, as an import has it. */
#define BATCH 4096

/* How long to wait for whoever is writing to the damaged file. */
#define BUSY_TIMEOUT_MS 5000

static const char unsure[] = "it is not sure whether it is in force";

typedef struct repair {
    nx_salvage *from;
    nx_store *to;
    const newsidx_repair_options *options;
    newsidx_repair_counts *counts;
    nx_known_states known;
    nx_words words;
    nx_arena arena;
} repair;

/* ------------------------------------------------------- one version ---- */

/* What is no text any more is, with marks where it isn't legible. */
static newsidx_status make_text(nx_arena *arena, newsidx_text *text,
                                bool is_line, newsidx_error *err)
{
    static const char mark[] = "\xEF\xBF\xBD";
    newsidx_status status = NEWSIDX_OK;
    nx_buf out;

    if (text->bytes == NULL)
        return NEWSIDX_OK;
    nx_buf_init(&out, 3 * text->length + 1);
    for (size_t at = 0; at < text->length;) {
        size_t step = 0;
        const int32_t letter =
            nx_utf8_decode(text->bytes + at, text->length - at, &step);

        if (letter == NX_UTF8_INVALID)
            nx_buf_add_string(&out, mark);
        else
            nx_buf_add(&out, text->bytes + at, step);
        at += step;
    }
    *text = is_line ? nx_clean_line(arena, nx_buf_text(&out))
                    : nx_clean_text(arena, nx_buf_text(&out));
    if (out.status < 0 || text->bytes == NULL)
        status = nx_fail_memory(err);
    nx_buf_finish(&out);
    return status;
}

/* An altered version becomes one that could have been stored. */
static newsidx_status make_storable(repair *in, newsidx_article *article,
                                    newsidx_error *err)
{
    newsidx_text *const lines[] = {&article->key,      &article->headline,
                                   &article->byline,   &article->dateline,
                                   &article->source,   &article->section,
                                   &article->keywords, &article->url,
                                   &article->language, &article->copyright};
    nx_analyzer *analyzer = NULL;
    newsidx_status status = make_text(&in->arena, &article->body, false, err);

    if (status >= 0)
        status = make_text(&in->arena, &article->dropped, false, err);
    for (size_t i = 0; i < sizeof lines / sizeof *lines && status >= 0; i++)
        status = make_text(&in->arena, lines[i], true, err);
    if (status < 0)
        return status;
    if (!nx_json_is_object(article->extra))
        article->extra = (newsidx_text){NULL, 0};
    if (article->usage > NEWSIDX_CANCELED)
        article->usage = NEWSIDX_WITHHELD;
    status = nx_store_analyzer(in->to, article->language, &analyzer, NULL);
    if (status == NEWSIDX_ERR_LANGUAGE) {
        article->language = (newsidx_text){NULL, 0};
        return NEWSIDX_OK;
    }
    return status < 0 ? nx_fail_memory(err) : NEWSIDX_OK;
}

/* Its number among those that are written: it rises, whatever damage says. */
static newsidx_status number_version(repair *in, nx_salvaged *what,
                                     newsidx_error *err)
{
    nx_version newest;
    const newsidx_status status =
        nx_versions_find_newest(in->to, what->stored.article.key, &newest, err);

    if (status < 0 || what->stored.version > newest.version)
        return status;
    if (newest.version >= UINT32_MAX)
        return nx_fail(err, NEWSIDX_ERR_LIMIT, "the key has %lld versions",
                       (long long)newest.version);
    what->stored.version = (uint32_t)newest.version + 1;
    what->fate = NX_FATE_ALTERED;
    what->reason = "another version has its number";
    return NEWSIDX_OK;
}

static newsidx_status write_one(repair *in, nx_salvaged *what,
                                newsidx_error *err)
{
    nx_stored *stored = &what->stored;
    nx_analyzer *analyzer = NULL;
    newsidx_status status = number_version(in, what, err);

    if (status >= 0)
        status =
            nx_store_analyzer(in->to, stored->article.language, &analyzer, err);
    if (status >= 0 && !in->to->changed)
        status = nx_transaction_set_loading(in->to, true, err);
    if (status < 0)
        return status;
    in->to->changed = true;
    stored->id = in->to->rows.view.last_id + 1;
    stored->content_hash = nx_content_hash(&stored->article);
    status = nx_stamp_add_language(in->to, stored->article.language, err);
    if (status >= 0)
        status = nx_words_analyze(&in->words, analyzer, &stored->article, err);
    if (status >= 0)
        status = nx_write_version(in->to, stored, &in->words, err);
    if (status >= 0)
        status = nx_known_states_add(&in->known, stored->id, what->state, err);
    return status;
}

static newsidx_status tell(const repair *in, int64_t id,
                           const nx_salvaged *what, newsidx_error *err)
{
    const bool is_lost = what->fate == NX_FATE_LOST;
    newsidx_repaired repaired = {.id = id,
                                 .new_id = is_lost ? 0 : what->stored.id,
                                 .key = what->stored.article.key,
                                 .version = what->stored.version,
                                 .reason = nx_str(what->reason),
                                 .outcome = is_lost ? NEWSIDX_REPAIR_LOST
                                                    : NEWSIDX_REPAIR_ALTERED};

    in->counts->lost += is_lost;
    in->counts->saved += !is_lost;
    if (what->fate == NX_FATE_WHOLE) {
        if (what->has_state)
            return NEWSIDX_OK;
        repaired.outcome = NEWSIDX_REPAIR_UNSURE;
        repaired.reason = nx_str(unsure);
        in->counts->unsure++;
    }
    in->counts->altered += what->fate == NX_FATE_ALTERED;
    if (in->options->on_repaired != NULL &&
        in->options->on_repaired(&repaired, in->options->repaired_user) != 0)
        return nx_fail(err, NEWSIDX_ERR_CANCELLED, "the repair was stopped");
    return NEWSIDX_OK;
}

static newsidx_status take_one(repair *in, nx_salvaged *what,
                               newsidx_error *err)
{
    const int64_t id = what->stored.id;
    newsidx_status status = NEWSIDX_OK;

    if (what->fate == NX_FATE_ALTERED) {
        status = make_storable(in, &what->stored.article, err);
        if (status >= 0 && nx_article_check(&what->stored.article, NULL) < 0) {
            what->fate = NX_FATE_LOST;
            what->reason = "too little of it is legible";
        }
    }
    if (status >= 0 && what->fate != NX_FATE_LOST)
        status = write_one(in, what, err);
    if (status >= 0 && what->fate == NX_FATE_LOST &&
        what->stored.article.key.bytes != NULL &&
        (what->state == NX_STATE_WITHHELD || what->state == NX_STATE_CANCELED))
        status = nx_known_states_stop(&in->known, what->stored.article.key,
                                      what->stored.version, err);
    return status < 0 ? status : tell(in, id, what, err);
}

/* ---------------------------------------------------------- the whole --- */

static newsidx_status take_batch(repair *in, uint64_t *done, newsidx_error *err)
{
    const newsidx_repair_options *options = in->options;
    const uint64_t total = nx_salvage_count(in->from);
    newsidx_status status = nx_store_begin(in->to, NX_BULK, err);
    bool is_last = false;

    if (status < 0)
        return status;
    for (size_t i = 0; i < BATCH && status >= 0 && !is_last; i++) {
        nx_salvaged what;

        nx_arena_reset(&in->arena);
        status = nx_salvage_next(in->from, &in->arena, &what, err);
        is_last = status == NEWSIDX_DONE;
        if (status >= 0 && !is_last)
            status = take_one(in, &what, err);
        *done += status >= 0 && !is_last;
        if (status >= 0 && options->on_progress != NULL &&
            options->on_progress(*done, *done > total ? *done : total,
                                 options->progress_user) != 0)
            status =
                nx_fail(err, NEWSIDX_ERR_CANCELLED, "the repair was stopped");
    }
    if (status < 0) {
        (void)nx_store_rollback(in->to, NULL);
        return status;
    }
    status = nx_store_commit(in->to, err);
    return status >= 0 && is_last ? NEWSIDX_DONE : status;
}

static newsidx_status write_states(repair *in, newsidx_error *err)
{
    newsidx_status status = nx_store_begin(in->to, NX_DURABLE, err);

    if (status < 0)
        return status;
    status = nx_known_states_write(&in->known, in->to, err);
    if (status < 0) {
        (void)nx_store_rollback(in->to, NULL);
        return status;
    }
    return nx_store_commit(in->to, err);
}

static newsidx_status write_index(repair *in, const char *path,
                                  newsidx_error *err)
{
    const char *language = nx_salvage_language(in->from);
    newsidx_open_options options = NEWSIDX_OPEN_OPTIONS_INIT;
    nx_analyzer *analyzer = NULL;
    uint64_t done = 0;
    newsidx_status status = nx_analyzer_new(nx_str(language), &analyzer, NULL);

    nx_analyzer_free(analyzer);
    if (status == NEWSIDX_ERR_MEMORY)
        return nx_fail_memory(err);
    /* Letters that are damaged are no language. */
    options.default_language = status == NEWSIDX_OK ? language : NULL;
    status = nx_store_open(path, &options, &in->to, err);
    while (status == NEWSIDX_OK)
        status = take_batch(in, &done, err);
    if (status >= 0)
        status = write_states(in, err);
    if (status >= 0)
        status = nx_store_optimize(in->to, err);
    nx_store_close(in->to);
    return status;
}

/* The file and what lies beside it, also of a repair that was killed. */
static void unlink_all(const char *path)
{
    static const char *const endings[] = {"-wal", "-shm", "-journal", ".lock"};
    char beside[PATH_MAX];

    unlink(path);
    for (size_t i = 0; i < sizeof endings / sizeof *endings; i++) {
        snprintf(beside, sizeof beside, "%s%s", path, endings[i]);
        unlink(beside);
    }
}

/* Let what is complete have its name, which nobody else may have taken. */
static newsidx_status give_name(const char *part, const char *path,
                                newsidx_error *err)
{
    bool made = false;
    newsidx_status status = nx_path_make_file(path, &made, err);

    if (status < 0)
        return status;
    if (!made)
        return nx_fail(err, NEWSIDX_ERR_IO, "%s exists already", path);
    if (rename(part, path) == 0)
        return NEWSIDX_OK;
    status = nx_fail_system(err, NEWSIDX_ERR_IO, errno, "can't rename %s: %s",
                            part, strerror(errno));
    unlink(path);
    return status;
}

/* Nobody is to take half an index for a whole one. */
static newsidx_status write_and_name(repair *in, const char *path,
                                     newsidx_error *err)
{
    char *part = nx_path_beside(path, ".part");
    newsidx_status status;

    if (part == NULL)
        return nx_fail_memory(err);
    unlink_all(part);
    status = write_index(in, part, err);
    if (status >= 0 && nx_path_length(part, "-wal") > 0)
        status = nx_fail(err, NEWSIDX_ERR_IO, "%s could not be closed", part);
    if (status >= 0)
        status = give_name(part, path, err);
    unlink_all(part);
    nx_free(part);
    return status;
}

/* As long as it is read nobody writes; who may not make a lock can't write. */
static newsidx_status take_lock(nx_lock *lock, const char *path,
                                newsidx_error *err)
{
    char *lock_path = nx_path_beside(path, ".lock");
    atomic_bool stop = false;
    newsidx_error failure;
    newsidx_status status;

    nx_lock_init(lock);
    if (lock_path == NULL)
        return nx_fail_memory(err);
    status = nx_lock_take(lock, lock_path, BUSY_TIMEOUT_MS, &stop, &failure);
    nx_free(lock_path);
    if (status >= 0 || status == NEWSIDX_ERR_IO ||
        status == NEWSIDX_ERR_READ_ONLY)
        return NEWSIDX_OK;
    if (err != NULL)
        *err = failure;
    return status;
}

static newsidx_status run(repair *in, const char *path, const char *new_path,
                          newsidx_error *err)
{
    newsidx_status status;

    /* Said before all is read; whoever takes the name meanwhile, keeps it. */
    if (nx_path_length(new_path, "") >= 0)
        return nx_fail(err, NEWSIDX_ERR_IO, "%s exists already", new_path);
    status = nx_salvage_open(path, in->options->on_progress,
                             in->options->progress_user, &in->from, err);
    if (status >= 0)
        status = write_and_name(in, new_path, err);
    if (in->from != NULL)
        in->counts->unreadable_pages = nx_salvage_unreadable_pages(in->from);
    nx_salvage_close(in->from);
    return status;
}

newsidx_status nx_store_repair(const char *path, const char *new_path,
                               const newsidx_repair_options *options,
                               newsidx_repair_counts *counts,
                               newsidx_error *err)
{
    repair in = {.options = options, .counts = counts};
    char *from = NULL;
    char *to = NULL;
    nx_lock lock;
    newsidx_status status = nx_path_resolve(path, &from, err);

    nx_lock_init(&lock);
    nx_words_init(&in.words);
    nx_arena_init(&in.arena);
    if (status >= 0)
        status = nx_path_resolve(new_path, &to, err);
    if (status >= 0 && nx_path_is_beside(from, to))
        status = nx_fail(err, NEWSIDX_ERR_MISUSE,
                         "%s is of the damaged index itself", to);
    if (status >= 0 && access(from, R_OK) != 0)
        status = nx_fail_system(err, NEWSIDX_ERR_IO, errno, "can't read %s: %s",
                                from, strerror(errno));
    if (status >= 0)
        status = take_lock(&lock, from, err);
    if (status >= 0)
        status = run(&in, from, to, err);
    nx_lock_give(&lock);
    nx_lock_finish(&lock);
    nx_known_states_finish(&in.known);
    nx_words_finish(&in.words);
    nx_arena_finish(&in.arena);
    nx_free(from);
    nx_free(to);
    return status;
}
