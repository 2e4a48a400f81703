// Reading the node's memory, and the parts that all records share.

#pragma once

static __always_inline void set_header(struct trace_header *header, __u32 kind, __u32 size, __u32 payload_length) {
    header->kind = kind;
    header->pid = bpf_get_current_pid_tgid() >> 32;
    header->monotonic_ns = bpf_ktime_get_ns();
    header->length = size + payload_length;
    header->payload_length = payload_length;
}

// Both are true where the memory could not be read.
#define unreadable_text(field, pointer) (bpf_probe_read_user_str((field), sizeof(field), (pointer)) < 0)
#define unreadable_hash(field, pointer) (bpf_probe_read_user((field), TRACE_HASH_SIZE, (pointer)) < 0)

// A program of the tracepoint `name`: its body fills the fields of `record`, of `struct type`, from `arguments`, and is true
// where something could not be read.
#define RECORD_PROGRAM(name, kind, type)                                                       \
    static __always_inline bool fill_##name(struct type *record, struct arguments *arguments); \
    SEC("usdt")                                                                                \
    int name(struct pt_regs *context) {                                                        \
        struct arguments arguments;                                                            \
        if (!find_arguments(&arguments, context)) return count(kind, FAULT);                   \
        struct type *record = bpf_ringbuf_reserve(&ring, sizeof(*record), 0);                  \
        if (!record) return count(kind, RING_FULL);                                            \
        set_header((struct trace_header *)record, kind, sizeof(*record), 0);                   \
        if (fill_##name(record, &arguments) || arguments.unreadable)                           \
            return discard(kind, record, FAULT);                                               \
        return submit(kind, record);                                                           \
    }                                                                                          \
    static __always_inline bool fill_##name(struct type *record, struct arguments *arguments)
