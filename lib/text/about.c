#include "text/about.h"

#include <libstemmer.h>

void nx_text_examine(newsidx_findings *to)
{
    size_t count = 0;

    for (const char **name = sb_stemmer_list(); *name != NULL; name++)
        count++;
    nx_findings_add(to, NEWSIDX_FACT, "build", "libstemmer",
                    "%zu algorithms; it tells no version", count);
    nx_findings_add(to, NEWSIDX_FACT, "build", "utf8proc", "%s, of Unicode %s",
                    utf8proc_version(), utf8proc_unicode_version());
}
