#include "formats/worker/link.h"

#include "base/memory.h"
#include "base/str.h"

#include <errno.h>
#include <poll.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#define FIRST_BYTES ((size_t)256 * 1024)
/* A link that held more than this gives it back. */
#define KEPT_BYTES ((size_t)1024 * 1024)

/* Room for one descriptor beside the bytes, aligned as the system wants it. */
typedef union control {
    struct cmsghdr header;
    char bytes[CMSG_SPACE(sizeof(int))];
} control;

void nx_link_init(nx_link *link, int descriptor)
{
    memset(link, 0, sizeof *link);
    link->descriptor = descriptor;
    link->file = -1;
}

void nx_link_finish(nx_link *link)
{
    if (link->file >= 0)
        close(link->file);
    nx_free(link->bytes);
    nx_link_init(link, -1);
}

newsidx_status nx_link_find(nx_link *link, nx_message *out, newsidx_error *err)
{
    const newsidx_text received = {
        link->bytes == NULL ? "" : link->bytes + link->start,
        link->end - link->start};
    size_t length;
    const newsidx_status status = nx_message_find(received, out, &length, err);

    if (status == NEWSIDX_OK)
        link->start += length;
    return status;
}

/* Room behind what has come. */
static bool make_room(nx_link *link)
{
    void *bytes = link->bytes;
    const size_t left = link->end - link->start;

    if (left == 0 && link->capacity > KEPT_BYTES) {
        nx_free(link->bytes);
        link->bytes = NULL;
        link->capacity = 0;
    } else if (left > 0 && link->start > 0) {
        memmove(link->bytes, link->bytes + link->start, left);
    }
    link->start = 0;
    link->end = left;
    if (link->end < link->capacity)
        return true;
    bytes = link->bytes;
    if (!nx_grow(&bytes, &link->capacity,
                 link->capacity == 0 ? FIRST_BYTES : link->capacity + 1, 1))
        return false;
    link->bytes = bytes;
    return true;
}

static bool wait_for(const nx_link *link, short events, int timeout_ms)
{
    struct pollfd wanted = {link->descriptor, events, 0};
    int ready;

    do {
        ready = poll(&wanted, 1, timeout_ms);
    } while (ready < 0 && errno == EINTR);
    return ready > 0;
}

/* Keep the descriptor that came, if one did. */
static void take_file(nx_link *link, struct msghdr *message)
{
    struct cmsghdr *header = CMSG_FIRSTHDR(message);

    if (header == NULL || header->cmsg_level != SOL_SOCKET ||
        header->cmsg_type != SCM_RIGHTS ||
        header->cmsg_len != CMSG_LEN(sizeof link->file))
        return;
    if (link->file >= 0)
        close(link->file);
    memcpy(&link->file, CMSG_DATA(header), sizeof link->file);
}

newsidx_status nx_link_receive(nx_link *link, int timeout_ms,
                               newsidx_error *err)
{
    const int flags = timeout_ms < 0 ? 0 : MSG_DONTWAIT;
    control passed;
    ssize_t length;
    bool waited = timeout_ms <= 0;

    if (!make_room(link))
        return nx_fail_memory(err);
    for (;;) {
        struct iovec room = {link->bytes + link->end,
                             link->capacity - link->end};
        struct msghdr message;

        memset(&message, 0, sizeof message);
        message.msg_iov = &room;
        message.msg_iovlen = 1;
        message.msg_control = passed.bytes;
        message.msg_controllen = sizeof passed.bytes;
        length = recvmsg(link->descriptor, &message, flags);
        if (length >= 0) {
            take_file(link, &message);
            break;
        }
        if (errno == EINTR)
            continue;
        if (errno != EAGAIN && errno != EWOULDBLOCK)
            return NEWSIDX_DONE;
        if (waited || !wait_for(link, POLLIN, timeout_ms))
            return NEWSIDX_NOT_FOUND;
        waited = true;
    }
    link->end += (size_t)length;
    return length == 0 ? NEWSIDX_DONE : NEWSIDX_OK;
}

/* Add a descriptor to what is sent. */
static void pass_file(struct msghdr *message, control *passed, int file)
{
    struct cmsghdr *header;

    memset(passed, 0, sizeof *passed);
    message->msg_control = passed->bytes;
    message->msg_controllen = sizeof passed->bytes;
    header = CMSG_FIRSTHDR(message);
    header->cmsg_level = SOL_SOCKET;
    header->cmsg_type = SCM_RIGHTS;
    header->cmsg_len = CMSG_LEN(sizeof file);
    memcpy(CMSG_DATA(header), &file, sizeof file);
}

bool nx_link_send(const nx_link *link, const nx_buf *message, int file,
                  int timeout_ms)
{
    const int flags = timeout_ms < 0 ? 0 : MSG_DONTWAIT;
    size_t sent = 0;

    if (message->status < 0)
        return false;
    while (sent < message->length) {
        struct iovec piece = {message->bytes + sent, message->length - sent};
        struct msghdr parts;
        control passed;
        ssize_t length;

        memset(&parts, 0, sizeof parts);
        parts.msg_iov = &piece;
        parts.msg_iovlen = 1;
        if (file >= 0 && sent == 0)
            pass_file(&parts, &passed, file);
        length = sendmsg(link->descriptor, &parts, flags | MSG_NOSIGNAL);
        if (length > 0)
            sent += (size_t)length;
        else if (errno == EINTR)
            continue;
        else if ((errno != EAGAIN && errno != EWOULDBLOCK) ||
                 !wait_for(link, POLLOUT, timeout_ms))
            return false;
    }
    return true;
}
