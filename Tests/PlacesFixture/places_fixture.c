// Has tracepoints of a node in more places than any node has them, each with an argument of its own, and passes all of net:misbehaving_connection
// once. Inlining a function or unrolling a loop around a tracepoint makes such places.

#include <sys/sdt.h>

#define TEN(place, first)                                                                                        \
    place(first) place(first + 1) place(first + 2) place(first + 3) place(first + 4) place(first + 5) place(first + 6) \
    place(first + 7) place(first + 8) place(first + 9)
#define HUNDRED(place, first)                                                                                       \
    TEN(place, first) TEN(place, first + 10) TEN(place, first + 20) TEN(place, first + 30) TEN(place, first + 40)   \
    TEN(place, first + 50) TEN(place, first + 60) TEN(place, first + 70) TEN(place, first + 80) TEN(place, first + 90)

#define MISBEHAVING(number) STAP_PROBE2(net, misbehaving_connection, (long)(number), reason);
#define REJECTED(number) STAP_PROBE2(mempool, rejected, (long)(number), reason);

int main(void) {
    const char *volatile text = "fixture";
    const char *reason = text;
    // A probe can read only what is in memory already.
    if (*(const volatile char *)reason != 'f') return 1;
    TEN(MISBEHAVING, 1) TEN(MISBEHAVING, 11) TEN(MISBEHAVING, 21) TEN(MISBEHAVING, 31)
    if (!reason) {
        HUNDRED(REJECTED, 1) HUNDRED(REJECTED, 101) HUNDRED(REJECTED, 201)
#if defined(__x86_64__)
        __asm__ volatile(STAP_PROBE_ASM(mempool, added, 8@(%%rax, %%rbx, 8) -4@%%edx 8@%%rcx)::);
#else
        __asm__ volatile(STAP_PROBE_ASM(mempool, added, 8@[x0, x1] -4@w2 8@x3)::);
#endif
    }
    return 0;
}
