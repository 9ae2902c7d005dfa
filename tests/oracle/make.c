#include "make.h"

#include <ctype.h>
#include <stdio.h>
#include <string.h>

#define KEY_COUNT_LIMIT 100000
#define TEXT_BYTES 32768

/*
 * Few words, so that queries meet: with several forms of one stem, hyphens,
 * acronyms beside the words they look like, possessives, numbers, letters
 * beyond ASCII and stop words.
 */
static const char *const words[] = {
    "talk",     "talks",      "talking",    "talked",  "agree",
    "agreed",   "agreement",  "agreements", "truce",   "truces",
    "attack",   "attacks",    "attacked",   "kerry",   "Kerry\xE2\x80\x99s",
    "Lavrov's", "lavrov",     "al-Qaida",   "alqaida", "al",
    "qaida",    "US-Russia",  "Russia",     "Russian", "U.S.",
    "US",       "us",         "U.N.",       "IT",      "it",
    "the",      "the",        "of",         "and",     "in",
    "to",       "1,200",      "1200",       "3.5",     "caf\xC3\xA9",
    "cafe",     "mid-August", "center",     "centers", "co-operation"};

#define WORD_COUNT (sizeof words / sizeof *words)

/* The first words are drawn more often than the last. */
static const char *draw_word(chance *from)
{
    uint32_t most = 1 + chance_below(from, (uint32_t)WORD_COUNT);

    return words[chance_below(from, most)];
}

/* ----------------------------------------------------------- articles ---- */

typedef struct writing {
    char bytes[TEXT_BYTES];
    size_t length;
} writing;

static void add(writing *to, const char *text)
{
    size_t length = strlen(text);

    if (to->length + length + 1 > sizeof to->bytes)
        return;
    memcpy(to->bytes + to->length, text, length + 1);
    to->length += length;
}

static void add_words(writing *to, chance *from, uint32_t count)
{
    for (uint32_t i = 0; i < count; i++) {
        if (i > 0)
            add(to, chance_percent(from, 8) ? ", " : " ");
        add(to, draw_word(from));
    }
}

static void add_sentence(writing *to, chance *from)
{
    size_t begin = to->length;

    add_words(to, from, 3 + chance_below(from, 12));
    if (to->length > begin)
        to->bytes[begin] = (char)toupper((unsigned char)to->bytes[begin]);
    add(to, chance_percent(from, 90) ? "." : "?");
}

static void add_body(writing *to, chance *from)
{
    uint32_t paragraphs = chance_below(from, 6);

    for (uint32_t p = 0; p < paragraphs; p++) {
        /* Now and then a paragraph that is too long for one passage. */
        uint32_t sentences =
            chance_percent(from, 8) ? 30 : 1 + chance_below(from, 6);

        if (p > 0)
            add(to, chance_percent(from, 70) ? "\n\n" : "\n");
        for (uint32_t s = 0; s < sentences; s++) {
            if (s > 0)
                add(to, " ");
            add_sentence(to, from);
        }
    }
}

static newsidx_text text_of(const writing *from)
{
    newsidx_text text = {from->bytes, from->length};

    if (from->length == 0)
        text.bytes = NULL;
    return text;
}

static void put_random(model *of, chance *from, const char *key)
{
    static writing headline;
    static writing byline;
    static writing dateline;
    static writing body;
    static writing keywords;
    writing *const all[] = {&headline, &byline, &dateline, &body, &keywords};
    newsidx_article article = NEWSIDX_ARTICLE_INIT;

    for (size_t i = 0; i < sizeof all / sizeof *all; i++) {
        all[i]->length = 0;
        all[i]->bytes[0] = '\0';
    }
    add_body(&body, from);
    if (body.length == 0 || chance_percent(from, 90))
        add_words(&headline, from, 2 + chance_below(from, 6));
    if (chance_percent(from, 30))
        add_words(&byline, from, 2);
    if (chance_percent(from, 30))
        add_words(&dateline, from, 1 + chance_below(from, 2));
    if (chance_percent(from, 30))
        add_words(&keywords, from, 1 + chance_below(from, 4));
    article.key.bytes = key;
    article.key.length = strlen(key);
    article.headline = text_of(&headline);
    article.byline = text_of(&byline);
    article.dateline = text_of(&dateline);
    article.body = text_of(&body);
    article.keywords = text_of(&keywords);
    if (chance_percent(from, 80))
        article.published_at = 1000000000 + chance_below(from, 50) * 86400;
    model_put(of, &article);
}

void make_corpus(model *of, chance *from, uint32_t article_count)
{
    char key[32];

    for (uint32_t i = 0; i < article_count; i++) {
        snprintf(key, sizeof key, "key-%u", i);
        put_random(of, from, key);
        /* Changes and removals of whatever is there so far, or isn't. */
        snprintf(key, sizeof key, "key-%u", chance_below(from, i + 2));
        if (chance_percent(from, 15))
            put_random(of, from, key);
        else if (chance_percent(from, 10))
            model_remove(of, key);
    }
}

/* ------------------------------------------------------------ queries ---- */

typedef struct making {
    const model *of;
    chance *from;
    nx_arena *arena;
} making;

static query_node *new_node(making *in, query_kind kind)
{
    query_node *node = nx_arena_new(in->arena, query_node);

    if (node != NULL)
        node->kind = kind;
    else
        model_fail("out of memory");
    return node;
}

static void copy_word(query_node *node, const char *bytes, size_t length)
{
    if (length >= sizeof node->word)
        length = sizeof node->word - 1;
    memcpy(node->word, bytes, length);
    node->word[length] = '\0';
}

/* Some words of a text, as they stand there. False if none could be used. */
static bool take_words(making *in, uint32_t count, query_node *node)
{
    const model_version *version;
    const model_column *column;
    size_t begin;
    size_t end;

    if (in->of->count == 0)
        return false;
    version =
        &in->of->versions[chance_below(in->from, (uint32_t)in->of->count)];
    column = &version->columns[chance_percent(in->from, 30) ? COLUMN_HEADLINE
                                                            : COLUMN_BODY];
    if (column->count < count)
        return false;
    begin = chance_below(in->from, (uint32_t)(column->count - count + 1));
    end = column->tokens[begin + count - 1].end;
    begin = column->tokens[begin].start;
    if (end - begin >= sizeof node->word)
        return false;
    copy_word(node, column->text.bytes + begin, end - begin);
    /* What would end the quotation, or the query's line. */
    return strpbrk(node->word, "\"\n\xE2\xC2") == NULL;
}

/* A word of texts may be a part of "al-Qaida" or anything else. */
static void make_word(making *in, query_node *node)
{
    if (chance_percent(in->from, 40) && take_words(in, 1, node) &&
        isalnum((unsigned char)node->word[0]) &&
        isalnum((unsigned char)node->word[strlen(node->word) - 1]))
        return;
    snprintf(node->word, sizeof node->word, "%s", draw_word(in->from));
    if (chance_percent(in->from, 2))
        copy_word(node, "zebra", 5);
}

static query_node *make_leaf(making *in)
{
    uint32_t kind = chance_below(in->from, 100);
    query_node *node = new_node(
        in, kind < 55
                ? QUERY_STEM
                : (kind < 68 ? QUERY_EXACT
                             : (kind < 80 ? QUERY_PREFIX : QUERY_PHRASE)));

    if (node->kind == QUERY_PHRASE) {
        if (!take_words(in, 1 + chance_below(in->from, 4), node)) {
            snprintf(node->word, sizeof node->word, "%s %s",
                     draw_word(in->from), draw_word(in->from));
        }
        return node;
    }
    do {
        make_word(in, node);
        /* Only plain letters are surely a prefix of what they begin. */
        if (node->kind == QUERY_PREFIX) {
            size_t length = 2 + chance_below(in->from, 5);

            if (strlen(node->word) > length)
                node->word[length] = '\0';
            for (size_t i = 0; node->word[i] != '\0'; i++) {
                if (!isalpha((unsigned char)node->word[i]))
                    node->word[0] = '\0';
            }
        }
    } while (strlen(node->word) < 2);
    return node;
}

static query_node *make_node(making *in, uint32_t depth, query_kind above);

/* A leaf or an OR below headline:, which then may hold no field again. */
static query_node *make_field(making *in)
{
    query_node *node = new_node(in, QUERY_HEADLINE);
    query_node *child = make_leaf(in);

    if (chance_percent(in->from, 30)) {
        query_node *group =
            new_node(in, chance_percent(in->from, 50) ? QUERY_OR : QUERY_AND);

        group->children[group->child_count++] = child;
        group->children[group->child_count++] = make_leaf(in);
        child = group;
    }
    node->children[node->child_count++] = child;
    return node;
}

static query_node *make_group(making *in, query_kind kind, uint32_t depth)
{
    query_node *node = new_node(in, kind);
    uint32_t count = 2 + chance_below(in->from, MOST_CHILDREN - 1);
    uint32_t excluded = 0;

    if (kind == QUERY_AND && chance_percent(in->from, 30))
        excluded = 1 + chance_below(in->from, count - 1);
    for (uint32_t i = 0; i < count; i++) {
        query_node *child = make_node(in, depth - 1, kind);

        if (i >= count - excluded) {
            query_node *outside = new_node(in, QUERY_NOT);

            outside->children[outside->child_count++] = child;
            child = outside;
        }
        node->children[node->child_count++] = child;
    }
    return node;
}

static query_node *make_node(making *in, uint32_t depth, query_kind above)
{
    uint32_t kind = chance_below(in->from, 100);

    if (depth == 0 || kind < 50)
        return make_leaf(in);
    if (kind < 60)
        return make_field(in);
    if (kind < 80 && above != QUERY_AND)
        return make_group(in, QUERY_AND, depth);
    if (above != QUERY_OR)
        return make_group(in, QUERY_OR, depth);
    return make_leaf(in);
}

/* --------------------------------------------------------------- text ---- */

typedef struct spelling {
    char *bytes;
    size_t length;
} spelling;

static void spell(spelling *to, const char *text)
{
    size_t length = strlen(text);

    if (to->length + length + 1 > QUERY_BYTES)
        model_fail("a query is too long for the test");
    memcpy(to->bytes + to->length, text, length + 1);
    to->length += length;
}

static bool is_group(const query_node *node)
{
    return node->kind == QUERY_AND || node->kind == QUERY_OR;
}

static void spell_node(spelling *to, chance *from, const query_node *node,
                       bool is_root);

/*
 * "-" excludes what stands right behind it, NOT all that follows up to the
 * next NOT: so from the first NOT on, every exclusion is spelled so.
 */
static void spell_group(spelling *to, chance *from, const query_node *node,
                        bool is_root)
{
    bool is_not = false;

    if (!is_root)
        spell(to, "(");
    for (size_t i = 0; i < node->child_count; i++) {
        const query_node *child = node->children[i];
        bool is_excluded = child->kind == QUERY_NOT;

        is_not = is_not || (is_excluded && chance_percent(from, 40));
        if (i > 0 && node->kind == QUERY_OR)
            spell(to, " OR ");
        else if (i > 0 && !is_excluded && chance_percent(from, 30))
            spell(to, " AND ");
        else if (i > 0)
            spell(to, " ");
        if (is_excluded)
            spell(to, is_not ? (chance_percent(from, 30) ? "AND NOT " : "NOT ")
                             : "-");
        spell_node(to, from, is_excluded ? child->children[0] : child, false);
    }
    if (!is_root)
        spell(to, ")");
}

static void spell_node(spelling *to, chance *from, const query_node *node,
                       bool is_root)
{
    static const char *const before[] = {"", "=", "", "\""};
    static const char *const after[] = {"", "", "*", "\""};

    if (is_group(node)) {
        spell_group(to, from, node, is_root);
    } else if (node->kind == QUERY_HEADLINE) {
        spell(to, "headline:");
        spell_node(to, from, node->children[0], false);
    } else {
        spell(to, before[node->kind]);
        spell(to, node->word);
        spell(to, after[node->kind]);
    }
}

/* Words as somebody types them, for either way to match. */
static void make_plain(making *in, made_query *out)
{
    spelling to = {out->text, 0};
    uint32_t count =
        (out->is_any ? 1 : 2) + chance_below(in->from, MOST_CHILDREN - 1);
    query_node *root = new_node(in, out->is_any ? QUERY_OR : QUERY_AND);

    for (uint32_t i = 0; i < count; i++) {
        query_node *leaf = new_node(in, QUERY_STEM);

        make_word(in, leaf);
        root->children[root->child_count++] = leaf;
        if (i > 0)
            spell(&to, " ");
        spell(&to, leaf->word);
    }
    out->root = root;
    out->is_plain = !out->is_any;
}

/* Two neighbours of a text make a phrase likelier than chance would. */
static bool make_neighbours(making *in, made_query *out)
{
    query_node *taken = new_node(in, QUERY_PHRASE);
    query_node *root = new_node(in, QUERY_AND);
    char *rest = taken->word;

    if (!take_words(in, 2, taken))
        return false;
    for (size_t i = 0; i < 2; i++) {
        query_node *leaf = new_node(in, QUERY_STEM);
        size_t length = strcspn(rest, " ");

        if (length == 0 || !isalnum((unsigned char)rest[0]) ||
            !isalnum((unsigned char)rest[length - 1]))
            return false;
        copy_word(leaf, rest, length);
        root->children[root->child_count++] = leaf;
        rest += length;
        if (i == 0 && *rest != ' ')
            return false;
        rest += i == 0;
    }
    if (*rest != '\0')
        return false;
    snprintf(out->text, sizeof out->text, "%s", taken->word);
    out->root = root;
    out->is_plain = true;
    return true;
}

/* Has any word of the query a small letter? All in capitals is read otherwise,
 * which lib/text and lib/query have tests for. */
static bool has_small_letter(const query_node *node)
{
    for (const char *at = node->word; *at != '\0'; at++) {
        if (islower((unsigned char)*at))
            return true;
    }
    for (size_t i = 0; i < node->child_count; i++) {
        if (has_small_letter(node->children[i]))
            return true;
    }
    return false;
}

/* Nothing but words; an AND between them says what a blank says. */
static bool is_plain(const made_query *made)
{
    if (made->root->kind != QUERY_AND)
        return false;
    for (size_t i = 0; i < made->root->child_count; i++) {
        if (made->root->children[i]->kind != QUERY_STEM)
            return false;
    }
    return true;
}

void make_query(const model *of, chance *from, nx_arena *arena, made_query *out)
{
    making in = {of, from, arena};

    do {
        uint32_t kind = chance_below(from, 100);

        memset(out, 0, sizeof *out);
        out->is_any = kind < 20;
        if (kind < 35) {
            make_plain(&in, out);
        } else if (kind >= 50 || !make_neighbours(&in, out)) {
            spelling to = {out->text, 0};

            out->root = make_node(&in, 2, QUERY_HEADLINE);
            spell_node(&to, from, out->root, true);
            out->is_plain = is_plain(out);
        }
    } while (strchr(out->text, ' ') != NULL && !has_small_letter(out->root));
}
