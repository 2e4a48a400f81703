// The registers of a probed process as the kernel hands them to a program (a stable interface of each architecture). Defined
// here rather than taken from <asm/ptrace.h>, so that either object compiles on either machine and no vmlinux.h is needed.
// libbpf's headers name only the instruction pointer of it.

#pragma once

#include <linux/types.h>

#if defined(__TARGET_ARCH_x86)
struct pt_regs {
    unsigned long r15, r14, r13, r12, rbp, rbx, r11, r10, r9, r8, rax, rcx, rdx, rsi, rdi;
    unsigned long orig_rax, rip, cs, eflags, rsp, ss;
};
#define REGISTER_COUNT 21
#elif defined(__TARGET_ARCH_arm64)
struct user_pt_regs {
    __u64 regs[31], sp, pc, pstate;
};
struct pt_regs;
#define REGISTER_COUNT 34
#else
#error "define __TARGET_ARCH_x86 or __TARGET_ARCH_arm64"
#endif
