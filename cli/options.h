/* The command line: one table of options, one way to read them. */
#ifndef NEWSQ_OPTIONS_H
#define NEWSQ_OPTIONS_H

#include "memory.h"

#include <stdint.h>

/** A row of the table each, in its order. */
typedef enum nq_option {
    OPTION_DB,
    OPTION_UNTRUSTED,
    OPTION_LIMIT,
    OPTION_DEPTH,
    OPTION_OFFSET,
    OPTION_CURSOR,
    OPTION_BY,
    OPTION_UNIT, /**< --by too: no command knows both. */
    OPTION_MATCH,
    OPTION_PHRASE,
    OPTION_SORT,
    OPTION_AS,
    OPTION_LINE_SORT, /**< --sort too, of commands that know it */
    OPTION_WORD_SORT, /**< The same, of words. */
    OPTION_PASSAGES,
    OPTION_CONTEXT,
    OPTION_WIDTH,
    OPTION_HIGHLIGHT,
    OPTION_NO_PAGER,
    OPTION_IDS_ONLY,
    OPTION_JSON,
    OPTION_JSON_LINES,
    OPTION_CSV,
    OPTION_TSV,
    OPTION_NULL,
    OPTION_FORMAT_VERSION,
    OPTION_PRETTY,
    OPTION_COLOR,
    OPTION_TIMEOUT,
    OPTION_FAIL_PARTIAL,
    OPTION_LANGUAGE,
    OPTION_RECENCY,
    OPTION_NOW,
    OPTION_ZONE,
    OPTION_DIALECT,
    OPTION_EXPLAIN,
    OPTION_SOURCE,
    OPTION_FORMAT,
    OPTION_DRY_RUN,
    OPTION_SHOW_PARSE,
    OPTION_WATCH,
    OPTION_SINCE,
    OPTION_FOLLOW,
    OPTION_QUARANTINE,
    OPTION_JOBS,
    OPTION_NO_SANDBOX,
    OPTION_DROPPED,
    OPTION_BOILERPLATE,
    OPTION_UNDO,
    OPTION_TAG,
    OPTION_BATCH,
    OPTION_SVG,
    OPTION_QUIET,
    OPTION_VERBOSE,
    OPTION_HELP,
    OPTION_VERSION,
    OPTION_COUNT
} nq_option;

/** A set of options, as a command's row has it. */
#define OPTION_BIT(option) ((uint64_t)1 << (option))

/** Values of --json and the like; the last one given counts. */
typedef enum nq_output {
    OUTPUT_TEXT = 0,
    OUTPUT_IDS = 1,
    OUTPUT_JSON = 2,
    OUTPUT_JSON_LINES = 3,
    OUTPUT_CSV = 4,
    OUTPUT_TSV = 5,
    OUTPUT_KEYS = 6 /**< --null: keys alone, each ended by NUL. */
} nq_output;

/** Choices hold their number in the option's list from 1; 0: not given. */
typedef struct nq_options {
    uint64_t given; /**< OPTION_BIT of each option that was. */
    const char *db;
    const char *cursor;
    const char *language;
    const char *source;
    const char *tag;
    const char *batch;
    const char *svg;
    const char *zone;
    const char *dialect;
    const char *format;
    const char *quarantine;
    const char *highlight; /**< A query; NULL: not given. */
    int64_t now;           /**< 0: not given. */
    int64_t since;         /**< The same. */
    uint32_t limit;
    uint32_t offset;
    uint32_t passages;
    uint32_t context; /**< Sentences. */
    uint32_t width;   /**< Columns of a line; 0: not given. */
    uint32_t jobs;    /**< 0: not given. */
    uint32_t timeout_ms;
    uint32_t half_life_days; /**< 0: not given. */
    uint32_t format_version;
    uint32_t by;     /**< 1 article, 2 passage */
    uint32_t unit;   /**< 1 day, 2 week, 3 month, 4 year */
    uint32_t match;  /**< 1 all, 2 any */
    uint32_t sort;   /**< 1 best, 2 new, 3 old, 4 length; of lines 5 left,
                        6 right; of words 1 word, 2 articles */
    uint32_t as;     /**< Of exports, from 1. */
    uint32_t color;  /**< nq_colour_mode */
    uint32_t output; /**< nq_output */
    uint32_t is_untrusted;
    uint32_t is_phrase;
    uint32_t is_pretty;
    uint32_t is_quiet;
    uint32_t is_verbose;
    uint32_t has_no_pager;
    uint32_t explains;
    uint32_t fails_partial;
    uint32_t shows_dropped;
    uint32_t lists_boilerplate;
    uint32_t undoes;
    uint32_t is_dry_run;
    uint32_t shows_parse;
    uint32_t watches;
    uint32_t is_in_process;
    uint32_t follows_links;
    uint32_t wants_help;
    uint32_t wants_version;
} nq_options;

/** What stands on the command line. Words are borrowed from it. */
typedef struct nq_arguments {
    nq_options options;
    const char **words; /**< All that is no option, in order. */
    size_t word_count;
    bool is_search; /**< Words began after "--", so none is a command. */
} nq_arguments;

/** The options of the command that the first word means; NULL: no word. */
typedef uint64_t (*nq_known_fn)(const char *word);

/**
 * Read them all. CODE_OK, or CODE_USAGE with what's wrong told on standard
 * error. Give back with options_finish() in either case.
 */
int options_read(int count, char **values, nq_known_fn known_of,
                 nq_arguments *arguments);

/**
 * CODE_OK if every option given is one of `known`; else tells about the first
 * that is not. `command` is for the message.
 */
int options_check(const nq_options *options, uint64_t known,
                  const char *command);

void options_finish(nq_arguments *arguments);

/** Add lines on the options of a set, for help. */
void options_add_help(nq_buffer *to, uint64_t known);

/** A row of the table, for those who list options. */
typedef struct nq_option_about {
    const char *name;     /**< As "limit". */
    const char *argument; /**< As "N" or "best|new|old"; NULL: it takes none. */
    const char *help;     /**< NULL: nobody is told of it. */
    char letter;          /**< 0: none. */
    bool has_choices;     /**< The argument is one of these. */
} nq_option_about;

nq_option_about options_about(nq_option option);

/** Set a choice or number by its name, as the interactive mode does. */
int options_set(nq_options *options, nq_option option, const char *value);

#endif
