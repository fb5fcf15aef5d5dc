#include <oneapi/tbb/task_arena.h>

#include <algorithm>

#include "CPeers.h"

// The library starts one worker less than there are cores, and warns about arenas for more.
void *peer_tbb_create(int threads) {
  int workers = std::max(1, tbb::this_task_arena::max_concurrency() - 1);
  return new tbb::task_arena(std::min(threads, workers), 0);
}

void peer_tbb_put(void *object, size_t count, peer_work work, void *context) {
  tbb::task_arena &arena = *static_cast<tbb::task_arena *>(object);
  for (size_t i = 0; i < count; i++) arena.enqueue([work, context] { work(context); });
}

void peer_tbb_release(void *object) { delete static_cast<tbb::task_arena *>(object); }
