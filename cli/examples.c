/*
 * tests/cli/help_examples.sh runs all of these with the sample articles. Each
 * is a line, and stands alone.
 */
#include "examples.h"

#include <stddef.h>
#include <string.h>

static const struct {
    const char *command;
    const char *lines;
} examples[] = {
    {"search",
     "  newsq truce office                     # both words; the phrase first\n"
     "  newsq -p Joint Implementation Center   # the phrase alone\n"
     "  newsq 'flood source:coastal* -election'\n"
     "  newsq --json --sort new 'truce OR ceasefire'\n"},
    {"kwic",
     "  newsq kwic truce\n"
     "  newsq kwic --sort left 'dam OR flood'  # by the word before it\n"},
    {"like", "  newsq like 45\n"
             "  newsq like -l -n 5 45                  # ids and keys\n"},
    {"terms", "  newsq terms flo\n"
              "  newsq terms -n 20 --sort articles      # the most frequent\n"},
    {"suggest", "  newsq suggest 'river flo'\n"},
    {"count", "  newsq count 'truce OR ceasefire'\n"
              "  newsq count --batch queries.tsv\n"},
    {"facet", "  newsq facet source truce\n"
              "  newsq facet month '*' --csv            # of all articles\n"},
    {"timeline", "  newsq timeline flood --by month\n"
                 "  newsq timeline flood --svg flood.svg\n"},
    {"first", "  newsq first flood\n"
              "  newsq first -n 3 truce\n"},
    {"add", "  newsq add articles/ wire.jsonl\n"
            "  newsq add -n --show-parse articles/    # what would be stored\n"
            "  newsq add --source 'Harbor Press' - < article.txt\n"},
    {"show", "  newsq show 45\n"
             "  newsq show 45 --highlight truce\n"},
    {"export", "  newsq export > all.jsonl               # newsq add reads it\n"
               "  newsq export flood --as ris > flood.ris\n"},
    {"remove", "  newsq remove -n 45                     # what would go\n"
               "  newsq remove 45\n"},
    {"explain", "  newsq explain 45 truce office\n"},
    {"info",
     "  newsq info\n"
     "  newsq info truce                       # what it has of a word\n"},
    {"check", "  newsq check\n"},
    {"optimize", "  newsq optimize\n"},
    {"rebuild", "  newsq rebuild\n"},
    {"repair", "  newsq repair saved.db\n"},
    {"seal", "  newsq seal\n"
             "  newsq seal --undo                      # to write it again\n"},
    {"doctor", "  newsq doctor\n"},
    {"backup", "  newsq backup copy.db\n"},
    {"batch", "  newsq batch queries.tsv > run.txt\n"
              "  newsq batch --tag mine -n 100 queries.tsv\n"},
    {"repl", "  newsq repl\n"
             "  newsq repl < questions.txt             # without prompts\n"},
    {"completion",
     "  newsq completion bash > ~/.newsq.bash  # and source it in ~/.bashrc\n"
     "  newsq completion fish > ~/.config/fish/completions/newsq.fish\n"},
    {"help", "  newsq help search\n"
             "  newsq help query                       # the query language\n"},
    {"version", "  newsq version\n"},
};

const char *examples_of(const char *command)
{
    for (size_t i = 0; i < sizeof(examples) / sizeof(examples[0]); i++) {
        if (strcmp(examples[i].command, command) == 0)
            return examples[i].lines;
    }
    return NULL;
}
