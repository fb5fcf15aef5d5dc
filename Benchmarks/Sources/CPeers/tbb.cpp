#include <oneapi/tbb/global_control.h>
#include <oneapi/tbb/task_arena.h>

#include "CPeers.h"

namespace {

struct Arena {
  // As many workers as asked for, also on a machine with fewer cores: one thread is the caller's.
  tbb::global_control parallelism;
  tbb::task_arena arena;

  explicit Arena(int threads)
      : parallelism(tbb::global_control::max_allowed_parallelism, threads + 1),
        arena(threads, 0) {
    arena.initialize();
  }
};

}  // namespace

void *peer_tbb_create(int threads) { return new Arena(threads); }

void peer_tbb_put(void *object, size_t count, peer_work work, void *context) {
  tbb::task_arena &arena = static_cast<Arena *>(object)->arena;
  for (size_t i = 0; i < count; i++) arena.enqueue([work, context] { work(context); });
}

void peer_tbb_release(void *object) { delete static_cast<Arena *>(object); }
