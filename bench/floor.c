// The least a subscriber can cost: one synchronous subscription of libnats that counts messages and bytes, and nothing else.
// usage: floor URL SUBJECT   (prints "MESSAGES BYTES CPU_SECONDS" on SIGTERM or SIGINT)

#include <nats/nats.h>
#include <signal.h>
#include <stdio.h>
#include <time.h>

static volatile sig_atomic_t stopped;

static void stop(int signal) { stopped = signal; }

int main(int count, char **arguments)
{
    if (count != 3) {
        fprintf(stderr, "usage: floor URL SUBJECT\n");
        return 2;
    }
    struct sigaction action = {.sa_handler = stop};
    sigaction(SIGTERM, &action, NULL);
    sigaction(SIGINT, &action, NULL);

    natsConnection *connection = NULL;
    natsSubscription *subscription = NULL;
    if (natsConnection_ConnectTo(&connection, arguments[1]) != NATS_OK
        || natsConnection_SubscribeSync(&subscription, connection, arguments[2]) != NATS_OK
        || natsSubscription_SetPendingLimits(subscription, -1, 256 << 20) != NATS_OK
        || natsConnection_Flush(connection) != NATS_OK) {
        fprintf(stderr, "error: cannot subscribe to %s at %s\n", arguments[2], arguments[1]);
        return 1;
    }
    fprintf(stderr, "ready\n");

    unsigned long long messages = 0, bytes = 0;
    while (!stopped) {
        natsMsg *message = NULL;
        if (natsSubscription_NextMsg(&message, subscription, 200) != NATS_OK)
            continue;
        messages++;
        bytes += (unsigned long long)natsMsg_GetDataLength(message);
        natsMsg_Destroy(message);
    }
    struct timespec cpu;
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &cpu);
    printf("%llu %llu %.6f\n", messages, bytes, (double)cpu.tv_sec + (double)cpu.tv_nsec / 1e9);
    natsSubscription_Destroy(subscription);
    natsConnection_Destroy(connection);
    nats_Close();
    return 0;
}
