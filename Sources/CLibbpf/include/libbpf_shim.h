#ifndef LIBBPF_SHIM_H
#define LIBBPF_SHIM_H
#endif
