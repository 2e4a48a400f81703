// The arguments of a tracepoint.
//
// libbpf tells, in the map that usdt.bpf.h declares, where the compiler left each argument of a probe: mostly in a register, or
// in memory that a register points to. bpf_usdt_arg() of usdt.bpf.h looks that up anew for every argument, with three helper
// calls each: 100 ns an argument, 40 % of all that a hit costs the node. So the lookup is done once here, the registers are
// copied without any helper, and only what lies in memory is read with one. Any other kind of argument is left to bpf_usdt_arg().

#pragma once

struct arguments {
    struct pt_regs *context;
    struct __bpf_usdt_spec *spec;
    __u64 unreadable;  // an argument could not be read, and is 0
    __u64 registers[REGISTER_COUNT];
};

// False where the tracepoint is not known to libbpf.
static __noinline bool find_arguments(struct arguments *arguments, struct pt_regs *context) {
    int id = __bpf_usdt_spec_id(context);
    arguments->context = context;
    arguments->spec = bpf_map_lookup_elem(&__bpf_usdt_specs, &id);
    arguments->unreadable = 0;
    if (!arguments->spec) return false;
    // The verifier lets a program read its context at constant offsets only, hence the copy.
#pragma unroll
    for (int i = 0; i < REGISTER_COUNT; i++) arguments->registers[i] = ((const volatile __u64 *)context)[i];
    return true;
}

static __noinline __u64 argument(struct arguments *arguments, __u32 index) {
    struct __bpf_usdt_spec *spec = arguments->spec;
    long value = 0;
    if (!spec || index >= BPF_USDT_MAX_ARG_CNT || index >= (__u32)spec->arg_cnt) {
        arguments->unreadable = 1;
        return 0;
    }
    struct __bpf_usdt_arg_spec *place = &spec->args[index];
    __u32 type = place->arg_type;
    __u64 slot = (__u16)place->reg_off / sizeof(__u64);
    barrier_var(slot);
    if ((type != BPF_USDT_ARG_REG && type != BPF_USDT_ARG_REG_DEREF) || slot >= REGISTER_COUNT) {
        if (bpf_usdt_arg(arguments->context, index, &value)) arguments->unreadable = 1;
        return value;
    }
    value = arguments->registers[slot];
    if (type == BPF_USDT_ARG_REG_DEREF
        && bpf_probe_read_user(&value, sizeof(value), (void *)value + place->val_off)) {
        arguments->unreadable = 1;
        return 0;
    }
    // An argument shorter than eight bytes is cut out by shifting it up and down again, with or without its sign.
    __u32 shift = (__u8)place->arg_bitshift & 63;
    value <<= shift;
    return place->arg_signed ? value >> shift : (__u64)value >> shift;
}

#define text_argument(arguments, index) ((const char *)argument((arguments), (index)))
#define bytes_argument(arguments, index) ((const void *)argument((arguments), (index)))
