#include "store/columns.h"

#include <assert.h>
#include <string.h>

void nx_article_texts(nx_stored *stored, newsidx_text *out[NX_ARTICLE_TEXTS])
{
    newsidx_article *article = &stored->article;
    newsidx_text *const texts[] = {
        &article->language, &article->headline,  &article->byline,
        &article->dateline, &article->source,    &article->section,
        &article->keywords, &article->url,       &article->copyright,
        &article->dropped,  &stored->boundaries, &article->extra};

    static_assert(sizeof texts / sizeof *texts == NX_ARTICLE_TEXTS, "");
    memcpy(out, texts, sizeof texts);
}
