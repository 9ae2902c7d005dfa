/*
 * newsq: search news articles from the command line.
 *
 * main() reads the options, finds the command, opens the index as the command
 * needs it and runs it. What is not the name of a command is a search.
 */
#include "commands.h"
#include "database.h"
#include "exit_codes.h"
#include "report.h"
#include "signals.h"
#include "suggest.h"
#include "unicode.h"

#include <string.h>
#include <unistd.h>

#define BIT OPTION_BIT

/* What every command knows, and what every command with an index does. */
#define ANY (BIT(OPTION_HELP) | BIT(OPTION_QUIET) | BIT(OPTION_VERBOSE))
#define INDEX (ANY | BIT(OPTION_DB))
#define READ (INDEX | BIT(OPTION_UNTRUSTED))
#define JSON                                                                   \
    (BIT(OPTION_JSON) | BIT(OPTION_JSON_LINES) | BIT(OPTION_FORMAT_VERSION))
#define TABLE (BIT(OPTION_CSV) | BIT(OPTION_TSV))
#define LAYOUT (BIT(OPTION_PRETTY) | BIT(OPTION_COLOR))
#define QUERY                                                                  \
    (BIT(OPTION_MATCH) | BIT(OPTION_PHRASE) | BIT(OPTION_TIMEOUT) |            \
     BIT(OPTION_LANGUAGE) | BIT(OPTION_RECENCY) | BIT(OPTION_NOW) |            \
     BIT(OPTION_ZONE) | BIT(OPTION_DIALECT))
#define ADD                                                                    \
    (LAYOUT | BIT(OPTION_SOURCE) | BIT(OPTION_FORMAT) | BIT(OPTION_LANGUAGE) | \
     BIT(OPTION_DRY_RUN) | BIT(OPTION_SHOW_PARSE) | BIT(OPTION_WATCH) |        \
     BIT(OPTION_SINCE) | BIT(OPTION_FOLLOW) | BIT(OPTION_QUARANTINE) |         \
     BIT(OPTION_JOBS) | BIT(OPTION_NO_SANDBOX))
#define SEARCH                                                                 \
    (READ | JSON | TABLE | LAYOUT | QUERY | BIT(OPTION_NULL) |                 \
     BIT(OPTION_LIMIT) | BIT(OPTION_OFFSET) | BIT(OPTION_CURSOR) |             \
     BIT(OPTION_BY) | BIT(OPTION_SORT) | BIT(OPTION_PASSAGES) |                \
     BIT(OPTION_CONTEXT) | BIT(OPTION_IDS_ONLY) | BIT(OPTION_EXPLAIN) |        \
     BIT(OPTION_FAIL_PARTIAL))
#define KWIC                                                                   \
    (READ | JSON | LAYOUT | QUERY | BIT(OPTION_LIMIT) |                        \
     BIT(OPTION_LINE_SORT) | BIT(OPTION_WIDTH) | BIT(OPTION_NO_PAGER) |        \
     BIT(OPTION_FAIL_PARTIAL))

const nq_command commands[] = {
    {"search", "WORDS...", "find articles (what newsq does if not told else)",
     "Arguments are joined by spaces; all words must occur, and articles that\n"
     "have them as one exact phrase come first. -p asks for the phrase alone.\n"
     "On a terminal hits are laid out to read; in a pipe each is a line of\n"
     "id, date, source, headline and best passage, separated by tabs.\n"
     "\"newsq help query\" teaches the query language.\n",
     SEARCH, 1, WORDS_ANY, cmd_search, MODE_READ},
    {"kwic", "WORDS...", "print every match, the word in the middle",
     "A line for each place that satisfies the query, in all articles that it\n"
     "finds. Articles are in the order of a search; --sort left and right "
     "sort\n"
     "the lines by the words before or behind the match. A letter tells that "
     "the\n"
     "match is not in the body: h headline, b byline, d dateline, k keywords.\n"
     "In a pipe a line is id, offset, left, match, right and field, separated "
     "by\n"
     "tabs. There is no limit but --timeout and -n.\n",
     KWIC, 1, WORDS_ANY, cmd_kwic, MODE_READ},
    {"count", "WORDS...", "tell how many articles match",
     "--batch counts many queries: each line of FILE is an id, a tab and a "
     "query,\n"
     "and each line that is printed an id, a tab and the count. The exit "
     "status\n"
     "is 1 if nothing matches.\n",
     READ | JSON | TABLE | QUERY | BIT(OPTION_BATCH), 0, WORDS_ANY, cmd_count,
     MODE_READ},
    {"facet", "FIELD WORDS...", "count what matches by source, author or time",
     "FIELD is source, section, byline, language, keywords, year, month, week "
     "or\n"
     "day. All articles that match are counted, the most frequent value comes\n"
     "first; a query of * matches all there are. A terminal gets 20 lines "
     "with\n"
     "bars if -n says nothing else, a pipe gets all: value, tab and count.\n",
     READ | JSON | TABLE | LAYOUT | QUERY | BIT(OPTION_LIMIT), 2, WORDS_ANY,
     cmd_facet, MODE_READ},
    {"timeline", "WORDS...", "count what matches by day, week, month or year",
     "Also those of none, from the first article to the last, or as far as "
     "the\n"
     "query's own date: goes. On a terminal long runs of none are one line.\n",
     READ | JSON | TABLE | LAYOUT | QUERY | BIT(OPTION_UNIT) | BIT(OPTION_SVG),
     1, WORDS_ANY, cmd_timeline, MODE_READ},
    {"first", "WORDS...", "find the first appearance",
     "The earliest articles by date that match; one, or as many as -n says.\n",
     READ | JSON | TABLE | LAYOUT | QUERY | BIT(OPTION_LIMIT) |
         BIT(OPTION_OFFSET) | BIT(OPTION_PASSAGES) | BIT(OPTION_IDS_ONLY),
     1, WORDS_ANY, cmd_first, MODE_READ},
    {"like", "ID|KEY", "find articles like one",
     "Asks for the 25 words that tell most of it, any of them, and not for "
     "the\n"
     "article itself: hits as those of a search, the most alike first. "
     "--explain\n"
     "prints that query.\n",
     SEARCH & ~(BIT(OPTION_MATCH) | BIT(OPTION_PHRASE) | BIT(OPTION_LANGUAGE) |
                BIT(OPTION_ZONE) | BIT(OPTION_DIALECT)),
     1, 1, cmd_like, MODE_READ},
    {"terms", "[PREFIX]", "list the words of the index",
     "Those that begin with PREFIX, in the order of their bytes, or --sort\n"
     "articles the most frequent first. A line is the word, a tab and how "
     "many\n"
     "articles have it in this form: what newsq count =WORD tells.\n",
     INDEX | JSON | TABLE | BIT(OPTION_LIMIT) | BIT(OPTION_WORD_SORT) |
         BIT(OPTION_LANGUAGE) | BIT(OPTION_NOW),
     0, 1, cmd_terms, MODE_READ},
    {"suggest", "WORDS...", "complete the last word of a query",
     "Words that begin so, and then those that do after one edit, the most\n"
     "frequent first. A line is the query with that word, the word, its "
     "articles\n"
     "and the edits (0 or 1), with tabs between them. -n goes to 100.\n",
     INDEX | JSON | TABLE | BIT(OPTION_LIMIT) | BIT(OPTION_LANGUAGE) |
         BIT(OPTION_NOW),
     1, WORDS_ANY, cmd_suggest, MODE_READ},
    {"add", "PATH...|-", "add the articles of files and folders",
     "Reads the formats of newsrooms, told apart by content: plain text, "
     "HTML,\n"
     "JSON and JSON Lines, ninjs, NITF, NewsML and NewsML-G2, RSS, Atom and "
     "JSON\n"
     "Feed, WordPress exports, mail and mbox, Reuters SGML, ANPA 1312 and "
     "IPTC\n"
     "7901, and any of these in zip, tar and compressed files. - reads "
     "standard\n"
     "input. The index is made if it isn't there. What was added before is "
     "left\n"
     "alone; a changed text becomes the article's new version. Bad input is\n"
     "named, skipped and counted, and then the exit status is 6.\n",
     INDEX | ADD, 1, WORDS_ANY, cmd_add, MODE_CREATE},
    {"show", "ID|KEY...", "print articles",
     "Takes the ids or keys that a search printed, or the file's path.\n"
     "--highlight marks what satisfies a query in headline and body: by "
     "colour, or\n"
     "**so** where there is none. Long output on a terminal goes through "
     "$NEWSQ_PAGER,\n"
     "$PAGER or less.\n",
     READ | JSON | LAYOUT | (QUERY & ~BIT(OPTION_RECENCY)) |
         BIT(OPTION_DROPPED) | BIT(OPTION_HIGHLIGHT) | BIT(OPTION_NO_PAGER),
     1, WORDS_ANY, cmd_show, MODE_READ},
    {"export", "[WORDS...]", "write all articles that a query finds",
     "All of them, however many, or without a query all of the index, in the\n"
     "order in which they were stored unless --sort says else. --as says how:\n"
     "jsonl, which newsq add reads back with all fields, csv or tsv; the\n"
     "references ris, bibtex and csljson; ninjs of the IPTC; a page of html.\n",
     READ | QUERY | BIT(OPTION_AS) | BIT(OPTION_SORT), 0, WORDS_ANY, cmd_export,
     MODE_READ},
    {"remove", "ID|KEY...", "take articles out of every search",
     "Takes what newsq show takes, and keys of what is withheld or embargoed.\n"
     "All their versions go; they stay in the file, but nothing reads them.\n"
     "The exit status is 1 if one of the articles isn't there; the others "
     "go.\n",
     INDEX | BIT(OPTION_DRY_RUN), 1, WORDS_ANY, cmd_remove, MODE_WRITE},
    {"explain", "ID|KEY WORDS...", "tell how an article's score comes about",
     NULL, READ | QUERY, 2, WORDS_ANY, cmd_explain, MODE_READ},
    {"info", "[TERM...]", "tell about the index, or what it has of a word",
     "How many articles, of which time, how large, and which versions. TERM "
     "is\n"
     "a word as the index has it, in lower case: how many versions have it or\n"
     "a word of its stem, and the ranked lists of both.\n",
     READ | BIT(OPTION_JSON) | BIT(OPTION_FORMAT_VERSION) |
         BIT(OPTION_BOILERPLATE),
     0, WORDS_ANY, cmd_info, MODE_READ},
    {"check", "", "look for damage in the index",
     "Reads everything and compares: texts with their hashes, words and lists\n"
     "with the texts. The exit status is 5 if it disagrees.\n",
     READ, 0, 0, cmd_check, MODE_CHECK},
    {"optimize", "", "make searches faster and the file smaller", NULL, INDEX,
     0, 0, cmd_optimize, MODE_WRITE},
    {"rebuild", "", "analyze every article again",
     "Needed when a newer newsq says that the index was made by other rules.\n",
     INDEX, 0, 0, cmd_rebuild, MODE_WRITE},
    {"repair", "[FILE]", "save what is legible of a damaged index",
     "Writes a new index to FILE, which must not exist yet, or to the name of\n"
     "the damaged one with .repaired after it. That one is only read. Each\n"
     "version that is lost, or not as it was stored, is a line; of those that\n"
     "are unsure it is not known whether they were removed. The exit status "
     "is\n"
     "6 if some are lost or altered.\n",
     INDEX, 0, 1, cmd_repair, MODE_PATH},
    {"backup", "FILE", "copy the index, also while it is being written",
     "FILE must not exist yet.\n", INDEX, 1, 1, cmd_backup, MODE_READ},
    {"seal", "", "make one file of the index that nobody writes to",
     "Checks it, ends its log and takes from its mode that anybody may write.\n"
     "It can then be read from where nothing can be written, and by others "
     "who\n"
     "may read the file. --undo lets it be written again.\n",
     INDEX | BIT(OPTION_UNDO), 0, 0, cmd_seal, MODE_PATH},
    {"doctor", "", "tell what the index lives on, and known errors",
     "The versions of all parts, how they were built, known errors of this\n"
     "SQLite with what newsq does about each; of the index its format, rules,\n"
     "mode, log, locks, file system and the free space. -q tells warnings and\n"
     "problems only. newsq check looks at the articles.\n",
     INDEX | LAYOUT | BIT(OPTION_JSON) | BIT(OPTION_FORMAT_VERSION), 0, 0,
     cmd_doctor, MODE_PATH},
    {"batch", "FILE|-", "run many queries and print a TREC run",
     "Each line of the input is an id, a tab and a query. Each hit is a line\n"
     "\"id Q0 key rank score tag\". Any word may match unless --match all is\n"
     "given. 1000 hits a query unless -n says else. Scores fall from line to\n"
     "line, so that sorting by score keeps the order; white space in keys is\n"
     "written as %20.\n",
     READ | QUERY | BIT(OPTION_LIMIT) | BIT(OPTION_DEPTH) | BIT(OPTION_TAG), 1,
     1, cmd_batch, MODE_READ},
    {"repl", "", "search again and again (newsq alone on a terminal)",
     "Type words to search, a number to read that hit, .help for the rest.\n",
     READ | LAYOUT | QUERY | BIT(OPTION_LIMIT) | BIT(OPTION_BY) |
         BIT(OPTION_SORT) | BIT(OPTION_PASSAGES),
     0, 0, cmd_repl, MODE_READ},
    {"completion", "bash|zsh|fish", "print what completes newsq in a shell",
     "A script for that shell, which knows commands, options and their "
     "values.\n"
     "An installed newsq has put it where the shell looks already.\n",
     ANY, 1, 1, cmd_completion, MODE_NO_INDEX},
    {"help", "[COMMAND|query]", "tell about a command, or the query language",
     NULL, ANY, 0, 1, cmd_help, MODE_NO_INDEX},
    {"version", "", "print the version, of the parts too", NULL, ANY, 0, 0,
     cmd_version, MODE_NO_INDEX},
    {NULL, NULL, NULL, NULL, 0, 0, 0, NULL, MODE_NO_INDEX},
};

const nq_command *command_find(const char *name)
{
    for (const nq_command *row = commands; row->name != NULL; row++) {
        if (strcmp(row->name, name) == 0)
            return row;
    }
    return NULL;
}

static uint64_t known_options(const char *word)
{
    const nq_command *command = word != NULL ? command_find(word) : NULL;
    if (command == NULL)
        command = command_find("search");
    return command->options;
}

/* The command meant, and how many words its name takes; NULL: none is. */
static const nq_command *choose_command(const nq_arguments *arguments,
                                        size_t *out_words)
{
    *out_words = 0;
    if (arguments->options.wants_version)
        return command_find("version");
    if (arguments->word_count == 0) {
        if (arguments->options.wants_help)
            return command_find("help");
        if (isatty(STDIN_FILENO) == 1 && isatty(STDOUT_FILENO) == 1)
            return command_find("repl");
        return NULL;
    }
    const nq_command *command = NULL;
    if (!arguments->is_search)
        command = command_find(arguments->words[0]);
    if (command == NULL)
        return command_find("search");
    *out_words = 1;
    return command;
}

static int check_arguments(const nq_session *session)
{
    const nq_command *command = session->command;
    const nq_options *options = &session->options;
    int code = options_check(options, command->options, command->name);
    if (code != CODE_OK)
        return code;
    if (session->word_count < command->words_min ||
        session->word_count > command->words_max) {
        report("usage: newsq %s %s", command->name, command->arguments);
        return CODE_USAGE;
    }
    if ((options->given & OPTION_BIT(OPTION_FORMAT_VERSION)) == 0)
        return CODE_OK;
    if (options->format_version < 1) {
        report("JSON format version %u is not written any more",
               (unsigned)options->format_version);
        return CODE_FORMAT_OLD;
    }
    if (options->format_version > 1) {
        report("this newsq writes JSON format version 1, not %u",
               (unsigned)options->format_version);
        return CODE_FORMAT_NEW;
    }
    return CODE_OK;
}

static int run(nq_session *session)
{
    char *path = NULL;
    int code = check_arguments(session);
    if (code == CODE_OK && session->command->mode != MODE_NO_INDEX) {
        code = database_open(&session->options, session->command->mode,
                             &session->index, &path);
        session->index_path = path;
    }
    if (code == CODE_OK)
        code = session->command->run(session);
    newsidx_close(session->index);
    memory_free(path);
    return code;
}

static int dispatch(const nq_arguments *arguments)
{
    const nq_options *options = &arguments->options;
    size_t name_words = 0;
    const nq_command *command = choose_command(arguments, &name_words);
    if (command == NULL) {
        help_print_usage(stderr);
        return CODE_USAGE;
    }
    if (options->wants_help && command->run != cmd_help) {
        help_print_command(command);
        return CODE_OK;
    }
    nq_session session = {
        .command = command,
        .options = *options,
        .words = arguments->words + name_words,
        .word_count = arguments->word_count - name_words,
        .look = terminal_look((nq_colour_mode)options->color,
                              options->is_pretty != 0),
    };
    if (options->wants_version) {
        /* Whatever else was typed is let pass. */
        session.options.given = 0;
        session.word_count = 0;
    }
    return run(&session);
}

/* A first word that is one slip away from a command was a search, and it came
 * to nothing. */
static void report_command(const nq_arguments *arguments, int code)
{
    bool is_nothing =
        code == CODE_NOTHING || code == CODE_USAGE || code == CODE_NO_INDEX;
    if (!is_nothing || arguments->word_count == 0 || arguments->is_search ||
        arguments->options.is_quiet != 0 ||
        command_find(arguments->words[0]) != NULL)
        return;
    for (const nq_command *row = commands; row->name != NULL; row++) {
        if (suggest_distance(arguments->words[0], row->name) == 1) {
            report("there is no command %s; did you mean newsq %s?",
                   arguments->words[0], row->name);
            return;
        }
    }
}

int main(int count, char **values)
{
    nq_arguments arguments;

    signals_init();
    unicode_init();
    int code = options_read(count, values, known_options, &arguments);
    if (code == CODE_OK)
        code = dispatch(&arguments);
    report_command(&arguments, code);
    options_finish(&arguments);
    return report_output(code);
}
