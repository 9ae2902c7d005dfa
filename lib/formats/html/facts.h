/* What a page says about its article, wherever it says so. */
#ifndef NX_FORMATS_HTML_FACTS_H
#define NX_FORMATS_HTML_FACTS_H

#include "base/buf.h"
#include "formats/html/tree.h"

typedef enum nx_html_fact {
    NX_HTML_HEADLINE,
    NX_HTML_SEEN_HEADLINE, /* the same without JSON-LD's */
    NX_HTML_TITLE,         /* of the page, which may end in the site's name */
    NX_HTML_BYLINE,
    NX_HTML_DATELINE,
    NX_HTML_PUBLISHED,
    NX_HTML_UPDATED,
    NX_HTML_SOURCE,
    NX_HTML_SECTION,
    NX_HTML_KEYWORDS,
    NX_HTML_URL,
    NX_HTML_LANGUAGE,
    NX_HTML_COPYRIGHT,
    NX_HTML_DESCRIPTION,
    NX_HTML_TEXT_BODY, /* the article's text, from where no reader sees it */
    NX_HTML_FACT_COUNT
} nx_html_fact;

/*
 * Of several values the one of the lowest rank counts, and the first of these;
 * of bylines and keywords all of the lowest rank do, joined by ", ".
 */
typedef struct nx_html_facts {
    nx_buf values[NX_HTML_FACT_COUNT];
    unsigned ranks[NX_HTML_FACT_COUNT];
    unsigned counts[NX_HTML_FACT_COUNT]; /* of values that were added */
} nx_html_facts;

#define NX_HTML_NO_RANK 1000u

/* Added to the rank of a date or language that can't be read: it gives way to
 * any that can. */
#define NX_HTML_UNREADABLE 500u

void nx_html_facts_init(nx_html_facts *facts);
void nx_html_facts_finish(nx_html_facts *facts);

/* Left out are empty texts, and addresses where a name belongs. */
void nx_html_facts_add(nx_html_facts *facts, nx_html_fact fact, unsigned rank,
                       newsidx_text text);

/* {NULL, 0} if there's none. Borrowed. */
newsidx_text nx_html_facts_get(const nx_html_facts *facts, nx_html_fact fact);

/* NEWSIDX_ERR_MEMORY if one of the values got lost. */
newsidx_status nx_html_facts_check(const nx_html_facts *facts,
                                   newsidx_error *err);

#endif
