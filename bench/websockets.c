// Clients of the websocket tool: they subscribe, read as fast as they can, and count. Some may read nothing at all.
// usage: websockets PORT CLIENTS STALLED SUBSCRIPTION
// Prints "EVENTS P50_MS P99_MS MAX_MS" on SIGTERM or SIGINT: the events of all clients that read, and their age when the
// first of these had them, where the subscription is one for envelopes.

#define _GNU_SOURCE // memmem
#include <arpa/inet.h>
#include <errno.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

#define ROOM (1 << 20)

struct client {
    int socket;
    uint8_t *data;
    size_t size;
    size_t skip; // Bytes of a frame too large for the buffer that are still to come.
};

static volatile sig_atomic_t stopped;
static unsigned long long events;
static double *ages;
static size_t age_count, age_room = 1 << 22;

static void stop(int signal) { stopped = signal; }

static int compare(const void *left, const void *right)
{
    double a = *(const double *)left, b = *(const double *)right;
    return (a > b) - (a < b);
}

static void fail(const char *what)
{
    fprintf(stderr, "error: %s: %s\n", what, strerror(errno));
    exit(1);
}

static void write_all(int socket, const void *data, size_t size)
{
    if (send(socket, data, size, MSG_NOSIGNAL) != (ssize_t)size)
        fail("send");
}

static int connect_client(int port, const char *subscription)
{
    int descriptor = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    struct sockaddr_in address = {.sin_family = AF_INET, .sin_port = htons((uint16_t)port)};
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    if (descriptor < 0 || connect(descriptor, (struct sockaddr *)&address, sizeof(address)) != 0)
        fail("connect");
    const char *request = "GET / HTTP/1.1\r\nHost: localhost\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n"
                          "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n";
    write_all(descriptor, request, strlen(request));
    char answer[4096];
    size_t have = 0;
    while (have < sizeof(answer) - 1) {
        if (recv(descriptor, answer + have, 1, 0) != 1)
            fail("handshake");
        answer[++have] = 0;
        if (strstr(answer, "\r\n\r\n") != NULL)
            break;
    }
    if (strstr(answer, " 101 ") == NULL)
        fail(answer);
    uint8_t frame[1024];
    size_t length = strlen(subscription), at = 0;
    if (length > sizeof(frame) - 8)
        fail("subscription");
    frame[at++] = 0x81;
    if (length < 126) {
        frame[at++] = 0x80 | (uint8_t)length;
    } else {
        frame[at++] = 0x80 | 126;
        frame[at++] = (uint8_t)(length >> 8);
        frame[at++] = (uint8_t)length;
    }
    memset(frame + at, 0, 4); // A mask of zeros.
    memcpy(frame + at + 4, subscription, length);
    write_all(descriptor, frame, at + 4 + length);
    return descriptor;
}

static void note_age(const uint8_t *text, size_t size, double now)
{
    static const char key[] = "\"source_time_ns\":\"";
    const uint8_t *found = memmem(text, size < 512 ? size : 512, key, sizeof(key) - 1);
    if (found != NULL && age_count < age_room)
        ages[age_count++] = (now - strtod((const char *)found + sizeof(key) - 1, NULL)) / 1e6;
}

// Takes what has arrived; 0 at the end of the connection.
static int take(struct client *client, int has_ages)
{
    ssize_t count = recv(client->socket, client->data + client->size, ROOM - client->size, 0);
    if (count <= 0)
        return 0;
    client->size += (size_t)count;
    struct timespec time;
    clock_gettime(CLOCK_REALTIME, &time);
    double now = (double)time.tv_sec * 1e9 + (double)time.tv_nsec;
    size_t at = 0;
    while (at < client->size) {
        if (client->skip > 0) {
            size_t part = client->skip < client->size - at ? client->skip : client->size - at;
            client->skip -= part;
            at += part;
            continue;
        }
        size_t left = client->size - at, head = 2;
        const uint8_t *frame = client->data + at;
        if (left < 2 || (frame[1] == 126 && left < 4) || (frame[1] == 127 && left < 10))
            break;
        size_t length = frame[1];
        if (length == 126) {
            length = (size_t)frame[2] << 8 | frame[3];
            head = 4;
        } else if (length == 127) {
            length = 0;
            for (int index = 2; index < 10; index++)
                length = length << 8 | frame[index];
            head = 10;
        }
        if (left < head + length && head + length <= ROOM)
            break;
        int is_event = (frame[0] & 15) == 1 && !(length > 10 && memcmp(frame + head, "{\"control\"", 10) == 0);
        events += (unsigned)is_event;
        if (head + length > ROOM) {
            client->skip = head + length;
            continue;
        }
        if (is_event && has_ages)
            note_age(frame + head, length, now);
        at += head + length;
    }
    client->size -= at;
    memmove(client->data, client->data + at, client->size);
    return 1;
}

int main(int count, char **arguments)
{
    if (count != 5) {
        fprintf(stderr, "usage: websockets PORT CLIENTS STALLED SUBSCRIPTION\n");
        return 2;
    }
    struct sigaction action = {.sa_handler = stop};
    sigaction(SIGTERM, &action, NULL);
    sigaction(SIGINT, &action, NULL);
    int port = atoi(arguments[1]), readers = atoi(arguments[2]), stalled = atoi(arguments[3]);
    struct client *clients = calloc((size_t)readers, sizeof(struct client));
    ages = malloc(age_room * sizeof(double));
    int poll = epoll_create1(EPOLL_CLOEXEC);
    if (clients == NULL || ages == NULL || poll < 0)
        fail("start");
    for (int index = 0; index < stalled; index++)
        connect_client(port, arguments[4]);
    for (int index = 0; index < readers; index++) {
        clients[index] = (struct client){.socket = connect_client(port, arguments[4]), .data = malloc(ROOM)};
        struct epoll_event event = {.events = EPOLLIN, .data.u32 = (uint32_t)index};
        if (clients[index].data == NULL || epoll_ctl(poll, EPOLL_CTL_ADD, clients[index].socket, &event) != 0)
            fail("client");
    }
    fprintf(stderr, "ready\n");
    while (!stopped) {
        struct epoll_event ready[64];
        int number = epoll_wait(poll, ready, 64, 200);
        for (int index = 0; index < number; index++) {
            uint32_t which = ready[index].data.u32;
            if (!take(&clients[which], which == 0))
                epoll_ctl(poll, EPOLL_CTL_DEL, clients[which].socket, NULL);
        }
    }
    qsort(ages, age_count, sizeof(double), compare);
    if (age_count > 0)
        printf("%llu %.3f %.3f %.3f\n", events, ages[age_count / 2], ages[(size_t)((double)(age_count - 1) * 0.99)],
            ages[age_count - 1]);
    else
        printf("%llu 0 0 0\n", events);
    return 0;
}
