// What a node pays for one hit of net:inbound_message, in ns: with nobody attached, and with the extractor's programs attached
// and a consumer that drains the ring every 10 ms.
// Usage: probe_cost OBJECT [PAYLOAD_SIZE [HITS [ROUNDS]]] (root); bench/probe-cost builds and runs it.

#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "libbpf_shim.h"
#include "tracepoints.h"

static volatile bool stop;
static uint64_t bytes;

static bool take(const void *record, size_t size, void *context) {
    (void)record, (void)context;
    bytes += size;
    return true;
}

static void *consume(void *programs) {
    while (!stop) {
        trace_wait(programs, 10);
        trace_consume(programs, take, NULL);
    }
    return NULL;
}

static void show(enum trace_log_level level, const char *line, void *context) {
    (void)context;
    if (level == TRACE_LOG_WARNING || getenv("LIBBPF_DEBUG")) fprintf(stderr, "%s\n", line);
}

static double now_ns(clockid_t clock) {
    struct timespec time;
    clock_gettime(clock, &time);
    return time.tv_sec * 1e9 + time.tv_nsec;
}

// The CPU time of the firing thread: the machine's other work does not count, interrupts and traps do.
static double cost_of_hits(size_t size, long hits, const char *payload) {
    double start = now_ns(CLOCK_THREAD_CPUTIME_ID);
    for (long hit = 0; hit < hits; hit++)
        tracepoint_net_inbound_message(hit, "203.0.113.7:8333", "outbound-full-relay", "tx", size, payload);
    return (now_ns(CLOCK_THREAD_CPUTIME_ID) - start) / hits;
}

static void *read_file(const char *path, size_t *size) {
    FILE *file = fopen(path, "rb");
    if (!file || fseek(file, 0, SEEK_END)) return NULL;
    *size = (size_t)ftell(file);
    rewind(file);
    void *content = malloc(*size);
    return content && fread(content, 1, *size, file) == *size ? content : NULL;
}

static int ascending(const void *a, const void *b) {
    double difference = *(const double *)a - *(const double *)b;
    return (difference > 0) - (difference < 0);
}

int main(int argc, char **argv) {
    size_t size = argc > 2 ? strtoul(argv[2], NULL, 10) : 512, object_size;
    long hits = argc > 3 ? atol(argv[3]) : 50000;
    int rounds = argc > 4 ? atoi(argv[4]) : 9;
    void *object = argc > 1 ? read_file(argv[1], &object_size) : NULL;
    if (!object || rounds < 1) return fprintf(stderr, "usage: probe_cost OBJECT [PAYLOAD_SIZE [HITS [ROUNDS]]]\n"), 2;
    char *payload = malloc(size + 1);
    memset(payload, 'x', size + 1);

    trace_set_log(show, NULL);
    struct trace_programs *programs;
    struct trace_options options = {.kinds = 1u << TRACE_NET_INBOUND_MESSAGE};
    struct trace_result result = trace_load(object, object_size, &options, &programs);
    if (result.status != TRACE_OK) return fprintf(stderr, "load: status %d, %s\n", result.status, strerror(result.system_error)), 1;
    pthread_t consumer;
    if (pthread_create(&consumer, NULL, consume, programs)) return 1;

    double unattached[rounds], attached[rounds];
    for (int round = 0; round < rounds; round++) {
        unattached[round] = cost_of_hits(size, hits, payload);
        result = trace_attach(programs, TRACE_NET_INBOUND_MESSAGE, getpid(), "/proc/self/exe");
        if (result.status != TRACE_OK) return fprintf(stderr, "attach: status %d, %s\n", result.status, strerror(result.system_error)), 1;
        attached[round] = cost_of_hits(size, hits, payload);
        trace_detach_all(programs);
    }
    stop = true;
    pthread_join(consumer, NULL);
    trace_consume(programs, take, NULL);

    struct trace_counters counters[TRACE_KIND_COUNT];
    trace_read_counters(programs, counters);
    struct trace_outcomes outcomes = counters[TRACE_NET_INBOUND_MESSAGE].outcomes;
    qsort(unattached, rounds, sizeof(double), ascending);
    qsort(attached, rounds, sizeof(double), ascending);
    printf("%zu-byte message, %ld hits, median (least, most) of %d rounds\n", size, hits, rounds);
    printf("  unattached %8.1f ns (%.1f, %.1f)\n", unattached[rounds / 2], unattached[0], unattached[rounds - 1]);
    printf("  attached   %8.1f ns (%.1f, %.1f)\n", attached[rounds / 2], attached[0], attached[rounds - 1]);
    printf("  submitted %llu, ring full %llu, fault %llu; ring bytes a record %.1f\n", outcomes.submitted, outcomes.ring_full,
           outcomes.fault, (double)trace_ring_state(programs).produced / (double)(outcomes.submitted ? outcomes.submitted : 1));
    trace_unload(programs);
    return 0;
}
