// The pools other libraries offer, each behind three C functions: make, put, and let go.
//
// `put` puts the same work `count` times, in a loop of its own, as a C or C++ program would.
#ifndef BENCHMARKS_CPEERS_H
#define BENCHMARKS_CPEERS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "CPeersConvolver.h"
#include "CPeersFutex.h"
#include "CPeersGraph.h"
#include "CPeersPlugins.h"

#ifdef __cplusplus
extern "C" {
#endif

typedef void (*peer_work)(void *context);

/// A serial queue of libdispatch's.
void *peer_dispatch_create(void);
/// The global queue of libdispatch's, of default quality of service.
void *peer_dispatch_global(void);
void peer_dispatch_put(void *queue, size_t count, peer_work work, void *context);
void peer_dispatch_release(void *queue);

/// A GThreadPool with threads of its own.
void *peer_glib_create(int threads);
void peer_glib_put(void *pool, size_t count, peer_work work, void *context);
void peer_glib_release(void *pool);

/// A task_arena whose slots are all for workers.
void *peer_tbb_create(int threads);
void peer_tbb_put(void *arena, size_t count, peer_work work, void *context);
void peer_tbb_release(void *arena);

/// Counts what the calling thread allocates from now on.
void peer_count_allocations(void);
/// Stops counting on the calling thread; returns how often it allocated.
uint64_t peer_counted_allocations(void);
/// What the C library's heap has given out and not got back, in bytes.
size_t peer_heap_bytes(void);

#ifdef __cplusplus
}
#endif

#endif
