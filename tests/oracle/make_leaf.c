#include "make_leaf.h"

#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define FOCUS_WORDS 20

/* --------------------------------------------------------------- words --- */

void make_focus(making *in)
{
    in->focus = NULL;
    if (in->of->count == 0)
        return;
    in->focus =
        &in->of->versions[chance_below(in->from, (uint32_t)in->of->count)];
    in->column = chance_percent(in->from, 25) ? COLUMN_HEADLINE : COLUMN_BODY;
    if (in->focus->columns[in->column].count == 0)
        in->focus = NULL;
    else
        in->position = chance_below(
            in->from, (uint32_t)in->focus->columns[in->column].count);
}

static void copy_word(query_node *node, const char *bytes, size_t length)
{
    if (length >= sizeof node->word)
        length = sizeof node->word - 1;
    memcpy(node->word, bytes, length);
    node->word[length] = '\0';
}

/* Runs of white space are one blank in a query. */
static void join_blanks(char *word)
{
    size_t kept = 0;

    for (size_t i = 0; word[i] != '\0'; i++) {
        const char byte = word[i] == '\n' ? ' ' : word[i];

        if (byte != ' ' || (kept > 0 && word[kept - 1] != ' '))
            word[kept++] = byte;
    }
    word[kept] = '\0';
}

bool make_taken(making *in, uint32_t count, query_node *node)
{
    const model_version *version = in->focus;
    const model_column *column;
    size_t column_number = in->column;
    size_t begin = in->position;
    size_t end;

    if (in->of->count == 0)
        return false;
    if (version == NULL || chance_percent(in->from, 15)) {
        version =
            &in->of->versions[chance_below(in->from, (uint32_t)in->of->count)];
        column_number = chance_below(in->from, COLUMN_COUNT);
    }
    column = &version->columns[column_number];
    if (column->count < count)
        return false;
    if (version != in->focus || column_number != in->column)
        begin = chance_below(in->from, (uint32_t)column->count);
    begin += chance_below(in->from, FOCUS_WORDS);
    if (begin > column->count - count)
        begin = column->count - count;
    end = column->tokens[begin + count - 1].end;
    begin = column->tokens[begin].start;
    if (end - begin >= sizeof node->word)
        return false;
    copy_word(node, column->text.bytes + begin, end - begin);
    join_blanks(node->word);
    /* What would end the quotation, or mean something in it. */
    return strpbrk(node->word, "\"()|*\xE2\xC2") == NULL;
}

/* An operator in capitals would be none of the words. */
static void avoid_operators(char *word)
{
    if (strcmp(word, "AND") == 0 || strcmp(word, "OR") == 0 ||
        strcmp(word, "NOT") == 0)
        word[0] = (char)tolower((unsigned char)word[0]);
}

void make_typed(making *in, query_node *node)
{
    if (!chance_percent(in->from, 60) || !make_taken(in, 1, node) ||
        !isalnum((unsigned char)node->word[0]) ||
        !isalnum((unsigned char)node->word[strlen(node->word) - 1]))
        snprintf(node->word, sizeof node->word, "%s", make_word(in->from));
    if (chance_percent(in->from, 1))
        copy_word(node, "zebra", 5);
    for (size_t i = 0; chance_percent(in->from, 5) && node->word[i] != '\0';
         i++)
        node->word[i] = (char)toupper((unsigned char)node->word[i]);
    avoid_operators(node->word);
}

/* A word of at least so many letters of ASCII and nothing else, in small
 * letters. */
static void make_letters(making *in, query_node *node, size_t least)
{
    bool is_word;

    do {
        make_typed(in, node);
        is_word = strlen(node->word) >= least;
        for (size_t i = 0; node->word[i] != '\0'; i++) {
            is_word = is_word && isalpha((unsigned char)node->word[i]);
            node->word[i] = (char)tolower((unsigned char)node->word[i]);
        }
    } while (!is_word);
}

/* ------------------------------------------------------------ patterns --- */

/* tal* t?lks tal*s ta*k? */
static void make_pattern(making *in, query_node *node)
{
    const uint32_t kind = chance_below(in->from, 100);
    size_t length;
    size_t at;

    make_letters(in, node, 3);
    length = strlen(node->word);
    if (kind < 50) {
        at = 2 + chance_below(in->from, (uint32_t)length - 1);
        snprintf(node->word + at, sizeof node->word - at, "*");
        return;
    }
    at = 2 + chance_below(in->from, (uint32_t)length - 2);
    if (kind < 75 && at + 1 < length) {
        node->word[at] = '?';
    } else {
        /* Nothing, or some letters, are left out of the middle. */
        size_t rest = at + chance_below(in->from, (uint32_t)(length - at));
        char end[WORD_BYTES];

        snprintf(end, sizeof end, "*%s", node->word + rest);
        snprintf(node->word + at, sizeof node->word - at, "%s", end);
    }
    if (chance_percent(in->from, 10) && strchr(node->word, '*') == NULL) {
        length = strlen(node->word);
        snprintf(node->word + length, sizeof node->word - length, "*");
    }
}

/* One edit, not of the first letter. */
static void misspell(making *in, char *word)
{
    const size_t length = strlen(word);
    const size_t at = 1 + chance_below(in->from, (uint32_t)length - 1);
    const char letter = (char)('a' + chance_below(in->from, 26));

    switch (chance_below(in->from, 4)) {
    case 0:
        word[at] = letter;
        return;
    case 1:
        memmove(word + at + 1, word + at, length - at + 1);
        word[at] = letter;
        return;
    case 2:
        memmove(word + at, word + at + 1, length - at);
        return;
    default:
        break;
    }
    if (at + 1 < length) {
        const char first = word[at];

        word[at] = word[at + 1];
        word[at + 1] = first;
    }
}

static void make_fuzzy(making *in, query_node *node)
{
    node->count = chance_percent(in->from, 60) ? 1 : 2;
    make_letters(in, node, node->count == 1 ? 4 : 6);
    if (chance_percent(in->from, 60))
        misspell(in, node->word);
}

/* ------------------------------------------------------------- phrases --- */

static void make_phrase(making *in, query_node *node)
{
    if (!make_taken(in, 1 + chance_below(in->from, 4), node))
        snprintf(node->word, sizeof node->word, "%s %s", make_word(in->from),
                 make_word(in->from));
}

/* With what stands around the words now and then. */
static void make_verbatim(making *in, query_node *node)
{
    static const char *const behind[] = {".", ",", "?"};
    size_t length;

    make_phrase(in, node);
    length = strlen(node->word);
    if (chance_percent(in->from, 25))
        snprintf(node->word + length, sizeof node->word - length, "%s",
                 behind[chance_below(in->from, 3)]);
    if (chance_percent(in->from, 15)) {
        char word[WORD_BYTES];

        snprintf(word, sizeof word, "%s", node->word);
        snprintf(node->word, sizeof node->word, ", %.190s", word);
    }
}

/* The phrase with `word` for its words from `begin` to `end`. */
static query_node *chosen(making *in, const query_node *choices,
                          const char *phrase, size_t begin, size_t end,
                          const char *word)
{
    query_node *made = query_node_new(in->arena, QUERY_LEAF);
    char text[3 * WORD_BYTES];

    made->form = choices->form;
    snprintf(text, sizeof text, "%.*s%s%s", (int)begin, phrase, word,
             phrase + end);
    copy_word(made, text, strlen(text));
    join_blanks(made->word);
    return made;
}

/* "cease (fire|talk) in": one word of a phrase, and others for it. */
static query_node *make_choices(making *in)
{
    query_node *choices = query_node_new(in->arena, QUERY_CHOICES);
    query_node taken;
    char word[WORD_BYTES];
    char text[3 * WORD_BYTES];
    size_t begin = 0;
    size_t end;

    memset(&taken, 0, sizeof taken);
    make_phrase(in, &taken);
    if (strlen(taken.word) > WORD_BYTES / 3)
        copy_word(&taken, "the truce", 9);
    if (chance_percent(in->from, 50) && strchr(taken.word, ' ') != NULL)
        begin = (size_t)(strchr(taken.word, ' ') - taken.word) + 1;
    end = begin + strcspn(taken.word + begin, " ");
    choices->form =
        chance_percent(in->from, 75) ? LEAF_PHRASE : LEAF_STEM_PHRASE;
    snprintf(word, sizeof word, "%.*s", (int)(end - begin), taken.word + begin);
    query_node_add(choices, chosen(in, choices, taken.word, begin, end, word));
    snprintf(text, sizeof text, "%.*s(%s", (int)begin, taken.word, word);
    for (uint32_t i = 0; i < 1 + chance_below(in->from, 2); i++) {
        const char *other = make_word(in->from);
        size_t length = strlen(text);

        /* Two equal phrases would be one or two. */
        if (strcmp(other, word) == 0 || strstr(text, other) != NULL ||
            strpbrk(other, "\xE2") != NULL)
            continue;
        query_node_add(choices,
                       chosen(in, choices, taken.word, begin, end, other));
        snprintf(text + length, sizeof text - length, "|%s", other);
    }
    snprintf(text + strlen(text), sizeof text - strlen(text), ")%s",
             taken.word + end);
    copy_word(choices, text, strlen(text));
    return choices->child_count > 1 ? choices : choices->children[0];
}

query_node *make_leaf(making *in)
{
    const uint32_t kind = chance_below(in->from, 100);
    query_node *node;

    if (kind < 4)
        return make_choices(in);
    node = query_node_new(in->arena, QUERY_LEAF);
    node->is_wordy = chance_percent(in->from, 10);
    if (kind < 16) {
        node->form = LEAF_PATTERN;
        make_pattern(in, node);
    } else if (kind < 23) {
        node->form = LEAF_FUZZY;
        make_fuzzy(in, node);
    } else if (kind < 38) {
        node->form = kind < 34 ? LEAF_PHRASE : LEAF_STEM_PHRASE;
        make_phrase(in, node);
    } else if (kind < 42) {
        node->form = LEAF_VERBATIM;
        make_verbatim(in, node);
    } else {
        node->form =
            kind < 46 ? LEAF_STEM : (kind < 56 ? LEAF_EXACT : LEAF_WORD);
        make_typed(in, node);
    }
    return node;
}

/* ------------------------------------------------------------- filters --- */

static void add_value(query_filter *filter, const char *value)
{
    for (size_t i = 0; i < filter->value_count; i++) {
        if (strcmp(filter->values[i], value) == 0)
            return;
    }
    snprintf(filter->values[filter->value_count++], sizeof filter->values[0],
             "%s", value);
}

/* One value of a kind; not all are of any article. */
static void draw_value(making *in, filter_kind kind, char *out, size_t length)
{
    static const char *const languages[] = {"en", "de"};
    static const char *const statuses[] = {"usable", "corrected"};
    chance *from = in->from;
    const uint32_t number = chance_below(from, (uint32_t)in->of->count + 2);

    switch (kind) {
    case FILTER_SOURCE:
        snprintf(out, length, "%s",
                 make_sources[chance_below(from, (uint32_t)make_source_count)]);
        break;
    case FILTER_SECTION:
        snprintf(
            out, length, "%s",
            make_sections[chance_below(from, (uint32_t)make_section_count)]);
        break;
    case FILTER_LANGUAGE:
        snprintf(out, length, "%s", languages[chance_percent(from, 30)]);
        break;
    case FILTER_STATUS:
        snprintf(out, length, "%s", statuses[chance_percent(from, 60)]);
        break;
    case FILTER_ID:
        snprintf(out, length, "%u", number + 1);
        break;
    default:
        snprintf(out, length, "key-%u", number);
        break;
    }
}

/* daily* for "Daily Star" */
static void shorten(making *in, char *value)
{
    const size_t length = 1 + chance_below(in->from, (uint32_t)strlen(value));

    snprintf(value + length, 32 - length, "*");
}

static void make_values(making *in, query_node *node)
{
    static const char *const names[] = {"source", "section", "lang",
                                        "status", "id",      "key"};
    query_filter *filter = &node->filter;
    const uint32_t count = chance_percent(in->from, 60) ? 1 : 2;
    size_t used;

    filter->kind = (filter_kind)chance_below(in->from, FILTER_PUBLISHED);
    used = (size_t)snprintf(node->word, sizeof node->word, "%s:",
                            filter->kind == FILTER_SOURCE &&
                                    chance_percent(in->from, 20)
                                ? "rst"
                                : names[filter->kind]);
    for (uint32_t i = 0; i < count; i++) {
        char value[32];
        bool is_quoted;

        draw_value(in, filter->kind, value, sizeof value);
        if (filter->kind <= FILTER_SECTION && chance_percent(in->from, 15))
            shorten(in, value);
        is_quoted = strchr(value, ' ') != NULL;
        /* What a * in quotes means is not asked. */
        if (is_quoted && strchr(value, '*') != NULL)
            snprintf(value, sizeof value, "%s", "Da*");
        is_quoted = strchr(value, ' ') != NULL;
        add_value(filter, value);
        used += (size_t)snprintf(node->word + used, sizeof node->word - used,
                                 is_quoted ? "%s\"%s\"" : "%s%s",
                                 i > 0 ? "," : "", value);
    }
}

/* The day as it is typed, counted from the first. */
static void spell_day(uint32_t day, char *out, size_t length)
{
    if (day < 30)
        snprintf(out, length, "2001-09-%02u", day + 1);
    else
        snprintf(out, length, "2001-10-%02u", day - 29);
}

static int64_t start_of(uint32_t day)
{
    return FIRST_DAY + (int64_t)day * SECONDS_A_DAY;
}

static void make_month(making *in, query_node *node)
{
    const bool is_first = chance_percent(in->from, 50);

    node->filter.low = start_of(is_first ? 0 : 30);
    node->filter.high = start_of(is_first ? 30 : 61);
    snprintf(node->word, sizeof node->word, "%s:2001-%s",
             node->filter.kind == FILTER_PUBLISHED ? "date" : "updated",
             is_first ? "09" : "10");
}

/* What stands before the first day and behind it. */
typedef struct range_form {
    const char *before;
    const char *behind;
} range_form;

static void make_dates(making *in, query_node *node)
{
    static const range_form forms[] = {
        {":", ".."}, {":", ".."}, {":..", ""}, {">=", ""}, {"<", ""},
        {">", ""},   {"<=", ""},  {":", ""},   {":", ""},  {":", ""}};
    query_filter *filter = &node->filter;
    const bool is_date = filter->kind == FILTER_PUBLISHED;
    const uint32_t kind = chance_below(in->from, is_date ? 10 : 8);
    const uint32_t first = chance_below(in->from, DAY_COUNT);
    const uint32_t second = first + chance_below(in->from, DAY_COUNT - first);
    const char *name = is_date ? "date" : "updated";
    char low[16];
    char high[16];

    spell_day(first, low, sizeof low);
    spell_day(second, high, sizeof high);
    if (kind == 0 || kind == 1 || kind == 3 || kind == 7 || kind == 8)
        filter->low = start_of(first);
    if (kind == 5)
        filter->low = start_of(first + 1);
    if (kind == 0)
        filter->high = start_of(second + 1);
    if (kind == 2 || kind == 6 || kind == 7)
        filter->high = start_of(first + 1);
    if (kind == 4 || kind == 9)
        filter->high = start_of(first);
    if (kind >= 8)
        name = kind == 8 ? "after" : "before";
    snprintf(node->word, sizeof node->word, "%s%s%s%s%s", name,
             forms[kind].before, low, forms[kind].behind,
             kind == 0 ? high : "");
}

static void make_lengths(making *in, query_node *node)
{
    query_filter *filter = &node->filter;
    const char *name = chance_percent(in->from, 70) ? "length" : "wc";
    const uint32_t low = chance_below(in->from, 200);
    const uint32_t high = low + chance_below(in->from, 300);

    switch (chance_below(in->from, 4)) {
    case 0:
        filter->low = (int64_t)low + 1;
        snprintf(node->word, sizeof node->word, "%s>%u", name, low);
        break;
    case 1:
        filter->high = (int64_t)high + 1;
        snprintf(node->word, sizeof node->word, "%s<=%u", name, high);
        break;
    case 2:
        filter->high = high;
        snprintf(node->word, sizeof node->word, "%s<%u", name, high);
        break;
    default:
        filter->low = low;
        filter->high = (int64_t)high + 1;
        snprintf(node->word, sizeof node->word, "%s:%u..%u", name, low, high);
        break;
    }
}

query_node *make_filter(making *in, bool is_range)
{
    query_node *node = query_node_new(in->arena, QUERY_FILTER);
    query_filter *filter = &node->filter;

    filter->low = INT64_MIN;
    filter->high = INT64_MAX;
    if (!is_range && chance_percent(in->from, 60)) {
        make_values(in, node);
        return node;
    }
    filter->kind = (filter_kind)(FILTER_PUBLISHED + chance_below(in->from, 3));
    if (filter->kind == FILTER_LENGTH)
        make_lengths(in, node);
    else if (chance_percent(in->from, 15))
        make_month(in, node);
    else
        make_dates(in, node);
    return node;
}
