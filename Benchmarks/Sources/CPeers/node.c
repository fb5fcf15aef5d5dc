#include <sched.h>
#include <stdbool.h>
#include <sys/types.h>

#include "CPeersGraph.h"

static _Thread_local int32_t priority_asked_for;

static void promote_to(int32_t priority) {
  if (priority == 0 || priority == priority_asked_for) return;
  priority_asked_for = priority;
  struct sched_param parameters = {.sched_priority = priority};
  sched_setscheduler(0, SCHED_FIFO, &parameters);
}

void peer_perform(peer_node *node) {
  promote_to(node->priority);
  node->value = peer_spend(node->steps, node->value);
}

void peer_process(void *context, const void *block) {
  (void)block;
  peer_perform(context);
}

void peer_serial_run(peer_node *nodes, size_t count, void (*process)(void *, const void *)) {
  for (size_t i = 0; i < count; i++) process(nodes + i, nodes);
}
