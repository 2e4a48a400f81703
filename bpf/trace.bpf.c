// The kernel side: one program per tracepoint of the node, all writing to one ring buffer.
// SPDX-License-Identifier: MIT OR GPL-2.0-only

#include <linux/bpf.h>
#include <stdbool.h>

#include "registers.bpf.h"

// Kernels that can run these programs have BPF cookies, with which libbpf leaves this map unused.
#define BPF_USDT_MAX_IP_CNT 1
#include <bpf/usdt.bpf.h>

#include "../Sources/CTraceEvents/include/trace_events.h"

#include "arguments.bpf.h"
#include "maps.bpf.h"
#include "read.bpf.h"

#include "net_message.bpf.h"
#include "net_connection.bpf.h"
#include "mempool.bpf.h"
#include "validation.bpf.h"
#include "addrman.bpf.h"
#include "utxocache.bpf.h"

// The kernel lets only GPL-compatible programs use the helpers that read user memory.
char LICENSE[] SEC("license") = "Dual MIT/GPL";
