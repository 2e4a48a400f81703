#include <sys/ioctl.h>
#include <signal.h>
#include <spawn.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <unistd.h>

/* Swift does not import variadic functions. */

/* Asks the kernel for `signal` when the thread that started this process ends; 0 where it agrees. */
static inline int process_signal_on_parents_end(int signal) { return prctl(PR_SET_PDEATHSIG, signal, 0, 0, 0); }

/* The size of the terminal behind `descriptor`; 0 where there is one. */
static inline int process_terminal_size(int descriptor, struct winsize *size) {
    return ioctl(descriptor, TIOCGWINSZ, size);
}

#include <sys/timex.h>

/* The state of the kernel's clock; a return value below 0 where it does not tell, TIME_ERROR where it is not synchronised. */
static inline int process_clock_state(struct timex *state) {
    state->modes = 0;
    return adjtimex(state);
}

/* A file without a name that lies in memory and is not passed on to programs; below 0 where there is none. */
static inline int process_memory_file(const char *name) { return (int)syscall(SYS_memfd_create, name, 1u); }

/* glibc has it since 2.34, and declares it for GNU's own dialect only. */
extern int posix_spawn_file_actions_addclosefrom_np(posix_spawn_file_actions_t *actions, int first);

/* Has the started program begin without the descriptors from `first` on. */
static inline int process_close_from(posix_spawn_file_actions_t *actions, int first) {
    return posix_spawn_file_actions_addclosefrom_np(actions, first);
}

/* Has the started program begin in a process group of its own, and with the signals as they are by default: a thread may block some, and
   programs ignore SIGPIPE, which is none of its business. */
static inline void process_set_apart(posix_spawnattr_t *attributes) {
    sigset_t none, all;
    sigemptyset(&none);
    sigfillset(&all);
    posix_spawnattr_setsigmask(attributes, &none);
    posix_spawnattr_setsigdefault(attributes, &all);
    posix_spawnattr_setpgroup(attributes, 0);
    posix_spawnattr_setflags(attributes, POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETPGROUP);
}
