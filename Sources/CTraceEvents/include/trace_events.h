#ifndef TRACE_EVENTS_H
#define TRACE_EVENTS_H
#endif
