#include "sphinx_client.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <time.h>
#include <unistd.h>

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define HEADER_BYTES 4
#define LONGEST_STATEMENT 8192

/* The first bytes of packets. */
#define PACKET_END 0xFE
#define PACKET_ERROR 0xFF
#define COMMAND_QUERY 0x03

static bool fail(sphinx_client *client, const char *what)
{
    snprintf(client->error, sizeof client->error, "%s: %s", what,
             errno != 0 ? strerror(errno) : "the connection was closed");
    return false;
}

static struct sockaddr_in loopback(uint16_t port)
{
    struct sockaddr_in address;

    memset(&address, 0, sizeof address);
    address.sin_family = AF_INET;
    address.sin_port = htons(port);
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    return address;
}

uint16_t sphinx_free_port(void)
{
    struct sockaddr_in address = loopback(0);
    socklen_t length = sizeof address;
    int number = socket(AF_INET, SOCK_STREAM, 0);
    uint16_t port = 0;

    if (number >= 0 &&
        bind(number, (struct sockaddr *)&address, sizeof address) == 0 &&
        getsockname(number, (struct sockaddr *)&address, &length) == 0)
        port = ntohs(address.sin_port);
    if (number >= 0)
        close(number);
    return port;
}

/* ------------------------------------------------------------ packets ---- */

static bool read_bytes(sphinx_client *client, unsigned char *to, size_t length)
{
    while (length > 0) {
        ssize_t got;

        errno = 0;
        got = recv(client->socket, to, length, 0);
        if (got <= 0)
            return fail(client, "cannot read from searchd");
        to += got;
        length -= (size_t)got;
    }
    return true;
}

static bool read_packet(sphinx_client *client)
{
    unsigned char header[HEADER_BYTES];

    if (!read_bytes(client, header, sizeof header))
        return false;
    client->length =
        header[0] | (size_t)header[1] << 8 | (size_t)header[2] << 16;
    if (client->length == 0 || client->length > sizeof client->packet) {
        errno = EMSGSIZE;
        return fail(client, "cannot read from searchd");
    }
    return read_bytes(client, client->packet, client->length);
}

/* `bytes` begins with room for the header. */
static bool send_packet(sphinx_client *client, unsigned char *bytes,
                        size_t length, unsigned char sequence)
{
    size_t content = length - HEADER_BYTES;

    bytes[0] = (unsigned char)(content & 0xFF);
    bytes[1] = (unsigned char)(content >> 8 & 0xFF);
    bytes[2] = (unsigned char)(content >> 16 & 0xFF);
    bytes[3] = sequence;
    while (length > 0) {
        ssize_t sent = send(client->socket, bytes, length, MSG_NOSIGNAL);

        if (sent < 0)
            return fail(client, "cannot write to searchd");
        bytes += sent;
        length -= (size_t)sent;
    }
    return true;
}

/* --------------------------------------------------------- connection ---- */

static bool try_connecting(sphinx_client *client, uint16_t port)
{
    const struct timeval patience = {20, 0};
    struct sockaddr_in address = loopback(port);

    client->socket = socket(AF_INET, SOCK_STREAM, 0);
    if (client->socket < 0)
        return fail(client, "socket");
    setsockopt(client->socket, SOL_SOCKET, SO_RCVTIMEO, &patience,
               sizeof patience);
    if (connect(client->socket, (struct sockaddr *)&address, sizeof address) ==
        0)
        return true;
    fail(client, "cannot connect to searchd");
    sphinx_close(client);
    return false;
}

/* Any name and any rights will do; the protocol must be that of 4.1. */
static bool log_in(sphinx_client *client)
{
    static const unsigned char capabilities[] = {0x01, 0x82, 0, 0, 0,
                                                 0,    0,    1, 33};
    unsigned char answer[HEADER_BYTES + 34] = {0};

    memcpy(answer + HEADER_BYTES, capabilities, sizeof capabilities);
    return read_packet(client) &&
           send_packet(client, answer, sizeof answer, 1) && read_packet(client);
}

bool sphinx_open(sphinx_client *client, uint16_t port)
{
    const struct timespec pause = {0, 50000000};

    client->socket = -1;
    for (int i = 0; i < 200; i++) {
        if (try_connecting(client, port))
            return log_in(client);
        nanosleep(&pause, NULL);
    }
    return false;
}

void sphinx_close(sphinx_client *client)
{
    if (client->socket >= 0)
        close(client->socket);
    client->socket = -1;
}

/* ------------------------------------------------------------ queries ---- */

/* The query stands in quotation marks of SQL, and has none itself. */
static bool send_query(sphinx_client *client, const char *index,
                       const char *query, size_t capacity)
{
    unsigned char packet[LONGEST_STATEMENT];
    char *statement = (char *)packet + HEADER_BYTES + 1;
    size_t room = sizeof packet - HEADER_BYTES - 1;
    int length = snprintf(statement, room,
                          "SELECT id FROM %s WHERE MATCH('%s') "
                          "ORDER BY id ASC LIMIT %zu "
                          "OPTION max_matches=%zu, ranker=none",
                          index, query, capacity, capacity);

    if (length < 0 || (size_t)length >= room) {
        errno = EMSGSIZE;
        return fail(client, "the query is too long");
    }
    packet[HEADER_BYTES] = COMMAND_QUERY;
    return send_packet(client, packet, HEADER_BYTES + 1 + (size_t)length, 0);
}

static bool is_end(const sphinx_client *client)
{
    return client->packet[0] == PACKET_END && client->length == 5;
}

/* What Sphinx says against the query: behind the code and the SQL state. */
static bool refuse(sphinx_client *client)
{
    size_t length = client->length - 1;

    if (length >= sizeof client->error)
        length = sizeof client->error - 1;
    memcpy(client->error, client->packet + 1, length);
    client->error[length] = '\0';
    if (length > 8)
        memmove(client->error, client->error + 8, length - 7);
    return false;
}

/* A row is one number in digits, with their count before them. */
static int64_t row_number(const sphinx_client *client)
{
    char digits[32] = "";
    size_t length = client->packet[0];

    if (length < sizeof digits && length < client->length)
        memcpy(digits, client->packet + 1, length);
    return strtoll(digits, NULL, 10);
}

bool sphinx_ask(sphinx_client *client, const char *index, const char *query,
                int64_t *ids, size_t capacity, size_t *count)
{
    *count = 0;
    if (!send_query(client, index, query, capacity) || !read_packet(client))
        return false;
    if (client->packet[0] == PACKET_ERROR)
        return refuse(client);
    do {
        if (!read_packet(client))
            return false;
    } while (!is_end(client));
    for (;;) {
        if (!read_packet(client))
            return false;
        if (client->packet[0] == PACKET_ERROR)
            return refuse(client);
        if (is_end(client))
            break;
        if (*count < capacity)
            ids[(*count)++] = row_number(client);
    }
    if ((client->packet[1] | client->packet[2]) == 0)
        return true;
    snprintf(client->error, sizeof client->error, "Sphinx has a warning");
    return false;
}
