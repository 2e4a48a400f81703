// A small C interface over libbpf for the extractor: load the BPF programs, attach them to a node's tracepoints, take records
// out of the ring buffer, read the counters. Not thread-safe: one thread at a time per `trace_programs`.

#ifndef LIBBPF_SHIM_H
#define LIBBPF_SHIM_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

#include "trace_events.h"

enum trace_status {
    TRACE_OK = 0,
    TRACE_NOT_PERMITTED,        // takes CAP_BPF and CAP_PERFMON, before Linux 6.10 CAP_SYS_ADMIN, and the right to read the binary
    TRACE_KERNEL_TOO_OLD,       // older than 5.19, or built without what the programs need
    TRACE_NO_SUCH_PROCESS,
    TRACE_NO_SUCH_FILE,
    TRACE_NOT_AN_ELF_FILE,      // or none for this architecture
    TRACE_NO_TRACEPOINTS,       // an ELF file without a single USDT tracepoint
    TRACE_TRACEPOINT_MISSING,   // the binary has tracepoints, but not this one
    TRACE_ARGUMENTS_UNKNOWN,    // the binary passes its arguments in a way that is not understood
    TRACE_TOO_MANY_PLACES,      // the binary has it in more places, or passes its arguments in more ways, than are told apart
    TRACE_BAD_OBJECT,           // the BPF object is damaged
    TRACE_SYSTEM_ERROR,
};

struct trace_result {
    enum trace_status status;
    int system_error;  // errno, where one is known
};

/// A tracepoint found in a binary.
struct trace_probe {
    const char *provider;
    const char *name;
    const char *arguments;  // as the compiler wrote them: "-8@%r12 8@16(%rsp)"
    uint64_t semaphore;     // 0: the tracepoint has none and always costs its preparation
    uint64_t offset;        // of the probe in the file; 0: in no segment of it
    uint64_t semaphore_offset;
};

/// Calls `found` for each USDT tracepoint of the ELF file at `path`, in file order. The strings live as long as the call.
struct trace_result trace_list_probes(const char *path, void (*found)(const struct trace_probe *, void *), void *context);

/// Sets bit 1 << kind for each kind whose tracepoint the ELF file at `path` has. TRACE_NO_TRACEPOINTS where it has none at all
/// (not even one we do not know).
struct trace_result trace_list_kinds(const char *path, uint32_t *kinds);

enum trace_log_level { TRACE_LOG_WARNING, TRACE_LOG_INFO, TRACE_LOG_DEBUG };

/// Receives one line without its line end; may be called from any thread that uses this interface.
typedef void (*trace_log)(enum trace_log_level level, const char *line, void *context);

/// Sends libbpf's own messages (and the kernel verifier's) to `log`; with NULL they are dropped, as they are at the start.
void trace_set_log(trace_log log, void *context);

struct trace_options {
    size_t ring_size;    // bytes, rounded up to a power of two; 0: 16 MiB
    size_t wake_mark;    // bytes in the ring that wake the consumer at once; 0: an eighth of the ring
    uint32_t kinds;      // bit 1 << kind for each program to load
    bool one_by_one;     // attach by perf events, one for each place, as kernels before 6.10 need it
};

struct trace_programs;

/// Loads the programs of `object` into the kernel, unattached. On failure `*programs` is NULL.
struct trace_result trace_load(const void *object, size_t size, const struct trace_options *options,
                               struct trace_programs **programs);

/// Attaches the program of `kind` to its tracepoint in the binary at `path`: for one process, or with `pid` -1 for every process
/// that runs the binary, now or later. Attaching an attached kind replaces the attachment. Ring and counters stay.
struct trace_result trace_attach(struct trace_programs *programs, uint32_t kind, pid_t pid, const char *path);

/// Takes the kernel about 0.1 s a tracepoint where it was attached one by one. Records and counters of what came before stay readable.
void trace_detach(struct trace_programs *programs, uint32_t kind);
void trace_detach_all(struct trace_programs *programs);

/// Bits of the kinds that are attached.
uint32_t trace_attached(const struct trace_programs *programs);

/// Sleeps until the ring has passed its wake mark, `timeout_ms` have gone by, or trace_interrupt. Records below the mark do not
/// end the wait: call trace_consume after each wait, whatever its result. True: the mark was passed or the wait interrupted.
bool trace_wait(struct trace_programs *programs, int timeout_ms);

/// Ends a trace_wait of another thread, or the next one. The one function that any thread may call.
void trace_interrupt(struct trace_programs *programs);

/// Takes one record; it lies in the ring and is valid during the call only. False ends trace_consume after this record.
typedef bool (*trace_record)(const void *record, size_t size, void *context);

/// Hands all records in the ring to `take`, oldest first, those included that come in meanwhile (at
/// a rate that `take` does not keep up with, it returns only when `take` says so). Returns their number.
uint64_t trace_consume(struct trace_programs *programs, trace_record take, void *context);

struct trace_ring_state {
    uint64_t size;      // bytes
    uint64_t unread;    // bytes
    uint64_t produced;  // bytes since the start
};

struct trace_ring_state trace_ring_state(const struct trace_programs *programs);

struct trace_counters {
    struct trace_outcomes outcomes;
    uint64_t missed;  // hits for which the kernel did not run the program; none since Linux 6.0
};

/// Reads the counters of all kinds, summed over all CPUs.
struct trace_result trace_read_counters(const struct trace_programs *programs, struct trace_counters counters[TRACE_KIND_COUNT]);

/// Whether CAP_SYS_ADMIN is needed to attach; where not, CAP_BPF and CAP_PERFMON are enough.
bool trace_needs_admin(void);

/// Gives up CAP_SYS_ADMIN for the calling thread and those that it makes. False where it was not there.
bool trace_give_up_admin(void);

/// Detaches everything and frees it; NULL is fine.
void trace_unload(struct trace_programs *programs);

#endif
