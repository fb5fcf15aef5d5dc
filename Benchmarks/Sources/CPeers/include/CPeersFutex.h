// Two processes that wake each other: the least a plugin in a process of its own can cost.
#ifndef BENCHMARKS_CPEERSFUTEX_H
#define BENCHMARKS_CPEERSFUTEX_H

#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

/// Starts a process that answers each wake with one, its thread scheduled as the calling one and on
/// the cores of `mask`. NULL when it cannot be started.
void *peer_futex_create(uint64_t mask);
/// Wakes it, and sleeps until it has woken the caller.
void peer_futex_round(void *pair);
/// Ends it.
void peer_futex_release(void *pair);

#ifdef __cplusplus
}
#endif

#endif
