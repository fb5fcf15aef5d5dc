#include "CPeersGraph.h"

// libdispatch's functions as they are documented: see dispatch.c.
typedef void *dispatch_queue_t;
dispatch_queue_t dispatch_get_global_queue(intptr_t priority, uintptr_t flags);
void dispatch_apply_f(size_t iterations, dispatch_queue_t queue, void *context,
                      void (*work)(void *context, size_t iteration));

static void perform_node(void *context, size_t index) {
  peer_perform((peer_node *)context + index);
}

void peer_apply_layers(peer_node *nodes, size_t count, size_t width) {
  dispatch_queue_t queue = dispatch_get_global_queue(0, 0);
  for (size_t first = 0; first < count; first += width) {
    dispatch_apply_f(width, queue, nodes + first, perform_node);
  }
}

typedef struct chains {
  peer_node *nodes;
  size_t length;
} chains;

static void perform_chain(void *context, size_t index) {
  const chains *all = context;
  peer_node *first = all->nodes + index * all->length;
  for (size_t i = 0; i < all->length; i++) peer_perform(first + i);
}

void peer_apply_chains(peer_node *nodes, size_t count, size_t length) {
  chains all = {nodes, length};
  dispatch_apply_f(count / length, dispatch_get_global_queue(0, 0), &all, perform_chain);
}
