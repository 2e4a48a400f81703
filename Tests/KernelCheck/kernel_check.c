// Loads the BPF programs into the running kernel, attaches them to this program's own tracepoints, hits each of them, and checks
// what comes out. For kernels on which the Swift tests cannot run: it needs nothing but libbpf and its libraries.
// Usage: kernel_check OBJECT. Exit code 0: all is well.

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/utsname.h>
#include <unistd.h>

#include "libbpf_shim.h"
#include "tracepoints.h"

static int failures;

#define CHECK(condition, ...)                                      \
    do {                                                           \
        if (!(condition)) printf("FAILED: " __VA_ARGS__), puts(""), failures++; \
    } while (0)

static unsigned char payload[TRACE_MAXIMUM_PAYLOAD_SIZE + 1];

static void show(enum trace_log_level level, const char *line, void *context) {
    (void)context;
    if (level == TRACE_LOG_WARNING || getenv("LIBBPF_DEBUG")) printf("libbpf: %s\n", line);
}

static bool check_message(const void *record, size_t size, void *context) {
    const struct trace_net_message *message = record;
    size_t expected = *(size_t *)context;
    CHECK(size >= sizeof *message + expected && message->header.payload_length == expected, "%zu bytes: length", expected);
    CHECK(memcmp(message + 1, payload, expected) == 0, "%zu bytes: payload", expected);
    CHECK(strcmp(message->address, "203.0.113.7:8333") == 0 && strcmp(message->connection_type, "inbound") == 0
              && strcmp(message->message_type, "block") == 0 && message->peer_id == -5, "%zu bytes: fields", expected);
    return true;
}

static bool note_kind(const void *record, size_t size, void *context) {
    (void)size;
    *(unsigned *)context |= 1u << ((const struct trace_header *)record)->kind;
    return true;
}

static void check_messages(struct trace_programs *programs) {
    static const size_t sizes[] = {0, 1, 64, 65, 255, 256, 257, 511, 512, 513, 4095, 4096, 4097, 65536, 1000000, 4000000,
                                   TRACE_MAXIMUM_PAYLOAD_SIZE};
    for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++) {
        size_t size = sizes[i];
        CHECK(tracepoint_net_inbound_message(-5, "203.0.113.7:8333", "inbound", "block", size, payload), "not hit");
        uint64_t records = trace_consume(programs, check_message, &size);
        CHECK(records == 1, "%zu bytes: %llu records", size, (unsigned long long)records);
    }
    tracepoint_net_inbound_message(1, "a", "b", "c", sizeof payload, payload);
    tracepoint_net_inbound_message(1, "a", "b", "c", 8, (void *)16);
    tracepoint_net_inbound_message(1, "a", "b", "c", 80000, (void *)16);
    uint64_t hits = sizeof sizes / sizeof *sizes + 3;
    for (int flood = 0; flood < 20; flood++, hits++) tracepoint_net_inbound_message(1, "a", "b", "c", 1 << 20, payload);

    struct trace_counters counters[TRACE_KIND_COUNT];
    trace_read_counters(programs, counters);
    struct trace_counters row = counters[TRACE_NET_INBOUND_MESSAGE];
    printf("net:inbound_message: %llu hits, submitted %llu, ring full %llu, oversized %llu, fault %llu, missed %llu\n",
           (unsigned long long)hits, row.outcomes.submitted, row.outcomes.ring_full, row.outcomes.oversized, row.outcomes.fault,
           (unsigned long long)row.missed);
    CHECK(row.outcomes.submitted + row.outcomes.ring_full + row.outcomes.oversized + row.outcomes.fault == hits, "a hit is lost");
    CHECK(row.outcomes.oversized == 1 && row.outcomes.fault == 2 && row.outcomes.ring_full > 0 && row.missed == 0, "outcomes");
}

static unsigned hit_all(struct trace_programs *programs) {
    unsigned kinds = 0;
    trace_consume(programs, note_kind, &kinds);
    kinds = 0;
    tracepoint_net_inbound_message(1, "a", "b", "c", 8, payload);
    tracepoint_net_outbound_message(1, "a", "b", "c", 8, payload);
    tracepoint_net_inbound_connection(1, "a", "b", 1, 1);
    tracepoint_net_outbound_connection(1, "a", "b", 1, 1);
    tracepoint_net_closed_connection(1, "a", "b", 1, 1);
    tracepoint_net_evicted_inbound_connection(1, "a", "b", 1, 1);
    tracepoint_net_misbehaving_connection(1, "a");
    tracepoint_mempool_added(payload, 1, 1);
    tracepoint_mempool_removed(payload, "a", 1, 1, 1);
    tracepoint_mempool_replaced(payload, 1, 1, 1, payload, 1, 1, true);
    tracepoint_mempool_rejected(payload, "a");
    tracepoint_validation_block_connected(payload, 1, 1, 1, 1, 1);
    tracepoint_addrman_attempt_add(true, 1, 1, "a", 1, "b", 1);
    tracepoint_addrman_move_to_good(1, 1, "a", 1, "b", 1);
    tracepoint_utxocache_flush(1, 1, 1, 1, true);
    tracepoint_utxocache_uncache(payload, 1, 1, 1, true);
    trace_consume(programs, note_kind, &kinds);
    return kinds;
}

// Probed alone and first: whoever maps a probed binary into the probed process, as reading it for the next attachment does here,
// raises the semaphores of the probes that are attached already once more. (An extractor and a node are two processes.)
static void check_semaphore(const void *object, size_t size) {
    struct trace_programs *programs;
    struct trace_options options = {.kinds = 1u << TRACE_MEMPOOL_ADDED};
    if (trace_load(object, size, &options, &programs).status != TRACE_OK) return;
    CHECK(!tracepoint_mempool_added(payload, 1, 1), "hit before attaching");
    trace_attach(programs, TRACE_MEMPOOL_ADDED, getpid(), "/proc/self/exe");
    CHECK(tracepoint_mempool_added(payload, 1, 1), "not hit while attached");
    trace_detach_all(programs);
    CHECK(!tracepoint_mempool_added(payload, 1, 1), "hit after detaching");
    trace_unload(programs);
}

int main(int argc, char **argv) {
    setvbuf(stdout, NULL, _IONBF, 0);
    static char object[1 << 20];
    FILE *file = argc == 2 ? fopen(argv[1], "rb") : NULL;
    if (!file) return fprintf(stderr, "usage: kernel_check OBJECT\n"), 2;
    size_t size = fread(object, 1, sizeof object, file);
    for (size_t i = 0; i < sizeof payload; i++) payload[i] = (unsigned char)((i * 2654435761u) >> 13);

    struct utsname system;
    uname(&system);
    printf("kernel %s, BTF %s\n", system.release, access("/sys/kernel/btf/vmlinux", R_OK) == 0 ? "present" : "absent");
    trace_set_log(show, NULL);
    check_semaphore(object, size);
    struct trace_programs *programs;
    struct trace_options options = {.kinds = (1u << TRACE_KIND_COUNT) - 1};
    struct trace_result result = trace_load(object, size, &options, &programs);
    printf("load: status %d (%s)\n", result.status, strerror(result.system_error));
    if (result.status != TRACE_OK) return 1;
    for (uint32_t kind = 0; kind < TRACE_KIND_COUNT; kind++) {
        result = trace_attach(programs, kind, getpid(), "/proc/self/exe");
        CHECK(result.status == TRACE_OK, "attach %s:%s: status %d (%s)", trace_tracepoints[kind].provider,
              trace_tracepoints[kind].name, result.status, strerror(result.system_error));
    }
    check_messages(programs);
    unsigned kinds = hit_all(programs);
    CHECK(kinds == options.kinds, "records of kinds %#x only", kinds);
    trace_unload(programs);
    puts(failures ? "RESULT: FAILED" : "RESULT: all programs load, attach and carry what they should");
    return failures != 0;
}
