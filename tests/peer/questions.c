#include "questions.h"

#include <assert.h>
#include <string.h>

#define MOST_OPERANDS 3
#define MOST_PHRASE_WORDS 3

/* What kinds of units an operator takes. */
typedef enum unit_choice {
    STEMS_ONLY,
    WORDS_ONLY,
    WORDS_AND_PHRASES,
    ALL_UNITS
} unit_choice;

/*
 * What means the same in both languages. $1 is the first operand, _1 are the
 * words of it without their quotation marks, $n is a number.
 */
typedef struct form {
    const char *newsidx;
    const char *sphinx;
    uint32_t operand_count;
    unit_choice operands;
} form;

static const form near_forms[] = {
    {"($1 w/$n $2)", "($1 NEAR/$n $2)", 2, ALL_UNITS},
    {"($1 /$n $2)", "($1 NEAR/$n $2)", 2, ALL_UNITS},
    {"($1 near$n $2)", "($1 NEAR/$n $2)", 2, ALL_UNITS},
    {"($1 near/$n $2)", "\"$1 $2\"~$n", 2, WORDS_ONLY},
    {"(($1 OR $2) NEAR/$n $3)", "(($1 | $2) NEAR/$n $3)", 3, ALL_UNITS},
    {"($1 W/$n ($2 OR $3))", "($1 NEAR/$n ($2 | $3))", 3, ALL_UNITS},
    {"(($1 pre/1 $2) w/$n $3)", "(\"_1 _2\" NEAR/$n $3)", 3, WORDS_AND_PHRASES},
    {"exact($1 w/$n $2)", "(=$1 NEAR/$n =$2)", 2, STEMS_ONLY},
    /* No field has as many as 255 words. */
    {"($1 pre/255 $2)", "($1 << $2)", 2, ALL_UNITS},
    {"(($1 pre/255 $2) pre/255 $3)", "($1 << $2 << $3)", 3, ALL_UNITS},
    /* An asterisk in a phrase is any word. */
    {"($1 pre/1 $2)", "\"_1 _2\"", 2, WORDS_AND_PHRASES},
    {"($1 adj2 $2)", "(\"_1 _2\" | \"_1 * _2\")", 2, WORDS_AND_PHRASES},
    {"($1 PRE/3 $2)", "(\"_1 _2\" | \"_1 * _2\" | \"_1 * * _2\")", 2,
     WORDS_AND_PHRASES},
    {"(($1 OR $2) pre/1 $3)", "(\"_1 _3\" | \"_2 _3\")", 3, WORDS_AND_PHRASES},
    {"\"$1 ($2|$3)\"", "(\"=$1 =$2\" | \"=$1 =$3\")", 3, STEMS_ONLY},
    {"~\"($1|$2) $3\"", "(\"$1 $3\" | \"$2 $3\")", 3, STEMS_ONLY},
};

static const form same_forms[] = {
    {"($1 w/s $2)", "($1 SENTENCE $2)", 2, WORDS_AND_PHRASES},
    {"(($1 OR $2) /s $3)", "(($1 SENTENCE $3) | ($2 SENTENCE $3))", 3,
     WORDS_AND_PHRASES},
    {"sentence($1 $2)", "($1 SENTENCE $2)", 2, WORDS_AND_PHRASES},
    {"sentence($1 ($2 OR $3))", "(($1 SENTENCE $2) | ($1 SENTENCE $3))", 3,
     WORDS_AND_PHRASES},
    {"($1 /p $2)", "($1 PARAGRAPH $2)", 2, WORDS_ONLY},
    {"($1 w/p ($2 OR $3))", "(($1 PARAGRAPH $2) | ($1 PARAGRAPH $3))", 3,
     WORDS_ONLY},
    {"paragraph($1 $2)", "($1 PARAGRAPH $2)", 2, WORDS_ONLY},
};

/* The operands are units or one of the above. */
static const form field_forms[] = {
    {"headline:$1", "(@headline $1)", 1, ALL_UNITS},
    {"hd($1)", "(@headline $1)", 1, ALL_UNITS},
    {"body:($1)", "(@body $1)", 1, ALL_UNITS},
    {"title:($1 $2)", "(@headline $1 $2)", 2, ALL_UNITS},
    {"body($1 OR $2)", "(@body ($1 | $2))", 2, ALL_UNITS},
};

/* The same. */
static const form first_forms[] = {
    {"first$n($1)", "((@headline $1) | (@body[$n] $1))", 1, WORDS_AND_PHRASES},
    {"body:first$n($1 OR $2)", "(@body[$n] ($1 | $2))", 2, WORDS_AND_PHRASES},
    {"first$n($1 $2)",
     "(((@headline $1) | (@body[$n] $1)) ((@headline $2) | (@body[$n] $2)))", 2,
     WORDS_AND_PHRASES},
};

/* The operands are anything. */
static const form group_forms[] = {
    {"($1 $2)", "($1 $2)", 2, ALL_UNITS},
    {"($1 AND $2)", "($1 $2)", 2, ALL_UNITS},
    {"($1 $2 $3)", "($1 $2 $3)", 3, ALL_UNITS},
    {"($1 OR $2)", "($1 | $2)", 2, ALL_UNITS},
    {"($1 OR $2 OR $3)", "($1 | $2 | $3)", 3, ALL_UNITS},
    {"($1 -$2)", "($1 !$2)", 2, ALL_UNITS},
    {"($1 $2 -$3)", "($1 $2 !$3)", 3, ALL_UNITS},
    {"($1 -($2 OR $3))", "($1 !($2 | $3))", 3, ALL_UNITS},
    {"($1 OR ($2 -$3))", "($1 | ($2 !$3))", 3, ALL_UNITS},
};

typedef struct making {
    const article *articles;
    chance *from;
    bool has_sentences;
} making;

static const form *draw_form(making *in, const form *forms, size_t count)
{
    return &forms[chance_below(in->from, (uint32_t)count)];
}

#define DRAW(in, forms) draw_form(in, forms, sizeof forms / sizeof *forms)

/* ----------------------------------------------------------- spelling ---- */

/* A finished piece of a question. */
typedef struct part {
    char newsidx[QUESTION_BYTES];
    char sphinx[QUESTION_BYTES];
    char words[QUESTION_BYTES]; /* for Sphinx's phrases */
} part;

static void append(char *to, const char *text)
{
    size_t length = strlen(to);
    size_t added = strlen(text);

    assert(length + added < QUESTION_BYTES);
    memcpy(to + length, text, added + 1);
}

static void fill(char *to, const char *pattern, const part *parts,
                 uint32_t number, bool is_sphinx)
{
    char text[16];

    to[0] = '\0';
    for (; *pattern != '\0'; pattern++) {
        size_t which = (size_t)(pattern[1] - '1');

        if (*pattern != '$' && *pattern != '_') {
            snprintf(text, sizeof text, "%c", *pattern);
            append(to, text);
            continue;
        }
        if (pattern[1] == 'n') {
            snprintf(text, sizeof text, "%u", (unsigned)number);
            append(to, text);
        } else if (*pattern == '_') {
            append(to, parts[which].words);
        } else {
            append(to, is_sphinx ? parts[which].sphinx : parts[which].newsidx);
        }
        pattern++;
    }
}

static void spell(part *to, const form *of, const part *parts, uint32_t number)
{
    fill(to->newsidx, of->newsidx, parts, number, false);
    fill(to->sphinx, of->sphinx, parts, number, true);
}

/* -------------------------------------------------------------- units ---- */

typedef enum unit_kind {
    UNIT_STEM,           /* talk */
    UNIT_EXACT,          /* =talk */
    UNIT_PHRASE,         /* "talk about" */
    UNIT_STEMMED_PHRASE, /* ~"talk about" */
    UNIT_PATTERN         /* tal* ta*g */
} unit_kind;

typedef struct unit {
    unit_kind kind;
    const char *words[MOST_PHRASE_WORDS];
    size_t count;
} unit;

/* A place in a text, so that what is asked for stands together somewhere. */
typedef struct place {
    const article_column *in;
    size_t word;
} place;

static place draw_place(making *in)
{
    const article *any = &in->articles[chance_below(in->from, ARTICLE_COUNT)];
    place at = {&any->columns[chance_percent(in->from, 30) ? COLUMN_HEADLINE
                                                           : COLUMN_BODY],
                0};

    at.word = chance_below(in->from, (uint32_t)at.in->count);
    return at;
}

/* A place some words further on, or before. */
static place draw_neighbour(making *in, place at, uint32_t distance)
{
    size_t away = 1 + chance_below(in->from, distance + 2);

    if (chance_percent(in->from, 60) && at.word + away < at.in->count)
        at.word += away;
    else if (at.word >= away)
        at.word -= away;
    return at;
}

static unit make_unit(making *in, place at, unit_choice choice)
{
    static const uint32_t kinds[] = {35, 50, 75, 100};
    uint32_t kind = chance_below(in->from, kinds[choice]);
    unit made = {UNIT_STEM, {NULL}, 1};

    if (kind >= 75)
        made.kind = UNIT_PATTERN;
    else if (kind >= 65)
        made.kind = UNIT_STEMMED_PHRASE;
    else if (kind >= 50)
        made.kind = UNIT_PHRASE;
    else if (kind >= 35)
        made.kind = UNIT_EXACT;
    if (made.kind == UNIT_PHRASE || made.kind == UNIT_STEMMED_PHRASE)
        made.count = 2 + chance_below(in->from, MOST_PHRASE_WORDS - 1);
    for (size_t i = 0; i < made.count; i++) {
        bool is_taken =
            at.word + i < at.in->count && chance_percent(in->from, 93);

        made.words[i] =
            is_taken ? at.in->words[at.word + i] : articles_draw_word(in->from);
    }
    return made;
}

/* What begins otherwise never stands on the same word. */
static bool can_overlap(const unit *a, const unit *b)
{
    for (size_t i = 0; i < a->count; i++) {
        for (size_t j = 0; j < b->count; j++) {
            if (strncmp(a->words[i], b->words[j], 2) == 0)
                return true;
        }
    }
    return false;
}

/* "talk talks" is twice in "talk talk talk", in places that overlap. */
static bool can_overlap_itself(const unit *of)
{
    for (size_t i = 0; i < of->count; i++) {
        for (size_t j = 0; j < i; j++) {
            if (strncmp(of->words[i], of->words[j], 2) == 0)
                return true;
        }
    }
    return false;
}

/* Inner letters become a wildcard, or the end of the word does. */
static void spell_pattern(making *in, const char *word, char *to)
{
    size_t length = strlen(word);
    size_t at = 2 + chance_below(in->from, (uint32_t)(length - 2));
    size_t rest = at + 1;
    const char *wildcard = "*";

    if (chance_percent(in->from, 50))
        rest = length;
    else if (chance_percent(in->from, 50) && rest < length)
        wildcard = "?";
    snprintf(to, QUESTION_BYTES, "%.*s%s%s", (int)at, word, wildcard,
             word + rest);
}

static void spell_unit(making *in, const unit *of, part *to)
{
    static const char *const before[] = {"", "=", "\"", "~\"", ""};
    bool is_phrase = of->count > 1;
    bool is_exact = of->kind == UNIT_EXACT || of->kind == UNIT_PHRASE;

    memset(to, 0, sizeof *to);
    if (of->kind == UNIT_PATTERN) {
        spell_pattern(in, of->words[0], to->newsidx);
        append(to->sphinx, to->newsidx);
        return;
    }
    append(to->newsidx, before[of->kind]);
    for (size_t i = 0; i < of->count; i++) {
        append(to->newsidx, i > 0 ? " " : "");
        append(to->newsidx, of->words[i]);
        append(to->words, i > 0 ? " " : "");
        append(to->words, is_exact ? "=" : "");
        append(to->words, of->words[i]);
    }
    append(to->newsidx, is_phrase ? "\"" : "");
    append(to->sphinx, is_phrase ? "\"" : "");
    append(to->sphinx, to->words);
    append(to->sphinx, is_phrase ? "\"" : "");
}

/* -------------------------------------------------------------- parts ---- */

/* Units that stand near one another somewhere, and never overlap. */
static void make_operator(making *in, const form *of, unit_choice most,
                          part *out)
{
    unit_choice choice = of->operands < most ? of->operands : most;
    uint32_t distance = 1 + chance_below(in->from, 8);
    place at = draw_place(in);
    unit units[MOST_OPERANDS];
    part parts[MOST_OPERANDS];

    for (uint32_t count = 0; count < of->operand_count;) {
        bool is_clear;

        units[count] = make_unit(in, at, choice);
        is_clear = !can_overlap_itself(&units[count]);
        for (uint32_t i = 0; i < count; i++)
            is_clear = is_clear && !can_overlap(&units[i], &units[count]);
        if (is_clear) {
            spell_unit(in, &units[count], &parts[count]);
            at = draw_neighbour(in, at, distance);
            count++;
        } else {
            /* Some other words then, which may stand far apart. */
            at = draw_place(in);
        }
    }
    spell(out, of, parts, distance);
}

static void make_simple(making *in, unit_choice most, part *out)
{
    if (in->has_sentences) {
        make_operator(in, DRAW(in, same_forms), most, out);
    } else if (chance_percent(in->from, 30)) {
        unit of = make_unit(in, draw_place(in), most);

        spell_unit(in, &of, out);
    } else {
        make_operator(in, DRAW(in, near_forms), most, out);
    }
}

/*
 * Where Sphinx knows of sentences it counts their ends as words; so beside its
 * SENTENCE and PARAGRAPH there are no phrases, distances and first words.
 */
static void make_leaf(making *in, part *out)
{
    uint32_t kind = chance_below(in->from, 100);
    part parts[MOST_OPERANDS];
    const form *of;

    if (in->has_sentences && kind < 30) {
        unit word = make_unit(in, draw_place(in), WORDS_ONLY);

        spell_unit(in, &word, out);
        return;
    }
    if (kind < 70) {
        make_simple(in, ALL_UNITS, out);
        return;
    }
    of = kind < 85 || in->has_sentences ? DRAW(in, field_forms)
                                        : DRAW(in, first_forms);
    for (uint32_t i = 0; i < of->operand_count; i++)
        make_simple(in, of->operands, &parts[i]);
    spell(out, of, parts, 1 + chance_below(in->from, 40));
}

static void make_group(making *in, uint32_t depth, part *out)
{
    const form *of = DRAW(in, group_forms);
    part parts[MOST_OPERANDS];

    for (uint32_t i = 0; i < of->operand_count; i++) {
        if (depth > 1 && chance_percent(in->from, 20))
            make_group(in, depth - 1, &parts[i]);
        else
            make_leaf(in, &parts[i]);
    }
    spell(out, of, parts, 0);
}

void question_make(const article *articles, chance *from, question *out)
{
    making in = {articles, from, chance_percent(from, 30)};
    part made;

    if (chance_percent(from, 50))
        make_leaf(&in, &made);
    else
        make_group(&in, 2, &made);
    memcpy(out->newsidx, made.newsidx, sizeof out->newsidx);
    memcpy(out->sphinx, made.sphinx, sizeof out->sphinx);
    out->has_sentences = in.has_sentences;
}
