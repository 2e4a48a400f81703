#include "trace_events.h"
