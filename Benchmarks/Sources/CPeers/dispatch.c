#include "CPeers.h"

// The toolchain has libdispatch's headers where only Swift's importer looks; these are its
// functions as they are documented. Swift's `import Dispatch` links the library.
typedef void *dispatch_queue_t;
dispatch_queue_t dispatch_queue_create(const char *label, void *attributes);
dispatch_queue_t dispatch_get_global_queue(intptr_t priority, uintptr_t flags);
void dispatch_async_f(dispatch_queue_t queue, void *context, peer_work work);
void dispatch_release(void *object);

void *peer_dispatch_create(void) { return dispatch_queue_create("bench", NULL); }

void *peer_dispatch_global(void) {
  return dispatch_get_global_queue(0, 0);
}

void peer_dispatch_put(void *queue, size_t count, peer_work work, void *context) {
  for (size_t i = 0; i < count; i++) dispatch_async_f(queue, context, work);
}

void peer_dispatch_release(void *queue) { dispatch_release(queue); }
