#include "formats/archive/archive.h"

#include "base/limits.h"
#include "base/memory.h"
#include "base/str.h"
#include "formats/archive/unpack.h"
#include "formats/reader.h"

/* A path, a member's label, and perhaps another's. */
#define KEY_BYTES NX_LIMIT_FIELD_BYTES

typedef struct archive_state {
    const nx_origin *origin;
    nx_unpack *unpack;
    nx_reader *member;  /* of the one that is being read; NULL: none */
    newsidx_text label; /* its, or that of what was refused: the unpack's */
    nx_buf key;
} archive_state;

static newsidx_status open_state(const nx_origin *origin, void **out_state,
                                 newsidx_error *err)
{
    archive_state *in = nx_new(archive_state);
    newsidx_status status;

    if (in == NULL)
        return nx_fail_memory(err);
    in->origin = origin;
    nx_buf_init(&in->key, KEY_BYTES);
    status = nx_unpack_new(origin, &in->unpack, err);
    if (status < 0) {
        nx_free(in);
        return status;
    }
    *out_state = in;
    return NEWSIDX_OK;
}

static void close_state(void *state)
{
    archive_state *in = state;

    if (in == NULL)
        return;
    nx_reader_free(in->member);
    nx_unpack_free(in->unpack);
    nx_buf_finish(&in->key);
    nx_free(in);
}

/* A text after the archive's own name for it: "news.zip!2016/a.txt". */
static newsidx_text join(nx_buf *out, newsidx_text outer, newsidx_text inner)
{
    nx_buf_clear(out);
    nx_buf_add_text(out, outer);
    if (outer.length > 0 && inner.length > 0)
        nx_buf_add_byte(out, '!');
    nx_buf_add_text(out, inner);
    return nx_buf_text(out);
}

/* A reader for the next member; NEWSIDX_DONE if there is none. */
static newsidx_status open_member(archive_state *in, newsidx_error *err)
{
    nx_reader_options options = {in->origin->members, in->origin->source,
                                 in->origin->key, nx_unpack_around(in->unpack)};
    const newsidx_status status = nx_unpack_next(in->unpack, &in->label, err);

    if (status != NEWSIDX_OK)
        return status;
    if (in->origin->key.length > 0 && in->label.length > 0)
        options.key = join(&in->key, in->origin->key, in->label);
    if (in->key.status < 0)
        return nx_fail(err, in->key.status, "the member's name is too long");
    return nx_reader_open(nx_unpack_read, in->unpack, &options, &in->member,
                          err);
}

static void close_member(archive_state *in)
{
    nx_reader_free(in->member);
    in->member = NULL;
}

/* Say which member it was, and through which archives it is reached. */
static newsidx_status name_member(archive_state *in, nx_item *item,
                                  newsidx_error *err)
{
    nx_buf name;
    newsidx_status status = NEWSIDX_OK;

    if (in->label.length == 0)
        return NEWSIDX_OK;
    nx_buf_init(&name, KEY_BYTES);
    item->member =
        nx_arena_text(&item->arena, join(&name, in->label, item->member));
    if (name.status < 0 || item->member.bytes == NULL)
        status = nx_fail_memory(err);
    nx_buf_finish(&name);
    return status;
}

/* A nested reader that can't read any more says only that; we know why. */
static newsidx_status tell_why(const archive_state *in, newsidx_status status,
                               newsidx_error *err)
{
    const newsidx_error *why = nx_unpack_failure(in->unpack);

    if (status != NEWSIDX_ERR_IO || why->status >= 0)
        return status;
    if (err != NULL)
        *err = *why;
    return why->status;
}

/*
 * The next article or problem of a member. Members follow one another until
 * one has any. What the reader of the member calls an error ends the member;
 * but without memory, or if the archive itself can't be read, all ends.
 */
static newsidx_status step(archive_state *in, bool skips, bool may_parse,
                           nx_item *item, newsidx_error *err)
{
    newsidx_status status;

    do {
        nx_item_reset(item);
        item->format = NEWSIDX_FORMAT_ARCHIVE;
        if (in->member == NULL) {
            status = open_member(in, err);
            if (status != NEWSIDX_OK)
                break;
        }
        if (skips)
            status = nx_reader_skip(in->member, may_parse, item, err);
        else
            status = nx_reader_next(in->member, item, err);
        status = tell_why(in, status, err);
        if (status == NEWSIDX_DONE || nx_unpack_failure(in->unpack)->status < 0)
            close_member(in);
    } while (status == NEWSIDX_DONE);
    if (status < 0 && name_member(in, item, err) < 0)
        return NEWSIDX_ERR_MEMORY;
    return status == NEWSIDX_OK ? name_member(in, item, err) : status;
}

static newsidx_status next(void *state, nx_item *item, newsidx_error *err)
{
    return step(state, false, true, item, err);
}

static newsidx_status skip(void *state, bool may_parse, nx_item *scratch,
                           newsidx_error *err)
{
    return step(state, true, may_parse, scratch, err);
}

const nx_format nx_format_archive = {
    .number = NEWSIDX_FORMAT_ARCHIVE,
    .is_raw = true,
    .is_container = true,
    .recognises = nx_unpack_recognises,
    .open = open_state,
    .next = next,
    .close = close_state,
    .skip = skip,
};
