/* newsq repl: one question after another. */
#include "commands.h"

#include "database.h"
#include "exit_codes.h"
#include "line_editor.h"
#include "numbers.h"
#include "output.h"
#include "report.h"
#include "search.h"
#include "signals.h"
#include "suggest.h"
#include "unicode.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* What lasts from one line to the next. */
typedef struct nq_repl {
    nq_session session; /* a copy: .limit and the like change its options */
    char *query;        /* the last one; NULL: none yet */
    nq_found found;     /* by it, on the last page */
    bool is_interactive;
    bool is_done;
} nq_repl;

/* A command of the REPL. `argument` is "" if there's none. */
typedef struct repl_row {
    const char *name;
    const char *argument;
    const char *help;
    int (*run)(nq_repl *repl, const char *argument);
    nq_option option; /* of rows that set one; else OPTION_COUNT */
} repl_row;

static const repl_row *find_row(const char *name);
static int print_help(nq_repl *repl, const char *argument);

/* Run what may take long so that Ctrl-C cancels it and nothing else. */
static void begin_query(const nq_repl *repl)
{
    if (repl->is_interactive)
        signals_cancel_only(repl->session.index);
}

static void end_query(const nq_repl *repl)
{
    if (repl->is_interactive)
        signals_cancel_only(NULL);
}

static int print_page(nq_repl *repl)
{
    search_finish(&repl->found);
    begin_query(repl);
    int code = search_print(&repl->session, repl->query, true, &repl->found);
    end_query(repl);
    return code;
}

static int search_for(nq_repl *repl, const char *text)
{
    char *query = memory_copy(text);
    memory_free(repl->query);
    repl->query = query;
    return print_page(repl);
}

static int show_more(nq_repl *repl, const char *argument)
{
    (void)argument;
    if (repl->query == NULL) {
        report("search first");
        return CODE_USAGE;
    }
    if (repl->found.next == NULL) {
        report("there are no more hits");
        return CODE_NOTHING;
    }
    char *cursor = memory_copy(repl->found.next);
    repl->session.options.cursor = cursor;
    int code = print_page(repl);
    repl->session.options.cursor = NULL;
    memory_free(cursor);
    return code;
}

/*
 * The id of a hit on the last page, by its place there from 1: the rank that
 * was printed, counted on from page to page, works too.
 */
static bool find_hit(const nq_repl *repl, const char *text, int64_t *out_id)
{
    char *end = NULL;
    unsigned long number = strtoul(text, &end, 10);
    if (text[0] < '0' || text[0] > '9' || *end != '\0' || number == 0 ||
        number < repl->found.first_rank ||
        number - repl->found.first_rank >= repl->found.hit_count)
        return false;
    *out_id = repl->found.ids[number - repl->found.first_rank];
    return true;
}

static int open_hit(nq_repl *repl, const char *argument)
{
    newsidx_record *record = NULL;
    newsidx_error err;
    int64_t id = 0;

    if (!find_hit(repl, argument, &id)) {
        report("there is no hit \"%s\" on the last page", argument);
        return CODE_USAGE;
    }
    newsidx_status status =
        newsidx_read(repl->session.index, id, &record, &err);
    if (status < 0)
        return report_error(&err);
    if (status == NEWSIDX_NOT_FOUND) {
        report("article %" PRId64 " was removed meanwhile", id);
        return CODE_NOTHING;
    }
    output_text_article(&repl->session.look, record, id, false, NULL);
    newsidx_record_free(record);
    return CODE_OK;
}

static int explain_hit(nq_repl *repl, const char *argument)
{
    int64_t id = 0;
    char name[32];

    if (!find_hit(repl, argument, &id)) {
        report("there is no hit \"%s\" on the last page", argument);
        return CODE_USAGE;
    }
    snprintf(name, sizeof(name), "%" PRId64, id);
    const char *const words[] = {name, repl->query};
    nq_session session = repl->session;
    session.words = words;
    session.word_count = 2;
    return cmd_explain(&session);
}

static int show_info(nq_repl *repl, const char *argument)
{
    (void)argument;
    return cmd_info(&repl->session);
}

static int quit(nq_repl *repl, const char *argument)
{
    (void)argument;
    repl->is_done = true;
    return CODE_OK;
}

static const repl_row rows[] = {
    {".more", "", "the next hits", show_more, OPTION_COUNT},
    {".open", "N", "read hit N; a bare number does the same", open_hit,
     OPTION_COUNT},
    {".explain", "N", "how the score of hit N comes about", explain_hit,
     OPTION_COUNT},
    {".limit", "N", "hits on a page", NULL, OPTION_LIMIT},
    {".passages", "N", "passages of a hit", NULL, OPTION_PASSAGES},
    {".sort", "best|new|old|length", "order of the hits", NULL, OPTION_SORT},
    {".by", "article|passage", "what a hit is", NULL, OPTION_BY},
    {".match", "all|any", "all words, or any", NULL, OPTION_MATCH},
    {".info", "", "about the index", show_info, OPTION_COUNT},
    {".help", "[query]", "this, or the query language", print_help,
     OPTION_COUNT},
    {".quit", "", "leave; so does Ctrl-D", quit, OPTION_COUNT},
};

#define ROW_COUNT (sizeof(rows) / sizeof(rows[0]))

static const repl_row *find_row(const char *name)
{
    for (size_t i = 0; i < ROW_COUNT; i++) {
        if (strcmp(rows[i].name, name) == 0)
            return &rows[i];
    }
    return NULL;
}

static int print_help(nq_repl *repl, const char *argument)
{
    (void)repl;
    if (strcmp(argument, "query") == 0) {
        help_print_query();
        return CODE_OK;
    }
    fputs("Type words to search, a number to read that hit.\n", stdout);
    for (size_t i = 0; i < ROW_COUNT; i++)
        printf("  %-9s %-16s %s\n", rows[i].name, rows[i].argument,
               rows[i].help);
    return CODE_OK;
}

static int report_unknown(const char *name)
{
    const char *nearest = rows[0].name;
    size_t nearest_distance = suggest_distance(name, nearest);
    for (size_t i = 1; i < ROW_COUNT; i++) {
        size_t distance = suggest_distance(name, rows[i].name);
        if (distance < nearest_distance) {
            nearest = rows[i].name;
            nearest_distance = distance;
        }
    }
    if (suggest_is_near(name, nearest_distance))
        report("unknown command %s; did you mean %s?", name, nearest);
    else
        report("unknown command %s; .help lists them", name);
    return CODE_USAGE;
}

static int run_row(nq_repl *repl, const repl_row *row, const char *argument)
{
    bool wants = row->argument[0] != '\0' && row->argument[0] != '[';
    if (wants != (argument[0] != '\0') && row->argument[0] != '[') {
        report("usage: %s %s", row->name, row->argument);
        return CODE_USAGE;
    }
    if (row->option == OPTION_COUNT)
        return row->run(repl, argument);
    return options_set(&repl->session.options, row->option, argument);
}

static int run_line(nq_repl *repl, char *line)
{
    int64_t id = 0;
    line += strspn(line, " \t");
    size_t length = strlen(line);
    while (length > 0 && (line[length - 1] == ' ' || line[length - 1] == '\t'))
        line[--length] = '\0';
    if (length == 0)
        return CODE_OK;
    if (find_hit(repl, line, &id))
        return open_hit(repl, line);
    if (line[0] != '.' || line[1] < 'a' || line[1] > 'z')
        return search_for(repl, line);
    char *argument = line + strcspn(line, " \t");
    if (*argument != '\0') {
        *argument++ = '\0';
        argument += strspn(argument, " \t");
    }
    const repl_row *row = find_row(line);
    return row == NULL ? report_unknown(line) : run_row(repl, row, argument);
}

/* "newsq[news.db 1,204 articles]> " */
static void make_prompt(const nq_repl *repl, nq_buffer *out_prompt)
{
    const char *path = repl->session.index_path;
    const char *slash = strrchr(path, '/');
    newsidx_info info = NEWSIDX_INFO_INIT;

    buffer_clear(out_prompt);
    buffer_add_string(out_prompt, "newsq[");
    unicode_add_line(out_prompt,
                     unicode_text(slash == NULL ? path : slash + 1));
    if (newsidx_get_info(repl->session.index, &info, NULL) == NEWSIDX_OK) {
        buffer_add(out_prompt, " ", 1);
        numbers_add_counted(out_prompt, info.article_count, "article",
                            "articles");
    }
    buffer_add_string(out_prompt, "]> ");
}

static char *history_file(void)
{
    char *folder = database_user_folder("XDG_STATE_HOME", ".local/state", true);
    if (folder == NULL)
        return NULL;
    nq_buffer path = BUFFER_INIT;
    buffer_add_format(&path, "%s/history", folder);
    memory_free(folder);
    return path.bytes;
}

/* Read and run lines. What went wrong in a script is its exit status. */
static int run_lines(nq_repl *repl, nq_editor *editor)
{
    nq_buffer prompt = BUFFER_INIT;
    nq_buffer line = BUFFER_INIT;
    int code = CODE_OK;

    while (!repl->is_done) {
        if (repl->is_interactive)
            make_prompt(repl, &prompt);
        bool found = editor_read(editor, buffer_string(&prompt), &line);
        if (!found)
            break;
        if (line.length == 0)
            continue;
        int one = run_line(repl, line.bytes);
        if (one != CODE_OK && one != CODE_NOTHING && code == CODE_OK)
            code = one;
        if (ferror(stdout))
            break;
    }
    if (repl->is_interactive && !repl->is_done)
        fputs("\n", stdout);
    buffer_finish(&line);
    buffer_finish(&prompt);
    return repl->is_interactive ? CODE_OK : code;
}

int cmd_repl(nq_session *session)
{
    nq_repl repl = {.session = *session};
    repl.is_interactive =
        isatty(STDIN_FILENO) == 1 && isatty(STDOUT_FILENO) == 1;
    char *history = NULL;
    if (repl.is_interactive) {
        history = history_file();
        signals_cancel_only(NULL);
        if (!session->options.is_quiet)
            printf("newsq %s. Words search, a number opens that hit, .help "
                   "tells more.\n",
                   newsidx_version_string());
    }
    nq_editor *editor = editor_open(repl.is_interactive, history);
    int code = run_lines(&repl, editor);
    editor_close(editor);
    search_finish(&repl.found);
    memory_free(repl.query);
    memory_free(history);
    return code;
}
