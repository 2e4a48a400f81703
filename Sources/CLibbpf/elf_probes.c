// Finds the USDT tracepoints of an ELF file: notes of the owner "stapsdt" in the section .note.stapsdt. A note holds three
// addresses (probe, base, semaphore) and three zero-terminated strings (provider, name, arguments). libelf checks the bounds of
// sections and notes, this file those within a note.

#include <errno.h>
#include <fcntl.h>
#include <gelf.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "libbpf_shim.h"

#if defined(__x86_64__)
#define HOST_MACHINE EM_X86_64
#elif defined(__aarch64__)
#define HOST_MACHINE EM_AARCH64
#else
#define HOST_MACHINE EM_NONE
#endif

enum { NOTE_TYPE_PROBE = 3 };

// The zero-terminated string at `*cursor`, which is moved behind it; NULL where no zero comes before `end`.
static const char *next_string(const char **cursor, const char *end) {
    const char *start = *cursor;
    const char *zero = memchr(start, 0, (size_t)(end - start));
    if (!zero) return NULL;
    *cursor = zero + 1;
    return start;
}

// Where an address of the running program lies in the file; 0 where it does not.
static uint64_t file_offset(Elf *elf, uint64_t address) {
    size_t count;
    if (elf_getphdrnum(elf, &count) != 0) return 0;
    for (size_t index = 0; index < count; index++) {
        GElf_Phdr segment;
        if (gelf_getphdr(elf, (int)index, &segment) && segment.p_type == PT_LOAD && address >= segment.p_vaddr
            && address - segment.p_vaddr < segment.p_filesz)
            return address - segment.p_vaddr + segment.p_offset;
    }
    return 0;
}

static bool parse_note(Elf *elf, uint64_t base, const char *description, size_t size, struct trace_probe *probe) {
    uint64_t addresses[3];
    if (size < sizeof addresses) return false;
    memcpy(addresses, description, sizeof addresses);
    const char *cursor = description + sizeof addresses, *end = description + size;
    // Prelinking moves the program, but not what notes say: the difference is that of the base.
    uint64_t moved = base && addresses[1] ? base - addresses[1] : 0;
    probe->offset = file_offset(elf, addresses[0] + moved);
    probe->semaphore = addresses[2];
    probe->semaphore_offset = addresses[2] ? file_offset(elf, addresses[2]) : 0;
    return (probe->provider = next_string(&cursor, end)) && (probe->name = next_string(&cursor, end))
        && (probe->arguments = next_string(&cursor, end));
}

static size_t list_section(Elf *elf, uint64_t base, Elf_Data *data, void (*found)(const struct trace_probe *, void *), void *context) {
    size_t count = 0, offset = 0, name, description;
    GElf_Nhdr note;
    while ((offset = gelf_getnote(data, offset, &note, &name, &description)) > 0) {
        const char *bytes = data->d_buf;
        struct trace_probe probe;
        if (note.n_type != NOTE_TYPE_PROBE || note.n_namesz != sizeof "stapsdt"
            || memcmp(bytes + name, "stapsdt", sizeof "stapsdt") != 0
            || !parse_note(elf, base, bytes + description, note.n_descsz, &probe))
            continue;
        count++;
        found(&probe, context);
    }
    return count;
}

static struct trace_result list_elf(Elf *elf, void (*found)(const struct trace_probe *, void *), void *context) {
    GElf_Ehdr header;
    size_t names, count = 0;
    if (elf_kind(elf) != ELF_K_ELF || !gelf_getehdr(elf, &header) || header.e_ident[EI_CLASS] != ELFCLASS64
        || header.e_machine != HOST_MACHINE || (header.e_type != ET_EXEC && header.e_type != ET_DYN))
        return (struct trace_result){TRACE_NOT_AN_ELF_FILE, 0};
    if (elf_getshdrstrndx(elf, &names) != 0) return (struct trace_result){TRACE_NO_TRACEPOINTS, 0};

    uint64_t base = 0;
    Elf_Scn *section = NULL;
    while ((section = elf_nextscn(elf, section))) {
        GElf_Shdr shape;
        if (!gelf_getshdr(section, &shape)) continue;
        const char *name = elf_strptr(elf, names, shape.sh_name);
        if (name && strcmp(name, ".stapsdt.base") == 0) base = shape.sh_addr;
    }
    while ((section = elf_nextscn(elf, section))) {
        GElf_Shdr shape;
        if (!gelf_getshdr(section, &shape) || shape.sh_type != SHT_NOTE) continue;
        const char *name = elf_strptr(elf, names, shape.sh_name);
        Elf_Data *data = name && strcmp(name, ".note.stapsdt") == 0 ? elf_getdata(section, NULL) : NULL;
        if (data) count += list_section(elf, base, data, found, context);
    }
    return (struct trace_result){count > 0 ? TRACE_OK : TRACE_NO_TRACEPOINTS, 0};
}

static struct trace_result open_failure(int error) {
    switch (error) {
    case ENOENT:
    case ENOTDIR: return (struct trace_result){TRACE_NO_SUCH_FILE, error};
    case EACCES:
    case EPERM: return (struct trace_result){TRACE_NOT_PERMITTED, error};
    default: return (struct trace_result){TRACE_SYSTEM_ERROR, error};
    }
}

struct trace_result trace_list_probes(const char *path, void (*found)(const struct trace_probe *, void *), void *context) {
    // Not blocking, since the path may turn out to be a FIFO.
    int file = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
    if (file < 0) return open_failure(errno);
    struct trace_result result = {TRACE_NOT_AN_ELF_FILE, 0};
    struct stat status;
    if (fstat(file, &status) == 0 && S_ISREG(status.st_mode)) {
        elf_version(EV_CURRENT);
        Elf *elf = elf_begin(file, ELF_C_READ_MMAP, NULL);
        if (elf) result = list_elf(elf, found, context);
        elf_end(elf);
    }
    close(file);
    return result;
}

static void note_kind(const struct trace_probe *probe, void *context) {
    for (uint32_t kind = 0; kind < TRACE_KIND_COUNT; kind++)
        if (strcmp(probe->provider, trace_tracepoints[kind].provider) == 0
            && strcmp(probe->name, trace_tracepoints[kind].name) == 0)
            *(uint32_t *)context |= 1u << kind;
}

struct trace_result trace_list_kinds(const char *path, uint32_t *kinds) {
    *kinds = 0;
    return trace_list_probes(path, note_kind, kinds);
}
