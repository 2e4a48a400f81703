#define _GNU_SOURCE  // vasprintf, strsep

#include "libbpf_shim.h"

#include "multi_uprobe.h"

#include <bpf/bpf.h>
#include <bpf/libbpf.h>
#include <errno.h>
#include <linux/capability.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <unistd.h>

struct trace_programs {
    struct bpf_object *object;
    struct bpf_program *programs[TRACE_KIND_COUNT];  // NULL: not asked for
    struct bpf_link *links[TRACE_KIND_COUNT];
    int multi_links[TRACE_KIND_COUNT];  // -1: none
    int argument_specs;                 // map; -1: attached one by one, by libbpf
    struct ring_buffer *ring;
    const volatile uint64_t *consumer_position, *producer_position;
    uint64_t ring_size;
    int outcomes;  // map
    int epoll, interrupt;
    trace_record take;
    void *take_context;
};

static const struct trace_result ok = {TRACE_OK, 0};

static struct trace_result failure(enum trace_status status, int error) {
    return (struct trace_result){status, error < 0 ? -error : error};
}

// Log

static trace_log log_function;
static void *log_context;

static int print(enum libbpf_print_level level, const char *format, va_list arguments) {
    if (!log_function) return 0;
    char *lines = NULL;
    if (vasprintf(&lines, format, arguments) < 0) return 0;
    char *rest = lines;
    for (char *line; (line = strsep(&rest, "\n"));) {
        if (*line) log_function((enum trace_log_level)level, line, log_context);
    }
    free(lines);
    return 0;
}

void trace_set_log(trace_log log, void *context) {
    log_function = log;
    log_context = context;
    libbpf_set_print(print);
}

// Load

// Says which of the reasons it was that the kernel refused. `error` is a negative errno.
static struct trace_result load_failure(int error) {
    if (error == -EPERM || error == -EACCES) {
        // A verifier that rejects a program says EACCES too; a privileged process was not refused for its rights.
        int map = bpf_map_create(BPF_MAP_TYPE_PERCPU_ARRAY, NULL, sizeof(uint32_t), sizeof(uint64_t), 1, NULL);
        if (map < 0) return failure(TRACE_NOT_PERMITTED, error);
        close(map);
        if (error == -EPERM) return failure(TRACE_NOT_PERMITTED, error);
    }
    if (libbpf_probe_bpf_map_type(BPF_MAP_TYPE_RINGBUF, NULL) != 1
        || libbpf_probe_bpf_helper(BPF_PROG_TYPE_KPROBE, BPF_FUNC_loop, NULL) != 1
        || libbpf_probe_bpf_helper(BPF_PROG_TYPE_KPROBE, BPF_FUNC_ringbuf_reserve_dynptr, NULL) != 1
        || libbpf_probe_bpf_helper(BPF_PROG_TYPE_KPROBE, BPF_FUNC_get_attach_cookie, NULL) != 1)
        return failure(TRACE_KERNEL_TOO_OLD, error);
    return failure(TRACE_SYSTEM_ERROR, error);
}

static uint64_t ring_size(size_t wanted) {
    uint64_t size = (uint64_t)sysconf(_SC_PAGESIZE);
    if (wanted == 0) wanted = 16 << 20;
    while (size < wanted && size < 1u << 31) size *= 2;
    return size;
}

static struct trace_result configure(struct trace_programs *programs, const struct trace_options *options) {
    struct bpf_map *ring = bpf_object__find_map_by_name(programs->object, "ring");
    struct bpf_map *settings_map = bpf_object__find_map_by_name(programs->object, ".rodata.settings");
    if (!ring || !settings_map) return failure(TRACE_BAD_OBJECT, 0);

    programs->ring_size = ring_size(options->ring_size);
    int error = bpf_map__set_max_entries(ring, (uint32_t)programs->ring_size);
    if (error) return failure(TRACE_SYSTEM_ERROR, error);
    struct trace_settings settings = {.wake_mark = options->wake_mark ? options->wake_mark : programs->ring_size / 8};
    error = bpf_map__set_initial_value(settings_map, &settings, sizeof settings);
    if (error) return failure(TRACE_BAD_OBJECT, error);

    struct bpf_map *specs = bpf_object__find_map_by_name(programs->object, "__bpf_usdt_specs");
    bool multi = !options->one_by_one && specs && bpf_map__value_size(specs) == MULTI_UPROBE_SPEC_SIZE
        && multi_uprobe_is_supported() && bpf_map__set_max_entries(specs, TRACE_KIND_COUNT * MULTI_UPROBE_SPECS) == 0;
    for (uint32_t kind = 0; kind < TRACE_KIND_COUNT; kind++) {
        struct bpf_program *program =
            bpf_object__find_program_by_name(programs->object, trace_tracepoints[kind].program);
        if (!program) return failure(TRACE_BAD_OBJECT, 0);
        bool wanted = options->kinds & 1u << kind;
        bpf_program__set_autoload(program, wanted);
        if (multi) bpf_program__set_expected_attach_type(program, (enum bpf_attach_type)MULTI_UPROBE_ATTACH_TYPE);
        if (wanted) programs->programs[kind] = program;
    }
    programs->argument_specs = multi ? 0 : -1;
    return ok;
}

static int take_record(void *context, void *record, size_t size) {
    struct trace_programs *programs = context;
    return programs->take(record, size, programs->take_context) ? 0 : -ECANCELED;
}

static struct trace_result open_ring(struct trace_programs *programs) {
    int map = bpf_object__find_map_fd_by_name(programs->object, "ring");
    programs->outcomes = bpf_object__find_map_fd_by_name(programs->object, "outcomes");
    if (map < 0 || programs->outcomes < 0) return failure(TRACE_BAD_OBJECT, 0);
    programs->ring = ring_buffer__new(map, take_record, programs, NULL);
    if (!programs->ring) return failure(TRACE_SYSTEM_ERROR, errno);

    // The positions, for trace_ring_state: libbpf 1.1 does not tell them. The first page is the consumer's, the second the
    // producer's.
    size_t page = (size_t)sysconf(_SC_PAGESIZE);
    void *consumer = mmap(NULL, page, PROT_READ, MAP_SHARED, map, 0);
    if (consumer == MAP_FAILED) return failure(TRACE_SYSTEM_ERROR, errno);
    programs->consumer_position = consumer;
    void *producer = mmap(NULL, page, PROT_READ, MAP_SHARED, map, (off_t)page);
    if (producer == MAP_FAILED) return failure(TRACE_SYSTEM_ERROR, errno);
    programs->producer_position = producer;

    // Edge-triggered, on a descriptor of our own: libbpf's is level-triggered, so that a single unread record, for which the
    // programs wake nobody, would end every wait at once.
    struct epoll_event edge = {.events = EPOLLIN | EPOLLET, .data.fd = map};
    struct epoll_event interrupt = {.events = EPOLLIN, .data.fd = -1};
    if ((programs->epoll = epoll_create1(EPOLL_CLOEXEC)) < 0
        || (programs->interrupt = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK)) < 0
        || epoll_ctl(programs->epoll, EPOLL_CTL_ADD, map, &edge) < 0
        || epoll_ctl(programs->epoll, EPOLL_CTL_ADD, programs->interrupt, &interrupt) < 0)
        return failure(TRACE_SYSTEM_ERROR, errno);
    return ok;
}

static struct trace_result load(struct trace_programs *programs, const void *bytes, size_t size,
                                const struct trace_options *options) {
    LIBBPF_OPTS(bpf_object_open_opts, open_options, .object_name = "peer_observer");
    programs->object = bpf_object__open_mem(bytes, size, &open_options);
    if (!programs->object) return failure(errno == ENOMEM ? TRACE_SYSTEM_ERROR : TRACE_BAD_OBJECT, errno);
    struct trace_result result = configure(programs, options);
    if (result.status != TRACE_OK) return result;
    int error = bpf_object__load(programs->object);
    if (error) return load_failure(error);
    if (programs->argument_specs == 0)
        programs->argument_specs = bpf_object__find_map_fd_by_name(programs->object, "__bpf_usdt_specs");
    return open_ring(programs);
}

struct trace_result trace_load(const void *object, size_t size, const struct trace_options *options,
                               struct trace_programs **out) {
    *out = NULL;
    if (!log_function) libbpf_set_print(print);
    struct trace_programs *programs = calloc(1, sizeof *programs);
    if (!programs) return failure(TRACE_SYSTEM_ERROR, ENOMEM);
    programs->epoll = programs->interrupt = -1;
    for (uint32_t kind = 0; kind < TRACE_KIND_COUNT; kind++) programs->multi_links[kind] = -1;
    struct trace_result result = load(programs, object, size, options);
    if (result.status == TRACE_OK) *out = programs;
    else trace_unload(programs);
    return result;
}

void trace_unload(struct trace_programs *programs) {
    if (!programs) return;
    trace_detach_all(programs);
    size_t page = (size_t)sysconf(_SC_PAGESIZE);
    if (programs->consumer_position) munmap((void *)programs->consumer_position, page);
    if (programs->producer_position) munmap((void *)programs->producer_position, page);
    if (programs->epoll >= 0) close(programs->epoll);
    if (programs->interrupt >= 0) close(programs->interrupt);
    ring_buffer__free(programs->ring);
    bpf_object__close(programs->object);
    free(programs);
}

// Attach

// What libbpf would not tell, or not survive: it opens the path without O_NONBLOCK, and a FIFO blocks it for ever.
static struct trace_result check_target(uint32_t kind, pid_t pid, const char *path) {
    uint32_t kinds;
    struct trace_result listed = trace_list_kinds(path, &kinds);
    if (listed.status != TRACE_OK) return listed;
    if (!(kinds & 1u << kind)) return failure(TRACE_TRACEPOINT_MISSING, ENOENT);
    if (pid > 0 && kill(pid, 0) < 0 && errno == ESRCH) return failure(TRACE_NO_SUCH_PROCESS, ESRCH);
    return ok;
}

static struct trace_result attach_failure(int error) {
    switch (error) {
    case ESRCH: return failure(TRACE_NO_SUCH_PROCESS, error);
    case EPERM:
    case EACCES: return failure(TRACE_NOT_PERMITTED, error);
    case ENOTSUP: return failure(TRACE_ARGUMENTS_UNKNOWN, error);
    case E2BIG: return failure(TRACE_TOO_MANY_PLACES, error);
    default: return failure(TRACE_SYSTEM_ERROR, error);
    }
}

struct trace_result trace_attach(struct trace_programs *programs, uint32_t kind, pid_t pid, const char *path) {
    if (kind >= TRACE_KIND_COUNT || !programs->programs[kind] || pid == 0) return failure(TRACE_SYSTEM_ERROR, EINVAL);
    trace_detach(programs, kind);
    struct trace_result checked = check_target(kind, pid, path);
    if (checked.status != TRACE_OK) return checked;
    if (programs->argument_specs >= 0) {
        int link = multi_uprobe_attach(bpf_program__fd(programs->programs[kind]), programs->argument_specs,
                                       kind * MULTI_UPROBE_SPECS, pid, path, trace_tracepoints[kind].provider,
                                       trace_tracepoints[kind].name);
        programs->multi_links[kind] = link < 0 ? -1 : link;
        return link < 0 ? attach_failure(-link) : ok;
    }
    programs->links[kind] = bpf_program__attach_usdt(programs->programs[kind], pid, path, trace_tracepoints[kind].provider,
                                                     trace_tracepoints[kind].name, NULL);
    return programs->links[kind] ? ok : attach_failure(errno);
}

void trace_detach(struct trace_programs *programs, uint32_t kind) {
    if (kind >= TRACE_KIND_COUNT) return;
    bpf_link__destroy(programs->links[kind]);
    programs->links[kind] = NULL;
    if (programs->multi_links[kind] >= 0) close(programs->multi_links[kind]);
    programs->multi_links[kind] = -1;
}

void trace_detach_all(struct trace_programs *programs) {
    for (uint32_t kind = 0; kind < TRACE_KIND_COUNT; kind++) trace_detach(programs, kind);
}

uint32_t trace_attached(const struct trace_programs *programs) {
    uint32_t kinds = 0;
    for (uint32_t kind = 0; kind < TRACE_KIND_COUNT; kind++)
        if (programs->links[kind] || programs->multi_links[kind] >= 0) kinds |= 1u << kind;
    return kinds;
}

// Ring

bool trace_wait(struct trace_programs *programs, int timeout_ms) {
    struct epoll_event event;
    if (epoll_wait(programs->epoll, &event, 1, timeout_ms) <= 0) return false;
    uint64_t interrupts;
    if (event.data.fd == -1 && read(programs->interrupt, &interrupts, sizeof interrupts) < 0) return false;
    return true;
}

void trace_interrupt(struct trace_programs *programs) {
    uint64_t one = 1;
    // It can fail only where the counter is full, that is, interrupted already.
    (void)!write(programs->interrupt, &one, sizeof one);
}

struct counting_take {
    trace_record take;
    void *context;
    uint64_t count;
};

static bool take_counted(const void *record, size_t size, void *context) {
    struct counting_take *counting = context;
    counting->count++;
    return counting->take(record, size, counting->context);
}

uint64_t trace_consume(struct trace_programs *programs, trace_record take, void *context) {
    // Counted here, since libbpf returns no number where a record ended the reading.
    struct counting_take counting = {take, context, 0};
    programs->take = take_counted;
    programs->take_context = &counting;
    ring_buffer__consume(programs->ring);
    programs->take = NULL;
    programs->take_context = NULL;
    return counting.count;
}

struct trace_ring_state trace_ring_state(const struct trace_programs *programs) {
    // The consumer's first: read the other way round it could overtake the producer's.
    uint64_t consumed = __atomic_load_n(programs->consumer_position, __ATOMIC_ACQUIRE);
    uint64_t produced = __atomic_load_n(programs->producer_position, __ATOMIC_ACQUIRE);
    return (struct trace_ring_state){programs->ring_size, produced - consumed, produced};
}

// Counters

static uint64_t recursion_misses(const struct bpf_program *program) {
    struct bpf_prog_info info = {0};
    uint32_t size = sizeof info;
    return program && bpf_obj_get_info_by_fd(bpf_program__fd(program), &info, &size) == 0 ? info.recursion_misses : 0;
}

struct trace_result trace_read_counters(const struct trace_programs *programs,
                                        struct trace_counters counters[TRACE_KIND_COUNT]) {
    int cpus = libbpf_num_possible_cpus();
    if (cpus < 0) return failure(TRACE_SYSTEM_ERROR, cpus);
    struct trace_outcomes *rows = calloc((size_t)cpus, sizeof *rows);
    if (!rows) return failure(TRACE_SYSTEM_ERROR, ENOMEM);
    struct trace_result result = ok;
    for (uint32_t kind = 0; kind < TRACE_KIND_COUNT && result.status == TRACE_OK; kind++) {
        struct trace_outcomes sum = {0};
        if (bpf_map_lookup_elem(programs->outcomes, &kind, rows) < 0) result = failure(TRACE_SYSTEM_ERROR, errno);
        for (int cpu = 0; cpu < cpus; cpu++) {
            sum.submitted += rows[cpu].submitted;
            sum.ring_full += rows[cpu].ring_full;
            sum.oversized += rows[cpu].oversized;
            sum.fault += rows[cpu].fault;
        }
        counters[kind] = (struct trace_counters){sum, recursion_misses(programs->programs[kind])};
    }
    free(rows);
    return result;
}

// Rights

bool trace_needs_admin(void) { return !multi_uprobe_is_supported(); }

bool trace_give_up_admin(void) {
    struct __user_cap_header_struct header = {_LINUX_CAPABILITY_VERSION_3, 0};
    struct __user_cap_data_struct data[_LINUX_CAPABILITY_U32S_3];
    const uint32_t bit = CAP_TO_MASK(CAP_SYS_ADMIN);
    if (syscall(SYS_capget, &header, data) < 0 || !(data[0].permitted & bit)) return false;
    data[0].effective &= ~bit;
    data[0].permitted &= ~bit;
    data[0].inheritable &= ~bit;
    prctl(PR_CAP_AMBIENT, PR_CAP_AMBIENT_LOWER, CAP_SYS_ADMIN, 0, 0);
    return syscall(SYS_capset, &header, data) == 0;
}
