#include "line_editor.h"

#include "terminal.h"
#include "unicode.h"

#include <fcntl.h>
#include <string.h>
#include <unistd.h>

#if NEWSQ_HAVE_EDITLINE
#include <histedit.h>
#endif

#define HISTORY_LINES 2000

/* Completions to list at most. */
#define LISTED_MOST 60

struct nq_editor {
    bool is_interactive;
#if NEWSQ_HAVE_EDITLINE
    EditLine *line; /* NULL: read plainly */
    History *history;
    char *history_path;
    const char *prompt; /* borrowed while a line is read */
    bool is_cancelled;  /* by Ctrl-C */
    nq_complete_fn complete;
    void *user;
#endif
};

#if NEWSQ_HAVE_EDITLINE

static char *get_prompt(EditLine *line)
{
    static char none[] = "";
    nq_editor *editor = NULL;
    el_get(line, EL_CLIENTDATA, &editor);
    /* libedit does not write to it; its type is older than const. */
    union {
        const char *given;
        char *taken;
    } prompt = {.given = editor->prompt};
    return prompt.given == NULL ? none : prompt.taken;
}

/* Ctrl-C while typing: throw the line away, as a shell does. */
static unsigned char cancel_line(EditLine *line, int letter)
{
    nq_editor *editor = NULL;
    (void)letter;
    el_get(line, EL_CLIENTDATA, &editor);
    editor->is_cancelled = true;
    const LineInfo *typed = el_line(line);
    el_cursor(line, (int)(typed->lastchar - typed->cursor));
    fputs("^C\n", stdout);
    fflush(stdout);
    el_deletestr(line, (int)(typed->lastchar - typed->buffer));
    return CC_NEWLINE;
}

/* How many bytes all of them begin with, not within a letter. */
static size_t common_length(const nq_completions *found)
{
    const char *first = found->words[0];
    size_t length = strlen(first);
    for (size_t i = 1; i < found->count; i++) {
        size_t same = 0;
        while (same < length && found->words[i][same] == first[same])
            same++;
        length = same;
    }
    while (length > 0 && (first[length] & 0xC0) == 0x80)
        length--;
    return length;
}

/* Below the line, in columns. */
static void list(const nq_completions *found)
{
    nq_buffer out = BUFFER_INIT;
    size_t listed = found->count < LISTED_MOST ? found->count : LISTED_MOST;
    size_t widest = 0;
    for (size_t i = 0; i < listed; i++) {
        size_t width = unicode_text_width(unicode_text(found->words[i]));
        widest = width > widest ? width : widest;
    }
    size_t columns = terminal_width(STDOUT_FILENO) / (widest + 2);
    columns = columns == 0 ? 1 : columns;
    for (size_t i = 0; i < listed; i++) {
        newsidx_text word = unicode_text(found->words[i]);
        buffer_add_string(&out, i % columns == 0 ? "\n" : "");
        unicode_add_line(&out, word);
        buffer_fill(&out, ' ', widest + 2 - unicode_text_width(word));
    }
    if (listed < found->count)
        buffer_add_format(&out, "\nand %zu more", found->count - listed);
    buffer_add(&out, "\n", 1);
    buffer_flush(&out, stdout);
    buffer_finish(&out);
    fflush(stdout);
}

/* Put what all completions have in common in the place of `typed`. */
static bool insert(EditLine *line, const nq_completions *found,
                   const char *typed)
{
    nq_buffer text = BUFFER_INIT;
    size_t length = common_length(found);
    bool is_longer = length > strlen(typed) || found->count == 1;

    buffer_add(&text, found->words[0], length);
    /* What must be followed by something else has no blank after it. */
    char last = length > 0 ? text.bytes[length - 1] : ':';
    if (found->count == 1 && last != ':' && last != '(')
        buffer_add(&text, " ", 1);
    if (is_longer) {
        el_deletestr(line,
                     (int)unicode_column(unicode_text(typed), strlen(typed)));
        el_insertstr(line, text.bytes);
    }
    buffer_finish(&text);
    return is_longer;
}

/* Tab: complete the word before the cursor, or tell what it may become. */
static unsigned char complete_word(EditLine *line, int letter)
{
    nq_editor *editor = NULL;
    nq_buffer before = BUFFER_INIT;
    nq_completions found;
    unsigned char answer = CC_ERROR;

    (void)letter;
    el_get(line, EL_CLIENTDATA, &editor);
    const LineInfo *typed = el_line(line);
    buffer_add(&before, typed->buffer, (size_t)(typed->cursor - typed->buffer));
    editor->complete(before.bytes, editor->user, &found);
    if (found.count > 0) {
        answer = CC_REFRESH;
        if (!insert(line, &found, before.bytes + found.start)) {
            list(&found);
            answer = CC_REDISPLAY;
        }
    }
    completions_finish(&found);
    buffer_finish(&before);
    return answer;
}

static void open_history(nq_editor *editor, const char *path)
{
    HistEvent event;
    editor->history = history_init();
    if (editor->history == NULL)
        return;
    history(editor->history, &event, H_SETSIZE, HISTORY_LINES);
    history(editor->history, &event, H_SETUNIQUE, 1);
    el_set(editor->line, EL_HIST, history, editor->history);
    if (path == NULL)
        return;
    /* What somebody looks for is nobody else's business: made private before
     * anything is written. */
    int file = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0600);
    if (file < 0)
        return;
    close(file);
    editor->history_path = memory_copy(path);
    history(editor->history, &event, H_LOAD, path);
}

static void open_line(nq_editor *editor, const char *history_path)
{
    editor->line = el_init("newsq", stdin, stdout, stderr);
    if (editor->line == NULL)
        return;
    el_set(editor->line, EL_CLIENTDATA, editor);
    el_set(editor->line, EL_PROMPT, get_prompt);
    el_set(editor->line, EL_EDITOR, "emacs");
    el_set(editor->line, EL_SIGNAL, 1);
    open_history(editor, history_path);
    el_source(editor->line, NULL);
    /* While a line is edited, Ctrl-C is a key like others: the signal would
     * end the line, and the loop with it. While a query runs the terminal is
     * as it was, and Ctrl-C is a signal. */
    el_set(editor->line, EL_SETTY, "-d", "-isig", NULL);
    /* The narrow el_set() copies both texts and forgets the copies. */
    el_wset(editor->line, EL_ADDFN, L"newsq-cancel", L"throw the line away",
            cancel_line);
    el_wset(editor->line, EL_ADDFN, L"newsq-complete", L"complete the word",
            complete_word);
    el_set(editor->line, EL_BIND, "^C", "newsq-cancel", NULL);
    el_set(editor->line, EL_BIND, "^I", "newsq-complete", NULL);
    el_set(editor->line, EL_BIND, "^R", "em-inc-search-prev", NULL);
}

static bool read_edited(nq_editor *editor, const char *prompt,
                        nq_buffer *out_line)
{
    int length = 0;
    HistEvent event;

    editor->prompt = prompt;
    editor->is_cancelled = false;
    const char *line = el_gets(editor->line, &length);
    editor->prompt = NULL;
    if (editor->is_cancelled)
        return true;
    if (line == NULL || length <= 0)
        return false;
    size_t typed = strcspn(line, "\r\n");
    buffer_add(out_line, line, typed);
    if (editor->history != NULL && line[strspn(line, " \t\r\n")] != '\0')
        history(editor->history, &event, H_ENTER, out_line->bytes);
    return true;
}

#endif

nq_editor *editor_open(bool is_interactive, const char *history_path,
                       nq_complete_fn complete, void *user)
{
    nq_editor *editor = memory_new(sizeof(*editor));
    editor->is_interactive = is_interactive;
#if NEWSQ_HAVE_EDITLINE
    editor->complete = complete;
    editor->user = user;
    if (is_interactive)
        open_line(editor, history_path);
#else
    (void)history_path;
    (void)complete;
    (void)user;
#endif
    return editor;
}

bool editor_read(nq_editor *editor, const char *prompt, nq_buffer *out_line)
{
    buffer_clear(out_line);
    fflush(stdout);
#if NEWSQ_HAVE_EDITLINE
    if (editor->line != NULL)
        return read_edited(editor, prompt, out_line);
#endif
    if (editor->is_interactive) {
        fputs(prompt, stdout);
        fflush(stdout);
    }
    return buffer_read_line(out_line, stdin);
}

void editor_close(nq_editor *editor)
{
    if (editor == NULL)
        return;
#if NEWSQ_HAVE_EDITLINE
    HistEvent event;
    if (editor->history != NULL && editor->history_path != NULL)
        history(editor->history, &event, H_SAVE, editor->history_path);
    if (editor->line != NULL)
        el_end(editor->line);
    if (editor->history != NULL)
        history_end(editor->history);
    memory_free(editor->history_path);
#endif
    memory_free(editor);
}
