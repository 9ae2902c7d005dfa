/* newsq completion: what a shell needs to complete newsq, from its tables. */
#include "commands.h"

#include "exit_codes.h"
#include "report.h"

#include <string.h>

/* What may be said about the value of an option, or the words of a command. */
typedef enum value_kind {
    VALUE_NONE,  /* there is none */
    VALUE_OTHER, /* nothing is known of it */
    VALUE_LIST,  /* one of a few */
    VALUE_FILE,  /* also a folder */
    VALUE_FOLDER
} value_kind;

/* ------------------------------------------------------- what there is ---- */

static void add_listed(nq_buffer *to, const char *word)
{
    if (to->length > 0)
        buffer_add(to, " ", 1);
    buffer_add_string(to, word);
}

/* "best|new" as words with blanks between them. */
static void add_choices(nq_buffer *to, const char *choices)
{
    while (*choices != '\0') {
        size_t length = strcspn(choices, "|");
        if (to->length > 0)
            buffer_add(to, " ", 1);
        buffer_add(to, choices, length);
        choices += length + (choices[length] == '|');
    }
}

static void add_formats(nq_buffer *to)
{
    for (int i = 0;; i++) {
        const char *name = newsidx_format_name((newsidx_format)i);
        if (name == NULL)
            return;
        add_listed(to, name);
    }
}

/* `out_list` begins empty and takes the words of a VALUE_LIST. */
static value_kind kind_of_option(nq_option option, nq_buffer *out_list)
{
    nq_option_about about = options_about(option);
    const char *const *languages = newsidx_languages();

    if (about.argument == NULL)
        return VALUE_NONE;
    if (about.has_choices) {
        add_choices(out_list, about.argument);
        return VALUE_LIST;
    }
    if (option == OPTION_FORMAT) {
        add_formats(out_list);
        return VALUE_LIST;
    }
    if (option == OPTION_LANGUAGE) {
        for (size_t i = 0; languages[i] != NULL; i++)
            add_listed(out_list, languages[i]);
        return VALUE_LIST;
    }
    if (strcmp(about.argument, "DIR") == 0)
        return VALUE_FOLDER;
    return strncmp(about.argument, "FILE", 4) == 0 ? VALUE_FILE : VALUE_OTHER;
}

static void add_command_names(nq_buffer *to)
{
    for (const nq_command *row = commands; row->name != NULL; row++)
        add_listed(to, row->name);
}

/* The same for the words after a command's name; a list is of the first. */
static value_kind kind_of_words(const nq_command *command, nq_buffer *out_list)
{
    const char *arguments = command->arguments;

    if (arguments[0] == '\0')
        return VALUE_NONE;
    if (strstr(arguments, "PATH") != NULL || strstr(arguments, "FILE") != NULL)
        return VALUE_FILE;
    if (strncmp(arguments, "FIELD", 5) == 0) {
        for (size_t i = 0; overview_field(i) != NULL; i++)
            add_listed(out_list, overview_field(i));
    } else if (strncmp(arguments, "[COMMAND", 8) == 0) {
        add_command_names(out_list);
        add_listed(out_list, "query");
    } else if (arguments[0] >= 'a' && arguments[0] <= 'z') {
        add_choices(out_list, arguments);
    }
    return out_list->length > 0 ? VALUE_LIST : VALUE_OTHER;
}

static bool knows(const nq_command *command, nq_option option)
{
    return (command->options & OPTION_BIT(option)) != 0 &&
           options_about(option).help != NULL;
}

/* "-d", "--db" with `between` between them. */
static void add_names(nq_buffer *to, nq_option option, const char *between)
{
    nq_option_about about = options_about(option);
    if (about.letter != '\0')
        buffer_add_format(to, "-%c%s", about.letter, between);
    buffer_add_format(to, "--%s", about.name);
}

/* Has an option before it the same name? */
static bool is_repeated(int option)
{
    const char *name = options_about((nq_option)option).name;
    for (int i = 0; i < option; i++) {
        if (strcmp(options_about((nq_option)i).name, name) == 0)
            return true;
    }
    return false;
}

/* All options that take a value, so that it isn't taken for a command. */
static void add_valued(nq_buffer *to, const char *between)
{
    const char *before = "";
    for (int i = 0; i < OPTION_COUNT; i++) {
        if (options_about((nq_option)i).argument == NULL || is_repeated(i))
            continue;
        buffer_add_string(to, before);
        add_names(to, (nq_option)i, between);
        before = between;
    }
}

static void print(nq_buffer *out)
{
    buffer_flush(out, stdout);
    buffer_finish(out);
}

/* --------------------------------------------------------------- bash ---- */

static const char bash_begin[] =
    "# Completes newsq in bash. Printed by: newsq completion bash\n"
    "_newsq() {\n"
    "    local cur prev word command= at=1\n"
    "    local options= words= word_files= is_value= values= files=\n"
    "    cur=${COMP_WORDS[COMP_CWORD]}\n"
    "    prev=${COMP_WORDS[COMP_CWORD-1]}\n"
    "    # --sort=new is three words here.\n"
    "    if [[ $cur == '=' ]]; then\n"
    "        cur=\n"
    "    elif [[ $prev == '=' && $COMP_CWORD -gt 2 ]]; then\n"
    "        prev=${COMP_WORDS[COMP_CWORD-2]}\n"
    "    fi\n"
    "    while ((at < COMP_CWORD)); do\n"
    "        word=${COMP_WORDS[at]}\n"
    "        [[ ${COMP_WORDS[at+1]} == '=' ]] && ((at++))\n"
    "        case $word in\n"
    "        ";

static const char bash_middle[] = ") ((at++)) ;;\n"
                                  "        --)\n"
                                  "            command=search\n"
                                  "            break\n"
                                  "            ;;\n"
                                  "        -*) ;;\n"
                                  "        *)\n"
                                  "            command=$word\n"
                                  "            break\n"
                                  "            ;;\n"
                                  "        esac\n"
                                  "        ((at++))\n"
                                  "    done\n"
                                  "    case $command in\n";

static const char bash_end[] =
    "    esac\n"
    "    COMPREPLY=()\n"
    "    # A list is of the first word after the command.\n"
    "    [[ -n $command && $((at + 1)) -ne $COMP_CWORD ]] && words=\n"
    "    if [[ -z $is_value && $cur == -* ]]; then\n"
    "        values=$options\n"
    "    elif [[ -z $is_value ]]; then\n"
    "        values=$words files=$word_files\n"
    "    fi\n"
    "    if [[ -n $files ]]; then\n"
    "        compopt -o filenames 2> /dev/null\n"
    "        mapfile -t COMPREPLY < <(compgen \"$files\" -- \"$cur\")\n"
    "    elif [[ -n $values ]]; then\n"
    "        mapfile -t COMPREPLY < <(compgen -W \"$values\" -- \"$cur\")\n"
    "    fi\n"
    "}\n"
    "complete -F _newsq newsq\n";

static void add_bash_kind(nq_buffer *to, value_kind kind, const char *list,
                          const char *list_name, const char *files_name)
{
    if (kind == VALUE_LIST)
        buffer_add_format(to, " %s='%s'", list_name, list);
    else if (kind == VALUE_FILE || kind == VALUE_FOLDER)
        buffer_add_format(to, " %s=%s", files_name,
                          kind == VALUE_FILE ? "-f" : "-d");
}

/* What follows an option of the command. */
static void add_bash_values(nq_buffer *to, const nq_command *command)
{
    nq_buffer list = BUFFER_INIT;
    buffer_add_string(to, "        case $prev in\n");
    for (int i = 0; i < OPTION_COUNT; i++) {
        buffer_clear(&list);
        value_kind kind = kind_of_option((nq_option)i, &list);
        if (!knows(command, (nq_option)i) || kind == VALUE_NONE)
            continue;
        buffer_add_string(to, "        ");
        add_names(to, (nq_option)i, "|");
        buffer_add_string(to, ") is_value=1");
        add_bash_kind(to, kind, buffer_string(&list), "values", "files");
        buffer_add_string(to, " ;;\n");
    }
    buffer_add_string(to, "        esac\n");
    buffer_finish(&list);
}

/* The pattern under which a command is known, also to be a search. */
static void add_bash_command(nq_buffer *to, const nq_command *command)
{
    nq_buffer list = BUFFER_INIT;
    bool is_search = command->run == cmd_search;
    buffer_add_format(to, "    %s)\n        options='",
                      is_search ? "*" : command->name);
    for (int i = 0; i < OPTION_COUNT; i++) {
        if (!knows(command, (nq_option)i))
            continue;
        add_names(to, (nq_option)i, " ");
        buffer_add(to, " ", 1);
    }
    buffer_add(to, "'", 1);
    value_kind kind = kind_of_words(command, &list);
    add_bash_kind(to, kind, buffer_string(&list), "words", "word_files");
    buffer_add(to, "\n", 1);
    if (is_search) {
        buffer_clear(&list);
        add_command_names(&list);
        buffer_add_format(to, "        [[ -z $command ]] && words='%s'\n",
                          buffer_string(&list));
    }
    add_bash_values(to, command);
    buffer_add_string(to, "        ;;\n");
    buffer_finish(&list);
}

static void print_bash(void)
{
    nq_buffer out = BUFFER_INIT;
    buffer_add_string(&out, bash_begin);
    add_valued(&out, "|");
    buffer_add_string(&out, bash_middle);
    for (const nq_command *row = commands; row->name != NULL; row++) {
        if (row->run != cmd_search)
            add_bash_command(&out, row);
    }
    /* What is no command is a search, so that comes last. */
    add_bash_command(&out, command_find("search"));
    buffer_add_string(&out, bash_end);
    print(&out);
}

/* ---------------------------------------------------------------- zsh ---- */

static const char zsh_begin[] =
    "#compdef newsq\n"
    "# Completes newsq in zsh. Printed by: newsq completion zsh\n"
    "_newsq_commands() {\n"
    "    local -a list\n"
    "    list=(\n";

static const char zsh_middle[] = "    )\n"
                                 "    _describe command list\n"
                                 "}\n"
                                 "_newsq() {\n"
                                 "    local word command= skip=\n"
                                 "    local -a specs\n"
                                 "    integer at\n"
                                 "    for ((at = 2; at < CURRENT; at++)); do\n"
                                 "        word=$words[at]\n"
                                 "        if [[ -n $skip ]]; then\n"
                                 "            skip=\n"
                                 "            continue\n"
                                 "        fi\n"
                                 "        case $word in\n"
                                 "        (";

static const char zsh_cases[] = ") skip=1 ;;\n"
                                "        (--)\n"
                                "            command=search\n"
                                "            break\n"
                                "            ;;\n"
                                "        (-*) ;;\n"
                                "        (*)\n"
                                "            command=$word\n"
                                "            break\n"
                                "            ;;\n"
                                "        esac\n"
                                "    done\n"
                                "    case $command in\n";

static const char zsh_end[] = "    esac\n"
                              "    _arguments -s $specs\n"
                              "}\n"
                              "if [[ $funcstack[1] == _newsq ]]; then\n"
                              "    _newsq \"$@\"\n"
                              "else\n"
                              "    compdef _newsq newsq\n"
                              "fi\n";

/* Text inside a specification in single quotes. */
static void add_zsh_text(nq_buffer *to, const char *text)
{
    for (const char *at = text; *at != '\0'; at++) {
        if (*at == '\'')
            buffer_add_string(to, "'\\''");
        else if (strchr("[]:\\", *at) != NULL)
            buffer_add_format(to, "\\%c", *at);
        else
            buffer_add(to, at, 1);
    }
}

static void add_zsh_kind(nq_buffer *to, value_kind kind, const char *list)
{
    if (kind == VALUE_LIST)
        buffer_add_format(to, "(%s)", list);
    else if (kind == VALUE_FILE)
        buffer_add_string(to, "_files");
    else if (kind == VALUE_FOLDER)
        buffer_add_string(to, "_files -/");
    else
        buffer_add(to, " ", 1);
}

static void add_zsh_option(nq_buffer *to, nq_option option)
{
    nq_option_about about = options_about(option);
    nq_buffer list = BUFFER_INIT;
    value_kind kind = kind_of_option(option, &list);
    const char *sign = kind == VALUE_NONE ? "" : "=";

    buffer_add_string(to, "            ");
    if (about.letter != '\0')
        buffer_add_format(to, "'(-%c --%s)'{-%c,--%s%s}'[", about.letter,
                          about.name, about.letter, about.name, sign);
    else
        buffer_add_format(to, "'--%s%s[", about.name, sign);
    add_zsh_text(to, about.help);
    buffer_add(to, "]", 1);
    if (kind != VALUE_NONE) {
        buffer_add(to, ":", 1);
        add_zsh_text(to, about.argument);
        buffer_add(to, ":", 1);
        add_zsh_kind(to, kind, buffer_string(&list));
    }
    buffer_add_string(to, "'\n");
    buffer_finish(&list);
}

static void add_zsh_command(nq_buffer *to, const nq_command *command)
{
    nq_buffer list = BUFFER_INIT;
    value_kind kind = kind_of_words(command, &list);

    buffer_add_format(to,
                      "    (%s)\n"
                      "        specs=(\n"
                      "            '1: :_newsq_commands'\n",
                      command->run == cmd_search ? "*" : command->name);
    if (kind == VALUE_LIST) {
        buffer_add_string(to, "            '2: :");
        add_zsh_kind(to, kind, buffer_string(&list));
        buffer_add_string(to, "'\n");
    }
    if (command->words_max > 1 && kind != VALUE_NONE) {
        buffer_add_string(to, "            '*: :");
        add_zsh_kind(to, kind == VALUE_LIST ? VALUE_OTHER : kind, "");
        buffer_add_string(to, "'\n");
    } else if (kind == VALUE_FILE) {
        buffer_add_string(to, "            '2: :_files'\n");
    }
    for (int i = 0; i < OPTION_COUNT; i++) {
        if (knows(command, (nq_option)i))
            add_zsh_option(to, (nq_option)i);
    }
    buffer_add_string(to, "        )\n        ;;\n");
    buffer_finish(&list);
}

static void print_zsh(void)
{
    nq_buffer out = BUFFER_INIT;
    buffer_add_string(&out, zsh_begin);
    for (const nq_command *row = commands; row->name != NULL; row++) {
        buffer_add_format(&out, "        '%s:", row->name);
        add_zsh_text(&out, row->summary);
        buffer_add_string(&out, "'\n");
    }
    buffer_add_string(&out, zsh_middle);
    add_valued(&out, "|");
    buffer_add_string(&out, zsh_cases);
    for (const nq_command *row = commands; row->name != NULL; row++) {
        if (row->run != cmd_search)
            add_zsh_command(&out, row);
    }
    add_zsh_command(&out, command_find("search"));
    buffer_add_string(&out, zsh_end);
    print(&out);
}

/* --------------------------------------------------------------- fish ---- */

static const char fish_begin[] =
    "# Completes newsq in fish. Printed by: newsq completion fish\n"
    "function __newsq_is --description 'Is the command one of these?'\n"
    "    set -l found none\n"
    "    set -l skip no\n"
    "    for word in (commandline -opc)[2..-1]\n"
    "        if test $skip = yes\n"
    "            set skip no\n"
    "        else if contains -- $word ";

static const char fish_middle[] =
    "\n"
    "            set skip yes\n"
    "        else if test $word = --\n"
    "            set found search\n"
    "            break\n"
    "        else if not string match -q -- '-*' $word\n"
    "            set found search\n"
    "            contains -- $word ";

static const char fish_end[] = "\n"
                               "            and set found $word\n"
                               "            break\n"
                               "        end\n"
                               "    end\n"
                               "    contains -- $found $argv\n"
                               "end\n"
                               "complete -c newsq -f\n";

/* " -d 'TEXT'" */
static void add_fish_help(nq_buffer *to, const char *text)
{
    buffer_add_string(to, " -d '");
    for (const char *at = text; *at != '\0'; at++) {
        if (*at == '\'' || *at == '\\')
            buffer_add(to, "\\", 1);
        buffer_add(to, at, 1);
    }
    buffer_add_string(to, "'\n");
}

static void add_fish_kind(nq_buffer *to, value_kind kind, const char *list)
{
    if (kind == VALUE_LIST)
        buffer_add_format(to, " -x -a '%s'", list);
    else if (kind == VALUE_FILE)
        buffer_add_string(to, " -r -F");
    else if (kind == VALUE_FOLDER)
        buffer_add_string(to, " -x -a '(__fish_complete_directories)'");
    else if (kind == VALUE_OTHER)
        buffer_add_string(to, " -x");
}

/* Where it may stand: after the commands that know it. */
static void add_fish_option(nq_buffer *to, nq_option option)
{
    nq_option_about about = options_about(option);
    nq_buffer list = BUFFER_INIT;

    buffer_add_string(to, "complete -c newsq -n '__newsq_is");
    for (const nq_command *row = commands; row->name != NULL; row++) {
        if (knows(row, option))
            buffer_add_format(to, " %s%s", row->name,
                              row->run == cmd_search ? " none" : "");
    }
    buffer_add(to, "'", 1);
    if (about.letter != '\0')
        buffer_add_format(to, " -s %c", about.letter);
    buffer_add_format(to, " -l %s", about.name);
    value_kind kind = kind_of_option(option, &list);
    add_fish_kind(to, kind, buffer_string(&list));
    add_fish_help(to, about.help);
    buffer_finish(&list);
}

static void add_fish_command(nq_buffer *to, const nq_command *command)
{
    nq_buffer list = BUFFER_INIT;
    value_kind kind = kind_of_words(command, &list);

    buffer_add_format(to, "complete -c newsq -n '__newsq_is none' -a %s",
                      command->name);
    add_fish_help(to, command->summary);
    if (kind == VALUE_LIST || kind == VALUE_FILE) {
        buffer_add_format(to, "complete -c newsq -n '__newsq_is %s'",
                          command->name);
        if (kind == VALUE_LIST)
            buffer_add_format(to, " -a '%s'\n", buffer_string(&list));
        else
            buffer_add_string(to, " -F\n");
    }
    buffer_finish(&list);
}

static void print_fish(void)
{
    nq_buffer out = BUFFER_INIT;
    nq_buffer names = BUFFER_INIT;
    add_command_names(&names);
    buffer_add_string(&out, fish_begin);
    add_valued(&out, " ");
    buffer_add_string(&out, fish_middle);
    buffer_add_string(&out, buffer_string(&names));
    buffer_add_string(&out, fish_end);
    for (const nq_command *row = commands; row->name != NULL; row++)
        add_fish_command(&out, row);
    for (int i = 0; i < OPTION_COUNT; i++) {
        if (options_about((nq_option)i).help != NULL)
            add_fish_option(&out, (nq_option)i);
    }
    buffer_finish(&names);
    print(&out);
}

int cmd_completion(nq_session *session)
{
    const char *shell = session->words[0];
    if (strcmp(shell, "bash") == 0) {
        print_bash();
    } else if (strcmp(shell, "zsh") == 0) {
        print_zsh();
    } else if (strcmp(shell, "fish") == 0) {
        print_fish();
    } else {
        report("there is completion for bash, zsh and fish, not for %s", shell);
        return CODE_USAGE;
    }
    return CODE_OK;
}
