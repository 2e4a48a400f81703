// Attaching a program to all places of a tracepoint by one BPF link of type uprobe_multi, which takes CAP_BPF and CAP_PERFMON: libbpf 1.1 knows
// perf events only, and for those the kernel wants CAP_SYS_ADMIN.

#ifndef MULTI_UPROBE_H
#define MULTI_UPROBE_H

#include <stdbool.h>
#include <stdint.h>
#include <sys/types.h>

// The attach type that programs for it are loaded with (linux/bpf.h, Linux 6.6).
enum { MULTI_UPROBE_ATTACH_TYPE = 48 };

// Ways of passing arguments that are told apart, of one tracepoint: as many as libbpf knows of all together.
enum { MULTI_UPROBE_SPECS = 256 };

// Bytes of an entry of the map __bpf_usdt_specs, of usdt.bpf.h.
enum { MULTI_UPROBE_SPEC_SIZE = 208 };

// Whether the kernel has such links, filters them by process (before Linux 6.10 some went by thread), and lets us make them.
bool multi_uprobe_is_supported(void);

// Attaches `program`, for the process `pid` or with -1 for all. Arguments are described in `specs`, the map, from `first_spec` on.
// A descriptor that is the attachment, or a negative errno: -ENOTSUP for a place of an argument that is not understood, -E2BIG for too many places.
int multi_uprobe_attach(int program, int specs, uint32_t first_spec, pid_t pid, const char *path, const char *provider,
                        const char *name);

#endif
