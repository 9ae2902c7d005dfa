/* Names of languages as other people's files have them. */
#ifndef NX_INGEST_LANGUAGE_TAG_H
#define NX_INGEST_LANGUAGE_TAG_H

#include "base/arena.h"
#include "base/status.h"

#include <stdbool.h>

/* The shape of BCP 47: "en", "pt-BR", "zh-Hant-TW"; "_" for "-" may be. */
bool nx_language_tag_is(newsidx_text text);

/* Such a text with "-", and its first part in small letters, in `arena`.
 * NEWSIDX_ERR_MEMORY. */
newsidx_status nx_language_tag_write(newsidx_text text, nx_arena *arena,
                                     newsidx_text *out, newsidx_error *err);

#endif
