/*
 * Questions to Sphinx's searchd in its SphinxQL, which goes over the wire in
 * MySQL's protocol of version 4.1: no more of it than a SELECT of ids needs.
 */
#ifndef PEER_SPHINX_CLIENT_H
#define PEER_SPHINX_CLIENT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

typedef struct sphinx_client {
    int socket;
    unsigned char packet[65536]; /* the last one that came */
    size_t length;
    char error[256]; /* why the last call failed, in one line */
} sphinx_client;

/*
 * Connect to a port of this machine, and wait for somebody to listen there for
 * ten seconds at most. False: see `error`. To be closed in either case.
 */
bool sphinx_open(sphinx_client *client, uint16_t port);
void sphinx_close(sphinx_client *client);

/*
 * The numbers of the documents in `index` that match, ascending, `capacity` at
 * most. False where Sphinx refuses the query or has a warning.
 */
bool sphinx_ask(sphinx_client *client, const char *index, const char *query,
                int64_t *ids, size_t capacity, size_t *count);

/* A port of the loopback that nobody listens on now; 0 if there is none. */
uint16_t sphinx_free_port(void);

#endif
