// The maps: one ring buffer for all records, one row of counters per tracepoint.

#pragma once

enum outcome { SUBMITTED, RING_FULL, OVERSIZED, FAULT, OUTCOME_COUNT };

_Static_assert(sizeof(struct trace_outcomes) == OUTCOME_COUNT * sizeof(__u64), "one counter per outcome");

// User space sets the size before it loads the programs.
struct {
    __uint(type, BPF_MAP_TYPE_RINGBUF);
    __uint(max_entries, 16 << 20);
} ring SEC(".maps");

struct {
    __uint(type, BPF_MAP_TYPE_PERCPU_ARRAY);
    __uint(max_entries, TRACE_KIND_COUNT);
    __type(key, __u32);
    __type(value, struct trace_outcomes);
} outcomes SEC(".maps");

// A section of its own, so that user space finds the settings at its start.
const volatile struct trace_settings settings SEC(".rodata.settings") = {.wake_mark = 2 << 20};

// Producer position at the last wake-up.
__u64 woken_at;

static __always_inline int count(__u32 kind, enum outcome outcome) {
    struct trace_outcomes *row = bpf_map_lookup_elem(&outcomes, &kind);
    // Atomic although the row is this CPU's own: a probe's program can be preempted, and another thread of the node can hit
    // the same probe meanwhile.
    if (row) __sync_fetch_and_add((__u64 *)row + outcome, 1);
    return 0;
}

// A wake-up costs the node more than all the rest of a hit, and user space looks into the ring every few milliseconds anyway.
// So the consumer is woken only where the ring fills faster than that, and then once per half mark, not once per record.
static __always_inline __u64 wakeup_flag(void) {
    if (bpf_ringbuf_query(&ring, BPF_RB_AVAIL_DATA) < settings.wake_mark) return BPF_RB_NO_WAKEUP;
    __u64 position = bpf_ringbuf_query(&ring, BPF_RB_PROD_POS);
    if (position - woken_at < settings.wake_mark / 2) return BPF_RB_NO_WAKEUP;
    woken_at = position;
    return BPF_RB_FORCE_WAKEUP;
}

static __always_inline int submit(__u32 kind, void *record) {
    bpf_ringbuf_submit(record, wakeup_flag());
    return count(kind, SUBMITTED);
}

static __always_inline int discard(__u32 kind, void *record, enum outcome outcome) {
    bpf_ringbuf_discard(record, BPF_RB_NO_WAKEUP);
    return count(kind, outcome);
}
