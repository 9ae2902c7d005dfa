/* newsq help. The lists come from the tables of commands and options. */
#include "commands.h"

#include "exit_codes.h"
#include "report.h"
#include "suggest.h"

#include <string.h>

static const char query_text[] =
    "A query is words. All of them must occur, in any order; articles that\n"
    "have them as one exact phrase come first.\n"
    "\n"
    "  kerry lavrov             both names\n"
    "  talk                     finds talk, talks, talked, talking\n"
    "  =talk                    finds talk and no other form\n"
    "  talk*                    finds what begins so: talks, talkative\n"
    "  \"vast majority\"          these very words, one after the other\n"
    "  truce OR ceasefire       either; | is the same\n"
    "  kerry AND lavrov         the same as a space\n"
    "  kerry -geneva            the first without the second; also\n"
    "  kerry NOT geneva         spelled so\n"
    "  truce OR ceasefire aleppo\n"
    "                           one of the two, and aleppo: OR binds first\n"
    "  aleppo (truce OR \"cease fire\") -airstrike*\n"
    "                           parentheses group, and nest\n"
    "  headline:truce           only in headlines; also headline:\"a truce\"\n"
    "                           and headline:(truce OR ceasefire)\n"
    "\n"
    "Operators are in capitals: \"or\" is a word. The - stands right before "
    "its\n"
    "word and after a space, so al-qaida is one word with a hyphen, and finds\n"
    "al-Qaida, al Qaida and alqaida.\n"
    "\n"
    "Letters may be large or small, and accents may be left out. U.S. and US\n"
    "find the country and not the pronoun; us finds both. Apostrophes may be\n"
    "straight or curly, and a 's at the end doesn't count.\n"
    "\n"
    "What can't be read as meant is taken as words, and newsq says so.\n"
    "\n"
    "In a shell, quotes need quotes:  newsq '\"vast majority\" -geneva'\n"
    "newsq -p vast majority searches the phrase without any. Put -- before a\n"
    "query that begins with - or with the name of a command: newsq -- add\n"
    "With --match any, operators are words, and any word may match.\n";

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
