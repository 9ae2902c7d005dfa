/*
 * The commands of the interactive mode. Each is one of newsq's own, run with
 * the last query, or sets what the next ones are asked with.
 */
#include "repl.h"

#include "database.h"
#include "exit_codes.h"
#include "report.h"
#include "saved.h"
#include "signals.h"
#include "table.h"

#include <inttypes.h>
#include <string.h>

/* ------------------------------------------------------------- asking ---- */

static const struct {
    const char *name;
    nq_output output;
    nq_option option; /* that a command must know to write so */
} modes[] = {
    {"text", OUTPUT_TEXT, OPTION_COUNT},
    {"json", OUTPUT_JSON, OPTION_JSON},
    {"jsonl", OUTPUT_JSON_LINES, OPTION_JSON_LINES},
    {"csv", OUTPUT_CSV, OPTION_CSV},
    {"tsv", OUTPUT_TSV, OPTION_TSV},
};

#define MODE_COUNT (sizeof(modes) / sizeof(modes[0]))

/* Can the command write in the mode that is set? */
static int check_mode(const nq_session *session)
{
    for (size_t i = 1; i < MODE_COUNT; i++) {
        if (modes[i].output != (nq_output)session->options.output ||
            (session->command->options & OPTION_BIT(modes[i].option)) != 0)
            continue;
        report("%s can't be written as %s; .mode text is for it",
               session->command->name, modes[i].name);
        return CODE_USAGE;
    }
    return CODE_OK;
}

/* Run newsq's own command of that name, so that Ctrl-C cancels it and nothing
 * else. */
static int run_command(const nq_repl *repl, nq_session *session,
                       const char *name)
{
    session->command = command_find(name);
    int code = check_mode(session);
    if (code != CODE_OK)
        return code;
    if (repl->is_interactive)
        signals_cancel_only(session->index);
    code = session->command->run(session);
    if (repl->is_interactive)
        signals_cancel_only(NULL);
    return code;
}

/* "(FILTER) (QUERY)": neither may run into the other. */
static char *join(const char *filter, const char *query)
{
    nq_buffer text = BUFFER_INIT;
    buffer_add_format(&text, "(%s) (%s)", filter, query);
    return text.bytes;
}

/*
 * The last query with the filter, to be read with `options`, which are changed.
 * Both are joined in canonical spelling, where every quote is closed.
 */
static int make_text(const nq_repl *repl, nq_options *options, char **out_text)
{
    newsidx_query *filter = NULL;
    newsidx_query *query = NULL;

    *out_text = NULL;
    if (repl->filter == NULL) {
        *out_text = memory_copy(repl->query);
        return CODE_OK;
    }
    if (options->match == 2) {
        report("a .filter goes with .match all only");
        return CODE_USAGE;
    }
    int code = search_parse(options, repl->query, &query);
    options->is_phrase = 0;
    /* What there is to tell of the filter was told when it was set. */
    nq_options quiet = *options;
    quiet.is_quiet = 1;
    if (code == CODE_OK)
        code = search_parse(&quiet, repl->filter, &filter);
    if (code == CODE_OK)
        *out_text = join(newsidx_query_text(filter), newsidx_query_text(query));
    newsidx_query_free(filter);
    newsidx_query_free(query);
    return code;
}

/* Run a command as `session` says with the last query, after `first` if that
 * isn't NULL. */
static int ask(const nq_repl *repl, const nq_session *session, const char *name,
               const char *first)
{
    nq_session own = *session;
    char *text = NULL;
    if (repl->query == NULL) {
        report("search first");
        return CODE_USAGE;
    }
    int code = make_text(repl, &own.options, &text);
    const char *const words[] = {first, text};
    own.words = first != NULL ? words : words + 1;
    own.word_count = first != NULL ? 2 : 1;
    if (code == CODE_OK)
        code = run_command(repl, &own, name);
    memory_free(text);
    return code;
}

/* For commands that have no pages: .limit is none of theirs. */
static nq_session new_session(const nq_repl *repl)
{
    nq_session session = repl->session;
    session.options.limit = 0;
    return session;
}

/* Set an option from what may follow a command's name. */
static int set_given(nq_session *session, nq_option option, const char *text)
{
    return text[0] == '\0' ? CODE_OK
                           : options_set(&session->options, option, text);
}

static int print_page(nq_repl *repl)
{
    nq_session session = repl->session;
    search_finish(&repl->found);
    return ask(repl, &session, "search", NULL);
}

/* Show the last query anew, if there was one, after something was set. */
static int print_again(nq_repl *repl, const char *argument)
{
    (void)argument;
    return repl->query == NULL ? CODE_OK : print_page(repl);
}

static void report_name(const char *text)
{
    char name[32] = ".";
    size_t length = strcspn(text, " \t");
    if (length > sizeof(name) - 2)
        return;
    memcpy(name + 1, text, length);
    if (repl_find(name) != NULL)
        report("to run the command: %s", name);
}

int repl_search(nq_repl *repl, const char *text)
{
    char *query = memory_copy(text);
    memory_free(repl->query);
    repl->query = query;
    int code = print_page(repl);
    if (code == CODE_NOTHING && repl->session.options.is_quiet == 0)
        report_name(text);
    return code;
}

/* --------------------------------------------------------------- hits ---- */

/* Hits keep their numbers, and a page that didn't come can be asked for again.
 */
static void add_page(nq_found *found, nq_found *before)
{
    size_t count = before->hit_count + found->hit_count;
    if (found->hit_count > 0) {
        before->ids = memory_grow(before->ids, count, sizeof(before->ids[0]));
        memcpy(before->ids + before->hit_count, found->ids,
               found->hit_count * sizeof(found->ids[0]));
        before->hit_count = count;
        memory_free(before->next);
        before->next = found->next;
        found->next = NULL;
    }
    search_finish(found);
    *found = *before;
}

static int show_more(nq_repl *repl, const char *argument)
{
    nq_session session = repl->session;
    (void)argument;
    if (repl->query == NULL) {
        report("search first");
        return CODE_USAGE;
    }
    if (repl->found.next == NULL) {
        report("there are no more hits");
        return CODE_NOTHING;
    }
    nq_found before = repl->found;
    memset(&repl->found, 0, sizeof(repl->found));
    session.options.cursor = before.next;
    session.options.sort = before.sort;
    session.options.by = before.by;
    int code = ask(repl, &session, "search", NULL);
    add_page(&repl->found, &before);
    return code;
}

static int need_hit(const nq_repl *repl, const char *argument, int64_t *out_id)
{
    if (repl_find_hit(repl, argument, out_id))
        return CODE_OK;
    report("there is no hit \"%s\"", argument);
    return CODE_USAGE;
}

/* Marks are for colours: without them they would be signs in the text. */
int repl_show(nq_repl *repl, int64_t id)
{
    nq_session session = repl->session;
    char *text = NULL;
    char name[32];

    snprintf(name, sizeof(name), "%" PRId64, id);
    const char *const words[] = {name};
    session.words = words;
    session.word_count = 1;
    session.options.is_quiet = 1;
    bool is_marked =
        session.look.is_coloured && session.options.output == OUTPUT_TEXT;
    int code = is_marked ? make_text(repl, &session.options, &text) : CODE_OK;
    session.options.highlight = text;
    if (code == CODE_OK)
        code = run_command(repl, &session, "show");
    memory_free(text);
    return code;
}

static int show_hit(nq_repl *repl, const char *argument)
{
    int64_t id = 0;
    int code = need_hit(repl, argument, &id);
    return code == CODE_OK ? repl_show(repl, id) : code;
}

/* What is like a hit is a query as others: it has pages, facets and a name. */
static int search_like(nq_repl *repl, const char *argument)
{
    newsidx_query *query = NULL;
    newsidx_error err;
    int64_t id = 0;

    int code = need_hit(repl, argument, &id);
    if (code != CODE_OK)
        return code;
    newsidx_status status =
        newsidx_like(repl->session.index, id, NULL, &query, &err);
    if (status < 0)
        return report_error(&err);
    if (status == NEWSIDX_NOT_FOUND) {
        report("article %" PRId64 " was removed meanwhile", id);
        return CODE_NOTHING;
    }
    repl->session.options.match = 0;
    repl->session.options.is_phrase = 0;
    code = repl_search(repl, newsidx_query_text(query));
    newsidx_query_free(query);
    return code;
}

static int explain(nq_repl *repl, const char *argument)
{
    nq_session session = repl->session;
    int64_t id = 0;
    char name[32];

    if (argument[0] == '\0') {
        session.options.explains = 1;
        return ask(repl, &session, "search", NULL);
    }
    int code = need_hit(repl, argument, &id);
    if (code != CODE_OK)
        return code;
    snprintf(name, sizeof(name), "%" PRId64, id);
    return ask(repl, &session, "explain", name);
}

/* ---------------------------------------------------------- overviews ---- */

static int count(nq_repl *repl, const char *argument)
{
    nq_session session = new_session(repl);
    (void)argument;
    return ask(repl, &session, "count", NULL);
}

static int print_facet(nq_repl *repl, const char *argument)
{
    nq_session session = new_session(repl);
    char *field = memory_copy(argument);
    char *limit = field + strcspn(field, " \t");

    if (*limit != '\0')
        *limit++ = '\0';
    limit += strspn(limit, " \t");
    int code = set_given(&session, OPTION_LIMIT, limit);
    if (code == CODE_OK)
        code = ask(repl, &session, "facet", field);
    memory_free(field);
    return code;
}

static int print_timeline(nq_repl *repl, const char *argument)
{
    nq_session session = new_session(repl);
    int code = set_given(&session, OPTION_UNIT, argument);
    return code == CODE_OK ? ask(repl, &session, "timeline", NULL) : code;
}

static int print_kwic(nq_repl *repl, const char *argument)
{
    nq_session session = new_session(repl);
    int code = set_given(&session, OPTION_LINE_SORT, argument);
    return code == CODE_OK ? ask(repl, &session, "kwic", NULL) : code;
}

static int print_first(nq_repl *repl, const char *argument)
{
    nq_session session = new_session(repl);
    int code = set_given(&session, OPTION_LIMIT, argument);
    return code == CODE_OK ? ask(repl, &session, "first", NULL) : code;
}

static int print_terms(nq_repl *repl, const char *argument)
{
    nq_session session = repl->session;
    session.words = &argument;
    session.word_count = argument[0] != '\0';
    return run_command(repl, &session, "terms");
}

static int print_info(nq_repl *repl, const char *argument)
{
    nq_session session = repl->session;
    session.words = &argument;
    session.word_count = argument[0] != '\0';
    return run_command(repl, &session, "info");
}

/* ------------------------------------------------------------- filter ---- */

static int set_filter(nq_repl *repl, const char *argument)
{
    nq_options options = repl->session.options;
    newsidx_query *query = NULL;
    char *filter = NULL;

    if (argument[0] != '\0') {
        options.is_phrase = 0;
        options.match = 0;
        int code = search_parse(&options, argument, &query);
        newsidx_query_free(query);
        if (code != CODE_OK)
            return code;
        filter = memory_copy(argument);
    }
    memory_free(repl->filter);
    repl->filter = filter;
    return print_again(repl, argument);
}

static int set_mode(nq_repl *repl, const char *argument)
{
    for (size_t i = 0; i < MODE_COUNT; i++) {
        if (strcmp(modes[i].name, argument) == 0) {
            repl->session.options.output = modes[i].output;
            return CODE_OK;
        }
    }
    report(".mode is one of %s, not \"%s\"", repl_find(".mode")->argument,
           argument);
    return CODE_USAGE;
}

/* ----------------------------------------------------- saved searches ---- */

/* Is it the query that another one is in canonical spelling? */
static bool is_query(const nq_options *options, const char *text,
                     const char *other)
{
    newsidx_query *left = NULL;
    newsidx_query *right = NULL;
    bool is_same =
        search_parse(options, text, &left) == CODE_OK &&
        search_parse(options, other, &right) == CODE_OK &&
        strcmp(newsidx_query_text(left), newsidx_query_text(right)) == 0;
    newsidx_query_free(left);
    newsidx_query_free(right);
    return is_same;
}

/*
 * What to save: as it was typed, where that is read the same with the filter,
 * so that date:7d.. stays the last seven days.
 */
static int make_saved(const nq_repl *repl, char **out_text)
{
    nq_options options = repl->session.options;
    *out_text = NULL;
    if (options.match == 2 || options.is_phrase != 0) {
        report("only a search of .match all can be saved, without --phrase");
        return CODE_USAGE;
    }
    options.is_quiet = 1;
    int code = make_text(repl, &options, out_text);
    if (code != CODE_OK || repl->filter == NULL)
        return code;
    char *typed = join(repl->filter, repl->query);
    if (is_query(&options, typed, *out_text)) {
        memory_free(*out_text);
        *out_text = typed;
    } else {
        memory_free(typed);
    }
    return CODE_OK;
}

static bool is_name(const char *text)
{
    if (text[strcspn(text, " \t")] == '\0')
        return true;
    report("a search has one word for a name, not \"%s\"", text);
    return false;
}

static int save(nq_repl *repl, const char *argument)
{
    char *text = NULL;
    if (repl->query == NULL) {
        report("search first");
        return CODE_USAGE;
    }
    if (!is_name(argument))
        return CODE_USAGE;
    int code = make_saved(repl, &text);
    if (code == CODE_OK)
        code = saved_put(argument, text);
    memory_free(text);
    return code;
}

static int forget(nq_repl *repl, const char *argument)
{
    (void)repl;
    int code = is_name(argument) ? saved_put(argument, NULL) : CODE_USAGE;
    if (code == CODE_NOTHING)
        report("no search is saved as %s", argument);
    return code;
}

static int add_saved(void *user, newsidx_text name, const char *query)
{
    table_text(user, name);
    table_string(user, query);
    return CODE_OK;
}

static int list_saved(nq_repl *repl, const char *argument)
{
    static const char *const columns[] = {"name", "query"};
    nq_table table;
    (void)argument;
    table_begin(&table, (nq_output)repl->session.options.output, "searches",
                columns, 2);
    int code = saved_each(add_saved, &table);
    table_end(&table);
    return code;
}

static int run_saved(nq_repl *repl, const char *argument)
{
    char *query = NULL;
    int code = saved_find(argument, &query);
    if (code == CODE_NOTHING) {
        report("no search is saved as %s; .saved lists them", argument);
        return CODE_USAGE;
    }
    if (code == CODE_OK) {
        /* As which it was saved. */
        repl->session.options.match = 0;
        repl->session.options.is_phrase = 0;
        code = repl_search(repl, query);
    }
    memory_free(query);
    return code;
}

/* ------------------------------------------------------------- others ---- */

static int open_index(nq_repl *repl, const char *argument)
{
    nq_options options = repl->session.options;
    newsidx *index = NULL;
    char *path = NULL;

    options.db = argument;
    int code = database_open(&options, MODE_READ, &index, &path);
    if (code != CODE_OK) {
        memory_free(path);
        return code;
    }
    newsidx_close(repl->own_index);
    memory_free(repl->own_path);
    repl->own_index = index;
    repl->own_path = path;
    repl->session.index = index;
    repl->session.index_path = path;
    search_finish(&repl->found);
    return CODE_OK;
}

static void print_row(const nq_repl_row *row)
{
    printf("  %-9s %-24s %s\n", row->name, row->argument, row->help);
}

/* Help on one command: what it is here, and what newsq's own is. */
static int print_help_on(const nq_repl *repl, const char *topic)
{
    nq_session session = repl->session;
    nq_buffer name = BUFFER_INIT;

    topic += topic[0] == '.';
    buffer_add_format(&name, ".%s", topic);
    const nq_repl_row *row = repl_find(name.bytes);
    buffer_finish(&name);
    if (row != NULL)
        print_row(row);
    if (row != NULL && command_find(topic) == NULL)
        return CODE_OK;
    session.words = &topic;
    session.word_count = 1;
    return cmd_help(&session);
}

static int print_help(nq_repl *repl, const char *argument)
{
    if (argument[0] != '\0')
        return print_help_on(repl, argument);
    fputs("Type words to search, a number to read that hit, Tab to complete.\n",
          stdout);
    for (const nq_repl_row *row = repl_rows; row->name != NULL; row++)
        print_row(row);
    return CODE_OK;
}

static int quit(nq_repl *repl, const char *argument)
{
    (void)argument;
    repl->is_done = true;
    return CODE_OK;
}

const nq_repl_row repl_rows[] = {
    {".more", "", "the next hits", show_more, OPTION_COUNT},
    {".show", "N", "read hit N; a bare number does the same", show_hit,
     OPTION_COUNT},
    {".like", "N", "articles like hit N", search_like, OPTION_COUNT},
    {".explain", "[N]", "how the query was run, or hit N's score", explain,
     OPTION_COUNT},
    {".count", "", "how many articles match", count, OPTION_COUNT},
    {".facet", "FIELD [N]", "count them by source, byline, year ...",
     print_facet, OPTION_COUNT},
    {".timeline", "[day|week|month|year]", "count them by time", print_timeline,
     OPTION_COUNT},
    {".kwic", "[left|right]", "every match, the word in the middle", print_kwic,
     OPTION_COUNT},
    {".first", "[N]", "the first appearance, or N", print_first, OPTION_COUNT},
    {".filter", "[QUERY]", "add it to every search, or no more", set_filter,
     OPTION_COUNT},
    {".sort", "best|new|old|length", "order of the hits", print_again,
     OPTION_SORT},
    {".by", "article|passage", "what a hit is", print_again, OPTION_BY},
    {".match", "all|any", "all words, or any", print_again, OPTION_MATCH},
    {".limit", "N", "hits on a page", NULL, OPTION_LIMIT},
    {".passages", "N", "passages of a hit", NULL, OPTION_PASSAGES},
    {".mode", "text|json|jsonl|csv|tsv", "how all that is written", set_mode,
     OPTION_COUNT},
    {".save", "NAME", "save the search", save, OPTION_COUNT},
    {".saved", "", "list what is saved", list_saved, OPTION_COUNT},
    {".run", "NAME", "run a saved search", run_saved, OPTION_COUNT},
    {".forget", "NAME", "save it no more", forget, OPTION_COUNT},
    {".open", "FILE", "search another index", open_index, OPTION_COUNT},
    {".terms", "[PREFIX]", "words of the index", print_terms, OPTION_COUNT},
    {".info", "[TERM]", "about the index, or a word in it", print_info,
     OPTION_COUNT},
    {".help", "[COMMAND|query]", "this, a command, or the query language",
     print_help, OPTION_COUNT},
    {".quit", "", "leave; so does Ctrl-D", quit, OPTION_COUNT},
    {NULL, NULL, NULL, NULL, OPTION_COUNT},
};

const nq_repl_row *repl_find(const char *name)
{
    for (const nq_repl_row *row = repl_rows; row->name != NULL; row++) {
        if (strcmp(row->name, name) == 0)
            return row;
    }
    return NULL;
}

int repl_run(nq_repl *repl, const nq_repl_row *row, const char *argument)
{
    bool may_have = row->argument[0] != '\0';
    bool must_have = may_have && row->argument[0] != '[';
    if (argument[0] == '\0' ? must_have : !may_have) {
        report("usage: %s%s%s", row->name, may_have ? " " : "", row->argument);
        return CODE_USAGE;
    }
    int code = CODE_OK;
    if (row->option != OPTION_COUNT)
        code = options_set(&repl->session.options, row->option, argument);
    return code == CODE_OK && row->run != NULL ? row->run(repl, argument)
                                               : code;
}
