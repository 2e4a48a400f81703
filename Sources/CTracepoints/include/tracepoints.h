#ifndef TRACEPOINTS_H
#define TRACEPOINTS_H
#endif
