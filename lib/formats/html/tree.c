#include "formats/html/tree.h"

#include "base/memory.h"
#include "base/str.h"

#include <setjmp.h>
#include <stdalign.h>
#include <string.h>

/* Buffers that grow to such a length are worth being given back. */
#define LARGE_BYTES ((size_t)16 * 1024)

typedef struct nx_html_block {
    struct nx_html_block *next;
    struct nx_html_block *previous;
    alignas(max_align_t) unsigned char bytes[];
} nx_html_block;

/*
 * Gumbo doesn't ask whether it was given memory. So the allocator never returns
 * without: it jumps out of the parser, which has no state but what it allocated
 * here, and which is thrown away as one.
 */
typedef struct heap {
    nx_html_tree *tree;
    jmp_buf out_of_memory;
} heap;

/* What is in front of each piece of memory: gumbo frees without a length. */
typedef union prefix {
    bool is_large;
    max_align_t aligned;
} prefix;

static prefix *allocate_large(nx_html_tree *tree, size_t length)
{
    nx_html_block *block = nx_alloc(sizeof *block + length);

    if (block == NULL)
        return NULL;
    block->previous = NULL;
    block->next = tree->blocks;
    if (block->next != NULL)
        block->next->previous = block;
    tree->blocks = block;
    return (prefix *)(void *)block->bytes;
}

static void *allocate(void *user, size_t length)
{
    heap *from = user;
    const bool is_large = length >= LARGE_BYTES;
    prefix *memory = NULL;

    if (length <= SIZE_MAX / 2)
        memory = is_large ? allocate_large(from->tree, sizeof *memory + length)
                          : nx_arena_alloc(&from->tree->arena,
                                           sizeof *memory + length);
    if (memory == NULL)
        longjmp(from->out_of_memory, 1);
    memory->is_large = is_large;
    return memory + 1;
}

static void deallocate(void *user, void *memory)
{
    nx_html_tree *tree = ((heap *)user)->tree;
    nx_html_block *block;

    if (memory == NULL || !((prefix *)memory - 1)->is_large)
        return;
    block = (nx_html_block *)(void *)((unsigned char *)memory - sizeof(prefix) -
                                      offsetof(nx_html_block, bytes));
    if (block->next != NULL)
        block->next->previous = block->previous;
    if (block->previous != NULL)
        block->previous->next = block->next;
    else
        tree->blocks = block->next;
    nx_free(block);
}

void nx_html_tree_init(nx_html_tree *tree)
{
    tree->root = NULL;
    tree->blocks = NULL;
    nx_arena_init(&tree->arena);
}

void nx_html_tree_finish(nx_html_tree *tree)
{
    while (tree->blocks != NULL) {
        nx_html_block *next = tree->blocks->next;

        nx_free(tree->blocks);
        tree->blocks = next;
    }
    nx_arena_finish(&tree->arena);
    nx_html_tree_init(tree);
}

newsidx_status nx_html_tree_make(nx_html_tree *tree, newsidx_text markup,
                                 newsidx_error *err)
{
    GumboOptions options = kGumboDefaultOptions;
    const GumboOutput *output;
    heap from;

    nx_html_tree_finish(tree);
    from.tree = tree;
    options.allocator = allocate;
    options.deallocator = deallocate;
    options.userdata = &from;
    options.max_errors = 0;
    if (setjmp(from.out_of_memory) != 0) {
        nx_html_tree_finish(tree);
        return nx_fail_memory(err);
    }
    output = gumbo_parse_with_options(&options, markup.bytes, markup.length);
    tree->root = output->root;
    return NEWSIDX_OK;
}

GumboTag nx_html_tag(const GumboNode *node)
{
    static const struct {
        const char *start;
        GumboTag tag;
    } private[] = {{"<x-a", GUMBO_TAG_A},
                   {"<x-li", GUMBO_TAG_LI},
                   {"<x-td", GUMBO_TAG_TD},
                   {"<x-tr", GUMBO_TAG_TR},
                   {"<x-table", GUMBO_TAG_TABLE},
                   {"<x-form", GUMBO_TAG_FORM},
                   {"<x-dd", GUMBO_TAG_DD},
                   {"<x-dt", GUMBO_TAG_DT},
                   {"<x-caption", GUMBO_TAG_CAPTION}};
    newsidx_text source;

    if (node->type != GUMBO_NODE_ELEMENT)
        return GUMBO_TAG_UNKNOWN;
    if (node->v.element.tag != GUMBO_TAG_UNKNOWN)
        return node->v.element.tag;
    source = nx_str_slice(node->v.element.original_tag.data,
                          node->v.element.original_tag.length);
    for (size_t i = 0; i < sizeof private / sizeof *private; i++) {
        if (nx_str_starts_with(source, nx_str(private[i].start)))
            return private[i].tag;
    }
    return GUMBO_TAG_UNKNOWN;
}

const char *nx_html_value(const GumboNode *node, const char *name)
{
    const GumboAttribute *attribute;

    if (node->type != GUMBO_NODE_ELEMENT)
        return NULL;
    attribute = gumbo_get_attribute(&node->v.element.attributes, name);
    return attribute != NULL ? attribute->value : NULL;
}

const GumboNode *nx_html_next_behind(const GumboNode *node,
                                     const GumboNode *top)
{
    while (node != top) {
        const GumboVector *siblings = &node->parent->v.element.children;

        if (node->index_within_parent + 1 < siblings->length)
            return siblings->data[node->index_within_parent + 1];
        node = node->parent;
    }
    return NULL;
}

const GumboNode *nx_html_next(const GumboNode *node, const GumboNode *top)
{
    if (node->type == GUMBO_NODE_ELEMENT && node->v.element.children.length > 0)
        return node->v.element.children.data[0];
    return nx_html_next_behind(node, top);
}
