#include "libbpf_shim.h"
