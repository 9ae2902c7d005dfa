#include "formats/html/tree.h"

#include "base/memory.h"
#include "base/str.h"

#include <setjmp.h>
#include <stdalign.h>
#include <string.h>

/* Buffers that grow to such a length are worth being given back. */
#define LARGE_BYTES ((size_t)16 * 1024)

typedef struct nx_html_chunk {
    struct nx_html_chunk *next;
    struct nx_html_chunk *previous;
    alignas(max_align_t) unsigned char bytes[];
} nx_html_chunk;

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
    nx_html_chunk *block = nx_alloc(sizeof *block + length);

    if (block == NULL)
        return NULL;
    block->previous = NULL;
    block->next = tree->chunks;
    if (block->next != NULL)
        block->next->previous = block;
    tree->chunks = block;
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
    nx_html_chunk *block;

    if (memory == NULL || !((prefix *)memory - 1)->is_large)
        return;
    block = (nx_html_chunk *)(void *)((unsigned char *)memory - sizeof(prefix) -
                                      offsetof(nx_html_chunk, bytes));
    if (block->next != NULL)
        block->next->previous = block->previous;
    if (block->previous != NULL)
        block->previous->next = block->next;
    else
        tree->chunks = block->next;
    nx_free(block);
}

void nx_html_tree_init(nx_html_tree *tree)
{
    tree->nodes = NULL;
    tree->count = 0;
    tree->chunks = NULL;
    nx_arena_init(&tree->arena);
}

void nx_html_tree_finish(nx_html_tree *tree)
{
    while (tree->chunks != NULL) {
        nx_html_chunk *next = tree->chunks->next;

        nx_free(tree->chunks);
        tree->chunks = next;
    }
    nx_arena_finish(&tree->arena);
    nx_html_tree_init(tree);
}

/* Elements that gumbo doesn't know are the filter's: "<x-" and a name. */
static GumboTag tag_of(const GumboElement *element)
{
    static const struct {
        const char *name;
        GumboTag tag;
    } private[] = {{"a", GUMBO_TAG_A},       {"text", NX_HTML_IS_TEXT},
                   {"li", GUMBO_TAG_LI},     {"td", GUMBO_TAG_TD},
                   {"tr", GUMBO_TAG_TR},     {"table", GUMBO_TAG_TABLE},
                   {"dd", GUMBO_TAG_DD},     {"dt", GUMBO_TAG_DT},
                   {"form", GUMBO_TAG_FORM}, {"caption", GUMBO_TAG_CAPTION}};
    const char *source = element->original_tag.data;
    size_t length = 0;

    if (element->tag != GUMBO_TAG_UNKNOWN || element->original_tag.length < 5)
        return element->tag;
    source += 3;
    while (nx_is_alpha(source[length])) /* a ">" or a blank ends it */
        length++;
    for (size_t i = 0; i < sizeof private / sizeof *private; i++) {
        if (source[0] == private[i].name[0] &&
            strlen(private[i].name) == length &&
            memcmp(source, private[i].name, length) == 0)
            return private[i].tag;
    }
    return GUMBO_TAG_UNKNOWN;
}

static const GumboVector *children_of(const GumboNode *node)
{
    static const GumboVector none;

    return node->type == GUMBO_NODE_ELEMENT ? &node->v.element.children : &none;
}

/* The next node of the tree; NULL behind the last. */
static const GumboNode *next_node(const GumboNode *node, const GumboNode *root)
{
    if (children_of(node)->length > 0)
        return children_of(node)->data[0];
    while (node != root) {
        const GumboVector *siblings = children_of(node->parent);

        if (node->index_within_parent + 1 < siblings->length)
            return siblings->data[node->index_within_parent + 1];
        node = node->parent;
    }
    return NULL;
}

/* The piece of the source that the filter let go past gumbo. */
static newsidx_text long_text(const GumboNode *node, newsidx_text html)
{
    const GumboAttribute *place =
        gumbo_get_attribute(&node->v.element.attributes, "id");
    size_t numbers[2] = {0, 0};
    size_t i = 0;

    for (const char *at = place->value; *at != '\0'; at++) {
        if (*at == ' ')
            i = 1;
        else
            numbers[i] = numbers[i] * 10 + (size_t)(*at - '0');
    }
    return nx_str_slice(html.bytes + numbers[0], numbers[1]);
}

static void fill(nx_html_node *to, const GumboNode *from, newsidx_text html)
{
    if (from->type != GUMBO_NODE_ELEMENT) {
        to->tag = NX_HTML_IS_TEXT;
        to->text = nx_str(from->v.text.text);
        return;
    }
    to->tag = tag_of(&from->v.element);
    if (to->tag == NX_HTML_IS_TEXT)
        to->text = long_text(from, html);
    else
        to->element = from;
}

/* Lay gumbo's tree out flat. */
static newsidx_status flatten(nx_html_tree *tree, const GumboNode *root,
                              newsidx_text html, newsidx_error *err)
{
    const GumboNode *node;
    size_t count = 0;
    uint32_t parent = 0;
    uint32_t i = 0;

    for (node = root; node != NULL; node = next_node(node, root))
        count++;
    tree->nodes = nx_arena_array(&tree->arena, count, sizeof *tree->nodes);
    if (tree->nodes == NULL)
        return nx_fail_memory(err);
    for (node = root; node != NULL; node = next_node(node, root), i++) {
        /* `parent` is the last node or one around it. */
        while (i > 0 && tree->nodes[parent].element != node->parent) {
            tree->nodes[parent].end = i;
            parent = tree->nodes[parent].parent;
        }
        fill(&tree->nodes[i], node, html);
        tree->nodes[i].parent = parent;
        parent = i;
    }
    for (tree->count = count; parent > 0; parent = tree->nodes[parent].parent)
        tree->nodes[parent].end = i;
    tree->nodes[0].end = i;
    return NEWSIDX_OK;
}

/* Jumps out when there's no memory, so it holds none itself. */
static const GumboNode *parse(nx_html_tree *tree, newsidx_text markup)
{
    GumboOptions options = kGumboDefaultOptions;
    heap from;

    from.tree = tree;
    options.allocator = allocate;
    options.deallocator = deallocate;
    options.userdata = &from;
    options.max_errors = 0;
    if (setjmp(from.out_of_memory) != 0)
        return NULL;
    return gumbo_parse_with_options(&options, markup.bytes, markup.length)
        ->root;
}

newsidx_status nx_html_tree_make(nx_html_tree *tree, newsidx_text html,
                                 nx_html_filtered *filtered, newsidx_error *err)
{
    newsidx_status status = nx_html_filter(html, filtered, err);
    const GumboNode *root;

    nx_html_tree_finish(tree);
    if (status < 0)
        return status;
    root = parse(tree, nx_buf_text(&filtered->markup));
    status =
        root == NULL ? nx_fail_memory(err) : flatten(tree, root, html, err);
    if (status < 0)
        nx_html_tree_finish(tree);
    return status;
}

const char *nx_html_value(const nx_html_node *node, const char *name)
{
    const GumboAttribute *attribute;

    if (node->element == NULL)
        return NULL;
    attribute = gumbo_get_attribute(&node->element->v.element.attributes, name);
    return attribute != NULL ? attribute->value : NULL;
}
