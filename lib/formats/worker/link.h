/* One end of the socket between the import and its worker. */
#ifndef NX_FORMATS_WORKER_LINK_H
#define NX_FORMATS_WORKER_LINK_H

#include "formats/worker/message.h"

/*
 *     bytes [ read already | start .. messages .. end | free ... capacity ]
 *
 * What comes is kept until it is a whole message. There is never more room
 * than has been filled once, so a length that lies costs nothing.
 */
typedef struct nx_link {
    int descriptor; /* of the socket; -1: none. Not the link's to close. */
    char *bytes;
    size_t start;
    size_t end;
    size_t capacity;
    int file; /* a descriptor that came with a message, for who takes it; -1 */
} nx_link;

void nx_link_init(nx_link *link, int descriptor);
void nx_link_finish(nx_link *link);

/* The next message, if all of it has come: borrowed until the next receive.
 * NEWSIDX_NOT_FOUND, _ERR_INPUT. */
newsidx_status nx_link_find(nx_link *link, nx_message *out, newsidx_error *err);

/*
 * Receive what there is, waiting for it at most `timeout_ms` (-1: for ever).
 * NEWSIDX_OK; NEWSIDX_NOT_FOUND if nothing came; NEWSIDX_DONE if the other end
 * is gone; NEWSIDX_ERR_MEMORY.
 */
newsidx_status nx_link_receive(nx_link *link, int timeout_ms,
                               newsidx_error *err);

/* Send a message, and a file's descriptor with it unless that is -1. False if
 * the other end is gone, or takes nothing for `timeout_ms`. */
bool nx_link_send(const nx_link *link, const nx_buf *message, int file,
                  int timeout_ms);

#endif
