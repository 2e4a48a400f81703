// net:inbound_message and net:outbound_message: the messages with their payloads.
//
// A payload of up to 4 KiB goes into the next larger of a few constant-size records, with a single read; a larger one into a
// record of its size rounded up to whole slices, read slice by slice. The slices need a helper call or three each, which is
// little for a block but much for a ping.

#pragma once

#define SLICE_SIZE 4096

struct message {
    __u32 kind;
    __s64 peer_id;
    const char *address;
    const char *connection_type;
    const char *message_type;
    __u64 size;
    const void *payload;
};

static __noinline int fill_message(struct trace_net_message *record, const struct message *message) {
    set_header(&record->header, message->kind, sizeof(*record), message->size);
    record->peer_id = message->peer_id;
    record->size = message->size;
    return unreadable_text(record->address, message->address)
        || unreadable_text(record->connection_type, message->connection_type)
        || unreadable_text(record->message_type, message->message_type);
}

static __always_inline int submit_whole(const struct message *message, const __u64 capacity) {
    struct trace_net_message *record = bpf_ringbuf_reserve(&ring, sizeof(*record) + capacity, 0);
    if (!record) return count(message->kind, RING_FULL);
    // Hidden from the compiler, which knows the bound already and would drop the check that shows it to the verifier.
    __u64 size = message->size;
    barrier_var(size);
    if (size > capacity) size = capacity;
    if (fill_message(record, message) || bpf_probe_read_user(record + 1, size, message->payload))
        return discard(message->kind, record, FAULT);
    return submit(message->kind, record);
}

struct slices {
    struct bpf_dynptr record;
    const void *payload;
    __u64 size;
    __u64 unreadable;
};

static long read_slice(__u32 index, struct slices *slices) {
    __u32 offset = index * SLICE_SIZE;
    void *slice = bpf_dynptr_data(&slices->record, sizeof(struct trace_net_message) + offset, SLICE_SIZE);
    __u64 size = slices->size - offset;
    if (size > SLICE_SIZE) size = SLICE_SIZE;
    if (slice && bpf_probe_read_user(slice, size, slices->payload + offset) == 0) return 0;
    slices->unreadable = 1;
    return 1;
}

static __noinline int submit_in_slices(const struct message *message) {
    struct slices slices = {.payload = message->payload, .size = message->size};
    __u32 count_of_slices = (message->size + SLICE_SIZE - 1) / SLICE_SIZE;
    __u32 size = sizeof(struct trace_net_message) + count_of_slices * SLICE_SIZE;

    // The verifier wants a dynptr given back even where reserving it failed.
    if (bpf_ringbuf_reserve_dynptr(&ring, size, 0, &slices.record)) {
        bpf_ringbuf_discard_dynptr(&slices.record, BPF_RB_NO_WAKEUP);
        return count(message->kind, RING_FULL);
    }
    struct trace_net_message *record = bpf_dynptr_data(&slices.record, 0, sizeof(*record));
    if (!record || fill_message(record, message)) slices.unreadable = 1;
    if (!slices.unreadable) bpf_loop(count_of_slices, read_slice, &slices, 0);
    if (slices.unreadable) {
        bpf_ringbuf_discard_dynptr(&slices.record, BPF_RB_NO_WAKEUP);
        return count(message->kind, FAULT);
    }
    bpf_ringbuf_submit_dynptr(&slices.record, wakeup_flag());
    return count(message->kind, SUBMITTED);
}

static __always_inline int submit_message(const struct message *message) {
    if (message->size > TRACE_MAXIMUM_PAYLOAD_SIZE) return count(message->kind, OVERSIZED);
    if (message->size <= 64) return submit_whole(message, 64);
    if (message->size <= 256) return submit_whole(message, 256);
    if (message->size <= 512) return submit_whole(message, 512);
    if (message->size <= 1024) return submit_whole(message, 1024);
    if (message->size <= 2048) return submit_whole(message, 2048);
    if (message->size <= 4096) return submit_whole(message, 4096);
    return submit_in_slices(message);
}

static __always_inline int trace_message(__u32 kind, struct pt_regs *context) {
    struct arguments arguments;
    if (!find_arguments(&arguments, context)) return count(kind, FAULT);
    struct message message = {
        .kind = kind,
        .peer_id = argument(&arguments, 0),
        .address = text_argument(&arguments, 1),
        .connection_type = text_argument(&arguments, 2),
        .message_type = text_argument(&arguments, 3),
        .size = argument(&arguments, 4),
        .payload = bytes_argument(&arguments, 5),
    };
    return arguments.unreadable ? count(kind, FAULT) : submit_message(&message);
}

SEC("usdt")
int net_inbound_message(struct pt_regs *context) {
    return trace_message(TRACE_NET_INBOUND_MESSAGE, context);
}

SEC("usdt")
int net_outbound_message(struct pt_regs *context) {
    return trace_message(TRACE_NET_OUTBOUND_MESSAGE, context);
}
