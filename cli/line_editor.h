/*
 * Lines from whoever types, with editing and a history if newsq was built with
 * libedit and this is a terminal; without prompts from a file or pipe.
 */
#ifndef NEWSQ_LINE_EDITOR_H
#define NEWSQ_LINE_EDITOR_H

#include "complete.h"

typedef struct nq_editor nq_editor;

/** What may stand before the cursor; `line` ends there. The editor gives `out`
 * back with completions_finish(). */
typedef void (*nq_complete_fn)(const char *line, void *user,
                               nq_completions *out);

/**
 * @param is_interactive  Prompt, edit and remember.
 * @param history_path    NULL: remember for as long as newsq runs.
 * @param complete        Called for Tab, with `user`.
 */
nq_editor *editor_open(bool is_interactive, const char *history_path,
                       nq_complete_fn complete, void *user);

/**
 * Read a line without its end. False at the end of the input. A line given up
 * by Ctrl-C comes as an empty one.
 */
bool editor_read(nq_editor *editor, const char *prompt, nq_buffer *out_line);

/** Write the history, and close. */
void editor_close(nq_editor *editor);

#endif
