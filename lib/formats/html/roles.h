/* What an element is for, by its tag and the names it was given. */
#ifndef NX_FORMATS_HTML_ROLES_H
#define NX_FORMATS_HTML_ROLES_H

#include "formats/html/tree.h"

typedef enum nx_html_role {
    NX_HTML_ANY,
    NX_HTML_BODY,         /* its names say that the article's text is in it */
    NX_HTML_ARTICLE_BODY, /* its property says so */
    NX_HTML_FURNITURE,    /* navigation, share lines, related links, notes */
    NX_HTML_COMMENTS,
    NX_HTML_CAPTION,
    NX_HTML_IMAGE, /* with what is said of it */
    NX_HTML_UNSEEN /* hidden from readers */
} nx_html_role;

nx_html_role nx_html_role_of(const nx_html_node *node);

#endif
