#include "store/traits.h"

#include "store/internal.h"

#include <assert.h>
#include <string.h>

static const nx_trait absent = {NEWSIDX_NO_TIME, NEWSIDX_NO_TIME, {0, 0, 0}, 0};

static void encode(const void *item, unsigned char *out)
{
    const nx_trait *trait = item;

    for (size_t i = 0; i < NX_LABEL_KIND_COUNT; i++)
        nx_put_little_endian(out + 4 * i, trait->labels[i], 4);
    nx_put_little_endian(out + 12, trait->version, 4);
    nx_put_little_endian(out + 16, (uint64_t)trait->updated_at, 8);
    nx_put_little_endian(out + 24, (uint64_t)trait->ingested_at, 8);
}

static const nx_chunk_format format = {
    .name = "trait",
    .ids_per_chunk = NX_TRAITS_PER_CHUNK,
    .item_length = sizeof(nx_trait),
    .stored_length = NX_TRAIT_BYTES,
    .absent = &absent,
    .encode = encode,
};

void nx_traits_init(nx_trait_table *table)
{
    memset(table, 0, sizeof *table);
    nx_chunks_init(&table->chunks, &format);
    nx_labels_init(&table->labels);
}

void nx_traits_finish(nx_trait_table *table)
{
    nx_chunks_finish(&table->chunks);
    nx_labels_finish(&table->labels);
    nx_traits_init(table);
}

void nx_traits_forget(nx_trait_table *table)
{
    nx_chunks_forget(&table->chunks);
    nx_labels_forget(&table->labels);
    table->revision = 0;
}

static nx_trait *trait_at(nx_trait_table *table, size_t id)
{
    return (nx_trait *)table->chunks.items + id;
}

/* The number of a name, which may be a new one; of none 0. */
static newsidx_status number_of(nx_trait_table *table, nx_analyzer *analyzer,
                                nx_label_kind kind, newsidx_text text,
                                uint32_t *out_number, newsidx_error *err)
{
    newsidx_status status = NEWSIDX_OK;

    *out_number = 0;
    if (text.length == 0)
        return NEWSIDX_OK;
    *out_number = nx_labels_find(&table->labels, kind, text);
    if (*out_number == 0) {
        status = nx_labels_add(&table->labels, analyzer, kind, text, err);
        *out_number = table->labels.last_number;
    }
    return status;
}

newsidx_status nx_traits_set(nx_trait_table *table, nx_analyzer *analyzer,
                             const nx_stored *stored, newsidx_error *err)
{
    const newsidx_article *article = &stored->article;
    const newsidx_text texts[NX_LABEL_KIND_COUNT] = {
        [NX_LABEL_SOURCE] = article->source,
        [NX_LABEL_SECTION] = article->section,
        [NX_LABEL_LANGUAGE] = article->language};
    nx_trait trait = absent;
    newsidx_status status;

    assert(stored->id > 0);
    trait.updated_at = article->updated_at;
    trait.ingested_at = stored->ingested_at;
    trait.version = stored->version;
    status = nx_chunks_reserve(&table->chunks, stored->id, err);
    for (nx_label_kind i = 0; i < NX_LABEL_KIND_COUNT && status >= 0; i++)
        status = number_of(table, analyzer, i, texts[i], &trait.labels[i], err);
    if (status < 0)
        return status;
    *trait_at(table, (size_t)stored->id) = trait;
    nx_chunks_touch(&table->chunks, stored->id);
    return NEWSIDX_OK;
}

newsidx_status nx_traits_decode(nx_trait_table *table, int64_t chunk,
                                newsidx_text blob, newsidx_error *err)
{
    const unsigned char *in = (const unsigned char *)blob.bytes;
    size_t first = 0;
    size_t count = 0;
    newsidx_status status =
        nx_chunks_take(&table->chunks, chunk, blob.length, &first, &count, err);

    for (size_t i = 0; i < count && status >= 0; i++, in += NX_TRAIT_BYTES) {
        nx_trait *trait = trait_at(table, first + i);

        for (size_t j = 0; j < NX_LABEL_KIND_COUNT; j++) {
            const uint64_t number = nx_get_little_endian(in + 4 * j, 4);

            if (number > table->labels.last_number)
                return nx_fail(err, NEWSIDX_ERR_CORRUPT,
                               "trait %zu has the unknown name %llu", first + i,
                               (unsigned long long)number);
            trait->labels[j] = (uint32_t)number;
        }
        trait->version = (uint32_t)nx_get_little_endian(in + 12, 4);
        trait->updated_at = (int64_t)nx_get_little_endian(in + 16, 8);
        trait->ingested_at = (int64_t)nx_get_little_endian(in + 24, 8);
    }
    return status;
}

static newsidx_status read_chunk(void *table, int64_t chunk, newsidx_text blob,
                                 newsidx_error *err)
{
    return nx_traits_decode(table, chunk, blob, err);
}

newsidx_status nx_traits_load(nx_store *store, newsidx_error *err)
{
    nx_trait_table *table = &store->traits;
    const nx_rows *rows = &store->rows.view;
    newsidx_status status;

    if (table->revision == rows->revision)
        return NEWSIDX_OK;
    status = nx_labels_read(&table->labels, store, err);
    if (status >= 0)
        status = nx_transaction_read_chunks(store, NX_SQL_TRAITS_READ,
                                            (int64_t)table->revision,
                                            read_chunk, table, err);
    if (status >= 0 && table->chunks.last_id != rows->last_id)
        status =
            nx_fail(err, NEWSIDX_ERR_CORRUPT,
                    "there are traits up to %lld and rows up to %lld",
                    (long long)table->chunks.last_id, (long long)rows->last_id);
    if (status < 0) {
        nx_traits_forget(table);
        return status;
    }
    table->revision = rows->revision;
    return NEWSIDX_OK;
}

/* What wasn't changed may not be read either, and is behind then. */
newsidx_status nx_traits_write(nx_store *store, uint64_t revision,
                               newsidx_error *err)
{
    nx_trait_table *table = &store->traits;
    newsidx_status status = NEWSIDX_OK;

    if (table->revision != store->rows.view.revision)
        return NEWSIDX_OK;
    status = nx_labels_write(&table->labels, store, err);
    if (status >= 0)
        status = nx_transaction_write_chunks(store, NX_SQL_TRAITS_WRITE,
                                             &table->chunks, revision, err);
    if (status < 0)
        return status;
    nx_chunks_clean(&table->chunks);
    table->revision = revision;
    return NEWSIDX_OK;
}

newsidx_status nx_store_traits(nx_store *store, const nx_traits **out_traits,
                               newsidx_error *err)
{
    nx_trait_table *table = &store->traits;
    const newsidx_status status = nx_traits_load(store, err);

    *out_traits = NULL;
    if (status < 0)
        return status;
    table->view.traits = table->chunks.items;
    table->view.labels = table->labels.items;
    table->view.last_label = table->labels.last_number;
    *out_traits = &table->view;
    return NEWSIDX_OK;
}
