#include "store/stamp.h"

#include "base/hash.h"
#include "base/str.h"
#include "store/internal.h"
#include "text/about.h"
#include "text/identity.h"

#include <stdio.h>
#include <string.h>

/* A sum, so that the order in which languages came doesn't matter. */
static newsidx_status add_probe(nx_store *store, nx_analyzer *analyzer,
                                newsidx_error *err)
{
    uint64_t fingerprint = 0;
    newsidx_status status = nx_fingerprint_one(analyzer, &fingerprint, err);

    if (status >= 0)
        store->stamp.probe += fingerprint;
    return status;
}

static void begin_probe(nx_stamp *stamp)
{
    static const char about[] = NX_TEXT_ABOUT;

    stamp->probe = nx_hash64(about, sizeof about - 1, NEWSIDX_VERSION_NUMBER);
}

/* Is `code` one of the words of `list`? */
static bool has_word(const char *list, const char *code)
{
    size_t length = strlen(code);

    for (const char *at = list; *at != '\0'; at += strspn(at, " ")) {
        size_t word_length = strcspn(at, " ");

        if (word_length == length && memcmp(at, code, length) == 0)
            return true;
        at += word_length;
    }
    return false;
}

newsidx_status nx_stamp_add_language(nx_store *store, newsidx_text language,
                                     newsidx_error *err)
{
    nx_stamp *stamp = &store->stamp;
    size_t used = strlen(stamp->languages);
    nx_analyzer *analyzer = NULL;
    newsidx_status status = nx_store_analyzer(store, language, &analyzer, err);
    const char *code;

    if (status < 0)
        return status;
    code = nx_analyzer_language(analyzer);
    if (has_word(stamp->languages, code))
        return NEWSIDX_OK;
    status = add_probe(store, analyzer, err);
    if (status < 0)
        return status;
    snprintf(stamp->languages + used, sizeof stamp->languages - used, "%s%s",
             used > 0 ? " " : "", code);
    stamp->changed = true;
    return NEWSIDX_OK;
}

/* Today's fingerprint, its parts into the stamp. */
static newsidx_status
make_fingerprint(nx_stamp *stamp, int64_t *out_fingerprint, newsidx_error *err)
{
    newsidx_status status;
    nx_buf parts;

    nx_buf_init(&parts, sizeof stamp->parts - 1);
    status = nx_fingerprint_parts(&parts, err);
    if (status >= 0) {
        memcpy(stamp->parts, parts.bytes, parts.length + 1);
        *out_fingerprint = (int64_t)nx_fingerprint_of(nx_buf_text(&parts));
    }
    nx_buf_finish(&parts);
    return status;
}

newsidx_status nx_stamp_create(nx_store *store, newsidx_error *err)
{
    nx_stamp *stamp = &store->stamp;
    newsidx_status status = make_fingerprint(stamp, &stamp->fingerprint, err);

    if (status < 0)
        return status;
    stamp->languages[0] = '\0';
    stamp->changed = true;
    begin_probe(stamp);
    /* Queries are analyzed as the default language if they name no other. */
    return nx_stamp_add_language(store, nx_str(NULL), err);
}

/* What vouches for the stamp where the same code reads it; 0: nothing does. */
static uint64_t voucher(const nx_stamp *stamp)
{
    const uint64_t identity = nx_identity();

    if (identity == 0)
        return 0;
    return nx_hash64(stamp->languages, strlen(stamp->languages),
                     nx_hash64(&stamp->probe, sizeof stamp->probe, identity));
}

newsidx_status nx_stamp_write(nx_store *store, newsidx_error *err)
{
    nx_stamp *stamp = &store->stamp;
    newsidx_status status;

    if (!stamp->changed)
        return NEWSIDX_OK;
    status = nx_meta_set_number(store, "fingerprint", stamp->fingerprint, err);
    if (status >= 0 && stamp->parts[0] != '\0')
        status = nx_meta_set_text(store, "analysis", stamp->parts, err);
    if (status >= 0)
        status = nx_meta_set_number(store, "probe", (int64_t)stamp->probe, err);
    if (status >= 0)
        status =
            nx_meta_set_number(store, "voucher", (int64_t)voucher(stamp), err);
    if (status >= 0)
        status = nx_meta_set_text(store, "languages", stamp->languages, err);
    return status;
}

/* Today's probe of the languages that the file names. */
static newsidx_status make_probe(nx_store *store, newsidx_error *err)
{
    char list[NX_STAMP_LANGUAGES_BYTES];
    newsidx_status status =
        nx_meta_text(store, "languages", list, sizeof list, err);
    const char *at = list;

    store->stamp.languages[0] = '\0';
    begin_probe(&store->stamp);
    while (status >= 0 && *at != '\0') {
        size_t length = strcspn(at, " ");

        if (length > 0)
            status =
                nx_stamp_add_language(store, nx_str_slice(at, length), err);
        at += length;
        at += strspn(at, " ");
    }
    if (status == NEWSIDX_ERR_LANGUAGE)
        return nx_fail(err, NEWSIDX_ERR_CORRUPT,
                       "the index names no languages, but \"%.40s\"", list);
    return status < 0 ? status : NEWSIDX_OK;
}

/* The stamp as the file has it, if the code that vouches for it is today's. */
static newsidx_status load_vouched(nx_store *store, bool *out_vouched,
                                   newsidx_error *err)
{
    nx_stamp *stamp = &store->stamp;
    int64_t probe = 0;
    int64_t stored = 0;
    newsidx_status status = nx_meta_number(store, "voucher", &stored, err);

    *out_vouched = false;
    if (status != NEWSIDX_OK || stored == 0)
        return status;
    status = nx_meta_number(store, "probe", &probe, err);
    if (status == NEWSIDX_OK)
        status = nx_meta_text(store, "languages", stamp->languages,
                              sizeof stamp->languages, err);
    stamp->probe = (uint64_t)probe;
    *out_vouched = status == NEWSIDX_OK && (uint64_t)stored == voucher(stamp);
    return status;
}

/* What is other than today, for the message that asks for a rebuild. */
static newsidx_status name_differences(nx_store *store, newsidx_error *err)
{
    nx_stamp *stamp = &store->stamp;
    char parts[NX_FINGERPRINT_PARTS_BYTES];
    newsidx_status status =
        nx_meta_text(store, "analysis", parts, sizeof parts, err);
    nx_buf names;

    if (status != NEWSIDX_OK)
        return status < 0 ? status : NEWSIDX_OK;
    nx_buf_init(&names, sizeof stamp->differs - 1);
    nx_fingerprint_compare(parts, stamp->parts, &names);
    if (names.status == NEWSIDX_ERR_MEMORY)
        status = nx_fail_memory(err);
    else
        snprintf(stamp->differs, sizeof stamp->differs, "%s",
                 nx_buf_text(&names).bytes);
    nx_buf_finish(&names);
    return status;
}

/* Hold the file's stamp against today's rules. */
static newsidx_status compare(nx_store *store, bool *out_needs_rebuild,
                              newsidx_error *err)
{
    nx_stamp *stamp = &store->stamp;
    int64_t fingerprint = 0;
    int64_t probe = 0;
    bool is_vouched = false;
    newsidx_status status;

    stamp->changed = false;
    stamp->differs[0] = '\0';
    *out_needs_rebuild = true;
    status = nx_meta_number(store, "fingerprint", &stamp->fingerprint, err);
    if (status != NEWSIDX_OK)
        return status < 0 ? status : NEWSIDX_OK;
    status = load_vouched(store, &is_vouched, err);
    if (status < 0 || is_vouched) {
        *out_needs_rebuild = !is_vouched;
        return status;
    }
    status = make_probe(store, err);
    if (status >= 0)
        status = nx_meta_number(store, "probe", &probe, err);
    if (status < 0)
        return status;
    if (status == NEWSIDX_OK && (uint64_t)probe == stamp->probe) {
        /* The next transaction vouches for it. */
        stamp->changed = true;
        *out_needs_rebuild = false;
        return NEWSIDX_OK;
    }
    status = make_fingerprint(stamp, &fingerprint, err);
    if (status < 0)
        return status;
    *out_needs_rebuild = stamp->fingerprint != fingerprint;
    /* The next transaction writes the probe as it is today. */
    stamp->changed = !*out_needs_rebuild;
    return *out_needs_rebuild ? name_differences(store, err) : NEWSIDX_OK;
}

newsidx_status nx_stamp_load(nx_store *store, newsidx_error *err)
{
    bool needs_rebuild = false;
    const newsidx_status status = compare(store, &needs_rebuild, err);

    /* The file always names a language, so the next refresh reads all again. */
    if (status < 0)
        store->stamp.languages[0] = '\0';
    else
        store->needs_rebuild = needs_rebuild;
    return status;
}
