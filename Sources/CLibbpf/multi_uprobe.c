#define _GNU_SOURCE

#include "multi_uprobe.h"

#include <bpf/bpf.h>
#include <errno.h>
#include <linux/bpf.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "libbpf_shim.h"

// What `union bpf_attr` holds of BPF_LINK_CREATE for uprobe_multi; headers before 6.6 do not have it.
struct link_create {
    uint32_t program, target, attach_type, flags;
    uint64_t path, offsets, reference_counters, cookies;
    uint32_t count, uprobe_flags, pid;
    uint32_t nothing;  // named, since the kernel wants what lies behind `pid` to be 0
};
_Static_assert(sizeof(struct link_create) == 64, "no byte without a name");

static int create_link(const struct link_create *wanted) {
    union bpf_attr attributes;
    memset(&attributes, 0, sizeof attributes);
    memcpy(&attributes, wanted, sizeof *wanted);
    int link = (int)syscall(SYS_bpf, BPF_LINK_CREATE, &attributes, sizeof *wanted);
    return link < 0 ? -errno : link;
}

// Support

bool multi_uprobe_is_supported(void) {
    struct bpf_insn nothing[] = {
        {.code = BPF_ALU64 | BPF_MOV | BPF_K, .dst_reg = BPF_REG_0},
        {.code = BPF_JMP | BPF_EXIT},
    };
    LIBBPF_OPTS(bpf_prog_load_opts, options, .expected_attach_type = (enum bpf_attach_type)MULTI_UPROBE_ATTACH_TYPE);
    int program = bpf_prog_load(BPF_PROG_TYPE_KPROBE, NULL, "GPL", nothing, 2, &options);
    if (program < 0) return false;
    // Both are refused, and the reasons tell how far the kernel came: a folder is no file to probe, and -1 no process.
    uint64_t offset = 0;
    struct link_create link = {
        .program = (uint32_t)program,
        .attach_type = MULTI_UPROBE_ATTACH_TYPE,
        .path = (uintptr_t) "/",
        .offsets = (uintptr_t)&offset,
        .count = 1,
    };
    bool exists = create_link(&link) == -EBADF;
    link.pid = (uint32_t)-1;
    bool goes_by_process = create_link(&link) == -EINVAL;
    close(program);
    return exists && goes_by_process;
}

// Arguments

// As struct __bpf_usdt_spec of usdt.bpf.h lies in memory.
struct argument_spec {
    uint64_t value;
    uint32_t kind;
    int16_t register_offset;
    bool is_signed;
    int8_t shift;
};
enum { IS_CONSTANT, IS_REGISTER, IS_MEMORY };
enum { ARGUMENTS = 12 };
struct spec {
    struct argument_spec arguments[ARGUMENTS];
    uint64_t cookie;
    int16_t count;
};
_Static_assert(sizeof(struct spec) == MULTI_UPROBE_SPEC_SIZE, "as the programs read it");

#if defined(__x86_64__)
// In the order of struct pt_regs; each with its names for 8, 4, 2 and 1 bytes.
static const char *const registers[][4] = {
    {"r15", "r15d", "r15w", "r15b"}, {"r14", "r14d", "r14w", "r14b"}, {"r13", "r13d", "r13w", "r13b"},
    {"r12", "r12d", "r12w", "r12b"}, {"rbp", "ebp", "bp", "bpl"},     {"rbx", "ebx", "bx", "bl"},
    {"r11", "r11d", "r11w", "r11b"}, {"r10", "r10d", "r10w", "r10b"}, {"r9", "r9d", "r9w", "r9b"},
    {"r8", "r8d", "r8w", "r8b"},     {"rax", "eax", "ax", "al"},      {"rcx", "ecx", "cx", "cl"},
    {"rdx", "edx", "dx", "dl"},      {"rsi", "esi", "si", "sil"},     {"rdi", "edi", "di", "dil"},
    {"", "", "", ""},                {"rip", "eip", "ip", ""},        {"", "", "", ""},
    {"", "", "", ""},                {"rsp", "esp", "sp", "spl"},
};

static int register_offset(const char *name) {
    for (size_t index = 0; index < sizeof registers / sizeof *registers; index++)
        for (size_t width = 0; width < 4; width++)
            if (*name && strcmp(registers[index][width], name) == 0) return (int)(index * sizeof(uint64_t));
    return -1;
}

// "-8@%rax", "8@-16(%rbp)", "8@(%rbp)", "4@$5": what kind it is, or -1; `length` is behind it.
static int scan_place(const char *text, int *size, long *offset, char name[8], int *length) {
    if (sscanf(text, " %d @ %ld ( %%%7[a-z0-9] ) %n", size, offset, name, length) == 3 && *length > 0) return IS_MEMORY;
    *offset = 0;
    if (sscanf(text, " %d @ ( %%%7[a-z0-9] ) %n", size, name, length) == 2 && *length > 0) return IS_MEMORY;
    if (sscanf(text, " %d @ %%%7[a-z0-9] %n", size, name, length) == 2 && *length > 0) return IS_REGISTER;
    if (sscanf(text, " %d @ $%ld %n", size, offset, length) == 2 && *length > 0) return IS_CONSTANT;
    return -1;
}
#elif defined(__aarch64__)
// x0 to x30, then sp, as struct user_pt_regs has them.
static int register_offset(const char *name) {
    int number, length = 0;
    if (strcmp(name, "sp") == 0) return 31 * (int)sizeof(uint64_t);
    if ((sscanf(name, "x%d%n", &number, &length) == 1 || sscanf(name, "w%d%n", &number, &length) == 1) && name[length] == 0
        && number >= 0 && number < 31)
        return number * (int)sizeof(uint64_t);
    return -1;
}

// "8@x0", "8@[sp, 16]", "8@[x29]", "4@5": what kind it is, or -1; `length` is behind it.
static int scan_place(const char *text, int *size, long *offset, char name[8], int *length) {
    if (sscanf(text, " %d @ [ %7[a-z0-9] , %ld ] %n", size, name, offset, length) == 3 && *length > 0) return IS_MEMORY;
    *offset = 0;
    if (sscanf(text, " %d @ [ %7[a-z0-9] ] %n", size, name, length) == 2 && *length > 0) return IS_MEMORY;
    if (sscanf(text, " %d @ %ld %n", size, offset, length) == 2 && *length > 0) return IS_CONSTANT;
    *offset = 0;
    if (sscanf(text, " %d @ %7[a-z0-9] %n", size, name, length) == 2 && *length > 0) return IS_REGISTER;
    return -1;
}
#else
static int register_offset(const char *name) { return (void)name, -1; }

static int scan_place(const char *text, int *size, long *offset, char name[8], int *length) {
    return (void)text, (void)size, (void)offset, (void)name, (void)length, -1;
}
#endif

// Reads one argument, and tells where the next begins.
static bool parse_place(const char *text, int *size, struct argument_spec *argument, int *length) {
    char name[8];
    long offset = 0;
    *length = 0;
    int kind = scan_place(text, size, &offset, name, length);
    if (kind < 0) return false;
    int place = kind == IS_CONSTANT ? 0 : register_offset(name);
    argument->kind = (uint32_t)kind;
    argument->value = (uint64_t)offset;
    argument->register_offset = (int16_t)place;
    return place >= 0;
}

static bool parse_arguments(const char *text, struct spec *spec) {
    memset(spec, 0, sizeof *spec);
    while (text[strspn(text, " ")]) {
        int size, length;
        if (spec->count == ARGUMENTS) return false;
        struct argument_spec *argument = &spec->arguments[spec->count++];
        if (!parse_place(text, &size, argument, &length)) return false;
        int bytes = size < 0 ? -size : size;
        if (bytes != 1 && bytes != 2 && bytes != 4 && bytes != 8) return false;
        argument->is_signed = size < 0;
        argument->shift = (int8_t)(64 - 8 * bytes);
        text += length;
    }
    return true;
}

// Attach

enum { PLACES = 1024 };
struct places {
    const char *provider, *name;
    int error;  // a negative errno
    uint32_t count, spec_count;
    uint64_t offsets[PLACES], reference_counters[PLACES], cookies[PLACES];
    struct spec specs[MULTI_UPROBE_SPECS];
    uint32_t first_spec;
};

static void add_place(const struct trace_probe *probe, void *context) {
    struct places *places = context;
    if (places->error || strcmp(probe->provider, places->provider) || strcmp(probe->name, places->name)) return;
    struct spec spec;
    // A semaphore that cannot be raised would leave the probe silent.
    bool is_silent = probe->semaphore && !probe->semaphore_offset;
    if (!probe->offset || is_silent || !parse_arguments(probe->arguments, &spec)) {
        places->error = -ENOTSUP;
        return;
    }
    uint32_t known = 0;
    while (known < places->spec_count && memcmp(&places->specs[known], &spec, sizeof spec)) known++;
    if (known == MULTI_UPROBE_SPECS || places->count == PLACES) {
        places->error = -E2BIG;
        return;
    }
    if (known == places->spec_count) places->specs[places->spec_count++] = spec;
    places->offsets[places->count] = probe->offset;
    places->reference_counters[places->count] = probe->semaphore_offset;
    places->cookies[places->count++] = places->first_spec + known;
}

int multi_uprobe_attach(int program, int specs, uint32_t first_spec, pid_t pid, const char *path, const char *provider,
                        const char *name) {
    struct places *places = calloc(1, sizeof *places);
    if (!places) return -ENOMEM;
    *places = (struct places){.provider = provider, .name = name, .first_spec = first_spec};
    trace_list_probes(path, add_place, places);
    int result = places->error ? places->error : places->count ? 0 : -ENOENT;
    for (uint32_t index = 0; index < places->spec_count && !result; index++) {
        uint32_t key = first_spec + index;
        if (bpf_map_update_elem(specs, &key, &places->specs[index], BPF_ANY) < 0) result = -errno;
    }
    if (!result) {
        struct link_create link = {
            .program = (uint32_t)program,
            .attach_type = MULTI_UPROBE_ATTACH_TYPE,
            .path = (uintptr_t)path,
            .offsets = (uintptr_t)places->offsets,
            .reference_counters = (uintptr_t)places->reference_counters,
            .cookies = (uintptr_t)places->cookies,
            .count = places->count,
            .pid = pid > 0 ? (uint32_t)pid : 0,
        };
        result = create_link(&link);
    }
    free(places);
    return result;
}
