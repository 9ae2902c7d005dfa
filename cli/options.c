#include "options.h"

#include "exit_codes.h"
#include "report.h"
#include "suggest.h"

#include <errno.h>
#include <getopt.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

typedef enum option_kind {
    KIND_FLAG,   /* sets the field to `low` */
    KIND_NUMBER, /* from `low` to `high` */
    KIND_CHOICE, /* one of `argument`, as "best|new|old" */
    KIND_MOMENT, /* as newsidx_time_parse() takes it, or @ and seconds */
    KIND_TEXT
} option_kind;

typedef struct option_row {
    const char *name;
    const char *argument; /* NULL: takes none */
    const char *help;
    size_t field; /* where in nq_options */
    uint32_t low;
    uint32_t high;
    option_kind kind;
    char letter; /* 0: none */
} option_row;

#define FIELD(name) offsetof(nq_options, name)
#define FLAG(name, letter, field, value, help)                                 \
    {                                                                          \
        name, NULL, help, FIELD(field), value, 0, KIND_FLAG, letter            \
    }
#define NUMBER(name, letter, argument, field, low, high, help)                 \
    {                                                                          \
        name, argument, help, FIELD(field), low, high, KIND_NUMBER, letter     \
    }
#define CHOICE(name, argument, field, help)                                    \
    {                                                                          \
        name, argument, help, FIELD(field), 0, 0, KIND_CHOICE, 0               \
    }
#define MOMENT(name, argument, field, help)                                    \
    {                                                                          \
        name, argument, help, FIELD(field), 0, 0, KIND_MOMENT, 0               \
    }
#define TEXT(name, letter, argument, field, help)                              \
    {                                                                          \
        name, argument, help, FIELD(field), 0, 0, KIND_TEXT, letter            \
    }

static const option_row rows[OPTION_COUNT] = {
    [OPTION_DB] = TEXT("db", 'd', "FILE", db, "the index to use"),
    [OPTION_UNTRUSTED] = FLAG("untrusted", 0, is_untrusted, 1,
                              "look through a stranger's index before use"),
    [OPTION_LIMIT] =
        NUMBER("limit", 'n', "N", limit, 1, 10000, "hits to give at most"),
    [OPTION_DEPTH] =
        NUMBER("depth", 0, "N", limit, 1, 10000, "the same as --limit"),
    [OPTION_OFFSET] = NUMBER("offset", 0, "N", offset, 0, 100000,
                             "leave the first N hits out"),
    [OPTION_CURSOR] =
        TEXT("cursor", 0, "TEXT", cursor, "go on where the page before said"),
    [OPTION_BY] = CHOICE("by", "article|passage", by, "what a hit is"),
    [OPTION_UNIT] = CHOICE("by", "day|week|month|year", unit,
                           "what a line is (as fine as gives 45)"),
    [OPTION_MATCH] = CHOICE("match", "all|any", match,
                            "all words (the query language), or any"),
    [OPTION_PHRASE] =
        FLAG("phrase", 'p', is_phrase, 1, "take all words as one exact phrase"),
    [OPTION_SORT] =
        CHOICE("sort", "best|new|old|length", sort, "order of the hits"),
    [OPTION_AS] = CHOICE("as", "jsonl|csv|tsv|ris|bibtex|csljson|ninjs|html",
                         as, "form of an export (jsonl)"),
    [OPTION_LINE_SORT] = CHOICE("sort", "best|new|old|length|left|right", sort,
                                "order of articles, or by what is beside"),
    [OPTION_WORD_SORT] =
        CHOICE("sort", "word|articles", sort, "order of the words"),
    [OPTION_PASSAGES] = NUMBER("passages", 0, "N", passages, 1, 100,
                               "passages of a hit, the best ones (3)"),
    [OPTION_CONTEXT] = NUMBER("context", 'C', "N", context, 0, 100,
                              "sentences before and after each passage"),
    [OPTION_WIDTH] = NUMBER("width", 0, "N", width, 20, 2000,
                            "columns of a line (the terminal's, or 80)"),
    [OPTION_HIGHLIGHT] = TEXT("highlight", 0, "QUERY", highlight,
                              "mark what satisfies the query"),
    [OPTION_NO_PAGER] =
        FLAG("no-pager", 0, has_no_pager, 1, "print long output in one go"),
    [OPTION_IDS_ONLY] =
        FLAG("ids-only", 'l', output, OUTPUT_IDS, "print ids and keys only"),
    [OPTION_JSON] =
        FLAG("json", 0, output, OUTPUT_JSON, "print one JSON document"),
    [OPTION_JSON_LINES] = FLAG("jsonl", 0, output, OUTPUT_JSON_LINES,
                               "print a JSON object a line"),
    [OPTION_CSV] = FLAG("csv", 0, output, OUTPUT_CSV,
                        "print comma-separated values, names first"),
    [OPTION_TSV] = FLAG("tsv", 0, output, OUTPUT_TSV,
                        "print tab-separated values, names first"),
    [OPTION_NULL] = FLAG("null", '0', output, OUTPUT_KEYS,
                         "print keys only, each ended by NUL"),
    [OPTION_FORMAT_VERSION] =
        NUMBER("format-version", 0, "N", format_version, 0, UINT32_MAX,
               "fail unless JSON has this version"),
    [OPTION_PRETTY] =
        FLAG("pretty", 0, is_pretty, 1, "print to a pipe as to a terminal"),
    [OPTION_COLOR] = CHOICE("color", "auto|always|never", color,
                            "colours; auto asks the terminal and $NO_COLOR"),
    [OPTION_TIMEOUT] = NUMBER("timeout", 0, "MS", timeout_ms, 0, 86400000,
                              "milliseconds of a search (1900); 0: no limit"),
    [OPTION_FAIL_PARTIAL] = FLAG("fail-partial", 0, fails_partial, 1,
                                 "exit with 7 if a limit cut the search"),
    [OPTION_LANGUAGE] =
        TEXT("lang", 0, "CODE", language, "language, as en or de"),
    [OPTION_RECENCY] = NUMBER("recency", 0, "DAYS", half_life_days, 1, 36500,
                              "count old articles less, by this half-life"),
    [OPTION_NOW] = MOMENT("now", "WHEN", now,
                          "what date:today, 7d and --recency count from"),
    [OPTION_ZONE] =
        TEXT("zone", 0, "NAME", zone, "time zone of the query's days (UTC)"),
    [OPTION_DIALECT] = TEXT("dialect", 0, "NAME", dialect,
                            "language of the query; news is the only one yet"),
    [OPTION_EXPLAIN] =
        FLAG("explain", 0, explains, 1, "tell how the query was understood"),
    [OPTION_SOURCE] =
        TEXT("source", 0, "NAME", source, "source of articles that name none"),
    [OPTION_FORMAT] = TEXT("format", 0, "NAME", format, "form of the input"),
    [OPTION_DRY_RUN] = FLAG("dry-run", 'n', is_dry_run, 1,
                            "write nothing, tell what would be done"),
    [OPTION_SHOW_PARSE] = FLAG("show-parse", 0, shows_parse, 1,
                               "print each article as it was read"),
    [OPTION_WATCH] = FLAG("watch", 0, watches, 1,
                          "stay, and add files as they come, until Ctrl-C"),
    [OPTION_SINCE] = MOMENT("since", "WHEN", since,
                            "leave out files changed before; a date, or 7d"),
    /* To see what is whose fault; help doesn't tell of it. */
    [OPTION_FOLLOW] = FLAG("follow", 0, follows_links, 1,
                           "follow symbolic links below folders"),
    [OPTION_QUARANTINE] = TEXT("quarantine", 0, "DIR", quarantine,
                               "copy what is refused there, with a list of it"),
    [OPTION_JOBS] = NUMBER("jobs", 'j', "N", jobs, 1, 64,
                           "files to read at once (one a processor)"),
    [OPTION_NO_SANDBOX] = FLAG("no-sandbox", 0, is_in_process, 1, NULL),
    [OPTION_DROPPED] = FLAG("dropped", 0, shows_dropped, 1,
                            "show the lines that were left out, too"),
    [OPTION_BOILERPLATE] = FLAG("boilerplate", 0, lists_boilerplate, 1,
                                "list lines that recur in a source's articles"),
    [OPTION_UNDO] = FLAG("undo", 0, undoes, 1, "let it be written again"),
    [OPTION_TAG] = TEXT("tag", 0, "NAME", tag, "name of the run (newsq)"),
    [OPTION_BATCH] =
        TEXT("batch", 0, "FILE|-", batch, "count many queries, a line each"),
    [OPTION_SVG] = TEXT("svg", 0, "FILE|-", svg, "draw a bar chart into FILE"),
    [OPTION_QUIET] = FLAG("quiet", 'q', is_quiet, 1, "tell nothing but errors"),
    [OPTION_VERBOSE] =
        FLAG("verbose", 'v', is_verbose, 1, "tell more, on standard error"),
    [OPTION_HELP] = FLAG("help", 'h', wants_help, 1, "print help"),
    [OPTION_VERSION] =
        FLAG("version", 'V', wants_version, 1, "print the version"),
};

/*
 * The option that a letter means to a command that knows these: a letter may
 * stand for two, of which no command knows both. OPTION_COUNT if it is none.
 */
static nq_option option_of_letter(int letter, uint64_t known)
{
    nq_option found = OPTION_COUNT;
    for (int i = 0; i < OPTION_COUNT; i++) {
        if (rows[i].letter == letter &&
            (found == OPTION_COUNT || (known & OPTION_BIT(i)) != 0))
            found = (nq_option)i;
    }
    return found;
}

/*
 * A name too may stand for two, of which no command knows both: the one that a
 * command knows, else the first.
 */
static bool is_meant(int row, uint64_t known)
{
    int meant = OPTION_COUNT;
    for (int i = 0; i < OPTION_COUNT; i++) {
        bool is_same = strcmp(rows[i].name, rows[row].name) == 0;
        if (is_same && (meant == OPTION_COUNT || (known & OPTION_BIT(i)) != 0))
            meant = i;
    }
    return meant == row;
}

/* The table in the form that getopt_long() wants. */
typedef struct getopt_form {
    struct option names[OPTION_COUNT + 2];
    char letters[3 * OPTION_COUNT + 3];
} getopt_form;

/* Values that no letter has. */
#define LONG_VALUE 1000

static void make_form(getopt_form *form, uint64_t known)
{
    size_t length = 0;
    size_t count = 0;
    /* "-": words in their order; ":": a missing value has its own report. */
    form->letters[length++] = '-';
    form->letters[length++] = ':';
    for (int i = 0; i < OPTION_COUNT; i++) {
        int letter = (unsigned char)rows[i].letter;
        if (!is_meant(i, known))
            continue;
        struct option *name = &form->names[count++];
        name->name = rows[i].name;
        name->has_arg =
            rows[i].argument == NULL ? no_argument : required_argument;
        name->flag = NULL;
        name->val = LONG_VALUE + i;
        if (letter != 0 && option_of_letter(letter, known) == (nq_option)i) {
            form->letters[length++] = rows[i].letter;
            if (rows[i].argument != NULL)
                form->letters[length++] = ':';
        }
    }
    form->letters[length] = '\0';
    struct option *colour = &form->names[count];
    colour->name = "colour";
    colour->has_arg = required_argument;
    colour->flag = NULL;
    colour->val = LONG_VALUE + OPTION_COLOR;
    memset(&form->names[count + 1], 0, sizeof(struct option));
}

static void store_number(nq_options *options, size_t field, uint32_t value)
{
    memcpy((char *)options + field, &value, sizeof(value));
}

static int set_number(nq_options *options, const option_row *row,
                      const char *value)
{
    char *end = NULL;
    errno = 0;
    unsigned long long number = strtoull(value, &end, 10);
    if (value[0] < '0' || value[0] > '9' || *end != '\0' || errno != 0 ||
        number < row->low || number > row->high) {
        report("--%s wants a number from %lu to %lu, not \"%s\"", row->name,
               (unsigned long)row->low, (unsigned long)row->high, value);
        return CODE_USAGE;
    }
    store_number(options, row->field, (uint32_t)number);
    return CODE_OK;
}

static int set_choice(nq_options *options, const option_row *row,
                      const char *value)
{
    const char *choice = row->argument;
    uint32_t number = 1;
    while (choice != NULL) {
        size_t length = strcspn(choice, "|");
        if (strlen(value) == length && strncmp(choice, value, length) == 0) {
            store_number(options, row->field, number);
            return CODE_OK;
        }
        choice = choice[length] == '|' ? choice + length + 1 : NULL;
        number++;
    }
    report("--%s is one of %s, not \"%s\"", row->name, row->argument, value);
    return CODE_USAGE;
}

/* The years that dates of queries have. */
#define LARGEST_SECONDS INT64_C(253402300799)
#define SMALLEST_SECONDS INT64_C(-62135596800)

/* "7d", "12h", "30m" ago. */
static bool read_ago(const char *text, int64_t *out_seconds)
{
    char *end = NULL;
    if (text[0] < '0' || text[0] > '9' || strlen(text) > 7)
        return false;
    int64_t number = strtoll(text, &end, 10);
    int64_t unit = *end == 'd' ? 86400 : *end == 'h' ? 3600 : 60;
    if ((*end != 'd' && *end != 'h' && *end != 'm') || end[1] != '\0')
        return false;
    struct timespec now;
    clock_gettime(CLOCK_REALTIME, &now);
    *out_seconds = (int64_t)now.tv_sec - number * unit;
    return true;
}

static bool read_moment(const char *text, int64_t *out_seconds)
{
    if (read_ago(text, out_seconds))
        return true;
    if (text[0] == '@') {
        char *end = NULL;
        errno = 0;
        *out_seconds = strtoll(text + 1, &end, 10);
        bool begins = text[1] == '-' || (text[1] >= '0' && text[1] <= '9');
        if (!begins || end == text + 1 || *end != '\0' || errno != 0)
            return false;
    } else if (newsidx_time_parse(text, NEWSIDX_WHOLE, out_seconds, NULL) < 0) {
        return false;
    }
    return *out_seconds >= SMALLEST_SECONDS && *out_seconds <= LARGEST_SECONDS;
}

static int set_moment(nq_options *options, const option_row *row,
                      const char *value)
{
    int64_t seconds = 0;
    if (!read_moment(value, &seconds)) {
        report("--%s wants a time as 2016-09-09, 2016-09-09T14:05:30+02:00, "
               "@1473429930 or, for a week ago, 7d, not \"%s\"",
               row->name, value);
        return CODE_USAGE;
    }
    /* 0 is the clock; the second after it is of the same day. */
    if (seconds == 0)
        seconds = 1;
    memcpy((char *)options + row->field, &seconds, sizeof(seconds));
    return CODE_OK;
}

nq_option_about options_about(nq_option option)
{
    const option_row *row = &rows[option];
    return (nq_option_about){row->name, row->argument, row->help, row->letter,
                             row->kind == KIND_CHOICE};
}

int options_set(nq_options *options, nq_option option, const char *value)
{
    const option_row *row = &rows[option];
    options->given |= OPTION_BIT(option);
    switch (row->kind) {
    case KIND_FLAG:
        store_number(options, row->field, row->low);
        return CODE_OK;
    case KIND_NUMBER:
        return set_number(options, row, value);
    case KIND_CHOICE:
        return set_choice(options, row, value);
    case KIND_MOMENT:
        return set_moment(options, row, value);
    case KIND_TEXT:
        break;
    }
    memcpy((char *)options + row->field, &value, sizeof(value));
    return CODE_OK;
}

/* The option of a set whose long name is nearest to what was typed; NULL if
 * none is near. */
static const char *nearest_option(const char *typed, uint64_t set)
{
    const char *nearest = NULL;
    size_t nearest_distance = 0;
    for (int i = 0; i < OPTION_COUNT; i++) {
        if ((set & OPTION_BIT(i)) == 0 || rows[i].help == NULL)
            continue;
        size_t distance = suggest_distance(typed, rows[i].name);
        if (nearest == NULL || distance < nearest_distance) {
            nearest = rows[i].name;
            nearest_distance = distance;
        }
    }
    bool is_near = nearest != NULL && suggest_is_near(typed, nearest_distance);
    return is_near ? nearest : NULL;
}

/* getopt_long() met something unknown, and `value` is what it stood in. The
 * options of the command are meant before those of others. */
static void report_unknown(const char *value, int letter, uint64_t known)
{
    if (value[0] != '-' || value[1] != '-') {
        report("unknown option -%c in \"%s\"; to search for articles without "
               "a word, write -- before the query, or quote it with more: "
               "newsq \"aleppo -geneva\"",
               letter, value);
        return;
    }
    char name[64];
    size_t length = strcspn(value + 2, "=");
    if (length >= sizeof(name))
        length = sizeof(name) - 1;
    memcpy(name, value + 2, length);
    name[length] = '\0';
    const char *nearest = nearest_option(name, known);
    if (nearest == NULL)
        nearest = nearest_option(name, ~UINT64_C(0));
    if (letter >= LONG_VALUE)
        report("--%s takes no value", name);
    else if (nearest == NULL)
        report("unknown option --%s; see newsq --help", name);
    else
        report("unknown option --%s; did you mean --%s?", name, nearest);
}

static nq_option option_of_value(int value, uint64_t known)
{
    if (value >= LONG_VALUE)
        return (nq_option)(value - LONG_VALUE);
    return option_of_letter(value, known);
}

static void add_word(nq_arguments *arguments, const char *word)
{
    arguments->words[arguments->word_count++] = word;
}

/* The first word that is no option and no option's value; NULL if none is. */
static const char *first_word(int count, char **values)
{
    getopt_form form;
    int value;
    make_form(&form, 0);
    do {
        value = getopt_long(count, values, form.letters, form.names, NULL);
    } while (value != -1 && value != 1);
    const char *word = value == 1 ? optarg : NULL;
    /* So that getopt_long() begins anew. */
    optind = 0;
    return word;
}

int options_read(int count, char **values, nq_known_fn known_of,
                 nq_arguments *arguments)
{
    getopt_form form;
    memset(arguments, 0, sizeof(*arguments));
    arguments->words = memory_new((size_t)count * sizeof(char *));
    opterr = 0;
    uint64_t known = known_of(first_word(count, values));
    make_form(&form, known);

    for (;;) {
        int at = optind > 0 ? optind : 1;
        int value = getopt_long(count, values, form.letters, form.names, NULL);
        if (value == -1)
            break;
        if (value == 1) {
            add_word(arguments, optarg);
        } else if (value == '?') {
            report_unknown(values[optind > at ? optind - 1 : at], optopt,
                           known);
            return CODE_USAGE;
        } else if (value == ':') {
            report("%s wants a value", values[optind - 1]);
            return CODE_USAGE;
        } else {
            nq_option option = option_of_value(value, known);
            if (options_set(&arguments->options, option, optarg) != CODE_OK)
                return CODE_USAGE;
        }
    }
    arguments->is_search = arguments->word_count == 0 && optind < count;
    for (int i = optind; i < count; i++)
        add_word(arguments, values[i]);
    return CODE_OK;
}

int options_check(const nq_options *options, uint64_t known,
                  const char *command)
{
    for (int i = 0; i < OPTION_COUNT; i++) {
        if ((options->given & ~known & OPTION_BIT(i)) != 0) {
            report("--%s does nothing for \"newsq %s\"; see newsq help %s",
                   rows[i].name, command, command);
            return CODE_USAGE;
        }
    }
    return CODE_OK;
}

void options_finish(nq_arguments *arguments)
{
    memory_free(arguments->words);
    arguments->words = NULL;
    arguments->word_count = 0;
}

#define HELP_COLUMN 32
#define HELP_WIDTH 80

void options_add_help(nq_buffer *to, uint64_t known)
{
    for (int i = 0; i < OPTION_COUNT; i++) {
        const option_row *row = &rows[i];
        if ((known & OPTION_BIT(i)) == 0 || row->help == NULL)
            continue;
        size_t before = to->length;
        if (row->letter != 0)
            buffer_add_format(to, "  -%c, --%s", row->letter, row->name);
        else
            buffer_add_format(to, "      --%s", row->name);
        if (row->argument != NULL)
            buffer_add_format(to, " %s", row->argument);
        size_t width = to->length - before;
        /* What is too long for its column has a line of its own. */
        bool is_too_long = width + 2 + strlen(row->help) > HELP_WIDTH;
        if (width > HELP_COLUMN && is_too_long) {
            buffer_add(to, "\n", 1);
            width = 0;
        }
        buffer_fill(to, ' ', width < HELP_COLUMN ? HELP_COLUMN - width : 1);
        buffer_add_format(to, " %s\n", row->help);
    }
}
