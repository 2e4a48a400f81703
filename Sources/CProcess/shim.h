#include <sys/ioctl.h>
#include <sys/prctl.h>

/* Swift does not import variadic functions. */

/* Asks the kernel for `signal` when the thread that started this process ends; 0 where it agrees. */
static inline int process_signal_on_parents_end(int signal) { return prctl(PR_SET_PDEATHSIG, signal, 0, 0, 0); }

/* The size of the terminal behind `descriptor`; 0 where there is one. */
static inline int process_terminal_size(int descriptor, struct winsize *size) {
    return ioctl(descriptor, TIOCGWINSZ, size);
}
