// How old events are when a subscriber has them: now minus source_time_ns, which is the time of the probe hit.
// usage: latency URL SUBJECT   (prints "EVENTS P50_MS P99_MS MAX_MS" on SIGTERM or SIGINT)

#include <nats/nats.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

static volatile sig_atomic_t stopped;

static void stop(int signal) { stopped = signal; }

static int read_varint(const uint8_t *data, size_t size, size_t *at, uint64_t *value)
{
    *value = 0;
    for (unsigned shift = 0; shift < 64 && *at < size; shift += 7) {
        uint8_t byte = data[(*at)++];
        *value |= (uint64_t)(byte & 0x7f) << shift;
        if (byte < 0x80)
            return 1;
    }
    return 0;
}

// Field 1003 of event.Event; 0 where it is missing.
static uint64_t source_time(const uint8_t *data, size_t size)
{
    size_t at = 0;
    uint64_t tag, value;
    while (at < size && read_varint(data, size, &at, &tag)) {
        switch (tag & 7) {
        case 0:
            if (!read_varint(data, size, &at, &value))
                return 0;
            if (tag >> 3 == 1003)
                return value;
            break;
        case 1: at += 8; break;
        case 2:
            if (!read_varint(data, size, &at, &value) || value > size - at)
                return 0;
            at += value;
            break;
        case 5: at += 4; break;
        default: return 0;
        }
    }
    return 0;
}

static int compare(const void *left, const void *right)
{
    double a = *(const double *)left, b = *(const double *)right;
    return (a > b) - (a < b);
}

int main(int count, char **arguments)
{
    if (count != 3) {
        fprintf(stderr, "usage: latency URL SUBJECT\n");
        return 2;
    }
    struct sigaction action = {.sa_handler = stop};
    sigaction(SIGTERM, &action, NULL);
    sigaction(SIGINT, &action, NULL);

    natsConnection *connection = NULL;
    natsSubscription *subscription = NULL;
    size_t room = 1 << 22, events = 0;
    double *ages = malloc(room * sizeof(double));
    if (ages == NULL || natsConnection_ConnectTo(&connection, arguments[1]) != NATS_OK
        || natsConnection_SubscribeSync(&subscription, connection, arguments[2]) != NATS_OK
        || natsConnection_Flush(connection) != NATS_OK) {
        fprintf(stderr, "error: cannot subscribe to %s at %s\n", arguments[2], arguments[1]);
        return 1;
    }
    fprintf(stderr, "ready\n");
    while (!stopped && events < room) {
        natsMsg *message = NULL;
        if (natsSubscription_NextMsg(&message, subscription, 200) != NATS_OK)
            continue;
        struct timespec now;
        clock_gettime(CLOCK_REALTIME, &now);
        uint64_t hit = source_time((const uint8_t *)natsMsg_GetData(message), (size_t)natsMsg_GetDataLength(message));
        if (hit != 0)
            ages[events++] = ((double)now.tv_sec * 1e9 + (double)now.tv_nsec - (double)hit) / 1e6;
        natsMsg_Destroy(message);
    }
    qsort(ages, events, sizeof(double), compare);
    if (events > 0)
        printf("%zu %.3f %.3f %.3f\n", events, ages[events / 2], ages[(size_t)((double)(events - 1) * 0.99)], ages[events - 1]);
    else
        printf("0 0 0 0\n");
    free(ages);
    natsSubscription_Destroy(subscription);
    natsConnection_Destroy(connection);
    nats_Close();
    return 0;
}
