#include <sched.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <sys/types.h>

#include "CPeersGraph.h"

// Raised when threads lost the priority they had asked for.
static atomic_uint current_time = 1;
static _Thread_local uint32_t asked_time;

static void promote_to(int32_t priority) {
  uint32_t now = atomic_load_explicit(&current_time, memory_order_relaxed);
  if (priority == 0 || asked_time == now) return;
  asked_time = now;
  struct sched_param parameters = {.sched_priority = priority};
  sched_setscheduler(0, SCHED_FIFO, &parameters);
}

void peer_priorities_lost(void) { atomic_fetch_add(&current_time, 1); }

// Steps that wait for each other leave most of a core idle, which would begin the next node
// meanwhile, as it could not if they were a plugin's.
static inline void wait_for_last_step(void) {
#if defined(__x86_64__)
  __asm__ volatile("lfence" ::: "memory");
#elif defined(__aarch64__)
  __asm__ volatile("isb" ::: "memory");
#endif
}

void peer_perform(peer_node *node) {
  promote_to(node->priority);
  if (node->steps == 0) return;
  node->value = peer_spend(node->steps, node->value);
  wait_for_last_step();
}

void peer_process(void *context, const void *block) {
  (void)block;
  peer_perform(context);
}

void peer_serial_run(peer_node *nodes, size_t count, void (*process)(void *, const void *)) {
  for (size_t i = 0; i < count; i++) process(nodes + i, nodes);
}
