#include "tracepoints.h"
