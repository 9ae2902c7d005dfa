#include "complete.h"

#include "exit_codes.h"
#include "repl.h"
#include "saved.h"
#include "unicode.h"

#include <string.h>
#include <wctype.h>

/* Nobody waits longer for Tab. */
#define TIMEOUT_MS 150

/* Fewer letters are the beginning of too much. */
#define LEAST_LETTERS 2

/* Names of the query language that stand before words or parentheses. */
static const char *const names[] = {
    "headline:", "byline:",   "dateline:",  "body:",     "lead:",     "hlead:",
    "tag:",      "source:",   "section:",   "lang:",     "key:",      "id:",
    "status:",   "date:",     "updated:",   "ingested:", "after:",    "before:",
    "length:",   "sentence(", "paragraph(", "atleast3(", "first50(",  "caps(",
    "allcaps(",  "nocaps(",   "exact(",     "stem(",     "verbatim(",
};

/* Filters whose values are few enough to be offered. */
static const struct {
    const char *name;
    newsidx_facet_by by;
} listed[] = {
    {"source:", NEWSIDX_BY_SOURCE},
    {"section:", NEWSIDX_BY_SECTION},
    {"lang:", NEWSIDX_BY_LANGUAGE},
};

void completions_add(nq_completions *to, newsidx_text word)
{
    for (size_t i = 0; i < to->count; i++) {
        if (strlen(to->words[i]) == word.length &&
            memcmp(to->words[i], word.bytes, word.length) == 0)
            return;
    }
    to->words = memory_grow(to->words, to->count + 1, sizeof(to->words[0]));
    nq_buffer copy = BUFFER_INIT;
    buffer_add_text(&copy, word);
    to->words[to->count++] = memory_copy(buffer_string(&copy));
    buffer_finish(&copy);
}

void completions_finish(nq_completions *completions)
{
    for (size_t i = 0; i < completions->count; i++)
        memory_free(completions->words[i]);
    memory_free(completions->words);
    memset(completions, 0, sizeof(*completions));
}

/* In small letters: words are found in any. */
static void add_folded(nq_buffer *to, newsidx_text text)
{
    for (size_t offset = 0; offset < text.length;)
        unicode_add(to,
                    (uint32_t)towlower((wint_t)unicode_next(text, &offset)));
}

static bool begins_with(newsidx_text word, const char *beginning)
{
    nq_buffer left = BUFFER_INIT;
    nq_buffer right = BUFFER_INIT;
    add_folded(&left, word);
    add_folded(&right, unicode_text(beginning));
    bool begins =
        strncmp(buffer_string(&left), buffer_string(&right), right.length) == 0;
    buffer_finish(&left);
    buffer_finish(&right);
    return begins;
}

static void add_if(nq_completions *to, const char *word, const char *beginning)
{
    if (begins_with(unicode_text(word), beginning))
        completions_add(to, unicode_text(word));
}

/* -------------------------------------------------------------- words ---- */

/* Words of the index that begin so, or do after one edit. */
static void add_words(nq_completions *to, newsidx *index, const char *beginning)
{
    newsidx_suggest_options how = NEWSIDX_SUGGEST_OPTIONS_INIT;
    const newsidx_tally_line *line = NULL;
    newsidx_tally *words = NULL;
    bool is_misspelt = false;
    size_t start = 0;

    how.limit = 40;
    if (newsidx_suggest(index, beginning, NEWSIDX_WHOLE, &how, &start, &words,
                        NULL) >= 0 &&
        start == 0) {
        /* Those of no edit come first; misspelt is what has none. */
        size_t before = to->count;
        while (newsidx_tally_next(words, &line) == NEWSIDX_OK &&
               (line->weight < 0.5 || to->count == before || is_misspelt)) {
            is_misspelt = line->weight > 0.5;
            completions_add(to, line->label);
        }
    }
    newsidx_tally_free(words);
}

/* -------------------------------------------------------------- query ---- */

/* As a value of a filter, in quotes if it is more than a word. */
static void add_value(nq_completions *to, newsidx_text label)
{
    nq_buffer value = BUFFER_INIT;
    bool is_plain = label.length > 0;
    /* There's no way to write one inside quotes. */
    if (label.length > 0 && memchr(label.bytes, '"', label.length) != NULL)
        return;
    for (size_t i = 0; i < label.length; i++) {
        char letter = label.bytes[i];
        is_plain = is_plain &&
                   ((letter >= 'a' && letter <= 'z') ||
                    (letter >= 'A' && letter <= 'Z') ||
                    (letter >= '0' && letter <= '9') || (letter & 0x80) != 0);
    }
    buffer_add_string(&value, is_plain ? "" : "\"");
    unicode_add_line(&value, label);
    buffer_add_string(&value, is_plain ? "" : "\"");
    newsidx_text text = {buffer_string(&value), value.length};
    completions_add(to, text);
    buffer_finish(&value);
}

static void add_values(nq_completions *to, newsidx *index, newsidx_facet_by by,
                       const char *beginning)
{
    newsidx_overview_options how = NEWSIDX_OVERVIEW_OPTIONS_INIT;
    newsidx_search_options search = NEWSIDX_SEARCH_OPTIONS_INIT;
    const newsidx_tally_line *line = NULL;
    newsidx_query *query = NULL;
    newsidx_tally *tally = NULL;

    search.timeout_ms = TIMEOUT_MS;
    how.search = &search;
    how.by = by;
    beginning += beginning[0] == '"';
    if (newsidx_query_parse("*", NEWSIDX_WHOLE, NULL, &query, NULL) >= 0 &&
        newsidx_facet(index, query, &how, &tally, NULL) >= 0) {
        while (newsidx_tally_next(tally, &line) == NEWSIDX_OK) {
            if (begins_with(line->label, beginning))
                add_value(to, line->label);
        }
    }
    newsidx_tally_free(tally);
    newsidx_query_free(query);
}

/* Where the last word of a query begins, and the name before its colon, if it
 * has one; NO_NAME inside a phrase, where there are none. Quotes hold a word
 * together after a colon or comma. */
#define NO_NAME ((size_t)-1)

static size_t last_word(const char *query, size_t *out_name)
{
    size_t start = 0;
    bool is_quoted = false;

    *out_name = 0;
    for (size_t i = 0; query[i] != '\0'; i++) {
        char letter = query[i];
        if (letter == '"') {
            is_quoted = !is_quoted;
            bool is_value =
                i > 0 && (query[i - 1] == ':' || query[i - 1] == ',');
            if (is_quoted && !is_value) {
                start = i + 1;
                *out_name = NO_NAME;
            }
        } else if (is_quoted && query[start] == '"') {
            continue;
        } else if (strchr(" \t(-=~|", letter) != NULL) {
            start = i + 1;
            *out_name = is_quoted ? NO_NAME : start;
        } else if (letter == ':' || letter == ',') {
            start = i + 1;
        }
    }
    return start;
}

static void complete_query(const nq_repl *repl, const char *query,
                           nq_completions *out)
{
    newsidx *index = repl->session.index;
    size_t name = 0;
    size_t start = last_word(query, &name);

    out->start += start;
    for (size_t i = 0; i < sizeof(listed) / sizeof(listed[0]); i++) {
        size_t length = strlen(listed[i].name);
        if (name < start && strncmp(query + name, listed[i].name, length) == 0)
            add_values(out, index, listed[i].by, query + start);
    }
    if (out->count > 0)
        return;
    for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
        if (start == name && query[start] != '\0')
            add_if(out, names[i], query + start);
    }
    if (unicode_column(unicode_text(query + start), strlen(query + start)) >=
        LEAST_LETTERS)
        add_words(out, index, query + start);
}

/* ----------------------------------------------------------- commands ---- */

typedef struct wanted {
    nq_completions *to;
    const char *beginning;
} wanted;

static int add_saved(void *user, newsidx_text name, const char *query)
{
    const wanted *in = user;
    (void)query;
    if (begins_with(name, in->beginning))
        completions_add(in->to, name);
    return CODE_OK;
}

/* The words of "[day|week]" or "best|new"; not of "NAME". */
static void add_choices(nq_completions *to, const char *argument,
                        const char *beginning)
{
    nq_buffer choice = BUFFER_INIT;
    for (const char *at = argument; *at != '\0'; at++) {
        if (*at >= 'a' && *at <= 'z') {
            buffer_add(&choice, at, 1);
            if ((at[1] >= 'a' && at[1] <= 'z'))
                continue;
            add_if(to, choice.bytes, beginning);
        }
        buffer_clear(&choice);
    }
    buffer_finish(&choice);
}

static void complete_argument(const nq_repl *repl, const nq_repl_row *row,
                              const char *typed, nq_completions *out)
{
    if (strcmp(row->argument, "[QUERY]") == 0) {
        complete_query(repl, typed, out);
        return;
    }
    if (strchr(typed, ' ') != NULL)
        return;
    if (strncmp(row->argument, "FIELD", 5) == 0) {
        for (size_t i = 0; overview_field(i) != NULL; i++)
            add_if(out, overview_field(i), typed);
    } else if (strcmp(row->argument, "NAME") == 0) {
        wanted in = {out, typed};
        saved_each(add_saved, &in);
    } else {
        add_choices(out, row->argument, typed);
    }
    if (strcmp(row->name, ".help") != 0)
        return;
    for (const nq_command *command = commands; command->name != NULL; command++)
        add_if(out, command->name, typed);
    for (const nq_repl_row *other = repl_rows; other->name != NULL; other++)
        add_if(out, other->name, typed);
}

void complete_line(const char *line, void *user, nq_completions *out)
{
    const nq_repl *repl = user;
    size_t blanks = strspn(line, " \t");
    const char *typed = line + blanks;
    size_t length = strcspn(typed, " \t");

    memset(out, 0, sizeof(*out));
    out->start = blanks;
    if (typed[0] != '.') {
        complete_query(repl, typed, out);
        return;
    }
    if (typed[length] == '\0') {
        for (const nq_repl_row *row = repl_rows; row->name != NULL; row++)
            add_if(out, row->name, typed);
        return;
    }
    nq_buffer name = BUFFER_INIT;
    buffer_add(&name, typed, length);
    const nq_repl_row *row = repl_find(name.bytes);
    buffer_finish(&name);
    length += strspn(typed + length, " \t");
    out->start += length;
    if (row != NULL)
        complete_argument(repl, row, typed + length, out);
}
