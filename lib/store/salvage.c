#include "store/salvage.h"

#include "base/hash.h"
#include "base/memory.h"
#include "base/str.h"
#include "ingest/clean.h"
#include "store/internal.h"
#include "store/salvage_parts.h"

#include <stdlib.h>
#include <string.h>

static const char row_missing[] = "no row of it is legible";
static const char part_missing[] = "a part of it is not legible";
static const char body_damaged[] = "its body is damaged, or its dictionary";
static const char content_differs[] = "it is not as it was stored";
static const char frame_differs[] =
    "its key, version, time of arrival or dropped lines are not as stored";

/* A page of what runs over is of one row, so rows that need more of them than
 * this times all there are make fun of us. */
#define MOST_READS 4

/* Versions that a page has room for, at their shortest. */
#define MOST_ROWS (NX_RAW_PAGE_BYTES / 32)

/* ------------------------------------------------------------ orders ---- */

static int compare_numbers(int64_t a, int64_t b)
{
    return (a > b) - (a < b);
}

static int compare_finds(const void *a, const void *b)
{
    const nx_find *left = a;
    const nx_find *right = b;

    if (left->id != right->id)
        return compare_numbers(left->id, right->id);
    if (left->rank != right->rank)
        return left->rank - right->rank;
    if (left->page != right->page)
        return compare_numbers(left->page, right->page);
    return left->offset - right->offset;
}

static int compare_keys(const void *a, const void *b)
{
    const nx_key_line *left = a;
    const nx_key_line *right = b;

    if (left->hash != right->hash)
        return left->hash < right->hash ? -1 : 1;
    return compare_numbers(left->version, right->version);
}

static int compare_ids(const void *a, const void *b)
{
    return compare_numbers(((const nx_key_line *)a)->id,
                           ((const nx_key_line *)b)->id);
}

static int compare_hidden(const void *a, const void *b)
{
    return compare_numbers(((const nx_hidden_line *)a)->id,
                           ((const nx_hidden_line *)b)->id);
}

/* ---------------------------------------------------- what else tells ---- */

static nx_key_line *find_key(nx_salvage *salvage, newsidx_text key,
                             int64_t version)
{
    const nx_key_line wanted = {.hash = nx_hash64(key.bytes, key.length, 0),
                                .version = version};

    if (salvage->key_count == 0)
        return NULL;
    return bsearch(&wanted, salvage->keys, salvage->key_count,
                   sizeof *salvage->keys, compare_keys);
}

static const nx_key_line *find_id(const nx_salvage *salvage, int64_t id)
{
    const nx_key_line wanted = {.id = id};

    if (salvage->key_count == 0)
        return NULL;
    return bsearch(&wanted, salvage->ids, salvage->key_count,
                   sizeof *salvage->ids, compare_ids);
}

/* The key of a line, {NULL, 0} if it is not there any more. */
static newsidx_status read_key(nx_salvage *salvage, const nx_key_line *line,
                               nx_arena *arena, newsidx_text *out,
                               newsidx_error *err)
{
    int64_t id = 0;
    nx_raw_row row;
    const newsidx_status status = nx_salvage_row(
        salvage, NX_RAW_OTHER, line->page, line->offset, arena, &id, &row, err);

    *out =
        status == NEWSIDX_OK ? nx_raw_text(&row, 0) : (newsidx_text){NULL, 0};
    return status < 0 ? status : NEWSIDX_OK;
}

/* Two tables tell it. Where they contradict each other it is not sure, and what
 * was removed stays so. */
static void find_state(const nx_salvage *salvage, int64_t id, nx_salvaged *out)
{
    const nx_hidden_line wanted = {.id = id};
    const nx_hidden_line *line =
        salvage->hidden_count == 0
            ? NULL
            : bsearch(&wanted, salvage->hidden, salvage->hidden_count,
                      sizeof *salvage->hidden, compare_hidden);
    const nx_state row = id <= salvage->last_state
                             ? (nx_state)salvage->states[id]
                             : NX_STATE_ABSENT;

    if (line != NULL)
        out->state = (nx_state)line->state;
    else if (salvage->has_all_hidden || row == NX_STATE_ABSENT)
        out->state = NX_STATE_CURRENT;
    else
        out->state = row;
    out->has_state = row == NX_STATE_ABSENT
                         ? line != NULL || salvage->has_all_hidden
                         : row == out->state;
    if (row == NX_STATE_REMOVED)
        out->state = row;
}

/* ---------------------------------------------------------- articles ---- */

static newsidx_status unpack(nx_salvage *salvage, newsidx_text frame,
                             nx_arena *arena, nx_stored *stored,
                             newsidx_error *err)
{
    for (size_t i = 0; i < salvage->dictionary_count; i++) {
        const newsidx_status status =
            nx_body_unpack(salvage->dictionaries[i], frame, stored->id, arena,
                           &stored->article.body, NULL);

        if (status == NEWSIDX_ERR_MEMORY)
            return nx_fail_memory(err);
        if (status == NEWSIDX_OK)
            return status;
    }
    return NEWSIDX_NOT_FOUND;
}

/* Without a checksum, of an index that was made before there were any: the hash
 * proves the text, and the index of keys, if it has the line, the rest. */
static newsidx_status compare_keyed(nx_salvage *salvage, nx_arena *arena,
                                    nx_stored *stored, bool has_hash,
                                    bool *out_is_whole, newsidx_error *err)
{
    const nx_key_line *line = find_id(salvage, stored->id);
    newsidx_status status = NEWSIDX_OK;
    newsidx_text key = {NULL, 0};

    if (line != NULL)
        status = read_key(salvage, line, arena, &key, err);
    *out_is_whole = has_hash && (key.bytes == NULL ||
                                 (line->version == (int64_t)stored->version &&
                                  nx_str_equal(key, stored->article.key)));
    stored->checksum = nx_write_checksum(stored);
    return status;
}

/* Is it whole, once a number that is said elsewhere too is put right? */
static newsidx_status mend(nx_salvage *salvage, nx_arena *arena,
                           nx_stored *stored, bool *out_is_whole,
                           newsidx_error *err)
{
    const uint64_t hash = nx_content_hash(&stored->article);
    const bool has_hash = hash == stored->content_hash;
    const nx_key_line *line = find_id(salvage, stored->id);
    nx_stored other = *stored;
    newsidx_status status;

    if (!stored->has_checksum)
        return compare_keyed(salvage, arena, stored, has_hash, out_is_whole,
                             err);
    *out_is_whole = has_hash && nx_write_checksum(stored) == stored->checksum;
    if (*out_is_whole)
        return NEWSIDX_OK;
    other.content_hash = hash;
    if (!has_hash && nx_write_checksum(&other) == other.checksum) {
        *stored = other;
        *out_is_whole = true;
        return NEWSIDX_OK;
    }
    if (line == NULL)
        return NEWSIDX_OK;
    status = read_key(salvage, line, arena, &other.article.key, err);
    other.version = (uint32_t)line->version;
    if (status < 0 || other.article.key.bytes == NULL || !has_hash ||
        nx_write_checksum(&other) != other.checksum)
        return status;
    *stored = other;
    *out_is_whole = true;
    return NEWSIDX_OK;
}

/* What one of an id's rows comes to, into `out`. */
static newsidx_status try_find(nx_salvage *salvage, const nx_find *find,
                               nx_arena *arena, nx_salvaged *out,
                               newsidx_error *err)
{
    const bool was_proven = find->rank == NX_FIND_PROVEN;
    int64_t id = 0;
    bool is_whole = false;
    nx_raw_row row;
    newsidx_status status =
        nx_salvage_row(salvage, NX_RAW_TABLE_LEAF, find->page, find->offset,
                       arena, &id, &row, err);

    if (status != NEWSIDX_OK)
        return status;
    nx_salvage_decode(&row, find->id, &out->stored);
    out->fate = NX_FATE_LOST;
    out->reason = body_damaged;
    if (row.columns[row.count - 1].type == NX_RAW_BLOB)
        status = unpack(salvage, nx_raw_text(&row, row.count - 1), arena,
                        &out->stored, err);
    if (status != NEWSIDX_OK)
        return status;
    status = mend(salvage, arena, &out->stored, &is_whole, err);
    if (status < 0)
        return status;
    out->fate = is_whole ? NX_FATE_WHOLE : NX_FATE_ALTERED;
    out->reason =
        is_whole     ? NULL
        : was_proven ? content_differs
        : nx_content_hash(&out->stored.article) == out->stored.content_hash
            ? frame_differs
            : content_differs;
    return NEWSIDX_OK;
}

/* The best of an id's rows: the first that is whole, else the first. */
static newsidx_status choose(nx_salvage *salvage, nx_arena *arena,
                             nx_salvaged *out, newsidx_error *err)
{
    newsidx_status status = NEWSIDX_OK;
    bool has_one = false;

    while (salvage->next_find < salvage->find_count && status >= 0) {
        const nx_find *find = &salvage->finds[salvage->next_find];
        nx_salvaged other = {.fate = NX_FATE_LOST, .reason = row_missing};

        if (find->id != salvage->id)
            break;
        salvage->next_find++;
        if (out->fate == NX_FATE_WHOLE)
            continue;
        if (!has_one)
            out->reason = part_missing;
        status = try_find(salvage, find, arena, &other, err);
        if (status != NEWSIDX_OK && other.fate == NX_FATE_LOST &&
            other.stored.id == 0)
            continue;
        if (!has_one || other.fate < out->fate)
            *out = other;
        has_one = true;
    }
    return status < 0 ? status : NEWSIDX_OK;
}

/* Of a lost one the index of keys may know the key. */
static newsidx_status name_lost(nx_salvage *salvage, nx_arena *arena,
                                nx_salvaged *out, newsidx_error *err)
{
    const nx_key_line *line = find_id(salvage, salvage->id);

    out->stored.id = salvage->id;
    if (line == NULL || out->stored.article.key.bytes != NULL)
        return NEWSIDX_OK;
    out->stored.version = (uint32_t)line->version;
    return read_key(salvage, line, arena, &out->stored.article.key, err);
}

/* Behind the last id that is sure, only what there is a trace of: a damaged row
 * or line may have any number. 0 if there is no more. */
static int64_t next_trace(nx_salvage *salvage)
{
    int64_t id = INT64_MAX;

    if (salvage->next_find < salvage->find_count)
        id = salvage->finds[salvage->next_find].id;
    while (salvage->next_line < salvage->key_count) {
        const nx_key_line *line = &salvage->ids[salvage->next_line];
        const nx_key_line wanted = *line;
        const nx_key_line *met =
            bsearch(&wanted, salvage->keys, salvage->key_count,
                    sizeof *salvage->keys, compare_keys);

        if (line->id > salvage->id && !met->is_met) {
            if (line->id < id)
                id = line->id;
            break;
        }
        salvage->next_line++;
    }
    return id == INT64_MAX ? 0 : id;
}

newsidx_status nx_salvage_next(nx_salvage *salvage, nx_arena *arena,
                               nx_salvaged *out, newsidx_error *err)
{
    const int64_t id =
        salvage->id < salvage->last_id ? salvage->id + 1 : next_trace(salvage);
    nx_key_line *line;
    newsidx_status status;

    *out = (nx_salvaged){.fate = NX_FATE_LOST, .reason = row_missing};
    if (id == 0)
        return NEWSIDX_DONE;
    salvage->id = id;
    status = choose(salvage, arena, out, err);
    if (status >= 0 && out->fate == NX_FATE_LOST)
        status = name_lost(salvage, arena, out, err);
    if (status < 0)
        return status;
    find_state(salvage, id, out);
    line = find_key(salvage, out->stored.article.key, out->stored.version);
    if (line != NULL)
        line->is_met = true;
    return NEWSIDX_OK;
}

/* ------------------------------------------------------------ opening ---- */

/* A damaged row may have another's id: which it had, the index of keys tells,
 * and the row's checksum whether that is true. */
static newsidx_status mend_ids(nx_salvage *salvage, newsidx_error *err)
{
    newsidx_status status = NEWSIDX_OK;

    for (size_t i = 0; i < salvage->find_count && status >= 0; i++) {
        nx_find *find = &salvage->finds[i];
        const nx_key_line *line;
        nx_stored stored;
        nx_raw_row row;
        int64_t id = 0;

        if (find->rank == NX_FIND_PROVEN)
            continue;
        nx_arena_reset(&salvage->arena);
        status = nx_salvage_row(salvage, NX_RAW_TABLE_LEAF, find->page,
                                find->offset, &salvage->arena, &id, &row, err);
        if (status != NEWSIDX_OK)
            continue;
        nx_salvage_decode(&row, id, &stored);
        line = find_key(salvage, stored.article.key, stored.version);
        if (line == NULL || line->id == id || line->id < 1)
            continue;
        stored.id = line->id;
        if (!stored.has_checksum ||
            nx_write_checksum(&stored) != stored.checksum)
            continue;
        find->id = line->id;
        find->rank = NX_FIND_PROVEN;
    }
    return status < 0 ? status : NEWSIDX_OK;
}

static void sort(void *items, size_t count, size_t length,
                 int (*compare)(const void *, const void *))
{
    if (count > 1)
        qsort(items, count, length, compare);
}

/* Up to which id are all of them missed? Numbers that the file is too short for
 * are somebody's mischief, and a row's chunk may have a wrong one. */
static void find_last_id(nx_salvage *salvage)
{
    const int64_t most = (int64_t)salvage->pages.count * MOST_ROWS;
    int64_t id = (int64_t)salvage->chunk_count * NX_ROWS_PER_CHUNK - 1;

    for (size_t i = 0; i < salvage->find_count; i++)
        if (salvage->finds[i].rank == NX_FIND_PROVEN &&
            salvage->finds[i].id <= most)
            salvage->last_id = salvage->finds[i].id;
    if (id > salvage->last_state)
        id = salvage->last_state;
    while (id > salvage->last_id && salvage->states[id] == NX_STATE_ABSENT)
        id--;
    if (id > salvage->last_id)
        salvage->last_id = id;
}

static newsidx_status put_in_order(nx_salvage *salvage, newsidx_error *err)
{
    newsidx_status status;

    salvage->ids =
        nx_alloc_zeroed(salvage->key_count + 1, sizeof *salvage->ids);
    if (salvage->ids == NULL)
        return nx_fail_memory(err);
    if (salvage->key_count > 0)
        memcpy(salvage->ids, salvage->keys,
               salvage->key_count * sizeof *salvage->keys);
    sort(salvage->keys, salvage->key_count, sizeof *salvage->keys,
         compare_keys);
    sort(salvage->ids, salvage->key_count, sizeof *salvage->ids, compare_ids);
    sort(salvage->hidden, salvage->hidden_count, sizeof *salvage->hidden,
         compare_hidden);
    status = mend_ids(salvage, err);
    sort(salvage->finds, salvage->find_count, sizeof *salvage->finds,
         compare_finds);
    /* Nothing has told what these are. */
    while (salvage->next_find < salvage->find_count &&
           salvage->finds[salvage->next_find].id < 1)
        salvage->next_find++;
    find_last_id(salvage);
    return status;
}

static newsidx_status look_through(nx_salvage *salvage, const char *path,
                                   newsidx_progress_fn progress, void *user,
                                   newsidx_error *err)
{
    newsidx_status status = nx_raw_pages_open(&salvage->pages, path, err);

    if (status < 0)
        return status;
    salvage->page = nx_alloc(NX_RAW_PAGE_BYTES);
    salvage->owners = nx_alloc_zeroed((size_t)salvage->pages.count + 1, 1);
    if (salvage->page == NULL || salvage->owners == NULL)
        return nx_fail_memory(err);
    salvage->pages_left = MOST_READS * (uint64_t)salvage->pages.count;
    status = nx_salvage_find_owners(salvage, err);
    if (status >= 0)
        status = nx_salvage_read_states(salvage, err);
    if (status >= 0)
        status = nx_salvage_scan(salvage, progress, user, err);
    if (status >= 0)
        status = put_in_order(salvage, err);
    if (status >= 0 && !salvage->is_ours)
        status = nx_fail(err, NEWSIDX_ERR_NOT_AN_INDEX,
                         "%s is not an index: no article is in it", path);
    if (status >= 0 && salvage->dictionary_count > 0 && !nx_frame_is_known())
        status = nx_fail(err, NEWSIDX_ERR_FORMAT,
                         "%s needs the feature \"zstd\", which this version "
                         "doesn't have",
                         path);
    return status;
}

newsidx_status nx_salvage_open(const char *path, newsidx_progress_fn progress,
                               void *user, nx_salvage **out_salvage,
                               newsidx_error *err)
{
    nx_salvage *salvage = nx_new(nx_salvage);
    newsidx_status status;

    *out_salvage = NULL;
    if (salvage == NULL)
        return nx_fail_memory(err);
    salvage->pages.file = -1;
    salvage->pages.log = -1;
    nx_arena_init(&salvage->arena);
    status = look_through(salvage, path, progress, user, err);
    if (status < 0) {
        nx_salvage_close(salvage);
        return status;
    }
    *out_salvage = salvage;
    return NEWSIDX_OK;
}

void nx_salvage_close(nx_salvage *salvage)
{
    if (salvage == NULL)
        return;
    nx_raw_pages_close(&salvage->pages);
    nx_arena_finish(&salvage->arena);
    for (size_t i = 0; i < salvage->dictionary_count; i++)
        nx_dictionary_free(salvage->dictionaries[i]);
    nx_free(salvage->page);
    nx_free(salvage->owners);
    nx_free(salvage->finds);
    nx_free(salvage->keys);
    nx_free(salvage->ids);
    nx_free(salvage->hidden);
    nx_free(salvage->states);
    nx_free(salvage);
}

uint64_t nx_salvage_count(const nx_salvage *salvage)
{
    return (uint64_t)salvage->last_id;
}

const char *nx_salvage_language(const nx_salvage *salvage)
{
    return salvage->language;
}

uint32_t nx_salvage_unreadable_pages(const nx_salvage *salvage)
{
    return salvage->pages.unreadable_count;
}
