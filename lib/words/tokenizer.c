#include "words/tokenizer.h"

#include <limits.h>
#include <string.h>

/* The receiver of tokens that FTS5 hands us. */
typedef struct receiver {
    void *context;
    int (*on_token)(void *, int, const char *, int, int, int);
} receiver;

static int create(void *context, const char **arguments, int argument_count,
                  Fts5Tokenizer **out_tokenizer)
{
    (void)arguments;
    if (argument_count != 0)
        return SQLITE_ERROR;
    /* There is nothing to keep for a table but the feed itself. */
    *out_tokenizer = context;
    return SQLITE_OK;
}

static void destroy(Fts5Tokenizer *tokenizer)
{
    (void)tokenizer;
}

/* Replay one column, packed as words.h draws it. */
static int replay(const nx_words *words, const char *text, int length,
                  const receiver *sink)
{
    const unsigned char *at, *end;
    newsidx_text packed;
    unsigned column;

    if (length != 1 || text[0] < '0')
        return SQLITE_ERROR;
    column = (unsigned)(text[0] - '0');
    if (column >= NX_COLUMN_COUNT)
        return SQLITE_ERROR;
    packed = nx_buf_text(&words->packed[column]);
    at = (const unsigned char *)packed.bytes;
    end = at + packed.length;
    while (at < end) {
        int flags = (*at & 0x80u) != 0 ? FTS5_TOKEN_COLOCATED : 0;
        int term_length = (int)(*at & 0x7fu);
        int code = sink->on_token(sink->context, flags, (const char *)at + 1,
                                  term_length, 0, 0);

        if (code != SQLITE_OK)
            return code;
        at += 1 + term_length;
    }
    return SQLITE_OK;
}

static int split_query(const char *text, int length, const receiver *sink)
{
    int flags = 0;
    int start = 0;

    for (int i = 0; i <= length; i++) {
        int code;

        if (i < length && text[i] != ' ' && text[i] != '|')
            continue;
        if (i > start) {
            code = sink->on_token(sink->context, flags, text + start, i - start,
                                  start, i);
            if (code != SQLITE_OK)
                return code;
        }
        flags = i < length && text[i] == '|' ? FTS5_TOKEN_COLOCATED : 0;
        start = i + 1;
    }
    return SQLITE_OK;
}

static int tokenize(Fts5Tokenizer *tokenizer, void *context, int flags,
                    const char *text, int length,
                    int (*on_token)(void *, int, const char *, int, int, int))
{
    const nx_feed *feed = (const nx_feed *)(const void *)tokenizer;
    receiver sink = {context, on_token};

    if ((flags & FTS5_TOKENIZE_DOCUMENT) == 0)
        return split_query(text, length, &sink);
    /* Someone else than nx_write_words() is writing: there are no words. */
    if (feed->words == NULL)
        return SQLITE_ERROR;
    return replay(feed->words, text, length, &sink);
}

newsidx_status nx_tokenizer_register(sqlite3 *db, nx_feed *feed,
                                     newsidx_error *err)
{
    fts5_tokenizer methods = {create, destroy, tokenize};
    fts5_tokenizer methods_there;
    void *there = NULL;
    sqlite3_stmt *statement = NULL;
    fts5_api *api = NULL;
    newsidx_status status =
        nx_db_prepare(db, "SELECT fts5(?1)", &statement, err);
    int code;

    /* Any other status is of the file, which newer versions read here. */
    if (status == NEWSIDX_ERR_INTERNAL)
        return nx_fail(err, status, "this SQLite was built without FTS5");
    if (status < 0)
        return status;
    sqlite3_bind_pointer(statement, 1, (void *)&api, "fts5_api_ptr", NULL);
    code = sqlite3_step(statement);
    sqlite3_finalize(statement);
    if (code != SQLITE_ROW || api == NULL)
        return nx_db_fail(db, code == SQLITE_ROW ? SQLITE_NOMEM : code,
                          "asking for FTS5", err);
    if (api->xFindTokenizer(api, "newsidx", &there, &methods_there) ==
        SQLITE_OK)
        return NEWSIDX_OK;
    code = api->xCreateTokenizer(api, "newsidx", feed, &methods, NULL);
    if (code != SQLITE_OK)
        return nx_db_fail(db, code, "registering the tokenizer", err);
    return NEWSIDX_OK;
}
