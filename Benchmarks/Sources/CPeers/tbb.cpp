#include <oneapi/tbb/task_arena.h>

#include "CPeers.h"

void *peer_tbb_create(int threads) { return new tbb::task_arena(threads, 0); }

void peer_tbb_put(void *object, size_t count, peer_work work, void *context) {
  tbb::task_arena &arena = *static_cast<tbb::task_arena *>(object);
  for (size_t i = 0; i < count; i++) arena.enqueue([work, context] { work(context); });
}

void peer_tbb_release(void *object) { delete static_cast<tbb::task_arena *>(object); }
