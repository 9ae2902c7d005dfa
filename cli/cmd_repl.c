/* newsq repl: one question after another. */
#include "commands.h"

#include "complete.h"
#include "database.h"
#include "exit_codes.h"
#include "line_editor.h"
#include "numbers.h"
#include "repl.h"
#include "report.h"
#include "signals.h"
#include "suggest.h"
#include "unicode.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

bool repl_find_hit(const nq_repl *repl, const char *text, int64_t *out_id)
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

static int report_unknown(const char *name)
{
    const char *nearest = repl_rows[0].name;
    size_t nearest_distance = suggest_distance(name, nearest);
    for (const nq_repl_row *row = repl_rows + 1; row->name != NULL; row++) {
        size_t distance = suggest_distance(name, row->name);
        if (distance < nearest_distance) {
            nearest = row->name;
            nearest_distance = distance;
        }
    }
    if (suggest_is_near(name, nearest_distance))
        report("unknown command %s; did you mean %s?", name, nearest);
    else
        report("unknown command %s; .help lists them", name);
    return CODE_USAGE;
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
    if (repl_find_hit(repl, line, &id))
        return repl_show(repl, id);
    if (line[0] != '.' || line[1] < 'a' || line[1] > 'z')
        return repl_search(repl, line);
    char *argument = line + strcspn(line, " \t");
    if (*argument != '\0') {
        *argument++ = '\0';
        argument += strspn(argument, " \t");
    }
    const nq_repl_row *row = repl_find(line);
    return row == NULL ? report_unknown(line) : repl_run(repl, row, argument);
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
    if (repl->filter != NULL)
        buffer_add_string(out_prompt, ", filtered");
    buffer_add_string(out_prompt, "]> ");
}

/* A line as it was read; `number` from 1. */
static int take_line(nq_repl *repl, nq_buffer *line, uint64_t number)
{
    const nq_options *options = &repl->session.options;
    if (!repl->is_interactive)
        report_at_line(number);
    /* Its window may have another width by now. */
    repl->session.look =
        terminal_look((nq_colour_mode)options->color, options->is_pretty != 0);
    if (strlen(buffer_string(line)) == line->length)
        return line->length == 0 ? CODE_OK : run_line(repl, line->bytes);
    report("has a NUL byte");
    return CODE_USAGE;
}

/* Read and run lines. What went wrong in a script is its exit status. */
static int run_lines(nq_repl *repl, nq_editor *editor)
{
    nq_buffer prompt = BUFFER_INIT;
    nq_buffer line = BUFFER_INIT;
    uint64_t number = 0;
    int code = CODE_OK;

    while (!repl->is_done && ferror(stdout) == 0) {
        if (repl->is_interactive)
            make_prompt(repl, &prompt);
        if (!editor_read(editor, buffer_string(&prompt), &line))
            break;
        int one = take_line(repl, &line, ++number);
        if (one != CODE_OK && one != CODE_NOTHING && code == CODE_OK)
            code = one;
    }
    report_at_line(0);
    if (repl->is_interactive && !repl->is_done)
        fputs("\n", stdout);
    buffer_finish(&line);
    buffer_finish(&prompt);
    return repl->is_interactive ? CODE_OK : code;
}

int cmd_repl(nq_session *session)
{
    nq_repl repl = {.session = *session};
    repl.session.found = &repl.found;
    repl.is_interactive =
        isatty(STDIN_FILENO) == 1 && isatty(STDOUT_FILENO) == 1;
    char *history = NULL;
    if (repl.is_interactive) {
        history = database_state_file("history");
        signals_cancel_only(NULL);
        if (!session->options.is_quiet)
            printf("newsq %s. Words search, a number opens that hit, .help "
                   "tells more.\n",
                   newsidx_version_string());
    }
    nq_editor *editor =
        editor_open(repl.is_interactive, history, complete_line, &repl);
    int code = run_lines(&repl, editor);
    editor_close(editor);
    search_finish(&repl.found);
    newsidx_close(repl.own_index);
    memory_free(repl.own_path);
    memory_free(repl.query);
    memory_free(repl.filter);
    memory_free(history);
    return code;
}
