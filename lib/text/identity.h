/* Which code it is that analyses. */
#ifndef NX_TEXT_IDENTITY_H
#define NX_TEXT_IDENTITY_H

#include <stdint.h>

/*
 * A number for the sources of analysis and for the very builds of libstemmer
 * and utf8proc that are loaded: where it is the same, so are all terms, and
 * none need be made to see it. 0: the system doesn't tell.
 */
uint64_t nx_identity(void);

#endif
