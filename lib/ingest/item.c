#include "ingest/item.h"

static void forget(nx_item *item)
{
    static const newsidx_article none = NEWSIDX_ARTICLE_INIT;

    item->article = none;
    item->extra = NULL;
    item->member = (newsidx_text){NULL, 0};
    item->format = NEWSIDX_FORMAT_AUTO;
    item->line = 0;
    item->start_bytes = 0;
    item->end_bytes = 0;
    item->replaced = 0;
}

void nx_item_init(nx_item *item)
{
    forget(item);
    nx_arena_init(&item->arena);
}

void nx_item_finish(nx_item *item)
{
    nx_arena_finish(&item->arena);
    forget(item);
}

void nx_item_reset(nx_item *item)
{
    nx_arena_reset(&item->arena);
    forget(item);
}
