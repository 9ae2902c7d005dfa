/* What to type, for each command: the end of its help. */
#ifndef NEWSQ_EXAMPLES_H
#define NEWSQ_EXAMPLES_H

/** Lines as "  newsq count flood  # how many\n"; NULL if there are none. */
const char *examples_of(const char *command);

#endif
