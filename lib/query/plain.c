#include "query/plain.h"

#include "query/scan.h"

#include <string.h>

static bool is_wrapping(int32_t character)
{
    return nx_scan_is_quote(character) ||
           (character > 0 && character < 0x80 &&
            strchr("()[]{}<>", (int)character) != NULL);
}

/* The next run between blanks, from `*offset` on; empty at the end. */
static newsidx_span next_run(newsidx_text text, size_t *offset)
{
    newsidx_span span = {text.length, text.length};
    bool is_inside = false;

    while (*offset < text.length) {
        size_t end;
        const int32_t character = nx_scan_character(text, *offset, &end);

        if (nx_scan_is_blank(character)) {
            if (is_inside)
                break;
        } else if (!is_inside) {
            is_inside = true;
            span.start = *offset;
        }
        *offset = end;
        if (is_inside)
            span.end = end;
    }
    return span;
}

/* Without the quotes and brackets at its ends. */
static newsidx_span unwrap(newsidx_text text, newsidx_span span)
{
    size_t offset = span.start;
    bool has_begun = false;

    span.end = span.start;
    while (offset < text.length) {
        size_t end;
        const int32_t character = nx_scan_character(text, offset, &end);

        if (nx_scan_is_blank(character))
            break;
        if (!is_wrapping(character)) {
            if (!has_begun)
                span.start = offset;
            has_begun = true;
            span.end = end;
        }
        offset = end;
    }
    return span;
}

static nx_operand build_words(nx_builder *builder, nx_node_kind kind,
                              newsidx_text text, newsidx_span span)
{
    const nx_node leaf = {.kind = kind,
                          .form = kind == NX_NODE_WORD ? NX_WORD_STEM
                                                       : NX_WORD_EXACT,
                          .text = text,
                          .span = span};

    return nx_build_leaf(builder, &leaf);
}

nx_operand nx_plain_any(nx_builder *builder, newsidx_text text)
{
    const size_t word_count = nx_scan_word_count(text);
    nx_operand nothing = {NULL, false};
    nx_operand *words;
    size_t count = 0;
    size_t offset = 0;

    words = nx_arena_array(builder->arena, word_count + 1, sizeof *words);
    if (words == NULL) {
        builder->status = nx_fail_memory(builder->err);
        return nothing;
    }
    while (count < word_count) {
        const newsidx_span span = unwrap(text, next_run(text, &offset));
        newsidx_text word = {text.bytes + span.start, span.end - span.start};

        if (!nx_scan_has_word(word))
            continue;
        word = nx_scan_clean(builder->arena, word, NX_SCAN_BLANKS);
        if (word.bytes == NULL) {
            builder->status = nx_fail_memory(builder->err);
            return nothing;
        }
        words[count++] = build_words(builder, NX_NODE_WORD, word, span);
    }
    return nx_build_or(builder, words, count);
}

nx_operand nx_plain_phrase(nx_builder *builder, newsidx_text text)
{
    const newsidx_span span = {0, text.length};
    nx_operand nothing = {NULL, false};
    newsidx_text phrase;

    if (!nx_scan_has_word(text))
        return nothing;
    phrase = nx_scan_clean(builder->arena, text, NX_SCAN_QUOTES);
    if (phrase.bytes == NULL) {
        builder->status = nx_fail_memory(builder->err);
        return nothing;
    }
    return build_words(builder, NX_NODE_PHRASE, phrase, span);
}

typedef struct letters {
    size_t word_count;
    bool has_capital;
    bool has_small;
} letters;

static void look(const nx_node *node, letters *seen)
{
    const bool is_typed =
        node->kind == NX_NODE_WORD || node->kind == NX_NODE_PHRASE;
    const size_t length = is_typed ? node->text.length : 0;
    size_t offset = 0;

    if (is_typed)
        seen->word_count += nx_scan_word_count(node->text);
    while (offset < length) {
        const size_t start = offset;
        const int32_t character = nx_scan_character(node->text, start, &offset);
        const newsidx_text letter = {node->text.bytes + start, offset - start};

        if (character >= 'A' && character <= 'Z')
            seen->has_capital = true;
        else if ((character >= 'a' && character <= 'z') ||
                 (character >= 0x80 && nx_scan_has_word(letter)))
            seen->has_small = true;
    }
    for (size_t i = 0; i < node->child_count; i++)
        look(node->children[i], seen);
}

bool nx_plain_is_shouting(const nx_node *root)
{
    letters seen = {0, false, false};

    look(root, &seen);
    return seen.word_count > 1 && seen.has_capital && !seen.has_small;
}

bool nx_plain_is_words(const nx_node *root)
{
    if (root->kind != NX_NODE_AND)
        return false;
    for (size_t i = 0; i < root->child_count; i++) {
        if (root->children[i]->kind != NX_NODE_WORD ||
            root->children[i]->form != NX_WORD_STEM)
            return false;
    }
    return true;
}
