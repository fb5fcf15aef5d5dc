// Graphs as other libraries run them: made once, run once a period.
#ifndef BENCHMARKS_CPEERS_GRAPH_H
#define BENCHMARKS_CPEERS_GRAPH_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

/// Work that takes as long as its steps: each waits for the one before, and nothing leaves the
/// processor.
static inline double peer_spend(uint64_t steps, double value) {
  for (uint64_t i = 0; i < steps; i++) {
    value = value * 0.999 + 0.001;
    __asm__ volatile("" : "+x"(value));
  }
  return value;
}

/// One node: how long it takes, and the priority its thread shall have (0: whatever it has). No two
/// share a cache line, as no two plugins do.
typedef struct peer_node {
  uint64_t steps;
  int32_t priority;
  double value;
  uint64_t apart[13];
} peer_node;

/// Performs a node on the calling thread, which asks for the node's priority the first time.
void peer_perform(peer_node *node);

/// Has each thread ask for its priority again.
void peer_priorities_lost(void);

/// The same with the shape of a processor's work: the node is the context, samples are left alone.
void peer_process(void *context, const void *block);

/// Runs every node once, one after the other, by indirect calls.
void peer_serial_run(peer_node *nodes, size_t count, void (*process)(void *, const void *));

/// From one node to another, by number.
typedef struct peer_edge {
  uint32_t from;
  uint32_t to;
} peer_edge;

/// A flow graph of oneTBB: a continue_node for each node.
void *peer_flow_create(peer_node *nodes, size_t count, const peer_edge *edges, size_t edge_count);
/// Runs every node once.
void peer_flow_run(void *graph);
void peer_flow_release(void *graph);

/// Runs layers of `width` nodes one after the other, each layer with dispatch_apply.
void peer_apply_layers(peer_node *nodes, size_t count, size_t width);
/// Runs chains of `length` nodes, side by side with dispatch_apply; a chain's nodes follow each
/// other in memory.
void peer_apply_chains(peer_node *nodes, size_t count, size_t length);

#ifdef __cplusplus
}
#endif

#endif
