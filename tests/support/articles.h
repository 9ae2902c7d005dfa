/* Articles in a line. */
#ifndef NX_TESTS_ARTICLES_H
#define NX_TESTS_ARTICLES_H

#include "newsidx.h"

#include <string.h>

static inline newsidx_text text_of(const char *string)
{
    const newsidx_text text = {string, string == NULL ? 0 : strlen(string)};

    return text;
}

static inline newsidx_article
make_article(const char *key, const char *headline, const char *body)
{
    newsidx_article article = NEWSIDX_ARTICLE_INIT;

    article.key = text_of(key);
    article.headline = text_of(headline);
    article.body = text_of(body);
    return article;
}

#endif
