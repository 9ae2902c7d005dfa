#include "store/labels.h"

#include "base/hash.h"
#include "base/limits.h"
#include "base/memory.h"
#include "base/str.h"
#include "base/utf8.h"
#include "store/internal.h"

#include <assert.h>
#include <string.h>

#define FIRST_SLOT_COUNT ((size_t)64)

/* Folding makes some letters longer. */
#define WORDS_LIMIT_BYTES (8 * NX_LIMIT_FIELD_BYTES)

void nx_labels_init(nx_label_table *table)
{
    memset(table, 0, sizeof *table);
    nx_arena_init(&table->arena);
}

void nx_labels_finish(nx_label_table *table)
{
    nx_arena_finish(&table->arena);
    nx_free(table->items);
    nx_free(table->slots);
    nx_labels_init(table);
}

void nx_labels_forget(nx_label_table *table)
{
    nx_arena_reset(&table->arena);
    table->last_number = 0;
    table->stored_number = 0;
    if (table->slots != NULL)
        memset(table->slots, 0, table->slot_count * sizeof *table->slots);
}

static bool is_label(const nx_label *label, nx_label_kind kind,
                     newsidx_text text)
{
    return label->kind == kind && nx_str_equal(label->text, text);
}

/* Where the name is, or would be. */
static size_t find_slot(const nx_label_table *table, nx_label_kind kind,
                        newsidx_text text)
{
    const size_t mask = table->slot_count - 1;
    size_t at = (size_t)nx_hash64(text.bytes, text.length, kind) & mask;

    while (table->slots[at] != 0 &&
           !is_label(&table->items[table->slots[at]], kind, text))
        at = (at + 1) & mask;
    return at;
}

uint32_t nx_labels_find(const nx_label_table *table, nx_label_kind kind,
                        newsidx_text text)
{
    if (table->slot_count == 0)
        return 0;
    return table->slots[find_slot(table, kind, text)];
}

/* Slots for one name more, of which never more than half are taken. */
static bool reserve_slots(nx_label_table *table)
{
    size_t count = table->slot_count > 0 ? table->slot_count : FIRST_SLOT_COUNT;
    uint32_t *slots;

    while (count / 2 <= table->last_number)
        count *= 2;
    if (count == table->slot_count)
        return true;
    slots = nx_alloc_zeroed(count, sizeof *slots);
    if (slots == NULL)
        return false;
    nx_free(table->slots);
    table->slots = slots;
    table->slot_count = count;
    for (uint32_t i = 1; i <= table->last_number; i++) {
        const nx_label *label = &table->items[i];

        slots[find_slot(table, label->kind, label->text)] = i;
    }
    return true;
}

static bool reserve(nx_label_table *table)
{
    void *items = table->items;

    if (!nx_grow(&items, &table->capacity, (size_t)table->last_number + 2,
                 sizeof *table->items))
        return false;
    table->items = items;
    memset(table->items, 0, sizeof *table->items);
    return reserve_slots(table);
}

static int add_word(const nx_token *token, void *user)
{
    nx_buf *words = user;

    if (words->length > 0)
        nx_buf_add_byte(words, ' ');
    nx_buf_add_text(words, token->exact);
    return words->status < 0;
}

newsidx_status nx_label_words(nx_analyzer *analyzer, newsidx_text name,
                              nx_buf *out, newsidx_error *err)
{
    newsidx_status status = nx_analyze(analyzer, name, add_word, out, err);

    if (out->status < 0)
        return nx_fail(err, out->status, "%s", nx_status_text(out->status));
    return status < 0 ? status : NEWSIDX_OK;
}

/* Languages are compared by their codes. */
static newsidx_status set_words(nx_label_table *table, nx_analyzer *analyzer,
                                nx_label *label, newsidx_error *err)
{
    newsidx_status status;
    nx_buf words;

    if (label->kind == NX_LABEL_LANGUAGE)
        return NEWSIDX_OK;
    nx_buf_init(&words, WORDS_LIMIT_BYTES);
    status = nx_label_words(analyzer, label->text, &words, err);
    if (status >= 0) {
        label->words = nx_arena_text(&table->arena, nx_buf_text(&words));
        if (label->words.bytes == NULL)
            status = nx_fail_memory(err);
    }
    nx_buf_finish(&words);
    return status;
}

newsidx_status nx_labels_add(nx_label_table *table, nx_analyzer *analyzer,
                             nx_label_kind kind, newsidx_text text,
                             newsidx_error *err)
{
    newsidx_status status;
    nx_label *label;

    assert(nx_labels_find(table, kind, text) == 0);
    if (table->last_number == UINT32_MAX)
        return nx_fail(err, NEWSIDX_ERR_LIMIT, "there are %lu names",
                       (unsigned long)table->last_number);
    if (!reserve(table))
        return nx_fail_memory(err);
    label = &table->items[table->last_number + 1];
    *label = (nx_label){.kind = kind};
    label->text = nx_arena_text(&table->arena, text);
    if (label->text.bytes == NULL)
        return nx_fail_memory(err);
    status = set_words(table, analyzer, label, err);
    if (status < 0)
        return status;
    table->slots[find_slot(table, kind, text)] = ++table->last_number;
    return NEWSIDX_OK;
}

/* The row of a name that the statement stands at. */
static newsidx_status read_label(nx_label_table *table, nx_analyzer *analyzer,
                                 sqlite3_stmt *statement, newsidx_error *err)
{
    const int64_t number = sqlite3_column_int64(statement, 0);
    const int64_t kind = sqlite3_column_int64(statement, 1);
    newsidx_text text;
    newsidx_status status;

    text.bytes = (const char *)sqlite3_column_text(statement, 2);
    text.length = (size_t)sqlite3_column_bytes(statement, 2);
    if (text.bytes == NULL && sqlite3_column_type(statement, 2) != SQLITE_NULL)
        return nx_fail_memory(err);
    if (number != (int64_t)table->last_number + 1 || kind < 0 ||
        kind >= NX_LABEL_KIND_COUNT || text.length == 0 ||
        text.length > NX_LIMIT_FIELD_BYTES ||
        nx_utf8_find_invalid(text.bytes, text.length) != NEWSIDX_NO_OFFSET ||
        nx_labels_find(table, (nx_label_kind)kind, text) != 0)
        return nx_fail(err, NEWSIDX_ERR_CORRUPT,
                       "the name %lld is no name, or there twice",
                       (long long)number);
    status = nx_labels_add(table, analyzer, (nx_label_kind)kind, text, err);
    if (status >= 0)
        table->stored_number = table->last_number;
    return status;
}

newsidx_status nx_labels_read(nx_label_table *table, nx_store *store,
                              newsidx_error *err)
{
    sqlite3_stmt *statement = NULL;
    nx_analyzer *analyzer = NULL;
    newsidx_status status =
        nx_store_analyzer(store, nx_str(NULL), &analyzer, err);
    int code = SQLITE_DONE;

    if (status >= 0)
        status = nx_statement(store, NX_SQL_LABELS_READ, &statement, err);
    if (status < 0)
        return status;
    sqlite3_bind_int64(statement, 1, table->last_number);
    while (status >= 0) {
        code = sqlite3_step(statement);
        if (code != SQLITE_ROW)
            break;
        status = read_label(table, analyzer, statement, err);
    }
    if (status >= 0 && code != SQLITE_DONE)
        status = nx_db_fail(store->db, code, "reading the names", err);
    sqlite3_reset(statement);
    return status;
}

newsidx_status nx_labels_write(nx_label_table *table, nx_store *store,
                               newsidx_error *err)
{
    newsidx_status status = NEWSIDX_OK;

    while (table->stored_number < table->last_number && status >= 0) {
        const uint32_t number = table->stored_number + 1;
        const nx_label *label = &table->items[number];
        sqlite3_stmt *statement = NULL;

        status = nx_statement(store, NX_SQL_LABEL_WRITE, &statement, err);
        if (status < 0)
            break;
        sqlite3_bind_int64(statement, 1, number);
        sqlite3_bind_int64(statement, 2, label->kind);
        sqlite3_bind_text64(statement, 3, label->text.bytes, label->text.length,
                            SQLITE_STATIC, SQLITE_UTF8);
        status = nx_statement_run(store, statement, "writing the names", err);
        if (status >= 0)
            table->stored_number = number;
    }
    return status;
}
