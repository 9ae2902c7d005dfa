/* newsq help. The lists come from the tables of commands and options. */
#include "commands.h"

#include "examples.h"
#include "exit_codes.h"
#include "report.h"
#include "suggest.h"

#include <string.h>

static const char query_text[] =
    "A query is words. All of them must occur, in any form and any order; "
    "articles\n"
    "that have them as one exact phrase come first.\n"
    "\n"
    "  truce minister               both words\n"
    "  talks                        talk, talks, talked, talking\n"
    "  =talks                       this form only\n"
    "  \"joint implementation\"       these very words, one after the other\n"
    "  ~\"peace talk\"                any forms of them, one after the other\n"
    "  \"(prime|foreign) minister\"   either phrase\n"
    "  wom?n farm*                  ? is one character, * is any number\n"
    "  kesaria~1                    one letter, not the first, may differ; ~2: "
    "two\n"
    "  truce OR flood               either; | is the same\n"
    "  truce -convoy                without the second; also truce NOT convoy\n"
    "  truce (convoy OR prisoner)   parentheses group\n"
    "  truce OR flood office        OR goes before a space: (truce OR flood) "
    "office\n"
    "\n"
    "Near one another:\n"
    "  minister w/5 arlov           five words apart at most; also /5 and "
    "near/5\n"
    "  joint pre/3 center           and the left one first\n"
    "  dam w/s flood                in one sentence; w/p in one paragraph; "
    "also pre/s\n"
    "  front NOT w/2 dorin          a front that has no Dorin so near\n"
    "  truce w/20 (office -convoy)  one side may be more than words and OR\n"
    "\n"
    "OR goes before w/5, w/5 before a space, and a space before NOT.\n"
    "\n"
    "Where, and how:\n"
    "  headline:(truce OR flood)    in the headline; likewise byline: "
    "dateline: body:\n"
    "                               lead: hlead: (headline or lead) tag: "
    "(keywords)\n"
    "  first50(washington)          in the headline or in the first 50 words\n"
    "  atleast3(dam)                three times or more\n"
    "  sentence(dam water -rain)    all that in one sentence; also paragraph( "
    ")\n"
    "  caps(march)                  with a capital letter; also allcaps( ) "
    "nocaps( )\n"
    "  exact(joint center)          words as with =; also stem( ) "
    "verbatim(\"U.S.\")\n"
    "\n"
    "Of which articles; filters stand anywhere in a query, or alone:\n"
    "  truce source:AP,harbor*      either; also section: lang: status: id: "
    "key:\n"
    "  flood date:2023-03           a year, month, day, hour; also updated: "
    "ingested:\n"
    "  date:2022-10-01..2022-10-12  a range; also after: before: date>= date<\n"
    "  date:7d..                    the last seven days; also today monday "
    "september\n"
    "  truce length>300             more words than that\n"
    "  * -truce                     all articles but these\n"
    "\n"
    "Operators are in capitals. US and U.S. find the country, us finds both.\n"
    "What can't be read as meant is taken as words, and newsq says so.\n"
    "Reserved names: asof copies has org person place saved slug story type "
    "versions\n"
    "In a shell, quotes need quotes: newsq '\"joint center\" -geneva'. Put -- "
    "before a\n"
    "query that begins with - or with the name of a command: newsq -- add\n";

static const char general_text[] =
    "usage: newsq [OPTIONS] WORDS...\n"
    "       newsq COMMAND [OPTIONS] ...\n"
    "       newsq                         search again and again (a terminal)\n"
    "\n"
    "Search news articles. Begin with: newsq add FOLDER\n"
    "\n";

static const char index_text[] =
    "\n"
    "The index is the file of -d, or $NEWSQ_DB, or ./.newsidx.db if there is\n"
    "one, or the user's own in $XDG_DATA_HOME/newsidx (~/.local/share).\n"
    "\n"
    "Exit status: 0 found or done, 1 nothing found, 2 wrong usage or query,\n"
    "3 no index, 4 busy, 5 damaged, 6 some input skipped, 7 partial result\n"
    "(--fail-partial), 20 and 21 unknown --format-version, 70 internal error,\n"
    "74 input or output failed, 130 interrupted.\n"
    "\n"
    "newsq help COMMAND tells more: newsq help search has the options of a\n"
    "search. newsq help query teaches the query language.\n";

static void print_general(FILE *file)
{
    nq_buffer out = BUFFER_INIT;
    buffer_add_string(&out, general_text);
    for (const nq_command *row = commands; row->name != NULL; row++) {
        size_t before = out.length;
        buffer_add_format(&out, "  %s %s", row->name, row->arguments);
        size_t width = out.length - before;
        buffer_fill(&out, ' ', width < 27 ? 27 - width : 1);
        buffer_add_format(&out, "%s\n", row->summary);
    }
    buffer_add_string(&out, index_text);
    buffer_flush(&out, file);
    buffer_finish(&out);
}

void help_print_usage(FILE *file)
{
    fputs("usage: newsq WORDS...         search\n"
          "       newsq add PATH...      put articles into the index\n"
          "       newsq --help           everything else\n",
          file);
}

void help_print_command(const nq_command *command)
{
    nq_buffer out = BUFFER_INIT;
    bool has_arguments = command->arguments[0] != '\0';
    buffer_add_format(&out, "usage: newsq %s [OPTIONS]%s%s\n\n", command->name,
                      has_arguments ? " " : "", command->arguments);
    char first = command->summary[0];
    if (first >= 'a' && first <= 'z')
        first = (char)(first - 'a' + 'A');
    buffer_add_format(&out, "%c%s.\n", first, command->summary + 1);
    if (command->details != NULL)
        buffer_add_string(&out, command->details);
    buffer_add_string(&out, "\n");
    options_add_help(&out, command->options);
    const char *lines = examples_of(command->name);
    if (lines != NULL)
        buffer_add_format(&out, "\nExamples:\n%s", lines);
    buffer_flush(&out, stdout);
    buffer_finish(&out);
}

void help_print_query(void)
{
    fputs(query_text, stdout);
}

static int report_unknown(const char *topic)
{
    const char *nearest = "query";
    size_t nearest_distance = suggest_distance(topic, nearest);
    for (const nq_command *row = commands; row->name != NULL; row++) {
        size_t distance = suggest_distance(topic, row->name);
        if (distance < nearest_distance) {
            nearest = row->name;
            nearest_distance = distance;
        }
    }
    if (suggest_is_near(topic, nearest_distance))
        report("no help on %s; did you mean %s?", topic, nearest);
    else
        report("no help on %s; newsq help lists the commands", topic);
    return CODE_USAGE;
}

int cmd_help(nq_session *session)
{
    if (session->word_count == 0) {
        print_general(stdout);
        return CODE_OK;
    }
    const char *topic = session->words[0];
    if (strcmp(topic, "query") == 0) {
        help_print_query();
        return CODE_OK;
    }
    const nq_command *command = command_find(topic);
    if (command == NULL)
        return report_unknown(topic);
    help_print_command(command);
    return CODE_OK;
}
